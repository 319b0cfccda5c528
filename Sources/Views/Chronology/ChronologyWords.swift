public import CaseRecord

// What the forms for people, the table of a terminal, the page and the sheet, say in the same words.

extension Chronology {
    /// What is shown of the record, in one sentence.
    var account: String {
        let struckOut = entries.count { $0.entry.struckOutBy != nil }
        let besides = struckOut == 0 ? "" : " and \(struckOut) struck out"
        let shown = count == countOfAll ? "\(count) entries" : "\(count) of \(countOfAll) entries"
        let then = selection.asAt.map { ", of what had happened by \($0)" } ?? ""
        let known = knownAt.map { " and as known at \($0)" } ?? ""
        return "\(shown)\(besides)\(then), as at log position \(position)\(known)"
    }

    /// What kind of chronology it is.
    var title: String {
        let kind =
            switch form {
            case .full: "Chronology"
            case .significant: "Chronology of significant events"
            case .court: "Chronology for court"
            case .onePage: "Chronology on one page"
            }
        return family.isEmpty ? kind : "Family " + kind.lowercased()
    }

    /// What else is to be known before it is read.
    var remarks: [String] {
        var remarks: [String] = []
        if form == .court, let day {
            remarks.append(
                "Entries from \(day.adding(months: -12 * Reliance.years)) on, and of those before it what is relied on."
            )
        }
        if let mergedInto { remarks.append("This record was merged into \(mergedInto).") }
        if !mergedFrom.isEmpty {
            remarks.append("With what came from \(mergedFrom.map(\.text).joined(separator: ", ")).")
        }
        if !family.isEmpty {
            remarks.append("With the records of \(family.map(\.text).joined(separator: ", ")).")
            if entries.contains(where: \.isThirdParty) {
                remarks.append("Entries marked THIRD PARTY are about or from somebody else: check before sharing.")
            }
        }
        for words in selection.filter.words { remarks.append(words) }
        return remarks
    }
}

extension Chronology.Filter {
    /// What is let through, in words; empty where all is.
    fileprivate var words: [String] {
        var limits: [String] = []
        if let from { limits.append("from \(from)") }
        if let to { limits.append("to \(to)") }
        if let significance { limits.append("only \(significance.rawValue)") }
        if !types.isEmpty { limits.append("only \(types.map(\.description).joined(separator: ", "))") }
        if let source { limits.append("only from \(source)") }
        if let text { limits.append("only with the words “\(text)”") }
        return limits.isEmpty ? [] : ["Shown: " + limits.joined(separator: "; ") + "."]
    }
}

extension Chronology.Entry {
    /// What the entry says and what was said about it later, as marks, line and remarks.
    var words: (marks: [String], line: String, remarks: [String]) {
        var marks: [String] = []
        if let struckOut = entry.struckOutBy { marks.append("STRUCK OUT: \(struckOut.reason)") }
        if let why = entry.withoutEffect { marks.append("WITHOUT EFFECT: \(why)") }
        if isThirdParty { marks.append("THIRD PARTY") }
        var remarks: [String] = []
        if let cameFrom { remarks.append("from \(cameFrom)") }
        if let corrected = entry.correctedBy { remarks.append("corrected: \(corrected.reason)") }
        if let set = significanceSetBy { remarks.append("set to \(significance.rawValue): \(set.reason)") }
        if let unmerged = entry.unmergedBy { remarks.append("unmerged: \(unmerged.reason)") }
        if !struckOutOf.isEmpty {
            remarks.append("struck out of the record of \(struckOutOf.map(\.text).joined(separator: ", "))")
        }
        if occurredAt.lastDay != occurredAt.firstDay, occurredAt.precision != .approx {
            remarks.append("the day is not known")
        }
        var reasons: Set<String> = []
        remarks += reliances.map { "relied on: \($0.reason)" }.filter { reasons.insert($0).inserted }
        return (marks, recorded.event.headline, remarks)
    }
}

extension ChronologyGap {
    /// The silence in one sentence.
    var words: String {
        let until = before == nil ? " up to" : " to"
        let vague = mayHold.isEmpty ? "" : "; \(mayHold.count) not exactly dated may lie in it"
        return "No entry for \(days) days, \(from)\(until) \(to), while the case was open\(vague)"
    }
}

extension Chronology.TypePattern: CustomStringConvertible {
    /// As it was written.
    public var description: String { type?.name ?? prefix + "*" }
}

extension Occurrence {
    /// For a table: the day, with the time in London where it is known, and `c.` where it is only approximate.
    var tableText: String {
        if case .approximate = self { return "c. \(description.dropLast())" }
        guard case .instant(let instant) = self else { return description }
        return instant.londonText
    }
}

extension Instant {
    /// Day and time as London's calendar and clocks show them, as `2011-04-14 09:30`.
    public var londonText: String {
        let (hour, minute) = LondonTime.time(of: self)
        return "\(LondonTime.date(of: self)) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
