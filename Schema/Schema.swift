/// The numbered migrations of the database, in order, embedded in the program so that it can never meet files of
/// another version. A migration that has been released is never edited: the next number changes what it made.
public enum Schema {
    /// A migration's number, name and SQL text.
    /// The migrations in order. (The embedded names have an underscore for the first digit of the file name.)
    public static let migrations: [(number: Int, name: String, sql: String)] = [
        (1, "roles", text(PackageResources._001_roles_sql)),
        (2, "ledger", text(PackageResources._002_ledger_sql)),
        (3, "clocks-and-alerts", text(PackageResources._003_clocks_and_alerts_sql)),
        (4, "authority-events", text(PackageResources._004_authority_events_sql)),
        (5, "rulebook", text(PackageResources._005_rulebook_sql)),
        (6, "views", text(PackageResources._006_views_sql)),
        (7, "analysis", text(PackageResources._007_analysis_sql)),
        (8, "notices", text(PackageResources._008_notices_sql)),
        (9, "alert-life", text(PackageResources._009_alert_life_sql)),
        (10, "lean-clocks", text(PackageResources._010_lean_clocks_sql)),
        (11, "delivery-watch", text(PackageResources._011_delivery_watch_sql)),
        (12, "caseload-alerts", text(PackageResources._012_caseload_alerts_sql)),
        (13, "access", text(PackageResources._013_access_sql)),
        (14, "retention", text(PackageResources._014_retention_sql)),
        (15, "names", text(PackageResources._015_names_sql)),
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
