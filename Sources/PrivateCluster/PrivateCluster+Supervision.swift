import Foundation
public import Logging

extension PrivateCluster {
    /// Stops the server that a dead process has left on a state directory, without starting another.
    ///
    /// - Throws: `ClusterError.leftoverProcesses` if it does not stop.
    public static func stopLeftovers(of stateDirectory: StateDirectory, logger: Logger) async throws {
        try await LeftoverProcesses(layout: ClusterLayout(state: stateDirectory.path), logger: logger).clear()
    }

    /// Everything that comes before the postmaster and is done once.
    func prepare() async throws {
        try layout.validate()
        let user = try OSUser.forCluster()
        let daemon = try OSUser.current()
        // Before anything is changed: a server of an earlier run must not see its files change.
        try await LeftoverProcesses(layout: layout, logger: logger).clear()
        let isShared = ClusterSharing.applies(to: user)
        let directories = ClusterDirectories(layout: layout, user: user, isShared: isShared)
        try await directories.prepare()
        var settings = ClusterSettings(
            layout: layout, walCompression: "on", isShared: isShared, extra: options.extraSettings)
        try await ClusterInitialization(
            directories: directories, binaries: binaries, settings: settings, database: Self.database,
            isDurable: options.extraSettings["fsync"] != "off", logger: logger
        ).run()
        let compression = try await PostgresTool.run(
            binaries.path("postgres"), ["-D", layout.data, "-C", "wal_compression", "-c", "wal_compression=lz4"],
            as: user)
        if compression.succeeded {
            settings = ClusterSettings(
                layout: layout, walCompression: "lz4", isShared: isShared, extra: options.extraSettings)
        }
        try await directories.write(settings.configurationFile, to: layout.data + "/caselog.conf")
        try await directories.write(ClusterSettings.authenticationFile, to: layout.data + "/pg_hba.conf")
        try await directories.write(
            ClusterSettings.identityFile(users: [daemon.name, user.name], isShared: isShared),
            to: layout.data + "/pg_ident.conf")
        try await directories.ensure(line: ClusterInitialization.includeLine, in: layout.data + "/postgresql.conf")
        let control = try await PostgresTool.run(binaries.path("pg_controldata"), ["-D", layout.data], as: user)
        note(
            recovers: control.output.firstMatch(of: /Database cluster state: +(.*)/).map { $0.1 != "shut down" }
                ?? false)
        self.user = user
        self.settings = settings
    }

    /// Starts a postmaster and returns when it accepts connections. One that was started is in `process` even if
    /// this throws.
    func launch() async throws {
        guard let user, let settings else { throw ClusterError.startFailed(reason: "not prepared", output: "") }
        try await LeftoverProcesses(layout: layout, logger: logger).clear()
        try checkStillWanted()
        let process = try await PostmasterProcess.spawn(
            PostmasterProcess.Command(
                path: binaries.path("postgres"), arguments: ["-D", layout.data] + settings.arguments,
                directory: layout.state, output: layout.output, user: user))
        self.process = process
        let began = ContinuousClock.now
        var nextReport = Duration.seconds(10)
        while true {
            try checkStillWanted()
            if let status = process.exitStatus {
                throw ClusterError.startFailed(reason: "the postmaster \(status)", output: lastOutput())
            }
            let file = PostmasterFile.read(layout.postmasterFile)
            if file?.pid == process.pid, file?.status == "ready" { break }
            let elapsed = ContinuousClock.now - began
            if elapsed > nextReport {
                nextReport += .seconds(10)
                logger.notice(
                    "PostgreSQL is still starting; recovery after a crash may take minutes",
                    metadata: ["seconds": "\(elapsed.components.seconds)", "status": "\(file?.status ?? "none")"])
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        logger.notice(
            "PostgreSQL accepts connections",
            metadata: [
                "pid": "\(process.pid)", "version": "\(binaries.majorVersion)", "user": "\(user.name)",
                "data": "\(layout.data)",
            ])
    }

    /// Starts the postmaster again whenever it ends, until `stop()`.
    func supervise() async {
        var failures = 0
        while phase == .running, let process {
            let began = ContinuousClock.now
            var reason = "the postmaster \(await process.exit())"
            // One that has served for a while was not at fault: begin with the shortest pause again.
            if ContinuousClock.now - began > .seconds(60) { failures = 0 }
            while phase == .running {
                logger.error("PostgreSQL is lost and will be started again", metadata: ["reason": "\(reason)"])
                hub.set(.lost(reason: reason))
                try? await Task.sleep(for: Self.pause(after: failures))
                guard phase == .running else { return }
                failures += 1
                hub.set(.starting)
                do {
                    try await launch()
                    if phase == .running { hub.set(.ready) }
                    break
                } catch {
                    reason = "\(error)"
                    await terminate()
                }
            }
        }
    }

    /// The pause before another start: from 100 ms, doubling, to 30 s.
    static func pause(after failures: Int) -> Duration {
        .milliseconds(min(30_000, 100 << min(failures, 10)))
    }

    private func checkStillWanted() throws {
        try Task.checkCancellation()
        if phase == .stopping { throw CancellationError() }
    }

    /// The end of what the postmaster has written, to say why it did not start.
    private func lastOutput() -> String {
        let manager = FileManager.default
        let logs = ((try? manager.contentsOfDirectory(atPath: layout.log)) ?? [])
            .filter { $0.hasPrefix("postgresql-") }.map { layout.log + "/" + $0 }
        let newest = logs.max { modified($0) < modified($1) }
        let texts = [layout.output, newest].compactMap { $0 }.map { path in
            String(decoding: (manager.contents(atPath: path) ?? Data()).suffix(1000), as: UTF8.self)
        }
        return texts.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func modified(_ path: String) -> Date {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.modificationDate] as? Date ?? .distantPast
    }
}
