import CaseRecord

/// A section 47 enquiry, put together from the strategy discussions and the start that name it.
struct Enquiry {
    let name: Reference
    /// The event that it began with: the first discussion that decided on it or, where none is linked, its start.
    let initiation: Entry<Void>
    /// Whether ``initiation`` is a strategy discussion.
    let isInitiatedByDiscussion: Bool
    /// Every discussion linked to it, by when it was held.
    let discussions: [Entry<Void>]
    /// The referral that it belongs to: the one named or the latest on or before the day it began.
    let referral: Reference?

    var startedWith: String {
        isInitiatedByDiscussion
            ? "the strategy discussion decided on section 47 enquiries" : "the section 47 enquiry was started"
    }
}

extension ChildRecord {
    /// The enquiries by when they began. One has a start, or a discussion that decided on it and names it.
    func enquiries() -> [Enquiry] {
        let decidedOn = discussions.filter(\.data.initiatesSection47).compactMap(\.data.section47)
        return Set(decidedOn).union(enquiriesStarted.keys)
            .compactMap { enquiry($0) }
            .sorted {
                $0.initiation.at != $1.initiation.at ? $0.initiation.at < $1.initiation.at : $0.name < $1.name
            }
    }

    private func enquiry(_ name: Reference) -> Enquiry? {
        let start = enquiriesStarted[name]
        let linked = discussions.filter {
            $0.data.section47 == name || $0.data.discussion == start?.data.strategyDiscussion
        }
        // A discussion that the start names decided on the enquiry, whatever it says of itself.
        let decisive = linked.first {
            $0.data.initiatesSection47 || $0.data.discussion == start?.data.strategyDiscussion
        }
        guard let initiation = decisive?.untyped ?? start?.untyped else { return nil }
        return Enquiry(
            name: name, initiation: initiation, isInitiatedByDiscussion: decisive != nil,
            discussions: linked.map(\.untyped),
            referral: start?.data.referral ?? decisive?.data.referral
                ?? latestReferral(onOrBefore: initiation.day))
    }
}
