import CaseRecord
import Foundation
import Liveness
import MerkleLog
import PostgresClient
import StrictJSON

/// Writes what waits, batch after batch, over one connection and on its thread.
///
/// While the database works on one batch, the next is planned on top of it and sent. Should the first fail, the second
/// finds the head elsewhere and adds nothing; both are planned again. Nobody is answered before all that the answer
/// rests on is committed.
struct LedgerWriter: Sendable {
    /// How many batches are under way at a time.
    static let depth = 2
    /// Longer than one statement may take, and a renewal after it.
    static let longestSilence: Duration = .seconds(90)
    private static let bulkDeadline: Duration = .seconds(300)

    let authority: AuthorityCode
    let intake: Intake
    let hashes: Bool
    let pulse: Pulse
    let now: @Sendable () -> Instant
    /// Told of each commit.
    let onCommit: @Sendable (TreeFrontier) -> Void

    /// Writes until the intake is closed and empty.
    ///
    /// - Throws: ``AppendError/fenced`` when the turn is over; ``PostgresError`` when the connection is lost, with all
    ///   that was not answered still in the state.
    func write(_ state: inout WriterState, over connection: isolated PostgresConnection) async throws {
        intake.wakes { [weak connection] in connection?.wakeStream() }
        defer { intake.wakes(nil) }
        while true {
            var refusal: PostgresError?
            do {
                try await connection.stream(depth: Self.depth) {
                    next(&state)
                } answered: { answer in
                    try answered(answer, &state, &refusal)
                }
            } catch {
                state.takeBack(outcomeUnknown: true)
                throw error
            }
            if let refusal {
                state.takeBack(outcomeUnknown: false)
                try deal(with: refusal, &state)
                state.restart(from: try await Turn.resume(state.epoch, of: authority, over: connection))
            } else if state.needsLookUp {
                try await lookUp(&state, over: connection)
            } else if let first = state.batches.first, first.count >= BulkWrite.least {
                try await writeBulk(&state, over: connection)
            } else if state.isRenewalDue {
                state.restart(from: try await Turn.resume(state.epoch, of: authority, over: connection))
            } else if intake.isClosed, intake.isEmpty, state.batches.isEmpty {
                return
            }
        }
    }

    private func next(_ state: inout WriterState) -> StreamStep {
        pulse.promise(within: Self.longestSilence)
        while true {
            if let company = state.company, intake.isClosed || company.until <= .now { state.company = nil }
            if state.batches.isEmpty {
                let waiting = intake.takeBatch(atLeast: Self.least(state))
                if !waiting.isEmpty {
                    state.batches = [WriterState.Batch(submissions: waiting)]
                    state.company = nil
                }
            }
            guard let batch = state.batches.first else {
                if let company = state.company { return .wait(upTo: company.until - .now) }
                if state.underWay.isEmpty, intake.isClosed || state.isRenewalDue { return .end }
                return .wait(upTo: Turn.renewal)
            }
            guard state.canPlan(batch) else {
                state.needsLookUp = true
                return .end
            }
            let (plan, results) = plan(batch, on: state.head, known: state.known, state.versions)
            if plan.added.isEmpty {
                // What it was compared with is not committed yet.
                guard state.underWay.isEmpty else { return .wait(upTo: Turn.renewal) }
                state.dropBatch()
                Self.answer(batch, results)
                continue
            }
            if plan.added.count >= BulkWrite.least { return .end }
            let parameters = plan.parameters(onTopOf: state.head)
            state.send(
                WriterState.Sent(
                    batch: batch, results: results, count: plan.added.count, frontier: plan.frontier),
                versions: plan.versions, recordedAt: plan.recordedAt)
            return .send(PipelineCommand(LedgerStatements.append, parameters))
        }
    }

    private func plan(
        _ batch: WriterState.Batch, on head: LedgerHead, known: [UUID: KnownEvent]?, _ versions: RecordVersions
    ) -> (BatchPlan, [Result<[Receipt], AppendError>]) {
        var plan = BatchPlan(
            authority: authority, head: head, recordedAt: max(now(), head.recordedAt), known: known ?? [:],
            capacity: batch.count, hashes: hashes)
        let results = batch.submissions.map { plan.take($0, on: versions) }
        return (plan, results)
    }

