import CLibXML2

/// Hears of a document's elements while it is parsed. Names are local names; attributes are of no matter here.
protocol MarkupHandler: AnyObject {
    /// A start tag ended at that place.
    func started(_ name: String, at place: CensusPlace)
    /// A piece of text that ends on that line; a run of text may come in several pieces.
    func found(_ text: String, endingOn line: Int)
    /// The innermost open element ended.
    func ended(at place: CensusPlace)
}

/// Why parsing cannot go on.
enum MarkupFailure: Error {
    case malformed(CensusPlace, reason: String)
    case documentType(CensusPlace)
    /// The input ended before the root element did.
    case endsEarly(CensusPlace)
}

/// libxml2's push parser: takes bytes as they come and keeps no document, so that memory stays bounded.
///
/// Foundation's XMLParser streams as well, but drops references to entities that a document type declares without
/// a word; a value could read differently from what the sender wrote. Here a document type ends the parsing
/// before any entity is known, and nothing outside the bytes given is ever opened.
final class PushParser {
    private static let libraryIsReady: Bool = {
        xmlInitParser()
        return true
    }()

    private let handler: any MarkupHandler
    private var context: xmlParserCtxtPtr?
    private var documentType: CensusPlace?
    private var depth = 0
    private var hasRoot = false

    /// A parser that tells that handler; fails only for want of memory.
    init?(telling handler: any MarkupHandler) {
        guard Self.libraryIsReady else { return nil }
        self.handler = handler
        var callbacks = Self.callbacks
        // The context is freed in deinit and calls back only from within `parse`, so self is there whenever it does.
        context = xmlCreatePushParserCtxt(&callbacks, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil)
        guard let context else { return nil }
        let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
        xmlCtxtUseOptions(context, Int32(options))
    }

    deinit {
        guard let context else { return }
        if let document = context.pointee.myDoc { xmlFreeDoc(document) }
        xmlFreeParserCtxt(context)
    }

    /// Where the parser stands.
    private var place: CensusPlace {
        guard let input = context?.pointee.input else { return CensusPlace(line: 1, column: 1) }
        return CensusPlace(line: Int(input.pointee.line), column: Int(input.pointee.col))
    }

    /// Parses the next bytes; the caller keeps the pieces small (some 64 KiB).
    func parse(_ bytes: UnsafeRawBufferPointer) throws(MarkupFailure) {
        try parse(bytes, isLast: false)
    }

    /// Says that the input has ended.
    func finish() throws(MarkupFailure) {
        try parse(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
        if depth > 0 || !hasRoot { throw .endsEarly(place) }
    }

    private func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(MarkupFailure) {
        guard let context else { return }
        xmlParseChunk(
            context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), isLast ? 1 : 0)
        if let documentType { throw .documentType(documentType) }
        guard context.pointee.wellFormed == 0 else { return }
        // Whatever was complete has been parsed before: what is wrong only at the end is what is missing.
        if isLast, depth > 0 { throw .endsEarly(place) }
        guard let error = xmlCtxtGetLastError(context) else { throw .malformed(place, reason: "not well-formed") }
        let found = CensusPlace(line: Int(error.pointee.line), column: Int(error.pointee.int2))
        let message = error.pointee.message.map { String(cString: $0) } ?? "error \(error.pointee.code)"
        throw .malformed(found, reason: message.split(whereSeparator: \.isNewline).first.map(String.init) ?? message)
    }

    private static var callbacks: xmlSAXHandler {
        var callbacks = xmlSAXHandler()
        callbacks.initialized = UInt32(XML_SAX2_MAGIC)
        callbacks.internalSubset = { parser, _, _, _ in
            guard let parser = PushParser.from(parser) else { return }
            parser.documentType = parser.place
            xmlStopParser(parser.context)
        }
        callbacks.startElementNs = { parser, name, _, _, _, _, _, _, _ in
            guard let parser = PushParser.from(parser), let name else { return }
            parser.depth += 1
            parser.hasRoot = true
            parser.handler.started(String(cString: name), at: parser.place)
        }
        callbacks.endElementNs = { parser, _, _, _ in
            guard let parser = PushParser.from(parser) else { return }
            parser.depth -= 1
            parser.handler.ended(at: parser.place)
        }
        let text: charactersSAXFunc = { parser, characters, count in
            guard let parser = PushParser.from(parser), let characters else { return }
            let bytes = UnsafeBufferPointer(start: characters, count: Int(count))
            parser.handler.found(String(decoding: bytes, as: UTF8.self), endingOn: parser.place.line)
        }
        callbacks.characters = text
        callbacks.ignorableWhitespace = text
        callbacks.cdataBlock = text
        return callbacks
    }

    private static func from(_ pointer: UnsafeMutableRawPointer?) -> PushParser? {
        pointer.map { Unmanaged<PushParser>.fromOpaque($0).takeUnretainedValue() }
    }
}
