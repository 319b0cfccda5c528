/// Children who come into care, go missing, leave care or live with others.
extension Script {
    /// From a plan that did not help to proceedings and a home with the grandmother.
    static let lookedAfter = Script(
        children: 1,
        #"""
        0 worker referral.received! 1 {"referral":"R-{1}-1","sourceCode":"2A","primaryNeed":"N1","concern":"{n1} comes hungry and in wet clothes; {carer} is drinking","team":"{team}"}
        1 manager referral.decided! 1 {"referral":"R-{1}-1","outcome":"single-assessment","rationale":"Long neglect, two schools say the same","riskLevel":"high","decidedBy":"{manager}"}
        2 manager case.allocated 1 {"worker":"{worker}","team":"{team}","role":"key-worker","weight":3}
        3 worker cp-plan.transfer-notified! 1 {"plan":"CPP-{1}-1","fromAuthority":"Saltmarsh","category":"NEG","movedOn":"{-6}","permanent":true}
        15 cp.chair conference.held! 1 {"conference":"CF-{1}-1","kind":"transfer-in","outcome":"plan","category":"NEG","chairedBy":"cp.chair","childParticipation":"represented"}
        15 cp.chair cp-plan.started! 1 {"plan":"CPP-{1}-1","category":"NEG","previousPlans":1,"conference":"CF-{1}-1"}
        60 cp.chair conference.held! 1 {"conference":"CF-{1}-2","kind":"review","outcome":"plan","category":"EMO","chairedBy":"cp.chair"}
        60 cp.chair cp-plan.category-changed! 1 {"plan":"CPP-{1}-1","category":"EMO","conference":"CF-{1}-2","reason":"What {n1} says of the nights weighs more than the meals"}
        70 manager pre-proceedings.started! 1 {"preProceedings":"PLO-{1}-1","letterSentOn":"{+0}","decidedBy":"s.director","reason":"Little has changed in a year on two plans"}
        75 worker family-group.offered 1 {"familyGroup":"FG-{1}-1","preProceedings":"PLO-{1}-1","accepted":false,"reason":"{carer} does not want the family told"}
        84 manager pre-proceedings.meeting-held 1 {"preProceedings":"PLO-{1}-1","kind":"initial","decided":"Hair strand tests; grandmother to be assessed","reviewDue":"{+42}"}
        120 manager pre-proceedings.ended! 1 {"preProceedings":"PLO-{1}-1","outcome":"proceedings-issued","proceedings":"CP-{1}-1","letterOfIssueSentOn":"{-1}","reason":"Tests missed twice"}
        121 worker care-proceedings.issued! 1 {"proceedings":"CP-{1}-1","preProceedings":"PLO-{1}-1","appliedOn":"{+0}","court":"Fenmarsh Family Court","caseNumber":"FM-C-45"}
        123 worker care.started! 1 {"care":"CARE-{1}-1","legalStatus":"V2","need":"N1","reason":"{carer} in hospital after a fall","unaccompanied":false,"shortBreaks":false}
        123 worker placement.started! 1 {"placement":"PL-{1}-1","kind":"foster","care":"CARE-{1}-1","provider":"Fenmarsh fostering","area":"Fenmarsh","emergency":true,"outOfArea":false}
        124 worker placement.notified 1 {"placement":"PL-{1}-1","told":["parents","school","GP"]}
        127 worker visit.made 1 {"visit":"V-{1}-1","purpose":"looked-after","visitedBy":"{worker}","seen":true,"seenAlone":true,"placement":"PL-{1}-1","account":"{n1} asked twice whether grandmother knows the way"}
        131 worker plan.made! 1 {"plan":"P-{1}-1","kind":"care","outcomes":[{"outcome":"{n1} lives with family by summer","measure":"Grandmother approved","due":"{+90}","owner":"Fostering team"}],"madeBy":"{worker}","care":"CARE-{1}-1","placement":"PL-{1}-1"}
        140 i.reviewing care-review.held! 1 {"care":"CARE-{1}-1","kind":"first","chairedBy":"i.reviewing","childParticipation":"attended","decided":"Grandmother's assessment first","reviewDue":"{+90}"}
        145 worker health-assessment.completed 1 {"care":"CARE-{1}-1","kind":"initial","by":"medical-practitioner","needs":"Glasses; two vaccinations","nextDue":"{+180}"}
        146 worker education-plan.completed 1 {"care":"CARE-{1}-1","kind":"initial","school":"Fen Road Primary","nextDue":"{+120}"}
        150 worker care.legal-status-changed! 1 {"care":"CARE-{1}-1","legalStatus":"C1"}
        150 worker cp-plan.ended! 1 {"plan":"CPP-{1}-1","reason":"In care under an interim order"}
        160 worker placement.ended 1 {"placement":"PL-{1}-1","planned":true,"reason":"Moves to grandmother"}
        160 worker placement.started! 1 {"placement":"PL-{1}-2","kind":"connected-person","care":"CARE-{1}-1","provider":"Grandmother","area":"Fenmarsh","temporaryApproval":true}
        200 worker placement.approval-extended 1 {"placement":"PL-{1}-2","until":"{+56}","reason":"The panel meets next month"}
        228 worker placement.approved 1 {"placement":"PL-{1}-2","approvedAs":"Foster carer for {n1}"}
        230 i.reviewing care-review.adjourned 1 {"care":"CARE-{1}-1","until":"{+10}","reason":"The court's timetable is not there yet"}
        240 i.reviewing care-review.held 1 {"care":"CARE-{1}-1","kind":"second","chairedBy":"i.reviewing","childParticipation":"views-shared","decided":"Long term with grandmother","reviewDue":"{+180}"}
        245 s.director placement.long-term-agreed! 1 {"placement":"PL-{1}-2","agreedBy":"s.director","childAgrees":true}
        250 worker care-proceedings.extended 1 {"proceedings":"CP-{1}-1","until":"{+60}","reason":"An uncle abroad is assessed"}
        305 worker order.made! 1 {"order":"O-{1}-1","kind":"special-guardianship","beginsOn":"{+0}","proceedings":"CP-{1}-1","court":"Fenmarsh Family Court"}
        305 worker care-proceedings.concluded! 1 {"proceedings":"CP-{1}-1","outcome":"Special guardianship order","orders":["O-{1}-1"]}
        306 worker placement.ended 1 {"placement":"PL-{1}-2","planned":true,"reason":"Order made"}
        306 worker care.ended! 1 {"care":"CARE-{1}-1","reason":"special-guardianship","explanation":"Lives with grandmother"}
        312 manager case.closed! 1 {"referral":"R-{1}-1","reason":"RC4","closedBy":"{manager}"}
        """#)

    /// A girl or boy of sixteen who goes missing from a children's home and gets ready to leave care.
    static let missing = Script(
        children: 1,
        #"""
        0 worker referral.received! 1 {"referral":"R-{1}-1","sourceCode":"6","primaryNeed":"N4","concern":"{n1} found at the bus station for the third night","team":"{team}"}
        0 manager referral.decided! 1 {"referral":"R-{1}-1","outcome":"single-assessment","rationale":"Nobody at home will have {n1} back","riskLevel":"high","decidedBy":"{manager}"}
        1 manager case.allocated 1 {"worker":"{worker}","team":"{team}","role":"key-worker"}
        2 worker care.started! 1 {"care":"CARE-{1}-1","legalStatus":"V2","need":"N5","reason":"No home to go to"}
        2 worker placement.started! 1 {"placement":"PL-{1}-1","kind":"childrens-home","care":"CARE-{1}-1","provider":"Sluice House","area":"Saltmarsh","outOfArea":true}
        20 worker missing.reported! 1 {"missing":"M-{1}-1","from":"placement","kind":"missing","placement":"PL-{1}-1","riskLevel":"high","policeReference":"FM-771","circumstances":"Not back from college; telephone off"}
        21 worker missing.found! 1 {"missing":"M-{1}-1","place":"A flat on the quay","harm":"None said; new telephone, says it was a gift"}
        22 worker return-interview.offered 1 {"missing":"M-{1}-1","accepted":true}
        23 r.interviews return-interview.held! 1 {"missing":"M-{1}-1","heldBy":"r.interviews","independent":true,"account":"An older man pays for taxis; {n1} does not want to say who"}
        48 worker missing.reported! 1 {"missing":"M-{1}-2","from":"placement","kind":"missing","placement":"PL-{1}-1","riskLevel":"high","circumstances":"Left by the window"}
        50 worker missing.found 1 {"missing":"M-{1}-2","place":"Same flat"}
        51 worker return-interview.offered 1 {"missing":"M-{1}-2","accepted":false,"reason":"Does not want to talk again"}
        53 i.reviewing care-review.required 1 {"care":"CARE-{1}-1","because":"absent","reason":"Two episodes in a month"}
        55 worker visit.requested 1 {"by":"child","reason":"Wants to move nearer home","placement":"PL-{1}-1"}
        57 worker visit.made 1 {"visit":"V-{1}-1","purpose":"looked-after","visitedBy":"{worker}","seen":true,"seenAlone":true,"placement":"PL-{1}-1","account":"Talked on the sea wall for two hours"}
        60 i.reviewing care-review.held 1 {"care":"CARE-{1}-1","kind":"first","chairedBy":"i.reviewing","childParticipation":"attended","decided":"Nearer home by the month's end","reviewDue":"{+90}"}
        70 worker placement.home-notified 1 {"placement":"PL-{1}-1","reason":"The home's registration is to be cancelled"}
        80 worker placement.ended 1 {"placement":"PL-{1}-1","planned":true,"reason":"Nearer home"}
        80 worker placement.started! 1 {"placement":"PL-{1}-2","kind":"foster","care":"CARE-{1}-1","provider":"Fenmarsh fostering","area":"Fenmarsh"}
        100 worker leaving-care.status-set 1 {"status":"eligible","care":"CARE-{1}-1","personalAdviser":"p.adviser"}
        130 worker missing.reported! 1 {"missing":"M-{1}-3","from":"placement","kind":"away-without-authorisation","placement":"PL-{1}-2","riskLevel":"medium","circumstances":"At the brother's, did not ring"}
        130 worker missing.found 1 {"missing":"M-{1}-3","place":"Brother's"}
        260 worker placement.ended 1 {"placement":"PL-{1}-2","planned":true,"reason":"Own flat"}
        260 worker care.ended! 1 {"care":"CARE-{1}-1","reason":"turned-18"}
        260 worker leaving-care.status-set 1 {"status":"former-relevant","personalAdviser":"p.adviser"}
        261 p.adviser leaving-care.accommodation-started 1 {"accommodation":"ACC-{1}-1","kind":"supported lodgings","suitable":true}
        300 p.adviser leaving-care.accommodation-ended 1 {"accommodation":"ACC-{1}-1","reason":"Evicted after a party"}
        301 p.adviser leaving-care.accommodation-started 1 {"accommodation":"ACC-{1}-2","kind":"hostel","suitable":false}
        310 p.adviser leaving-care.support-offered 1 {"accepted":false,"reason":"Wants to manage alone"}
        """#)

    /// A child who lives with a friend of the mother.
    static let privatelyFostered = Script(
        children: 1,
        #"""
        0 worker contact.received 1 {"contact":"C-{1}-1","reason":"School: {n1} lives with a friend of {carer}, who works abroad","sourceCode":"2A","team":"{team}"}
        0 manager contact.decided 1 {"contact":"C-{1}-1","outcome":"advice","rationale":"Private fostering; visit first","decidedBy":"{manager}"}
        1 worker private-fostering.notified! 1 {"privateFostering":"PF-{1}-1","stage":"begun","beginsOn":"{-40}","carer":"A friend of the mother","notifiedBy":"the school","factor":"8B"}
        3 worker private-fostering.begun 1 {"privateFostering":"PF-{1}-1","beganOn":"{-42}","carer":"A friend of the mother"}
        4 worker relationship.recorded 1 {"relative":{"person":"PFC-{1}"},"kind":"private-foster-carer","name":"the friend","household":"HH-{1}"}
        12 worker private-fostering.visited 1 {"privateFostering":"PF-{1}-1","visitedBy":"{worker}","seenAlone":true,"carerSeen":true,"suitable":true,"findings":"Well cared for","reportWrittenOn":"{+5}"}
        90 worker private-fostering.visited 1 {"privateFostering":"PF-{1}-1","visitedBy":"{worker}","seenAlone":false,"whyNotSeenAlone":"Carer stayed in the room","carerSeen":true,"suitable":true}
        230 worker private-fostering.ended 1 {"privateFostering":"PF-{1}-1","reason":"The mother came back"}
        231 worker relationship.ended 1 {"relative":{"person":"PFC-{1}"},"reason":"{n1} lives with {carer} again"}
        """#)
}
