import Testing

@testable import PostgresClient

@Suite("Pool decisions")
struct PoolStateMachineTests {
    @Test func boundAndOrder() {
        var pool = PoolStateMachine(maxSize: 2)
        #expect(pool.lease(1) == [.connect(1, failures: 0)])
        #expect(pool.lease(2) == [.connect(2, failures: 0)])
        #expect(pool.lease(3) == [])
        #expect(pool.connected(2) == [.grant(2, to: 1)])
        #expect(pool.connected(1) == [.grant(1, to: 2)])
        #expect(pool.lease(4) == [])
        #expect(pool.returned(2, isFit: true) == [.grant(2, to: 3)])
        #expect(pool.returned(1, isFit: false) == [.connect(3, failures: 0)])
        #expect(pool.connected(3) == [.grant(3, to: 4)])
        #expect(pool.returned(3, isFit: true) == [])
        #expect(pool.lease(5) == [.grant(3, to: 5)])
        #expect(pool.statistics == .init(maxSize: 2, open: 2, idle: 0, connecting: 0, waiting: 0))
    }

    @Test func leaseNow() {
        var pool = PoolStateMachine(maxSize: 1)
        #expect(pool.leaseNow() == nil)
        _ = pool.lease(1)
        _ = pool.connected(1)
        #expect(pool.leaseNow() == nil)
        _ = pool.returned(1, isFit: true)
        #expect(pool.leaseNow() == 1)
        #expect(pool.leaseNow() == nil)
    }

    @Test func giveUp() {
        var pool = PoolStateMachine(maxSize: 1)
        _ = pool.lease(1)
        _ = pool.lease(2)
        _ = pool.lease(3)
        #expect(pool.giveUp(2, .leaseTimeout) == [.refuse(2, .leaseTimeout)])
        #expect(pool.giveUp(2, .leaseTimeout) == [])
        #expect(pool.connected(1) == [.grant(1, to: 1)])
        #expect(pool.giveUp(1, .cancelled) == [])
        #expect(pool.returned(1, isFit: true) == [.grant(1, to: 3)])
    }

    @Test func serverAway() {
        var pool = PoolStateMachine(maxSize: 3)
        #expect(pool.lease(1) == [.connect(1, failures: 0)])
        #expect(pool.lease(2) == [.connect(2, failures: 0)])
        #expect(pool.connectFailed(1) == [])
        #expect(pool.connectFailed(2) == [.connect(3, failures: 2)])
        #expect(pool.lease(3) == [])
        #expect(pool.connectFailed(3) == [.connect(4, failures: 3)])
        #expect(pool.connected(4) == [.grant(4, to: 1), .connect(5, failures: 0), .connect(6, failures: 0)])
    }

    @Test func nobodyWaitsAnyMore() {
        var pool = PoolStateMachine(maxSize: 3)
        _ = pool.lease(1)
        _ = pool.giveUp(1, .cancelled)
        #expect(pool.connectFailed(1) == [])
        #expect(pool.statistics.connecting == 0)
    }

    @Test func deadConnection() {
        var pool = PoolStateMachine(maxSize: 1)
        _ = pool.lease(1)
        _ = pool.connected(1)
        _ = pool.returned(1, isFit: true)
        #expect(pool.lease(2) == [.grant(1, to: 2)])
        #expect(pool.lease(3) == [])
        #expect(pool.wasDead(1, waiter: 2) == [.connect(2, failures: 0)])
        #expect(pool.connected(2) == [.grant(2, to: 2)])
    }

    @Test func close() {
        var pool = PoolStateMachine(maxSize: 3)
        _ = pool.lease(1)
        _ = pool.lease(2)
        _ = pool.lease(3)
        _ = pool.connected(1)
        _ = pool.connected(2)
        _ = pool.lease(4)
        _ = pool.returned(2, isFit: true)
        // 1 is lent to the first, 2 to the third, 3 is being made for the fourth.
        #expect(pool.close() == [.refuse(4, .closed), .abandon(3)])
        #expect(pool.lease(5) == [.refuse(5, .closed)])
        #expect(pool.connected(3) == [.close(3)])
        #expect(pool.returned(1, isFit: true) == [.close(1)])
        #expect(pool.returned(2, isFit: false) == [.finished])
        #expect(pool.close() == [])
    }

    @Test func closeEmpty() {
        var pool = PoolStateMachine(maxSize: 1)
        #expect(pool.close() == [.finished])
    }

    @Test func backoff() {
        let backoff = Backoff(base: .milliseconds(100), cap: .seconds(10))
        #expect(backoff.delay(afterFailures: 1, random: 0) == .milliseconds(50))
        #expect(backoff.delay(afterFailures: 3, random: 0) == .milliseconds(200))
        #expect(backoff.delay(afterFailures: 1000, random: 0) == .seconds(5))
        #expect(backoff.delay(afterFailures: 1000, random: 0.5) == .milliseconds(7500))
    }
}
