import Figures
import Foundation
import Testing

/// The text that Prometheus reads.
@Suite struct MetricTextTests {
    @Test func figuresAreWrittenWithTheirHelpAndLabels() {
        let text = MetricText.render([
            MetricFamily("a_total", .counter, "How many\nthere \\ were.", 3),
            MetricFamily(
                "b", .gauge, "Some.",
                [
                    MetricFamily.Sample(0.5, [.init("route", "/v1/\"x\"\\\n"), .init("status", "200")]),
                    MetricFamily.Sample(.infinity),
                ]),
            MetricFamily("none", .gauge, "Nothing.", []),
        ])
        #expect(
            text == """
                # HELP a_total How many\\nthere \\\\ were.
                # TYPE a_total counter
                a_total 3
                # HELP b Some.
                # TYPE b gauge
                b{route="/v1/\\"x\\"\\\\\\n",status="200"} 0.5
                b +Inf

                """)
    }

    @Test func histogramsAreCumulated() {
        let histogram = Histogram(bounds: [1, 2.5])
        for value in [0.5, 1, 2, 7] { histogram.add(value) }
        histogram.add(.milliseconds(1500))
        let text = MetricText.render([
            MetricFamily("h", "Sizes.", [(labels: [.init("kind", "x")], seen: histogram.snapshot)])
        ])
        #expect(
            text == """
                # HELP h Sizes.
                # TYPE h histogram
                h_bucket{kind="x",le="1"} 2
                h_bucket{kind="x",le="2.5"} 4
                h_bucket{kind="x",le="+Inf"} 5
                h_sum{kind="x"} 12
                h_count{kind="x"} 5

                """)
    }

    @Test func manyThreadsLoseNothing() async {
        let (histogram, tally) = (Histogram(bounds: Histogram.numbers), Tally<String>())
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for value in 0..<1000 {
                        histogram.add(Double(value))
                        tally.add("\(task % 2)")
                    }
                }
            }
        }
        #expect(histogram.snapshot.count == 8000)
        #expect(histogram.snapshot.sum == 8 * 499_500)
        #expect(tally.snapshot == ["0": 4000, "1": 4000])
    }

    @Test func theProcessSaysWhatItUses() throws {
        let text = MetricText.render(ProcessFigures.families())
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("process_resident_memory_bytes ") })
        let bytes = try #require(Int(line.dropFirst("process_resident_memory_bytes ".count)))
        #expect((1_000_000...100_000_000_000).contains(bytes))
        for name in ["process_cpu_seconds_total", "process_open_fds", "process_max_fds"] {
            #expect(text.contains("\n\(name) "))
        }
    }
}
