import CaseRecord

/// Puts the header and each child together from the elements of the document and has them read; keeps one at a time.
final class CensusAssembler: MarkupHandler {
    private let context: CensusContext
    private var items: [CensusItem] = []
    /// Why the rest of the document is not looked at.
    private(set) var failure: CensusError?
    private var header: CensusHeader?

    /// How many elements are open around what is put together: 1 in `Message`, 2 in `Children`.
    private var outerDepth = 0
    /// The open elements of the header or child being put together, outermost first.
    private var open: [Element] = []
    private var size = 0
    /// How many elements are open in what is passed over.
    private var passedOver = 0
    /// The header or child that is passed over because it is too large.
    private var oversized: Element?
    /// Whether the text between children being passed over was reported already.
    private var isInStrayText = false

    init(_ context: CensusContext) { self.context = context }

    /// What was completed since the last call.
    func takeItems() -> [CensusItem] {
        defer { items.removeAll(keepingCapacity: true) }
        return items
    }

    /// The whole document was read.
    func documentEnded() {
        if failure == nil, header == nil {
            failure = .notCensus(CensusPlace(line: 1, column: 1), reason: "it has no <Header>")
        }
    }

    func started(_ name: String, at place: CensusPlace) {
        guard failure == nil else { return }
        isInStrayText = false
        if passedOver > 0 {
            passedOver += 1
        } else if !open.isEmpty {
            open.append(Element(name: name, place: place))
            grow(by: name.utf8.count + 64)
        } else {
            startedOutside(name, at: place)
        }
    }

    private func startedOutside(_ name: String, at place: CensusPlace) {
        switch (outerDepth, name) {
        case (0, "Message"): outerDepth = 1
        case (0, _): failure = .notCensus(place, reason: "its root is <\(name.prefix(40))>, not <Message>")
        case (1, "Header") where header == nil, (2, "Child"):
            size = 0
            open.append(Element(name: name, place: place))
        case (1, "Children"):
            outerDepth = 2
            if header == nil { failure = .notCensus(place, reason: "it has no <Header> before its <Children>") }
        default:
            passedOver = 1
            refuse(name, line: place.line, "is not an element of the census in this place", .element)
        }
    }

    func found(_ text: String, endingOn line: Int) {
        guard failure == nil, passedOver == 0 else { return }
        guard open.isEmpty else {
            open[open.count - 1].append(text, endingOn: line)
            return grow(by: text.utf8.count)
        }
        guard !isInStrayText, let line = text.firstLineOfText(endingOn: line) else { return }
        isInStrayText = true
        refuse(outerDepth == 2 ? "Children" : "Message", line: line, "must not have text between its elements", .text)
    }

    func ended(at place: CensusPlace) {
        guard failure == nil else { return }
        isInStrayText = false
        if passedOver > 0 {
            passedOver -= 1
            guard passedOver == 0, let element = oversized else { return }
            oversized = nil
            completeOversized(element)
        } else if let element = open.popLast() {
            if open.isEmpty { complete(element) } else { open[open.count - 1].children.append(element) }
        } else {
            outerDepth -= 1
        }
    }

    private func grow(by count: Int) {
        size += count
        guard size > CensusReader.largestBlock else { return }
        passedOver = open.count
        oversized = open.first
        open = []
    }

    private func complete(_ element: Element) {
        guard let header else {
            do throws(CensusError) {
                let header = try CensusHeader(reading: element, in: context)
                self.header = header
                items.append(.header(header))
            } catch {
                failure = error
            }
            return
        }
        items.append(.child(CensusChild(reading: element, of: header, in: context)))
    }

    private func completeOversized(_ element: Element) {
        guard header != nil else {
            failure = .notCensus(element.place, reason: "its header is larger than any header is")
            return
        }
        let reason = "must not be larger than \(CensusReader.largestBlock) bytes"
        let refusal = Refusal(line: element.line, child: nil, element: element.name, reason: reason, scope: .child)
        items.append(
            .child(
                CensusChild(
                    line: element.line, child: nil, events: [], refusals: [refusal], episodesRead: 0,
                    episodesTaken: 0, repeats: 0)))
    }

    private func refuse(_ element: String, line: Int, _ reason: String, _ scope: Refusal.Scope) {
        let name = String(element.prefix(Block.longestName))
        items.append(.refusal(Refusal(line: line, child: nil, element: name, reason: reason, scope: scope)))
    }
}
