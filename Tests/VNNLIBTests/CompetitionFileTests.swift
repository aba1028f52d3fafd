import DataFormats
import Foundation
import Testing
import VNNLIB

@Suite struct CompetitionFileTests {
    private func lines(_ text: String) -> [String] {
        do {
            _ = try InstanceList(Array(text.utf8)) { "/data/\($0)" }
            return []
        } catch {
            return error.faults.map { "\($0.line):\($0.column) \($0.message)" }
        }
    }

    @Test func formsOfLists() throws {
        let text =
            "onnx,vnnlib,timeout\r\n# a comment, \"with a mark\r\n\r\n ./onnx/a.onnx , \"vnnlib/p, 1.vnnlib\",30\r\n"
            + "././onnx/b.onnx,vnnlib/p.vnnlib,300.5,extra"
        let list = try InstanceList(Array(text.utf8)) { "/data/\($0)" }
        #expect(
            list.instances == [
                CompetitionInstance(
                    network: "/data/onnx/a.onnx", property: "/data/vnnlib/p, 1.vnnlib", limit: 30, line: 4),
                CompetitionInstance(
                    network: "/data/onnx/b.onnx", property: "/data/vnnlib/p.vnnlib", limit: 300.5, line: 5),
            ])
        #expect(list.instances[0].key == InstanceKey(network: "a.onnx.gz", property: "p, 1"))
        #expect("\(list.instances[1].key)" == "b p")
    }

    @Test func faultsOfLists() {
        #expect(
            lines("a.onnx,p.vnnlib,x\nb.onnx,p.vnnlib\n,p,-1\nc.onnx,p,inf\n\"d.onnx,p,3") == [
                "1:17 the limit \"x\" is no positive number of seconds",
                "2:1 the line has 2 fields, not 3", "3:1 the name of a file is missing",
                "3:4 the limit \"-1\" is no positive number of seconds",
                "4:10 the limit \"inf\" is no positive number of seconds", "5:1 this quotation mark has no partner",
                "5:1 the line has 1 fields, not 3",
            ])
        #expect(lines("") == ["1:1 the list has no instances"])
        #expect(lines("onnx,vnnlib,timeout") == ["1:1 the list has no instances"])
    }

    @Test func filesOfLists() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("list-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["a.onnx", "b.onnx.gz", "p.vnnlib"] { try AtomicFile.write([], to: "\(folder)/\(name)") }
        try AtomicFile.write("a.onnx,./p.vnnlib,1\nb.onnx,p.vnnlib.gz,2\n", to: "\(folder)/instances.csv")
        let list = try InstanceList.read("\(folder)/instances.csv")
        #expect(list.instances.map(\.network) == ["\(folder)/a.onnx", "\(folder)/b.onnx.gz"])
        #expect(list.instances.map(\.property) == ["\(folder)/p.vnnlib", "\(folder)/p.vnnlib"])
        #expect(list.instances[1].key == InstanceKey(network: "b", property: "p"))
        try AtomicFile.write("c.onnx,p.vnnlib,1\n", to: "\(folder)/other.csv")
        #expect(try InstanceList.read("\(folder)/other.csv").instances.map(\.network) == ["\(folder)/c.onnx"])
        #expect(throws: CompetitionFileFault.self) { try InstanceList.read("\(folder)/absent.csv") }
    }

    @Test func tables() throws {
        let wide =
            "seconds_ignored,Slow_run_s,vnnlib,Slow_result,onnx,benchmark,x,fast_result\n9,12.5,p.vnnlib,sat,n.onnx,b,,UNSAT"
        let answers = try PublishedAnswers(Array(wide.utf8))
        #expect(answers.tools == ["Slow", "fast"] && answers.benchmarks == ["b"])
        #expect(answers.answers.map(\.verdict) == [.violated, .holds])
        #expect(answers.answers.map(\.seconds) == [12.5, nil])
        #expect(answers.answers[0].instance == InstanceKey(network: "n", property: "p") && answers.answers[0].line == 2)
        let long = "tool,benchmark,network,property,verdict,seconds,timeout\nt,b,n,p,timeout,,30\nu,b,n,p,holds,1,30\n"
        let rows = try PublishedAnswers(Array(long.utf8)).instances
        #expect(rows.count == 1 && rows[0].limit == 30 && rows[0].claims.map(\.tool) == ["t", "u"])
    }

    @Test(arguments: [
        ("", "1:1 the table is empty"), ("a,b\n", "1:1 there is no column benchmark or category"),
        ("benchmark,onnx,vnnlib\n", "1:1 no column ends in _result, and none is called tool"),
        ("benchmark,onnx,vnnlib,t_result\nb,n,p,perhaps", "2:7 \"perhaps\" is no verdict"),
        ("benchmark,onnx,vnnlib,t_result,t_run_s\nb,n,p,sat,soon", "2:11 \"soon\" is no number of seconds"),
        ("benchmark,onnx,vnnlib,t_result\nb,n,p", "2:1 the line has 3 fields, not 4"),
    ]) func faultsOfTables(text: String, expected: String) {
        #expect {
            try PublishedAnswers(Array(text.utf8))
        } throws: { error in
            guard let fault = (error as? VNNLIBFaults)?.faults.first else { return false }
            return "\(fault.line):\(fault.column) \(fault.message)" == expected
        }
    }

    @Test func words() {
        for (word, verdict) in [
            ("unsat", CompetitionVerdict.holds), ("SAT", .violated), ("", .unknown), ("run_instance_timeout", .timeout),
            ("error_exit_code_1", .error), ("error_nonmaximal", .unknown), ("no_result_in_file", .unknown),
        ] {
            #expect(CompetitionVerdict(word) == verdict, "\(word)")
        }
        #expect(CompetitionVerdict("satisfied") == nil)
        for verdict in CompetitionVerdict.allCases { #expect(CompetitionVerdict(verdict.word) == verdict) }
    }

    @Test func everyPrefixOfATable() {
        let bytes = Array("benchmark,onnx,vnnlib,t_result,t_run_s\nb,n,\"p \"\"q\",sat,1.5\n#x\n".utf8)
        for length in 0..<bytes.count {
            _ = try? PublishedAnswers(Array(bytes[..<length]))
            _ = try? InstanceList(Array(bytes[..<length])) { $0 }
        }
    }
}
