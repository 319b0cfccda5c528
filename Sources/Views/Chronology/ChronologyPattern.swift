import CaseRecord

/// Something that repeats itself in a record. Each can be opened to the entries behind it.
public struct ChronologyPattern: Sendable, Hashable {
    /// What repeats itself.
    public enum Kind: String, Sendable, CaseIterable {
        /// More than one referral.
        case repeatReferrals = "repeat-referrals"
        /// Referrals within twelve months of the one before (the measure of the children in need census).
        case reReferralsWithinYear = "re-referrals-within-12-months"
        /// More than one contact that ended without further action.
        case contactsWithoutAction = "contacts-without-action"
        /// More than one time of being missing.
        case repeatMissing = "repeat-missing"
        /// More than one section 47 enquiry.
        case repeatSection47 = "repeat-section-47"
        /// More than one child protection plan.
        case repeatProtectionPlans = "repeat-protection-plans"
        /// The allocated worker changed.
        case changesOfWorker = "changes-of-worker"
        /// The team changed.
        case changesOfTeam = "changes-of-team"
        /// Visits one after another at which the child was not seen.
        case visitsNotSeen = "visits-not-seen"
    }

    /// What repeats itself.
    public let kind: Kind
    /// How often: referrals, contacts, changes and so on; of visits those of one run.
    public let count: Int
    /// In words.
    public let sentence: String
    /// The entries behind it, by when they happened.
    public let entries: [EntryMark]

    /// The patterns in what stands of a record, which is given by when it happened.
    static func all(in standing: [RecordedEvent]) -> [ChronologyPattern] {
        let repeated =
            [
                repeated(.repeatReferrals, standing.filter { $0.event.data is ReferralReceived }, "referrals"),
                reReferrals(in: standing),
                repeated(
                    .contactsWithoutAction,
                    standing.filter { ($0.event.data as? ContactDecided)?.outcome == .noFurtherAction },
                    "contacts with no further action"),
                repeated(
                    .repeatMissing, standing.filter { $0.event.data is MissingReported }, "times reported missing"),
                repeated(
                    .repeatSection47, standing.filter { $0.event.data is Section47Started }, "section 47 enquiries"),
                repeated(
                    .repeatProtectionPlans, standing.filter { $0.event.data is ChildProtectionPlanStarted },
                    "child protection plans"),
            ]
        return repeated.compactMap { $0 } + changes(in: standing) + runsOfVisitsNotSeen(in: standing)
    }

    private static func repeated(_ kind: Kind, _ events: [RecordedEvent], _ what: String) -> ChronologyPattern? {
        guard events.count > 1 else { return nil }
        return ChronologyPattern(
            kind: kind, count: events.count, sentence: "\(events.count) \(what): \(days(events))",
            entries: events.map { EntryMark($0) })
    }

    private static func reReferrals(in standing: [RecordedEvent]) -> ChronologyPattern? {
        let referrals = standing.filter { $0.event.data is ReferralReceived }
        let pairs = zip(referrals, referrals.dropFirst()).filter { earlier, later in
            later.event.occurredAt.firstDay <= earlier.event.occurredAt.firstDay.adding(months: 12)
        }
        guard !pairs.isEmpty else { return nil }
        var concerned: [RecordedEvent] = []
        for (earlier, later) in pairs {
            if concerned.last?.position != earlier.position { concerned.append(earlier) }
            concerned.append(later)
        }
        let words = pairs.map { earlier, later in
            "\(later.event.occurredAt.firstDay) after \(earlier.event.occurredAt.firstDay)"
        }
        return ChronologyPattern(
            kind: .reReferralsWithinYear, count: pairs.count,
            sentence: "\(pairs.count) within twelve months of the referral before: \(words.joined(separator: ", "))",
            entries: concerned.map { EntryMark($0) })
    }

    private static func changes(in standing: [RecordedEvent]) -> [ChronologyPattern] {
        var (workers, teams): (Steps<WorkerID>, Steps<TeamID>) = (Steps(), Steps())
        for recorded in standing {
            switch recorded.event.data {
            case let data as CaseAllocated where data.role != .secondWorker:
                workers.take(data.worker, recorded)
                teams.take(data.allocatedTeam, recorded)
            case let data as CaseTransferred:
                teams.take(data.toTeam, recorded)
                if let worker = data.worker { workers.take(worker, recorded) }
            default: break
            }
        }
        return [workers.pattern(.changesOfWorker, "worker"), teams.pattern(.changesOfTeam, "team")].compactMap { $0 }
    }

    private static func runsOfVisitsNotSeen(in standing: [RecordedEvent]) -> [ChronologyPattern] {
        var runs: [[RecordedEvent]] = [[]]
        for recorded in standing {
            // Where nothing is said of whether the child was seen, nothing follows from the visit.
            guard let seen = (recorded.event.data as? VisitMade)?.seen else { continue }
            if seen { runs.append([]) } else { runs[runs.count - 1].append(recorded) }
        }
        return runs.filter { $0.count > 1 }.map { run in
            ChronologyPattern(
                kind: .visitsNotSeen, count: run.count,
                sentence: "\(run.count) visits in a row at which the child was not seen: \(days(run))",
                entries: run.map { EntryMark($0) })
        }
    }

    static func days(_ events: [RecordedEvent]) -> String {
        events.map { recorded in
            let occurrence = recorded.event.occurredAt
            return occurrence.precision == .exact ? occurrence.firstDay.description : occurrence.description
        }.joined(separator: ", ")
    }
}

/// Who had a case, one after the other.
private struct Steps<ID: Identifier> {
    private var names: [ID] = []
    private var entries: [RecordedEvent] = []

    mutating func take(_ name: ID, _ recorded: RecordedEvent) {
        guard names.last != name else { return }
        names.append(name)
        entries.append(recorded)
    }

    func pattern(_ kind: ChronologyPattern.Kind, _ what: String) -> ChronologyPattern? {
        let changes = names.count - 1
        guard changes > 0 else { return nil }
        let list = zip(names, entries).map { "\($0) from \($1.event.occurredAt.firstDay)" }.joined(separator: ", ")
        return ChronologyPattern(
            kind: kind, count: changes, sentence: "\(changes) change\(changes == 1 ? "" : "s") of \(what): \(list)",
            entries: entries.map { EntryMark($0) })
    }
}
