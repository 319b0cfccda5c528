import NIOCore

/// Runs the tasks of a connection on the thread of its event loop: what has come in is answered where it came in, and no
/// other thread has to be woken for it, which on an idle machine takes longer than the answer.
///
/// Whatever takes long has to ask for `globalConcurrentExecutor`, as the loop's other connections wait meanwhile.
final class EventLoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
