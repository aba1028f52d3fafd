import Foundation
import TestSupport
import Testing
import VNNLIB

/// Every property of seven published benchmarks. The figures were recorded by a script of Python (regular expressions, `fractions`,
/// a normal form of its own) that shares nothing with the reader.
@Suite(.enabled(if: SharedData.isPresent, "needs the published benchmarks beside the checkout"))
struct SharedPropertyTests {
    /// What a file, or all of a benchmark, holds: sums of counts, and of the ends of all intervals as doubles.
    struct Figures: Equatable, CustomStringConvertible {
        var inputs = 0
        var outputs = 0
        var regions = 0
        var cases = 0
        var halfSpaces = 0
        /// Σ of the largest doubles not above the lower ends, in the order of the file.
        var lower = 0.0
        /// Σ of the smallest doubles not below the upper ends.
        var upper = 0.0

        init(_ property: VNNLIBProperty) {
            inputs = property.inputCount
            outputs = property.outputCount
            regions = property.regions.count
            cases = property.caseCount
            halfSpaces = property.cases.reduce(0) { $0 + $1.outputs.count }
            for interval in property.regions.lazy.flatMap(\.box) {
                lower += interval.outer.lower
                upper += interval.outer.upper
            }
        }

        init(_ counts: [Int], _ lower: Double, _ upper: Double) {
            (inputs, outputs, regions, cases, halfSpaces) = (counts[0], counts[1], counts[2], counts[3], counts[4])
            (self.lower, self.upper) = (lower, upper)
        }

        static func + (a: Self, b: Self) -> Self {
            Self(
                [
                    a.inputs + b.inputs, a.outputs + b.outputs, a.regions + b.regions, a.cases + b.cases,
                    a.halfSpaces + b.halfSpaces,
                ], a.lower + b.lower, a.upper + b.upper)
        }

        var description: String { "\([inputs, outputs, regions, cases, halfSpaces]) \(lower) \(upper)" }
    }

    private static let benchmarks: [(folder: String, files: Int, Figures)] = [
        ("acasxu", 10, Figures([50, 50, 11, 29, 45], -10.440329593000001, 10.807744810000003)),
        ("vnncomp2022/collins_rul_cnn", 41, Figures([24000, 41, 41, 41, 82], 6962.494536302045, 8017.5808231240835)),
        ("vnncomp2022/oval21", 30, Figures([92160, 300, 30, 270, 270], 21876.443769613874, 40253.93643045364)),
        ("vnncomp2022/reach_prob_density", 36, Figures([264, 264, 36, 36, 144], -566.0040323419015, 696.551324695889)),
        (
            "vnncomp2022/rl_benchmarks", 296,
            Figures([1968, 1368, 296, 364, 1184], -117.60816321873486, 53.58369957833715)
        ),
        (
            "vnncomp2022/sri_resnet_a", 72,
            Figures([221184, 720, 72, 648, 648], -14281.490965310226, -6879.768716400038)
        ),
        ("vnncomp2022/tllverifybench", 16, Figures([32, 16, 16, 16, 16], -64.0, 64.0)),
    ]

    private func folder(_ benchmark: String) -> String { (SharedData.folder ?? "") + "/data/\(benchmark)" }

    @Test(arguments: 0..<7) func benchmark(index: Int) throws {
        let (benchmark, count, expected) = Self.benchmarks[index]
        let names = try FileManager.default.contentsOfDirectory(atPath: folder(benchmark) + "/vnnlib").sorted()
        #expect(names.count == count)
        var sum: Figures?
        for name in names {
            let property = try VNNLIBProperty.read(folder(benchmark) + "/vnnlib/\(name)")
            #expect(property.notes.isEmpty && property.unboundedInputs.isEmpty)
            #expect(try VNNLIBProperty(property.vnnlib()).describesTheSame(as: property), "\(name)")
            sum = sum.map { $0 + Figures(property) } ?? Figures(property)
        }
        #expect(sum == expected)
    }

    @Test(arguments: [
        ("acasxu/vnnlib/prop_5.vnnlib", [5, 5, 1, 4, 4], -1.792443164, -1.151266623),
        (
            "vnncomp2022/collins_rul_cnn/vnnlib/robustness_2perturbations_delta20_epsilon10_w40.vnnlib.gz",
            [800, 1, 1, 1, 2], 259.89895493632804, 260.3452410541325
        ),
        (
            "vnncomp2022/oval21/vnnlib/cifar_base_kw-img2578-eps0.021176470588235297.vnnlib.gz", [3072, 10, 1, 9, 9],
            1222.6506188435014, 1800.65469386708
        ),
        (
            "vnncomp2022/reach_prob_density/vnnlib/gcas_0.vnnlib.gz", [14, 14, 1, 1, 2], -49.814130998447986,
            55.393465851188296
        ),
        (
            "vnncomp2022/rl_benchmarks/vnnlib/dubinsrejoin_case_unsafe_51.vnnlib.gz", [8, 8, 1, 1, 6],
            -2.890064403168406, -1.8481055401278783
        ),
        (
            "vnncomp2022/sri_resnet_a/vnnlib/cifar10_spec_idx_1551_eps_0.00198.vnnlib.gz", [3072, 10, 1, 9, 9],
            -512.1789049099991, -451.60166441000126
        ),
        ("vnncomp2022/tllverifybench/vnnlib/property_N=8_3.vnnlib.gz", [2, 1, 1, 1, 1], -4.0, 4.0),
    ]) func file(path: String, counts: [Int], lower: Double, upper: Double) throws {
        #expect(Figures(try VNNLIBProperty.read(folder(path))) == Figures(counts, lower, upper))
    }

    /// ACAS Xu's property 6 has two boxes, and four conjunctions over the outputs in each.
    @Test func twoBoxes() throws {
        let property = try VNNLIBProperty.read(folder("acasxu/vnnlib/prop_6.vnnlib"))
        #expect(property.regions.map(\.outputs.count) == [4, 4])
        #expect(
            property.regions.map { $0.box[1] } == [
                PropertyReadingTests.interval("0.11140846", "0.499999896"),
                PropertyReadingTests.interval("-0.499999896", "-0.11140846"),
            ])
    }

    @Test func instances() throws {
        let limits = try Self.benchmarks.map { row in
            try InstanceList.read(folder(row.folder) + "/instances.csv").instances
        }
        #expect(limits.map(\.count) == [186, 62, 30, 36, 296, 72, 16])
        #expect(Set(limits[0].map(\.limit)) == [116])
        #expect(limits[5].allSatisfy { $0.network.hasSuffix(".onnx.gz") && $0.property.hasSuffix(".vnnlib.gz") })
    }
}
