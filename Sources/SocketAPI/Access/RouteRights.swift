import Access

/// What a route needs of its caller.
struct RouteRight: Sendable {
    /// One of these roles; `nil`: nothing, as for a probe of whether the daemon is well.
    let roles: Set<Role>?
    /// Whether its answers tell of children's records, and so stand in the access log.
    let tellsOfRecords: Bool

    /// Everybody who can connect.
    static let everybody = RouteRight(roles: nil, tellsOfRecords: false)
    /// Everybody with any role.
    static let anyRole = RouteRight(roles: Set(Role.allCases), tellsOfRecords: false)

    /// Those with one of these roles; the answers tell of no record.
    static func only(_ roles: Role...) -> RouteRight { RouteRight(roles: Set(roles), tellsOfRecords: false) }

    /// Those with one of these roles, of the records that need-to-know opens to them.
    static func records(_ roles: Role...) -> RouteRight { RouteRight(roles: Set(roles), tellsOfRecords: true) }
}

/// Who may use which route: the one place that says it. A route that is not here is nobody's.
enum RouteRights {
    static let table: [String: RouteRight] = [
        "POST /v1/events": .only(.recorder, .practitioner, .manager),
        "GET /v1/events": .records(.manager, .auditor),

        "GET /v1/cases/{child}": .records(.practitioner, .manager, .auditor),
        "GET /v1/cases/{child}/chronology": .records(.practitioner, .manager, .auditor),
        "GET /v1/cases/{child}/protection": .records(.practitioner, .manager, .auditor),
        "GET /v1/cases/{child}/timescales": .records(.practitioner, .manager, .auditor),
        "GET /v1/cases/{child}/identity": .records(.practitioner, .manager, .auditor),
        "GET /v1/cases/{child}/findings": .records(.practitioner, .manager, .auditor),
        "GET /v1/cases/{child}/retention": .records(.practitioner, .manager, .auditor),
        "GET /v1/cases/{child}/subject-access": .records(.manager, .auditor),
        "GET /v1/cases/{child}/access-log": .only(.auditor),
        "POST /v1/cases/{child}/emergency-access": .records(.practitioner, .manager),

        "GET /v1/supervision/workers/{worker}": .records(.practitioner, .manager, .auditor),
        "GET /v1/supervision/teams/{team}": .records(.manager, .auditor),
        "GET /v1/supervision/service": .records(.manager, .auditor, .analyst),
        "GET /v1/retention": .records(.manager, .auditor),
        "GET /v1/indicators": .records(.manager, .auditor, .analyst),
        "GET /v1/indicators/{indicator}": .records(.manager, .auditor, .analyst),

        "GET /v1/alerts": .records(.practitioner, .manager, .auditor),
        "GET /v1/alerts/{id}": .records(.practitioner, .manager, .auditor),
        "GET /v1/alerts/{id}/explanation": .records(.practitioner, .manager, .auditor),
        "POST /v1/alerts/{id}/acknowledgement": .records(.practitioner, .manager),
        "POST /v1/alerts/{id}/dismissal": .records(.manager),
        "GET /v1/alerts/rules": .only(.manager, .auditor, .analyst, .operator),
        "GET /v1/silences": .only(.practitioner, .manager, .auditor, .operator),
        "POST /v1/silences": .records(.manager),
        "GET /v1/deliveries": .only(.notifier, .operator),
        "POST /v1/deliveries/{id}/replay": .only(.notifier, .operator),

        "GET /v1/receivers": .only(.notifier, .operator, .manager),
        "POST /v1/alerts/test": .only(.notifier, .operator),
        "GET /v1/alerts/test/{id}": .only(.notifier, .operator),

        "GET /v1/rules": .anyRole,
        "GET /v1/rules/{id}": .anyRole,
        "POST /v1/rules/check": .anyRole,
        "POST /v1/rules/what-if": .records(.manager, .auditor, .analyst),
        "GET /v1/workforce/workers/{worker}": .anyRole,
        "GET /v1/workforce/teams": .anyRole,
        "GET /v1/workforce/teams/{team}": .anyRole,

        "GET /v1/ledger/head": .anyRole,
        "GET /v1/ledger/checkpoint": .anyRole,
        "GET /v1/ledger/proof/{position}": .anyRole,
        "GET /v1/ledger/consistency": .anyRole,
        "GET /v1/ledger/bundle": .records(.auditor),
        "POST /v1/ledger/verify": .only(.auditor, .operator),
        "GET /v1/access-log": .only(.auditor),
        "POST /v1/access-log/verify": .only(.auditor, .operator),

        "GET /v1/read-models": .only(.operator, .manager, .auditor),
        "POST /v1/read-models/{model}/rebuild": .only(.operator),
        "GET /metrics": .only(.operator),

        "GET /v1/me": .everybody,
        "GET /v1/health": .everybody,
        "GET /v1/ready": .everybody,
        "GET /v1/event-types": .everybody,
        "GET /v1/openapi.json": .everybody,
    ]
}
