import Foundation
import StrictJSON
import Subprocess
import SystemPackage

/// A web server in Python, which knows nothing of caselog: it answers what the file `answer` says (a status and headers, one a
/// line) and writes down each request that it got.
final class WebhookServer: Sendable {
    /// Where it listens.
    enum Place: Sendable {
        /// Of this machine.
        case plain
        /// The same over TLS, by the certificate and key in that file.
        case tls(String)
        /// A Unix socket of that path.
        case socket(String)
    }

    let folder: TestFolder
    let url: String

    private init(folder: TestFolder, at place: Place) {
        self.folder = folder
        let port = folder.text("port")
        url =
            switch place {
            case .plain: "http://127.0.0.1:\(port)/hook"
            case .tls: "https://localhost:\(port)/hook"
            case .socket(let path): "http+unix://\(path.replacing("/", with: "%2F"))/hook"
            }
    }

    private static let program = """
        import base64, hashlib, hmac, http.server, json, os, socketserver, ssl, sys, time
        folder, place, file = sys.argv[1:4]
        secrets = [base64.b64decode(s[6:]) for s in sys.argv[4:]]
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *arguments): pass
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                signed = "%s.%s." % (self.headers["webhook-id"], self.headers["webhook-timestamp"])
                expected = ["v1," + base64.b64encode(hmac.new(s, signed.encode() + body, hashlib.sha256).digest()).decode()
                            for s in secrets]
                seen = {"path": self.path, "id": self.headers["webhook-id"], "time": self.headers["webhook-timestamp"],
                        "signed": self.headers.get("webhook-signature", "").split(" ") == expected,
                        "type": self.headers["content-type"], "body": body.decode()}
                with open(folder + "/requests", "a") as file: file.write(json.dumps(seen) + "\\n")
                lines = open(folder + "/answer").read().split("\\n")
                if lines[0] == "never":
                    time.sleep(60)
                    return
                self.send_response(int(lines[0]))
                for line in lines[1:]:
                    if line: self.send_header(*line.split(": ", 1))
                self.send_header("content-length", "3")
                self.end_headers()
                if "X-Stall: yes" in lines:
                    self.wfile.flush()
                    time.sleep(60)
                    return
                self.wfile.write(b"why")
        class Sockets(socketserver.ThreadingMixIn, socketserver.UnixStreamServer): pass
        if place == "socket":
            server, port = Sockets(file, Handler), 0
        else:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            port = server.server_port
        if place == "tls":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(file)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        open(folder + "/port.new", "w").write(str(port))
        os.rename(folder + "/port.new", folder + "/port")
        server.serve_forever()
        """

    /// Runs `body` beside such a server that checks signatures made with those secrets.
    static func with(
        secrets: [String], at place: Place = .plain, _ body: @Sendable @escaping (WebhookServer) async throws -> Void
    ) async throws {
        let (kind, file) =
            switch place {
            case .plain: ("plain", "")
            case .tls(let file): ("tls", file)
            case .socket(let file): ("socket", file)
            }
        let folder = TestFolder()
        try folder.write("answer", "200")
        _ = try await run(
            .name("python3"), arguments: Arguments(["-c", program, folder.path, kind, file] + secrets), input: .none,
            output: .discarded, error: .discarded
        ) { execution in
            for _ in 0..<200 where folder.isMissing("port") { try await Task.sleep(for: .milliseconds(50)) }
            do {
                try await body(WebhookServer(folder: folder, at: place))
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
            try? execution.send(signal: .kill)
        }
    }

    func answers(_ text: String) throws { try folder.write("answer", text) }

    /// What it got so far.
    func requests() throws -> [JSONValue] { try folder.lines("requests").map { try JSONValue(parsing: $0.utf8) } }
}
