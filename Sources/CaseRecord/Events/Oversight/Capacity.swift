/// A post fell empty, so that the team has less capacity than it should.
public struct VacancyOpened: EventPayload, FieldListing {
    /// `vacancy.opened`.
    public static let type: EventType = "vacancy.opened"
    /// Vacancy opened.
    public static let title = "Vacancy opened"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// Names this vacancy.
    public private(set) var vacancy: Reference = .unread
    /// The team.
    public private(set) var team: TeamID?
    /// The post.
    public private(set) var post: String?
    /// Whether it is a manager's post.
    public private(set) var manages: Bool?
    /// Why.
    public private(set) var reason: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("vacancy", &vacancy)
        fields.optional("team", &team)
        fields.optional("post", &post)
        fields.optional("manages", &manages)
        fields.optional("reason", &reason)
    }

    /// In one line.
    public var headline: String { Self.headline(team?.text, post) }
}

/// An empty post was filled.
public struct VacancyFilled: EventPayload, FieldListing {
    /// `vacancy.filled`.
    public static let type: EventType = "vacancy.filled"
    /// Vacancy filled.
    public static let title = "Vacancy filled"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The vacancy.
    public private(set) var vacancy: Reference = .unread
    /// By whom.
    public private(set) var worker: WorkerID?
    /// Whether that is for a time only.
    public private(set) var acting: Bool?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("vacancy", &vacancy)
        fields.optional("worker", &worker)
        fields.optional("acting", &acting)
    }

    /// In one line.
    public var headline: String { Self.headline(worker?.text) }
}

/// A coordinator of early help (until about 2013: of the Common Assessment Framework) began in an area.
public struct CoordinatorAppointed: EventPayload, FieldListing {
    /// `coordinator.appointed`.
    public static let type: EventType = "coordinator.appointed"
    /// Early help coordinator appointed.
    public static let title = "Early help coordinator appointed"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The coordinator.
    public private(set) var worker: WorkerID?
    /// The area.
    public private(set) var area: String = .unread

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.optional("worker", &worker)
        fields.required("area", &area)
    }

    /// In one line.
    public var headline: String { Self.headline(area) }
}

/// A worker completed training.
public struct TrainingCompleted: EventPayload, FieldListing {
    /// `training.completed`.
    public static let type: EventType = "training.completed"
    /// Training completed.
    public static let title = "Training completed"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The worker.
    public private(set) var worker: WorkerID = .unread
    /// The course.
    public private(set) var course: String = .unread
    /// When it has to be done again.
    public private(set) var expires: CivilDate?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("worker", &worker)
        fields.required("course", &course)
        fields.optional("expires", &expires)
    }

    /// In one line.
    public var headline: String { Self.headline(worker.text, course) }
}

/// How a worker learns.
public enum DevelopmentKind: String, FieldChoice {
    /// With a mentor.
    case mentoring
    /// In a workshop.
    case workshop
    /// By going along with another worker.
    case shadowing
    /// By working with another worker.
    case jointWork = "joint-work"
    /// By study, as for a post-qualifying award.
    case study
    /// Otherwise.
    case other
}

/// A worker learnt something, as the development plan of a newly qualified social worker says.
public struct DevelopmentRecorded: EventPayload, FieldListing {
    /// `development.recorded`.
    public static let type: EventType = "development.recorded"
    /// Development activity.
    public static let title = "Development activity"
    /// In no child's record.
    public static let placement = RecordPlacement.authority

    /// The worker.
    public private(set) var worker: WorkerID = .unread
    /// How.
    public private(set) var kind: DevelopmentKind = .unread
    /// The development plan that it belongs to.
    public private(set) var developmentPlan: String?
    /// What.
    public private(set) var what: String?

    /// Says nothing yet.
    public init() {}

    /// Goes through the fields.
    public mutating func visit(_ fields: inout some FieldVisitor) {
        fields.required("worker", &worker)
        fields.required("kind", &kind)
        fields.optional("developmentPlan", &developmentPlan)
        fields.optional("what", &what)
    }

    /// In one line.
    public var headline: String { Self.headline(worker.text, kind.words, what) }
}
