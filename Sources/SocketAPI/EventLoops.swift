import NIOCore
import NIOPosix

/// The threads that connections are answered on.
public enum EventLoops {
    /// Whether each of them runs what it is given within that time.
    public static func answer(within time: Duration) async -> Bool {
        await answer(Array(MultiThreadedEventLoopGroup.singleton.makeIterator()), within: time)
    }

    static func answer(_ loops: [any EventLoop], within time: Duration) async -> Bool {
        let (answers, answer) = AsyncStream<Void>.makeStream()
        for loop in loops { loop.execute { answer.yield() } }
        let timer = Task {
            try? await Task.sleep(for: time)
            answer.finish()
        }
        defer { timer.cancel() }
        var missing = loops.count
        for await _ in answers {
            missing -= 1
            if missing == 0 { break }
        }
        return missing == 0
    }
}
