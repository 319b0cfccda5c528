import Foundation
import NIOSSL

/// A webhook: where notices are sent, how they are signed, and which.
public struct Webhook: Sendable {
    /// What the names of receivers that are webhooks begin with; no file name of a hook can.
    static let prefix = "webhook/"

    /// Its name in the configuration.
    public let name: String
    let url: String
    let secrets: [WebhookSecret]
    let filter: Filter
    /// How a server over TLS is known to be the right one.
    let tls: TLSConfiguration

    /// Which notices it is sent; an empty list allows all.
    public struct Filter: Sendable {
        /// The kinds.
        public var kinds: [String] = []
        /// The severities.
        public var severities: [Int16] = []
        /// The recipients.
        public var recipients: [String] = []

        /// All notices.
        public init() {}

        func allows(_ notice: SpreadNotice) -> Bool {
            (kinds.isEmpty || kinds.contains(notice.kind))
                && (severities.isEmpty || severities.contains(notice.severity))
                && (recipients.isEmpty || notice.recipient.map { recipients.contains($0) } ?? false)
        }
    }

    /// Why a webhook cannot be used as it is configured.
    public struct Mistake: Error, Sendable, CustomStringConvertible {
        /// What is wrong, in words.
        public let description: String
    }

    /// A webhook with at least one secret; the first signs, and so do the others while one replaces another.
    ///
    /// - Parameter authorities: Certificates in PEM: only servers that these vouch for are sent anything; unless given, those
    ///   that this machine trusts.
    public init(
        name: String, url: String, secrets: [WebhookSecret], filter: Filter = Filter(), authorities: [UInt8]? = nil
    ) throws(Mistake) {
        let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
        guard !name.isEmpty, name.utf8.count <= 64, name.allSatisfy({ letters.contains($0) }) else {
            throw Mistake(description: "a webhook's name is of small letters, digits, '-', '_' and '.', not '\(name)'")
        }
        guard !secrets.isEmpty else { throw Mistake(description: "the webhook \(name) has no secret") }
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(), let host = parts.host,
            !host.isEmpty
        else { throw Mistake(description: "the webhook \(name) has no URL") }
        guard parts.user == nil, parts.password == nil else {
            throw Mistake(description: "the webhook \(name) has a user or a password in its URL, which logs would show")
        }
        guard scheme == "https" || scheme == "http+unix" || scheme == "http" && Self.isLoopback(host) else {
            throw Mistake(
                description:
                    "the webhook \(name) needs https; http goes to this machine only, and http+unix to a socket")
        }
        self.name = name
        self.url = url
        self.secrets = secrets
        self.filter = filter
        tls = try Self.tls(name, authorities)
    }

    private static func tls(_ name: String, _ authorities: [UInt8]?) throws(Mistake) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        guard let authorities else { return tls }
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(authorities), !certificates.isEmpty else {
            throw Mistake(description: "the authorities of the webhook \(name) are not certificates in PEM")
        }
        tls.trustRoots = .certificates(certificates)
        return tls
    }

    private static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}
