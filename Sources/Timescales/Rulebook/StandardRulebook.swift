import CEmbedded

extension Rulebook {
    /// The national rules: legislation, statutory guidance and published measures.
    ///
    /// - Throws: ``RulebookError`` should the file that is part of the program be wrong; a test reads it.
    public static func national() throws(RulebookError) -> Rulebook { try readNational.get() }

    /// The national rules and those of practice, with customary limits.
    ///
    /// - Throws: ``RulebookError`` should a file that is part of the program be wrong; a test reads them.
    public static func standard() throws(RulebookError) -> Rulebook { try readStandard.get() }

    /// The JSON Schema of rule files, for editors. What it cannot see (names of events and fields, dates that exist,
    /// editions that overlap) only the reader finds.
    public static var fileSchema: String { String(embedded_rulebook_schema()) }

    private static let readNational = Result { () throws(RulebookError) in
        try Rulebook().adding(String(embedded_national_rules()), named: "national.yaml")
    }

    private static let readStandard = Result { () throws(RulebookError) in
        try national().adding(String(embedded_practice_rules()), named: "practice.yaml")
    }
}

extension String {
    fileprivate init(_ text: EmbeddedText) {
        self.init(decoding: UnsafeBufferPointer(start: text.bytes, count: text.count), as: UTF8.self)
    }
}
