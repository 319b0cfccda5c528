import Foundation
import StrictJSON
import Subprocess
import SystemPackage

/// A web server in Python, which knows nothing of caselog: it answers what the file `answer` says (a status and headers, one a
/// line) and writes down each request that it got.
final class WebhookServer: Sendable {
    let folder: TestFolder
    let port: Int
    var url: String { "http://127.0.0.1:\(port)/hook" }

    private init(folder: TestFolder, port: Int) {
        self.folder = folder
        self.port = port
    }

    private static let program = """
        import base64, hashlib, hmac, http.server, json, os, sys, time
        folder, secrets = sys.argv[1], [base64.b64decode(s[6:]) for s in sys.argv[2:]]
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
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        open(folder + "/port.new", "w").write(str(server.server_port))
        os.rename(folder + "/port.new", folder + "/port")
        server.serve_forever()
        """

    /// Runs `body` beside such a server that checks signatures made with those secrets.
    static func with(secrets: [String], _ body: @Sendable @escaping (WebhookServer) async throws -> Void) async throws {
        let folder = TestFolder()
        try folder.write("answer", "200")
        _ = try await run(
            .name("python3"), arguments: Arguments(["-c", program, folder.path] + secrets), input: .none,
            output: .discarded, error: .discarded
        ) { execution in
            for _ in 0..<200 where folder.isMissing("port") { try await Task.sleep(for: .milliseconds(50)) }
            do {
                try await body(WebhookServer(folder: folder, port: Int(folder.text("port")) ?? 0))
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
