/// What contradicts itself within assessments, enquiries, conferences and plans.
struct MatterChecks {
    private let history: StrandHistory

    init(_ history: StrandHistory) { self.history = history }

    var findings: [QualityFinding] {
        history.events.flatMap { neverOpened($0) + single($0) + codesOfAnotherTime($0) } + ends + overlaps
            + plansWithoutTheirConference
    }

    /// 15 April 2013: Working Together 2013 came into force.
    private static let singleAssessments = CivilDate(daysSinceEpoch: 15_810)
    /// 1 March 2011: ministers let the first authorities try a single assessment (Munro review).
    private static let trials = CivilDate(daysSinceEpoch: 15_034)

    /// What can be opened by an event that stands in no child's record.
    private static let beyondRecords: Set<Matter> = [.programme, .finding, .audit, .silence, .pack]

    private func neverOpened(_ recorded: RecordedEvent) -> [QualityFinding] {
        recorded.event.data.matters.filter { named in
            history.beginnings[named] == nil && !Self.beyondRecords.contains(named.matter)
        }.map { named in
            QualityFinding(
                .neverOpened, [recorded],
                "names \(named.matter.words) \(named.name), which no entry of the record opened")
        }
    }

    private func codesOfAnotherTime(_ recorded: RecordedEvent) -> [QualityFinding] {
        let occurrence = recorded.event.occurredAt
        guard occurrence.precision != .approx else { return [] }
        return recorded.event.data.datedCodes.filter { code in
            !occurrence.returnYears.contains(where: code.isValid)
        }.map { code in
            QualityFinding(
                .codeOfAnotherTime, [recorded],
                "\(code.list) \(code.code) on \(recorded.dayText), which the return for that time does not take")
        }
    }

    /// What one entry says by itself.
    private func single(_ recorded: RecordedEvent) -> [QualityFinding] {
        switch recorded.event.data {
        case let data as AssessmentStarted: kind(of: data, recorded)
        case let data as AssessmentAuthorised where data.factors.count > 1 && data.factors.contains { $0.code == "21" }:
            [
                QualityFinding(
                    .noFactorsBesideFactors, [recorded],
                    "no factors identified (21) stands beside \(data.factors.count - 1) more")
            ]
        case let data as ConferenceHeld where data.kind == .initial && recorded.event.occurredAt.isOnWeekend:
            [
                QualityFinding(
                    .conferenceOnWeekend, [recorded],
                    "initial child protection conference on \(recorded.dayText), a "
                        + (recorded.event.occurredAt.firstDay.weekday == .saturday ? "Saturday" : "Sunday"))
            ]
        default: []
        }
    }

    /// The guidance that applies is that of the day on which the referral was received.
    private func kind(of data: AssessmentStarted, _ recorded: RecordedEvent) -> [QualityFinding] {
        let began = recorded.event.occurredAt
        let referral = history.namedEpisode(of: recorded)?.day
        let wrong: String
        switch data.kind {
        case .initial, .core:
            guard began.firstDay >= Self.singleAssessments, (referral ?? began).firstDay >= Self.singleAssessments
            else {
                return []
            }
            wrong =
                "\(data.kind.words) assessment started on \(recorded.dayText), when the guidance had one assessment only"
        case .single:
            guard began.lastDay < Self.trials else { return [] }
            wrong =
                "single assessment started on \(recorded.dayText), when the guidance had initial and core assessments"
        default: return []
        }
        return [QualityFinding(.assessmentKindOfAnotherTime, [recorded], wrong)]
    }

    // MARK: - Ends and overlaps

    /// Something that goes on for a time.
    private struct Course {
        let what: String
        let rule: QualityRule?
        let start: RecordedEvent
        /// What ended it; the first where several did.
        var end: RecordedEvent?
    }

    private var courses: [Course] {
        history.events.compactMap { recorded -> Course? in
            switch recorded.event.data {
            case let data as AssessmentStarted:
                Course(
                    what: "\(data.kind.words) assessment", rule: .overlappingAssessments, start: recorded,
                    end: first { ($0 as? AssessmentAuthorised)?.assessment == data.assessment })
            case let data as Section47Started:
                Course(
                    what: "section 47 enquiry", rule: .overlappingSection47, start: recorded,
                    end: first { ($0 as? Section47Concluded)?.section47 == data.section47 })
            case let data as ChildProtectionPlanStarted:
                Course(
                    what: "child protection plan", rule: .overlappingProtectionPlans, start: recorded,
                    end: first { ($0 as? ChildProtectionPlanEnded)?.plan == data.plan })
            case let data as PlanMade:
                Course(
                    what: "\(data.kind.words) plan", rule: nil, start: recorded,
                    end: first { ($0 as? PlanEnded)?.plan == data.plan })
            default: nil
            }
        }
    }

