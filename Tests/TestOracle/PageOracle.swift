import Foundation

/// Reads pages as a browser does, and says what is wrong with them.
public struct PageOracle: Sendable {
    /// What it found.
    public struct Found: Decodable, Sendable {
        /// What is wrong, in words.
        public let problems: [String]
        /// The pages, each with its name or path and its title.
        public let pages: [[String]]
        /// The words of each page, as a browser has them; of a walk, none.
        public let texts: [String]?
    }

    private let oracle: PythonOracle

    /// The oracle.
    public init() throws { oracle = try PythonOracle("pages.py", in: .module, packages: "html5lib") }

    /// Looks at documents, each with a name.
    public func check(_ documents: [(name: String, html: String)]) throws -> Found {
        let input = try JSONEncoder().encode(documents.map { [$0.name, $0.html] })
        return try JSONDecoder().decode(Found.self, from: Data(try oracle.ask(["check"], input)))
    }

    /// Opens an address, and from there every page that is linked to.
    public func walk(from address: String) throws -> Found {
        try JSONDecoder().decode(Found.self, from: Data(try oracle.ask(["walk", address])))
    }
}
