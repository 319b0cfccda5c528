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
    /// Types that say who may read a record and what rules hold: a manager's, or a program's that brings history.
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
        guard caller.roles != Set(Role.allCases) || !context.sight.isEverything else { return }
        var problems: [FieldProblem] = []
        for (index, draft) in drafts.enumerated() {
            if let (pointer, reason) = try await refusal(of: draft.event, context) {
                problems.append(FieldProblem(pointer: "/\(index)\(pointer)", reason: reason))
            }
        }
        guard problems.isEmpty else {
            throw Problem(
                .forbidden, "not-allowed", "The caller may not record this", detail: "Nothing of it was stored.",
                errors: problems)
        }
    }

    /// The field for which the caller may not record an event, and why; `nil` where nothing is against it.
    ///
    /// - Throws: ``Problem/unknownChild(_:)`` where it would stand in a record that the caller may not see.
    private func refusal(of event: CaseEvent, _ context: APIContext) async throws -> (String, String)? {
        let caller = context.caller
        let isRecorder = caller.has([.recorder])
        if !isRecorder, event.recordedBy != caller.worker {
            return ("/recordedBy", "must be the caller (\(caller.worker)): only a recorder names others")
        }
        if let refusal = Self.refusal(of: event.type, caller) { return refusal }
        for child in event.children {
            guard let (record, guarding) = try await records.guarded(child) else { continue }
            // To correct or strike out what decides who reads a record is to decide it.
            if let changed = event.data.asChange?.changedEntry,
                let entry = record.entries.first(where: { $0.original.event.id == changed }),
                let (_, reason) = Self.refusal(of: entry.original.event.type, caller)
            {
                return ("/data/entry", "is an entry that \(reason)")
            }
            if let review = event.data as? EmergencyAccessReviewed, isOwn(review, in: record, caller) {
                return ("/data/access", "is the caller's own: somebody else has to say whether it was right")
            }
            guard !isRecorder else { continue }
            do {
                _ = try await hidden(in: record, guarding, context)
            } catch {
                guard Self.ofTheFrontDoor.contains(event.type) else { throw error }
                // Or whoever wants to read a record could have it referred to their own team.
                let team = (event.data as? ContactReceived)?.team ?? (event.data as? ReferralReceived)?.team
                if team != nil {
                    return ("/data/team", "must be left out: another team has the record, and decides who takes it on")
                }
            }
        }
        return nil
    }

    private static func refusal(of type: EventType, _ caller: Caller) -> (String, String)? {
        if ofRoutes.contains(type) {
            return ("/type", "is made by POST /v1/cases/{child}/emergency-access alone")
        }
        let mayRecord: Set<Role> = neverOfRecorders.contains(type) ? [.manager] : [.manager, .recorder]
        guard ofManagers.contains(type), !caller.has(mayRecord) else { return nil }
        return ("/type", "is a manager's to record")
    }

    private func isOwn(_ review: EmergencyAccessReviewed, in record: EffectiveRecord, _ caller: Caller) -> Bool {
        record.entries.contains { entry in
            guard let opened = entry.original.event.data as? EmergencyAccessOpened else { return false }
            return opened.access == review.access && opened.worker == caller.worker
        }
    }
}
