import CLinux
import Glibc

/// The listening Unix sockets that systemd opened and passed to this process (sd_listen_fds(3)).
///
/// They belong to the service manager: it keeps them while the service is restarted, so that clients wait and none is
/// refused. Their paths are neither made nor removed here.
public struct PassedSockets: Sendable {
    /// One of them.
    public struct Passed: Sendable, Equatable {
        /// What its unit calls it (`FileDescriptorName=`).
        public let name: String
        /// The listening socket; close-on-exec.
        public let descriptor: Int32
        /// Where clients connect; empty where it has no path.
        public let path: String
    }

    /// Why what was passed cannot be used.
    public struct Unusable: Error, Sendable, Equatable, CustomStringConvertible {
        /// What is wrong and what to do.
        public let description: String
    }

    /// All of them, in the order of their units' lines.
    public let all: [Passed]

    /// Takes over what that environment says was passed to this process; nothing where it says nothing.
    ///
    /// - Throws: ``Unusable`` where the variables contradict each other, or a descriptor is no listening Unix stream
    ///   socket.
    public init(environment: [String: String]) throws(Unusable) {
        var sockets: [Passed] = []
        for (descriptor, name) in try Self.descriptors(environment, process: getpid()) {
            var buffer = [CChar](repeating: 0, count: 256)
            switch caselog_unix_listener(descriptor, &buffer, buffer.count) {
            case 0: break
            case 1: throw Unusable(description: "the passed descriptor '\(name)' is not a listening Unix stream socket")
            default:
                throw Unusable(
                    description: "the passed socket '\(name)' cannot be used: \(String(cString: strerror(errno)))")
            }
            let path = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            sockets.append(Passed(name: name, descriptor: descriptor, path: path))
        }
        all = sockets
    }

    /// The one of that name.
    public subscript(name: String) -> Passed? { all.first { $0.name == name } }

    /// Says that only those names are known.
    ///
    /// - Throws: ``Unusable`` for any other.
    public func expect(only names: Set<String>) throws(Unusable) {
        for socket in all where !names.contains(socket.name) {
            throw Unusable(
                description: "a socket named '\(socket.name)' was passed; FileDescriptorName= in its unit must be one "
                    + "of " + names.sorted().joined(separator: ", "))
        }
    }

    /// The first of the descriptors that are passed (SD_LISTEN_FDS_START).
    private static let first: Int32 = 3
    /// More than any unit would pass: a larger number is a mistake.
    private static let most: Int32 = 64

    /// Descriptors with their names, as the variables have them.
    static func descriptors(
        _ environment: [String: String], process: pid_t
    ) throws(Unusable) -> [(descriptor: Int32, name: String)] {
        guard let holder = environment["LISTEN_PID"], let text = environment["LISTEN_FDS"] else { return [] }
        // They may have been meant for a process that started this one.
        guard holder == String(process) else { return [] }
        guard let count = Int32(text), (0...most).contains(count) else {
            throw Unusable(description: "LISTEN_FDS is '\(text)', not a number of passed sockets")
        }
        let names =
            environment["LISTEN_FDNAMES"]?.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            ?? Array(repeating: "unknown", count: Int(count))
        guard names.count == Int(count) || (count == 0 && names == [""]) else {
            throw Unusable(description: "LISTEN_FDNAMES names \(names.count) sockets, but \(count) were passed")
        }
        guard Set(names).count == names.count else {
            throw Unusable(description: "two passed sockets have the same name; each needs its own FileDescriptorName=")
        }
        return (0..<count).map { (first + $0, names[Int($0)]) }
    }
}
