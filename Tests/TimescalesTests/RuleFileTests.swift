import Foundation
import StrictJSON
import Testing
import Timescales
import Yams

/// The JSON Schema of rule files beside the reader: Python's `jsonschema`, which knows nothing of the reader.
@Suite struct RuleFileTests {
    static let schema: JSONValue = (try? JSONValue(parsing: Array(Rulebook.fileSchema.utf8))) ?? .null

    /// Whether the schema has each of these files.
    private static func validate(_ files: [JSONValue]) throws -> [Bool] {
        let python = ProcessInfo.processInfo.environment["CASELOG_ORACLE_PYTHON"] ?? "python3"
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "CaseRecordTests/Oracle/schemas.py").path(percentEncoded: false)
        let question: JSONValue = ["schema": schema, "instances": .array(files)]
        // A file and not a pipe: nobody has to write while somebody reads.
        let input = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data((question.text() + "\n").utf8).write(to: input)
        defer { try? FileManager.default.removeItem(at: input) }
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, script]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = output
        try process.run()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(
            process.terminationStatus == 0,
            "the oracle did not answer: set CASELOG_ORACLE_PYTHON to a Python with jsonschema (now \(python))")
        let letters = String(decoding: answer, as: UTF8.self).filter { !$0.isNewline }
        try #require(letters.count == files.count)
        return letters.map { $0 == "v" }
    }

    /// The samples of that folder by name.
    private static func samples(_ folder: String) throws -> [(name: String, text: String)] {
        let url = try #require(Bundle.module.resourceURL).appending(path: "RuleFiles/\(folder)")
        return try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
    }

    private static func problems(of text: String) throws -> [RuleFileProblem] {
        let base = try Rulebook.standard()
        do throws(RulebookError) {
            _ = try base.adding(text, named: "sample")
            return []
        } catch { return error.problems }
    }

    @Test func theSchemaHasTheFilesOfTheProgramAndTheGoodSamples() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Timescales/Resources")
        let own = try ["national.yaml", "practice.yaml"].map {
            (name: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
        }
        let good = try Self.samples("good")
        #expect(good.count >= 3)
        let files = own + good
        for (file, isValid) in zip(files, try Self.validate(files.map { try JSONValue(yaml: $0.text) })) {
            #expect(isValid, "the schema does not have \(file.name)")
        }
        for file in good { #expect(try Self.problems(of: file.text) == [], "\(file.name)") }
    }

    @Test func theSchemaAndTheReaderRefuseTheSameSamples() throws {
        let bad = try Self.samples("bad")
        #expect(bad.count >= 30)
        for (file, isValid) in zip(bad, try Self.validate(bad.map { try JSONValue(yaml: $0.text) })) {
            #expect(!isValid, "the schema has \(file.name)")
            #expect(try !Self.problems(of: file.text).isEmpty, "the reader takes \(file.name)")
        }
    }

    @Test func aSmallFileThatSaysVeryMuchIsRefused() throws {
        var text = "rulebook: r\nversion: 1\nsources:\n"
        text += "  - &a {code: [" + Array(repeating: "x", count: 300).joined(separator: ",") + "], name: n}\n"
        text += "  - &b [" + Array(repeating: "*a", count: 300).joined(separator: ",") + "]\n"
        text += "  - &c [" + Array(repeating: "*b", count: 300).joined(separator: ",") + "]\n"
        text += "  - [" + Array(repeating: "*c", count: 300).joined(separator: ",") + "]\n"
        let reasons = try Self.problems(of: text).map(\.reason)
        #expect(reasons == ["has more than 200000 values, each alias counted in full"])
    }

    @Test func theWordsOfTheSchemaAreTheReaders() throws {
        let definitions = try #require(Self.schema["$defs"])
        func words(_ value: JSONValue?) -> [String] { (value?["enum"]?.arrayValue ?? []).compactMap(\.stringValue) }
        let rule = definitions["rule"]?["properties"]
        #expect(words(rule?["kind"]) == RuleKind.allCases.map(\.rawValue))
        #expect(words(rule?["pick"]) == StartChoice.allCases.map(\.rawValue))
        #expect(words(definitions["recipient"]) == Recipient.allCases.map(\.rawValue))
        #expect(words(definitions["edition"]?["properties"]?["sure"]) == Sureness.allCases.map(\.rawValue))
        func allowed(_ member: String, _ reason: String) throws -> [String] {
            let text = """
                rulebook: r
                version: 1
                rules:
                  - id: X1
                    title: T
                    kind: local
                    \(member)
                    subject: s
                    editions: [{source: WT2010, limit: 3 days, sure: known, paragraph: p}]
                """
            return try #require(try Self.problems(of: text).first { $0.reason.contains(reason) }?.allowed)
        }
        #expect(try allowed("per: house", "child or a matter") == words(rule?["per"]))
        let scope = "per: referral\n    start: {event: referral.received, of: house}"
        #expect(try allowed(scope, "child or a matter") == words(definitions["scope"]))
    }

    /// The article is made anew by `swift run caselog rules table > Sources/caselogd/Documentation.docc/rules-table.md`.
    @Test func theTableOfTheDocumentationIsTheRulebooks() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/caselogd/Documentation.docc/rules-table.md")
        let written = try String(contentsOf: file, encoding: .utf8)
        let isSame = written == RulesTable.markdown(of: try Rulebook.standard())
        #expect(
            isSame,
            "write it anew: swift run caselog rules table > Sources/caselogd/Documentation.docc/rules-table.md")
        for rule in try Rulebook.standard().rules {
            for edition in rule.editions {
                #expect(written.contains("| \(rule.id) | \(edition.source.code) | "), "\(rule.id)")
            }
        }
    }
}

extension JSONValue {
    /// A YAML text as JSON by the core schema of YAML 1.2.
    fileprivate init(yaml text: String) throws {
        self = Self.value(try #require(try compose(yaml: text)))
    }

    private static func value(_ node: Node) -> JSONValue {
        switch node {
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, value) in mapping { object[key.scalar?.string ?? ""] = Self.value(value) }
            return .object(object)
        case .sequence(let sequence): return .array(sequence.map { value($0) })
        case .scalar(let scalar) where scalar.style == .plain:
            if ["true", "false"].contains(scalar.string) { return .bool(scalar.string == "true") }
            if ["", "null", "~"].contains(scalar.string) { return .null }
            return Int64(scalar.string).map { .integer($0) } ?? Double(scalar.string).map { .number($0) }
                ?? .string(scalar.string)
        case .scalar(let scalar): return .string(scalar.string)
        case .alias: return .null
        }
    }
}
