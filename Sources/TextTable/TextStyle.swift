/// How a piece of text stands out on a terminal.
public enum TextStyle: Sendable, Hashable, CaseIterable {
    /// Not at all.
    case plain
    /// Bold.
    case bold
    /// Less bright than the rest.
    case dim
    /// Red: what is wrong or late.
    case red
    /// Yellow: what wants attention.
    case yellow
    /// Green: what is as it should be.
    case green

    /// The parameter of Select Graphic Rendition (ECMA-48 8.3.117); `nil` for plain text.
    private var rendition: String? {
        switch self {
        case .plain: nil
        case .bold: "1"
        case .dim: "2"
        case .red: "31"
        case .yellow: "33"
        case .green: "32"
        }
    }

    /// The text with what makes it stand out around it.
    func applied(to text: String, colour: Bool) -> String {
        guard colour, let rendition, !text.isEmpty else { return text }
        return "\u{1B}[\(rendition)m\(text)\u{1B}[0m"
    }
}

/// What a text is laid out for.
public struct TextLayout: Sendable, Hashable {
    /// The widths that can be asked for, in cells of a terminal.
    public static let widths = 40...500

    /// The width in cells of a terminal.
    public var columns: Int
    /// Whether styles may be shown; only where the reader is known to be a terminal.
    public var colour: Bool

    /// A layout of that width, or the nearest that there is.
    public init(columns: Int = 100, colour: Bool = false) {
        self.columns = min(max(columns, Self.widths.lowerBound), Self.widths.upperBound)
        self.colour = colour
    }
}
