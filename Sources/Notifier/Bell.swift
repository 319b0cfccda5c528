/// Wakes all loops that wait for it. Rings are counted, so that one that came while a loop was at work is not missed.
actor Bell {
    private(set) var rings = 0
    private var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    private var nextWaiter = 0

    func ring() {
        rings += 1
        let woken = waiters
        waiters = [:]
        for waiter in woken.values { waiter.resume() }
    }

    /// Waits until it has rung more often than that, the time is over, or the task is cancelled.
    func wait(after seen: Int, atMost duration: Duration) async {
        guard rings == seen, !Task.isCancelled else { return }
        nextWaiter += 1
        let key = nextWaiter
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await Task.sleep(for: duration)
                await self.release(key)
            }
            await withCheckedContinuation { waiters[key] = $0 }
            group.cancelAll()
        }
    }

    private func release(_ key: Int) {
        waiters.removeValue(forKey: key)?.resume()
    }
}
