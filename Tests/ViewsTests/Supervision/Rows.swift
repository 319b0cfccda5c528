import CaseRecord
import Foundation
import StrictJSON
import Timescales

@testable import Views

/// Rows of cases as views for supervision read them, with as little said as there can be.
enum Rows {
    static let today = "2011-05-04"
    static let north = TeamID("north")!

    static func day(_ text: String) -> CivilDate { CivilDate(text)! }

    static func event(_ number: Int) -> UUID {
        UUID(
            uuidString: "0192D3C4-5E6F-7A8B-9C0D-" + String(repeating: "0", count: 12 - "\(number)".count) + "\(number)"
        )!
    }

    /// An open case of a child of five who was seen last week, with worker sam.
    static func row(
        _ child: String, worker: String? = "sam", _ change: (inout CaseRow) -> Void = { _ in }
    ) -> CaseRow {
        var row = CaseRow(
            child: ChildID(child)!, position: 7, birthDate: day("2006-01-01"), isUnborn: false, isOpen: true,
            openedOn: day("2011-01-10"), closedOn: nil, team: north, worker: worker.flatMap { WorkerID($0) },
            allocatedOn: worker.map { _ in day("2011-01-11") }, weight: 1, unallocatedSince: nil,
            awaitsTransferSince: nil, transferTo: nil, awaitsClosureSince: nil, riskLevel: nil, riskAssessedOn: nil,
            lastReviewedOn: nil, section47Since: nil, protectionPlanSince: nil, protectionCategory: nil,
            lookedAfterSince: nil, missingSince: nil, lastVisitOn: day("2011-04-27"), lastSeenOn: day("2011-04-27"),
            lastSeenAloneOn: nil, lastSupervisedOn: day("2011-04-20"), lastOversightOn: day("2011-04-20"),
            lastActivityOn: day("2011-04-27"), gaps: [], openItems: 0)
        change(&row)
        return row
    }

    static func item(
        _ child: String, _ kind: CaseItem.Kind = .decision, due: String?, set: String = "2011-04-01",
        position: Int64 = 5, state: CaseItem.State = .open, ended: String? = nil
    ) -> CaseItem {
        CaseItem(
            child: ChildID(child)!, kind: kind, reference: "D-\(child)-\(position)", what: "See the child alone",
            setBy: WorkerID("mo"), setOn: day(set), setByEvent: event(Int(position)), position: position,
            worker: WorkerID("sam"), who: nil, due: due.map(day), state: state, endedOn: ended.map(day),
            endedByEvent: ended.map { _ in event(99) }, lacks: due == nil ? ["due"] : [])
    }

    /// A clock that is overdue from the day after its due day.
    static func clock(
        _ child: String, rule: String = "R03", zero: String = "2011-04-14", due: String, severe: String? = nil,
        isMeasure: Bool = false, worker: String? = "sam"
    ) -> OpenClock {
        OpenClock(
            id: "\(rule)/\(child)/\(due)", child: ChildID(child)!, rule: RuleID(rawValue: rule), team: north,
            worker: worker.flatMap { WorkerID($0) }, dayZero: day(zero), due: day(due),
            stages: StageMoments(
                warnFrom: nil, dueFrom: LondonTime.startOfDay(day(due)),
                overdueFrom: LondonTime.startOfDay(day(due).adding(days: 1)),
                severeFrom: severe.map { LondonTime.startOfDay(day($0)) }),
            isMeasure: isMeasure)
    }

    static func lag(_ worker: String, _ counts: [Int], month: String = "2011-04-01", longest: Int) -> RecordingLag {
        RecordingLag(
            child: ChildID("A")!, worker: WorkerID(worker)!, month: day(month), counts: counts, longest: longest)
    }

    private static let standard = (try? Rulebook.standard()) ?? Rulebook()

    /// At half past eight in London on 4 May 2011, the Wednesday after the May bank holidays.
    static func setting(_ workforce: Workforce = Workforce([])) -> SupervisionSetting {
        SupervisionSetting(
            now: Instant("2011-05-04T07:30:00Z")!, position: 321, calendar: .england, rulebook: standard,
            workforce: workforce)
    }

    /// Those events of no child, recorded one after the other.
    static func events(_ said: [(day: String, data: any EventPayload)]) -> [RecordedEvent] {
        said.enumerated().map { index, said in
            RecordedEvent(
                position: Int64(index + 1), recordedAt: Instant("2011-05-01T00:00:00Z")!.adding(seconds: Int64(index)),
                versions: [], hash: [], typeVersion: type(of: said.data).version,
                event: CaseEvent(
                    id: event(1000 + index), authority: AuthorityCode("926")!, children: [],
                    occurredAt: Occurrence(said.day)!, recordedBy: WorkerID("jo")!, data: said.data))
        }
    }

    static func worker(_ id: String, share: Int = 100, newlyQualified: Bool = false) -> (String, any EventPayload) {
        (
            "2010-01-01",
            WorkerRegistered(
                worker: WorkerID(id)!,
                details: WorkerDetails(
                    team: north, fullTimeEquivalent: FullTimeEquivalent(hundredths: share),
                    newlyQualified: newlyQualified ? DayPeriod(from: day("2010-09-01"), until: nil) : nil))
        )
    }
}
