extension Theme {
    static let neglect = Theme(
        need: "N1", category: "NEG", factors: ["16A", "4B"], sources: ["2A", "3B", "3C", "4", "1A", "9"], ages: 0...12,
        concerns: [
            "{c} has been hungry and in unwashed clothes on several days this month.",
            "Home conditions have slipped: little food in, and the bedroom floor covered in clutter.",
            "Three medical appointments for {c} were missed and {carer} has not replied to calls.",
            "{c} has had untreated head lice and a lasting cough since the start of term.",
            "The heating is off and {c} shares one mattress in the living room.",
        ],
        risks: [
            "Basic care is inconsistent from week to week", "Missed health appointments",
            "Home conditions fall back once visits become less frequent",
            "{carer} is exhausted and has little support in the evenings",
        ],
        protective: [
            "{carer} is warm with {c} and accepts help", "Grandmother lives nearby and cooks twice a week",
            "{c} has a trusted adult outside the home",
        ],
        seen: [
            "Kitchen clean, food in the cupboards and a meal being prepared.",
            "Bedroom still cluttered, but clean bedding on the bed.",
            "{c} wore clean clothes and a new winter coat.",
            "The washing machine is broken and laundry has piled up.",
            "{c} had eaten breakfast before the visit.",
            "Smell of damp in the back bedroom; landlord to be contacted again.",
            "{carer} had put up a chart for bedtimes and was keeping to it.",
            "Rubbish in the garden had been cleared since the last visit.",
        ],
        views: [
            "{c} said the house is 'better when it's tidy because I can find my things'.",
            "{c} likes it when Nan makes tea and wishes that was every day.",
            "{c} feels cold at night and would like a bed that is not shared.",
            "{c} drew everyone in the kitchen and said that is the best room.",
        ],
        analysis: [
            "The pattern is of care that improves with support and slips when it stops. The task is to find help that "
                + "stays, above all in the mornings.",
            "{carer} loves {c} and knows what is needed; low mood and money worries get in the way. Without change "
                + "the effect on {c}'s health will grow.",
            "What worries us is not one event but how often small needs go unmet. The wider family can carry part of "
                + "this if the plan says who does what.",
        ],
        goals: [
            Goal(
                "{c} is fed, clean and rested every day",
                "Seen fed and clean at six visits running, two of them unannounced", by: "{carer}"),
            Goal(
                "{c}'s health needs are met", "Dental, hearing and immunisation appointments all attended",
                by: "health and {carer}"),
            Goal(
                "Home is safe and warm for {c}", "Own bed, working heating and a clear floor at three visits running",
                by: "{carer} and housing"),
        ],
        contingency: [
            "If two visits running find no food or heating, {c} stays with grandmother that night and the team "
                + "manager is told the same day.",
            "If appointments are missed again without a reason, a legal planning meeting is considered within ten "
                + "days.",
        ])

    static let alcohol = Theme(
        need: "N5", category: "NEG", factors: ["1B", "17A"], sources: ["6", "1A", "2A", "3A", "9"], ages: 4...14,
        concerns: [
            "{carer} appeared to have been drinking when collecting {c} on two afternoons.",
            "{c} is up late while adults drink in the house.",
            "{carer} says that drinking has increased since losing work.",
            "{c} has been managing alone on mornings when {carer} is unwell after drinking.",
        ],
        risks: [
            "{carer} drinks alone on evenings when nobody else is in the house",
            "Relapse earlier in the year after six weeks without alcohol",
            "{c} hides worries so as not to upset {carer}",
        ],
        protective: [
            "{carer} is open about the drinking and attends the recovery service",
            "An aunt collects {c} on Fridays and notices changes early", "{c} knows whom to ring when worried",
        ],
        seen: [
            "{carer} was sober and had the recovery worker's diary to hand.",
            "No alcohol in sight; {carer} spoke of two hard evenings this week.",
            "{c} was quiet at first and then showed a school project on tides.",
            "{carer} was tearful about the past month and asked for the number of the evening line.",
            "The aunt was present and confirmed the arrangement for weekends.",
            "Some empty cans by the back door; {carer} said a friend had visited.",
        ],
        views: [
            "{c} said 'on a good day we play cards, on a bad day I go upstairs'.",
            "{c} would like {carer} to be well at sports day.",
            "{c} said talking to the aunt helps and wants that to go on.",
        ],
        analysis: [
            "Drinking follows loneliness and money worries. {c} reads the mood of the house before speaking, which is "
                + "a burden at this age.",
            "There is real progress with the recovery service, and it is recent. Safety on bad evenings depends on "
                + "the aunt, so the plan must not rest on her alone.",
        ],
        goals: [
            Goal(
                "{c} is cared for by a sober adult every evening",
                "No report of drinking while in charge over eight weeks; diary shared weekly",
                by: "{carer} and recovery worker"),
            Goal(
                "{c} has somebody to talk to", "Six sessions with the children's worker kept",
                by: "family support worker"),
        ],
        contingency: [
            "If {carer} has been drinking, {c} goes to the aunt, who rings the team or the emergency duty team.",
            "On a second relapse within a month the professionals around {c} meet within five working days.",
        ])

