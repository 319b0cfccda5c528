import CaseRecord

/// One of the county's three area duty and safeguarding teams, and how well it keeps up.
struct AreaTeam: Sendable {
    let name: String
    let manager: String
    let workers: [String]
    /// Who of the workers is not a registered social worker.
    let unqualified: [String]
    /// Who worked here under Working Together 2010; the manager first.
    let formerStaff: [String]
    let practice: Practice

    var id: TeamID { TeamID(unchecked: name) }
    var managerID: WorkerID { WorkerID(unchecked: manager) }
}

/// How a team works; shares are of a hundred.
struct Practice: Sendable {
    /// Referrals decided later than the next working day.
    let decidesLate: Int
    /// Weekdays from referral to authorisation of an assessment that is in time.
    let assessmentLength: ClosedRange<Int>
    /// Assessments that overrun.
    let assessesLate: Int
    /// Weekdays of one that overruns.
    let overrunLength: ClosedRange<Int>
    /// Cases that wait for a worker.
    let unallocated: Int
    /// Assessments without the child's views.
    let withoutViews: Int
    /// Assessments without risk and protective factors.
    let withoutFactors: Int
    /// Assessments without analysis.
    let withoutAnalysis: Int
    /// Plans without measures or without contingency.
    let thinPlans: Int
    /// Notes that say next to nothing.
    let thinNotes: Int
    /// Weekdays between two entries while a case is open.
    let rhythm: ClosedRange<Int>
    /// The longest that an entry waits to be recorded, in hours.
    let recordingLag: Int
    /// Children whose ethnicity was not asked.
    let ethnicityMissing: Int
    /// Assessments led by somebody who is not a registered social worker.
    let unqualifiedLead: Int
}

enum Staff {
    static let north = AreaTeam(
        name: "north", manager: "p.adeyemi",
        workers: ["n.okafor", "s.lindqvist", "j.marsh", "f.rahman", "c.doyle", "h.pemberton", "r.castellano"],
        unqualified: [], formerStaff: ["m.hadley", "r.achterberg", "s.dunmore"],
        practice: Practice(
            decidesLate: 3, assessmentLength: 16...43, assessesLate: 8, overrunLength: 47...54, unallocated: 0,
            withoutViews: 6, withoutFactors: 5, withoutAnalysis: 5, thinPlans: 8, thinNotes: 3, rhythm: 4...9,
            recordingLag: 20, ethnicityMissing: 3, unqualifiedLead: 0))

    static let west = AreaTeam(
        name: "west", manager: "l.whitcombe",
        workers: ["d.kowalski", "a.mensah", "t.brightwell", "m.iqbal", "e.saunders", "g.novak"],
        unqualified: ["e.saunders"], formerStaff: ["c.prideaux", "j.ollerton", "d.vance"],
        practice: Practice(
            decidesLate: 30, assessmentLength: 30...45, assessesLate: 48, overrunLength: 48...96, unallocated: 30,
            withoutViews: 45, withoutFactors: 40, withoutAnalysis: 35, thinPlans: 55, thinNotes: 32, rhythm: 8...20,
            recordingLag: 220, ethnicityMissing: 22, unqualifiedLead: 12))

    static let south = AreaTeam(
        name: "south", manager: "k.osborne",
        workers: [
            "b.fairclough", "y.chen", "o.hartley", "s.banerjee", "w.tremaine", "i.campbell", "z.malik", "v.petrov",
        ],
        unqualified: ["v.petrov"], formerStaff: ["a.stannard", "p.lovell", "t.ferris"],
        practice: Practice(
            decidesLate: 18, assessmentLength: 26...45, assessesLate: 34, overrunLength: 47...78, unallocated: 20,
            withoutViews: 32, withoutFactors: 28, withoutAnalysis: 38, thinPlans: 42, thinNotes: 22, rhythm: 7...16,
            recordingLag: 130, ethnicityMissing: 14, unqualifiedLead: 7))

    static let teams = [north, west, south]

    /// The emergency duty team, which takes contacts out of hours for all three areas.
    static let emergencyDuty = ["edt.j.rowe", "edt.s.amari"]
}
