import TestSupport
import Testing

@testable import PrivateCluster

@Suite("Texts")
struct TextTests {
    @Test("connection strings quote what libpq would split or unescape")
    func connectionString() {
        let layout = ClusterLayout(state: #"/s t/a'b\c"#)
        #expect(
            layout.connectionString(database: "d 'x", user: "u")
                == #"host='/s t/a\'b\\c/run' port=5432 dbname='d \'x' user='u'"#)
    }

    @Test("postmaster.pid: pid, padded status, standalone backend, half-written file")
    func postmasterFile() {
        let ready = PostmasterFile(contents: "12\n/d\n1\n5432\n/run\n\n1 2\nready   \n")
        #expect(ready?.pid == 12 && ready?.status == "ready")
        let early = PostmasterFile(contents: "12\n/d\n1\n5432\n")
        #expect(early?.pid == 12 && early?.status == nil)
        #expect(PostmasterFile(contents: "-12\n")?.pid == -12)
        #expect(PostmasterFile(contents: "") == nil)
        #expect(PostmasterFile(contents: "\n/d\n") == nil)
    }

    @Test("every user is mapped to each role once")
    func identityFile() {
        let text = ClusterSettings.identityFile(users: ["root", "root", #"a"b"#])
        let lines = text.split(separator: "\n").dropFirst()
        #expect(lines.count == 10)
        #expect(lines.first == #"caselog "root" postgres"#)
        #expect(lines.last == #"caselog "a""b" caselog_analyst"#)
    }

    @Test("the notifier's account may log in where there is one, and take on nobody else's role")
    func sharing() {
        let text = ClusterSettings.identityFile(users: ["caselog"], isShared: true)
        #expect(
            text.split(separator: "\n").filter { $0.contains("caselog-notifier") } == [
                #"caselog "caselog-notifier" "caselog-notifier""#
            ])
        let layout = ClusterLayout(state: "/s")
        let (own, shared) = (
            ClusterSettings(layout: layout, walCompression: "on", extra: [:]).configurationFile,
            ClusterSettings(layout: layout, walCompression: "on", isShared: true, extra: [:]).configurationFile
        )
        #expect(own.contains("unix_socket_permissions = '0700'\nunix_socket_group = ''\n"))
        #expect(shared.contains("unix_socket_permissions = '0770'\nunix_socket_group = 'caselog-database'\n"))
    }

    @Test("pauses between starts grow and end at 30 s")
    func pauses() {
        let pauses = (0...12).map(PrivateCluster.pause(after:))
        #expect(pauses.first == .milliseconds(100))
        #expect(pauses[1] == .milliseconds(200))
        #expect(pauses.last == .seconds(30))
        #expect(pauses == pauses.sorted())
    }
}
