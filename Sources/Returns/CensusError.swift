public import CaseRecord

/// A place in a file: line and column, both counted from 1.
public struct CensusPlace: Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1: characters of the line, as far as the parser counts them.
    public let column: Int

    /// A place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// As `line 12, column 7`.
    public var description: String { "line \(line), column \(column)" }
}

/// Why a file as a whole, or the rest of it, cannot be read as a children in need census.
public enum CensusError: Error, Sendable, Equatable {
    /// The file cannot be opened or read.
    case unreadable(reason: String)
    /// It is not well-formed XML from that place on.
    case notWellFormed(CensusPlace, reason: String)
    /// It ends there, in the middle; every child that was complete has been delivered.
    case cutOff(CensusPlace)
    /// It declares a document type. A return never does, and entities could hide what its values are.
    case documentType(CensusPlace)
    /// It is XML, but not a children in need census.
    case notCensus(CensusPlace, reason: String)
    /// It is the return of another authority than the one that it was read for.
    case otherAuthority(CensusPlace, stated: AuthorityCode, expected: AuthorityCode)

    /// Where; `nil` if no byte could be read.
    public var place: CensusPlace? {
        switch self {
        case .unreadable: nil
        case .notWellFormed(let place, _), .cutOff(let place), .documentType(let place), .notCensus(let place, _),
            .otherAuthority(let place, _, _):
            place
        }
    }
}

extension CensusError: CustomStringConvertible {
    /// Where and what, in one line. Never repeats a value of a child.
    public var description: String {
        switch self {
        case .unreadable(let reason): "the file cannot be read: \(reason)"
        case .notWellFormed(let place, let reason): "\(place): not well-formed XML: \(reason)"
        case .cutOff(let place): "\(place): the file ends in the middle; what stood before was read"
        case .documentType(let place): "\(place): a return must not declare a document type (<!DOCTYPE ...>)"
        case .notCensus(let place, let reason): "\(place): not a children in need census: \(reason)"
        case .otherAuthority(let place, let stated, let expected):
            "\(place): the return of authority \(stated), but it was to be read for \(expected)"
        }
    }
}
