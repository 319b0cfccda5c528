import Foundation
import Synchronization

/// Who may see the pages of one `caselog web`: the browser that used the address that was printed.
///
/// Every user of a machine can connect to a port on loopback, and cookies do not tell ports apart. So the pages stand below
/// a path that nobody can guess, the cookie goes to that path only, and the key that earns it is used up by one use.
final class WebSession: Sendable {
    /// The path below which all pages stand.
    let prefix: String
    private let cookie = Secret()
    private let state = Mutex(State())

    private struct State {
        var port = 0
        var key = Secret()
    }

    init() { prefix = "/" + Secret(bytes: 16).text }

    /// Takes note of the port.
    ///
    /// - Returns: The address that opens the pages.
    func open(on port: Int) -> String {
        state.withLock { state in
            state.port = port
            return address(state)
        }
    }

    private func address(_ state: State) -> String {
        "http://127.0.0.1:\(state.port)\(prefix)/enter?key=\(state.key.text)"
    }

    /// Whether a request's host is this server: pages of the web that have their name point to loopback (DNS rebinding) say
    /// their own.
    func isHost(_ host: String?) -> Bool {
        let port = state.withLock(\.port)
        return host == "127.0.0.1:\(port)" || host == "localhost:\(port)"
            || (port == 80 && (host == "127.0.0.1" || host == "localhost"))
    }

    /// Whether that is the secret part of the path.
    func isPrefix(_ segment: String) -> Bool { Secret.isSame("/" + segment, prefix) }

    /// Uses up a key.
    ///
    /// - Returns: The address for the next browser; `nil` where the key is not the present one.
    func enter(with key: String) -> String? {
        state.withLock { state in
            guard Secret.isSame(key, state.key.text) else { return nil }
            state.key = Secret()
            return address(state)
        }
    }

    /// What the browser is given to show from now on.
    var setCookie: String { "\(Self.cookieName)=\(cookie.text); Path=\(prefix); HttpOnly; SameSite=Strict" }

    /// Whether a `Cookie` field holds it.
    func knows(_ cookies: String) -> Bool {
        cookies.split(separator: ";").contains { pair in
            let sides = pair.split(separator: "=", maxSplits: 1)
            return sides.count == 2 && sides[0].filter { $0 != " " } == Self.cookieName
                && Secret.isSame(String(sides[1]), cookie.text)
        }
    }

    private static let cookieName = "caselog"
}

/// A text that nobody can guess.
struct Secret: Sendable {
    let text: String

    /// From that many bytes of the system's generator (getrandom), in the alphabet of base64url.
    init(bytes count: Int = 32) {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
        text = Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Compares in a time that tells nothing of where they differ.
    static func isSame(_ one: String, _ other: String) -> Bool {
        let (first, second) = (Array(one.utf8), Array(other.utf8))
        guard first.count == second.count else { return false }
        return zip(first, second).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
