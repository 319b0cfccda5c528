/// What happens to records and to cases between teams.
extension Script {
    /// Twins whose records were merged by mistake, and entries that were set right.
    static let recordKeeping = Script(
        children: 2,
        #"""
        0 worker contact.received=wrong 12 {"contact":"C-{1}-1","reason":"Health visitor worried about weight","sourceCode":"3A","team":"{team}"}
        0 manager contact.decided 12 {"contact":"C-{1}-1","outcome":"new-referral","riskLevel":"medium","decidedBy":"{manager}"}
        0 worker referral.received! 1 {"referral":"R-{1}-1","contact":"C-{1}-1","sourceCode":"3B","primaryNeed":"N1","concern":"Both below their centile","team":"{team}"}
        0 worker referral.received! 2 {"referral":"R-{2}-1","contact":"C-{1}-1","sourceCode":"3B","primaryNeed":"N1","concern":"Both below their centile","team":"{team}"}
        1 manager referral.decided! 1 {"referral":"R-{1}-1","outcome":"single-assessment","rationale":"Weight and home together","riskLevel":"medium","decidedBy":"{manager}"}
        1 manager referral.decided! 2 {"referral":"R-{2}-1","outcome":"single-assessment","rationale":"Weight and home together","riskLevel":"medium","decidedBy":"{manager}"}
        2 worker entry.corrected 12 {"entry":"{@wrong}","type":"contact.received","reason":"The health visitor rang, not the GP","typeVersion":1,"data":{"contact":"C-{1}-1","reason":"Health visitor worried about weight","sourceCode":"3B","team":"{team}"}}
        4 worker note.recorded=note 1 {"subject":"Call from the clinic","text":"Weight of another family's child was read out by mistake."}
        5 worker entry.struck-out 1 {"entry":"{@note}","reason":"Recorded for the wrong child"}
        6 worker note.recorded=said 1 {"subject":"Home visit","text":"{carer} would not open the door."}
        9 worker entry.disputed 1 {"entry":"{@said}","by":"parent","words":"I never said that I would not open. I was in the bath.","name":"{carer}","remedy":"That my words stand beside it"}
        15 records.office record.merged=merge 12 {"from":"{2}","into":"{1}","reason":"Same day of birth and address"}
        22 records.office record.unmerged 12 {"merge":"{@merge}","from":"{2}","into":"{1}","reason":"They are twins"}
        30 worker child.details-recorded 2 {"nhsNumber":"9434765919"}
        31 records.office record.restricted 1 {"restriction":"RES-{1}-1","reason":"An aunt works for the authority","scope":"whole-record","teams":["{team}"],"until":"{+60}"}
        90 records.office record.unrestricted 1 {"restriction":"RES-{1}-1","reason":"She left the authority"}
        91 county.legal legal-hold.placed 1 {"hold":"LH-{1}-1","reason":"Complaint under review","requestedBy":"the county solicitor","reviewDue":"{+365}"}
        140 county.legal legal-hold.lifted 1 {"hold":"LH-{1}-1","reason":"The complaint was answered"}
        100 manager access.granted 1 {"access":"AX-{1}-1","worker":"n.visitor","reason":"Joint visits with the health visitor","until":"{+30}","grantedBy":"{manager}"}
        110 manager access.revoked 1 {"access":"AX-{1}-1","reason":"The visits ended"}
        115 e.duty emergency-access.opened 1 {"access":"EA-{1}-1","worker":"e.duty","reason":"The police asked at night who the carers are","until":"{+1}"}
        116 manager emergency-access.reviewed 1 {"access":"EA-{1}-1","outcome":"justified","reviewedBy":"{manager}","note":"Nobody of the team could be reached"}
        150 manager chronology.reviewed 1 {"reviewedBy":"{manager}","throughDate":"{-1}","gaps":"Nothing between the two clinics"}
        """#)

    /// One child registered twice under two surnames; the records stay merged.
    static let registeredTwice = Script(
        children: 2,
        #"""
        0 worker contact.received 1 {"contact":"C-{1}-1","reason":"School: {n1} very quiet since the move","sourceCode":"2A","team":"{team}"}
        0 manager contact.decided 1 {"contact":"C-{1}-1","outcome":"advice","rationale":"School will talk with {carer}","decidedBy":"{manager}"}
        30 worker contact.received 2 {"contact":"C-{2}-1","reason":"GP: the same child under the father's surname","sourceCode":"3A","team":"{team}"}
        30 manager contact.decided 2 {"contact":"C-{2}-1","outcome":"no-further-action","rationale":"Already known","decidedBy":"{manager}"}
        33 records.office record.merged 12 {"from":"{2}","into":"{1}","reason":"Same NHS number: registered under both parents' surnames"}
        """#)

    /// A case that goes from worker to worker and team to team, and waits at each door.
    static let handedOn = Script(
        children: 1,
        #"""
        0 worker referral.received! 1 {"referral":"R-{1}-1","sourceCode":"4","primaryNeed":"N5","concern":"Eviction notice; {n1} sleeps in the bath","team":"{team}"}
        2 manager referral.decided! 1 {"referral":"R-{1}-1","outcome":"single-assessment","rationale":"Progress to SW","decidedBy":"{manager}"}
        2 manager programme.joined 1 {"programme":"FIP-west","referral":"R-{1}-1"}
        3 manager case.allocated 1 {"worker":"{worker}","team":"{team}","role":"key-worker","weight":4}
        4 worker assessment.started 1 {"assessment":"A-{1}-1","kind":"single","referral":"R-{1}-1","lead":"{worker}","leadIsQualified":true,"templateVersion":"single assessment 4"}
        5 manager handover.sent 1 {"handover":"H-{1}-1","toTeam":"south","fromTeam":"{team}","situation":"Family expects to move at the month's end","riskLevel":"medium","referral":"R-{1}-1"}
        20 manager assessment.lead-changed 1 {"assessment":"A-{1}-1","lead":"e.saunders","leadIsQualified":false,"reason":"{worker} is off sick"}
        21 manager case.deallocated 1 {"worker":"{worker}","team":"{team}","reason":"Off sick"}
        22 manager case.waiting 1 {"state":"unallocated","team":"{team}","reason":"No worker"}
        24 manager case.risk-assessed 1 {"riskLevel":"medium","rationale":"Seen weekly by school","assessedBy":"{manager}"}
        40 manager case.reviewed 1 {"reviewedBy":"o.manager","managerRole":"operational-manager","state":"unallocated","decided":"Duty visits weekly","reviewDue":"{+7}","actions":[{"action":"AC-{1}-1","what":"Visit the home","who":"duty social worker","due":"{+3}"}]}
        50 manager action.cancelled 1 {"action":"AC-{1}-1","reason":"The family was not at home for a fortnight","cancelledBy":"{manager}"}
        51 manager action.set 1 {"action":"AC-{1}-2","what":"See {n1} at school","who":"duty social worker","due":"{+5}"}
        60 manager case.allocated 1 {"worker":"e.saunders","team":"{team}","role":"key-worker"}
        70 e.saunders assessment.completed! 1 {"assessment":"A-{1}-1","outcome":"Child in need plan","childSeen":true,"childSeenAlone":false}
        72 manager assessment.returned 1 {"assessment":"A-{1}-1","reason":"No analysis, no word of the child's","returnedBy":"{manager}","gaps":["analysis","the child's view"]}
        85 manager assessment.overrun-explained 1 {"assessment":"A-{1}-1","reason":"Worker off sick, returned once","explainedBy":"{manager}","expected":"{+7}"}
        92 manager assessment.authorised! 1 {"assessment":"A-{1}-1","authorisedBy":"{manager}","outcome":"Child in need plan"}
        100 manager case.waiting 1 {"state":"transfer","team":"{team}","toTeam":"south","reason":"South has no room"}
        190 manager case.transferred 1 {"toTeam":"south","fromTeam":"{team}","worker":"b.fairclough","reason":"The family moved","chronologyIsComplete":false,"recordIsComplete":false}
        191 k.osborne case.waiting-ended 1 {"state":"transfer","reason":"Taken by south"}
        220 k.osborne programme.left 1 {"programme":"FIP-west","completed":false,"reason":"Moved out of the area"}
        240 k.osborne case.closed! 1 {"referral":"R-{1}-1","reason":"RC7","closedBy":"k.osborne"}
        261 k.osborne case.reopened! 1 {"referral":"R-{1}-1","reason":"Eviction went ahead"}
        262 manager handover.sent 1 {"handover":"H-{1}-2","toTeam":"south","fromTeam":"{team}","situation":"Came to the office of the old team: slept in the car; {n1} coughs; the night shelter is full","riskLevel":"high","actions":[{"action":"AC-{1}-3","what":"See {n1} and find a bed","who":"duty social worker","due":"{+1}"}]}
        262 b.fairclough early-help.started 1 {"earlyHelp":"EH-{1}-1","leadAgency":"housing","area":"south","steppedDownFrom":"child-in-need","referral":"R-{1}-1"}
        290 b.fairclough early-help.reviewed 1 {"earlyHelp":"EH-{1}-1","progress":"worse","decided":"Back to social care","reviewDue":"{+30}"}
        295 b.fairclough early-help.ended 1 {"earlyHelp":"EH-{1}-1","outcome":"stepped-up","referral":"R-{1}-1","reason":"The eviction"}
        300 b.fairclough assessment.not-pursued 1 {"kind":"single","reason":"The first one still answers it","referral":"R-{1}-1","decidedBy":"k.osborne"}
        302 k.osborne court-direction.made 1 {"courtDirection":"S37-{1}-1","kind":"section37","reportDue":"{+56}","court":"Fenmarsh Family Court"}
        340 k.osborne court-direction.answered 1 {"courtDirection":"S37-{1}-1","outcome":"No application: child in need plan"}
        341 q.auditor audit.completed 1 {"audit":"AU-{1}-1","grade":"inadequate","kind":"case-file","auditor":"q.auditor","moderated":true,"criteria":[{"criterion":"analysis","grade":"inadequate","comment":"Repeats the referral"},{"criterion":"child's views","grade":"inadequate"}],"assessment":"A-{1}-1","team":"south","worker":"b.fairclough"}
        400 q.auditor audit.completed 1 {"audit":"AU-{1}-2","grade":"inadequate","kind":"re-audit","auditor":"q.auditor","reauditOf":"AU-{1}-1","assessment":"A-{1}-1","team":"south","worker":"b.fairclough"}
        500 k.osborne case.waiting 1 {"state":"closure","team":"south","reason":"Closing summary to be written"}
        """#)

    // Records that contradict themselves in every way that a rule finds; nobody has set them right.

    static let contradictoryEpisode = Script(
        children: 1,
        #"""
        0 worker assessment.started 1 {"assessment":"A-{1}-0","kind":"single"}
        2 worker referral.received! 1 {"referral":"R-{1}-1","sourceCode":"2A","primaryNeed":"N1","concern":"Bruises on both arms","team":"{team}"}
        3 manager referral.decided 1 {"referral":"R-{1}-1","outcome":"single-assessment","decidedBy":"{manager}"}
        4 worker assessment.started 1 {"assessment":"A-{1}-1","kind":"core","referral":"R-{1}-1"}
        5 worker assessment.started 1 {"assessment":"A-{1}-2","kind":"single","referral":"R-{1}-1"}
        6 manager section47.started 1 {"section47":"S47-{1}-1","referral":"R-{1}-1"}
        8 manager section47.started 1 {"section47":"S47-{1}-2","referral":"R-{1}-1"}
        9 manager assessment.authorised 1 {"assessment":"A-{1}-2","authorisedBy":"{manager}","factors":["21","3B","8A"]}
        12 worker assessment.completed 1 {"assessment":"A-{1}-2","outcome":"Closed"}
        20 manager case.closed 1 {"referral":"R-{1}-1","reason":"RC8","closedBy":"{manager}"}
        30 worker assessment.started 1 {"assessment":"A-{1}-3","kind":"single","referral":"R-{1}-1"}
        60 worker referral.received! 1 {"referral":"R-{1}-2","sourceCode":"6","primaryNeed":"N1","concern":"Shouting at night","team":"{team}"}
        70 worker referral.received! 1 {"referral":"R-{1}-3","sourceCode":"6","primaryNeed":"N1","concern":"The same night","team":"{team}"}
        72 manager referral.decided 1 {"referral":"R-{1}-3","outcome":"no-further-action","decidedBy":"{manager}"}
        75 worker assessment.started 1 {"assessment":"A-{1}-4","kind":"single","referral":"R-{1}-3"}
        80 worker referral.received! 1 {"referral":"R-{1}-4","sourceCode":"6","primaryNeed":"N1","concern":"A third night","team":"{team}"}
        """#)

    static let contradictoryPlans = Script(
        children: 1,
        #"""
        0 worker plan.ended=ended 1 {"plan":"P-{1}-1","reason":"Done"}
        1 manager case.closed 1 {"referral":"R-{1}-1","reason":"RC7"}
        5 worker referral.received! 1 {"referral":"R-{1}-1","sourceCode":"3B","primaryNeed":"N1","concern":"Three siblings in one cot","team":"{team}"}
        6 worker plan.made 1 {"plan":"P-{1}-1","kind":"child-in-need","outcomes":[{"outcome":"Safe"}]}
        7 worker plan.made 1 {"plan":"P-{1}-2","kind":"child-in-need","outcomes":[{"outcome":"Safe"}]}
        10 cp.chair conference.held=conference 1 {"conference":"CF-{1}-1","kind":"initial","outcome":"plan","category":"MUL","chairedBy":"cp.chair"}
        10 cp.chair entry.corrected 1 {"entry":"{@conference}","type":"conference.held","reason":"Held on the Saturday","occurredAt":"{saturday}"}
        14 cp.chair cp-plan.started 1 {"plan":"CPP-{1}-1","category":"NEG","conference":"CF-{1}-1"}
        30 cp.chair cp-plan.started 1 {"plan":"CPP-{1}-2","category":"EMO"}
        40 cp.chair core-group.held 1 {"plan":"CPP-{1}-2","decided":"Go on"}
        45 worker handover.accepted 1 {"handover":"H-{1}-9","acceptedBy":"{manager}"}
        50 worker referral.received! 1 {"referral":"R-{1}-2","sourceCode":"5A","primaryNeed":"N1","concern":"Again","team":"{team}"}
        """#)

    static let contradictoryPerson = Script(
        children: 3,
        #"""
        0 worker child.details-recorded 1 {"birthDate":"{+400}","disabilities":["NONE","LD"]}
        1 worker child.details-recorded 2 {"birthDate":"{-900}","expectedBirthDate":"{-890}","deathDate":"{-1000}"}
        2 worker referral.received 2 {"referral":"R-{2}-1","sourceCode":"3A","primaryNeed":"N1","concern":"Grief of the family","team":"{team}"}
        3 worker entry.struck-out 3 {"entry":"{@registered3}","reason":"Taken from another family's form"}
        3 worker child.details-recorded 3 {"givenName":"Kim"}
        """#)
}
