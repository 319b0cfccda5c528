// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// The rooms, in the order in which an event goes through them; each may depend on those named and on no others.
let package = Package(
    name: "caselog",
    products: [
        .executable(name: "caselogd", targets: ["caselogd"]),
        .executable(name: "caselog", targets: ["caselog"]),
        .executable(name: "caselog-notifier", targets: ["caselog-notifier"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // What the rooms stand on.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "CEmbedded"),
        .target(name: "CLinux"),
        .target(name: "CLoadClient"),
        .target(name: "HTMLText", swiftSettings: strict),
        .target(name: "StrictJSON", swiftSettings: strict),
        .target(name: "TextTable", swiftSettings: strict),
        .target(
            name: "PostgresClient",
            dependencies: ["CLibPQ", "CLinux", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict),
        .target(
            name: "PrivateCluster",
            dependencies: [
                "CLinux", .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .target(name: "Liveness", swiftSettings: strict),
        .target(
            name: "Figures", dependencies: [.product(name: "NIOConcurrencyHelpers", package: "swift-nio")],
            swiftSettings: strict),
        .target(
            name: "Systemd", dependencies: ["CLinux", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict),
        .target(
            name: "ServiceSupport",
            dependencies: [
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .target(
            name: "Schema", path: "Schema",
            resources: [
                .embedInCode("0001-roles.sql"), .embedInCode("0002-ledger.sql"),
                .embedInCode("0003-clocks-and-alerts.sql"), .embedInCode("0004-authority-events.sql"),
                .embedInCode("0005-rulebook.sql"),
                .embedInCode("0006-views.sql"), .embedInCode("0007-analysis.sql"),
                .embedInCode("0008-notices.sql"), .embedInCode("0009-alert-life.sql"),
                .embedInCode("0010-lean-clocks.sql"),
                .embedInCode("0011-delivery-watch.sql"),
                .embedInCode("0012-caseload-alerts.sql"),
                .embedInCode("0013-access.sql"),
                .embedInCode("0014-retention.sql"),
                .embedInCode("0015-names.sql"),
            ],
            swiftSettings: strict),

        // The core: values and functions, no I/O.
        .target(
            name: "CaseRecord", dependencies: ["StrictJSON"],
            resources: [
                .embedInCode("Examples/assessment.json"), .embedInCode("Examples/casework.json"),
                .embedInCode("Examples/child.json"), .embedInCode("Examples/early-help.json"),
                .embedInCode("Examples/front-door.json"), .embedInCode("Examples/looked-after.json"),
                .embedInCode("Examples/oversight.json"), .embedInCode("Examples/plans.json"),
                .embedInCode("Examples/protection.json"), .embedInCode("Examples/record.json"),
                .embedInCode("Examples/workforce.json"),
            ],
            swiftSettings: strict),
        .target(
            name: "Timescales",
            dependencies: [
                "CEmbedded", "CaseRecord", "StrictJSON", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            exclude: ["Resources"],
            swiftSettings: strict),
        .target(
            name: "Returns",
            dependencies: ["CLibXML2", "CaseRecord", "StrictJSON", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(
            name: "MerkleLog", dependencies: [.product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
        .target(
            name: "Views", dependencies: ["CaseRecord", "HTMLText", "StrictJSON", "TextTable", "Timescales"],
            swiftSettings: strict),
        .target(
            name: "WebPages", dependencies: ["CaseRecord", "HTMLText", "StrictJSON"],
            resources: [.embedInCode("style.css")], swiftSettings: strict),
        .target(name: "Access", dependencies: ["CaseRecord", "Timescales", "Views"], swiftSettings: strict),
        .target(name: "DemonstrationCounty", dependencies: ["CaseRecord", "StrictJSON"], swiftSettings: strict),

        // The way of an event.
        .target(
            name: "Ledger",
            dependencies: [
                "CaseRecord", "Figures", "Liveness", "MerkleLog", "PostgresClient", "StrictJSON",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .target(
            name: "Projections",
            dependencies: [
                "Access", "CaseRecord", "Ledger", "Liveness", "PostgresClient", "StrictJSON", "Timescales", "Views",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "Alerts",
            dependencies: [
                "Access", "CaseRecord", "Ledger", "Liveness", "PostgresClient", "Projections", "StrictJSON",
                "Timescales", "Views",
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "AccessLog",
            dependencies: [
                "Access", "CaseRecord", "Ledger", "MerkleLog", "PostgresClient", "StrictJSON",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "SocketAPI",
            dependencies: [
                "Access", "AccessLog", "Alerts", "CEmbedded", "CLinux", "CaseRecord", "Ledger", "Figures",
                "PostgresClient",
                "Projections", "StrictJSON", "TextTable", "Timescales", "Views",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOExtras", package: "swift-nio-extras"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["openapi.json"],
            swiftSettings: strict),
        .target(
            name: "SocketClient",
            dependencies: [
                "StrictJSON", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),

        // The way of a notice, from the database to its receivers; it knows nothing of records.
        .target(
            name: "Notifier",
            dependencies: [
                "CLinux", "Liveness", "PostgresClient", "StrictJSON",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"), .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),

        // The programs.
        .executableTarget(
            name: "caselogd",
            dependencies: [
                "Access", "AccessLog", "Alerts", "CaseRecord", "Ledger", "Liveness", "MerkleLog", "PostgresClient",
                "PrivateCluster", "Projections", "Schema", "ServiceSupport",
                "SocketAPI", "SocketClient", "Systemd", "Timescales", "Views",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "caselog",
            dependencies: [
                "CaseRecord", "DemonstrationCounty", "Returns", "SocketClient", "StrictJSON", "TextTable",
                "Timescales", "WebPages", .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "caselog-notifier",
            dependencies: [
                "Liveness", "Notifier", "PostgresClient", "PrivateCluster", "Schema", "ServiceSupport", "SocketClient",
                "Systemd",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "caselog-benchmark",
            dependencies: [
                "Alerts", "CLoadClient", "CaseRecord", "DemonstrationCounty", "Ledger", "MerkleLog", "PostgresClient",
                "PrivateCluster", "Projections", "Schema", "SocketClient", "StrictJSON", "Timescales", "Views",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),

        // Tests, and what only they use.
        .target(
            name: "TestSupport",
            dependencies: [
                "CaseRecord", "Ledger", "PostgresClient", "PrivateCluster", "Schema",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        .target(
            name: "TestHistory", dependencies: ["CaseRecord", "StrictJSON"], path: "Tests/TestHistory",
            swiftSettings: strict),
        .target(
            name: "TestOracle", path: "Tests/TestOracle", resources: [.copy("Oracle")], swiftSettings: strict),
        .target(
            name: "FuzzedDecoders", dependencies: ["CaseRecord", "StrictJSON", "Timescales"],
            path: "Tests/FuzzedDecoders", swiftSettings: strict),
        .executableTarget(
            name: "cluster-holder", dependencies: ["PrivateCluster", .product(name: "Logging", package: "swift-log")],
            path: "Tests/cluster-holder", swiftSettings: strict),
        .testTarget(name: "FiguresTests", dependencies: ["Figures"], swiftSettings: strict),
        .testTarget(
            name: "SystemdTests", dependencies: ["Systemd", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict),
        .testTarget(name: "MerkleLogTests", dependencies: ["MerkleLog"], swiftSettings: strict),
        .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"], swiftSettings: strict),
        .testTarget(
            name: "CaseRecordTests", dependencies: ["CaseRecord", "StrictJSON", "TestHistory", "TestOracle"],
            resources: [.copy("Corpus"), .copy("Oracle")],
            swiftSettings: strict),
        .testTarget(
            name: "TimescalesTests",
            dependencies: [
                "CaseRecord", "StrictJSON", "TestOracle", "Timescales", .product(name: "Yams", package: "Yams"),
            ],
            resources: [.copy("Oracle"), .copy("RuleFiles")], swiftSettings: strict),
        .testTarget(
            name: "AccessTests",
            dependencies: ["Access", "CaseRecord", "StrictJSON", "TestHistory", "Views"], swiftSettings: strict),
        .testTarget(
            name: "FuzzedDecodersTests", dependencies: ["FuzzedDecoders", "Timescales"],
            resources: [.copy("Corpus")], swiftSettings: strict),
        .testTarget(
            name: "ReturnsTests", dependencies: ["CaseRecord", "Returns", "StrictJSON"],
            resources: [.copy("Samples")], swiftSettings: strict),
        .testTarget(
            name: "DemonstrationCountyTests", dependencies: ["CaseRecord", "DemonstrationCounty", "StrictJSON"],
            swiftSettings: strict),
        .testTarget(
            name: "PostgresClientTests",
            dependencies: ["PostgresClient", "TestSupport", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict),
        .testTarget(
            name: "PrivateClusterTests",
            dependencies: [
                "PrivateCluster", "TestSupport", "cluster-holder", .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LedgerTests",
            dependencies: ["CaseRecord", "Ledger", "MerkleLog", "PostgresClient", "StrictJSON", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "AlertsTests",
            dependencies: [
                "Alerts", "CaseRecord", "Ledger", "PostgresClient", "Projections", "Schema", "StrictJSON",
                "TestSupport",
                "Timescales", "Views",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "NotifierTests",
            dependencies: [
                "CaseRecord", "Notifier", "PostgresClient", "Schema", "StrictJSON", "TestSupport", "caselog-notifier",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ViewsTests",
            dependencies: [
                "CaseRecord", "DemonstrationCounty", "StrictJSON", "TestHistory", "TestOracle", "TextTable",
                "Timescales", "Views",
            ],
            resources: [.copy("Oracle")], swiftSettings: strict),
        .testTarget(
            name: "WebPagesTests", dependencies: ["HTMLText", "StrictJSON", "TestOracle", "WebPages"],
            resources: [.copy("Samples")], swiftSettings: strict),
        .testTarget(
            name: "ProjectionsTests",
            dependencies: [
                "CaseRecord", "DemonstrationCounty", "Ledger", "PostgresClient", "Projections", "StrictJSON",
                "TestHistory", "TestSupport", "Timescales", "Views", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "CaseRecord", "DemonstrationCounty", "Ledger", "Liveness", "PostgresClient", "PrivateCluster",
                "SocketAPI", "SocketClient", "StrictJSON", "Systemd", "TestHistory", "TestOracle", "TestSupport",
                "Timescales", "caselog", "caselog-notifier", "caselogd",
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [.copy("Oracle")], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu2x
)
