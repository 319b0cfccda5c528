public import Foundation

/// An oracle in Python: a program that knows nothing of the code that it is compared with.
///
/// The interpreter is `CASELOG_ORACLE_PYTHON`, otherwise `python3`; without it and the packages a test fails, because a
/// comparison that was not made says nothing.
public struct PythonOracle: Sendable {
    /// Why there is no answer.
    public struct NoAnswer: Error, CustomStringConvertible {
        /// In words.
        public let description: String
    }

    private let program: URL
    private let packages: String

    /// The program of that name in the folder `Oracle` of a test target's resources; `packages` says what it imports.
    public init(_ program: String, in bundle: Bundle, packages: String) throws {
        guard let folder = bundle.resourceURL else {
            throw NoAnswer(description: "the tests' resources are missing")
        }
        self.program = folder.appendingPathComponent("Oracle/\(program)")
        self.packages = packages
    }

    /// What the program prints when it is given that on standard input.
    public func ask(_ arguments: [String] = [], _ input: some Sequence<UInt8> = []) throws -> [UInt8] {
        let python = ProcessInfo.processInfo.environment["CASELOG_ORACLE_PYTHON"] ?? "python3"
        // A file and not a pipe: nobody has to write while somebody reads.
        let questions = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(input).write(to: questions)
        defer { try? FileManager.default.removeItem(at: questions) }
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, program.path] + arguments
        process.standardInput = try FileHandle(forReadingFrom: questions)
        process.standardOutput = output
        try process.run()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw NoAnswer(
                description: "the oracle did not answer (status \(process.terminationStatus)): set "
                    + "CASELOG_ORACLE_PYTHON to a Python with \(packages) (now \(python))")
        }
        return Array(answer)
    }
}
