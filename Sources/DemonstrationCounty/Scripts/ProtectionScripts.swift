/// Two stories told in full: one child protected, one not.
extension Script {
    /// Two children whose father hits their mother; the record lets a manager see that they were protected.
    static let protected = Script(
        children: 2,
        #"""
        0 worker relationship.recorded * {"relative":{"person":"M-{1}"},"kind":"mother","name":"{carer}","household":"HH-{1}","parentalResponsibility":true}
        0 worker relationship.recorded * {"relative":{"person":"F-{1}"},"kind":"father","name":"the father","household":"HH-{1}","parentalResponsibility":true}
        0 worker relationship.recorded 12 {"relative":{"child":"{2}"},"kind":"sibling","household":"HH-{1}"}
        0 worker contact.received=first * {"contact":"C-{1}-1","reason":"Police called at night by a neighbour: shouting, {carer} with a cut lip, both children on the stairs","sourceCode":"6","team":"{team}","presentingNeed":"N1"}
        0 manager contact.decided~ * {"contact":"C-{1}-1","outcome":"advice","rationale":"First incident known; number of the domestic abuse service given","riskLevel":"medium","decidedBy":"{manager}"}
        41 worker contact.received * {"contact":"C-{1}-2","reason":"Police: second incident, {carer} pushed against a door; {n1} rang 999","sourceCode":"6","team":"{team}","presentingNeed":"N1"}
        41 manager contact.decided! * {"contact":"C-{1}-2","outcome":"new-referral","rationale":"Second incident in six weeks and a child rang for help: it is getting worse","riskLevel":"high","decidedBy":"{manager}","optionsConsidered":"Advice again; it did not hold the last time"}
        41 worker referral.received! 1 {"referral":"R-{1}-1","contact":"C-{1}-2","sourceCode":"6","primaryNeed":"N1","concern":"{n1} rang 999 while father pushed {carer}","team":"{team}"}
        41 worker referral.received! 2 {"referral":"R-{2}-1","contact":"C-{1}-2","sourceCode":"6","primaryNeed":"N1","concern":"{n2} was in the room and hid behind the sofa","team":"{team}"}
        41 manager significance.set * {"entry":"{@first}","significance":"significant","reason":"With the second incident the first is part of a pattern"}
        41 manager referral.decided! 1 {"referral":"R-{1}-1","outcome":"strategy-discussion","rationale":"Two incidents, children present at both","riskLevel":"high","decidedBy":"{manager}","referrerToldOn":"{+0}"}
        41 manager referral.decided! 2 {"referral":"R-{2}-1","outcome":"strategy-discussion","rationale":"Two incidents, children present at both","riskLevel":"high","decidedBy":"{manager}","referrerToldOn":"{+0}"}
        41 worker agency.contacted * {"agencyRequest":"Q-{1}-1","agency":"health","organisation":"the GP's surgery","asked":"Injuries of the mother or the children since last year","replyDue":"{+2}"}
        41 manager strategy-discussion.held! * {"strategyDiscussion":"SD-{1}-1","participants":["social care","police","health","education"],"initiatesSection47":true,"decisions":"Joint visit this afternoon; father leaves the home on bail conditions; each child seen alone by tomorrow","chairedBy":"{manager}","policeReference":"FM-2207"}
        41 manager section47.started! * {"section47":"S47-{1}-1","strategyDiscussion":"SD-{1}-1","lead":"{worker}","leadIsQualified":true,"jointWithPolice":true}
        41 manager protective-action.required! * {"protectiveAction":"PA-{1}-1","what":"Father stays away from the home while the enquiry goes on","due":"{+0}","who":"Police by bail condition, seen to by the duty worker","worker":"{worker}","section47":"S47-{1}-1"}
        41 worker protective-action.taken! * {"protectiveAction":"PA-{1}-1","what":"Father is at his brother's in the next town; police confirmed at 16:40","takenBy":"{worker}"}
        41 manager case.allocated * {"worker":"{worker}","team":"{team}","role":"key-worker"}
        42 worker assessment.started 1 {"assessment":"A-{1}-1","kind":"single","referral":"R-{1}-1","section47":"S47-{1}-1","lead":"{worker}","leadIsQualified":true,"trigger":"strategy-discussion"}
        42 worker assessment.started 2 {"assessment":"A-{2}-1","kind":"single","referral":"R-{2}-1","section47":"S47-{1}-1","lead":"{worker}","leadIsQualified":true,"trigger":"strategy-discussion"}
        42 worker visit.made=seen1! 1 {"visit":"V-{1}-1","purpose":"section47","visitedBy":"{worker}","seen":true,"seenAlone":true,"joint":true,"bedroomSeen":true,"announced":false,"place":"at home","section47":"S47-{1}-1","account":"{n1} showed the corner of the bedroom where both hide, and counted on fingers how often"}
        42 worker child-view.recorded! 1 {"words":"I count until it stops. I want Dad to be nice or not here.","about":"Nights at home","method":"spoken","alone":true,"obtainedBy":"{worker}","assessment":"A-{1}-1","visit":"V-{1}-1","effect":"Father's return is put to the children's own measure: quiet nights"}
        42 worker visit.made 2 {"visit":"V-{2}-1","purpose":"section47","visitedBy":"{worker}","seen":true,"seenAlone":true,"joint":true,"place":"at nursery","section47":"S47-{1}-1","account":"{n2} played ambulance with the dolls, again and again"}
        42 worker child-view.recorded 2 {"observed":"Played ambulance, laid the mother doll to bed and stood guard","method":"played","alone":true,"obtainedBy":"{worker}","assessment":"A-{2}-1","effect":"Play sessions are part of the plan"}
        43 worker agency.replied * {"agencyRequest":"Q-{1}-1","answered":true,"reply":"{carer} was seen in spring with bruised ribs, said to be a fall"}
        43 worker history.considered! 1 {"assessment":"A-{1}-1","entries":["{@first}"],"previousReferrals":0,"summary":"The bruised ribs of spring, the first night and the second are six weeks apart each time: after each pay day"}
        43 worker history.considered 2 {"assessment":"A-{2}-1","entries":["{@first}"],"previousReferrals":0,"summary":"Present at both incidents"}
        43 worker identity.recorded 1 {"selfDescribed":"As her grandmother says it: from here and from there","language":"English","interpreterNeeded":false,"religion":"Roman Catholic"}
        43 worker culture.considered 1 {"assessment":"A-{1}-1","considered":"The priest is whom {carer} trusts; shame before the parish kept her silent","effect":"The priest's wife is part of the safety plan"}
        43 worker factor.recorded 1 {"kind":"risk","factor":"Father's violence follows pay day drinking","code":"3B","assessment":"A-{1}-1","evidence":["{@first}","{@seen1}"],"basis":"Three dates"}
        43 worker factor.recorded 1 {"kind":"protective","factor":"{carer} rings the police and her sister","assessment":"A-{1}-1","basis":"Said by both"}
        44 worker assessment.contributor-added 1 {"assessment":"A-{1}-1","agency":"education","contribution":"Six weeks of the class teacher's notes","isQualified":true}
        50 manager section47.concluded! * {"section47":"S47-{1}-1","outcome":"conference","rationale":"Substantiated, and likely to go on if father comes back","authorisedBy":"{manager}"}
        52 worker assessment.completed! 1 {"assessment":"A-{1}-1","outcome":"Child protection conference","childSeen":true,"childSeenAlone":true,"childViews":"I count until it stops","riskFactors":["Violence after pay day"],"protectiveFactors":["Mother and aunt act together"],"analysis":"The harm is in the nights after pay day. It ends while father is away and would start again with him; the aunt and the police mark make it seen.","familyTold":true}
        52 worker assessment.completed! 2 {"assessment":"A-{2}-1","outcome":"Child protection conference","childSeen":true,"childSeenAlone":true,"childViews":"Stood guard over the mother doll","riskFactors":["Hides during incidents"],"protectiveFactors":["Nursery five days a week"],"analysis":"Too young to tell; the play tells it. What protects is the same as for the older child, and nursery."}
        53 manager assessment.authorised! 1 {"assessment":"A-{1}-1","authorisedBy":"{manager}","factors":["3B"],"outcome":"Child protection conference"}
        53 manager assessment.authorised! 2 {"assessment":"A-{2}-1","authorisedBy":"{manager}","factors":["3B"],"outcome":"Child protection conference"}
        59 cp.chair conference.held! * {"conference":"CF-{1}-1","kind":"initial","section47":"S47-{1}-1","outcome":"plan","category":"EMO","participants":[{"agency":"police","role":"detective constable"},{"agency":"health","role":"school nurse"},{"agency":"education","role":"class teacher"},{"agency":"family","role":"aunt"}],"quorate":true,"chairedBy":"cp.chair","childParticipation":"views-shared","decided":"Weekly visits; father has contact at the centre only","reviewDue":"{+80}"}
        59 cp.chair cp-plan.started! 1 {"plan":"CPP-{1}-1","category":"EMO","previousPlans":0,"conference":"CF-{1}-1"}
        59 cp.chair cp-plan.started! 2 {"plan":"CPP-{2}-1","category":"EMO","previousPlans":0,"conference":"CF-{1}-1"}
        65 worker plan.made! 1 {"plan":"P-{1}-1","kind":"child-protection","outcomes":[{"name":"nights","outcome":"{n1} sleeps through","measure":"Nights a week without counting, by {n1}'s own calendar","due":"{+75}","owner":"{carer}","baseline":"3","target":"7"},{"name":"father","outcome":"Father changes or stays away","measure":"Sessions attended of the men's programme","due":"{+120}","owner":"Probation"}],"contingencies":[{"trigger":"Father at the home without agreement","response":"{carer} rings 999 and her sister; strategy discussion the same day","who":"{carer}, then police and duty","facts":["The aunt lives four doors away","The police have marked the address"]}],"madeBy":"{worker}","reviewDue":"{+75}"}
        65 worker plan.made! 2 {"plan":"P-{2}-1","kind":"child-protection","outcomes":[{"outcome":"{n2} plays other games than ambulance","measure":"Nursery's weekly note","due":"{+75}","owner":"Key person","baseline":"daily","target":"rarely"}],"contingencies":[{"trigger":"{n2} stops speaking at nursery again","response":"Key person rings the worker the same day","who":"Key person","facts":["It happened after both incidents"]}],"madeBy":"{worker}","reviewDue":"{+75}"}
        66 worker service.requested * {"service":"SV-{1}-1","what":"Play therapy, twelve weeks","outcome":"Sleeps through the night","provider":"Fenmarsh Children's Centre","neededBy":"{+14}"}
        67 worker core-group.held 1 {"plan":"CPP-{1}-1","decided":"Aunt takes both on Fridays; school nurse joins","nextDue":"{+40}"}
        67 worker core-group.held 2 {"plan":"CPP-{2}-1","decided":"Aunt takes both on Fridays; nursery writes weekly","nextDue":"{+40}"}
        75 worker service.started * {"service":"SV-{1}-1","provider":"Fenmarsh Children's Centre"}
        80 manager supervision.held * {"kind":"case","supervisor":"{manager}","supervisee":"{worker}","minutes":60,"discussion":"What would we see first if he were back? Answer: Mondays at school.","nextDue":"{+28}"}
        80 manager decision.made=decided! * {"decision":"D-{1}-1","kind":"plan","what":"School rings the worker every Monday by ten","rationale":"Mondays after pay day are when it shows","decidedBy":"{manager}","due":"{+5}","successTest":"Four Mondays rung of four","reviewDue":"{+28}","actions":[{"action":"AC-{1}-1","what":"Agree Monday calls with the class teacher","who":"key worker","worker":"{worker}","due":"{+5}"}],"requiresProtection":false}
        84 worker action.completed * {"action":"AC-{1}-1","result":"Agreed; first call came","completedBy":"{worker}"}
        90 worker visit.made 12 {"visit":"V-{1}-2","purpose":"child-protection","visitedBy":"{worker}","seen":true,"seenAlone":true,"announced":false,"account":"Both at the aunt's; five quiet nights marked"}
        108 manager decision.reviewed * {"decision":"D-{1}-1","outcome":"carried-out","comment":"Four calls of four, nothing in them","reviewedBy":"{manager}"}
        108 manager oversight.recorded * {"kind":"sign-off","manager":"{manager}","managerRole":"team-manager","comment":"Chronology read with the worker; father's two letters to be added","decisions":["D-{1}-1"]}
        109 manager chronology.reviewed 1 {"reviewedBy":"{manager}","throughDate":"{-1}","gaps":"None since the first contact","patterns":"Nothing on the last three pay days"}
        139 cp.chair conference.held! * {"conference":"CF-{1}-2","kind":"review","outcome":"plan","category":"EMO","chairedBy":"cp.chair","childParticipation":"views-shared","decided":"Goes on; nights are quiet, father has begun the programme","reviewDue":"{+170}"}
        140 worker plan.reviewed 1 {"plan":"P-{1}-1","progress":[{"outcome":"nights","progress":"better","value":"6"},{"outcome":"father","progress":"same"}],"outcome":"continue","reason":"Too new to rely on","reviewedBy":"{manager}","childParticipation":"views-shared","reviewDue":"{+80}"}
        160 worker service.ended * {"service":"SV-{1}-1","reason":"Its twelve weeks were over","measure":"Quiet nights a week","before":"3","after":"7"}
        200 worker family-group.offered * {"familyGroup":"FG-{1}-1","accepted":true,"reason":"The aunt had asked for it"}
        214 worker family-group.held * {"familyGroup":"FG-{1}-1","participants":[{"agency":"family","role":"aunt"},{"agency":"family","role":"grandmother"}],"familyPlan":"Fridays and pay day weekends at the aunt's","agreed":true}
        300 cp.chair conference.held! * {"conference":"CF-{1}-3","kind":"review","outcome":"plan-ends","chairedBy":"cp.chair","childParticipation":"attended","decided":"Seven months without an incident; a child in need plan holds it"}
        300 cp.chair cp-plan.ended! 1 {"plan":"CPP-{1}-1","reason":"No longer at risk of significant harm","conference":"CF-{1}-3"}
        300 cp.chair cp-plan.ended! 2 {"plan":"CPP-{2}-1","reason":"No longer at risk of significant harm","conference":"CF-{1}-3"}
        301 worker plan.ended 1 {"plan":"P-{1}-1","reason":"Seven quiet nights for thirty weeks"}
        301 worker plan.ended 2 {"plan":"P-{2}-1","reason":"Plays like the others; nursery's notes stopped"}
        302 worker child-view.recorded! 1 {"words":"I stopped counting.","method":"spoken","alone":true,"obtainedBy":"{worker}","effect":"Read out at the last meeting"}
        330 manager case.closed! 1 {"referral":"R-{1}-1","reason":"RC7","closedBy":"{manager}","chronologyIsComplete":true,"recordIsComplete":true}
        330 manager case.closed! 2 {"referral":"R-{2}-1","reason":"RC7","closedBy":"{manager}","chronologyIsComplete":true,"recordIsComplete":true}
        """#)

    /// A baby about whom five people said something and nobody put it together.
    static let failed = Script(
        children: 1,
        #"""
        0 worker contact.received 1 {"contact":"C-{1}-1","reason":"Health visitor: {n1} not brought for weighing twice","sourceCode":"3B","team":"{team}"}
        0 manager contact.decided~ 1 {"contact":"C-{1}-1","outcome":"no-further-action","rationale":"HV to monitor","decidedBy":"{manager}"}
        39 worker contact.received 1 {"contact":"C-{1}-2","reason":"Neighbour: crying for hours at night, men coming and going","sourceCode":"9","team":"{team}"}
        40 manager contact.decided~ 1 {"contact":"C-{1}-2","outcome":"no-further-action","rationale":"Anonymous. NFA","decidedBy":"{manager}"}
        88 worker contact.received 1 {"contact":"C-{1}-3","reason":"Police: {carer} found drunk in the street with {n1} in the pushchair","sourceCode":"6","team":"{team}","presentingNeed":"N1"}
        91 manager contact.decided 1 {"contact":"C-{1}-3","outcome":"new-referral","rationale":"Progress to SW","decidedBy":"{manager}"}
        91 worker referral.received! 1 {"referral":"R-{1}-1","contact":"C-{1}-3","sourceCode":"6","primaryNeed":"N4","concern":"Drunk in charge of {n1}","team":"{team}"}
        95 manager referral.decided! 1 {"referral":"R-{1}-1","outcome":"single-assessment","rationale":"For assessment.","decidedBy":"{manager}"}
        95 manager case.waiting 1 {"state":"unallocated","team":"{team}","reason":"Two workers off sick"}
        137 manager case.waiting-ended 1 {"state":"unallocated","reason":"Allocated"}
        137 manager case.allocated 1 {"worker":"{worker}","team":"{team}","role":"key-worker"}
        138 worker assessment.started 1 {"assessment":"A-{1}-1","kind":"single","referral":"R-{1}-1","lead":"e.saunders","leadIsQualified":false}
        150 e.saunders visit.made 1 {"visit":"V-{1}-1","purpose":"assessment","visitedBy":"e.saunders","seen":false,"account":"No reply."}
        171 e.saunders visit.made 1 {"visit":"V-{1}-2","purpose":"assessment","visitedBy":"e.saunders","seen":true,"seenAlone":false,"announced":true,"account":"Asleep upstairs, {carer} did not want {n1} woken. Home warm."}
        190 e.saunders assessment.completed! 1 {"assessment":"A-{1}-1","outcome":"Step down to early help","childSeen":true}
        205 manager assessment.authorised! 1 {"assessment":"A-{1}-1","authorisedBy":"{manager}","outcome":"Step down to early help"}
        206 manager decision.made 1 {"decision":"D-{1}-1","kind":"closure","what":"Close to HV.","decidedBy":"{manager}"}
        214 manager case.closed! 1 {"referral":"R-{1}-1","reason":"RC8"}
        283 worker contact.received! 1 {"contact":"C-{1}-4","reason":"Hospital: {n1} with two broken ribs, one older than the other; no account that fits","sourceCode":"3E","team":"{team}","presentingNeed":"N1"}
        283 manager contact.decided! 1 {"contact":"C-{1}-4","outcome":"new-referral","riskLevel":"immediate","decidedBy":"{manager}","rationale":"Unexplained fractures of a baby"}
        283 worker referral.received! 1 {"referral":"R-{1}-2","contact":"C-{1}-4","sourceCode":"3E","primaryNeed":"N1","concern":"Two fractures of different age","team":"{team}"}
        283 manager referral.decided! 1 {"referral":"R-{1}-2","outcome":"strategy-discussion","rationale":"Significant harm has happened","riskLevel":"immediate","decidedBy":"{manager}"}
        283 manager strategy-discussion.held! 1 {"strategyDiscussion":"SD-{1}-1","participants":["social care","police","health"],"initiatesSection47":true,"referral":"R-{1}-2","decisions":"{n1} stays on the ward; both adults apart"}
        283 manager section47.started! 1 {"section47":"S47-{1}-1","strategyDiscussion":"SD-{1}-1","referral":"R-{1}-2","lead":"{worker}","leadIsQualified":true}
        283 manager police-protection.taken! 1 {"policeProtection":"PP-{1}-1","reason":"{carer} wanted to leave the ward with {n1}","place":"Children's ward","referral":"R-{1}-2"}
        284 worker order.made! 1 {"order":"O-{1}-1","kind":"emergency-protection","beginsOn":"{+0}","expires":"{+7}","livesWithParent":false,"policeProtection":"PP-{1}-1","court":"Fenmarsh Family Court"}
        284 manager police-protection.ended 1 {"policeProtection":"PP-{1}-1","outcome":"emergency-protection-order","reason":"The court sat this morning"}
        285 s.director serious-incident.identified! 1 {"incident":"SI-{1}-1","kind":"serious-harm","what":"Two fractures in a baby known from four contacts"}
        286 s.director serious-incident.notified 1 {"incident":"SI-{1}-1","to":"Child Safeguarding Practice Review Panel","notifiedBy":"s.director","reference":"FM-1"}
        290 worker order.extended 1 {"order":"O-{1}-1","expires":"{+6}","reason":"Medical evidence awaited"}
        296 worker order.ended! 1 {"order":"O-{1}-1","reason":"replaced","explanation":"Interim care order made"}
        301 s.director rapid-review.completed! 1 {"incident":"SI-{1}-1","recommendation":"practice-review","learning":"Four contacts were each answered by themselves; nobody read them together, and nobody saw the child awake"}
        310 county.legal legal-hold.placed 1 {"hold":"LH-{1}-1","reason":"Practice review and criminal trial","requestedBy":"the county solicitor","reviewDue":"{+365}"}
        """#)
}
