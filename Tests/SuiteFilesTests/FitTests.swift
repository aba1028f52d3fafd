import Datasets
import Networks
import Questions
import SuiteFiles
import Testing

/// The one check behind suites and commands; its words on shapes are in `CompatibilityTests`.
@Suite struct FitTests {
    private let network = NetworkFacts(layers: [.conv2d, .relu], inputShape: [1, 2, 2], classCount: 3)

    private func misfits(
        pixels: [Float], shape: [Int] = [1, 2, 2], label: Int = 2, domain: InputDomain? = .unit, method: String
    ) throws -> [String] {
        let images = Dataset(name: "m", split: "t", shape: shape, labels: [label], pixels: pixels)
        return Fit.misfits(
            of: network, called: "N", DatasetFacts(images, domain: domain), called: "m", domain: domain,
            methods: [try #require(catalog[method])]
        ).map(\.message)
    }

    @Test func whatFits() throws {
        #expect(try misfits(pixels: [0, 1, 0.5, 0.25], method: "pgd") == [])
        #expect(try misfits(pixels: [-7, 1e30, 0.5, 0.25], domain: nil, method: "pgd") == [])
        #expect(try misfits(pixels: [-7, 2, 0, 0], domain: InputDomain(lower: -7, upper: 2), method: "pgd") == [])
    }

    @Test func allIsSaidAtOnce() throws {
        #expect(
            try misfits(pixels: [0, 1, 1.5], shape: [3], label: 3, method: "lp-all") == [
                "N takes 1×2×2 = 4 inputs, an image of m has 3 inputs", "N has 3 classes, m has labels up to 3",
                "m: pixel 2 of image 0 is 1.5, outside the input domain [0, 1]",
                "lp-all cannot handle conv2d, which N has",
            ])
    }

    @Test func depthsThatDoNotFit() {
        var method = MethodDescriptor(
            name: "shallow", title: "S", summary: "", source: "", claim: .distance, norms: [.two],
            hiddenLayers: 1...1, costRank: 1)
        func messages(_ count: Int?) -> [String] {
            var facts = network
            facts.hiddenLayers = count
            return [Fit.misfit(of: method, facts, called: "N")].compactMap { $0?.message }
        }
        #expect(messages(1) == [] && messages(nil) == [])
        #expect(messages(2) == ["shallow cannot handle N, which has 2 layers of ReLUs"])
        #expect(messages(0) == ["shallow cannot handle N, which has 0 layers of ReLUs"])
        method.hiddenLayers = nil
        #expect(messages(2) == [])
    }

    /// What no set of a family stands around is said before anything is asked.
    @Test func imagesThatAFamilyHasNoSetAround() {
        func message(_ family: FamilyCall, _ shape: [Int]) -> String? {
            Fit.misfit(of: QuestionForm(family: family), shape, called: "m", norm: .infinity, domain: .unit)?.message
        }
        let blur = FamilyCall(BlurFamily.descriptor)
        #expect(message(blur, [1, 2, 2]) == nil && message(FamilyCall(BallFamily.descriptor), [4]) == nil)
        #expect(message(blur, [4]) == "m: blur needs images of channels × height × width, these have 1 extents")
    }

    @Test func formsThatDoNotFit() {
        func misfits(_ form: QuestionForm) -> [String] { Fit.misfits(of: form, network, called: "N").map(\.message) }
        #expect(misfits(.plain) == [])
        let targets = PropertyCall(TargetClasses.descriptor, classes: [1, 3])
        let boxes = FamilyCall(PixelBoxFamily.descriptor, data: [1, 1, 1])
        #expect(
            misfits(QuestionForm(family: boxes, property: targets)) == [
                "target class 3: N has classes 0 to 2", "pixel-boxes: its file has 3 numbers, N takes 4 pixels",
            ])
    }

    @Test func unboundedIsFinite() throws {
        #expect(
            try misfits(pixels: [0, 1, .infinity, 0], domain: nil, method: "pgd") == [
                "m: pixel 2 of image 0 is inf, no finite number"
            ])
        #expect(
            try misfits(pixels: [0, 1, 0, .nan], method: "pgd") == [
                "m: pixel 3 of image 0 is nan, outside the input domain [0, 1]"
            ])
    }
}
