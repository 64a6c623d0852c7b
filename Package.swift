// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "capture-relay",
    products: [
        .executable(name: "capture-relay", targets: ["CaptureRelay"])
    ],
    targets: [
        .executableTarget(name: "CaptureRelay", dependencies: ["Relay", "Files", "JSON", "CSystem"]),
        .target(name: "Relay", dependencies: ["Files", "JSON", "CZlib", "CCrypto"]),
        .target(name: "Files", dependencies: ["JSON"]),
        .target(name: "JSON"),

        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSystem"),

        .target(name: "TestSupport", dependencies: ["JSON", "Relay"], path: "Tests/TestSupport"),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
        .testTarget(name: "RelayTests", dependencies: ["Relay", "JSON", "TestSupport"]),
        .testTarget(name: "CaptureRelayTests", dependencies: ["CaptureRelay", "Relay", "JSON", "TestSupport"]),
        .executableTarget(
            name: "Instructions", dependencies: ["Relay", "JSON"], path: "Tests/Instructions",
            exclude: ["run", "threshold"]),
    ]
)

// One rule book for every target: warnings are errors, memory safety is strict, and what Swift plans to make the
// default is on already.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
    ]
}
