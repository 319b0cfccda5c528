extension RulebookReader {
    /// What a file says about how long records are kept; the rest stays as in the files before it.
    mutating func retentionPolicy(_ place: YAMLPlace, onto base: RetentionPolicy) -> RetentionPolicy {
        var policy = base
        guard let members = yaml.members(place, known: ["reason", "keep"]) else { return policy }
        policy.reason = required("reason", members, place).flatMap { yaml.text($0) } ?? policy.reason
        guard let keep = required("keep", members, place),
            let classes = yaml.members(keep, known: RetentionClass.allCases.map(\.rawValue))
        else { return policy }
        for (name, place) in classes {
            guard let name = RetentionClass(rawValue: name),
                let number = yaml.integer(place, in: (RetentionPolicy.least[name] ?? 1)...RetentionPolicy.most)
            else { continue }
            policy.numbers[name] = number
        }
        return policy
    }
}