    static let mentalHealth = Theme(
        need: "N3", category: "EMO", factors: ["4B", "17A"], sources: ["3A", "3B", "3F", "2A", "1A"], ages: 4...14,
        concerns: [
            "{carer} has become unwell again and is worried about coping with {c} alone.",
            "{c} said that {carer} stays in bed and that nobody has been shopping.",
            "The crisis team have seen {carer} twice this week and ask for support for {c}.",
            "{carer} is afraid that neighbours listen in and has kept {c} indoors.",
            "{carer} reports low mood and feels distant from {c}.",
        ],
        risks: [
            "{carer}'s illness returns quickly when medication stops", "{c} takes on worries that belong to adults",
            "No other adult in the home",
        ],
        protective: [
            "{carer} recognises early signs and asks for help", "A family friend has a key and helps with school runs",
            "Community nurse visits every fortnight",
        ],
        seen: [
            "{carer} was dressed, had slept, and spoke of a better week.",
            "Curtains drawn at noon; {carer} agreed to ring the community nurse there and then.",
            "{c} made toast for both of them and seemed proud of it.",
            "{carer} and {c} sat close together and laughed over photographs.",
            "A new prescription had been collected; side effects were discussed.",
            "{c} asked whether {carer} would have to go to hospital again.",
        ],
        views: [
            "{c} said 'I know when it's coming because it goes quiet'.",
            "{c} wants to know what the medicine is for, and would like to be told things.",
            "{c} likes living at home and would miss {carer} if staying elsewhere.",
            "{c} worries at school about how {carer} is, mostly on Mondays.",
        ],
        analysis: [
            "When {carer} is well, care is good. The risk is in the days between the first signs and treatment, and "
                + "{c} is the first to notice. The plan must take that job away from {c}.",
            "Support is in place from health and a friend; what is missing is an agreed plan for bad days.",
        ],
        goals: [
            Goal(
                "{c} knows what happens when {carer} is unwell",
                "{c} can say the three steps of the plan to the worker", by: "social worker"),
            Goal(
                "{carer} stays well", "Nurse's reviews kept and no emergency contact for three months",
                by: "community nurse"),
        ],
        contingency: [
            "If {carer} goes into hospital, the family friend cares for {c} at home, and the school is told that day.",
            "If early signs return, the nurse and social worker visit together within two working days.",
        ])

    static let beforeBirth = Theme(
        need: "N1", category: "NEG", factors: ["2B", "4B"], sources: ["3D", "3F", "6"], ages: 0...0,
        concerns: [
            "{carer} booked late in pregnancy and has had little antenatal care.",
            "{carer} is expecting a baby; an older child lives with relatives under an order.",
            "{carer} has asked for help to prepare for the baby and to stay off substances.",
            "Worry about conflict between the expectant parents.",
        ],
        risks: [
            "Late booking and missed scans", "An older child could not remain in {carer}'s care",
            "No settled address before the birth",
        ],
        protective: [
            "{carer} attends the specialist midwife each week",
            "{carer}'s mother will be at the birth and can stay for a month",
        ],
        seen: [
            "Joint visit with the midwife: cot, clothes and steriliser are in place.",
            "{carer} described the baby's movements and has chosen a name.",
            "{carer} talked about the older child and what would be different now.",
            "The expectant father attended and agreed to the parenting sessions.",
            "{carer} was unwell and the visit was short.",
        ],
        views: ["Not yet born; the assessment asks what the baby's day would be and what is needed from each adult."],
        analysis: [
            "{carer} has engaged in this pregnancy as not in the last. Whether change lasts under the strain of a "
                + "newborn is the question, and the first six weeks need daily support.",
            "Risk at discharge is moderate and can be reduced by the stay of {carer}'s mother and a written plan.",
        ],
        goals: [
            Goal(
                "The baby comes home to a safe place", "Tenancy signed and home checked four weeks before the date",
                by: "housing"),
            Goal("{carer} is well in pregnancy", "All antenatal appointments kept", by: "midwife"),
        ],
        contingency: [
            "If {carer} cannot care after the birth, her mother is assessed to do so; a meeting is held before "
                + "discharge."
        ])
}
