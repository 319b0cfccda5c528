import CaseRecord

/// What a text of a return says, or what is wrong with it, in words that say what would be right.
enum Reading<Value> {
    case value(Value)
    case problem(String)
}

/// How the texts of a return are read: liberally, in the spellings of all years.
enum Read {
    /// `YYYY-MM-DD` (as xs:date allows it, a zone may follow) within bounds.
    static func date(_ problem: @escaping (CivilDate) -> String?) -> (String) -> Reading<CivilDate> {
        { text in
            guard let date = CivilDate(String(text.prefix(10))), isZone(text.dropFirst(10)) else {
                return .problem("must be a date that exists, as YYYY-MM-DD")
            }
            return problem(date).map { .problem($0) } ?? .value(date)
        }
    }

    private static func isZone(_ text: Substring) -> Bool {
        let bytes = Array(text.utf8)
        if bytes.isEmpty || bytes == [UInt8(ascii: "Z")] { return true }
        return bytes.count == 6 && "+-".utf8.contains(bytes[0]) && bytes[3] == UInt8(ascii: ":")
            && (bytes[1...2] + bytes[4...5]).allSatisfy { (0x30...0x39).contains($0) }
    }

    /// A code of the list, in either case.
    static func code<List: CodeList>(_ list: List.Type) -> (String) -> Reading<Code<List>> {
        { text in
            if let code = Code<List>(text.uppercased()) { return .value(code) }
            let codes = List.entries.map(\.code).joined(separator: " ")
            return .problem("must be a code of the list of \(List.noun): \(codes)")
        }
    }

    /// Sex as `M F U` (from 2024-25) or in the older spelling `1 2 0 9` of GenderCurrent.
    static func sex(_ text: String) -> Reading<Code<SexList>> {
        let older = ["1": "M", "2": "F", "0": "U", "9": "I"]
        guard let sex = Code<SexList>(older[text] ?? text.uppercased()) else {
            return .problem("must be M, F or U (in returns before 2024-25: 1, 2, 0 or 9)")
        }
        return .value(sex)
    }

    /// Yes or no as `1 0` or `true false`.
    static func flag(_ text: String) -> Reading<Bool> {
        switch text.lowercased() {
        case "1", "true": .value(true)
        case "0", "false": .value(false)
        default: .problem("must be 1 or 0 (or true or false)")
        }
    }

    /// A whole number, 0 or more, of at most four digits.
    static func count(_ text: String) -> Reading<Int> {
        guard text.utf8.count <= 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(text) else {
            return .problem("must be a whole number, 0 or more")
        }
        return .value(count)
    }

    /// A unique pupil number with its check letter.
    static func upn(_ text: String) -> Reading<UniquePupilNumber> {
        let text = text.uppercased()
        if let upn = UniquePupilNumber(text) { return .value(upn) }
        return .problem("must be a UPN: \(UniquePupilNumber.problem(of: text) ?? "13 characters")")
    }

    /// The authority's identifier of a child.
    static func childID(_ text: String) -> Reading<ChildID> {
        if let child = ChildID(text) { return .value(child) }
        return .problem(
            "must be \(ChildID.noun): 1 to \(ChildID.longest) letters, digits and . _ : @ + -, "
                + "beginning with a letter or digit")
    }
}
