import CaseRecord
import Foundation
import Logging
import MerkleLog
import PostgresClient
import StrictJSON

/// Writes what waits, batch after batch, over one connection and on its thread: between taking a batch and the
/// database's answer nothing changes threads.
struct LedgerWriter: Sendable {
    let authority: AuthorityCode
    let intake: Intake
    let now: @Sendable () -> Instant
    /// Told of each commit.
    let onCommit: @Sendable (TreeFrontier) -> Void

    /// What it knows and what it is about, across connections.
    struct State: Sendable {
        var head: LedgerHead
        var versions = RecordVersions()
        /// Taken from the intake and not answered yet; the first is tried next.
        var batches: [[Submission]] = []
        /// Where the log ended when the first batch was first tried: what of it is found beyond is its own doing.
        var firstTriedOn: Int64?
        /// Whether the ids of a batch are looked up before it is tried. Otherwise the unique index finds a repeat,
        /// which costs nothing until there is one.
        var looksUpIDs = false
    }

    /// Writes until the intake is closed and empty.
    ///
    /// - Throws: ``AppendError/fenced`` when the turn is over; ``PostgresError`` when the connection is lost, with the
    ///   batch still in the state.
    func write(_ state: inout State, over connection: isolated PostgresConnection) async throws {
        while true {
            if state.batches.isEmpty { state.batches = [intake.takeBatch()].filter { !$0.isEmpty } }
            guard let batch = state.batches.first else {
                if intake.isClosed { return }
                await intake.wait()
                if intake.needsRenewal() {
                    _ = try await Turn.resume(state.head.epoch, of: authority, over: connection)
                }
                continue
            }
            try await write(batch, &state, over: connection)
        }
    }

    private func write(
        _ batch: [Submission], _ state: inout State, over connection: isolated PostgresConnection
    ) async throws {
        do {
            let results = try await commit(batch, &state, over: connection)
            settle(&state)
            for (submission, result) in zip(batch, results) { submission.answer(result) }
        } catch let error as PostgresError where error.isDuplicateEvent && !state.looksUpIDs {
            state.looksUpIDs = true
        } catch let error as PostgresError where error.isAboutTheRequest {
            settle(&state)
            if batch.count == 1 {
                batch[0].answer(.failure(error.asAppendError))
            } else {
                // One of the appends cannot be stored. Each is tried alone, so that the others are.
                state.batches = batch.map { [$0] } + state.batches
            }
        }
    }

    private func settle(_ state: inout State) {
        state.batches.removeFirst()
        state.firstTriedOn = nil
    }

    private func commit(
        _ batch: [Submission], _ state: inout State, over connection: isolated PostgresConnection
    ) async throws -> [Result<[Receipt], AppendError>] {
        let head = state.head
        let firstTriedOn = state.firstTriedOn ?? head.position
        state.firstTriedOn = firstTriedOn
        let known = state.looksUpIDs ? try await lookUp(batch, since: firstTriedOn, over: connection) : [:]
        var plan = BatchPlan(
            authority: authority, head: head, recordedAt: max(now(), head.recordedAt), known: known,
            versions: try await versions(of: batch, state, over: connection))
        let results = batch.map { plan.take($0) }
        if state.looksUpIDs { state.looksUpIDs = !known.isEmpty }
        guard !plan.added.isEmpty else { return results }
        let rows = try await connection.query(LedgerStatements.append, plan.parameters(onTopOf: head)) { row in
            try row.decode(0, as: Int64.self)
        }
        // No row was added: the head was not where it was left.
        guard rows.first == Int64(plan.added.count) else { throw AppendError.fenced }
        state.head.frontier = plan.frontier
        state.head.recordedAt = plan.recordedAt
        state.versions.save(plan.versions)
        onCommit(plan.frontier)
        return results
    }

    private func lookUp(
        _ batch: [Submission], since firstTriedOn: Int64, over connection: isolated PostgresConnection
    ) async throws -> [UUID: KnownEvent] {
        let ids: [UUID?] = batch.flatMap { $0.events.map { $0.id } }
        let found = try await connection.query(LedgerStatements.known, [.text(authority.text), .uuidArray(ids)]) {
            try KnownEvent($0, since: firstTriedOn)
        }
        return Dictionary(found.map { ($0.receipt.id, $0) }) { first, _ in first }
    }

    private func versions(
        of batch: [Submission], _ state: State, over connection: isolated PostgresConnection
    ) async throws -> [ChildID: Int64] {
        var children: Set<ChildID> = []
        for submission in batch { for event in submission.events { children.formUnion(event.children) } }
        var (versions, missing) = state.versions.find(children)
        guard !missing.isEmpty else { return versions }
        let rows = try await connection.query(
            LedgerStatements.versions, [.text(authority.text), .textArray(missing.map { $0.text })]
        ) { row in
            (ChildID(unchecked: try row.decode(0, as: String.self)), try row.decode(1, as: Int64?.self) ?? 0)
        }
        for (child, version) in rows { versions[child] = version }
        return versions
    }
}

extension KnownEvent {
    /// From the columns of ``LedgerStatements/known``. What lies beyond the position at which the same append was first
    /// tried was added by it, though its answer was lost.
    fileprivate init(_ row: borrowing PostgresRow, since firstTriedOn: Int64) throws {
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
            leafHash: leafHash, isNew: position > firstTriedOn)
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
