import Testing
import VNNLIB

@Suite struct Version2Tests {
    private static let text = """
        (vnnlib-version <2.0>)
        (declare-network f
            (declare-input  X Real [2,3] "in")
            (declare-output Y float32 [2])
        )
        (assert (and (>= X[0,0] 0) (<= X [1,2] 1.5)))
        (assert (or (<= Y[0] Y[1]) (== Y [0] 3.0)))
        """

    @Test func oneNetwork() throws {
        let property = try VNNLIBProperty(Self.text)
        #expect((property.inputCount, property.outputCount) == (6, 2))
        #expect(property.inputShape == [2, 3] && property.outputShape == [2])
        let region = property.regions[0]
        #expect(region.box[0] == PropertyReadingTests.interval("0", nil))
        #expect(region.box[5] == PropertyReadingTests.interval(nil, "1.5"))
        #expect(region.outputs.map(\.count) == [1, 2])
    }

    /// Scalars, both orders of type and shape, a network without a version.
    @Test func variants() throws {
        let property = try VNNLIBProperty(
            "(declare-network acc (declare-input in [3] Real) (declare-output out Real []))"
                + "(assert (<= (* -1.0 in[0]) 0.0)) (assert (<= out -3)) (assert (<= out[0] -4))")
        #expect(property.inputCount == 3 && property.outputCount == 1)
        #expect(property.regions[0].box[0] == PropertyReadingTests.interval("0", nil))
        #expect(property.regions[0].outputs[0].count == 2)
    }

    private func faults(_ text: String) -> [String] {
        do {
            _ = try VNNLIBProperty(text)
            return []
        } catch {
            return error.faults.map { "\($0.line):\($0.column) \($0.message)" }
        }
    }

    @Test func whatIsNotSupportedIsNamed() {
        let found = faults(
            """
            (vnnlib-version <3.0>)
            (declare-network f (isomorphic-to g) (declare-input X int8 [2]) (declare-input Z Real [2])
            (declare-hidden H Real [3] "h") (declare-output Y Real [2]))
            (declare-network g (declare-input A Real [1]) (declare-output B Real [1]))
            (assert (<= X[2] 1)) (assert (<= X[0,0] 1)) (assert (<= W[0] 1)) (assert (!= Y[0] 1))
            """)
        #expect(
            found == [
                "1:17 version <3.0> is not supported",
                "2:21 networks that are related to others are not supported",
                "2:55 the type int8 is not supported",
                "2:66 a second input is not supported",
                "3:2 hidden nodes are not supported",
                "4:2 a second network is not supported",
                "5:13 X[2] is not an entry of a tensor of shape [2]",
                "5:34 X[0, 0] is not an entry of a tensor of shape [2]",
                "5:57 W is not declared",
                "5:75 != is not supported",
            ])
    }

    @Test func shapesMayNotAskForMemory() {
        for shape in ["[0]", "[100000,100000]", "[999999999,999999999,999999999,999999999]", "[4194305]"] {
            let found = faults("(declare-network f (declare-input X Real \(shape)) (declare-output Y Real [1]))")
            #expect(found.contains { $0.contains("is not supported") }, "\(shape)")
        }
    }

    @Test func versionsDoNotMix() {
        #expect(!faults("(declare-const X_0 Real)" + Self.text).isEmpty)
        #expect(!faults(Self.text + "(declare-const X_0 Real)").isEmpty)
    }

    @Test func everyPrefix() {
        let bytes = Array(Self.text.utf8)
        for length in 0..<bytes.count { _ = try? VNNLIBProperty(Array(bytes[..<length])) }
    }
}
