/// Figures of one name, as Prometheus reads them (text exposition format 0.0.4).
public struct MetricFamily: Sendable, Hashable {
    /// What a figure says.
    public enum Kind: String, Sendable {
        /// It only grows while the process lives.
        case counter
        /// It goes up and down.
        case gauge
        /// How many there were of each size.
        case histogram
    }

    /// A figure with what tells it from others of the name.
    public struct Sample: Sendable, Hashable {
        let suffix: String
        let labels: [Label]
        let value: Double

        /// A figure with those labels.
        public init(_ value: Double, _ labels: [Label] = []) { self.init(value, labels, suffix: "") }

        init(_ value: Double, _ labels: [Label], suffix: String) {
            self.value = value
            self.labels = labels
            self.suffix = suffix
        }
    }

    /// One thing that tells a figure from others of the name.
    public struct Label: Sendable, Hashable {
        let name: String
        let value: String

        /// A label. Names are letters and `_`; values are any text.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    let name: String
    let kind: Kind
    let help: String
    let samples: [Sample]

    /// Figures of one name, with its unit at the end of it.
    public init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    /// One figure.
    public init(_ name: String, _ kind: Kind, _ help: String, _ value: some BinaryInteger) {
        self.init(name, kind, help, [Sample(Double(value))])
    }

    /// Histograms, each with its labels.
    public init(_ name: String, _ help: String, _ histograms: [(labels: [Label], seen: Histogram.Snapshot)]) {
        var samples: [Sample] = []
        for (labels, seen) in histograms {
            var total: UInt64 = 0
            for (bound, count) in zip(seen.bounds, seen.counts) {
                total += count
                samples.append(
                    Sample(Double(total), labels + [Label("le", MetricText.number(bound))], suffix: "_bucket"))
            }
            samples.append(Sample(Double(seen.count), labels + [Label("le", "+Inf")], suffix: "_bucket"))
            samples.append(Sample(seen.sum, labels, suffix: "_sum"))
            samples.append(Sample(Double(seen.count), labels, suffix: "_count"))
        }
        self.init(name, .histogram, help, samples)
    }
}
