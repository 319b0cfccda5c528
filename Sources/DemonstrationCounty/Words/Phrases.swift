import CaseRecord

/// Sentences that fit any story; the marks are those of ``Theme``.
enum Phrases {
    /// Agency and roles for a referral source code.
    static func source(_ code: String) -> (agency: String, roles: [String]) {
        switch code {
        case "1A": ("family", ["grandmother", "aunt", "uncle", "grandfather"])
        case "1C": ("family", ["parent"])
        case "2A": ("school", ["designated safeguarding lead", "head teacher", "pastoral lead"])
        case "2B": ("education", ["education welfare officer", "inclusion officer"])
        case "3A": ("health", ["GP", "practice nurse"])
        case "3B": ("health visiting", ["health visitor"])
        case "3C": ("school nursing", ["school nurse"])
        case "3D": ("midwifery", ["community midwife"])
        case "3E": ("hospital", ["emergency department nurse"])
        case "3F": ("health", ["paediatrician", "community nurse"])
        case "4": ("housing", ["housing officer"])
        case "5B": ("council", ["benefits adviser"])
        case "5D": ("early help", ["family support worker"])
        case "6": ("police", ["response officer", "vulnerability hub"])
        case "7": ("probation", ["probation officer"])
        default: ("member of the public", ["neighbour"])
        }
    }

    static let referralTails = [
        "{carer} knows of the referral and agrees.",
        "{carer} has not yet been told of the referral.",
        "The referrer will send a written record.",
        "{c} was in good spirits when last seen.",
        "The referrer can be rung back this week.",
    ]
    static let assessRationale = [
        "Needs go beyond what early help can meet; earlier contacts read.",
        "Enough worry about {c}'s daily care to ask for an assessment.",
        "The whole picture has to be looked at, with what came before.",
        "{carer} asks for help and agrees to an assessment.",
        "Threshold for an assessment is met on health and home circumstances.",
    ]
    static let thinRationale = ["For assessment.", "Progress to SW.", "Meets threshold."]
    static let protectRationale = [
        "Possible significant harm: strategy discussion today with police and health.",
        "{c} may not be safe tonight; agencies to share what they know now.",
        "Several accounts do not fit together; police and health to be asked today.",
    ]
    static func rationale(closingWith outcome: ReferralOutcome) -> [String] {
        switch outcome {
        case .advice:
            [
                "{carer} given details of the family information service.",
                "Advice given on parental disputes and on mediation.",
                "Referrer advised to meet with the family and come back if worries remain.",
            ]
        case .earlyHelp:
            [
                "Early help offered and accepted; family support worker to ring this week.",
                "Needs can be met by an early help plan; {carer} consents.",
            ]
        case .otherAuthority: ["Family has moved; information sent to the receiving authority and receipt confirmed."]
        default:
            [
                "Concern followed up with other agencies; no unmet need found.",
                "Account of {carer} is consistent with what other agencies know.",
                "Matter already dealt with by the family; record kept.",
            ]
        }
    }

    static let strategyDecisions = [
        "Joint visit by police and social worker today; manager to review by 17:00 tomorrow.",
        "Single agency enquiries by social care; {c} to be seen alone by tomorrow; police to check history.",
        "Social worker and police visit this afternoon. {c} stays with grandparents meanwhile, as {carer} agrees.",
        "Health to share records today; every child in the home to be seen within a day; next discussion in five days.",
    ]
    static let enquiryUnfounded = [
        "Explanation accepted by the paediatrician; no other worry found.",
        "Concern not borne out by what {c}, family and agencies said.",
    ]
    static let enquiryNoRisk = [
        "Harm did occur; {carer} has since acted to protect {c}.",
        "Substantiated; safety plan in place and tested, assessment continues.",
    ]
    static let enquiryConference = [
        "Continuing risk of significant harm: conference requested.",
        "Concerns substantiated and not yet reduced; conference needed to agree a plan.",
    ]

