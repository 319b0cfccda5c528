import Glibc

/// The executor of one `PostgresConnection`: a thread of its own.
///
/// libpq calls block that thread and no other, and libpq's rule "one thread at a time per connection" becomes a fact
/// that the compiler checks. The thread keeps the executor alive until `stop()`.
final class ConnectionThread: SerialExecutor {
    private struct State: Sendable {
        var jobs: [UnownedJob] = []
        var isStopped = false
        var thread: pthread_t?
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

    /// Asked by the runtime where it cannot tell from the current task.
    func isIsolatingCurrentContext() -> Bool? {
        guard let thread = state.withLock({ $0.thread }) else { return false }
        return pthread_equal(thread, pthread_self()) != 0
    }

    /// As `isIsolatingCurrentContext`, for a runtime that asks for no answer but a stop.
    func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "not on the thread of this connection")
    }

    private func run() {
        state.withLock { $0.thread = pthread_self() }
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
