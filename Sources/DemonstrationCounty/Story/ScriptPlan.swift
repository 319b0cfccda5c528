import CaseRecord

/// The stories written by hand and where each of them lies.
enum WrittenStory: Int, Sendable, CaseIterable {
    case protected, failed, lookedAfter, missing, privatelyFostered, recordKeeping, registeredTwice, handedOn
    case contradictoryEpisode, contradictoryPlans, contradictoryPerson

    var script: Script {
        switch self {
        case .protected: .protected
        case .failed: .failed
        case .lookedAfter: .lookedAfter
        case .missing: .missing
        case .privatelyFostered: .privatelyFostered
        case .recordKeeping: .recordKeeping
        case .registeredTwice: .registeredTwice
        case .handedOn: .handedOn
        case .contradictoryEpisode: .contradictoryEpisode
        case .contradictoryPlans: .contradictoryPlans
        case .contradictoryPerson: .contradictoryPerson
        }
    }

    /// Days before the last on which it begins.
    var daysBack: Int {
        switch self {
        case .protected: 400
        case .failed: 330
        case .lookedAfter: 360
        case .missing: 370
        case .privatelyFostered: 300
        case .recordKeeping: 240
        case .registeredTwice: 150
        case .handedOn: 540
        case .contradictoryEpisode: 130
        case .contradictoryPlans: 110
        case .contradictoryPerson: 60
        }
    }

    var team: AreaTeam {
        switch self {
        case .protected, .lookedAfter, .privatelyFostered: Staff.north
        case .missing, .recordKeeping, .contradictoryPlans: Staff.south
        default: Staff.west
        }
    }

    var theme: Theme {
        switch self {
        case .protected: .domesticAbuse
        case .failed, .missing: .alcohol
        default: .neglect
        }
    }

    var ages: ClosedRange<Int> {
        switch self {
        case .protected: 6...7
        case .failed: 0...0
        case .missing: 17...17
        case .recordKeeping: 2...2
        default: 5...8
        }
    }

    var isContradictory: Bool {
        switch self {
        case .contradictoryEpisode, .contradictoryPlans, .contradictoryPerson: true
        default: false
        }
    }
}