    static let visitOpenings = [
        "Home visit, agreed beforehand.", "Unannounced visit in the afternoon.", "Visit at the end of the day.",
        "Visit with the family support worker.", "Home visit.", "Visit at teatime.",
        "Visited the home with a colleague.", "Morning visit.",
    ]
    /// What a visit finds in any story.
    static let findings = [
        "A calm visit; the television was off and there was time to talk.",
        "{carer} had questions about the last meeting and went through the notes.",
        "{carer} and {c} had been to the library the day before.",
        "A relative was there and spoke of how the weeks had gone.",
        "{carer} seemed tired; the next days were planned hour by hour.",
        "{c} was full of energy and pleased with a visit to the seaside.",
        "{carer} spoke of worries about the rent and has rung the advice centre.",
        "The plan for the weekend was agreed and written on the calendar.",
        "{carer} said what had gone well before naming what had not.",
        "{c} had a cold; {carer} had already spoken with the pharmacist.",
        "The dog was unwell and that took up much of the conversation.",
        "{carer} disagreed with part of the assessment and the point was written down.",
        "Talked about sleep: later than hoped, better than last month.",
        "{carer} was on the way to an appointment; short but friendly.",
    ]
    static let withChild = [
        "{c} was seen alone for part of the time.", "{c} showed me the bedroom.",
        "{c} was seen with {carer} in the room.", "Spent time with {c} on the three houses exercise.",
        "{c} played nearby and joined in now and then.", "Spoke with {c} in the garden.",
    ]
    static let withInfant = [
        "{c} was seen awake and fed.", "{c} was asleep and seen in the cot.", "{c} sat on {carer}'s lap throughout.",
    ]
    static let nextSteps = [
        "Next visit in two weeks.", "I will ring health tomorrow.", "{carer} to call the GP by Friday.",
        "To be raised in supervision.", "Agreed to meet again next Tuesday.", "Referral to the family centre sent.",
        "Notes shared with {carer}.", "Will check with health before the next meeting.",
        "No action beyond what is agreed.",
    ]
    static let carerCalls = [
        "{carer} rang to move the visit; a new time was agreed.",
        "{carer} rang after a difficult night and felt better for talking it through.",
        "Text from {carer}: appointment kept.",
        "{carer} asked for help with a benefits form; sent to the advice centre.",
        "{carer} rang, unhappy with how a meeting was written up; corrections noted.",
        "{carer} left a message with good news about work.",
    ]
    static let noReply = [
        "No reply at the door; card left. {carer} rang later to apologise.",
        "Nobody at home at the agreed time. Message left; second visit set for tomorrow.",
    ]
    static let directWork = [
        "Direct work: {c} chose feelings cards and talked about each.",
        "Walked with {c} to the park and back; easier talk than indoors.",
        "{c} made a map of people who help.",
        "Wishes and feelings work; {c} remembered where we had left off.",
        "Spoke with {c} about what happens next in plain words; {c} asked two good questions.",
    ]
    static let supervision = [
        "Supervision: what is the day like for {c}? Next visit to be unannounced. Review in four weeks.",
        "Supervision: chronology read together. Earlier pattern noted; analysis to say so by the end of the month.",
        "Manager's oversight: progress is real but new. No change before the next review.",
        "Supervision: some drift. Worker to see {c} by Friday and to set dates for each action.",
        "Manager's oversight: wider family not yet spoken to; to be done within five working days.",
    ]
    static let thinSupervision = ["Discussed in supervision. Continue.", "Discussed. Monitor.", "Oversight: continue."]
    static let thinNotes = [
        "HV completed. No concerns.", "Visit made.", "TC, no concerns.", "Seen at home, all well.",
        "TC to family, left message.", "Visited, fine.", "Email sent to health.",
    ]
    static let waiting = [
        "Unallocated: risk assessed by the operational manager as medium; duty to ring the family weekly.",
        "Unallocated: reviewed. Family seen by duty, no change in risk. To be allocated at the next opening.",
        "Unallocated: reviewed by the manager; {c} was seen by health this week. Review again in a week.",
        "Waiting for allocation: duty worker spoke with {carer} and gave the number of the duty desk.",
    ]
    static let needMeetings = [
        "Child in need meeting: actions reviewed one by one; two done, one carried over.",
        "Child in need meeting: {carer} and health present. What {c} had said was read out.",
        "Child in need review: the family feels the plan helps with mornings.",
        "Child in need meeting: dates set for what is still open.",
    ]
    static let coreGroups = [
        "Core group: {carer} and health present; progress on safety, less on appointments.",
        "Core group: plan updated; {c}'s views shared by the worker. Next in four weeks.",
        "Core group: police sent a report. Measures in the plan are met in part.",
        "Core group: all members attended; two actions done, one new.",
    ]
    static let closingNotes = [
        "Closing visit: {carer} knows whom to ring, and what would bring us back.",
        "Case prepared for closure: chronology up to date and letter to the family sent.",
    ]
    static let infantViews = [
        "{c} is too young to say; seen to turn to {carer} for comfort and to explore.",
        "{c} babbled and held up arms to {carer}; settled quickly after crying.",
        "{c}, not yet talking in sentences, was watchful at first and then at ease.",
    ]
}

