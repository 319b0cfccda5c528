/// A story written by hand, one step a line.
///
/// A line holds the days since the story's start, who records, the type of event, whose record it stands in and what
/// it says. After the type `!` marks a significant entry, `~` a routine one, and `=name` gives the entry a name by which
/// a later line means it (`{@name}`). The record is `*` for all the children, their numbers or `-` for none. Who records
/// is `worker`, `manager` or a worker's identifier. In what it says `{1}` and `{n1}` are the first child's identifier and
/// given name, `{carer}`, `{worker}` and `{manager}` the people, and `{+14}` the day two weeks later.
struct Script: Sendable {
    struct Step: Sendable {
        let days: Int
        let recorder: String
        let type: String
        let isSignificant: Bool?
        let name: String?
        let about: String
        let data: String
    }

    /// How many children it tells of.
    let children: Int
    let steps: [Step]

    init(children: Int, _ text: String) {
        self.children = children
        steps = text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 4).map(String.init)
            guard parts.count == 5, let days = Int(parts[0]) else {
                assertionFailure("no step of a story: \(line)")
                return nil
            }
            let named = parts[2].split(separator: "=", maxSplits: 1).map(String.init)
            let mark = named[0].last
            return Step(
                days: days, recorder: parts[1],
                type: mark == "!" || mark == "~" ? String(named[0].dropLast()) : named[0],
                isSignificant: mark == "!" ? true : mark == "~" ? false : nil,
                name: named.count > 1 ? named[1] : nil, about: parts[3], data: parts[4])
        }
    }
}
