import CLinux
import Glibc

/// Starts a detached thread of its own for work that blocks.
///
/// Returns false if the system refuses another thread.
func startDetachedThread(named name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
    final class Start {
        let name: String
        let body: @Sendable () -> Void
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
    let start = Unmanaged.passRetained(Start(name: name, body: body))
    var thread = pthread_t()
    let failure = pthread_create(
        &thread, nil,
        { argument in
            guard let argument else { return nil }
            let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
            caselog_set_thread_name(start.name)
            start.body()
            return nil
        }, start.toOpaque())
    guard failure == 0 else {
        start.release()
        return false
    }
    pthread_detach(thread)
    return true
}
