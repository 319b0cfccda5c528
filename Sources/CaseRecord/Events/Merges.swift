public import Foundation

/// Two records turned out to be of one child: what stands in the one is shown in the other from now on.
public struct RecordMerged: EventPayload {
    /// `record.merged`.
    public static let type: EventType = "record.merged"
    /// Record merged.
    public static let title = "Record merged"

    /// The record that goes into the other.
    public let from: ChildID
    /// The record that goes on.
    public let into: ChildID
    /// How it is known that the two are one child.
    public let reason: String

    /// Record merged.
    public init(from: ChildID, into: ChildID, reason: String) {
        self.from = from
        self.into = into
        self.reason = reason
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let records = TwoRecords(reading: &fields)
        let reason = fields.required("reason", as: String.self)
        guard let records, let reason else { return nil }
        from = records.from
        into = records.into
        self.reason = reason
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("from", from)
        fields.put("into", into)
        fields.put("reason", reason)
    }

    /// In one line.
    public var headline: String { "Record \(from) merged into \(into): \(reason)" }
}

/// A merge was a mistake: each record shows its own entries again.
public struct RecordUnmerged: ChangesEntry {
    /// `record.unmerged`.
    public static let type: EventType = "record.unmerged"
    /// Record unmerged.
    public static let title = "Record unmerged"

    /// The merge, by the id of its event.
    public let merge: UUID
    /// The record that had gone into the other.
    public let from: ChildID
    /// The record that it had gone into.
    public let into: ChildID
    /// How it is known that the two are not one child.
    public let reason: String

    /// Record unmerged.
    public init(merge: UUID, from: ChildID, into: ChildID, reason: String) {
        self.merge = merge
        self.from = from
        self.into = into
        self.reason = reason
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let merge = fields.required("merge", as: UUID.self)
        let records = TwoRecords(reading: &fields)
        let reason = fields.required("reason", as: String.self)
        guard let merge, let records, let reason else { return nil }
        self.merge = merge
        from = records.from
        into = records.into
        self.reason = reason
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("merge", merge)
        fields.put("from", from)
        fields.put("into", into)
        fields.put("reason", reason)
    }

    /// The merge.
    public var changedEntry: UUID { merge }

    /// In one line.
    public var headline: String { "Record \(from) unmerged from \(into): \(reason)" }
}

extension RecordMerged {
    /// The event stands in both records.
    public func check(_ envelope: EnvelopeFacts, _ problems: inout FieldProblems) {
        TwoRecords(from: from, into: into).check(envelope, &problems)
    }
}

extension RecordUnmerged {
    /// The event stands in both records.
    public func check(_ envelope: EnvelopeFacts, _ problems: inout FieldProblems) {
        TwoRecords(from: from, into: into).check(envelope, &problems)
    }
}

/// The two records of a merge, as the fields `from` and `into`.
private struct TwoRecords {
    let from: ChildID
    let into: ChildID

    init(from: ChildID, into: ChildID) {
        self.from = from
        self.into = into
    }

    init?(reading fields: inout FieldReader) {
        let from = fields.required("from", as: ChildID.self)
        let into = fields.required("into", as: ChildID.self)
        guard let from, let into else { return nil }
        guard from != into else {
            fields.refuse("into", "must be another record than from")
            return nil
        }
        self.from = from
        self.into = into
    }

    func check(_ envelope: EnvelopeFacts, _ problems: inout FieldProblems) {
        guard let children = envelope.children, Set(children) != [from, into] else { return }
        problems.at("children") { $0.add("must name the two records of data, from and into, and no other") }
    }
}
