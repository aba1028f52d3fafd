import Questions
import Testing
import VNNLIB

/// Questions of suites as properties: exact sets, and the same question when they are read back.
@Suite struct StatingTests {
    private func question(
        pixels: [Float], label: Int = 0, norm: Norm = .infinity, epsilon: Double, domain: InputDomain? = .unit,
        form: QuestionForm = .plain
    ) -> AskedQuestion {
        let sample = Sample(id: SampleID(dataset: "d", split: "test", index: 0), label: label, pixels: pixels)
        return AskedQuestion(
            Query(
                sample: sample, label: label,
                perturbation: PerturbationSet(norm: norm, epsilon: epsilon, domain: domain)), form,
            shape: [pixels.count])
    }

    /// The ends as Python's `decimal` has them.
    @Test func theBoxIsExact() throws {
        let property = try #require(
            try VNNLIBProperty(stating: question(pixels: [0.1, 0.5, 1], epsilon: 0.3), outputCount: 2))
        let box = try #require(property.regions.first).box.map(\.description)
        // Float(0.1) = 0.100000001490116119384765625, the double 0.3 = 0.299999999999999988897769753748434595763683319091796875
        #expect(
            box == [
                "[0.0, 0.400000001490116108282535378748434595763683319091796875]",
                "[0.200000000000000011102230246251565404236316680908203125, "
                    + "0.799999999999999988897769753748434595763683319091796875]",
                "[0.700000000000000011102230246251565404236316680908203125, 1.0]",
            ])
    }

    @Test func everyOtherClassIsACase() throws {
        let property = try #require(
            try VNNLIBProperty(stating: question(pixels: [0.5], label: 1, epsilon: 0.25), outputCount: 3))
        let text = property.vnnlib()
        for line in ["(and (<= Y_1 Y_0))", "(and (<= Y_1 Y_2))", "(assert (>= X_0 0.25))"] {
            #expect(text.contains(line), "\(text)")
        }
        #expect(property.caseCount == 2)
        var form = QuestionForm.plain
        form.property = PropertyCall(TargetClasses.descriptor, classes: [2])
        let targeted = try VNNLIBProperty(
            stating: question(pixels: [0.5], label: 1, epsilon: 0.25, form: form), outputCount: 3)
        #expect(targeted?.caseCount == 1)
        let none = question(pixels: [0.5], label: 2, epsilon: 0.25, form: form)
        #expect(try VNNLIBProperty(stating: none, outputCount: 3) == nil)
    }

    @Test func itIsReadBackAsTheSameQuestion() throws {
        for epsilon in [0, 1 / 255.0, 0.1, 0.3] {
            let question = question(pixels: [0.1, 0.9, 1 / 3], epsilon: epsilon)
            let stated = try #require(try VNNLIBProperty(stating: question, outputCount: 4))
            let back = try VNNLIBProperty(stated.vnnlib(comments: ["x"]))
            #expect(back.describesTheSame(as: stated))
            let (direct, read) = (try GivenProperty(stated), try GivenProperty(back))
            #expect(!direct.parts.isEmpty && direct.digest == read.digest)
            // The ends that are read are the doubles next to the set's.
            let box = read.parts[0].box
            for (index, pixel) in question.query.sample.pixels.enumerated() {
                #expect(abs(box.lower[index] - max(0, Double(pixel) - epsilon)) <= 0x1p-53)
                #expect(abs(box.upper[index] - min(1, Double(pixel) + epsilon)) <= 0x1p-53)
            }
        }
    }

    /// A file's question, through every kind of form, written and read again.
    @Test func givenQuestionsKeepTheirNumbers() throws {
        let text = """
            (declare-const X_0 Real)(declare-const X_1 Real)(declare-const Y_0 Real)(declare-const Y_1 Real)
            (assert (or (and (>= X_0 0.1)(<= X_0 0.1)(<= X_1 1)(>= X_1 -1e-3)(<= (+ X_0 X_1) 0.7))
                        (and (>= X_0 1)(<= X_0 2)(<= X_1 1)(>= X_1 0))))
            (assert (or (and (<= Y_0 Y_1)(>= Y_0 0.3)) (<= (* 3 Y_1) 0.2)))
            """
        let given = try GivenProperty(try VNNLIBProperty(text))
        let sample = Sample(
            id: SampleID(dataset: "d", split: "p", index: 0), label: 0, pixels: given.centre, given: given)
        let asked = AskedQuestion(
            Query(sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 1, domain: nil)), .given, shape: [0])
        let stated = try #require(try VNNLIBProperty(stating: asked, outputCount: 2))
        let back = try GivenProperty(try VNNLIBProperty(stated.vnnlib()))
        #expect(back.digest == given.digest)
    }

    @Test func whatCannotBeStatedIsNamed() {
        var radius = QuestionForm.plain
        radius.goal = .minimumDistortion(tolerance: 0.01)
        let mixed = GivenProperty(parts: [
            .init(box: Box(lower: [0], upper: [1]), clauses: [[LinearForm([0: 1], inputs: [0: 1])]])
        ])
        var given = question(pixels: mixed.centre, epsilon: 1, domain: nil, form: .given)
        given.query.sample.given = mixed
        for (asked, words) in [
            (question(pixels: [0.5], norm: .two, epsilon: 0.1), "balls in l2"),
            (question(pixels: [0.5], norm: .one, epsilon: 0.1), "balls in l1"),
            (question(pixels: [0.5], epsilon: 0.1, form: radius), "minimum distortion"),
            (given, "inputs and outputs at once"),
        ] {
            let fault = #expect(throws: UnstatableQuestion.self) { try VNNLIBProperty(stating: asked, outputCount: 2) }
            #expect(fault?.description.contains(words) == true, "\(fault?.description ?? "")")
        }
    }

    @Test func missesAreMeasured() throws {
        let stated = try #require(try VNNLIBProperty(stating: question(pixels: [0.5], epsilon: 0.25), outputCount: 2))
        func miss(_ x: Double, _ y: [Double]) -> CounterexampleMiss? { stated.miss(inputs: [x], outputs: y) }
        #expect(miss(0.75, [1, 1]) == CounterexampleMiss(inputs: 0, outputs: 0, isWithinTolerance: true))
        #expect(miss(0.75, [1.5, 1]) == CounterexampleMiss(inputs: 0, outputs: 0.5, isWithinTolerance: false))
        #expect(miss(0.875, [0, 1]) == CounterexampleMiss(inputs: 0.125, outputs: 0, isWithinTolerance: false))
        #expect(miss(0.75 + 0x1p-14, [0x1p-14, 0])?.isWithinTolerance == true)
        #expect(miss(.nan, [0, 1]) == nil && miss(0.5, [0]) == nil)
    }
}
