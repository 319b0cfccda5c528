import Foundation
import Subprocess
import SystemPackage

/// Certificates of authorities of a test's own, made by the program openssl.
struct TestCertificates {
    let folder: TestFolder

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A certificate authority: the path of its certificate; its key beside it.
    func authority(_ name: String) async throws -> String {
        try await openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=\(name)", "-keyout", path(name, "key"), "-out", path(name, "pem"), "-addext",
            "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign",
        ])
        return path(name, "pem")
    }

    /// A server's certificate for that host by that authority, with its key in one file: the path.
    func server(_ name: String, host: String, by authority: String, days: Int = 2) async throws -> String {
        try await openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(host)",
            "-keyout", path(name, "key"), "-out", path(name, "csr"),
        ])
        try folder.write(name + ".ext", "subjectAltName=DNS:\(host)\nextendedKeyUsage=serverAuth\n")
        try await openssl([
            "x509", "-req", "-in", path(name, "csr"), "-CA", path(authority, "pem"), "-CAkey", path(authority, "key"),
            "-set_serial", "\(UInt32.random(in: 1 ... .max))", "-days", "\(days)", "-extfile", path(name, "ext"),
            "-out",
            path(name, "crt"),
        ])
        try folder.write(name + ".pem", folder.text(name + ".crt") + folder.text(name + ".key"))
        return path(name, "pem")
    }

    private func path(_ name: String, _ ending: String) -> String { "\(folder.path)/\(name).\(ending)" }

    private func openssl(_ arguments: [String]) async throws {
        let result = try await Subprocess.run(
            .name("openssl"), arguments: Arguments(arguments), output: .discarded, error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else { throw Failure(description: result.standardError) }
    }
}
