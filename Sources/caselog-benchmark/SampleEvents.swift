import CaseRecord
import Foundation

/// Invented events of about 600 bytes, the same for the same seed: what a duty team records all day.
struct SampleEvents {
    static let authority: AuthorityCode = {
        guard let code = AuthorityCode("926") else { preconditionFailure("three digits are a code") }
        return code
    }()
    private static let words = """
        mother father school nurse visited home seen alone spoke bedroom settled worried bruise explained sister
        grandmother police called health visitor attendance breakfast tired happy played drew picture asked agreed plan
        review next week contact arranged meeting teacher reported safe risk protective
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    private var random: SplitMix64
    private var ids: SampleIDs
    private let children: Int

    /// Events about that many children.
    init(seed: UInt64, children: Int = 2000) {
        random = SplitMix64(seed: seed)
        ids = SampleIDs(seed: ~seed)
        self.children = children
    }

    mutating func next() -> EventDraft {
        let child = "C\(random.next() % UInt64(children))"
        var text = ""
        while text.utf8.count < 330 { text += Self.words[Int(random.next() % UInt64(Self.words.count))] + " " }
        let worker = "w\(random.next() % 90)"
        let day = CivilDate(daysSinceEpoch: 19_000 + Int(random.next() % 1000))
        return EventDraft(
            event: CaseEvent(
                id: ids.next(), authority: Self.authority, children: [ChildID(unchecked: child)],
                occurredAt: .day(day), recordedBy: WorkerID(unchecked: worker),
                data: NoteRecorded(subject: "Visit to the family home", text: text),
                source: InformationSource(agency: "school", role: "designated safeguarding lead"),
                significance: .routine, summary: "Seen at home with mother; school informed"))
    }

    mutating func next(_ count: Int) -> [EventDraft] { (0..<count).map { _ in next() } }

}

/// Version 7 UUIDs, as clients are asked to choose.
struct SampleIDs {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func next() -> UUID {
        let milliseconds = UInt64(Date().timeIntervalSince1970 * 1000)
        let (high, low) = (milliseconds << 16 | 0x7000 | random.next() & 0xFFF, random.next() >> 2 | 1 << 63)
        return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}

extension EventDraft {
    /// The same event under another id.
    func with(id: UUID) -> EventDraft {
        EventDraft(
            event: CaseEvent(
                id: id, authority: event.authority, children: event.children, occurredAt: event.occurredAt,
                recordedBy: event.recordedBy, data: event.data, source: event.source,
                significance: event.significance, summary: event.summary))
    }
}

/// The published generator SplitMix64.
struct SplitMix64 {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
