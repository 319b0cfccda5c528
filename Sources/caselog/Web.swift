import ArgumentParser
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import SocketClient
import WebPages

/// `caselog web`: the pages for a browser, on loopback, under the caller's own identity.
struct Web: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves pages for a browser on this machine: boards, cases, chronologies, alerts; ends with Ctrl-C.",
        discussion: """
            The pages show what the daemon tells you, and nothing of it is kept. They change nothing. Another user of this
            machine, or another page of the browser, gets none: the address that is printed opens them once and for one
            browser; when it was used, the next one is printed.

              caselog web
              caselog web --port 8350 --open-nothing
            """)

    @OptionGroup var connection: ConnectionOptions

    @Option(help: ArgumentHelp("The port on 127.0.0.1; any that is free unless given.", valueName: "port"))
    var port = 0

    @Flag(help: "Only print the address; open no browser.")
    var openNothing = false

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port must be 0 to 65535") }
    }

    func run() async throws {
        // Whoever opens a browser first and learns there that no daemon runs has been led astray.
        try await connection.connected { _ = try await $0.send(Call("GET", "/v1/health")) }
        let session = WebSession()
        let opener = BrowserOpener(environment: ProcessInfo.processInfo.environment)
        defer { opener?.close() }
        var logger = Logger(label: "caselog web")
        logger.logLevel = .error
        let opensBrowser = !openNothing
        let application = Application(
            responder: WebResponder(
                session: session, daemon: PageSource(socket: connection.path, prefix: session.prefix)),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port), reuseAddress: false),
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                let address = session.open(on: port)
                Terminal.say("Open this address in your browser; it works once. Ctrl-C ends it.")
                Terminal.write("\(address)\n".utf8)
                if opensBrowser { opener?.open(address) }
            }, logger: logger)
        do {
            try await application.runService()
        } catch let error as IOError {
            Terminal.complain("cannot serve on 127.0.0.1, port \(port): \(error)")
            throw ExitStatus.refused.code
        }
    }
}
