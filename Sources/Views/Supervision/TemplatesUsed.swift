import CaseRecord
import Foundation

/// What an audited assessment or plan was made with.
struct AuditedMaking: Sendable, Hashable {
    /// The first entry of the assessment or plan, which it is told from others by: it may stand in the records of several
    /// children, and two records that were merged may have given the same reference.
    let begunBy: UUID
    /// The template with its version.
    let template: String
    /// The sections that were filled in, in lower case; `nil` where it is not said.
    let sections: Set<String>?
}

/// With which templates the assessments and plans of one record were made.
struct TemplatesUsed {
    private struct Made {
        let begunBy: UUID
        var template: String?
        var sections: Set<String>?
    }

    private enum Matter: Hashable {
        case assessment(Reference)
        case plan(Reference)
    }

    private var made: [Matter: Made] = [:]
    private var matters: [UUID: Matter] = [:]

    /// - Parameter events: The entries of one strand, in the order of the log.
    init(_ events: [RecordedEvent]) {
        for recorded in events {
            let said = recorded.event.data
            if let data = said.as(AssessmentStarted.self) {
                note(.assessment(data.assessment), data.templateVersion, recorded)
            } else if let data = said.as(AssessmentCompleted.self) {
                note(.assessment(data.assessment), data.templateVersion, recorded)
                let filledIn = data.sections.filter { $0.words != 0 }.map { $0.section.lowercased() }
                if !data.sections.isEmpty { made[.assessment(data.assessment)]?.sections = Set(filledIn) }
            } else if let data = said.as(PlanMade.self) {
                note(.plan(data.plan), data.templateVersion, recorded)
            }
        }
    }

    private mutating func note(_ matter: Matter, _ template: String?, _ recorded: RecordedEvent) {
        let id = recorded.event.id
        matters[id] = matter
        made[matter, default: Made(begunBy: id)].template = template ?? made[matter]?.template
    }

    /// What the audited assessment or plan was made with; `nil` where the audit names none, or no template is named.
    func made(_ audit: AuditCompleted) -> AuditedMaking? {
        let named = audit.assessment.map(Matter.assessment) ?? audit.plan.map(Matter.plan)
        guard let matter = named ?? audit.subject.flatMap({ matters[$0] }), let made = made[matter],
            let template = made.template
        else { return nil }
        return AuditedMaking(begunBy: made.begunBy, template: template, sections: made.sections)
    }
}
