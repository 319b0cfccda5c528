/// What somebody is to a child.
public enum RelationshipKind: String, FieldChoice {
    /// The mother.
    case mother
    /// The father.
    case father
    /// A parent, where no more is said.
    case parent
    /// A step-parent.
    case stepParent = "step-parent"
    /// The partner of a parent.
    case partnerOfParent = "partner-of-parent"
    /// A grandparent.
    case grandparent
    /// A brother or sister.
    case sibling
    /// A half-brother or half-sister.
    case halfSibling = "half-sibling"
    /// A step-brother or step-sister.
    case stepSibling = "step-sibling"
    /// An aunt or uncle.
    case auntOrUncle = "aunt-or-uncle"
    /// A cousin.
    case cousin
    /// A child of the child's own.
    case child
    /// A step-child of the child's own.
    case stepChild = "step-child"
    /// A grandchild.
    case grandchild
    /// A niece or nephew.
    case nieceOrNephew = "niece-or-nephew"
    /// The child's own partner.
    case partner
    /// A guardian or special guardian.
    case guardian
    /// A foster carer.
    case fosterCarer = "foster-carer"
    /// A private foster carer.
    case privateFosterCarer = "private-foster-carer"
    /// Somebody else who cares for the child.
    case carer
    /// Another relative.
    case otherRelative = "other-relative"
    /// Somebody who lives in the household and is no relative.
    case householdMember = "household-member"
    /// Somebody else who matters to the child.
    case other

    /// What the child is to that somebody, where that is a child with a record too.
    public var inverse: RelationshipKind {
        switch self {
        case .mother, .father, .parent: .child
        case .child: .parent
        case .stepParent: .stepChild
        case .stepChild: .stepParent
        case .grandparent: .grandchild
        case .grandchild: .grandparent
        case .auntOrUncle: .nieceOrNephew
        case .nieceOrNephew: .auntOrUncle
        case .sibling, .halfSibling, .stepSibling, .cousin, .partner, .otherRelative, .householdMember: self
        case .partnerOfParent, .guardian, .fosterCarer, .privateFosterCarer, .carer, .other: .other
        }
    }
}

/// Somebody to whom a child is related: a child with a record, or another person. It is written as an object with the
/// one field `child` or the one field `person`.
public enum Relative: FieldGroup, Comparable {
    /// A child with a record.
    case child(ChildID)
    /// Another person.
    case person(PersonID)

    /// Reads the one of the fields `person` and `child` that is there.
    public init?(reading fields: inout FieldReader) {
        let known = fields.problems.found.count
        let person = fields.optional("person", as: PersonID.self)
        let child = fields.optional("child", as: ChildID.self)
        switch (person, child) {
        case (let person?, nil): self = .person(person)
        case (nil, let child?): self = .child(child)
        case (nil, nil):
            if fields.problems.found.count == known {
                fields.refuse("person", "is required, or else child: whom the children are related to")
            }
            return nil
        default:
            fields.refuse("child", "must not stand beside person: it is the one or the other")
            return nil
        }
    }

    /// Writes the one field.
    public func write(to fields: inout FieldWriter) {
        switch self {
        case .child(let child): fields.put("child", child)
        case .person(let person): fields.put("person", person)
        }
    }

    /// A child who is a relative has the relationship in the own record too.
    func check(_ envelope: EnvelopeFacts, _ problems: inout FieldProblems) {
        guard case .child(let child) = self, let children = envelope.children, !children.isEmpty else { return }
        if !children.contains(child) {
            problems.at("children") {
                $0.add("must name the child of data, too: the relationship stands in both records")
            }
        } else if children.count == 1 {
            problems.at("children") { $0.add("must name another child than the one of data") }
        }
    }

    /// The identifier.
    var text: String {
        switch self {
        case .child(let child): child.text
        case .person(let person): person.text
        }
    }
}

