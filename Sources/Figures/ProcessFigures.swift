import Foundation
import Glibc

/// What the kernel says of this process, by the names that Prometheus's own clients use.
public enum ProcessFigures {
    /// The figures; those that cannot be read are left out.
    public static func families() -> [MetricFamily] {
        var families: [MetricFamily] = []
        if let pages = field(of: "/proc/self/statm", 1) {
            families.append(
                MetricFamily(
                    "process_resident_memory_bytes", .gauge, "Resident memory.",
                    pages * Int(sysconf(Int32(_SC_PAGESIZE))))
            )
        }
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            let seconds =
                Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
                + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
            families.append(
                MetricFamily(
                    "process_cpu_seconds_total", .counter, "Processor time of this process.",
                    [MetricFamily.Sample(seconds)]))
        }
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            families.append(MetricFamily("process_open_fds", .gauge, "Open file descriptors.", open))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            families.append(
                MetricFamily("process_max_fds", .gauge, "The most file descriptors that may be open.", limit.rlim_cur))
        }
        return families
    }

    private static func field(of path: String, _ index: Int) -> Int? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let fields = text.split(separator: " ")
        return index < fields.count ? Int(fields[index]) : nil
    }
}
