// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "capture-relay",
    products: [
        .executable(name: "capture-relay", targets: ["CaptureRelay"])
    ],
    targets: [
        .executableTarget(
            name: "CaptureRelay",
            dependencies: ["Relay", "AWS", "Lambda", "HTTP", "Files", "JSON", "CSystem"]),
        .target(name: "Relay", dependencies: ["AWS", "HTTP", "Files", "JSON", "CZlib", "CCrypto"]),
        .target(name: "AWS", dependencies: ["HTTP", "Files", "JSON", "CCrypto"]),
        .target(name: "Lambda", dependencies: ["HTTP", "JSON"]),
        .target(name: "HTTP", dependencies: ["JSON", "CCurl", "CCrypto", "CSystem"]),
        .target(name: "Files", dependencies: ["JSON", "CSystem"]),
        .target(name: "JSON", dependencies: ["CVectors"]),

        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSystem"),
        .systemLibrary(name: "CVectors"),

        .target(name: "TestSupport", dependencies: ["HTTP", "JSON", "Relay"], path: "Tests/TestSupport"),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP", "JSON", "TestSupport"]),
        .testTarget(name: "AWSTests", dependencies: ["AWS", "HTTP", "Files", "JSON", "TestSupport"]),
        .testTarget(name: "LambdaTests", dependencies: ["Lambda", "HTTP", "JSON", "TestSupport"]),
        .testTarget(name: "RelayTests", dependencies: ["Relay", "AWS", "HTTP", "Files", "JSON", "TestSupport"]),
        .testTarget(
            name: "CaptureRelayTests",
            dependencies: ["CaptureRelay", "Relay", "AWS", "Lambda", "HTTP", "JSON", "TestSupport"]),
        .executableTarget(
            name: "Transform", dependencies: ["Relay", "Files", "JSON"], path: "Tests/Benchmark/Transform"),
        .executableTarget(
            name: "SigningTable", dependencies: ["AWS", "HTTP", "JSON"], path: "Tests/Signing",
            exclude: ["signing.py"]),
        .executableTarget(name: "ReadSecret", dependencies: ["AWS", "HTTP"], path: "Tests/Secrets"),
        .executableTarget(name: "UseShelf", dependencies: ["Relay", "AWS", "HTTP", "JSON"], path: "Tests/Shelves"),
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

// Regular expressions come with every module unless told otherwise: two libraries more for each process to load.
for target in package.targets where target.type == .regular || target.name == "CaptureRelay" {
    target.swiftSettings?.append(
        .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"]))
}
