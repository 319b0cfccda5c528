/// The generation of a read model that readers see.
enum LiveGeneration {
    /// As SQL that is worked out once for a statement whose first parameter is the authority: what `caselog.live` says, at a
    /// tenth of the price.
    static func of(_ model: String) -> String {
        "(SELECT generation FROM caselog.projection WHERE authority = $1 AND name = '\(model)' AND state = 'live')"
    }
}
