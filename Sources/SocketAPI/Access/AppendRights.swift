import Access
import Alerts
import CaseRecord
import Foundation
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
        let changed = Set(drafts.compactMap { $0.event.data.asChange?.changedEntry })
        var judging = Judging(roots: try await reader.roots(ofChanges: changed))
        for (index, draft) in drafts.enumerated() {
            if let (pointer, reason) = try await refusal(of: draft, &judging, context) {
                problems.append(FieldProblem(pointer: "/\(index)\(pointer)", reason: reason))
            }
            judging.begun.formUnion(draft.event.children)
        }
        guard problems.isEmpty else {
            throw Problem(
                .forbidden, "not-allowed", "The caller may not record this", detail: "Nothing of it was stored.",
                errors: problems)
        }
        return judging.unseen
    }

    /// What is asked of all events of a request, and what is gathered on the way.
    private struct Judging {
        let roots: [UUID: RecordedEvent]
        /// Whose record begins with an earlier event of the same request.
        var begun: Set<ChildID> = []
        /// To whose records the caller adds without seeing them, or there being one.
        var unseen: Set<ChildID> = []
    }

    /// The field for which the caller may not record an event, and why; `nil` where nothing is against it.
    ///
    /// - Throws: ``Problem/unknownChild(_:)`` where it would stand in a record that the caller may not see.
    private func refusal(
        of draft: EventDraft, _ judging: inout Judging, _ context: APIContext
    ) async throws -> (String, String)? {
        let (event, caller) = (draft.event, context.caller)
        let isRecorder = caller.has([.recorder])
        if !isRecorder, event.recordedBy != caller.worker {
            return ("/recordedBy", "must be the caller (\(caller.worker)): only a recorder names others")
        }
        if let refusal = Self.refusal(of: event.type, caller) { return refusal }
        // What a correction says is judged as what is said at first.
        let said: any EventPayload = (event.data as? EntryCorrected)?.data ?? event.data
        if let granted = said as? AccessGranted, granted.worker == caller.worker {
            return ("/data/worker", "must not be the caller: nobody grants access to themselves")
        }
        var decisive = event.type
        var children = event.children
        if let changed = event.data.asChange?.changedEntry, let root = judging.roots[changed] {
            // To correct or strike out what decides who reads a record is to decide it.
            if let (_, reason) = Self.refusal(of: root.event.type, caller) {
                return ("/data/entry", "names what \(reason)")
            }
            decisive = root.event.type
            children += root.event.children.filter { !children.contains($0) }
        }
        if !isRecorder, let refusal = try await refusal(ofHandling: said, context) { return refusal }
        // What is a manager's to say, a manager says of the cases that they manage.
        let sight = Self.ofManagers.contains(decisive) ? caller.sight([.manager]) : context.sight
        for child in children {
            let found = try await records.guarded(child)
            if let found, isOwnEmergency(said, in: found.record, caller) {
                return ("/data/access", "is the caller's own: somebody else says whether it was right, and ends it")
            }
            guard !isRecorder, found != nil || !judging.begun.contains(child) else { continue }
            if let found, try await includes(found.record, found.guarding, sight) {
                guard sight.isLasting(found.guarding, at: now()) || !Self.decidesWhoSees(event) else {
                    return ("/type", "is for those who have the case: the caller reads it for a time only")
                }
                continue
            }
            // A record that is not seen and one that is not there are the same to the caller. Who tries it is written down.
            context.accessed.add(child)
            judging.unseen.insert(child)
            guard Self.ofTheFrontDoor.contains(event.type) else { throw Problem.unknownChild(child) }
            // Or whoever wants to read a record could have it referred to their own team.
            if let team = Self.team(in: event), found != nil || !context.sight.scope.includes(team) {
                return (
                    "/data/team", "must be one of the caller's teams and, where another has the record, be left out"
                )
            }
            guard draft.expectedVersions[child] == nil else {
                return ("/expectedVersion", "must be left out for a child of whom the caller reads no record")
            }
        }
        return nil
    }

    /// Why the caller may not handle an alert so; `nil` where nothing is against it or it is about none.
    private func refusal(
        ofHandling said: any EventPayload, _ context: APIContext
    ) async throws -> (String, String)? {
        let handled = (said as? AlertAcknowledged)?.alert ?? (said as? AlertDismissed)?.alert
        guard let id = handled ?? (said as? AlertSilenced)?.alert else { return nil }
        // The id of one that is still to be raised can be worked out.
        _ = try await settleAlerts()
        guard let alert = try await alerts.alert(id), try await mayTell(of: alert, context) else {
            return ("/data/alert", "must be the id of an alert of a case that the caller sees")
        }
        guard alert.rule == EmergencyRule.id else { return nil }
        guard said is AlertAcknowledged else {
            return ("/data/alert", "is ended by emergency-access.reviewed alone")
        }
        guard let child = alert.child.flatMap({ ChildID($0) }), let record = try await records.guarded(child)?.record
        else { return nil }
        let isOwn = record.entries.contains { entry in
            guard let opened = entry.original.event.data as? EmergencyAccessOpened else { return false }
            return opened.worker == context.caller.worker && alert.clockID.contains(opened.access.text)
        }
        return isOwn ? ("/data/alert", "is about the caller, and somebody else's to answer") : nil
    }

    /// Whether a record is within that sight, as part of another one as well.
    private func includes(_ record: EffectiveRecord, _ guarding: RecordGuard, _ sight: Sight) async throws -> Bool {
        guard !sight.isEverything else { return true }
        guard sight.includes(guarding, at: now()) else { return false }
        guard let whole = record.mergedInto, let other = try await records.guarded(whole)?.guarding else { return true }
        return sight.includes(other, at: now())
    }

    /// Whether it makes a difference for who sees a record.
    private static func decidesWhoSees(_ event: CaseEvent) -> Bool {
        ofManagers.contains(event.type) || decidingWhoHasTheCase.contains(event.type) || team(in: event) != nil
            || event.data is EntryCorrected || event.data is EntryStruckOut
    }

    /// The team that something at the front door is said to be for.
    private static func team(in event: CaseEvent) -> TeamID? {
        (event.data as? ContactReceived)?.team ?? (event.data as? ReferralReceived)?.team
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
