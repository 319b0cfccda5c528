public import CaseRecord
import Foundation
import StrictJSON

/// What audits found of assessments and plans that were made with one version of a template, beside the version before
/// (letter: templates are being redesigned to support practice).
///
/// Of each assessment or plan the first audit counts: what it was like before anybody mended it.
public struct TemplateEffect: Sendable {
    /// Fewer audits than this are not compared.
    public static let leastToCompare = 5

    /// The template with its version, as assessments name it: `single assessment 5`.
    public let template: String
    /// From when it was used; `nil` where nothing says that it was published.
    public let since: CivilDate?
    /// The version of the same template that it replaced.
    public let before: String?
    /// The first audits of what was made with it, the latest first.
    public let audits: [AuditedCriterion]
    /// Of how many of these each of its sections was filled in, in its order.
    public let sections: [(section: String, filledIn: Int)]
    /// What its audits and those of the version before say, in words.
    public private(set) var words = ""

    /// How many were good or better.
    public var good: Int { audits.count { $0.grade?.isGood == true } }

    /// How many had each grade, the best first.
    public var grades: [(grade: AuditGrade, count: Int)] {
        Dictionary(grouping: audits.compactMap(\.grade)) { $0 }.map { (grade: $0.key, count: $0.value.count) }
            .sorted { ($1.grade.rank, $0.grade.rawValue) < ($0.grade.rank, $1.grade.rawValue) }
    }

    /// The effect of each version that was published or that an audited assessment or plan names: by template, the latest
    /// first.
    ///
    /// - Parameters:
    ///   - audits: What audits say.
    ///   - authority: The events that stand in no child's record.
    static func all(of audits: [AuditedCriterion], authority: [RecordedEvent]) -> [TemplateEffect] {
        var published: [String: Published] = [:]
        for recorded in authority {
            guard let data = recorded.event.data as? TemplatePublished else { continue }
            let version = Published(data, on: recorded.event.occurredAt.firstDay)
            published[version.name] = version
        }
        let first = Dictionary(grouping: firstAudits(among: audits)) { $0.made?.template ?? "" }
        let names = Set(published.keys).union(first.keys)
        let templates = Set(published.values.map(\.template))
        let versions = names.map { published[$0] ?? Published(unknown: $0, among: templates) }
            .sorted { $0.order < $1.order }
        var effects: [TemplateEffect] = []
        for (index, version) in versions.enumerated() {
            let last = index > 0 ? versions[index - 1] : nil
            let before = last.flatMap { $0.template == version.template ? $0.name : nil }
            var effect = TemplateEffect(version, before: before, first[version.name] ?? [])
            effect.words = effect.compared(with: effects.last { $0.template == before })
            effects.append(effect)
        }
        return effects.enumerated().sorted { one, other in
            let (first, second) = (versions[one.offset].template, versions[other.offset].template)
            return first == second ? one.offset > other.offset : first < second
        }.map(\.element)
    }

    private init(_ version: Published, before: String?, _ audits: [AuditedCriterion]) {
        template = version.name
        since = version.since
        self.before = before
        self.audits = audits.sorted { ($1.on, $1.position) < ($0.on, $0.position) }
        sections = version.sections.map { section in
            (section: section, filledIn: audits.count { $0.made?.sections.contains(section.lowercased()) == true })
        }
    }

    /// An audit that names several children stands in the record of each, and is one.
    private static func firstAudits(among audits: [AuditedCriterion]) -> [AuditedCriterion] {
        var met: Set<Int64> = []
        var first: [AuditedMaking: AuditedCriterion] = [:]
        for audit in audits.sorted(by: { $0.order < $1.order })
        where audit.criterion == AuditedCriterion.overall && audit.grade != nil {
            guard let made = audit.made, met.insert(audit.position).inserted, first[made] == nil else { continue }
            first[made] = audit
        }
        return Array(first.values)
    }

