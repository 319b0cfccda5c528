public import StrictJSON

extension EventCatalogue {
    /// Examples of `data` for every type that this program knows; each has one with every field.
    ///
    /// They are data files, so that tests can compare them with what other programs make of them.
    public static let examples: [EventType: [JSONValue]] = {
        var examples: [EventType: [JSONValue]] = [:]
        for file in exampleFiles {
            for member in (try? JSONValue(parsing: file))?.objectValue?.members ?? [] {
                examples[EventType(member.name)] = member.value.arrayValue
            }
        }
        return examples
    }()

    private static let exampleFiles: [[UInt8]] = [
        PackageResources.child_json, PackageResources.front_door_json, PackageResources.early_help_json,
        PackageResources.casework_json, PackageResources.assessment_json, PackageResources.protection_json,
        PackageResources.plans_json, PackageResources.looked_after_json, PackageResources.oversight_json,
        PackageResources.record_json, PackageResources.workforce_json, PackageResources.adoption_json,
    ]
}
