import CLibPQ
import Logging

/// Owner of one `PGconn` in nonblocking mode. The pointer does not leave this file.
///
/// libpq takes a null pointer for a dead connection, so a handle not yet started or finished needs no special case.
struct ConnectionHandle: ~Copyable {
    enum ConnectStep { case wantsRead, wantsWrite, done, failed }
    enum TransactionStatus { case idle, active, inTransaction, inError, unknown }
    enum CopyOutStep { case row, wouldBlock, end, failed }

    private var pointer: OpaquePointer?
    private var notices: NoticeReceiver?

    init() {}

    deinit { PQfinish(pointer) }

    // MARK: - Connecting

    /// Begins to connect. DNS look-ups may block. The connection lost before, if any, is dropped.
    mutating func start(_ keywords: ConnectionKeywords, logger: Logger) {
        finish()
        let pairs = keywords.values.sorted { $0.key < $1.key }
        pointer = withCStrings(pairs.map(\.key)) { keys in
            withCStrings(pairs.map(\.value)) { values in PQconnectStartParams(keys, values, 0) }
        }
        let receiver = NoticeReceiver(logger: logger)
        notices = receiver
        // The receiver lives as long as the handle, which holds it; libpq calls back only from within its functions.
        PQsetNoticeReceiver(pointer, receiveNotice, Unmanaged.passUnretained(receiver).toOpaque())
    }

    func connectStep() -> ConnectStep {
        switch PQconnectPoll(pointer) {
        case PGRES_POLLING_READING: .wantsRead
        case PGRES_POLLING_WRITING: .wantsWrite
        case PGRES_POLLING_OK: PQsetnonblocking(pointer, 1) == 0 ? .done : .failed
        default: .failed
        }
    }

    mutating func finish() {
        PQfinish(pointer)
        pointer = nil
        notices = nil
    }

    // MARK: - State

    var isBad: Bool { PQstatus(pointer) == CONNECTION_BAD }
    /// Changes while connecting: ask again before each wait.
    var socket: Int32 { PQsocket(pointer) }
    var backendPID: Int32 { PQbackendPID(pointer) }
    var host: String? { PQhost(pointer).map { String(cString: $0) } }
    var port: String? { PQport(pointer).map { String(cString: $0) } }
    var errorMessage: String { PQerrorMessage(pointer).map { trimmed(String(cString: $0)) } ?? "no connection" }

    /// Whether the server has said that it gave up waiting for a synchronous standby: it reports such a commit as done, with a
    /// warning, though it may be lost with this server.
    var hasUnreplicatedCommit: Bool { notices?.hasUnreplicatedCommit ?? false }

    var transactionStatus: TransactionStatus {
        switch PQtransactionStatus(pointer) {
        case PQTRANS_IDLE: .idle
        case PQTRANS_ACTIVE: .active
        case PQTRANS_INTRANS: .inTransaction
        case PQTRANS_INERROR: .inError
        default: .unknown
        }
    }

    /// The server's setting, of those it reports.
    func serverSetting(_ name: String) -> String? {
        PQparameterStatus(pointer, name).map { String(cString: $0) }
    }

    // MARK: - Sending (each returns false if it could not be queued)

    func sendSimple(_ sql: String) -> Bool {
        PQsendQuery(pointer, sql) == 1
    }

    func sendPrepare(name: String, sql: String, types: [PostgresType]) -> Bool {
        let oids = types.map { Oid($0.oid) }
        return PQsendPrepare(pointer, name, sql, Int32(oids.count), oids) == 1
    }

    func sendPrepared(name: String, _ parameters: borrowing ParameterBuffer) -> Bool {
        let count = parameters.count
        let formats = [Int32](repeating: 1, count: count)
        return parameters.bytes.withUnsafeBytes { bytes in
            let values = parameters.offsets.map { offset -> UnsafePointer<CChar>? in
                guard offset >= 0, let base = bytes.baseAddress else { return nil }
                return (base + offset).assumingMemoryBound(to: CChar.self)
            }
            return PQsendQueryPrepared(
                pointer, name, Int32(count), values, parameters.lengths, formats, 1) == 1
        }
    }

    func enterPipeline() -> Bool { PQenterPipelineMode(pointer) == 1 }
    func exitPipeline() -> Bool { PQexitPipelineMode(pointer) == 1 }
    func sendPipelineSync() -> Bool { PQpipelineSync(pointer) == 1 }

