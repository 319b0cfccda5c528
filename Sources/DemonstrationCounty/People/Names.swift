/// Names of one community of the invented county, with the ethnicity codes that its children may have.
struct Community: Sendable {
    /// How many of a hundred families.
    let share: Int
    let ethnicities: [String]
    let girls: [String]
    let boys: [String]
    let families: [String]
}

enum Names {
    static let communities = [
        Community(
            share: 55, ethnicities: ["WBRI"],
            girls: [
                "Amelia", "Poppy", "Isla", "Ruby", "Grace", "Evie", "Daisy", "Lily-Mae", "Freya", "Molly", "Erin",
                "Willow", "Elsie", "Jessica", "Skye", "Harriet", "Lacey", "Martha", "Beth", "Orla",
            ],
            boys: [
                "Alfie", "Oscar", "Jack", "Riley", "Theo", "Archie", "Kai", "Reuben", "Harley", "Toby", "Finley",
                "Logan", "Jude", "Callum", "Rory", "Stanley", "Ellis", "Bobby", "Mason", "Ewan",
            ],
            families: [
                "Hughes", "Thurlow", "Marsden", "Pike", "Cartwright", "Bloomfield", "Tovey", "Garrod", "Ashdown",
                "Pryor", "Leggett", "Rudd", "Haylock", "Stebbing", "Fitch", "Norcross", "Wickens", "Dray", "Cutler",
                "Farrow", "Hallam", "Jessop", "Kemp", "Orchard", "Peachey",
            ]),
        Community(
            share: 10, ethnicities: ["WOTH"],
            girls: ["Zofia", "Emilija", "Maja", "Beatriz", "Gabija", "Larisa", "Ana", "Hanna"],
            boys: ["Jakub", "Lukas", "Filip", "Tiago", "Domas", "Andrei", "Mateusz", "Nojus"],
            families: ["Zielinski", "Petrauskas", "Ferreira", "Wojcik", "Jankauskas", "Popa", "Sousa", "Mazur"]),
        Community(
            share: 3, ethnicities: ["WIRT", "WROM"],
            girls: ["Shanice", "Bridget", "Lavinia", "Kathleen"], boys: ["Jimmy", "Ned", "Marius", "Patrick"],
            families: ["Doran", "Boswell", "Ciurar", "Cash"]),
        Community(
            share: 6, ethnicities: ["APKN", "ABAN"],
            girls: ["Aisha", "Maryam", "Zara", "Nusrat", "Safa"],
            boys: ["Yusuf", "Bilal", "Hamza", "Rayyan", "Tahmid"],
            families: ["Begum", "Hussain", "Mahmood", "Chowdhury", "Akhtar", "Uddin"]),
        Community(
            share: 4, ethnicities: ["AIND"],
            girls: ["Anaya", "Diya", "Simran"], boys: ["Arjun", "Rohan", "Vivaan"],
            families: ["Patel", "Gill", "Thomas", "Nair"]),
        Community(
            share: 7, ethnicities: ["BAFR"],
            girls: ["Chiamaka", "Abena", "Hodan", "Tariro", "Naledi"],
            boys: ["Tobi", "Kwame", "Abdirahman", "Tinashe", "Emeka"],
            families: ["Okoro", "Boateng", "Warsame", "Moyo", "Eze", "Asante"]),
        Community(
            share: 3, ethnicities: ["BCRB"],
            girls: ["Shanelle", "Imani", "Kezia"], boys: ["Jerome", "Malachi", "Andre"],
            families: ["Grant", "Bailey", "Francis", "Henry"]),
        Community(
            share: 7, ethnicities: ["MWBC", "MWBA", "MWAS", "MOTH"],
            girls: ["Leila", "Amara", "Tia", "Nia", "Sienna"], boys: ["Kaiden", "Isaac", "Zayn", "Marlon", "Leo"],
            families: ["Barrett", "Osei-Clarke", "Lovelace", "Khan-Reeve", "Simms", "Dixon"]),
        Community(
            share: 5, ethnicities: ["AOTH", "CHNE", "OOTH"],
            girls: ["Linh", "Rojin", "Mei", "Yara"], boys: ["Minh", "Azad", "Jun", "Omar"],
            families: ["Nguyen", "Karim", "Lam", "Haddad", "Rostami"]),
    ]

    static func community(_ random: inout SplitMix64) -> Community {
        var drawn = random.below(100)
        for community in communities {
            if drawn < community.share { return community }
            drawn -= community.share
        }
        return communities[0]
    }
}
