import CaseRecord
import Views

extension CaseRow {
    static let table = ReadTable<CaseRow>(
        "case_row", key: [.field("child", \.child)],
        [
            .field("position", \.position), .field("birth_date", \.birthDate), .field("is_unborn", \.isUnborn),
            .field("is_open", \.isOpen), .field("opened_on", \.openedOn), .field("closed_on", \.closedOn),
            .field("team", \.team), .field("worker", \.worker), .field("allocated_on", \.allocatedOn),
            .field("weight", \.weight), .field("unallocated_since", \.unallocatedSince),
            .field("awaits_transfer_since", \.awaitsTransferSince), .field("transfer_to", \.transferTo),
            .field("awaits_closure_since", \.awaitsClosureSince), .field("risk_level", \.riskLevel),
            .field("risk_assessed_on", \.riskAssessedOn), .field("last_reviewed_on", \.lastReviewedOn),
            .field("section47_since", \.section47Since), .field("protection_plan_since", \.protectionPlanSince),
            .field("protection_category", \.protectionCategory), .field("looked_after_since", \.lookedAfterSince),
            .field("missing_since", \.missingSince), .field("last_visit_on", \.lastVisitOn),
            .field("last_seen_on", \.lastSeenOn), .field("last_seen_alone_on", \.lastSeenAloneOn),
            .field("last_supervised_on", \.lastSupervisedOn), .field("last_oversight_on", \.lastOversightOn),
            .field("last_activity_on", \.lastActivityOn), .field("gaps", \.gaps), .field("open_items", \.openItems),
            .field("guarding", \.guarding), .field("retention", \.retention), .field("name", \.name),
        ])
}

extension CaseItem {
    static let table = ReadTable<CaseItem>(
        "case_item",
        key: [.field("child", \.child), .field("kind", \.kind), .field("reference", \.reference)],
        [
            .field("what", \.what), .field("set_by", \.setBy), .field("set_on", \.setOn),
            .field("set_by_event", \.setByEvent), .field("position", \.position), .field("worker", \.worker),
            .field("who", \.who), .field("due", \.due), .field("state", \.state), .field("ended_on", \.endedOn),
            .field("ended_by_event", \.endedByEvent), .field("lacks", \.lacks),
        ])
}