    /// Writes by COPY for as long as the batches are large. While the database takes one in, the next is made ready.
    private func writeBulk(_ state: inout WriterState, over connection: isolated PostgresConnection) async throws {
        var next = preparation(of: state, over: connection)
        while let ready = await next?.value {
            next = nil
            let bulk = ready.bulk
            state.send(bulk.sent, versions: ready.versions, recordedAt: ready.recordedAt)
            pulse.promise(within: Self.bulkDeadline + Self.longestSilence)
            do {
                try await connection.script(bulk.script, copying: bulk.rows, deadline: Self.bulkDeadline) {
                    if next == nil {
                        if state.batches.isEmpty {
                            let waiting = intake.takeBatch(atLeast: BulkWrite.least)
                            if !waiting.isEmpty { state.batches = [WriterState.Batch(submissions: waiting)] }
                        }
                        next = preparation(of: state, over: connection)
                        // What came may be small or have to be looked up: then it waits its turn.
                        return next == nil && !state.batches.isEmpty
                    }
                    return next?.isFinished ?? true
                }
            } catch let error as PostgresError where !error.outcomeUnknown && connection.isUsable {
                state.takeBack(outcomeUnknown: false)
                if error.sqlState == Self.headMoved { throw AppendError.fenced }
                try deal(with: error, &state)
                state.restart(from: try await Turn.resume(state.epoch, of: authority, over: connection))
                return
            } catch {
                state.takeBack(outcomeUnknown: true)
                throw error
            }
            state.underWay.removeFirst()
            state.renewedAt = .now
            onCommit(bulk.sent.frontier)
            Self.answer(bulk.sent.batch, bulk.sent.results)
        }
    }

    /// What `caselog.move_head` says where the head is not where it was left.
    private static let headMoved = "CL001"

    /// Begins to make the first batch ready; `nil` if it is small or has to be looked up first.
    private func preparation(
        of state: WriterState, over connection: isolated PostgresConnection
    ) -> BulkPreparation? {
        guard let batch = state.batches.first, batch.count >= BulkWrite.least, state.canPlan(batch) else { return nil }
        let (head, known, versions) = (state.head, state.known, state.versions)
        return BulkPreparation {
            let (plan, results) = plan(batch, on: head, known: known, versions)
            // What adds little, or nothing, is answered or written as small batches are.
            guard plan.added.count >= BulkWrite.least else { return nil }
            let bulk = BulkWrite(plan, batch: batch, results: results, onTopOf: head)
            return BulkPreparation.Ready(bulk: bulk, versions: plan.versions, recordedAt: plan.recordedAt)
        } finished: { [weak connection] in
            connection?.wakeStream()
        }
    }

    /// The fewest events that are sent: while a batch is under way, fewer than half as many gain more by waiting for
    /// company; and right after one, fewer than it had.
    private static func least(_ state: WriterState) -> Int {
        state.underWay.first.map { max(16, $0.count / 2) } ?? state.company?.events ?? 1
    }

    private func answered(
        _ answer: Result<PipelineResult, PostgresError>, _ state: inout WriterState, _ refusal: inout PostgresError?
    ) throws {
        switch answer {
        case .success(let result):
            let rows = try result.rows { try $0.decode(0, as: Int64.self) }
            guard let sent = state.underWay.first, rows.first == Int64(sent.count) else {
                // Nothing was added, because the head was not where it was left: the batch before has failed, or another
                // daemon writes.
                guard refusal != nil else { throw AppendError.fenced }
                return
            }
            state.underWay.removeFirst()
            state.renewedAt = .now
            state.company = sent.count > 1 ? WriterState.Company(after: sent) : nil
            onCommit(sent.frontier)
            Self.answer(sent.batch, sent.results)
        case .failure(let error):
            refusal = refusal ?? error
        }
    }

    private static func answer(_ batch: WriterState.Batch, _ results: [Result<[Receipt], AppendError>]) {
        for (submission, result) in zip(batch.submissions, results) { submission.answer(result) }
    }

