public import CaseRecord
public import Foundation
import StrictJSON

/// What decides who may see one child's record.
public struct RecordGuard: Sendable, Hashable {
    /// Fewer may read the record, or some of its entries.
    public struct Restriction: Sendable, Hashable {
        /// Whether it is the whole record.
        public let isWhole: Bool
        /// Else these entries.
        public let entries: Set<UUID>
        /// The teams that still may.
        public let teams: Set<TeamID>
        /// The workers who still may.
        public let workers: Set<WorkerID>
        /// The moment at which it ends; `nil`: when it is lifted.
        public let end: Instant?

        /// A restriction.
        public init(
            isWhole: Bool, entries: Set<UUID>, teams: Set<TeamID>, workers: Set<WorkerID>, end: Instant?
        ) {
            self.isWhole = isWhole
            self.entries = entries
            self.teams = teams
            self.workers = workers
            self.end = end
        }

        /// Whether it holds at that moment.
        public func holds(at now: Instant) -> Bool { end.map { now < $0 } ?? true }
        /// Whether that worker still may.
        public func names(_ worker: WorkerID) -> Bool { workers.contains(worker) }
    }

    /// A worker may read the record for a time.
    public struct Access: Sendable, Hashable {
        /// Who.
        public let worker: WorkerID
        /// The moment at which it ends.
        public let end: Instant

        /// An access.
        public init(worker: WorkerID, end: Instant) {
            self.worker = worker
            self.end = end
        }
    }

    /// The team that has the case, or had it last.
    public let team: TeamID?
    /// The allocated worker.
    public let worker: WorkerID?
    /// What narrows who may read.
    public let restrictions: [Restriction]
    /// What widens it.
    public let accesses: [Access]

    /// A record's guard.
    public init(team: TeamID?, worker: WorkerID?, restrictions: [Restriction], accesses: [Access]) {
        self.team = team
        self.worker = worker
        self.restrictions = restrictions
        self.accesses = accesses
    }

    /// Whether the whole record is restricted at that moment.
    public func isRestricted(at now: Instant) -> Bool {
        restrictions.contains { $0.isWhole && $0.holds(at: now) }
    }

    /// Whether an access names that worker at that moment.
    public func admits(_ worker: WorkerID, at now: Instant) -> Bool {
        accesses.contains { $0.worker == worker && now < $0.end }
    }
}

extension RecordGuard {
    /// The guard of a record as it now stands. One that was merged into another is guarded by that one, too.
    public static func of(_ record: EffectiveRecord) -> RecordGuard {
        let responsibility = Responsibility.of(record)
        var restrictions: [Restriction] = []
        var accesses: [Access] = []
        for strand in record.strands {
            var restricted: [String: Restriction] = [:]
            var accessed: [String: Access] = [:]
            for recorded in strand.events {
                let said = recorded.event.data
                if let restriction = said.as(RecordRestricted.self) {
                    restricted[restriction.restriction.text] = Restriction(restriction)
                } else if let lifted = said.as(RecordUnrestricted.self) {
                    restricted[lifted.restriction.text] = nil
                } else if let granted = said.as(AccessGranted.self) {
                    accessed[granted.access.text] = Access(worker: granted.worker, end: granted.until.endInLondon)
                } else if let opened = said.as(EmergencyAccessOpened.self) {
                    accessed[opened.access.text] = Access(worker: opened.worker, end: opened.until.endInLondon)
                } else if let revoked = said.as(AccessRevoked.self) {
                    accessed[revoked.access.text] = nil
                } else {
                    continue
                }
            }
            restrictions += restricted.sorted { $0.key < $1.key }.map(\.value)
            accesses += accessed.sorted { $0.key < $1.key }.map(\.value)
        }
        return RecordGuard(
            team: responsibility.team, worker: responsibility.worker, restrictions: restrictions, accesses: accesses)
    }

    /// What of it a row of a table holds: empty where the record is neither restricted nor opened to anybody.
    public var stored: String {
        guard !restrictions.isEmpty || !accesses.isEmpty else { return "" }
        let value: JSONValue = [
            "restrictions": .array(
                restrictions.map { restriction in
                    [
                        "whole": .bool(restriction.isWhole), "entries": .strings(restriction.entries.map(\.uuidString)),
                        "teams": .strings(restriction.teams.map(\.text)),
                        "workers": .strings(restriction.workers.map(\.text)),
                        "end": restriction.end.map { .string($0.description) } ?? .null,
                    ]
                }),
            "accesses": .array(
                accesses.map { ["worker": .string($0.worker.text), "end": .string($0.end.description)] }),
        ]
        return value.text()
    }

    /// What ``stored`` gave; `nil` where the text is none.
    public init?(stored text: String, team: TeamID?, worker: WorkerID?) {
        guard !text.isEmpty else {
            self.init(team: team, worker: worker, restrictions: [], accesses: [])
            return
        }
        guard let value = try? JSONValue(parsing: Array(text.utf8)),
            let restrictions = value["restrictions"]?.arrayValue, let accesses = value["accesses"]?.arrayValue
        else { return nil }
        self.init(
            team: team, worker: worker,
            restrictions: restrictions.map { restriction in
                Restriction(
                    isWhole: restriction["whole"] == true,
                    entries: Set(restriction.texts("entries").compactMap { UUID(uuidString: $0) }),
                    teams: Set(restriction.texts("teams").map { TeamID(unchecked: $0) }),
                    workers: Set(restriction.texts("workers").map { WorkerID(unchecked: $0) }),
                    end: restriction["end"]?.stringValue.flatMap { Instant($0) })
            },
            accesses: accesses.compactMap { access in
                guard let worker = access["worker"]?.stringValue, let end = access["end"]?.stringValue,
                    let end = Instant(end)
                else { return nil }
                return Access(worker: WorkerID(unchecked: worker), end: end)
            })
    }
}

extension RecordGuard.Restriction {
    fileprivate init(_ said: RecordRestricted) {
        self.init(
            isWhole: said.scope == .wholeRecord, entries: Set(said.entries), teams: Set(said.teams),
            workers: Set(said.workers), end: said.until?.endInLondon)
    }
}

extension CivilDate {
    /// The moment at which the day is over in London.
    fileprivate var endInLondon: Instant { LondonTime.startOfDay(adding(days: 1)) }
}

extension JSONValue {
    fileprivate static func strings(_ texts: [String]) -> JSONValue { .array(texts.sorted().map { .string($0) }) }

    fileprivate func texts(_ name: String) -> [String] { self[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
}
