public import CaseRecord
import Foundation

/// What a return is read for.
public struct CensusContext: Sendable {
    /// The authority whose return it must be; `nil` takes the header's word.
    public let authority: AuthorityCode?
    /// The authority whose log the events are recorded in, where that is not the return's own.
    public let recordUnder: AuthorityCode?
    /// Who the events are recorded by. It is part of an event's content and so of its id: use one worker's
    /// identifier for every import, or the same fact gets two ids.
    public let recordedBy: WorkerID
    /// Now: nothing in the return can have happened more than a day after it.
    public let now: Instant

    /// A context.
    public init(
        authority: AuthorityCode? = nil, recordUnder: AuthorityCode? = nil, recordedBy: WorkerID, now: Instant
    ) {
        self.authority = authority
        self.recordUnder = recordUnder
        self.recordedBy = recordedBy
        self.now = now
    }
}

/// Reads a children in need census (the XML return of every English local authority) as case events.
///
/// Bytes come in as they are at hand and each child goes out as soon as it is complete, so memory is bounded by
/// the largest child (at most ``largestBlock``), never by the file. Not `Sendable`: one task or thread feeds it.
///
/// Two things of a return have no field in an event and are read past: `AssessmentInternalReviewDate` (N00161) and
/// `InitialCPCtarget` (N00109, which follows from the enquiry's start).
public final class CensusReader {
    /// The most bytes of names and text that one child or the header may have; a larger child is left out.
    public static let largestBlock = 1 << 20
    /// The most bytes that are parsed before what they completed is delivered.
    private static let pieceSize = 65_536

    private let assembler: CensusAssembler
    private let parser: PushParser?
    private var failure: (any Error)?

    /// What was delivered so far.
    public private(set) var summary = CensusSummary()

    /// A reader for one file.
    public init(_ context: CensusContext) {
        assembler = CensusAssembler(context)
        parser = PushParser(telling: assembler)
    }

    /// Reads the next bytes of the file and hands over what they completed.
    ///
    /// - Throws: ``CensusError``, after everything that was complete before it has been handed over; or what `each`
    ///   throws. The reader is then at its end: every later call throws the same.
    public func feed(_ bytes: some Collection<UInt8>, each: (CensusItem) throws -> Void) throws {
        let isDone: Void? = try bytes.withContiguousStorageIfAvailable { buffer in
            try feed(UnsafeRawBufferPointer(buffer), each: each)
        }
        if isDone == nil { try Array(bytes).withUnsafeBytes { try feed($0, each: each) } }
    }

    /// Says that the file has ended.
    ///
    /// - Returns: what the whole file came to.
    /// - Throws: as ``feed(_:each:)``; ``CensusError/cutOff(_:)`` if the file is not complete.
    public func finish(each: (CensusItem) throws -> Void) throws -> CensusSummary {
        try step(each) { parser throws(MarkupFailure) in try parser.finish() }
        try step(each) { _ throws(MarkupFailure) in assembler.documentEnded() }
        return summary
    }

    private func feed(_ bytes: UnsafeRawBufferPointer, each: (CensusItem) throws -> Void) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.pieceSize))
            rest = rest.dropFirst(Self.pieceSize)
            try step(each) { parser throws(MarkupFailure) in try parser.parse(piece) }
        }
    }

    private func step(
        _ each: (CensusItem) throws -> Void, _ parse: (PushParser) throws(MarkupFailure) -> Void
    ) throws {
        if let failure { throw failure }
        do {
            guard let parser else { throw CensusError.unreadable(reason: "there is no memory for a parser") }
            var broken: CensusError?
            do throws(MarkupFailure) {
                try parse(parser)
            } catch {
                broken = CensusError(error)
            }
            for item in assembler.takeItems() {
                summary.add(item)
                try each(item)
            }
            if let error = assembler.failure ?? broken { throw error }
        } catch {
            failure = error
            throw error
        }
    }
}

extension CensusReader {
    /// Reads a file that comes in pieces, and hands over its header and then each child.
    ///
    /// - Throws: ``CensusError``, after everything that was complete before it; or what `each` throws.
    public static func read(
        from pieces: some Sequence<some Collection<UInt8>>, _ context: CensusContext,
        each: (CensusItem) throws -> Void
    ) throws -> CensusSummary {
        let reader = CensusReader(context)
        for piece in pieces { try reader.feed(piece, each: each) }
        return try reader.finish(each: each)
    }

    /// Reads the file at that path, and hands over its header and then each child.
    ///
    /// - Throws: ``CensusError``, after everything that was complete before it; or what `each` throws.
    public static func read(
        fileAt path: String, _ context: CensusContext, each: (CensusItem) throws -> Void
    ) throws -> CensusSummary {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw CensusError.unreadable(reason: "there is no such file, or it must not be read")
        }
        defer { try? file.close() }
        let reader = CensusReader(context)
        while let piece = try next(of: file) { try reader.feed(piece, each: each) }
        return try reader.finish(each: each)
    }

    private static func next(of file: FileHandle) throws(CensusError) -> Data? {
        do {
            let piece = try file.read(upToCount: pieceSize)
            return piece?.isEmpty == false ? piece : nil
        } catch {
            throw .unreadable(reason: "reading it failed")
        }
    }
}

extension CensusError {
    fileprivate init(_ failure: MarkupFailure) {
        switch failure {
        case .malformed(let place, let reason): self = .notWellFormed(place, reason: reason)
        case .documentType(let place): self = .documentType(place)
        case .endsEarly(let place): self = .cutOff(place)
        }
    }
}
