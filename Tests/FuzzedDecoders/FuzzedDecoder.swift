import CaseRecord
import StrictJSON
public import Timescales

/// What reads bytes that come from outside, each as a function that takes any bytes and may refuse them but not trap; what
/// it takes must come out of it and go into it again unchanged.
///
/// `Deploy/fuzz` has libFuzzer make up the bytes; a test replays those that it found worth keeping.
public enum FuzzedDecoder: String, CaseIterable, Sendable {
    /// `StrictJSON`.
    case json
    /// Events of every type.
    case event
    /// Dates, moments, occurrences.
    case time
    /// Rule files.
    case rules

    /// What went in and did not come out.
    public struct Changed: Error, CustomStringConvertible {
        /// What it was and what it became.
        public let description: String
    }

    /// Reads the bytes.
    public func take(_ bytes: [UInt8], onto standard: Rulebook) throws(Changed) {
        switch self {
        case .json: try Self.takeJSON(bytes)
        case .event: try Self.takeEvent(bytes)
        case .time: try Self.takeTime(String(decoding: bytes, as: UTF8.self))
        case .rules:
            guard let text = String(validating: bytes, as: UTF8.self) else { return }
            _ = try? standard.adding(text, named: "fuzzed")
        }
    }

    private static func takeJSON(_ bytes: [UInt8]) throws(Changed) {
        guard let value = try? JSONValue(parsing: bytes) else { return }
        let written = value.bytes()
        guard let again = try? JSONValue(parsing: written) else {
            throw Changed(description: "not read again: \(value.text())")
        }
        // 5e2 is written as 500, which is read as an integer.
        guard again.bytes() == written else {
            throw Changed(description: "\(value.text()) became \(again.text())")
        }
    }

    private static func takeEvent(_ bytes: [UInt8]) throws(Changed) {
        guard let value = try? JSONValue(parsing: bytes) else { return }
        guard let authority = AuthorityCode("926"), let now = Instant("2026-01-02T03:04:05Z") else { return }
        let context = RecordingContext(authority: authority, recordedBy: WorkerID(unchecked: "a.worker"), now: now)
        guard let event = try? EventDraft.reading(value, in: context).event else { return }
        let written = JSONValue.object(event.json)
        let again: CaseEvent
        do {
            again = try EventDraft.reading(written, in: context).event
        } catch {
            throw Changed(description: "not read again: \(written.text()): \(error)")
        }
        guard JSONValue.object(again.json) == written else {
            throw Changed(description: "\(written.text()) became \(JSONValue.object(again.json).text())")
        }
    }

    private static func takeTime(_ text: String) throws(Changed) {
        if let date = CivilDate(text), CivilDate(date.description) != date {
            throw Changed(description: "\(text) became \(date)")
        }
        if let instant = Instant(text), Instant(instant.description) != instant {
            throw Changed(description: "\(text) became \(instant)")
        }
        if let occurrence = Occurrence(text) {
            guard Occurrence(occurrence.description) == occurrence else {
                throw Changed(description: "\(text) became \(occurrence)")
            }
            _ = occurrence.lastDay
        }
    }
}
