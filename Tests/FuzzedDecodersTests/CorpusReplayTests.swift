import Foundation
import FuzzedDecoders
import Testing
import Timescales

/// What fuzzing found worth keeping: each input once refused, taken, or fatal in a way of its own.
@Suite struct CorpusReplayTests {
    @Test(arguments: FuzzedDecoder.allCases)
    func everyKeptInputIsTakenOrRefused(_ decoder: FuzzedDecoder) throws {
        let standard = try Rulebook.standard()
        let folder = try #require(Bundle.module.resourceURL).appending(path: "Corpus/\(decoder.rawValue)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 5)
        for file in files {
            do {
                try decoder.take([UInt8](try Data(contentsOf: file)), onto: standard)
            } catch let changed as FuzzedDecoder.Changed {
                Issue.record("\(file.lastPathComponent): \(changed)")
            }
        }
    }
}
