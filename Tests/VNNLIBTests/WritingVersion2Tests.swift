import Testing
import VNNLIB

/// What is written in version 2.0 is read back as the same property, shapes and all.
@Suite struct WritingVersion2Tests {
    private func roundTrip(_ property: VNNLIBProperty) throws {
        let back = try VNNLIBProperty(property.vnnlib(version: .two, comments: ["a comment"]))
        #expect(back.describesTheSame(as: property))
        #expect(back.inputShape == property.inputShape ?? [property.inputCount])
        #expect(back.outputShape == property.outputShape ?? [property.outputCount])
    }

    @Test func text() throws {
        let property = VNNLIBProperty(
            inputCount: 2, outputCount: 2, inputShape: [1, 2, 1], outputShape: [1, 2],
            regions: [
                .init(
                    box: [PropertyReadingTests.interval("-0.5", "1e-7"), PropertyReadingTests.interval("0", "1")],
                    outputs: [
                        [PropertyReadingTests.half([(0, "-1"), (1, "1")], "0")],
                        [PropertyReadingTests.half([(0, "2"), (1, "1")], "4")],
                    ])
            ])
        #expect(
            property.vnnlib(version: .two) == """
                (vnnlib-version <2.0>)
                (declare-network f
                    (declare-input X Real [1,2,1])
                    (declare-output Y Real [1,2])
                )

                (assert (>= X[0,0,0] -0.5))
                (assert (<= X[0,0,0] 1.0e-7))
                (assert (>= X[0,1,0] 0.0))
                (assert (<= X[0,1,0] 1.0))

                (assert (or
                    (and (<= Y[0,1] Y[0,0]))
                    (and (<= (+ (* 2.0 Y[0,0]) Y[0,1]) 4.0))
                ))

                """)
        try roundTrip(property)
    }

    /// Digits that no double has, open ends, forms over inputs, conjunctions of nothing, several regions; scalars and four dimensions.
    @Test func roundTrips() throws {
        let exact = Interval(lower: DecimalNumber(exactly: 0.1), upper: DecimalNumber(exactly: Double(Float(0.7))))
        let third = PropertyReadingTests.half([(0, "3"), (5, "-0.1")], "1e-30")
        let output = PropertyReadingTests.half([(0, "0.30000000000000000004")], "1e400")
        let box = Array(repeating: exact, count: 5) + [Interval()]
        let other = Array(repeating: exact, count: 5) + [Interval(lower: .zero)]
        var property = VNNLIBProperty(
            inputCount: 6, outputCount: 1, inputShape: [1, 1, 2, 3], outputShape: [],
            regions: [box, other].map { .init(box: $0, inputForms: [third], outputs: [[output], [output, output]]) })
        try roundTrip(property)
        (property.inputShape, property.outputShape) = (nil, nil)
        try roundTrip(property)
        property.regions[1].outputs = [[]]
        try roundTrip(property)
        property.regions.removeLast()
        try roundTrip(property)
        property.regions = []
        try roundTrip(property)
    }

    /// Both versions say the same of a property that was read.
    @Test func versionsAgree() throws {
        let read = try VNNLIBProperty(
            PropertyReadingTests.header + PropertyReadingTests.box
                + "(assert (or (and (<= Y_0 Y_1) (>= Y_0 0.1)) (<= (* 3 Y_1) 0.2)))")
        let (first, second) = (
            try VNNLIBProperty(read.vnnlib(version: .one)), try VNNLIBProperty(read.vnnlib(version: .two))
        )
        #expect(first.describesTheSame(as: read) && second.describesTheSame(as: read))
    }
}
