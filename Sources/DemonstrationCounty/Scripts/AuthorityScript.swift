import CaseRecord

/// What concerns the county as a whole: teams, workers, findings, audits, programmes.
extension Script {
    /// Days from the first day of the history, which lies ``authorityDays`` before the last.
    static let authorityDays = 760

    static func authority(through: CivilDate) -> Script {
        // The register of the day.
        let start = through.adding(days: -authorityDays)
        let register = start.year < 2012 ? "gscc" : start.year < 2020 ? "hcpc" : "social-work-england"
        var lines: [String] = []
        for (name, title, kind, manager) in teams {
            let lead = manager.map { #","manager":"\#($0)""# } ?? ""
            lines.append(
                #"0 hr.office team.registered - {"team":"\#(name)","name":"\#(title)","kind":"\#(kind)","area":"\#(title)"\#(lead)}"#
            )
        }
        var number = 40_100
        func worker(_ name: String, _ role: String, team: String, more: String = "", qualified: Bool = true) {
            number += 7
            let qualification =
                qualified
                ? #","qualification":{"register":"\#(register)","registrationNumber":"SW\#(number)","status":"registered","from":"\#(start.adding(days: -900))"}"#
                : ""
            lines.append(
                #"0 hr.office worker.registered - {"worker":"\#(name)","name":"\#(title(name))","role":"\#(role)","team":"\#(team)"\#(qualification)\#(more)}"#
            )
        }
        for team in Staff.teams {
            worker(team.manager, "team-manager", team: team.name)
            for name in team.workers {
                let isQualified = !team.unqualified.contains(name)
                let newly =
                    newlyQualified.contains(name)
                    ? #","newlyQualified":{"from":"\#(through.adding(days: -200))","until":"\#(through.adding(days: 165))"}"#
                    : ""
                worker(
                    name, isQualified ? "social-worker" : "family-support-worker", team: team.name,
                    more: #","manager":"\#(team.manager)""# + (name == "m.iqbal" ? #","fullTimeEquivalent":0.6"# : "")
                        + newly, qualified: isQualified)
            }
        }
        for name in Staff.emergencyDuty { worker(name, "social-worker", team: "emergency-duty") }
        worker("eh.hub", "early-help-worker", team: "early-help", qualified: false)
        worker("cp.chair", "conference-chair", team: "reviewing")
        worker("i.reviewing", "independent-reviewing-officer", team: "reviewing")
        worker("o.manager", "service-manager", team: "reviewing")
        worker("s.director", "senior-manager", team: "reviewing")
        return Script(children: 0, lines.joined(separator: "\n") + "\n" + events)
    }

    private static let newlyQualified = ["g.novak", "z.malik"]

    private static let teams: [(String, String, String, String?)] = [
        ("north", "North", "safeguarding", "p.adeyemi"), ("south", "South", "safeguarding", "k.osborne"),
        ("west", "West", "safeguarding", "l.whitcombe"),
        ("emergency-duty", "Emergency duty", "emergency-duty", nil),
        ("early-help", "Early help hub", "early-help", nil),
        ("reviewing", "Reviewing service", "reviewing", nil), ("west-duty", "West duty", "duty", nil),
        ("quay", "Quay", "duty", nil),
    ]

    /// `d.kowalski` as D. Kowalski.
    private static func title(_ name: String) -> String {
        name.split(separator: ".").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: ". ")
    }

