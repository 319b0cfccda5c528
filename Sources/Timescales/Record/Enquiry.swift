import CaseRecord
import StrictJSON

/// A section 47 enquiry, put together from the strategy discussions and the start that name it.
struct Enquiry {
    let name: String
    /// The event that it began with: the first discussion that decided on it or, where none is linked, its start.
    let initiation: Happening
    /// Whether ``initiation`` is a strategy discussion.
    let isInitiatedByDiscussion: Bool
    /// The referral that it belongs to: the one named or the latest on or before the day it began.
    let referral: String?

    /// What it began with, for the rules.
    var initiated: Happening {
        var happening = Happening(
            initiation.recorded, type: DerivedHappening.enquiryInitiated.rawValue,
            fields: [
                "section47": .string(name), "by": .string(isInitiatedByDiscussion ? "discussion" : "start"),
            ])
        happening.names = MatterNames("section47", name)
        if let referral { happening.names.add("referral", referral) }
        return happening
    }
}

extension Linking {
    /// The enquiries by when they began. One has a start, or a discussion that decided on it and names it.
    func enquiries() -> [Enquiry] {
        let discussions = all(StrategyDiscussionHeld.type)
        let starts = Dictionary(all(Section47Started.type).map { ($0.ownName("section47") ?? "", $0) }) { one, _ in one
        }
        let decidedOn = discussions.filter(\.initiatesSection47).compactMap { $0.ownName("section47") }
        return Set(decidedOn).union(starts.keys)
            .compactMap { name in
                let start = starts[name]
                let namedByStart = start?.ownName("strategyDiscussion")
                // A discussion that the start names decided on the enquiry, whatever it says of itself.
                let decisive = discussions.first { discussion in
                    let isNamed = namedByStart != nil && discussion.ownName("strategyDiscussion") == namedByStart
                    return isNamed || discussion.ownName("section47") == name && discussion.initiatesSection47
                }
                return (decisive ?? start).map { initiation in
                    Enquiry(
                        name: name, initiation: initiation, isInitiatedByDiscussion: decisive != nil,
                        referral: start?.ownName("referral") ?? decisive?.ownName("referral")
                            ?? latestReferral(onOrBefore: initiation.day))
                }
            }
            .sorted { one, other in
                let (first, second) = (one.initiation.at, other.initiation.at)
                return first != second ? first < second : one.name < other.name
            }
    }

    /// The enquiry of each initial conference that names none, by the conference's position: conferences come by when
    /// they were held, and each goes to the first enquiry that began by then, has none, and had not ended without a
    /// need for one.
    func conferences(of enquiries: [Enquiry]) -> [Int64: String] {
        let initial = all(ConferenceHeld.type).filter { $0.fields["kind"] == "initial" }
        var unnamed = initial.filter { $0.ownName("section47") == nil }
        let closures = all(CaseClosed.type)
        var enquiryOf: [Int64: String] = [:]
        for enquiry in enquiries where !initial.contains(where: { $0.ownName("section47") == enquiry.name }) {
            let end = end(of: enquiry, closures)
            let next = unnamed.firstIndex { conference in
                conference.day >= enquiry.initiation.day && end.map { conference.day <= $0 } ?? true
            }
            if let next { enquiryOf[unnamed.remove(at: next).recorded.position] = enquiry.name }
        }
        return enquiryOf
    }

    /// The day on which it was settled that an enquiry needs no conference; `nil` where it was not.
    private func end(of enquiry: Enquiry, _ closures: [Happening]) -> CivilDate? {
        let signals = all(Section47Concluded.type).filter { $0.ownName("section47") == enquiry.name }
            .map { Signal(happening: $0, reasonAgainst: $0.fields["outcome"] == "conference" ? nil : "concluded") }
        let closure = closures.first { closure in
            closure.ownName("referral").map { $0 == enquiry.referral } ?? closure.isNotBefore(enquiry.initiation)
        }
        return [Signal.cancellation(signals)?.day, closure?.day].compactMap { $0 }.min()
    }
}

extension Happening {
    var initiatesSection47: Bool { fields["initiatesSection47"] == true }
}
