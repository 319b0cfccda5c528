public import CaseRecord
public import StrictJSON

/// Something because of which records must not be destroyed, however old: an inquiry, a court, a claim.
public struct LegalHold: Sendable, Hashable {
    /// Its name.
    public var hold: String
    /// Why.
    public var reason: String
    /// Who asked for it.
    public var requestedBy: String?
    /// The day on which it was placed.
    public var placedOn: CivilDate
    /// When it is to be looked at again; it holds on after that day.
    public var reviewDue: CivilDate?
    /// The place in the log of the entry that says so.
    public var position: Int64
    /// Whether it was placed on every record of the authority.
    public var isOnEveryRecord = false

    /// Those that hold on every record of the authority, by the entries that name no child.
    public static func onEveryRecord(_ events: [RecordedEvent]) -> [LegalHold] {
        holding(in: Workforce.standing(outsideRecords: events.filter { $0.event.children.isEmpty })).map { hold in
            var hold = hold
            hold.isOnEveryRecord = true
            return hold
        }
    }

    /// The types of event that place and lift holds.
    public static let types = [LegalHoldPlaced.type, LegalHoldLifted.type]

    /// Those among entries, given in the order of the log, that were placed and not lifted since.
    static func holding(in events: [RecordedEvent]) -> [LegalHold] {
        var holds: [Reference: LegalHold] = [:]
        for recorded in events where types.contains(recorded.event.type) {
            switch recorded.event.data {
            case let placed as LegalHoldPlaced:
                holds[placed.hold] = LegalHold(
                    hold: placed.hold.text, reason: placed.reason, requestedBy: placed.requestedBy,
                    placedOn: recorded.event.occurredAt.firstDay, reviewDue: placed.reviewDue,
                    position: recorded.position)
            case let lifted as LegalHoldLifted: holds[lifted.hold] = nil
            default: continue
            }
        }
        return holds.values.sorted { $0.position < $1.position }
    }

    /// The hold as clients read it.
    public var json: JSONValue {
        var object: JSONObject = ["hold": .string(hold), "reason": .string(reason)]
        object["requestedBy"] = requestedBy.map { .string($0) }
        object["placedOn"] = .string(placedOn.description)
        object["reviewDue"] = reviewDue.map { .string($0.description) }
        object["position"] = .integer(position)
        object["onEveryRecord"] = .bool(isOnEveryRecord)
        return .object(object)
    }
}