    private func first(_ matches: (any EventPayload) -> Bool) -> RecordedEvent? {
        history.events.first { matches($0.event.data) }
    }

    private var ends: [QualityFinding] {
        var findings = courses.compactMap { course in
            course.end.flatMap { endBeforeStart(course.what, course.start, $0) }
        }
        for recorded in history.events {
            guard let data = recorded.event.data as? AssessmentCompleted else { continue }
            if let start = history.beginnings[NamedMatter(matter: .assessment, name: data.assessment)],
                let finding = endBeforeStart("assessment", start, recorded)
            {
                findings.append(finding)
            }
            let authorised = first { ($0 as? AssessmentAuthorised)?.assessment == data.assessment }
            if let authorised, authorised.event.occurredAt.isOnEarlierDay(than: recorded.event.occurredAt) {
                findings.append(
                    QualityFinding(
                        .authorisedBeforeCompletion, [recorded, authorised],
                        "assessment authorised on \(authorised.dayText), before it was completed on \(recorded.dayText)"
                    ))
            }
        }
        return findings
    }

    private func endBeforeStart(_ what: String, _ start: RecordedEvent, _ end: RecordedEvent) -> QualityFinding? {
        guard end.event.occurredAt.isOnEarlierDay(than: start.event.occurredAt) else { return nil }
        let title = Swift.type(of: end.event.data).title.lowercasedFirst
        return QualityFinding(
            .endBeforeStart, [start, end],
            "\(title) on \(end.dayText), but the \(what) started on \(start.dayText)")
    }

    private var overlaps: [QualityFinding] {
        var findings: [QualityFinding] = []
        let courses = courses
        for (index, earlier) in courses.enumerated() {
            for later in courses[(index + 1)...] {
                guard let rule = overlap(earlier, later) else { continue }
                findings.append(
                    QualityFinding(
                        rule, [earlier.start, later.start],
                        "\(later.what) started on \(later.start.dayText) while the \(earlier.what) of "
                            + "\(earlier.start.dayText) went on"))
            }
        }
        return findings
    }

    /// The rule that two that went on at the same time break; the courses are given in order of their start.
    private func overlap(_ earlier: Course, _ later: Course) -> QualityRule? {
        let goesOn = earlier.end.map { later.start.event.occurredAt.isOnEarlierDay(than: $0.event.occurredAt) } ?? true
        guard goesOn else { return nil }
        // A core assessment may begin while the initial one goes on; it must when an enquiry starts.
        if let rule = earlier.rule, rule == later.rule, earlier.what == later.what { return rule }
        let pair = [earlier, later].map { course in
            (course.start.event.data as? PlanMade).map { $0.kind == .childInNeed } ?? false
        }
        let isBeside =
            (pair[0] && later.rule == .overlappingProtectionPlans)
            || (pair[1] && earlier.rule == .overlappingProtectionPlans)
        return isBeside ? .needPlanBesideProtectionPlan : nil
    }

    // MARK: - Child protection plans

    private var plansWithoutTheirConference: [QualityFinding] {
        let conferences = history.events.filter { recorded in
            guard let data = recorded.event.data as? ConferenceHeld else { return false }
            return data.kind != .review && data.outcome != .noPlan
        }
        return history.events.compactMap { recorded in
            guard recorded.event.data is ChildProtectionPlanStarted else { return nil }
            let day = recorded.event.occurredAt
            let episode = history.episode(of: recorded)?.referral
            let named = (recorded.event.data as? ChildProtectionPlanStarted)?.conference
            let own = conferences.filter { conference in
                if let named { return (conference.event.data as? ConferenceHeld)?.conference == named }
                return history.episode(of: conference)?.referral == episode
            }
            let isElsewhere = { (conference: RecordedEvent) in
                let held = conference.event.occurredAt
                return held.isOnEarlierDay(than: day) || day.isOnEarlierDay(than: held)
            }
            guard !own.isEmpty, own.allSatisfy(isElsewhere),
                let conference = own.last(where: { $0.event.occurredAt.isOnEarlierDay(than: day) }) ?? own.first
            else { return nil }
            return QualityFinding(
                .protectionPlanNotFromConference, [recorded, conference],
                "child protection plan started on \(recorded.dayText), and its conference was held on \(conference.dayText)"
            )
        }
    }
}

extension Occurrence {
    /// Whether it is sure that it was on a Saturday or Sunday.
    fileprivate var isOnWeekend: Bool {
        switch self {
        case .instant, .day: firstDay.weekday.isWeekend
        case .month, .year, .approximate: false
        }
    }
}

extension Matter {
    /// The kind in words, with small letters.
    var words: String {
        var words = ""
        for character in rawValue {
            if character.isUppercase { words += " " + character.lowercased() } else { words.append(character) }
        }
        return words.replacing("section47", with: "section 47 enquiry")
    }
}
