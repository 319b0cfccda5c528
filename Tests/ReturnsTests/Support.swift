import CaseRecord
import Foundation
import Returns
import StrictJSON

/// 24 November 2026, noon.
let now = Instant("2026-11-24T12:00:00Z")!
let context = CensusContext(recordedBy: WorkerID("census-import")!, now: now)

/// Everything that reading yielded, with the error that ended it.
struct Outcome {
    var header: CensusHeader?
    var children: [CensusChild] = []
    var strays: [Refusal] = []
    var summary: CensusSummary?
    var error: CensusError?

    init(_ bytes: some Collection<UInt8>, piece: Int = 4096, _ context: CensusContext = context) throws {
        let bytes = Array(bytes)
        let pieces = stride(from: 0, to: bytes.count, by: piece).map { bytes[$0..<min($0 + piece, bytes.count)] }
        do {
            summary = try CensusReader.read(from: pieces, context) { add($0) }
        } catch let error as CensusError {
            self.error = error
        }
    }

    init(_ text: String, piece: Int = 4096, _ context: CensusContext = context) throws {
        try self.init(text.utf8, piece: piece, context)
    }

    mutating func add(_ item: CensusItem) {
        switch item {
        case .header(let header): self.header = header
        case .child(let child): children.append(child)
        case .refusal(let refusal): strays.append(refusal)
        }
    }

    var events: [CaseEvent] { children.flatMap(\.events) }
    var refusals: [Refusal] { (header?.refusals ?? []) + strays + children.flatMap(\.refusals) }
    var eventsByType: [String: Int] { Dictionary(events.map { ($0.type.name, 1) }, uniquingKeysWith: +) }
    var refusalsByElement: [String: Int] { Dictionary(refusals.map { ($0.element, 1) }, uniquingKeysWith: +) }

    /// Type and day of each event, in order.
    var timeline: [String] { events.map { "\($0.occurredAt) \($0.type.name)" } }

    func payloads<Payload: EventPayload>(_: Payload.Type) -> [Payload] { events.compactMap { $0.data as? Payload } }
}

/// A census of these children.
func census(_ children: String, lea: String = "926", referenceDate: String = "2026-03-31") -> String {
    """
    <Message>
    <Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>\
    <ReferenceDate>\(referenceDate)</ReferenceDate></CollectionDetails>\
    <Source><SourceLevel>L</SourceLevel><LEA>\(lea)</LEA><SoftwareCode>s</SoftwareCode></Source></Header>
    <Children>
    \(children)
    </Children>
    </Message>
    """
}

/// A child with these episodes.
func child(
    _ id: String, identifiers: String = "", characteristics: String = "<Ethnicity>WBRI</Ethnicity>",
    _ episodes: String
) -> String {
    """
    <Child><ChildIdentifiers><LAchildID>\(id)</LAchildID>\(identifiers)</ChildIdentifiers>
    <ChildCharacteristics>\(characteristics)</ChildCharacteristics>
    \(episodes)
    </Child>
    """
}

/// A child A1 with these episodes.
func child(
    identifiers: String = "", characteristics: String = "<Ethnicity>WBRI</Ethnicity>", _ episodes: String
) -> String {
    child("A1", identifiers: identifiers, characteristics: characteristics, episodes)
}

/// An episode from that day with these elements.
func episode(_ day: String = "2025-05-01", _ elements: String = "") -> String {
    "<CINdetails><CINreferralDate>\(day)</CINreferralDate>\(elements)</CINdetails>"
}

func sample(_ name: String) throws -> URL {
    Bundle.module.bundleURL.appending(path: "Samples/\(name)")
}

/// Whether an event survives the way through the daemon's own reading, unchanged.
func readsBack(_ event: CaseEvent) throws -> Bool {
    let context = RecordingContext(authority: event.authority, recordedBy: event.recordedBy, now: now)
    let value = try JSONValue(parsing: JSONValue.object(event.json).bytes())
    return try EventDraft.reading(value, in: context).event.canonicalBytes == event.canonicalBytes
}
