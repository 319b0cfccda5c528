public import CaseRecord
import Foundation
import StrictJSON

/// What audits found of assessments and plans that were made with one version of a template, beside the version before
/// (letter: templates are being redesigned to support practice).
///
/// Of each assessment or plan the first audit counts, what it was like before anybody mended it, if it was in
/// ``ServiceView/auditDays(for:)``.
public struct TemplateEffect: Sendable {
    /// Fewer audits than this are not compared.
    public static let leastToCompare = 5

    private let family: String
    /// The template with its version, as assessments name it: `single assessment 5`.
    public let template: String
    /// From when it was used; `nil` where nothing says that it was published.
    public let since: CivilDate?
    /// The version of the same template that was published before it.
    public let before: String?
    /// The first audits of what was made with it, the latest first.
    public let audits: [AuditedCriterion]
    /// In how many of these each of its sections was filled in, in its order.
    public let sections: [(section: String, filledIn: Int)]
    /// Of how many of these it is said which sections were filled in.
    public let sectionsTold: Int
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
    /// first, and then those of which nothing says that they were published, which are compared with none.
    ///
    /// - Parameters:
    ///   - audits: What audits say, with all that were made of the same assessments and plans.
    ///   - authority: The events that stand in no child's record.
    ///   - days: When audits count.
    static func all(
        of audits: [AuditedCriterion], authority: [RecordedEvent], during days: ClosedRange<CivilDate>
    ) -> [TemplateEffect] {
        var published: [String: Published] = [:]
        for recorded in authority {
            guard let data = recorded.event.data as? TemplatePublished else { continue }
            let version = Published(data, on: recorded.event.occurredAt.firstDay)
            published[version.name] = version
        }
        let first = Dictionary(grouping: firstAudits(among: audits).filter { days.contains($0.on) }) {
            $0.made?.template ?? ""
        }
        var effects: [TemplateEffect] = []
        for versions in Dictionary(grouping: published.values, by: \.template).values {
            var last: TemplateEffect?
            for version in versions.sorted(by: { ($0.since, $0.name) < ($1.since, $1.name) }) {
                let effect = TemplateEffect(version, after: last, first[version.name] ?? [])
                effects.append(effect)
                last = effect
            }
        }
        effects += first.filter { published[$0.key] == nil }.map { TemplateEffect(unpublished: $0.key, $0.value) }
        return effects.sorted { $0.order < $1.order }
    }

    /// By template, the latest first; those that were not published last.
    private var order: (Int, String, Int, String) {
        (since == nil ? 1 : 0, family, -(since?.daysSinceEpoch ?? 0), template)
    }

    private init(_ version: Published, after last: TemplateEffect?, _ audits: [AuditedCriterion]) {
        family = version.template
        template = version.name
        since = version.since
        before = last?.template
        self.audits = audits.sorted { $1.order < $0.order }
        let told = audits.compactMap { $0.made?.sections }
        sectionsTold = told.count
        sections = version.sections.map { section in
            (section: section, filledIn: told.count { $0.contains(section.lowercased()) })
        }
        words = compared(with: last)
    }

    private init(unpublished name: String, _ audits: [AuditedCriterion]) {
        (family, template, since, before) = (name, name, nil, nil)
        self.audits = audits.sorted { $1.order < $0.order }
        (sections, sectionsTold) = ([], audits.count { $0.made?.sections != nil })
        words = compared(with: nil)
    }

    private static func firstAudits(among audits: [AuditedCriterion]) -> [AuditedCriterion] {
        var first: [UUID: AuditedCriterion] = [:]
        for audit in audits where audit.criterion == AuditedCriterion.overall && audit.grade != nil {
            guard let made = audit.made else { continue }
            if let other = first[made.begunBy], other.order <= audit.order { continue }
            first[made.begunBy] = audit
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
        let name: String
        let since: CivilDate
        let sections: [String]

        init(_ data: TemplatePublished, on day: CivilDate) {
            template = data.template
            name = "\(data.template) \(data.version)"
            since = data.effective ?? day
            sections = data.sections
        }
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
            "sectionsTold": .integer(Int64(sectionsTold)), "words": .string(words),
            "audits": .array(audits.prefix(25).map(\.json)),
        ]
    }
}

extension AuditedCriterion {
    fileprivate var order: (CivilDate, Int64, String) { (on, position, child?.text ?? "") }
}