    /// After the database refused a batch, which is first again.
    private func deal(with refusal: PostgresError, _ state: inout WriterState) throws {
        guard let batch = state.batches.first else { throw refusal }
        if refusal.isDuplicateEvent, !state.looksUpIDs {
            state.looksUpIDs = true
        } else if refusal.isAboutTheRequest {
            state.dropBatch()
            if batch.submissions.count == 1 {
                batch.submissions[0].answer(.failure(refusal.asAppendError))
            } else {
                // One of the appends cannot be stored. Each is tried alone, so that the others are.
                state.batches = batch.submissions.map { batch.with([$0]) } + state.batches
            }
        } else {
            throw refusal
        }
    }

    /// Asks the database what the first batch has to be compared with: records that are not remembered, and ids that
    /// the log may hold.
    private func lookUp(_ state: inout WriterState, over connection: isolated PostgresConnection) async throws {
        state.needsLookUp = false
        guard let batch = state.batches.first else { return }
        let missing = state.versions.missing(of: batch.submissions)
        if !missing.isEmpty {
            let rows = try await connection.query(
                LedgerStatements.versions, [.text(authority.text), .textArray(missing.map { $0.text })]
            ) { row in
                (ChildID(unchecked: try row.decode(0, as: String.self)), try row.decode(1, as: Int64?.self) ?? 0)
            }
            state.versions.save(Dictionary(rows) { first, _ in first })
        }
        guard state.looksUpIDs else { return }
        // A plan made while the log was short finds an id as well by going through all of it, and must not be used later.
        try await connection.simple("DISCARD PLANS")
        let ids: [UUID?] = batch.submissions.flatMap { $0.events.map { $0.id } }
        let found = try await connection.query(LedgerStatements.known, [.text(authority.text), .uuidArray(ids)]) {
            try KnownEvent($0, since: batch.firstTriedOn)
        }
        state.known = Dictionary(found.map { ($0.receipt.id, $0) }) { first, _ in first }
    }
}

extension KnownEvent {
    /// From the columns of ``LedgerStatements/known``. What lies beyond the position at which the same append was first
    /// tried was added by it, though its answer was lost.
    fileprivate init(_ row: borrowing PostgresRow, since firstTriedOn: Int64?) throws {
        content = try row.decode(5, as: [UInt8].self)
        typeVersion = try row.decode(6, as: Int16.self)
        let position = try row.decode(1, as: Int64.self)
        guard let leafHash = TreeHash(try row.decode(4, as: [UInt8].self)) else {
            throw LedgerDamage.leafHash(position: position)
        }
        // Only the children, so that an event of a version that this program does not know is still found.
        let children = try JSONValue(parsing: content)["children"]?.arrayValue?.compactMap(\.stringValue) ?? []
        receipt = Receipt(
            id: try row.decode(0, as: UUID.self), position: position,
            recordedAt: try row.decode(2, as: PostgresTimestamp.self).instant,
            versions: zip(children, try row.decode(3, as: [Int64].self)).map {
                (child: ChildID(unchecked: $0), version: $1)
            },
            leafHash: leafHash, isNew: firstTriedOn.map { position > $0 } ?? false)
    }
}

extension PostgresError {
    /// Whether an event's id is in the log already.
    fileprivate var isDuplicateEvent: Bool {
        code == .server && sqlState == "23505" && constraint?.hasSuffix("event_id_key") == true
    }

    /// Whether trying the same again over a good connection can only fail the same way: the server understood and would
    /// not (data exceptions, constraints, no room), and its connection stands.
    fileprivate var isAboutTheRequest: Bool {
        guard code == .server || code == .decoding, !outcomeUnknown else { return false }
        guard let sqlState else { return code == .decoding }
        return ["22", "23", "53", "54"].contains { sqlState.hasPrefix($0) } && sqlState != "53300"
    }

    fileprivate var asAppendError: AppendError {
        sqlState?.hasPrefix("53") == true ? .storageExhausted : .refused(sqlState: sqlState ?? "")
    }
}
