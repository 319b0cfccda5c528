import CaseRecord
import Foundation

/// One child's events, oldest first, each once.
struct ChildChronology {
    let events: [CaseEvent]
    let repeats: Int

    init(
        child: ChildID, registration: ChildRegistered, episodes: [Episode], of header: CensusHeader,
        in context: CensusContext
    ) {
        var facts = Naming.named(episodes, "CIN").flatMap { name, episode in
            EpisodeFacts(referral: name, episode: episode, referenceDate: header.referenceDate).all
        }
        // The return does not say when the authority first knew the child. The first referral in the file is the
        // earliest day on which, as far as the return tells, it did.
        if let first = episodes.map(\.day).min() {
            facts.append(Fact(first, .registered, nil, "ChildIdentifiers", registration))
        }
        var events: [CaseEvent] = []
        var ids: Set<UUID> = []
        for fact in facts.sorted(by: Fact.precedes) {
            let original = Original(system: "cin-census", identifier: "\(child)/\(fact.origin)")
            let event = CaseEvent(
                id: Self.noID, authority: context.recordUnder ?? header.authority, children: [child],
                occurredAt: .day(fact.day),
                recordedBy: context.recordedBy, data: fact.data, original: original
            ).withContentID()
            if ids.insert(event.id).inserted { events.append(event) }
        }
        self.events = events
        repeats = facts.count - events.count
    }

    private static let noID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}
