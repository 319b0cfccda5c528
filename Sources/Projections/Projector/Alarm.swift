/// Wakes one waiting loop: at a time, or earlier when somebody rings. A ring while nobody waits is kept.
public actor Alarm {
    private var hasRung = false
    private var waiter: CheckedContinuation<Void, Never>?
    private var round = 0

    /// An alarm that has not rung.
    public init() {}

    /// Wakes the loop now or, if it does not wait at the moment, the next time it would.
    public func ring() {
        if waiter == nil { hasRung = true } else { wake() }
    }

    /// Waits until somebody rings, the time is over, or the task is cancelled.
    public func wait(atMost duration: Duration) async {
        if hasRung || Task.isCancelled {
            hasRung = false
            return
        }
        round += 1
        let thisRound = round
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await Task.sleep(for: duration)
                await self.timeIsOver(thisRound)
            }
            await withCheckedContinuation { waiter = $0 }
            group.cancelAll()
        }
    }

    /// Rests after work that appends come before: three times as long as it took, but no longer than `longest`, so that
    /// what is seen of it does not come too late, nor than until somebody rings.
    public func rest(after work: Duration, atMost longest: Duration) async {
        await wait(atMost: min(work * 3, longest))
    }

    private func timeIsOver(_ ended: Int) {
        if ended == round { wake() }
    }

    private func wake() {
        waiter?.resume()
        waiter = nil
    }
}
