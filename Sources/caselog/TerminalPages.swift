import ArgumentParser
import Foundation
import TextTable

/// What commands that print long texts take.
struct PageOptions: ParsableArguments {
    @Flag(help: "Do not page through a text that is higher than the terminal.")
    var noPager = false

    /// What a text for standard output is laid out for.
    var layout: TextLayout { TextLayout(columns: Terminal.columns, colour: Terminal.showsColour) }

    /// The layout as parameters of a request.
    var query: [(String, String?)] {
        [("columns", String(layout.columns)), ("colour", layout.colour ? "true" : nil)]
    }

    /// Shows a text: on standard output or, where that is a terminal and the text is higher, a page at a time.
    func show(_ bytes: some Collection<UInt8>) { Terminal.show(bytes, paging: !noPager) }
}

extension Terminal {
    /// Whether standard output is a terminal that shows colours and nobody said `NO_COLOR` (no-color.org).
    static var showsColour: Bool {
        let environment = ProcessInfo.processInfo.environment
        guard environment["NO_COLOR"]?.isEmpty ?? true, environment["TERM"] != "dumb" else { return false }
        return isatty(STDOUT_FILENO) == 1
    }

    /// The height of the terminal that standard output is; `nil` where it is none.
    static var lines: Int? {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else {
            return nil
        }
        return Int(size.ws_row)
    }

    /// Writes a text to standard output or, where that is a terminal and the text is higher, through `$PAGER`, which is
    /// `less` unless something else is said; `cat` or nothing turns paging off.
    static func show(_ bytes: some Collection<UInt8>, paging: Bool = true) {
        let pager = ProcessInfo.processInfo.environment["PAGER"] ?? "less"
        guard paging, !pager.isEmpty, pager != "cat", let lines, bytes.count(where: { $0 == 0x0A }) >= lines,
            page(Array(bytes), through: pager)
        else { return write(bytes) }
    }

    /// Whether the pager took the text.
    ///
    /// It has to stay in this process's group, or the terminal would stop it, so that it is not started by `Process`.
    private static func page(_ bytes: [UInt8], through pager: String) -> Bool {
        // Leave at once where the text fits, keep colours, and leave it on the screen.
        setenv("LESS", "FRX", 0)
        // A reader who leaves early ends the pager, not this program.
        let (broken, interrupted) = (signal(SIGPIPE, SIG_IGN), signal(SIGINT, SIG_IGN))
        defer {
            signal(SIGPIPE, broken)
            signal(SIGINT, interrupted)
        }
        guard let pipe = popen(pager, "w") else { return false }
        fwrite(bytes, 1, bytes.count, pipe)
        // 127: the shell found no such program, and nothing was shown.
        return pclose(pipe) != 127 << 8
    }
}
