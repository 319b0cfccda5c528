// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "caselog",
    targets: [
        .target(name: "StrictJSON", swiftSettings: strict),
        .target(name: "CaseRecord", dependencies: ["StrictJSON"], swiftSettings: strict),
        .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"], swiftSettings: strict),
        .testTarget(name: "CaseRecordTests", dependencies: ["CaseRecord"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
