// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .treatAllWarnings(as: .error),
]

/// A Swift target of ours, with the language settings all of them share.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one target, with the helpers that several of them use.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name), "TestSupport"] + dependencies,
    exclude: exclude,
    swiftSettings: settings
  )
}

/// A C library of the system, imported by one Swift target only.
func library(_ name: String, pkgConfig: String, apt package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
  name: "gcsync",
  products: [.executable(name: "gcsync", targets: ["gcsync"])],
  targets: [
    // C libraries, and the shims that make their variadic calls visible to Swift.
    library("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev"),
    library("CYAML", pkgConfig: "yaml-0.1", apt: "libyaml-dev"),
    library("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    library("CPCRE2", pkgConfig: "libpcre2-8", apt: "libpcre2-dev"),
    library("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
    library("CMicroHTTPD", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev"),
    library("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    library("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev"),
    .target(name: "CSchemas"),
    .target(name: "CPage", exclude: ["page"]),
    .target(name: "CBuild"),
    // Opened at run time, so that neither headers nor libraries are needed to build or to plan.
    .target(name: "CDrawing", linkerSettings: [.linkedLibrary("dl")]),

    // Level 0
    module("Diagnostics"),
    module("World"),
    module("JSON", ["Diagnostics"]),
    module("Crypto", ["COpenSSL"]),

    // Level 1
    module("YAML", ["Diagnostics", "JSON", "CYAML"]),
    module("JSONSchema", ["Diagnostics", "JSON", "CPCRE2"]),
    module("JSONPath", ["JSON"]),
    module("Templates", ["Diagnostics", "JSON", "Crypto"]),
    module("HTTP", ["World", "JSON", "Crypto"]),
    module("Server", ["World", "JSON", "HTTP", "CMicroHTTPD"]),
    module("Telemetry", ["World", "JSON", "HTTP", "Crypto", "Server"]),
    module("Codecs", ["CZlib", "CZstd"]),
    module("DNS", ["World"]),
    module("Mail", ["Diagnostics", "World", "Crypto", "HTTP", "DNS"]),

    // Level 2
    module("Curl", ["World", "HTTP", "Mail", "CCurl"]),
    module("Reconciler", ["Diagnostics", "World", "JSON", "Crypto", "JSONSchema"]),

    module("Store", ["Diagnostics", "World", "JSON", "Crypto", "Reconciler", "CSQLite"]),

    // Level 3
    module(
      "Manifests",
      [
        "Diagnostics", "World", "JSON", "Crypto", "YAML", "JSONSchema", "Mail", "Reconciler",
        "CSchemas",
      ]),
    module("Genesys", ["Diagnostics", "World", "JSON", "HTTP", "Reconciler"]),
    module("AWS", ["Diagnostics", "World", "JSON", "Crypto", "HTTP", "Codecs", "Reconciler"]),
    module(
      "Notices", ["Diagnostics", "World", "JSON", "Crypto", "HTTP", "Mail", "Reconciler"]),
    module(
      "Reports",
      [
        "Diagnostics", "World", "JSON", "Crypto", "YAML", "HTTP", "Codecs", "Mail", "Reconciler",
        "Genesys", "AWS", "Notices", "CDrawing",
      ]),
    module(
      "DataActions",
      [
        "Diagnostics", "World", "JSON", "JSONSchema", "JSONPath", "Templates", "Crypto", "HTTP",
        "Server", "Codecs", "AWS",
      ]),
    module(
      "Events",
      [
        "Diagnostics", "World", "JSON", "JSONPath", "Crypto", "HTTP", "Server", "Reconciler",
        "Store", "Genesys", "AWS",
      ]),
    module(
      "Rendering",
      [
        "Diagnostics", "World", "JSON", "Crypto", "Codecs", "Reconciler", "Reports", "DataActions",
        "CPage",
      ]),
    module("Sandbox", ["World", "JSON", "Crypto", "HTTP", "Server", "Codecs", "YAML"]),

    // Level 4 and 5
    // Swift 6.3's optimiser crashes over its long asynchronous functions; it is the one target that only calls others.
    .target(
      name: "CommandLine",
      dependencies: [
        "Diagnostics", "World", "JSON", "Crypto", "YAML", "JSONSchema", "HTTP", "Codecs", "DNS",
        "Mail", "Curl", "Reconciler", "Store", "Manifests", "Genesys", "AWS", "Reports",
        "DataActions", "Events", "Rendering", "Sandbox", "Server", "JSONPath", "Notices", "CBuild",
        "Telemetry",
      ],
      swiftSettings: settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]),
    .executableTarget(name: "gcsync", dependencies: ["CommandLine"], swiftSettings: settings),
    .executableTarget(
      name: "gcsync-bench",
      dependencies: [
        "AWS", "Curl", "DataActions", "HTTP", "JSON", "Manifests", "Reconciler", "Store", "World",
      ],
      swiftSettings: settings),

    .executableTarget(
      name: "reports-bench", dependencies: ["Reports", "World", "Codecs"], exclude: ["logo.png"],
      swiftSettings: settings),

    // Tests
    .target(
      name: "TestSupport", dependencies: ["Diagnostics", "World", "HTTP", "Reconciler"],
      path: "Tests/TestSupport", swiftSettings: settings),
    tests("Diagnostics"),
    tests("JSONSchema", ["JSON"]),
    tests("Notices", ["Diagnostics", "HTTP", "JSON", "Mail", "Reconciler", "World"]),
    tests("Telemetry", ["HTTP", "JSON", "World"]),
    tests("JSONPath", ["JSON", "World"]),
    tests("Templates", ["Diagnostics", "JSON"], exclude: ["Cases"]),
    tests("World"),
    tests("JSON", ["Diagnostics", "World"]),
    tests("Server", ["HTTP", "JSON", "World", "Curl"]),
    tests("Sandbox", ["World", "JSON", "Crypto", "HTTP", "Codecs"]),
    tests("Crypto"),
    tests("HTTP", ["World", "JSON", "Crypto"]),
    tests("Reconciler", ["Diagnostics", "JSON", "World"]),
    tests("Codecs", ["JSON"]),
    tests(
      "Store",
      ["Diagnostics", "JSON", "World", "Reconciler", "AWS", "Crypto", "Curl", "HTTP", "Sandbox"]),
    tests(
      "CommandLine",
      [
        "Diagnostics", "JSON", "JSONSchema", "HTTP", "Genesys", "Rendering", "Sandbox", "World",
        "Manifests", "Reconciler", "Crypto", "Store", "YAML", "Server", "DNS", "Mail",
      ]),
    tests("DNS", ["World"]),
    tests("Mail", ["Diagnostics", "World", "HTTP", "DNS"]),
    tests("Curl", ["HTTP", "Mail", "World"]),
    tests(
      "Reports",
      ["AWS", "Curl", "Diagnostics", "HTTP", "World", "JSON", "Codecs", "Mail", "Reconciler"],
      exclude: ["Samples"]),
    tests("YAML", ["Diagnostics", "JSON", "World"]),
    tests(
      "Genesys",
      ["Diagnostics", "World", "JSON", "HTTP", "Reconciler", "Curl", "Sandbox"]),
    tests(
      "AWS",
      ["Diagnostics", "World", "JSON", "HTTP", "Codecs", "Reconciler", "Curl", "Manifests"]),
    tests(
      "DataActions",
      [
        "Diagnostics", "World", "JSON", "JSONSchema", "Templates", "HTTP", "Codecs", "AWS", "Curl",
        "Crypto", "Server", "Reconciler",
      ]),
    tests(
      "Events",
      [
        "Diagnostics", "World", "JSON", "HTTP", "AWS", "Genesys", "Curl", "Reconciler", "Store",
        "Manifests",
      ]),
    tests(
      "Rendering", ["Diagnostics", "World", "JSON", "Crypto", "Reconciler"], exclude: ["Golden"]),
    tests(
      "Manifests", ["Diagnostics", "World", "JSON", "JSONSchema", "YAML", "Mail", "Reconciler"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)

// The address sanitizer sees what these targets do with memory of their own or of C. It runs their tests alone, and the
// program as a whole by its stories, because everything beneath it takes several times as long.
let handlesMemory = [
  "Codecs", "Crypto", "Curl", "DNS", "JSON", "JSONSchema", "Mail", "Reports", "Sandbox", "Server",
  "Store", "Templates", "World", "YAML",
]
if Context.environment["GCSYNC_TESTS"] == "memory" {
  let kept = Set(handlesMemory.map { "\($0)Tests" })
  package.targets.removeAll { $0.type == .test && !kept.contains($0.name) }
}