/// Somebody is related to each child that the event names. Recorded again it says all of the relationship anew, from
/// the day that it names.
///
/// Where that somebody is a child with a record, the event names that child as well, and stands in both records.
public struct RelationshipRecorded: EventPayload {
    /// `relationship.recorded`.
    public static let type: EventType = "relationship.recorded"
    /// Relationship recorded.
    public static let title = "Relationship recorded"

    /// Who is related to the children.
    public let relative: Relative
    /// What that somebody is to the children.
    public let kind: RelationshipKind
    /// The name, of a person.
    public let name: String?
    /// The date of birth, of a person.
    public let birthDate: CivilDate?
    /// The household in which they live together.
    public let household: HouseholdID?
    /// Whether that somebody has parental responsibility for the children.
    public let parentalResponsibility: Bool?
    /// The first day; the day of the event where nothing is said.
    public let from: CivilDate?

    /// Relationship recorded.
    public init(
        relative: Relative, kind: RelationshipKind, name: String? = nil, birthDate: CivilDate? = nil,
        household: HouseholdID? = nil, parentalResponsibility: Bool? = nil, from: CivilDate? = nil
    ) {
        self.relative = relative
        self.kind = kind
        self.name = name
        self.birthDate = birthDate
        self.household = household
        self.parentalResponsibility = parentalResponsibility
        self.from = from
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let relative = fields.required("relative", as: Relative.self)
        let kind = fields.required("kind", as: RelationshipKind.self)
        name = fields.optional("name")
        birthDate = fields.optional("birthDate")
        household = fields.optional("household")
        parentalResponsibility = fields.optional("parentalResponsibility")
        from = fields.optional("from")
        if case .child = relative {
            for (field, isThere) in [("name", name != nil), ("birthDate", birthDate != nil)] where isThere {
                fields.refuse(field, "must be left out: the child's own record says it")
            }
        }
        guard let relative, let kind else { return nil }
        self.relative = relative
        self.kind = kind
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("relative", relative)
        fields.put("kind", kind)
        fields.put("name", name)
        fields.put("birthDate", birthDate)
        fields.put("household", household)
        fields.put("parentalResponsibility", parentalResponsibility)
        fields.put("from", from)
    }

    /// In one line.
    public var headline: String {
        let facts = [
            "\(kind.words) \(name ?? relative.text)", household.map { "household \($0)" },
            parentalResponsibility.map { $0 ? "with parental responsibility" : "without parental responsibility" },
        ].compactMap { $0 }
        return "Relationship recorded: " + facts.joined(separator: ", ")
    }
}

extension RelationshipRecorded {
    /// A child who is a relative is named by the event too.
    public func check(_ envelope: EnvelopeFacts, _ problems: inout FieldProblems) {
        relative.check(envelope, &problems)
    }
}

/// A relationship came to an end; the day of the event is the first without it.
public struct RelationshipEnded: EventPayload {
    /// `relationship.ended`.
    public static let type: EventType = "relationship.ended"
    /// Relationship ended.
    public static let title = "Relationship ended"

    /// Who was related to the children.
    public let relative: Relative
    /// Why.
    public let reason: String?

    /// Relationship ended.
    public init(relative: Relative, reason: String? = nil) {
        self.relative = relative
        self.reason = reason
    }

    /// Reads the fields.
    public init?(reading fields: inout FieldReader) {
        let relative = fields.required("relative", as: Relative.self)
        reason = fields.optional("reason")
        guard let relative else { return nil }
        self.relative = relative
    }

    /// Writes the fields.
    public func write(to fields: inout FieldWriter) {
        fields.put("relative", relative)
        fields.put("reason", reason)
    }

    /// In one line.
    public var headline: String { "Relationship with \(relative.text) ended\(reason.map { ": \($0)" } ?? "")" }
}

extension RelationshipEnded {
    /// A child who is a relative is named by the event too.
    public func check(_ envelope: EnvelopeFacts, _ problems: inout FieldProblems) {
        relative.check(envelope, &problems)
    }
}
