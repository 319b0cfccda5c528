/// What contradicts the referral of an episode, or its closure.
struct EpisodeChecks {
    private let history: StrandHistory

    init(_ history: StrandHistory) { self.history = history }

    var findings: [QualityFinding] {
        var findings: [QualityFinding] = []
        for recorded in history.events where recorded.isEpisodeActivity || recorded.continuesEpisodeActivity {
            findings += beyondEpisode(recorded)
        }
        for episode in history.episodes { findings += closure(of: episode) + withoutFurtherAction(episode) }
        return findings + overlaps
    }

    private func title(_ recorded: RecordedEvent) -> String {
        Swift.type(of: recorded.event.data).title.lowercasedFirst
    }

    /// Before the referral, or after the closure.
    private func beyondEpisode(_ recorded: RecordedEvent) -> [QualityFinding] {
        let occurrence = recorded.event.occurredAt
        let what = "\(title(recorded)) on \(recorded.dayText)"
        if let episode = history.namedEpisode(of: recorded) {
            var findings: [QualityFinding] = []
            if occurrence.isOnEarlierDay(than: episode.day) {
                findings.append(
                    QualityFinding(
                        .activityBeforeReferral, [recorded, episode.received],
                        "\(what), before its referral was received on \(episode.received.dayText)"))
            }
            if let closure = episode.closure, episode.isClosed(before: occurrence) {
                findings.append(
                    QualityFinding(
                        .activityAfterClosure, [recorded, closure],
                        "\(what), after its episode was closed on \(closure.dayText)"))
            }
            return findings
        }
        guard let first = history.episodes.first else { return [] }
        if history.episodes.allSatisfy({ occurrence.isOnEarlierDay(than: $0.day) }) {
            return [
                QualityFinding(
                    .activityBeforeReferral, [recorded, first.received],
                    "\(what), before the first referral was received on \(first.received.dayText)")
            ]
        }
        // An episode that may have been open then is enough; one without further action was never open.
        let begun = history.episodes.filter { !occurrence.isOnEarlierDay(than: $0.day) && $0.noFurtherAction == nil }
        guard let last = begun.last, let closure = last.closure, begun.allSatisfy({ $0.isClosed(before: occurrence) })
        else { return [] }
        return [
            QualityFinding(
                .activityAfterClosure, [recorded, closure],
                "\(what), after the last episode was closed on \(closure.dayText)")
        ]
    }

    private func closure(of episode: StrandHistory.Episode) -> [QualityFinding] {
        guard let closure = episode.closure, let data = closure.event.data as? CaseClosed else { return [] }
        var findings: [QualityFinding] = []
        if closure.event.occurredAt.isOnEarlierDay(than: episode.day) {
            findings.append(
                QualityFinding(
                    .closureBeforeReferral, [closure, episode.received],
                    "closed on \(closure.dayText), before the referral was received on \(episode.received.dayText)"))
        }
        let own = history.events.filter { history.episode(of: $0)?.referral == episode.referral }
        for recorded in own {
            switch recorded.event.data {
            case let started as AssessmentStarted where recorded.isEpisodeActivity:
                if !isAuthorised(started.assessment) {
                    findings.append(
                        QualityFinding(
                            .closedWithOpenAssessment, [recorded, closure],
                            "closed on \(closure.dayText) with an assessment that was never authorised, "
                                + "started on \(recorded.dayText)"))
                }
            case let started as Section47Started:
                if !isSettled(started.section47) {
                    findings.append(
                        QualityFinding(
                            .closedWithOpenSection47, [recorded, closure],
                            "closed on \(closure.dayText) with a section 47 enquiry that was neither concluded nor led "
                                + "to a conference, started on \(recorded.dayText)"))
                }
            default: break
            }
            let isBeyondAssessment =
                recorded.isEpisodeActivity && !(recorded.event.data is AssessmentStarted)
                && !(recorded.event.data is StrategyDiscussionHeld)
            if ["RC8", "RC9"].contains(data.reason.code), isBeyondAssessment {
                findings.append(
                    QualityFinding(
                        .closedAfterAssessmentWithActivity, [recorded, closure],
                        "closed after assessment (\(data.reason)) on \(closure.dayText), with \(title(recorded)) "
                            + "on \(recorded.dayText)"))
            }
        }
        return findings
    }

    private func isAuthorised(_ assessment: Reference) -> Bool {
        history.events.contains { recorded in
            switch recorded.event.data {
            case let data as AssessmentAuthorised: data.assessment == assessment
            case let data as AssessmentNotPursued: data.assessment == assessment
            default: false
            }
        }
    }

    private func isSettled(_ section47: Reference) -> Bool {
        history.events.contains { recorded in
            switch recorded.event.data {
            case let data as Section47Concluded: data.section47 == section47
            case let data as ConferenceHeld: data.section47 == section47
            default: false
            }
        }
    }

    private func withoutFurtherAction(_ episode: StrandHistory.Episode) -> [QualityFinding] {
        guard let decision = episode.noFurtherAction else { return [] }
        return history.events.filter { recorded in
            recorded.isEpisodeActivity && history.namedEpisode(of: recorded)?.referral == episode.referral
        }.map { recorded in
            QualityFinding(
                .activityWithoutFurtherAction, [recorded, decision],
                "\(title(recorded)) on \(recorded.dayText) for a referral without further action (\(decision.dayText))")
        }
    }

    private var overlaps: [QualityFinding] {
        let open = history.episodes.filter { $0.noFurtherAction == nil }
        return open.indices.compactMap { index in
            let later = open[index]
            let earlier = open[..<index].first { earlier in
                // Open still, or closed on a later day than that on which the other came.
                earlier.closure.map { later.day.isOnEarlierDay(than: $0.event.occurredAt) } ?? true
            }
            guard let earlier else { return nil }
            let end = earlier.closure.map { "until \($0.dayText)" } ?? "and is not closed"
            return QualityFinding(
                .twoOpenEpisodes, [earlier.received, later.received],
                "referral received on \(later.received.dayText) while the episode of \(earlier.received.dayText) was open, "
                    + end)
        }
    }
}

extension String {
    /// With a small first letter, to stand within a sentence.
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
