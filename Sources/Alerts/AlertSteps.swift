import CaseRecord

/// How managers hear of one step of an alert.
enum Told: String, Sendable {
    /// By a notice.
    case each
    /// The clock had run that far before the record was migrated here: it counts in the one notice about history.
    case inOneNotice = "in-one-notice"
    /// A later step, raised at the same time, says more.
    case superseded
}

/// One step of an alert: what it became, when that fell due, and how it is told.
struct AlertStep: Sendable, Equatable {
    let stage: AlertStage
    let fellAt: Instant
    let told: Told
}

/// What an alert's clock is like now.
struct AlertSubject: Sendable {
    /// Whether the clock still runs.
    let isRunning: Bool
    /// Whether it ended by being done, late or in time; otherwise it fell away.
    let isDone: Bool
    /// When each stage of a running clock begins, in order.
    let stages: [(at: Instant, stage: AlertStage)]
    /// Whether the clock began in migrated history.
    let isMigrated: Bool
    /// When the ledger took the event that began it.
    let knownAt: Instant
}

/// Decides, without any I/O and with the time as a parameter, how an alert goes on.
enum AlertSteps {
    /// The steps that an alert has to take now, in order, and when its clock has to be looked at next.
    ///
    /// - Parameters:
    ///   - current: Where the alert stands; `nil` if there is none.
    ///   - wasTold: Whether any of its steps was told by a notice of its own.
    static func next(
        for subject: AlertSubject, current: AlertStage?, wasTold: Bool, now: Instant
    ) -> (steps: [AlertStep], lookAgainAt: Instant?) {
        let open = current.flatMap { $0.isOpen ? $0 : nil }
        guard subject.isRunning else {
            guard open != nil else { return ([], nil) }
            // An ending is told to those who were told of the beginning.
            let stage: AlertStage = subject.isDone ? .resolved : .cancelled
            return ([AlertStep(stage: stage, fellAt: now, told: wasTold ? .each : .inOneNotice)], nil)
        }
        let passed = subject.stages.filter { $0.at <= now }
        let lookAgainAt = subject.stages.first { $0.at > now }?.at
        guard let reached = passed.last else {
            guard open != nil else { return ([], lookAgainAt) }
            return ([AlertStep(stage: .cancelled, fellAt: now, told: wasTold ? .each : .inOneNotice)], lookAgainAt)
        }
        if let open, reached.stage.rank <= open.rank {
            guard reached.stage.rank < open.rank else { return ([], lookAgainAt) }
            // A correction moved the due day to later.
            return ([AlertStep(stage: reached.stage, fellAt: now, told: wasTold ? .each : .inOneNotice)], lookAgainAt)
        }
        let climbed = passed.filter { $0.stage.rank > (open?.rank ?? 0) }
        let steps = climbed.map { step in
            let isHistory = subject.isMigrated && step.at <= subject.knownAt
            let told: Told = isHistory ? .inOneNotice : step.at == reached.at ? .each : .superseded
            return AlertStep(stage: step.stage, fellAt: step.at, told: told)
        }
        return (steps, lookAgainAt)
    }
}
