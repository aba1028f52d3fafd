import VNNLIB

/// Text files of the competition: properties, counterexamples, results, lists and tables.
enum PropertyTarget {
    static func read(_ bytes: [UInt8]) {
        _ = try? CompetitionResult(bytes)
        _ = try? PublishedAnswers(bytes)
        _ = try? InstanceList(bytes) { $0 }
        if let point = try? Counterexample(bytes) {
            precondition((try? Counterexample(point.text)) == point, "a counterexample changes")
        }
        guard let property = try? VNNLIBProperty(bytes), property.inputCount < 1000, property.caseCount < 1000 else {
            return
        }
        let again = try? VNNLIBProperty(property.vnnlib())
        precondition(again?.describesTheSame(as: property) == true, "a property changes")
    }

    static let seeds = [
        """
        ; two boxes
        (declare-const X_0 Real)(declare-const X_1 Real)(declare-const Y_0 Real)(declare-const Y_1 Real)
        (assert (or (and (<= X_0 0.5) (>= X_0 -1e-3)) (and (>= X_1 1) (not (< Y_0 2.5)))))
        (assert (=> (<= (+ (* 2 Y_0) (- Y_1)) 3) (= Y_1 0.25)))
        """,
        """
        (vnnlib-version <2.0>)
        (declare-network f (declare-input X Real [1,2] "x") (declare-output Y float32 [2]))
        (assert (and (<= X[0,1] 1) (>= X [0,0] (/ -1 8)) (<= Y[0] Y[1])))
        """,
        "sat\n((X_0 0.25)\n (Y_0 -1e-7))\n", "((X_0 1) (X_1 2))",
        "onnx/a.onnx,vnnlib/p.vnnlib,30\n./b.onnx,\"p 2.vnnlib\",1.5\n",
        "benchmark,onnx,vnnlib,time_limit_s,t_result,t_run_s\nb,n.onnx,p.vnnlib,116.0,unsat,8.94\n",
    ].map { Array($0.utf8) }
}
