import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import StrictJSON

/// Holds one connection to the limits, and says why where it cannot be gone on with.
///
/// It stands between HTTP and the routes: what cannot be read as a request, or does not come in time, gets a problem
/// document and never reaches a route. A second handler in front of HTTP, ``BytesWatch``, tells it of bytes. All of it
/// runs on the connection's event loop.
final class RequestGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// While the daemon stops: how long a client that has connected and not said a word may take to do so. Nobody else will
    /// ever answer that connection; the next one may be another daemon's.
    private static let firstWord = TimeAmount.seconds(1)

    /// How much of a request has come.
    private enum Receiving {
        case nothing
        case head(since: NIODeadline)
        case body(since: NIODeadline)
    }

    /// What a client of a connection too many may take to say what it wants, and, while the daemon stops, any client to
    /// send the rest of a request or take some of an answer.
    private static let shortPatience = TimeAmount.seconds(5)

    private let head: Int
    private let body: Int
    private var patience: TimeAmount
    private var stallPatience: TimeAmount
    /// What every request is answered: where the connection is one too many.
    private let turnedAway: Problem?

    private var receiving = Receiving.nothing
    private var headBytes = 0
    private var receivingTimer: Scheduled<Void>?
    private var sendingTimer: Scheduled<Void>?
    private var bytesQueued = 0
    private var bytesSent = 0
    /// Requests whose answer has not been written, and answers that have not left.
    private var (unanswered, unsent) = (0, 0)
    private var owesContinue = false
    /// What is said once all earlier requests are answered.
    private var refusal: Problem?
    private var hasRefused = false
    private var isLast = false
    private var isStopping = false
    /// Whether no request has come yet, and the order to stop that waits for one.
    private var (isFresh, heldStop) = (true, false)
    private var awaitedClose: EventLoopPromise<Void>?
    private var context: ChannelHandlerContext?

    init(_ limits: Limits, turnedAway: Problem? = nil) {
        head = limits.head
        body = limits.body
        patience = turnedAway == nil ? TimeAmount(limits.receiving) : Self.shortPatience
        stallPatience = TimeAmount(limits.sending)
        self.turnedAway = turnedAway
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        // Whoever is one too many has no time to lie idle.
        if turnedAway != nil { begin() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        receivingTimer?.cancel()
        sendingTimer?.cancel()
    }

    // MARK: - Receiving

    /// So many bytes have come, before HTTP sees them.
    func willReceive(_ bytes: Int) {
        switch receiving {
        case .nothing:
            begin()
            headBytes = bytes
        case .head: headBytes += bytes
        case .body: break
        }
    }

    /// HTTP has seen them.
    func didReceive() {
        if case .head = receiving, headBytes > head { refuse(.headTooLarge(head)) }
    }

    private func begin() {
        receiving = .head(since: .now())
        if receivingTimer == nil { schedule(in: patience) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(let request):
            isFresh = false
            let begun = if case .head(let since) = receiving { since } else { NIODeadline.now() }
            receiving = .body(since: begun)
            if receivingTimer == nil { schedule(in: patience) }
            if let turnedAway { return refuse(turnedAway) }
            guard refusal == nil else { return }
            unanswered += 1
            if request.headerFields[.expect]?.lowercased() == "100-continue" { promiseContinue(request, context) }
            // What would come after these is no request.
            let isHandedOver = request.method == .connect || request.headerFields[.upgrade] != nil
            if isHandedOver || request.headerFields[.connection]?.lowercased() == "close" { isLast = true }
        case .body: guard refusal == nil else { return }
        case .end:
            receiving = .nothing
            headBytes = 0
            owesContinue = false
            guard refusal == nil else { return }
        }
        context.fireChannelRead(data)
        // Whoever stops the connection knows of the request by now, and waits for its answer.
        if !isFresh { passStopOn() }
    }

    private func schedule(in time: TimeAmount) {
        receivingTimer = context?.eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in
            self?.lookAtReceiving()
        }
    }

    /// One timer looks now and then, so that a request which comes in time costs none.
    private func lookAtReceiving() {
        receivingTimer = nil
        let since: NIODeadline
        switch receiving {
        case .nothing: return
        case .head(let begun), .body(let begun): since = begun
        }
        guard NIODeadline.now() >= since + patience else { return schedule(in: since + patience - NIODeadline.now()) }
        giveUp(.receivedTooSlowly)
    }

    /// The rest of what is being received will not come, or means nothing.
    private func giveUp(_ problem: Problem) {
        guard case .body = receiving, refusal == nil, !hasRefused else { return refuse(problem) }
        guard unanswered > 0 else { return close() }
        // Whoever answers may be waiting for the body.
        isLast = true
        context?.fireErrorCaught(problem)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as HTTPParserError: giveUp(Problem(error, head: head))
        case is HTTP1TypeConversionError: refuse(.unknownMethod)
        default: context.fireErrorCaught(error)
        }
    }

    // MARK: - Answers

    /// Tells a client that waits for it to send the body, when its turn has come (RFC 9110 section 10.1.1).
    private func promiseContinue(_ request: HTTPRequest, _ context: ChannelHandlerContext) {
        // A body that is too large will not be sent, so that nothing can come after it.
        guard request.headerFields[.contentLength].flatMap({ Int($0) }) ?? 0 <= body else {
            isLast = true
            return
        }
        owesContinue = true
        if unanswered == 1 { sendContinue(context) }
    }

    private func sendContinue(_ context: ChannelHandlerContext) {
        guard owesContinue else { return }
        owesContinue = false
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if head.headerFields[.connection]?.lowercased() == "close" { isLast = true }
            if (isLast || isStopping) && unanswered == 1 { head.headerFields[.connection] = "close" }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            unanswered -= 1
            unsent += 1
            let written = promise ?? context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenComplete { [weak self] _ in self?.hasSent() }
            context.write(data, promise: written)
        }
    }

    private func hasSent() {
        unsent -= 1
        guard unsent == 0, let context else { return }
        if unanswered == 0, let refusal { return answer(refusal, context) }
        if unanswered == 0, isLast { return close() }
        if let awaitedClose {
            self.awaitedClose = nil
            return context.close(promise: awaitedClose)
        }
        if unanswered == 1 { sendContinue(context) }
    }

    /// Takes no more, and says why as soon as all earlier requests are answered.
    private func refuse(_ problem: Problem) {
        guard refusal == nil, !hasRefused else { return }
        guard unanswered == 0, unsent == 0, let context else {
            refusal = problem
            return
        }
        answer(problem, context)
    }

    private func answer(_ problem: Problem, _ context: ChannelHandlerContext) {
        refusal = nil
        hasRefused = true
        let bytes = problem.json.bytes() + [UInt8(ascii: "\n")]
        var fields: HTTPFields = [
            .contentType: "application/problem+json", .contentLength: String(bytes.count), .connection: "close",
        ]
        if let retryAfter = problem.retryAfter { fields[.retryAfter] = String(retryAfter) }
        context.write(
            wrapOutboundOut(.head(HTTPResponse(status: problem.status, headerFields: fields))), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: bytes))), promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        unsent += 1
        written.futureResult.assumeIsolated().whenComplete { [weak self] _ in
            self?.unsent -= 1
            self?.close()
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    // MARK: - Sending and closing

    /// So many bytes are about to leave.
    func willSend(_ bytes: Int) {
        bytesQueued += bytes
        if sendingTimer == nil { lookAtSending(in: stallPatience) }
    }

    private func lookAtSending(in time: TimeAmount) {
        bytesSent = bytesQueued - waitingBytes
        sendingTimer = context?.eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in
            guard let self else { return }
            sendingTimer = nil
            guard waitingBytes > 0 else { return }
            guard bytesQueued - waitingBytes > bytesSent else { return close() }
            lookAtSending(in: stallPatience)
        }
    }

    private var waitingBytes: Int {
        (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    /// Whatever still waits is given up.
    private func close() {
        let promise = awaitedClose
        awaitedClose = nil
        context?.close(promise: promise)
    }

    /// Closes once the answers that were written have left; NIO's own close drops what waits.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all, unsent > 0, context.channel.isActive else {
            return context.close(mode: mode, promise: promise)
        }
        guard let awaitedClose else {
            awaitedClose = promise ?? context.eventLoop.makePromise(of: Void.self)
            return
        }
        if let promise { awaitedClose.futureResult.cascade(to: promise) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            isStopping = true
            patience = min(patience, Self.shortPatience)
            stallPatience = min(stallPatience, Self.shortPatience)
            receivingTimer?.cancel()
            lookAtReceiving()
            if sendingTimer != nil {
                sendingTimer?.cancel()
                lookAtSending(in: stallPatience)
            }
            if isFresh, turnedAway == nil {
                heldStop = true
                context.eventLoop.assumeIsolated().scheduleTask(in: Self.firstWord) { [weak self] in self?.passStopOn()
                }
                return
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Has those behind stop: at once where they have nothing to answer, else after that.
    private func passStopOn() {
        guard heldStop else { return }
        heldStop = false
        context?.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }
}

/// Stands in front of HTTP and tells a ``RequestGuard`` of the bytes that come and go.
final class BytesWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let guarding: RequestGuard

    init(_ guarding: RequestGuard) { self.guarding = guarding }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guarding.willReceive(unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
        guarding.didReceive()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guarding.willSend(unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }
}

extension RequestGuard {
    /// Puts the two handlers into the pipeline of a connection that HTTP has been set up for.
    static func add(to channel: any Channel, _ limits: Limits, turnedAway: Problem?) throws {
        let guarding = RequestGuard(limits, turnedAway: turnedAway)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(guarding, position: .after(try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)))
        try pipeline.addHandler(BytesWatch(guarding), position: .first)
    }
}
