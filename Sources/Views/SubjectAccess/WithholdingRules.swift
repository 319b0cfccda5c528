import CaseRecord
import Foundation
import Timescales

/// Which entries of a record are not handed out as they stand. It goes by what can be told from how they were recorded, and
/// rather withholds too much: people read all of it before anything is handed out, and decide entry by entry.
struct WithholdingRules {
    /// Every identifier of the child.
    let own: Set<ChildID>
    /// Entries that fewer may read at the moment.
    let restricted: Set<UUID>
    let requester: SubjectAccess.Requester

    init(_ record: EffectiveRecord, _ requester: SubjectAccess.Requester, at now: Instant) {
        own = Set([record.child] + record.mergedFrom + (record.mergedInto.map { [$0] } ?? []))
        restricted = RecordGuard.of(record).restrictions.reduce(into: []) { restricted, restriction in
            if !restriction.isWhole, restriction.holds(at: now) { restricted.formUnion(restriction.entries) }
        }
        self.requester = requester
    }

    /// Why that entry is withheld; nothing where it is not.
    func reasons(of entry: EffectiveEntry) -> Set<WithholdingReason> {
        let event = entry.recorded.event
        var reasons: Set<WithholdingReason> = []
        if entry.struckOutBy != nil { reasons.insert(.struckOut) }
        if entry.withoutEffect != nil, event.data.asChange != nil { reasons.insert(.earlierWording) }
        if restricted.contains(event.id) || event.data is RecordRestricted { reasons.insert(.restricted) }
        if event.children.contains(where: { !own.contains($0) }) { reasons.insert(.otherChildren) }
        if event.data is RelationshipRecorded || event.data is RelationshipEnded { reasons.insert(.relative) }
        if event.source?.reliability == .thirdParty { reasons.insert(.thirdParty) }
        if Self.isPrivate(event) { reasons.insert(.informant) }
        if let source = event.source, Self.names(source, any: Self.lawyers) { reasons.insert(.legalPrivilege) }
        if Self.isOfAdoption(event.data) { reasons.insert(.adoption) }
        if requester == .onBehalf {
            if Self.isChildsOwn(event.data) { reasons.insert(.childInConfidence) }
            if Self.isOfAbuse(event.data) { reasons.insert(.childAbuseData) }
        }
        return reasons
    }

    // Agencies are free text. Words of people who do not act for an agency, as they stand in records.
    private static let people: Set<String> = [
        "anonymous", "acquaintance", "aunt", "brother", "carer", "family", "father", "friend", "grandfather",
        "grandmother", "grandparent", "landlord", "member", "mother", "neighbor", "neighbour", "parent", "partner",
        "public", "relative", "sibling", "sister", "stepfather", "stepmother", "uncle", "unknown",
    ]
    private static let lawyers: Set<String> = ["barrister", "counsel", "lawyer", "legal", "solicitor", "solicitors"]
    /// Codes of a private or unknown source (census item N00152); `1C` is the child itself.
    private static let privateCodes: Set<String> = ["1A", "1B", "1D", "9", "10"]

    private static func isPrivate(_ event: CaseEvent) -> Bool {
        let code =
            switch event.data {
            case let data as ContactReceived: data.sourceCode?.code
            case let data as ReferralReceived: data.sourceCode?.code
            default: nil as String?
            }
        if let code, privateCodes.contains(code) { return true }
        return event.source.map { names($0, any: people) } ?? false
    }

    private static func names(_ source: InformationSource, any words: Set<String>) -> Bool {
        let text = "\(source.agency) \(source.role ?? "")".lowercased()
        return text.split { !$0.isLetter }.contains { words.contains(String($0)) }
    }

    private static func isOfAdoption(_ data: any EventPayload) -> Bool {
        switch data {
        case let data as OrderMade: data.kind == .adoption || data.kind == .placement
        case let data as CareEnded: data.reason == .adopted
        case let data as CaseClosed: data.reason.code == "RC1"
        default: false
        }
    }

    /// What the child said, or said alone with a worker.
    private static func isChildsOwn(_ data: any EventPayload) -> Bool {
        switch data {
        case is ChildViewRecorded, is ReturnInterviewHeld: true
        case let data as VisitMade: data.seenAlone == true
        case let data as EntryDisputed: data.by == .child
        default: false
        }
    }

    private static func isOfAbuse(_ data: any EventPayload) -> Bool {
        switch data {
        case is StrategyDiscussionHeld, is ProtectiveActionRequired, is ProtectiveActionTaken,
            is ProtectiveActionNotTaken, is PoliceProtectionTaken, is PoliceProtectionEnded,
            is SeriousIncidentIdentified:
            true
        case let data as FactorRecorded: data.kind == .risk
        default: !Set(RetentionClass.of(data)).isDisjoint(with: [.childProtection, .sexualAbuse])
        }
    }
}
