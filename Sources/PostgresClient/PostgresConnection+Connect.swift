import Logging

extension PostgresConnection {
    func open() async throws(PostgresError) {
        let operation = Operation(number: nextNumber(), deadline: nil, statement: nil)
        do {
            try await withTaskCancellationHandler {
                try openBlocking(operation)
            } onCancel: { [waker, number = operation.number] in
                waker.cancel(operation: number)
            }
        } catch {
            abandon("the connection was never made")
            throw error as? PostgresError ?? PostgresError(.connectionFailed, "connecting failed")
        }
        publish()
    }

    private func openBlocking(_ operation: Operation) throws(PostgresError) {
        var keywords = try ConnectionKeywords(configuration)
        var hosts = HostList(keywords)
        let timeout = connectTimeout(keywords)
        while true {
            handle.start(keywords, logger: logger)
            switch try connectToOne(operation, timeout) {
            case .done:
                try settleSession(operation)
                return
            case .timedOut(let host, let port):
                guard hosts.remove(host: host, port: port) else {
                    throw PostgresError(.connectionFailed, "no answer from the server within \(timeout)")
                }
                logger.debug("no answer from a PostgreSQL host, trying the next", metadata: ["host": "\(host ?? "-")"])
                hosts.write(to: &keywords)
            }
        }
    }

    private enum Attempt {
        case done
        case timedOut(host: String?, port: String?)
    }

    private func connectToOne(_ operation: Operation, _ timeout: Duration) throws(PostgresError) -> Attempt {
        var step: ConnectionHandle.ConnectStep = handle.isBad ? .failed : .wantsWrite
        var place = (handle.host, handle.port)
        var limit = ContinuousClock.now.advanced(by: timeout)
        while true {
            switch step {
            case .done: return .done
            case .failed: throw PostgresError(.connectionFailed, handle.errorMessage)
            case .wantsRead, .wantsWrite: break
            }
            let wake = try poll(reading: step == .wantsRead, writing: step == .wantsWrite, until: limit)
            if waker.isCancelled(operation: operation.number) {
                throw PostgresError(.cancelled, "the task was cancelled while connecting")
            }
            if wake.readable || wake.writable {
                step = handle.connectStep()
                let now = (handle.host, handle.port)
                if now != place {
                    place = now
                    limit = ContinuousClock.now.advanced(by: timeout)
                }
            } else if ContinuousClock.now >= limit {
                return .timedOut(host: place.0, port: place.1)
            }
        }
    }

    private func connectTimeout(_ keywords: ConnectionKeywords) -> Duration {
        if let timeout = configuration.connectTimeout { return timeout }
        let text = keywords.values["connect_timeout"] ?? ConnectionKeywords.libpqDefault("connect_timeout")
        // libpq: 0 and below mean no limit; 1 counts as 2.
        guard let seconds = text.flatMap({ Int64($0) }) else { return .seconds(10) }
        return seconds > 0 ? .seconds(max(2, seconds)) : Self.noDeadline
    }

    /// PGTZ in the environment beats the startup options, and SQL that makes dates of instants depends on it.
    private func settleSession(_ operation: Operation) throws(PostgresError) {
        guard handle.serverSetting("TimeZone") != "UTC" else { return }
        _ = try exchange(operation) { handle in handle.sendSimple("SET TimeZone = 'UTC'") }
    }
}
