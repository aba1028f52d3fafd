import DataFormats
import Foundation
import Testing
import VNNLIB

@Suite struct WritingTests {
    private func roundTrip(_ property: VNNLIBProperty) throws {
        #expect(try VNNLIBProperty(property.vnnlib()).describesTheSame(as: property))
    }

    @Test func text() throws {
        let property = VNNLIBProperty(
            inputCount: 1, outputCount: 3,
            regions: [
                .init(
                    box: [PropertyReadingTests.interval("-0.5", "1e-7")],
                    outputs: [
                        [PropertyReadingTests.half([(0, "-1"), (1, "1")], "0")],
                        [
                            PropertyReadingTests.half([(2, "-1")], "-3"),
                            PropertyReadingTests.half([(0, "2"), (1, "1")], "4"),
                        ],
                    ])
            ])
        #expect(
            property.vnnlib(comments: ["of a test\nand more"]) == """
                ; of a test and more
                (declare-const X_0 Real)

                (declare-const Y_0 Real)
                (declare-const Y_1 Real)
                (declare-const Y_2 Real)

                (assert (>= X_0 -0.5))
                (assert (<= X_0 1.0e-7))

                (assert (or
                    (and (<= Y_1 Y_0))
                    (and (>= Y_2 3.0) (<= (+ (* 2.0 Y_0) Y_1) 4.0))
                ))

                """)
        try roundTrip(property)
    }

    /// Doubles and what no double is, open ends, forms over inputs, conjunctions of nothing, no case at all.
    @Test func roundTrips() throws {
        let exact = Interval(lower: DecimalNumber(exactly: 0.1), upper: DecimalNumber(exactly: Double(Float(0.7))))
        let third = PropertyReadingTests.half([(0, "3"), (1, "-0.1")], "1e-30")
        let boxes = [[exact, Interval()], [Interval(lower: .zero), exact]]
        let shared = [[third], [third, PropertyReadingTests.half([(1, "1")], "1e400")]]
        let regions = boxes.map { VNNLIBProperty.Region(box: $0, inputForms: [third], outputs: shared) }
        var property = VNNLIBProperty(inputCount: 2, outputCount: 2, regions: regions)
        try roundTrip(property)
        property.regions[1].outputs = [[]]
        try roundTrip(property)
        property.regions.removeLast()
        property.regions[0].outputs = [[]]
        try roundTrip(property)
        property.regions = []
        try roundTrip(property)
    }

    @Test func files() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("vnnlib-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let property = try VNNLIBProperty(
            PropertyReadingTests.header + PropertyReadingTests.box + "(assert (<= Y_0 Y_1))")
        for name in ["a.vnnlib", "a.vnnlib.gz"] {
            try property.write(to: "\(folder)/\(name)", comments: ["one"])
            #expect(try VNNLIBProperty.read("\(folder)/\(name)").describesTheSame(as: property))
            #expect(Gzip.isCompressed(try FileBytes.read("\(folder)/\(name)")) == name.hasSuffix(".gz"))
        }
        let packed = try FileBytes.read("\(folder)/a.vnnlib.gz")
        try AtomicFile.write(Array(packed.dropLast(9)), to: "\(folder)/cut.vnnlib.gz")
        #expect(throws: CompetitionFileFault.self) { try VNNLIBProperty.read("\(folder)/cut.vnnlib.gz") }
        #expect(throws: CompetitionFileFault.self) { try VNNLIBProperty.read("\(folder)/none.vnnlib") }
    }
}
