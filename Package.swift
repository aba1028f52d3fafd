// swift-tools-version: 6.1
import PackageDescription

// The manifest reads as the architecture: targets stand in layer order, and a target may depend only on
// targets of an earlier layer (checked at the end of this file). Sources/<Module>/README.md says what each is for.

/// One target of the house, with the layer it lives on.
struct Module {
    var name: String
    var layer: Int
    var dependencies: [String] = []
    var products: [Target.Dependency] = []
    var kind: Kind = .library

    enum Kind { case library, executable, cTarget(links: String), system(pkgConfig: String?, apt: String) }
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let bigInt = Target.Dependency.product(name: "BigInt", package: "BigInt")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")

let modules: [Module] = [
    // MARK: Layer 0: C libraries
    Module(name: "CGLPK", layer: 0, kind: .system(pkgConfig: nil, apt: "libglpk-dev")),
    Module(name: "CCairo", layer: 0, kind: .system(pkgConfig: "cairo", apt: "libcairo2-dev")),
    Module(name: "COpenBLAS", layer: 0, kind: .system(pkgConfig: "openblas", apt: "libopenblas-dev")),
    Module(name: "CZlib", layer: 0, kind: .system(pkgConfig: "zlib", apt: "zlib1g-dev")),
    Module(name: "CMatIO", layer: 0, kind: .system(pkgConfig: "matio", apt: "libmatio-dev")),
    Module(name: "CCrypto", layer: 0, kind: .system(pkgConfig: "libcrypto", apt: "libssl-dev")),
    Module(name: "CShims", layer: 0, kind: .cTarget(links: "glpk")),
    Module(name: "CHiGHS", layer: 0, kind: .cTarget(links: "dl")),

    // MARK: Layer 1: values
    Module(name: "LinearAlgebra", layer: 1, dependencies: ["COpenBLAS"]),
    Module(name: "Questions", layer: 1, dependencies: ["CCrypto"]),
    Module(name: "ExactArithmetic", layer: 1, products: [bigInt]),
    Module(name: "DataFormats", layer: 1, dependencies: ["CZlib"]),

    // MARK: Layer 2: networks and data
    Module(name: "Networks", layer: 2, dependencies: ["CShims", "LinearAlgebra", "Questions"]),
    Module(name: "Datasets", layer: 2, dependencies: ["DataFormats", "LinearAlgebra", "Questions"]),
    Module(name: "Statistics", layer: 2, dependencies: ["LinearAlgebra"]),
    Module(name: "Proofs", layer: 2, dependencies: ["DataFormats", "Questions"]),
    Module(name: "ONNX", layer: 2, dependencies: ["DataFormats"], products: [protobuf]),
    Module(name: "VNNLIB", layer: 2, dependencies: ["DataFormats", "Questions"], products: [bigInt]),

    // MARK: Layer 3: capabilities
    Module(
        name: "NetworkFiles", layer: 3, dependencies: ["CMatIO", "LinearAlgebra", "DataFormats", "Networks", "ONNX"]),
    Module(
        name: "Verifiers", layer: 3,
        dependencies: [
            "CGLPK", "CHiGHS", "CShims", "LinearAlgebra", "Questions", "ExactArithmetic", "Networks", "Proofs",
        ]),
    Module(
        name: "WitnessCheck", layer: 3, dependencies: ["LinearAlgebra", "Questions", "ExactArithmetic", "Networks"]),
    Module(
        name: "ProofCheck", layer: 3,
        dependencies: ["LinearAlgebra", "Questions", "ExactArithmetic", "Networks", "Proofs"]),
    Module(
        name: "SuiteFiles", layer: 3,
        dependencies: ["LinearAlgebra", "Questions", "DataFormats", "Networks", "Datasets", "VNNLIB"],
        products: [yams]),
    Module(name: "Tables", layer: 3),
    Module(name: "Figures", layer: 3, dependencies: ["CCairo"]),

    // MARK: Layer 4: training, wire and disk
    Module(
        name: "Training", layer: 4,
        dependencies: [
            "COpenBLAS", "LinearAlgebra", "Questions", "DataFormats", "Networks", "Datasets", "NetworkFiles",
            "Verifiers", "SuiteFiles",
        ],
        products: [yams]),
    Module(
        name: "WorkerProtocol", layer: 4,
        dependencies: ["Questions", "Networks", "Datasets", "NetworkFiles", "DataFormats", "VNNLIB"]),
    Module(
        name: "ExternalTools", layer: 4,
        dependencies: ["CShims", "Questions", "DataFormats", "Networks", "VNNLIB", "NetworkFiles", "WitnessCheck"]),
    Module(name: "ResultStore", layer: 4, dependencies: ["Questions", "DataFormats"], products: [grdb]),
    Module(name: "Pages", layer: 4, dependencies: ["DataFormats", "Tables"]),

    // MARK: Layer 5: orchestration
    Module(
        name: "Runner", layer: 5,
        dependencies: [
            "DataFormats", "LinearAlgebra", "Questions", "Networks", "Datasets", "SuiteFiles", "WitnessCheck",
            "WorkerProtocol", "ExternalTools", "ResultStore",
        ],
        products: [subprocess]),
    Module(
        name: "Reporter", layer: 5,
        dependencies: [
            "DataFormats", "Questions", "Networks", "SuiteFiles", "ResultStore", "Statistics", "Tables", "Figures",
            "Pages", "VNNLIB",
        ]),

    Module(
        name: "Comparison", layer: 5,
        dependencies: ["Questions", "SuiteFiles", "ResultStore", "Statistics", "Tables", "Figures"]),

    Module(
        name: "Nightly", layer: 5,
        dependencies: ["Questions", "SuiteFiles", "ResultStore", "Statistics", "Tables", "Figures"]),
    Module(
        name: "Bisection", layer: 5, dependencies: ["Questions", "SuiteFiles", "Statistics"], products: [subprocess]),
    Module(
        name: "Cluster", layer: 5,
        dependencies: ["LinearAlgebra", "Questions", "DataFormats", "Datasets", "SuiteFiles", "ResultStore"],
        products: [yams]),

    // MARK: Layer 6: programs
    Module(
        name: "verigap", layer: 6,
        dependencies: [
            "CShims", "LinearAlgebra", "Questions", "DataFormats", "Networks", "Datasets", "NetworkFiles", "Verifiers",
            "WitnessCheck", "Proofs", "ProofCheck", "SuiteFiles", "Training", "WorkerProtocol", "ResultStore", "Runner",
            "Reporter", "Pages", "Comparison", "Nightly", "Bisection", "Cluster", "Statistics", "Tables", "VNNLIB",
            "ExternalTools",
        ],
        products: [argumentParser, subprocess], kind: .executable),
    Module(
        name: "verigap-worker", layer: 6,
        dependencies: [
            "CShims", "LinearAlgebra", "Questions", "Networks", "Datasets", "NetworkFiles", "Proofs", "ProofCheck",
            "Verifiers", "WitnessCheck", "WorkerProtocol", "ExternalTools",
        ],
        kind: .executable),
    Module(
        name: "verigap-bench", layer: 6,
        dependencies: ["LinearAlgebra", "Questions", "Networks", "Datasets", "NetworkFiles", "Verifiers"],
        kind: .executable),
]

/// Test targets: the module under test and what else the tests need.
let tests: [(name: String, dependencies: [String])] = [
    ("LinearAlgebraTests", ["LinearAlgebra"]),
    ("QuestionsTests", ["Questions", "LinearAlgebra", "TestSupport"]),
    ("ExactArithmeticTests", ["ExactArithmetic", "LinearAlgebra"]),
    ("DataFormatsTests", ["DataFormats"]),
    ("NetworksTests", ["Networks", "LinearAlgebra", "Questions", "WitnessCheck", "TestSupport"]),
    ("DatasetsTests", ["Datasets", "DataFormats", "Questions"]),
    ("StatisticsTests", ["Statistics", "LinearAlgebra"]),
    ("ONNXTests", ["ONNX", "NetworkFiles", "Networks", "DataFormats", "LinearAlgebra", "TestSupport"]),
    ("NetworkFilesTests", ["NetworkFiles", "Networks", "DataFormats", "LinearAlgebra", "ONNX", "Questions"]),
    (
        "VerifiersTests",
        [
            "Verifiers", "CGLPK", "WitnessCheck", "ExactArithmetic", "Networks", "NetworkFiles", "Datasets",
            "LinearAlgebra", "Questions",
            "TestSupport",
        ]
    ),
    ("WitnessCheckTests", ["WitnessCheck", "Networks", "LinearAlgebra", "Questions", "TestSupport"]),
    ("ProofsTests", ["Proofs", "DataFormats", "LinearAlgebra", "Questions"]),
    (
        "ProofCheckTests",
        [
            "ProofCheck", "Proofs", "Verifiers", "Datasets", "LinearAlgebra", "NetworkFiles", "Networks", "Questions",
            "TestSupport",
        ]
    ),
    ("VNNLIBTests", ["VNNLIB", "DataFormats", "Questions", "TestSupport"]),
    (
        "ExternalToolsTests",
        [
            "ExternalTools", "DataFormats", "LinearAlgebra", "NetworkFiles", "Networks", "Questions", "SuiteFiles",
            "VNNLIB",
        ]
    ),
    ("SuiteFilesTests", ["SuiteFiles", "Verifiers", "Networks", "Datasets", "Questions"]),
    ("TablesTests", ["Tables"]),
    ("FiguresTests", ["Figures"]),
    (
        "WorkerProtocolTests",
        ["WorkerProtocol", "Questions", "Networks", "Datasets", "NetworkFiles", "DataFormats", "LinearAlgebra"]
    ),
    ("ResultStoreTests", ["ResultStore", "LinearAlgebra", "Questions", "DataFormats", "TestSupport"]),
    (
        "RunnerTests",
        [
            "Runner", "Questions", "Networks", "Datasets", "NetworkFiles", "DataFormats", "LinearAlgebra",
            "SuiteFiles",
            "ResultStore", "Verifiers", "WorkerProtocol", "WitnessCheck",
        ]
    ),
    (
        "ReporterTests",
        [
            "Reporter", "DataFormats", "LinearAlgebra", "Questions", "Networks", "Datasets", "SuiteFiles",
            "ResultStore",
            "Tables", "Verifiers", "VNNLIB",
        ]
    ),
    ("PagesTests", ["Pages", "DataFormats", "Tables"]),
    (
        "ComparisonTests",
        ["Comparison", "LinearAlgebra", "Questions", "ResultStore", "Statistics", "SuiteFiles", "TestSupport"]
    ),
    ("BisectionTests", ["Bisection", "LinearAlgebra", "Questions", "SuiteFiles"]),
    ("ClusterTests", ["Cluster", "LinearAlgebra", "Questions", "ResultStore", "SuiteFiles"]),
    (
        "NightlyTests",
        [
            "Nightly", "Figures", "LinearAlgebra", "Questions", "ResultStore", "SuiteFiles", "TestSupport",
        ]
    ),
    (
        "CommandLineTests",
        [
            "verigap", "DataFormats", "Datasets", "LinearAlgebra", "NetworkFiles", "Networks", "Reporter",
            "ResultStore",
            "Questions", "Runner", "SuiteFiles", "TestSupport", "VNNLIB", "WitnessCheck", "WorkerProtocol",
        ]
    ),
    (
        "TrainingTests",
        ["Training", "Verifiers", "LinearAlgebra", "Questions", "Networks", "Datasets", "NetworkFiles", "SuiteFiles"]
    ),
    (
        "AttackCorpusTests",
        [
            "Verifiers", "WitnessCheck", "ProofCheck", "Proofs", "Networks", "NetworkFiles", "DataFormats", "Datasets",
            "LinearAlgebra", "Questions", "TestSupport",
        ]
    ),
    ("TestSupportTests", ["TestSupport", "LinearAlgebra", "Networks", "Questions"]),
    (
        "EndToEndTests",
        [
            "verigap", "verigap-worker", "LinearAlgebra", "Questions", "DataFormats", "Networks", "NetworkFiles",
            "Nightly", "Proofs", "ResultStore", "TestSupport", "VNNLIB", "Verifiers",
        ]
    ),
]

/// Products of packages that tests use themselves.
let extraProducts: [String: [Target.Dependency]] = [
    "CommandLineTests": [argumentParser], "ExactArithmeticTests": [bigInt], "AttackCorpusTests": [bigInt],
]

/// Files of test targets that are no sources.
let testDocuments = ["AttackCorpusTests": ["README.md"], "ONNXTests": ["Oracle"]]

/// Edges that must never exist, whatever the layers say.
let forbidden: [(String, String)] = [
    ("Verifiers", "ResultStore"), ("Verifiers", "Figures"), ("Reporter", "Verifiers"),
    ("WitnessCheck", "Verifiers"), ("ProofCheck", "Verifiers"), ("Verifiers", "ProofCheck"),
    ("verigap-worker", "ResultStore"),
]

/// Files that become bytes in the program, by module: what it writes is whole wherever it runs.
let embedded = [
    "Pages": [
        "page.css", "queries.html", "plots.html", "dom.js", "tables.js", "rows.js", "filter.js", "queries.js",
        "query.js",
        "canvas.js", "scatter.js", "cactus.js", "live.css", "live.js", "start.js", "selftest.js",
    ]
]

let layerOf = Dictionary(uniqueKeysWithValues: modules.map { ($0.name, $0.layer) })
for module in modules {
    for dependency in module.dependencies {
        guard let layer = layerOf[dependency] else {
            preconditionFailure("\(module.name) names no module: \(dependency)")
        }
        precondition(
            layer < module.layer, "\(module.name) (layer \(module.layer)) may not import \(dependency) (layer \(layer))"
        )
        precondition(
            !forbidden.contains { $0.0 == module.name && $0.1 == dependency },
            "\(module.name) must never import \(dependency)")
    }
}

let settings: [SwiftSetting] = [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")]

/// The fuzzing program, which needs libFuzzer and flags of its own: declared only where `.ci/fuzz` asks for it.
let fuzzing: [Target] =
    Context.environment["VERIGAP_FUZZ"] == nil
    ? []
    : [
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .executableTarget(
            name: "verigap-fuzz",
            dependencies: [
                "CFuzzer", "LinearAlgebra", "Questions", "DataFormats", "Networks", "Datasets", "Proofs",
                "NetworkFiles", "ProofCheck", "SuiteFiles", "ResultStore", "TestSupport", "VNNLIB", grdb,
            ],
            path: "Tests/Fuzz/Sources", swiftSettings: settings),
    ]

func target(_ module: Module) -> Target {
    let dependencies = module.dependencies.map { Target.Dependency.target(name: $0) } + module.products
    switch module.kind {
    case .system(let pkgConfig, let apt):
        return .systemLibrary(name: module.name, pkgConfig: pkgConfig, providers: [.apt([apt])])
    case .cTarget(let library):
        return .target(name: module.name, exclude: ["README.md"], linkerSettings: [.linkedLibrary(library)])
    case .executable:
        return .executableTarget(
            name: module.name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: settings)
    case .library:
        let others = [
            "Reporter": ["FieldDictionary.md"], "Verifiers": ["BranchAndBound.md"], "ONNX": ["ONNXSubset.proto"],
            "Cluster": ["Costs.md"],
        ]
        let documents = ["README.md"] + others[module.name, default: []]
        return .target(
            name: module.name, dependencies: dependencies, exclude: documents,
            resources: (embedded[module.name] ?? []).map { .embedInCode("Resources/\($0)") }, swiftSettings: settings)
    }
}

let package = Package(
    name: "verigap",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "verigap", targets: ["verigap"]),
        .executable(name: "verigap-worker", targets: ["verigap-worker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    ],
    targets: modules.map(target)
        + [
            .target(
                name: "TestSupport", dependencies: ["LinearAlgebra", "Networks", "Questions"],
                path: "Tests/TestSupport", exclude: ["README.md"], swiftSettings: settings)
        ]
        + tests.map { test in
            .testTarget(
                name: test.name,
                dependencies: test.dependencies.map { .target(name: $0) }
                    + extraProducts[test.name, default: []],
                exclude: testDocuments[test.name, default: []], swiftSettings: settings)
        }
        + fuzzing
)
