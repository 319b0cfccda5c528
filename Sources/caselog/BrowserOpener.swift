import Foundation

/// Opens an address in the user's browser without showing it to others: every user of a machine can read command lines, so
/// the browser is given a file that nobody else can read, which leads on.
struct BrowserOpener: Sendable {
    private let program: String
    private let directory: String

    /// `nil` where there is no screen or no `xdg-open`.
    init?(environment: [String: String]) {
        guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return nil }
        let places = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/xdg-open" }
        guard let program = places.first(where: FileManager.default.isExecutableFile(atPath:)) else { return nil }
        let base = environment["XDG_RUNTIME_DIR"] ?? FileManager.default.temporaryDirectory.path(percentEncoded: false)
        let directory = base + "/caselog-web-" + Secret(bytes: 9).text
        guard mkdir(directory, 0o700) == 0 else { return nil }
        self.program = program
        self.directory = directory
    }

    /// Opens it; where that does not work the address was printed anyway.
    func open(_ address: String) {
        let file = directory + "/open.html"
        // The address has no character that HTML would read as its own.
        let page = """
            <!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>caselog</title>
            <meta http-equiv="refresh" content="0; url=\(address)"></head>
            <body><p><a href="\(address)">Open caselog</a></p></body></html>

            """
        let made = FileManager.default.createFile(
            atPath: file, contents: Data(page.utf8), attributes: [.posixPermissions: 0o600])
        guard made else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [file]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try? process.run()
    }

    /// Takes the file away again.
    func close() { try? FileManager.default.removeItem(atPath: directory) }
}
