extension Theme {
    static let domesticAbuse = Theme(
        need: "N1", category: "EMO", factors: ["3B", "17A"], sources: ["6", "3A", "2A", "1A", "7"], ages: 3...14,
        concerns: [
            "Argument between the adults at home; {c} was upstairs and had heard it.",
            "{carer} said that a former partner has come to the house at night.",
            "{c} spoke of shouting at home and of not sleeping.",
            "An order against {carer}'s former partner has ended and he has been seen near the school.",
            "Third report in six months of a dispute between the adults while {c} was at home.",
        ],
        risks: [
            "Incidents have become closer together", "The former partner knows the address and the school",
            "{c} tries to come between the adults", "{carer} has gone back on separation before, out of fear",
        ],
        protective: [
            "{carer} has called for help each time", "Independent advocate in weekly contact",
            "School has agreed a safe word and a named person with {c}",
        ],
        seen: [
            "New locks fitted and the outside light works.",
            "{c} showed where to go and whom to ring in the safety plan.",
            "{carer} said the week had been calm and that sleep is better.",
            "{carer} was anxious about the court date and asked for the advocate to attend.",
            "{c} played in the next room and came in twice to check on {carer}.",
            "The former partner had sent messages; {carer} had kept them for the police.",
        ],
        views: [
            "{c} said 'I like it now, it's quiet at night'.",
            "{c} misses the person who has left and does not want to see arguments.",
            "{c} wants to stay at the same school and keep the same bedroom.",
            "{c} named three good things: the dog, football, and singing in the kitchen.",
        ],
        analysis: [
            "{carer} has acted to protect {c}, and the responsibility for harm lies with the former partner. Fear at "
                + "handovers is what keeps the risk alive.",
            "{c} has lived with tension for a long time and watches adults closely. Sleep and school have improved "
                + "since the separation, which shows what safety gives.",
            "Earlier incidents were each treated as single. Read together they show control, and the plan is built "
                + "on that reading.",
        ],
        goals: [
            Goal(
                "{c} lives without fear at home", "No incident for twelve weeks; {c}'s own rating at each visit",
                by: "{carer} and advocate"),
            Goal(
                "Time with the other parent is safe for {c}", "Supervised sessions only, with a report after each",
                by: "contact centre"),
            Goal(
                "{c} has help to make sense of what happened", "Eight group sessions attended", by: "children's worker"),
        ],
        contingency: [
            "If the former partner comes to the house, {carer} and {c} go to family, and police and the team are rung "
                + "from there.",
            "If contact resumes outside the agreement, legal advice is taken within two working days.",
        ])

    static let physical = Theme(
        need: "N1", category: "PHY", factors: ["18C", "17A"], sources: ["2A", "3C", "3E", "1A"], ages: 4...13,
        concerns: [
            "{c} said a mark on the arm came from being grabbed at home.",
            "{c} has a bruise for which two different explanations were given.",
            "{c} told a friend's parent about being smacked and is afraid of the weekend.",
            "Advice asked on an injury that does not quite fit what was said about it.",
        ],
        risks: [
            "Physical punishment is used when {carer} is under strain", "Explanations have changed",
            "{c} has been told not to speak about it",
        ],
        protective: [
            "{carer} has agreed not to use physical punishment and to join the parenting course",
            "{c} can name two adults to tell", "Grandfather takes over at bedtimes, when tempers were shortest",
        ],
        seen: [
            "{c} was relaxed and had no marks.",
            "{carer} described counting to ten and leaving the room, and said it works 'on most days'.",
            "{c} chatted freely with {carer} in the room.",
            "{carer} was upset to be asked again and then thanked us for being straight.",
            "{c} showed the reward chart and the stickers earned.",
        ],
        views: [
            "{c} said 'I don't want anyone in trouble, I just want it to stop'.",
            "{c} feels safer since Grandad does bedtime.",
            "{c} asked the worker to explain to {carer} that shouting is scary too.",
        ],
        analysis: [
            "The injury is probably the result of rough handling in anger. {carer} has taken responsibility, and the "
                + "change has held so far.",
            "Earlier contacts about marks were closed singly. Together they make the account less certain, and "
                + "watching alone is not enough.",
        ],
        goals: [
            Goal(
                "{c} is never hurt as punishment", "No new mark and no disclosure for three months; {c} seen alone",
                by: "{carer}"),
            Goal(
                "{carer} has other ways to set limits", "Ten sessions of the parenting course completed",
                by: "family centre"),
        ],
        contingency: [
            "On any new injury {c} is seen by a paediatrician that day and a strategy discussion is held.",
            "If the course is not taken up within a month, the manager reviews the plan with the family.",
        ])

    static let exploitation = Theme(
        need: "N1", category: "MUL", factors: ["24A", "10A"], sources: ["6", "2A", "1A", "2B"], ages: 12...14,
        concerns: [
            "{c} was missing overnight for the second time and came back with a new phone.",
            "{c} has been seen with older young people near the station during school hours.",
            "{carer} found messages that ask {c} to carry a package.",
            "{c} has stopped going to lessons and owes money to somebody who is not named.",
        ],
        risks: [
            "{c} goes missing and does not say where", "Adults outside the family have a hold through debt",
            "{c} has no lessons for part of the week",
        ],
        protective: [
            "{carer} reports at once and keeps talking with {c}", "{c} trusts the youth worker",
            "Older cousin offers something to do on Saturdays",
        ],
        seen: [
            "{c} talked more in the car than indoors and spoke of being tired of it.",
            "{c} was polite and gave short answers; {carer} thinks there was a call the night before.",
            "{c} showed a college prospectus and had marked two pages.",
            "Met at the youth centre; {c} had eaten and joined a game afterwards.",
            "{c} did not want to talk long; an open invitation was left.",
        ],
        views: [
            "{c} said 'you can't just say no to them'.",
            "{c} wants to move out of the area for a while, to an uncle.",
            "{c} would like adults to stop asking the same question in different rooms.",
        ],
        analysis: [
            "{c} is a child under pressure from people with power, not a young person making choices freely. The plan "
                + "works on places and people as much as on home.",
            "Home is not the source of the harm, and {carer} is the best ally. What is lacking is a safe day: school "
                + "and something to do.",
        ],
        goals: [
            Goal(
                "{c} is safe in the places where time is spent",
                "No missing episode for eight weeks; return talk held each time", by: "youth worker"),
            Goal(
                "{c} is in education every day", "Attendance of 85 per cent over a half term",
                by: "education welfare"),
        ],
        contingency: [
            "If {c} is missing, {carer} rings police at once and the team by nine; known addresses are on the plan.",
            "If threats are made, {c} stays with the uncle, who has agreed, and police are told before the move.",
        ])
}
