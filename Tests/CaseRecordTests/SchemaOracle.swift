import Foundation
import StrictJSON
import Testing

/// The `jsonschema` package of Python, which validates without knowing anything of how events are read.
///
/// The interpreter is `CASELOG_ORACLE_PYTHON`, otherwise `python3`; without it and the package the tests fail, because
/// a comparison that was not made says nothing.
enum SchemaOracle {
    struct NoOracle: Error, CustomStringConvertible {
        let description: String
    }

    /// Whether each of the instances goes with its schema.
    static func ask(_ questions: [(schema: JSONValue, instances: [JSONValue])]) throws -> [[Bool]] {
        let python = ProcessInfo.processInfo.environment["CASELOG_ORACLE_PYTHON"] ?? "python3"
        let folder = try #require(Bundle.module.resourceURL, "the tests' resources are missing")
        let lines = questions.map { question in
            let asked: JSONValue = ["schema": question.schema, "instances": .array(question.instances)]
            return asked.text() + "\n"
        }
        // A file and not a pipe: nobody has to write while somebody reads.
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(lines.joined().utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, folder.appendingPathComponent("Oracle/schemas.py").path]
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        try process.run()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw NoOracle(
                description: "the oracle did not answer (status \(process.terminationStatus)): set "
                    + "CASELOG_ORACLE_PYTHON to a Python with jsonschema (now \(python))")
        }
        let answers = String(decoding: answer, as: UTF8.self).split(separator: "\n").map { $0.map { $0 == "v" } }
        try #require(answers.map(\.count) == questions.map(\.instances.count))
        return answers
    }
}
