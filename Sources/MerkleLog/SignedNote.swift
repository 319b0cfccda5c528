import Crypto
import Foundation

/// A text with signatures, in the form of C2SP signed-note: whoever holds a key may add a line, and lines by unknown
/// keys are passed over, so that outside witnesses can countersign.
public struct SignedNote: Sendable, Equatable {
    /// What is signed: lines, each with its newline, none of them empty.
    public let text: String
    /// The signatures.
    public var signatures: [Signature]

    /// One signature line.
    public struct Signature: Sendable, Equatable {
        /// Who signed, as it says.
        public let name: String
        /// The first four bytes of the key's hash: which key it says it is.
        public let keyID: [UInt8]
        /// The signature's bytes; for Ed25519, 64.
        public let bytes: [UInt8]
    }

    /// A note with no signature yet.
    public init(text: String) {
        self.text = text
        signatures = []
    }

    /// Reads a note; `nil` if it is not one.
    public init?(parsing note: String) {
        guard let end = note.range(of: "\n\n", options: .backwards) else { return nil }
        text = note[..<end.lowerBound] + "\n"
        signatures = []
        for line in note[end.upperBound...].split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 3, words[0] == "—", !words[1].isEmpty,
                let bytes = Data(base64Encoded: String(words[2])),
                bytes.count > 4
            else { return nil }
            signatures.append(
                Signature(name: String(words[1]), keyID: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4))))
        }
        guard !signatures.isEmpty else { return nil }
    }

    /// The note with its signature lines.
    public var description: String {
        text + "\n"
            + signatures.map { "— \($0.name) \(Data($0.keyID + $0.bytes).base64EncodedString())\n" }.joined()
    }

    /// Whether that key signed it.
    public func isSigned(by key: NoteVerifier) -> Bool {
        signatures.contains { $0.name == key.name && $0.keyID == key.keyID && key.accepts($0.bytes, for: text) }
    }
}

/// A key that signs notes (Ed25519).
public struct NoteSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    /// What others check its signatures with.
    public let verifier: NoteVerifier

    /// A new key.
    public init(name: String) { self.init(name: name, key: Curve25519.Signing.PrivateKey()) }

    /// The key with those 32 secret bytes; `nil` if they are none.
    public init?(name: String, secret: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret) else { return nil }
        self.init(name: name, key: key)
    }

    private init(name: String, key: Curve25519.Signing.PrivateKey) {
        self.key = key
        verifier = NoteVerifier(name: name, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// The secret bytes, to be kept where nobody else reads them.
    public var secret: [UInt8] { Array(key.rawRepresentation) }

    /// Adds its signature.
    ///
    /// - Throws: What the cryptographic library throws; it has no reason to.
    public func sign(_ note: inout SignedNote) throws {
        let signature = try key.signature(for: Data(note.text.utf8))
        note.signatures.append(
            SignedNote.Signature(name: verifier.name, keyID: verifier.keyID, bytes: Array(signature)))
    }
}

/// The public half of a ``NoteSigner``.
public struct NoteVerifier: Sendable, Equatable {
    // The signature type of Ed25519 in C2SP signed-note.
    private static let ed25519: UInt8 = 1

    /// The key's name.
    public let name: String
    /// The 32 public bytes.
    public let publicKey: [UInt8]

    /// The key with that name and those bytes.
    public init(name: String, publicKey: [UInt8]) {
        self.name = name
        self.publicKey = publicKey
    }

    /// Reads `name+hash+key`, as C2SP signed-note writes a verifier key; `nil` if it is not one.
    public init?(parsing text: String) {
        // The base64 part may hold a plus sign, the name may not.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, let bytes = Data(base64Encoded: String(parts[2])),
            bytes.count == 33, bytes.first == Self.ed25519
        else { return nil }
        self.init(name: String(parts[0]), publicKey: Array(bytes.dropFirst()))
        guard parts[1] == keyIDText else { return nil }
    }

    /// `name+hash+key`.
    public var description: String {
        "\(name)+\(keyIDText)+\(Data([Self.ed25519] + publicKey).base64EncodedString())"
    }

    /// The first four bytes of SHA-256(name || 0x0A || 0x01 || public key).
    public var keyID: [UInt8] {
        var hash = SHA256()
        hash.update(data: Array(name.utf8) + [0x0A, Self.ed25519] + publicKey)
        return Array(hash.finalize().prefix(4))
    }

    private var keyIDText: String { keyID.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    func accepts(_ signature: [UInt8], for text: String) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: Data(text.utf8))
    }
}
