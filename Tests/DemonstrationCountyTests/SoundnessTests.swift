import CaseRecord
import DemonstrationCounty
import Foundation
import StrictJSON
import Testing

@Suite("The invented county: sound events")
struct SoundnessTests {
    static let seeds: [UInt64] = [0, 2011, .max]
    static let days = [DemonstrationCounty.monday, DemonstrationCounty.sunday, DemonstrationCounty.leapDay]

    @Test func sameSeedGivesTheSameBytes() {
        let day = DemonstrationCounty.monday
        let digest = DemonstrationCounty(2011, day).digest
        #expect(digest == DemonstrationCounty(2011, day).digest)
        #expect(digest != DemonstrationCounty(2012, day).digest)
        #expect(digest != DemonstrationCounty(2011, day.adding(days: 1)).digest)
        #expect(digest != DemonstrationCounty(2011, day, children: 299).digest)
    }

    @Test func bytesStayTheSameFromOneVersionToTheNext() {
        // A change of wording or of draws changes it on purpose.
        #expect(DemonstrationCounty(2011, DemonstrationCounty.monday).digest == "b24bb247e1febf7d")
    }

    @Test(arguments: seeds, days)
    func everyEventIsTaken(seed: UInt64, through: CivilDate) throws {
        let events = DemonstrationCounty(seed, through).events()
        let endOfDay = LondonTime.startOfDay(through.adding(days: 1)).adding(seconds: -1)
        let context = RecordingContext(
            authority: DemonstrationCounty.authority, recordedBy: WorkerID("nobody")!, now: endOfDay)
        for event in events {
            let read = try EventDraft.reading(JSONValue(parsing: event.canonicalBytes), in: context).event
            try #require(read.canonicalBytes == event.canonicalBytes)
            #expect(event.occurredAt.lastDay <= through)
            #expect(event.recordedBy != context.recordedBy)
            #expect(!String(decoding: event.canonicalBytes, as: UTF8.self).contains("{c"), "a mark was not replaced")
        }
        #expect(Set(events.map(\.id)).count == events.count)
        #expect(
            events.allSatisfy { Array($0.id.uuidString)[14] == "8" && "89AB".contains(Array($0.id.uuidString)[19]) })
    }

    @Test(arguments: seeds, days)
    func eventsAreInOrderAndHistoryIsMarked(seed: UInt64, through: CivilDate) {
        let events = DemonstrationCounty(seed, through).events()
        for (one, next) in zip(events, events.dropFirst()) {
            #expect(one.occurredAt.firstInstant <= next.occurredAt.firstInstant)
        }
        for event in events {
            let day = event.occurredAt.firstDay
            #expect((event.original == nil) == (day == through))
            if let recorded = event.original?.recordedAt {
                #expect(recorded.lastDay >= day && recorded.lastDay < through)
                if case (.instant(let happened), .instant(let written)) = (event.occurredAt, recorded) {
                    #expect(happened <= written)
                }
            }
            if event.recordedBy.text.hasPrefix("edt.") {
                #expect(day.weekday.isWeekend)
            } else {
                #expect(!day.weekday.isWeekend || event.occurredAt.precision == .month)
            }
            if case .instant(let moment) = event.occurredAt {
                #expect((8...22).contains(LondonTime.time(of: moment).hour))
            }
        }
        let originals = events.compactMap { $0.original?.identifier }
        #expect(Set(originals).count == originals.count)
    }

    /// What each field names, and which type of event introduces it.
    static let introducing = [
        "contact": "contact.received", "referral": "referral.received", "assessment": "assessment.started",
        "strategyDiscussion": "strategy-discussion.held", "section47": "section47.started",
        "conference": "conference.held",
    ]

    @Test(arguments: seeds, days)
    func everyReferenceIsIntroducedFirst(seed: UInt64, through: CivilDate) throws {
        let county = DemonstrationCounty(seed, through)
        let contradictory = Set(county.contradictoryChildren)
        for (child, record) in Record.all(county.events()) where !contradictory.contains(child) {
            #expect(record.events.first?.data is ChildRegistered)
            var known: Set<String> = []
            // The authority that a child comes from named the plan before this one started it.
            for event in record.events where !(event.data is ProtectionPlanTransferNotified) {
                for member in event.data.field.objectValue?.members ?? [] {
                    var field = member.name
                    if field == "plan", event.type.name.hasPrefix("cp-plan") || event.data is CoreGroupHeld {
                        field = "cp-plan"
                    }
                    let introducer =
                        field == "plan" ? "plan.made" : field == "cp-plan" ? "cp-plan.started" : Self.introducing[field]
                    guard let introducer, let name = member.value.stringValue else { continue }
                    if introducer == event.type.name {
                        #expect(known.insert("\(field) \(name)").inserted, "\(child): \(field) \(name) twice")
                    } else {
                        #expect(known.contains("\(field) \(name)"), "\(child): \(field) \(name) unknown")
                    }
                }
            }
        }
    }

    @Test(arguments: [1, 2, 9, 40, 199, 1000])
    func anyNumberOfChildren(count: Int) {
        let county = DemonstrationCounty(2011, DemonstrationCounty.monday, children: count)
        let records = Record.all(county.events())
        #expect(records.count == count)
        #expect(records.keys.allSatisfy { $0.text.utf8.count == 6 && $0.text.hasPrefix("F") })
        #expect(records[county.showcaseChild] != nil)
    }
}
