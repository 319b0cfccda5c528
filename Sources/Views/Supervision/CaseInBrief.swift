public import CaseRecord
import StrictJSON

/// What each row of a view for supervision says of the child. Many rows share one, which never changes.
public final class CaseInBrief: Sendable {
    /// Why a child is at more risk of harm than others.
    public enum Concern: String, Sendable, CaseIterable {
        /// There is a child protection plan.
        case protectionPlan = "cp-plan"
        /// The child is looked after.
        case lookedAfter = "looked-after"
        /// There is a section 47 enquiry that is not concluded.
        case section47
        /// The child is missing.
        case missing

        var words: String {
            switch self {
            case .protectionPlan: "child protection plan"
            case .lookedAfter: "looked after"
            case .section47: "section 47 enquiry"
            case .missing: "missing"
            }
        }

        var letters: String {
            switch self {
            case .protectionPlan: "CP"
            case .lookedAfter: "LAC"
            case .section47: "S47"
            case .missing: "MISSING"
            }
        }
    }

    /// The child.
    public let child: ChildID
    /// The child's names (``CaseRow/name``); `nil` where the record has none, or the case is not among those read.
    public let name: String?
    /// The last position of the log that the record holds an entry from; `nil` where the case is not among those read.
    public let position: Int64?
    /// Why the child is at more risk than others; empty where nothing is known of it.
    public let concerns: [Concern]
    /// The allocated worker.
    public let worker: WorkerID?
    /// The risk as assessed last.
    public let riskLevel: RiskLevel?
    /// When the child was last seen.
    public let lastSeenOn: CivilDate?
    /// Whether the child was not seen since the case was opened. An unborn child never counts as unseen.
    public let isUnseen: Bool
    /// The same as JSON.
    let json: JSONValue

    /// A case as its row says.
    convenience init(_ row: CaseRow, _ setting: SupervisionSetting) {
        let today = setting.today
        self.init(
            row, today: today, workerName: row.worker.flatMap { setting.workforce.name(of: $0, on: today) },
            isShownOften: false)
    }

    /// - Parameter isShownOften: Whether many rows of a view show it, so that its JSON is written once for all of them.
    fileprivate init(_ row: CaseRow, today: CivilDate, workerName: String?, isShownOften: Bool) {
        var concerns: [Concern] = []
        if row.protectionPlanSince != nil { concerns.append(.protectionPlan) }
        if row.lookedAfterSince != nil { concerns.append(.lookedAfter) }
        if row.section47Since != nil { concerns.append(.section47) }
        if row.missingSince != nil { concerns.append(.missing) }
        let wasSeen = row.lastSeenOn.map { seen in row.openedOn.map { seen >= $0 } ?? true } ?? false
        child = row.child
        name = row.name
        position = row.position
        self.concerns = concerns
        worker = row.worker
        riskLevel = row.riskLevel
        lastSeenOn = row.lastSeenOn
        isUnseen = !wasSeen && !row.isUnborn && row.isOpen
        let age = row.isUnborn ? nil : row.birthDate.flatMap { Age(of: $0, on: today) }
        var members = JSONObject()
        members.reserveCapacity(10)
        members.append(new: "child", .string(row.child.text))
        members.append(new: "name", row.name.map { .string($0) } ?? .null)
        members.append(new: "position", .integer(row.position))
        members.append(new: "age", row.isUnborn ? "unborn" : age.map { .string($0.description) } ?? .null)
        members.append(new: "concerns", .array(concerns.map { .string($0.rawValue) }))
        members.append(new: "worker", row.worker.map { .string($0.text) } ?? .null)
        members.append(new: "workerName", workerName.map { .string($0) } ?? .null)
        members.append(new: "riskLevel", row.riskLevel.map { .string($0.rawValue) } ?? .null)
        members.append(new: "lastSeenOn", row.lastSeenOn.jsonValue)
        members.append(new: "unseen", .bool(isUnseen))
        json = .object(isShownOften ? members.writtenAhead : members)
    }

    /// A case that is not among those read, as one that is closed.
    init(_ child: ChildID, worker: WorkerID?, workerName: String? = nil) {
        self.child = child
        name = nil
        position = nil
        concerns = []
        self.worker = worker
        riskLevel = nil
        lastSeenOn = nil
        isUnseen = false
        json = [
            "child": .string(child.text), "name": .null, "position": .null, "age": .null, "concerns": [],
            "worker": worker.map { .string($0.text) } ?? .null,
            "workerName": workerName.map { .string($0) } ?? .null, "riskLevel": .null, "lastSeenOn": .null,
            "unseen": false,
        ]
    }

    /// Sorts children at more risk of harm before others.
    var concernRank: Int { concerns.isEmpty ? 1 : 0 }
    /// Sorts children who were not seen before others.
    var unseenRank: Int { isUnseen ? 0 : 1 }
    /// Sorts by the risk as assessed: what nobody assessed first, then the highest.
    var riskRank: Int { RiskLevel.rank(riskLevel) }

    /// The child for a table: the identifier, what speaks of harm, and the names as far as a column has room for them.
    var tableText: String {
        let names = name.map { $0.count > 24 ? $0.prefix(23) + "…" : $0[...] }
        return ([child.text] + concerns.map(\.letters) + [names.map(String.init)].compactMap { $0 }).joined(
            separator: " ")
    }

    /// When the child was last seen, for a table.
    var seenText: String {
        isUnseen ? "NOT SEEN" : lastSeenOn?.description ?? (position == nil ? "" : "unborn")
    }
}

extension RiskLevel {
    /// What nobody assessed first, then the highest.
    static func rank(_ level: RiskLevel?) -> Int {
        switch level {
        case nil: 0
        case .immediate: 1
        case .high: 2
        case .medium: 3
        case .low: 4
        }
    }
}

extension CivilDate? {
    var jsonValue: JSONValue { map { .string($0.description) } ?? .null }
}

/// The cases of a view by child.
struct CasesInBrief {
    private let byChild: [ChildID: CaseInBrief]
    private let workforce: Workforce
    private let today: CivilDate

    init(_ rows: [CaseRow], _ setting: SupervisionSetting) {
        let (workforce, today) = (setting.workforce, setting.today)
        self.workforce = workforce
        self.today = today
        var names: [WorkerID: String] = [:]
        for worker in Set(rows.compactMap(\.worker)) { names[worker] = workforce.name(of: worker, on: today) }
        byChild = Dictionary(
            rows.map { row in
                let workerName = row.worker.flatMap { names[$0] }
                return (row.child, CaseInBrief(row, today: today, workerName: workerName, isShownOften: true))
            }
        ) { first, _ in first }
    }

    subscript(child: ChildID, worker worker: WorkerID?) -> CaseInBrief {
        byChild[child]
            ?? CaseInBrief(
                child, worker: worker, workerName: worker.flatMap { workforce.name(of: $0, on: today) })
    }
}