/// What another agency or a relative tells the worker.
struct AgencyCall: Sendable {
    let agency: String
    let role: String
    let text: String
    /// Ages in years that it fits.
    let ages: ClosedRange<Int>

    static let all = [
        AgencyCall(agency: "school", role: "teacher", text: "School: {c} has made a new friend.", ages: 5...17),
        AgencyCall(
            agency: "school", role: "pastoral lead", text: "School report a quieter week; attendance at 91 per cent.",
            ages: 5...17),
        AgencyCall(
            agency: "school", role: "designated safeguarding lead",
            text: "School: {c} was upset on Monday and spoke to the mentor.", ages: 5...17),
        AgencyCall(
            agency: "school", role: "head of year", text: "School will offer breakfast club from next week.",
            ages: 5...17),
        AgencyCall(
            agency: "nursery", role: "key person", text: "Nursery: {c} is settled and joins in more.", ages: 1...4),
        AgencyCall(
            agency: "nursery", role: "manager", text: "Nursery: collected late twice; {carer} rang ahead both times.",
            ages: 1...4),
        AgencyCall(
            agency: "health visiting", role: "health visitor",
            text: "Health visitor: weight follows the centile; next review in six weeks.", ages: 0...3),
        AgencyCall(
            agency: "health visiting", role: "health visitor",
            text: "Health visitor saw {c} at clinic; immunisations are up to date.", ages: 0...4),
        AgencyCall(
            agency: "health", role: "GP", text: "GP surgery: no missed appointments since last month.", ages: 0...17),
        AgencyCall(
            agency: "health", role: "community nurse", text: "Community nurse spoke with {carer}; support continues.",
            ages: 0...17),
        AgencyCall(
            agency: "police", role: "vulnerability hub", text: "Police checks: nothing new since the last entry.",
            ages: 0...17),
        AgencyCall(
            agency: "housing", role: "housing officer", text: "Housing: repairs are booked for the week after next.",
            ages: 0...17),
        AgencyCall(
            agency: "family", role: "grandmother",
            text: "Grandmother rang: the weekend went well and she can help again.",
            ages: 0...17),
        AgencyCall(
            agency: "family", role: "aunt", text: "Aunt asked what she may tell {c} about the next meeting.",
            ages: 5...17),
        AgencyCall(
            agency: "school nursing", role: "school nurse", text: "School nurse: hearing test booked.", ages: 5...12),
        AgencyCall(
            agency: "education", role: "education welfare officer",
            text: "Education welfare: attendance to be looked at again at half term.", ages: 6...15),
    ]
}
