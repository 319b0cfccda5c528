import Access
import CaseRecord
import HTTPTypes
import Ledger
import Projections
import Views

extension API {
    /// Types that anybody who records may record of any child: what comes in at the front door is never turned away.
    private static let ofTheFrontDoor: Set<EventType> = [
        "child.registered", "contact.received", "contact.decided", "referral.received", "missing.reported",
        "police-protection.taken", "note.recorded",
    ]
    /// Types that say who may read a record, and those that make two records one: a manager's alone.
    private static let ofManagers: Set<EventType> = [
        "record.restricted", "record.unrestricted", "access.granted", "access.revoked", "emergency-access.reviewed",
        "legal-hold.placed", "legal-hold.lifted", "rulebook.adopted", "calendar.adopted", "alert.dismissed",
        "alert.silenced",
    ]
    /// Types that nobody hands in by themselves: a route of their own makes them.
    private static let ofRoutes: Set<EventType> = ["emergency-access.opened"]
    /// Types that a program that imports history may not bring either: access is a person's decision.
    private static let neverOfRecorders: Set<EventType> = [
        "access.granted", "access.revoked", "emergency-access.reviewed",
    ]

    /// Refuses what the caller may not record, all of it before anything is stored.
    func checkAppend(_ drafts: [EventDraft], _ context: APIContext) async throws {
        let caller = context.caller
        // Whoever may do everything, as the owner of a machine of one's own.
        if caller.roles == Set(Role.allCases), context.sight.isEverything {
            return
        }
        let isRecorder = caller.has([.recorder])
        var problems: [FieldProblem] = []
        for (index, draft) in drafts.enumerated() {
            let event = draft.event
            func refuse(_ pointer: String, _ reason: String) {
                problems.append(FieldProblem(pointer: "/\(index)\(pointer)", reason: reason))
            }
            if !isRecorder, event.recordedBy != caller.worker {
                refuse("/recordedBy", "must be the caller (\(caller.worker)): only a recorder names others")
            }
            if Self.ofRoutes.contains(event.type) {
                refuse("/type", "is recorded by POST /v1/cases/{child}/emergency-access alone")
            } else if Self.neverOfRecorders.contains(event.type), !caller.has([.manager]) {
                refuse("/type", "is a manager's to record")
            } else if Self.ofManagers.contains(event.type), !caller.has([.manager, .recorder]) {
                refuse("/type", "is a manager's to record")
            }
        }
        guard problems.isEmpty else {
            throw Problem(
                .forbidden, "not-allowed", "The caller may not record this", detail: "Nothing of it was stored.",
                errors: problems)
        }
        guard !isRecorder else { return }
        for draft in drafts where !Self.ofTheFrontDoor.contains(draft.event.type) {
            for child in draft.event.children {
                guard let (record, guarding) = try await records.guarded(child) else { continue }
                _ = try await hidden(in: record, guarding, context)
            }
        }
    }
}
