public import CaseRecord
public import Foundation
import StrictJSON

/// How a worker learns: what is on record of each development plan, and training (letter: newly qualified social workers are
/// mentored, have a tailored plan, and learn in workshops, by shadowing and by joint work).
public struct DevelopmentStanding: Sendable {
    /// The ways to learn that the letter expects of everybody newly qualified.
    static let expected: [DevelopmentKind] = [.mentoring, .workshop, .shadowing, .jointWork]

    /// The types of the events that it is made from, beside those that change others.
    public static let types = [DevelopmentRecorded.type, TrainingCompleted.type]
    /// The types of the events that change others.
    public static let changeTypes = [EntryCorrected.type, EntryStruckOut.type]

    /// Something that the worker did to learn.
    public struct Activity: Sendable {
        /// How.
        public let kind: DevelopmentKind
        /// What.
        public let what: String?
        /// When.
        public let on: CivilDate
        /// The event.
        public let event: UUID
        /// Its position in the log.
        public let position: Int64
    }

    /// What was done of one development plan.
    public struct Plan: Sendable {
        /// What the plan is called; `nil` for what belongs to none.
        public let plan: String?
        /// What was done, the latest first.
        public let activities: [Activity]

        /// How often in each way that occurs, in the order of ways.
        public var counts: [(kind: DevelopmentKind, count: Int)] {
            DevelopmentKind.allCases.compactMap { kind in
                let count = activities.count { $0.kind == kind }
                return count == 0 ? nil : (kind: kind, count: count)
            }
        }
    }

    /// A course, as it was last completed.
    public struct Course: Sendable {
        /// What it is called.
        public let course: String
        /// When.
        public let on: CivilDate
        /// When it has to be done again.
        public let expires: CivilDate?
        /// Whether that day is past.
        public let isExpired: Bool
        /// The event.
        public let event: UUID
        /// Its position in the log.
        public let position: Int64
    }

    /// The time in which the worker is newly qualified; `nil` where the worker is not.
    public let newlyQualified: DayPeriod?
    /// By plan, the one that something was last done of first.
    public let plans: [Plan]
    /// The courses; those that have to be done again first, by that day.
    public let courses: [Course]
    /// The ways to learn that are expected while newly qualified and are not on record of that time.
    public let missing: [DevelopmentKind]

    /// Whether there is anything to show.
    public var isEmpty: Bool { newlyQualified == nil && plans.isEmpty && courses.isEmpty }

    /// How that worker learns, by those events, which stand in no child's record.
    init(of worker: WorkerID, person: Worker?, authority: [RecordedEvent], today: CivilDate) {
        newlyQualified = person?.newlyQualified
        var activities: [String?: [Activity]] = [:]
        var courses: [String: Course] = [:]
        for recorded in Workforce.standing(outsideRecords: authority.filter { $0.event.children.isEmpty })
        where recorded.day <= today {
            switch recorded.event.data {
            case let data as DevelopmentRecorded where data.worker == worker:
                activities[data.developmentPlan, default: []].append(
                    Activity(
                        kind: data.kind, what: data.what, on: recorded.day, event: recorded.event.id,
                        position: recorded.position))
            case let data as TrainingCompleted where data.worker == worker:
                let course = Course(
                    course: data.course, on: recorded.day, expires: data.expires,
                    isExpired: data.expires.map { $0 < today } ?? false, event: recorded.event.id,
                    position: recorded.position)
                if let other = courses[data.course], (course.on, course.position) < (other.on, other.position) {
                    continue
                }
                courses[data.course] = course
            default: break
            }
        }
        plans = activities.map { plan, done in
            Plan(plan: plan, activities: done.sorted { ($1.on, $1.position) < ($0.on, $0.position) })
        }.sorted { one, other in
            (other.lastDay, one.plan ?? "") < (one.lastDay, other.plan ?? "")
        }
        self.courses = courses.values.sorted { one, other in
            (one.lastDay, one.course) < (other.lastDay, other.course)
        }
        guard let period = newlyQualified else {
            missing = []
            return
        }
        let done = Set(activities.values.joined().filter { period.contains($0.on) }.map(\.kind))
        missing = Self.expected.filter { !done.contains($0) }
    }

    /// What there is, in words.
    public var words: String {
        var parts: [String] = []
        if let period = newlyQualified {
            parts.append("newly qualified" + (period.until.map { " until \($0)" } ?? ""))
        }
        for plan in plans {
            let counts = plan.counts.map { "\($0.kind.words) \($0.count)" }.joined(separator: ", ")
            let latest = plan.activities.first.map { ", last on \($0.on)" } ?? ""
            parts.append("\(plan.plan ?? "of no plan"): \(counts)\(latest)")
        }
        if !missing.isEmpty { parts.append("not on record: " + missing.map(\.words).joined(separator: ", ")) }
        for course in courses where course.isExpired {
            parts.append("\(course.course) had to be done again by \(course.expires?.description ?? "")")
        }
        return parts.joined(separator: "; ")
    }

    /// At most so many entries of a plan are listed; all are counted.
    private static let mostEntries = 50

    var json: JSONValue {
        [
            "newlyQualified": newlyQualified.map { period in
                ["from": .string(period.from.description), "until": period.until.jsonValue]
            } ?? .null,
            "plans": .array(
                plans.map { plan in
                    var counts = JSONObject()
                    for (kind, count) in plan.counts { counts[kind.rawValue] = .integer(Int64(count)) }
                    return [
                        "plan": plan.plan.map { .string($0) } ?? .null, "counts": .object(counts),
                        "activities": .array(
                            plan.activities.prefix(Self.mostEntries).map { activity in
                                [
                                    "kind": .string(activity.kind.rawValue),
                                    "what": activity.what.map { .string($0) } ?? .null,
                                    "on": .string(activity.on.description), "event": activity.event.field,
                                    "position": .integer(activity.position),
                                ]
                            }),
                    ]
                }),
            "missing": .array(missing.map { .string($0.rawValue) }),
            "courses": .array(
                courses.map { course in
                    [
                        "course": .string(course.course), "on": .string(course.on.description),
                        "expires": course.expires.jsonValue, "expired": .bool(course.isExpired),
                        "event": course.event.field, "position": .integer(course.position),
                    ]
                }),
            "words": .string(words),
        ]
    }
}

extension DevelopmentStanding.Plan {
    fileprivate var lastDay: Int { activities.first?.on.daysSinceEpoch ?? .min }
}

extension DevelopmentStanding.Course {
    fileprivate var lastDay: Int { expires?.daysSinceEpoch ?? .max }
}
