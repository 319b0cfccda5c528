import CaseRecord
import Foundation
import MerkleLog
import PostgresClient

/// A large append, made ready to be written by COPY: the same checks, the same tree and the same compare-and-set of the
/// head, in one transaction.
struct BulkWrite: Sendable {
    /// From how many events COPY is the faster way. For the first 1000 rows of each COPY, PostgreSQL keeps a slot and
    /// looks for it among all before, so that a batch of some hundred events takes it longer than an INSERT.
    static let least = 2000

    let sent: WriterState.Sent
    /// What the database is told.
    let script: String
    /// What its COPYs take.
    let rows: [[UInt8]]

    /// Makes the plan's events ready, to be put on top of that head.
    init(
        _ plan: BatchPlan, batch: WriterState.Batch, results: [Result<[Receipt], AppendError>], onTopOf head: LedgerHead
    ) {
        sent = WriterState.Sent(batch: batch, results: results, count: plan.added.count, frontier: plan.frontier)
        let encoder = RowEncoder(plan: plan)
        // Numbers, hexadecimal digits and a code of three digits: nothing here needs quoting.
        let moveHead = """
            SELECT caselog.move_head('\(plan.authority.text)', \(head.epoch), \(head.position), \(plan.frontier.size),
                '\\x\(plan.frontier.bytes.hexadecimal)',
                'epoch'::timestamptz + \(plan.recordedAt.microseconds) * interval '1 microsecond',
                \(Turn.lease.inSeconds));
            """
        script = moveHead + Self.copyEvents + Self.copyEntries + (plan.nodes.isEmpty ? "" : Self.copyNodes)
        rows = [encoder.eventRows, encoder.entryRows] + (plan.nodes.isEmpty ? [] : [encoder.nodeRows])
    }

    private static let copyEvents = """
        COPY caselog.event (
            authority, position, event_id, type, type_version, format, occurred_at, occurred_precision, recorded_at,
            recorded_by, submitted_by, versions, content, leaf_hash) FROM STDIN (FORMAT binary);
        """

    private static let copyEntries =
        "COPY caselog.child_event (authority, child, version, position) FROM STDIN (FORMAT binary);"

    private static let copyNodes = "COPY caselog.tree_node (authority, level, index, hash) FROM STDIN (FORMAT binary);"
}

/// Encodes a plan's rows in COPY's binary format.
private struct RowEncoder {
    let plan: BatchPlan

    var eventRows: [UInt8] {
        var rows = CopyRows(capacity: plan.added.reduce(0) { $0 + $1.event.content.count + 400 })
        let authority = Array(plan.authority.text.utf8)
        for planned in plan.added {
            let (event, receipt) = (planned.event, planned.receipt)
            rows.begin(fields: 14)
            rows.field(authority)
            rows.field(receipt.position)
            rows.field(event.id)
            rows.field(event.type.utf8)
            rows.field(event.typeVersion)
            rows.field(LogEntry.currentFormat)
            rows.field(microseconds: event.occurredAt)
            rows.field(event.precision.utf8)
            rows.field(microseconds: plan.recordedAt.microseconds)
            rows.field(event.recordedBy.utf8)
            rows.field(planned.submittedBy.utf8)
            rows.field(array: receipt.versions.map(\.version))
            rows.field(event.content)
            receipt.leafHash.withUnsafeBytes { rows.field($0) }
        }
        return rows.finished
    }

    var entryRows: [UInt8] {
        var rows = CopyRows(capacity: plan.added.count * 64)
        let authority = Array(plan.authority.text.utf8)
        for planned in plan.added {
            for (child, version) in planned.receipt.versions {
                rows.begin(fields: 4)
                rows.field(authority)
                rows.field(child.text.utf8)
                rows.field(version)
                rows.field(planned.receipt.position)
            }
        }
        return rows.finished
    }

    var nodeRows: [UInt8] {
        var rows = CopyRows(capacity: plan.nodes.count * 80)
        let authority = Array(plan.authority.text.utf8)
        for (node, hash) in plan.nodes {
            rows.begin(fields: 4)
            rows.field(authority)
            rows.field(Int16(node.level))
            rows.field(node.index)
            hash.withUnsafeBytes { rows.field($0) }
        }
        return rows.finished
    }
}
