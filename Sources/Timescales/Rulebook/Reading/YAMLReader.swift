package import CaseRecord
package import Yams

/// A place in a YAML file.
package struct YAMLPlace {
    package let node: Node
    /// As `rules/3/limit`.
    package let path: String

    package func at(_ name: String, _ node: Node) -> YAMLPlace {
        YAMLPlace(node: node, path: path.isEmpty ? name : "\(path)/\(name)")
    }
}

/// Reads values from YAML and notes every mistake with its place.
package struct YAMLReader {
    package private(set) var problems: [RuleFileProblem] = []

    package init() {}

    package mutating func refuse(_ place: YAMLPlace, _ reason: String, allowed: [String] = []) {
        problems.append(
            RuleFileProblem(
                line: place.node.mark?.line ?? 1, column: place.node.mark?.column ?? 1, path: place.path,
                reason: reason, allowed: allowed))
    }

    /// The members of a mapping, of which no other may be there.
    package mutating func members(_ place: YAMLPlace, known: [String]) -> [String: YAMLPlace]? {
        guard case .mapping(let mapping) = place.node else {
            refuse(place, "must be a mapping of keys to values")
            return nil
        }
        var members: [String: YAMLPlace] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, known.contains(name) else {
                let name = key.scalar?.string ?? "?"
                refuse(YAMLPlace(node: key, path: place.at(name, key).path), "is not a key here", allowed: known)
                continue
            }
            members[name] = place.at(name, value)
        }
        return members
    }

    /// The elements of a sequence.
    package mutating func elements(_ place: YAMLPlace) -> [YAMLPlace] {
        guard case .sequence(let sequence) = place.node else {
            refuse(place, "must be a list")
            return []
        }
        return sequence.enumerated().map { place.at(String($0), $1) }
    }

    /// The elements of a sequence, or the one value that stands in its place.
    package mutating func oneOrMore(_ place: YAMLPlace) -> [YAMLPlace] {
        if case .sequence = place.node { return elements(place) }
        return [place]
    }

    package mutating func text(_ place: YAMLPlace) -> String? {
        guard let scalar = place.node.scalar, !scalar.string.isEmpty else {
            refuse(place, "must be text that is not empty")
            return nil
        }
        return scalar.string
    }

    package mutating func integer(_ place: YAMLPlace, in range: ClosedRange<Int>) -> Int? {
        guard let text = place.node.scalar?.string, let value = Int(text), range.contains(value) else {
            refuse(place, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    package mutating func bool(_ place: YAMLPlace) -> Bool? {
        switch place.node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            refuse(place, "must be true or false")
            return nil
        }
    }

    package mutating func date(_ place: YAMLPlace) -> CivilDate? {
        guard let text = place.node.scalar?.string, let date = CivilDate(text) else {
            refuse(place, "must be a date that exists, as YYYY-MM-DD")
            return nil
        }
        return date
    }

    /// One of the words of a type.
    package mutating func choice<Choice: RawRepresentable & CaseIterable>(_ place: YAMLPlace, _ type: Choice.Type)
        -> Choice?
    where Choice.RawValue == String {
        guard let text = place.node.scalar?.string, let choice = Choice(rawValue: text) else {
            refuse(place, "must be one of the allowed words", allowed: Choice.allCases.map(\.rawValue))
            return nil
        }
        return choice
    }
}

extension YAMLReader {
    /// The root of a file; `nil` after a problem was noted.
    package mutating func root(of text: String) -> YAMLPlace? {
        do {
            guard let node = try compose(yaml: text) else {
                problems.append(RuleFileProblem(line: 1, column: 1, path: "", reason: "is empty", allowed: []))
                return nil
            }
            var left = Self.mostNodes
            guard Self.count(node, &left) else {
                let reason = "has more than \(Self.mostNodes) values, each alias counted in full"
                problems.append(RuleFileProblem(line: 1, column: 1, path: "", reason: reason, allowed: []))
                return nil
            }
            return YAMLPlace(node: node, path: "")
        } catch {
            problems.append(Self.problem(of: error))
            return nil
        }
    }

    /// Aliases of aliases make a small file say very much; a rulebook of the program has some 9000 values.
    private static let mostNodes = 200_000

    /// Whether the node has no more values than are left.
    private static func count(_ node: Node, _ left: inout Int) -> Bool {
        left -= 1
        guard left >= 0 else { return false }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping { guard count(key, &left), count(value, &left) else { return false } }
        case .sequence(let sequence): for element in sequence { guard count(element, &left) else { return false } }
        case .scalar, .alias: break
        }
        return true
    }

    private static func problem(of error: any Error) -> RuleFileProblem {
        let (mark, reason): (Mark?, String) =
            switch error as? YamlError {
            case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
                .composer(let context, let problem, let mark, _):
                (mark, "is not YAML: \(problem)\(context.map { " \($0.text)" } ?? "")")
            case .duplicatedKeysInMapping(let duplicates, let context):
                (context.mark, "gives the same key twice: \(duplicates.joined(separator: ", "))")
            default: (nil, "is not YAML: \(error)")
            }
        return RuleFileProblem(
            line: mark?.line ?? 1, column: mark?.column ?? 1, path: "", reason: reason, allowed: [])
    }
}
