import CaseRecord

/// References of the things in a return, which names none of them: each is named after its day.
///
/// The day, and not a running number, so that a thing keeps its name in next year's return, which may leave out
/// those before it. Of several on one day the second has `-2` after it, in the order of what they say and not of the
/// file; two that say exactly the same are one.
enum Naming {
    static func named<Item: DatedBlock>(_ items: [Item], _ prefix: String) -> [(reference: Reference, item: Item)] {
        let ordered = items.map { (item: $0, content: $0.content) }
            .sorted { ($0.item.day, $0.content) < ($1.item.day, $1.content) }
        var named: [(reference: Reference, item: Item)] = []
        var last: (day: CivilDate, content: String)?
        var count = 1
        for (item, content) in ordered {
            if item.day != last?.day { count = 1 } else if content != last?.content { count += 1 }
            last = (item.day, content)
            guard let reference = Reference("\(prefix)-\(item.day)\(count == 1 ? "" : "-\(count)")") else { continue }
            named.append((reference, item))
        }
        return named
    }
}
