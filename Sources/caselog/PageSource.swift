import SocketClient
import WebPages

/// Asks the daemon for what a page needs, each time anew, as whoever runs this program.
struct PageSource: Sendable {
    private let socket: String
    private let site: Site

    init(socket: String, prefix: String) {
        self.socket = socket
        site = Site(prefix: prefix)
    }

    /// The page of that address, or the one that says why there is none.
    func reply(to address: PageAddress) async -> PageReply {
        do {
            return try await SocketConnection.with(socket: socket) { connection in
                let whoAmI = try await Self.ask(.caller, connection)
                guard let caller = PageCaller(whoAmI.json) else { return site.refusal(whoAmI, for: nil) }
                let plan = site.plan(for: address, caller: caller)
                var answers: [Answer] = []
                for question in plan.questions {
                    answers.append(try await Self.ask(question, connection))
                    if plan.ends(with: answers) { break }
                }
                return plan.reply(to: answers)
            }
        } catch let error as SocketClientError {
            return site.unreachable(error.description)
        } catch {
            return site.failure("\(error)", for: nil)
        }
    }

    private static func ask(_ question: Question, _ connection: SocketConnection) async throws -> Answer {
        let reply = try await connection.send(Call("GET", question.path, headers: [("Accept", question.accept)]))
        return Answer(status: reply.status, body: reply.body)
    }
}