    private static let events = #"""
        20 hr.office coordinator.appointed - {"worker":"eh.hub","area":"West"}
        20 q.office template.published - {"template":"single assessment","version":"4","sections":["family and environment","analysis"]}
        25 hr.office programme.started - {"programme":"FIP-west","name":"Family intervention project","area":"West","agencies":["social-care","police","housing"],"purpose":"Fewer evictions of families with children"}
        30 s.director finding.raised - {"finding":"F-1","source":"inspection","what":"Plans lack clear measurable outcomes","theme":"planning","inspectedOn":"{-5}"}
        40 s.director finding.action-set - {"finding":"F-1","action":"FA-1","what":"Every plan audited in its first month","owner":"s.director","due":"{+180}","measure":"plans with a measure and a date for every outcome","target":"90% in every team"}
        60 hr.office team.changed - {"team":"west-duty","name":"West duty desk"}
        70 hr.office team.reorganised - {"from":["west-duty"],"into":["west"],"reason":"One front door for the west"}
        71 hr.office team.closed - {"team":"quay","reason":"Merged into south"}
        90 q.office template.published - {"template":"single assessment","version":"5","effective":"{+20}","sections":["family and environment","analysis","the child's view"]}
        100 hr.office training.completed - {"worker":"d.kowalski","course":"Safeguarding, level 3","expires":"{+365}"}
        102 hr.office training.completed - {"worker":"n.okafor","course":"Achieving best evidence","expires":"{+1000}"}
        150 s.director finding.progress-noted - {"finding":"F-1","note":"North is there, south and west are not","measured":"93%, 61% and 44%"}
        180 q.auditor audit.completed - {"audit":"AU-N1","grade":"good","kind":"themed","auditor":"q.auditor","team":"north","worker":"n.okafor"}
        181 q.auditor audit.completed - {"audit":"AU-W1","grade":"inadequate","kind":"themed","auditor":"q.auditor","team":"west","worker":"d.kowalski"}
        182 q.auditor audit.completed - {"audit":"AU-S1","grade":"requires-improvement","kind":"themed","auditor":"q.auditor","team":"south","worker":"y.chen"}
        190 q.auditor audit.shared - {"audit":"AU-W1","audience":"all team managers"}
        200 hr.office measure.imported - {"measure":"referrals for each social worker","value":"21","period":"2025-Q1","team":"west"}
        260 s.director finding.closed - {"finding":"F-1","reason":"Held in every team for two quarters","evidence":"Audits of plans"}
        300 q.auditor audit.completed - {"audit":"AU-W2","grade":"inadequate","kind":"re-audit","auditor":"q.auditor","reauditOf":"AU-W1","team":"west","worker":"d.kowalski"}
        301 q.auditor audit.completed - {"audit":"AU-S2","grade":"good","kind":"re-audit","auditor":"q.auditor","reauditOf":"AU-S1","team":"south","worker":"y.chen"}
        320 s.director finding.raised - {"finding":"F-2","source":"audit","what":"The child's views are missing from a third of assessments","theme":"voice of the child"}
        330 s.director finding.action-set - {"finding":"F-2","action":"FA-2","what":"Assessments without the child's view go back","owner":"s.director","due":"{+120}","measure":"assessments-with-view","target":"90% in every team"}
        420 s.director finding.raised - {"finding":"F-3","source":"inspection","what":"Plans lack clear measurable outcomes","theme":"planning","inspectedOn":"{-5}","repeatOf":"F-1"}
        430 hr.office vacancy.opened - {"vacancy":"VAC-1","team":"west","post":"Social worker","reason":"Three left in a year"}
        431 hr.office vacancy.opened - {"vacancy":"VAC-2","team":"south","post":"Practice supervisor","manages":true,"reason":"New post"}
        470 hr.office vacancy.filled - {"vacancy":"VAC-2","worker":"b.fairclough","acting":true}
        500 hr.office programme.ended - {"programme":"FIP-west","reason":"Its money ended"}
        520 hr.office team.reorganised - {"from":["north","south"],"into":["north","south"],"reason":"The border follows the health districts"}
        560 hr.office development.recorded - {"worker":"z.malik","kind":"shadowing","developmentPlan":"first year","what":"An assessment from strategy discussion to conference"}
        590 hr.office development.recorded - {"worker":"z.malik","kind":"mentoring","developmentPlan":"first year"}
        600 l.whitcombe supervision.held - {"kind":"personal","supervisor":"l.whitcombe","supervisee":"a.mensah","minutes":45,"nextDue":"{+28}"}
        620 p.adeyemi supervision.held - {"kind":"personal","supervisor":"p.adeyemi","supervisee":"n.okafor","minutes":60,"nextDue":"{+28}"}
        648 p.adeyemi supervision.held - {"kind":"personal","supervisor":"p.adeyemi","supervisee":"n.okafor","minutes":60,"nextDue":"{+28}"}
        676 p.adeyemi supervision.held - {"kind":"personal","supervisor":"p.adeyemi","supervisee":"n.okafor","minutes":60,"nextDue":"{+28}"}
        680 hr.office worker.left - {"worker":"r.castellano","reason":"Moved to another authority"}
        690 l.whitcombe alert.silenced - {"silence":"SIL-1","reason":"Records of the flooded office are being typed in again","until":"{+7}","team":"west","rule":"R03"}
        700 hr.office worker.changed - {"worker":"a.mensah","qualification":{"register":"social-work-england","registrationNumber":"SW40999","status":"lapsed","from":"{+0}"}}
        704 p.adeyemi supervision.held - {"kind":"personal","supervisor":"p.adeyemi","supervisee":"n.okafor","minutes":60,"nextDue":"{+28}"}
        725 hr.office absence.recorded - {"worker":"t.brightwell","from":"{+0}","reason":"sickness"}
        740 hr.office absence.recorded - {"worker":"y.chen","from":"{+0}","until":"{+14}","reason":"leave"}
        """#
}
