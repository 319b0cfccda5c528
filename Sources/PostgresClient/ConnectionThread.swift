/// The executor of one `PostgresConnection`: a thread of its own.
///
/// libpq calls block that thread and no other, and libpq's rule "one thread at a time per connection" becomes a fact
/// that the compiler checks. The thread keeps the executor alive until `stop()`.
final class ConnectionThread: SerialExecutor {
    private struct State: Sendable {
        var jobs: [UnownedJob] = []
        var isStopped = false
    }

    private let state = Monitor(State())

    /// Throws `.connectionFailed` if the system refuses a thread.
    init() throws(PostgresError) {
        let started = startDetachedThread(named: "postgres") { [self] in run() }
        guard started else {
            throw PostgresError(.connectionFailed, "the system refused a thread for the connection")
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLockThenSignal { $0.jobs.append(job) }
    }

    /// Ends the thread once what is queued has run. Nothing may be enqueued afterwards.
    func stop() {
        state.withLockThenSignal { $0.isStopped = true }
    }

    private func run() {
        while let jobs = nextJobs() {
            for job in jobs {
                job.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
    }

    /// The jobs waiting, in order; nil when there are none and the thread is to end.
    private func nextJobs() -> [UnownedJob]? {
        state.wait { state -> [UnownedJob]?? in
            if !state.jobs.isEmpty {
                let jobs = state.jobs
                state.jobs.removeAll()
                return .some(jobs)
            }
            return state.isStopped ? .some(nil) : nil
        }
    }
}
