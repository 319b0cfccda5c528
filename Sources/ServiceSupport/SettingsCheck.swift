import Foundation
import Glibc

/// What `check-config` prints, the same for each program.
public enum SettingsCheck {
    /// Prints every setting with where it comes from, and on standard error every mistake.
    ///
    /// - Returns: Whether there was none.
    public static func report<Key>(_ reader: SettingReader<Key>, program: String) -> Bool {
        let file = reader.sources.file
        print("file  \(file.path)\(file.isThere ? "" : " (there is none)")")
        let width = reader.effective.map(\.name.count).max() ?? 0
        for setting in reader.effective {
            let name = setting.name + String(repeating: " ", count: width - setting.name.count)
            print("\(name)  \(setting.text.isEmpty ? "-" : setting.text)  [\(setting.origin?.rawValue ?? "otherwise")]")
        }
        let problems = reader.problems + reader.unknown
        for problem in problems { complain("\(program): \(problem)") }
        return problems.isEmpty
    }

    /// Says what is wrong.
    public static func complain(_ text: String) {
        // Standard output and error stand in the order in which they were written.
        fflush(nil)
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
