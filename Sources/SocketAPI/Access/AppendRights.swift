import Access
import Alerts
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
    ///
    /// - Returns: The children to whose records the caller adds without seeing them: what stands there is not told.
    func checkAppend(_ drafts: [EventDraft], _ context: APIContext) async throws -> Set<ChildID> {
        let caller = context.caller
        // Whoever may do everything, as the owner of a machine of one's own.
        guard caller.roles != Set(Role.allCases) || !context.sight.isEverything else { return [] }
        var problems: [FieldProblem] = []
        var unseen: Set<ChildID> = []
        // Whose record begins with an earlier event of the same request.
        var begun: Set<ChildID> = []
        for (index, draft) in drafts.enumerated() {
            if let (pointer, reason) = try await refusal(of: draft, begun, &unseen, context) {
                problems.append(FieldProblem(pointer: "/\(index)\(pointer)", reason: reason))
            }
            begun.formUnion(draft.event.children)
        }
        guard problems.isEmpty else {
            throw Problem(
                .forbidden, "not-allowed", "The caller may not record this", detail: "Nothing of it was stored.",
                errors: problems)
        }
        return unseen
    }

    /// The field for which the caller may not record an event, and why; `nil` where nothing is against it.
    ///
    /// - Throws: ``Problem/unknownChild(_:)`` where it would stand in a record that the caller may not see.
    private func refusal(
        of draft: EventDraft, _ begun: Set<ChildID>, _ unseen: inout Set<ChildID>, _ context: APIContext
    ) async throws -> (String, String)? {
        let (event, caller) = (draft.event, context.caller)
        let isRecorder = caller.has([.recorder])
        if !isRecorder, event.recordedBy != caller.worker {
            return ("/recordedBy", "must be the caller (\(caller.worker)): only a recorder names others")
        }
        if let refusal = Self.refusal(of: event.type, caller) { return refusal }
        if let granted = event.data as? AccessGranted, granted.worker == caller.worker {
            return ("/data/worker", "must not be the caller: nobody grants access to themselves")
        }
        if let dismissed = event.data as? AlertDismissed, try await alerts.alert(dismissed.alert)?.rule == "P77" {
            return ("/data/alert", "is ended by emergency-access.reviewed alone")
        }
        var children = event.children
        if let changed = event.data.asChange?.changedEntry, let root = try await reader.root(ofChange: changed) {
            // To correct or strike out what decides who reads a record is to decide it.
            if let (_, reason) = Self.refusal(of: root.event.type, caller) {
                return ("/data/entry", "names what \(reason)")
            }
            children += root.event.children.filter { !children.contains($0) }
        }
        let said: any EventPayload = (event.data as? EntryCorrected)?.data ?? event.data
        for child in children {
            guard let (record, guarding) = try await records.guarded(child) else {
                guard isRecorder || !Self.decidesWhoSees(event) || begun.contains(child) else {
                    return ("/children", "has \(child), of whom nothing is recorded that could be decided about")
                }
                continue
            }
            if isOwnEmergency(said, in: record, caller) {
                return ("/data/access", "is the caller's own: somebody else says whether it was right, and ends it")
            }
            guard !isRecorder else { continue }
            do {
                _ = try await hidden(in: record, guarding, context)
                guard context.sight.isLasting(guarding, at: now()) || !Self.decidesWhoSees(event) else {
                    return ("/type", "is for those who have the case: the caller reads it for a time only")
                }
            } catch {
                // Whoever tries it is known, as is who reads.
                context.accessed.add(child)
                unseen.insert(child)
                guard Self.ofTheFrontDoor.contains(event.type) else { throw error }
                // Or whoever wants to read a record could have it referred to their own team.
                guard !Self.namesTeam(event) else {
                    return ("/data/team", "must be left out: another team has the record, and decides who takes it on")
                }
                guard draft.expectedVersions[child] == nil else {
                    return ("/expectedVersion", "must be left out for a record that the caller may not read")
                }
            }
        }
        return nil
    }

    /// Whether it makes a difference for who sees a record.
    private static func decidesWhoSees(_ event: CaseEvent) -> Bool {
        ofManagers.contains(event.type) || decidingWhoHasTheCase.contains(event.type) || namesTeam(event)
            || event.data is EntryCorrected || event.data is EntryStruckOut
    }

    private static func namesTeam(_ event: CaseEvent) -> Bool {
        ((event.data as? ContactReceived)?.team ?? (event.data as? ReferralReceived)?.team) != nil
    }

    private static let decidingWhoHasTheCase: Set<EventType> = [
        "case.allocated", "case.deallocated", "case.transferred", "case.waiting", "case.closed", "record.merged",
        "record.unmerged",
    ]

    private static func refusal(of type: EventType, _ caller: Caller) -> (String, String)? {
        if ofRoutes.contains(type) {
            return ("/type", "is made by POST /v1/cases/{child}/emergency-access alone")
        }
        let mayRecord: Set<Role> = neverOfRecorders.contains(type) ? [.manager] : [.manager, .recorder]
        guard ofManagers.contains(type), !caller.has(mayRecord) else { return nil }
        return ("/type", "is a manager's to record")
    }

    /// Whether it says something about an access that the caller took in an emergency.
    private func isOwnEmergency(_ said: any EventPayload, in record: EffectiveRecord, _ caller: Caller) -> Bool {
        let access = (said as? EmergencyAccessReviewed)?.access ?? (said as? AccessRevoked)?.access
        guard let access else { return false }
        return record.entries.contains { entry in
            guard let opened = entry.original.event.data as? EmergencyAccessOpened else { return false }
            return opened.access == access && opened.worker == caller.worker
        }
    }
}