    /// True if bytes remain that the socket did not take.
    func flush() -> Bool { PQflush(pointer) == 1 }

    // MARK: - Receiving

    /// False if the connection broke.
    func consumeInput() -> Bool { PQconsumeInput(pointer) == 1 }

    /// True if `nextResult` would block.
    var isBusy: Bool { PQisBusy(pointer) == 1 }

    /// Nil at the end of a command's results.
    func nextResult() -> QueryResult? {
        guard let result = PQgetResult(pointer) else { return nil }
        return QueryResult(owning: result)
    }

    func nextNotification() -> PostgresNotification? {
        guard let notify = PQnotifies(pointer) else { return nil }
        defer { PQfreemem(notify) }
        return PostgresNotification(
            channel: String(cString: notify.pointee.relname), payload: String(cString: notify.pointee.extra),
            senderPID: notify.pointee.be_pid)
    }

    // MARK: - COPY

    /// False if the connection broke or no COPY is in progress.
    func putCopyData(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return true }
        // Nonblocking: the only refusal that is not final is "out of memory for now", which is final enough.
        return PQputCopyData(pointer, base.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) == 1
    }

    /// Ends a COPY IN; with a reason, the server fails it.
    func putCopyEnd(failing reason: String?) -> Bool { PQputCopyEnd(pointer, reason) == 1 }

    /// One row of a COPY OUT, lent to `body`.
    func getCopyData(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows -> CopyOutStep {
        var row: UnsafeMutablePointer<CChar>?
        let count = PQgetCopyData(pointer, &row, 1)
        defer { PQfreemem(row) }
        if count > 0 {
            try body(UnsafeRawBufferPointer(start: row, count: Int(count)))
            return .row
        }
        return count == 0 ? .wouldBlock : count == -1 ? .end : .failed
    }

    // MARK: - Cancelling

    func makeCancelHandle() -> CancelHandle? {
        guard let cancel = PQgetCancel(pointer) else { return nil }
        return CancelHandle(owning: cancel)
    }
}

/// Owner of one `PGcancel`: all that is needed to ask the server, over a connection of its own, to give up a command.
///
/// `@unchecked Sendable`: libpq never changes a PGcancel, and documents PQcancel as safe to call from any thread.
final class CancelHandle: @unchecked Sendable {
    private let pointer: OpaquePointer

    fileprivate init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// Blocks until the server has taken the request and passed it on, or the attempt failed.
    func request() -> Bool {
        var message = [CChar](repeating: 0, count: 256)
        return PQcancel(pointer, &message, Int32(message.count)) == 1
    }
}

/// Passes the server's notices to the log, without their details (which may quote stored values).
final class NoticeReceiver {
    private let logger: Logger
    private(set) var hasUnreplicatedCommit = false
    /// The server's function that waits for standbys. The warning has no SQLSTATE of its own, and its words are translated.
    private static let waitsForStandby = "SyncRepWaitForLSN"

    init(logger: Logger) {
        self.logger = logger
    }

    fileprivate func receive(severity: String, sqlState: String, message: String, function: String) {
        if function == Self.waitsForStandby { hasUnreplicatedCommit = true }
        logger.debug("PostgreSQL: \(message)", metadata: ["severity": "\(severity)", "sqlstate": "\(sqlState)"])
    }
}

private func receiveNotice(_ context: UnsafeMutableRawPointer?, _ result: OpaquePointer?) {
    guard let context, let result else { return }
    func field(_ code: Int32) -> String {
        PQresultErrorField(result, code).map { String(cString: $0) } ?? ""
    }
    Unmanaged<NoticeReceiver>.fromOpaque(context).takeUnretainedValue().receive(
        severity: field(CASELOG_DIAG_SEVERITY), sqlState: field(CASELOG_DIAG_SQLSTATE),
        message: field(CASELOG_DIAG_MESSAGE), function: field(CASELOG_DIAG_FUNCTION))
}

/// Lends a null-terminated array of C strings.
private func withCStrings<R>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R
) -> R {
    var bytes: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
        offsets.append(bytes.count)
        bytes.append(contentsOf: string.utf8CString)
    }
    return bytes.withUnsafeBufferPointer { buffer in
        var pointers = offsets.map { offset in buffer.baseAddress.map { $0 + offset } }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
