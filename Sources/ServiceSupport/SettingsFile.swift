import Foundation
public import Yams

/// A configuration file: settings by their names, in YAML. A name's parts can be written below each other or with dots.
public struct SettingsFile: Sendable {
    /// Where it is.
    public let path: String
    /// Whether there is one.
    public let isThere: Bool
    /// The values of settings by their names, each with its line.
    public private(set) var values: [String: (text: String, line: Int)] = [:]
    /// What is wrong with the file itself.
    public private(set) var problems: [SettingProblem] = []
    private let root: Data?
    private let separate: Set<String>

    /// Reads it.
    ///
    /// - Parameters:
    ///   - mustExist: Whether it is a mistake that there is none.
    ///   - separate: The names of parts that are no settings, as a list of webhooks, which their reader looks at itself.
    public init(path: String, mustExist: Bool, separate: Set<String> = []) {
        self.path = path
        self.separate = separate
        guard FileManager.default.fileExists(atPath: path) else {
            isThere = false
            root = nil
            if mustExist { problems.append(SettingProblem("config", "there is no file \(path)")) }
            return
        }
        isThere = true
        // A device, as /dev/null, is a file to this and not to FileManager.contents(atPath:).
        root = FileHandle(forReadingAtPath: path).flatMap { handle in try? handle.readToEnd() ?? Data() }
        guard let data = root else {
            problems.append(SettingProblem("config", "\(path) cannot be read"))
            return
        }
        do {
            guard let node = try Yams.compose(yaml: String(decoding: data, as: UTF8.self)) else { return }
            // A file in which everything is a comment, or that says nothing.
            if node.scalar?.string == "" { return }
            guard node.mapping != nil else {
                problems.append(SettingProblem("config", "\(path) must hold settings by their names"))
                return
            }
            add(node, [])
        } catch {
            problems.append(SettingProblem("config", "\(path) cannot be read: \(error)"))
        }
    }

    /// A part that is no setting.
    public func part(_ name: String) -> Node? {
        guard let root, let node = try? Yams.compose(yaml: String(decoding: root, as: UTF8.self)) else { return nil }
        return node.mapping?[name]
    }

    /// The line of a setting, as `/etc/caselog/caselogd.yaml:3`.
    func place(of name: String) -> String? { values[name].map { "\(path):\($0.line)" } }

    private mutating func add(_ node: Node, _ names: [String]) {
        for (key, value) in node.mapping ?? [:] {
            let name = (names + [key.string ?? ""]).joined(separator: ".")
            let line = value.mark?.line ?? key.mark?.line ?? 0
            guard !separate.contains(name) else { continue }
            if value.mapping != nil {
                add(value, names + [key.string ?? ""])
            } else if value.sequence != nil {
                problems.append(SettingProblem(name, "must be one value, not a list", place: "\(path):\(line)"))
            } else if value.null != nil {
                problems.append(SettingProblem(name, "has no value", place: "\(path):\(line)"))
            } else if let text = value.scalar?.string {
                if values[name] != nil {
                    problems.append(SettingProblem(name, "is said twice", place: "\(path):\(line)"))
                }
                values[name] = (text, line)
            }
        }
    }
}
