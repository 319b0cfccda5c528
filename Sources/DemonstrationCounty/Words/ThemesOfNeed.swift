extension Theme {
    static let youngCarer = Theme(
        need: "N3", category: "NEG", factors: ["7A", "6B"], sources: ["2A", "3A", "3C", "5D"], ages: 8...14,
        concerns: [
            "{c} is looking after {carer}, who uses a wheelchair, before and after school.",
            "{c} has been late every day this fortnight because of helping {carer} in the mornings.",
            "{carer}'s care package has ended and {c} is doing the shopping and the medicines.",
        ],
        risks: ["{c} carries out personal care that an adult should do", "Tiredness and falling behind at school"],
        protective: [
            "{carer} wants things to be different and has asked for an assessment of need",
            "{c} attends the young carers' group", "School allows a late start on two days",
        ],
        seen: [
            "{c} had been to the young carers' evening and met two friends there.",
            "A carer from adult services now comes in the mornings.",
            "{c} was doing homework at the table while tea was cooking.",
            "{carer} showed the letter about the new assessment for adult services.",
            "{c} looked tired and said the night had been broken.",
        ],
        views: [
            "{c} is proud of helping and would like one evening a week off.",
            "{c} said 'I worry when I'm in maths, what if the phone rings'.",
            "{c} does not want teachers to make a fuss.",
        ],
        analysis: [
            "This is a loving family with too little help. The caring falls to {c} because services stopped, and it "
                + "should return to adults.",
            "{c} gains something from caring, and loses school and friends to it; the balance has tipped.",
        ],
        goals: [
            Goal(
                "{c} has time to be a child", "Two evenings a week free of caring, as {c} reports", by: "adult services"
            ),
            Goal("{c} catches up at school", "On time four days in five this half term", by: "school"),
        ],
        contingency: ["If {carer}'s morning call fails, the agency sends cover within two hours; {c} goes to school."])

    static let disability = Theme(
        need: "N2", category: "NEG", factors: ["5A", "6A"], sources: ["3F", "2A", "1A", "3A", "2B"], ages: 4...14,
        concerns: [
            "{carer} asks for short breaks for {c}, who needs care through the night.",
            "{c}'s hoist no longer fits and {carer} has been hurt lifting.",
            "A review of support for {c} over the holidays is needed.",
            "{carer} is finding it hard to keep {c} safe outside, as {c} runs without a sense of traffic.",
        ],
        risks: ["{carer} is short of sleep and has an untreated back injury", "Equipment that {c} has grown out of"],
        protective: [
            "{carer} knows {c}'s ways of communicating very well", "Strong team around {c} at school",
            "Extended family learn the care routine",
        ],
        seen: [
            "{c} was on the floor mat, smiling, and reached for the light toy.",
            "The occupational therapist measured for a new hoist.",
            "{carer} had slept five hours for the first time in weeks.",
            "{c} used the talker to say 'swim' and 'again'.",
            "First short break went well; {c} ate and slept.",
            "{c} turned away from the noise of a drill next door and was soothed by {carer}.",
        ],
        views: [
            "{c} chose the picture of the swimming pool, twice.",
            "{c} does not use words; calm with familiar people and restless in the new room.",
            "{c} told the worker with symbols that the bus is too loud.",
        ],
        analysis: [
            "{c} is well cared for. The need is for equipment, rest for {carer} and a plan for the holidays.",
            "Without short breaks the present arrangement will not last through the year.",
        ],
        goals: [
            Goal("{c} is moved safely", "New hoist fitted and both carers trained", by: "occupational therapist"),
            Goal(
                "{carer} is rested enough to care", "Two nights of short break a month, taken",
                by: "short breaks team"),
        ],
        contingency: [
            "If {carer} is ill, the short breaks home takes {c} as an emergency guest; it holds the care plan."
        ])

    static let acuteStress = Theme(
        need: "N4", category: "NEG", factors: ["20"], sources: ["4", "1C", "2A", "3B", "5B"], ages: 0...12,
        concerns: [
            "The family has had notice to leave and has nowhere to go with {c} from next week.",
            "{carer} lost work this year; the gas is on emergency credit and {c} is cold.",
            "Since a death in the family {carer} and {c} have struggled with daily routines.",
            "{carer} and {c} are staying on a friend's sofa with no date to move.",
            "{carer} has no recourse to public funds and asks for help for {c}.",
        ],
        risks: ["Housing is not secure", "Debt and no emergency money", "Grief that has not been spoken about"],
        protective: [
            "{carer} asks for help early and keeps appointments",
            "The community centre and the faith group both help with food", "{c}'s routines have been kept up",
        ],
        seen: [
            "Boxes packed in the hall; {carer} has a viewing on Thursday.",
            "{c} has settled in the temporary flat and has a bed by the window.",
            "{carer} went through the debts one by one with the adviser.",
            "{c} and {carer} had made a memory box together.",
            "Food parcel delivered; there was enough until pay day.",
        ],
        views: [
            "{c} wants to know whether the cat may come to the new house.",
            "{c} misses Grandad most on Saturdays.",
            "{c} said moving is 'all right if I keep my friends'.",
        ],
        analysis: [
            "The strain comes from housing and money, and not from how {c} is looked after. Practical help at this "
                + "point is likely to be enough.",
            "{carer} copes well by day and is alone with it at night. Bereavement support is the missing piece.",
        ],
        goals: [
            Goal("{c} has a settled home", "Tenancy of at least twelve months", by: "housing"),
            Goal(
                "The family's money lasts the month", "Debt plan in place and no emergency credit for two months",
                by: "advice centre"),
        ],
        contingency: ["If the tenancy falls through, housing gives emergency accommodation near {c}'s school."])

    static let conflict = Theme(
        need: "N5", category: "EMO", factors: ["14A", "4A"], sources: ["1A", "1C", "6", "2A", "2B"], ages: 11...14,
        concerns: [
            "{carer} says {c} can no longer live at home after an argument about staying out.",
            "{c} has been sleeping at a friend's house for a week and does not want to go back.",
            "{c} pushed a stepfather during a row; nobody was hurt and all are shaken.",
            "{c} speaks of feeling low and of not being listened to at home.",
        ],
        risks: [
            "Arguments grow quickly and end with {c} leaving the house", "{c} feels in the way since the new baby",
            "Low attendance since the summer",
        ],
        protective: [
            "{c} and {carer} both want it to work", "Grandparents offer a bed for one night without questions",
            "{c} has a close friend and a form tutor to talk to",
        ],
        seen: [
            "{c} and {carer} agreed three house rules and wrote them up together.",
            "{c} had been to the doctor about sleep and found it useful.",
            "{carer} raised Saturday's row; {c} gave another side of it, calmly.",
            "{c} had stayed with grandparents at the weekend as planned.",
            "{c} spoke about music and about the college taster week.",
            "The mediator was present for the second half and it went better.",
        ],
        views: [
            "{c} said 'they decide and then they tell me'.",
            "{c} wants to live at home, with a key and a say.",
            "{c} asked for one hour a week with {carer} without the little ones.",
        ],
        analysis: [
            "{c}'s behaviour says what is hard to put into words: a place in the family that feels uncertain. Both "
                + "sides move when a third person is in the room.",
            "There is no sign of significant harm. The risk is that {c} drifts out of home before sixteen, and the "
                + "remedy is mediation now.",
        ],
        goals: [
            Goal(
                "{c} lives at home safely", "No night away that was not agreed, for eight weeks", by: "{carer} and {c}"),
            Goal("{c} feels heard", "Weekly hour kept; {c}'s own score rises from 3 to 6 of 10", by: "mediator"),
        ],
        contingency: [
            "If a row gets out of hand, {c} goes to the grandparents for one night and the worker rings next day."
        ])
}