    private func compared(with last: TemplateEffect?) -> String {
        let own = audits.isEmpty ? "none was audited" : "\(good) of \(audits.count) good or better"
        guard let last, !audits.isEmpty else { return own }
        guard !last.audits.isEmpty else { return "\(own); none of \(last.template) was audited" }
        let isCompared = min(audits.count, last.audits.count) >= Self.leastToCompare
        return "\(own); with \(last.template) \(last.good) of \(last.audits.count)"
            + (isCompared ? "" : ": too few to compare")
    }

    /// A version of a template.
    private struct Published {
        let template: String
        let version: String
        let since: CivilDate?
        let sections: [String]

        init(_ data: TemplatePublished, on day: CivilDate) {
            (template, version) = (data.template, data.version)
            since = data.effective ?? day
            sections = data.sections
        }

        /// One that assessments name, and of which nothing says that it was published; where another version of that
        /// template was, it is thought to be older.
        init(unknown name: String, among templates: Set<String>) {
            let known = templates.filter { name.hasPrefix($0 + " ") }.max { $0.count < $1.count }
            template = known ?? name
            version = known.map { String(name.dropFirst($0.count + 1)) } ?? ""
            (since, sections) = (nil, [])
        }

        var name: String { version.isEmpty ? template : "\(template) \(version)" }
        var order: (String, Int, String) { (template, since?.daysSinceEpoch ?? .min, version) }
    }

    var json: JSONValue {
        [
            "template": .string(template), "since": since.map { .string($0.description) } ?? .null,
            "before": before.map { .string($0) } ?? .null, "audited": .integer(Int64(audits.count)),
            "good": .integer(Int64(good)),
            "grades": .array(
                grades.map { ["grade": .string($0.grade.rawValue), "count": .integer(Int64($0.count))] }),
            "sections": .array(
                sections.map { ["section": .string($0.section), "filledIn": .integer(Int64($0.filledIn))] }),
            "words": .string(words), "audits": .array(audits.prefix(25).map(\.json)),
        ]
    }
}

extension AuditedCriterion {
    fileprivate var order: (CivilDate, Int64, String) { (on, position, child?.text ?? "") }
}

/// What an audited assessment or plan was made with.
struct AuditedMaking: Sendable, Hashable {
    /// The child.
    let child: ChildID?
    /// The assessment or plan.
    let reference: Reference
    /// The template with its version.
    let template: String
    /// The sections that were filled in, in lower case.
    let sections: Set<String>
}

/// With which templates the assessments and plans of one record were made.
struct TemplatesUsed {
    private var templates: [Reference: String] = [:]
    private var sections: [Reference: Set<String>] = [:]
    private var references: [UUID: Reference] = [:]

    /// - Parameter events: The entries of one strand, in the order of the log.
    init(_ events: [RecordedEvent]) {
        for recorded in events {
            let said = recorded.event.data
            if let data = said.as(AssessmentStarted.self) {
                note(data.assessment, data.templateVersion, recorded)
            } else if let data = said.as(AssessmentCompleted.self) {
                note(data.assessment, data.templateVersion, recorded)
                sections[data.assessment] = Set(data.sections.map { $0.section.lowercased() })
            } else if let data = said.as(PlanMade.self) {
                note(data.plan, data.templateVersion, recorded)
            }
        }
    }

    private mutating func note(_ reference: Reference, _ template: String?, _ recorded: RecordedEvent) {
        if let template { templates[reference] = template }
        references[recorded.event.id] = reference
    }

    /// What the audited assessment or plan was made with; `nil` where the audit names none, or no template is named.
    func made(_ audit: AuditCompleted, child: ChildID?) -> AuditedMaking? {
        let named = audit.assessment ?? audit.plan ?? audit.subject.flatMap { references[$0] }
        guard let named, let template = templates[named] else { return nil }
        return AuditedMaking(child: child, reference: named, template: template, sections: sections[named] ?? [])
    }
}
