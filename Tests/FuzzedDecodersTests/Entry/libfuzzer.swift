// What libFuzzer calls with the bytes that it makes up. Deploy/fuzz links it; it is in no target of the package, whose
// programs cannot be linked with libFuzzer.
import FuzzedDecoders
import Glibc
import Timescales

private let decoder = getenv("CASELOG_FUZZED_DECODER").flatMap { FuzzedDecoder(rawValue: String(cString: $0)) }
private let standard = try? Rulebook.standard()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let decoder, let standard else { fatalError("CASELOG_FUZZED_DECODER names no decoder") }
    do {
        try decoder.take([UInt8](UnsafeBufferPointer(start: start, count: count)), onto: standard)
    } catch {
        fatalError("\(error)")
    }
    return 0
}
