import Foundation
import Questions
import SuiteFiles
import Testing

@Suite("What is wrong with a suite is said")
struct SuiteFaultTests {
    /// One fault each: what stands in the suite, what is said, what is hinted at.
    @Test(
        arguments: [
            (suite(more: "methds: [pgd]"), #"unknown key "methds" in the suite"#, #"did you mean "methods"?"#),
            (
                suite(more: "colour: red"), #"unknown key "colour" in the suite"#,
                "its keys: suite, title, dataset, networks, methods, question, perturbation, reference, measure, cascade, audit, budget, published, ablation, notes, gates, instances, tables, figures"
            ),
            (suite(more: "suite: t"), #"key "suite" appears twice in the suite"#, "it stands in line 1 already"),
            (
                suite(more: "question: { minimum-distortion: { tolerance: 1e-3 } }"),
                "a minimum distortion is asked for without ε", "remove epsilons: sizes are found by the search"
            ),
            (
                suite(more: "question: { robust-error: { tolerance: 1e-3 } }"),
                #"unknown key "tolerance" in robust-error"#, "its keys: targets"
            ),
            (
                suite(more: "question: { robust-error: { targets: [3, 3] } }"), "a target class appears twice", nil
            ),
            (
                suite(more: "question: minimum-distorsion"),
                "question must be one of robust-error, minimum-distortion, found \"minimum-distorsion\"",
                "did you mean \"minimum-distortion\"?"
            ),
            (
                suite(more: "perturbation: { family: blurr }"), "no family of sets is called \"blurr\"",
                "did you mean \"blur\"?"
            ),
            (
                suite(more: "perturbation: { family: { blur: { height: 4 } } }"),
                "blur: height 4 is even: the kernel has no centre; height and width must be odd", nil
            ),
            (
                suite(more: "perturbation: { family: pixel-boxes }"), "pixel-boxes needs a file",
                "pixel-boxes: { file: reach.npy }"
            ),
            (suite(more: "cascade: yes"), #"cascade must be true or false, found "yes""#, nil),
            (
                suite(more: "measure: verdcit"), #"measure must be one of margin, verdict, found "verdcit""#,
                #"did you mean "verdict"?"#
            ),
            (suite(more: "reference: [label]"), "reference must be one of label, prediction, found a list", nil),
            (
                suite(more: "perturbation: { norm: [inf, 2] }"), "norm must be one of 1, 2, inf, found a list",
                "a suite is about one norm: write another suite for each of the others"
            ),
            (suite(more: "perturbation: { norm: 3 }"), #"norm must be one of 1, 2, inf, found "3""#, nil),
            (
                suite(methods: "[lp-all]", more: "perturbation: { norm: 2 }"), "lp-all cannot handle norm 2",
                "it handles norm inf"
            ),
            (
                suite(more: "perturbation: { input-domain: [1, 0] }"),
                "input-domain must be two numbers, the smaller first", "input-domain: [0, 1], or unbounded"
            ),
            (
                suite(more: "perturbation: { input-domain: none }"),
                #"input-domain must be a range or unbounded, found "none""#, "input-domain: [0, 1], or unbounded"
            ),
            (
                suite(more: "budget: { per-query: 60 sec }"), #"per-query: "sec" is no unit of time"#,
                "durations are written 200 ms, 30 s, 5 min or 2 h"
            ),
            (suite(more: "budget: { per-query: 0 s }"), "per-query must be more than 0 s, found 0 s", nil),
            (suite(more: "budget: { cpu: 0 s }"), "cpu must be more than 0 s, found 0 s", nil),
            (
                suite(more: "budget: { cpus: 5 s }"), #"unknown key "cpus" in the budget"#,
                #"did you mean "cpu"?"#
            ),
            (
                suite(more: "budget: { memory: 4 }"), "memory has no unit",
                "units: KiB, MiB, GiB, TiB, KB, MB, GB, TB; for example 4 GiB"
            ),
            (
                suite(more: "budget: { memory: 4 G }"), #"memory: "G" is no unit of memory"#,
                "units: KiB, MiB, GiB, TiB, KB, MB, GB, TB; for example 4 GiB"
            ),
            (
                suite(more: "budget:"), "the budget must be a mapping, found nothing",
                "its keys: per-query, cpu, memory, total"
            ),
            (suite(networks: "[]"), "networks is an empty list", nil),
            (
                suite(networks: "[{ id: A, file: missing.pth, epsilons: [0.1] }]"),
                #"file: there is no file "missing.pth""#, "looked in /suites, /data"
            ),
            (
                suite(networks: "[{ id: A, file: a, epsilons: [8] }]"), "ε = 8 is wider than the input domain [0, 1]",
                "ε is in pixel space, before normalisation: 8/255 is 0.0314"
            ),
            (suite(networks: "[{ id: A, file: a, epsilons: [-0.1] }]"), "ε must not be negative, found -0.1", nil),
            (suite(networks: "[{ id: A, file: a, epsilons: [0.1, 0.1] }]"), "ε = 0.1 appears twice", nil),
            (suite(networks: "[{ id: A, file: a, epsilons: 0.1 }]"), #"epsilons must be a list, found "0.1""#, nil),
            (
                suite(networks: "[{ id: A, file: a, epsilons: [small] }]"), #"an ε must be a number, found "small""#,
                "numbers are written 0.1, 1e-3 or 8/255"
            ),
            (
                suite(networks: "[{ id: A, file: a, epsilon: [0.1], epsilons: [0.1] }]"),
                #"unknown key "epsilon" in a network"#, #"did you mean "epsilons"?"#
            ),
            (suite(networks: "[{ file: a, epsilons: [0.1] }]"), #"a network has no "id""#, nil),
            (
                suite(networks: "[{ id: A|B, file: a, epsilons: [0.1] }]"), #"id "A|B" is no identifier"#,
                "letters, digits and . _ + = - only, at most 80 of them"
            ),
            (
                suite(networks: "[{ id: A, file: a, epsilons: [0.1] }, { id: A, file: b, epsilons: [0.1] }]"),
                #"network id "A" is taken"#, "line 3 has it; one network may list several epsilons"
            ),
            (
                suite(networks: "[{ id: A, file: a, epsilons: [0.1], architecture: { layers: [rule] } }]"),
                #"no layer is called "rule""#, #"did you mean "relu"?"#
            ),
            (
                suite(
                    networks:
                        "[{ id: A, file: a, epsilons: [0.1], architecture: { layers: [{ max-pool: { stride: 2 } }] } }]"
                ), #"max-pool has no "kernel""#, "max-pool: { kernel: 2 }"
            ),
            (
                suite(
                    networks:
                        "[{ id: A, file: a, epsilons: [0.1], architecture: { layers: [relu, { add: { from: 2 } }] } }]"),
                "from must be at most 1, found 2", nil
            ),
            (
                suite(networks: "[{ id: A, file: a, epsilons: [0.1], normalise: { mean: [0], deviation: [0] } }]"),
                "every deviation must be more than 0", nil
            ),
            (
                suite(networks: "[{ id: A, file: a, epsilons: [0.1], architecture: { input: [28, 28] } }]"),
                "input must have one extent or three, found 2", "a vector: [784]; an image: [channels, height, width]"
            ),
            (suite(methods: "[pdg]"), #"no method is called "pdg""#, #"did you mean "pgd"?"#),
            (
                suite(methods: "[deep-z]"), #"no method is called "deep-z""#,
                "methods: clean, interval, pgd, simplex, lp-greedy, crown, lp-last, lp-all, milp"
            ),
            (suite(methods: "[{ pgd: { step: 3 } }]"), #"unknown key "step" in pgd"#, #"did you mean "steps"?"#),
            (suite(methods: "[{ pgd: { steps: 0 } }]"), #"steps must lie in 1…10000, found "0""#, "default: 40"),
            (
                suite(methods: "[{ pgd: { steps: many } }]"), #"steps must be a whole number, found "many""#,
                "default: 40"
            ),
            (
                suite(methods: "[{ pgd: { step-size: 2/255, start: unifrom } }]"),
                #"start must be one of sample, uniform, found "unifrom""#, #"did you mean "uniform"?"#
            ),
            (
                suite(methods: "[{ milp: { time-limit: soon } }]"), #"time-limit must be a duration, found "soon""#,
                "durations are written 200 ms, 30 s, 5 min or 2 h"
            ),
            (
                suite(methods: "[{ milp: { tighten: 1 } }]"), #"tighten must be true or false, found "1""#,
                "default: true"
            ),
            (
                suite(methods: "[pgd, { pgd: { steps: 50 } }]"), #"method id "pgd" is taken"#,
                "line 4 has it; name this one: - pgd: { id: pgd-2, steps: … }"
            ),
            (
                suite(methods: "[{ pgd: { samples: { first: 11 } } }]"),
                "samples of a method must be among the suite's", "the suite has the first 10"
            ),
            (
                suite(methods: "[{ pgd: { samples-of: { A: { first: 11 } } } }]"),
                "samples of a method must be among the suite's", "the suite has the first 10"
            ),
            (
                suite(methods: "[{ pgd: { samples-of: { B: { first: 1 } } } }]"),
                #"unknown key "B" in samples-of"#, "its keys: A"
            ),
            (
                suite(methods: "[{ pgd: { id: pgd-lower } }]"), #""pgd-lower" cannot be the id of a method"#,
                "it is the name of a column of figures"
            ),
            (
                suite(methods: "\n  - pgd:\n    steps: 5"), "a method must be one name with its options, found 2 keys",
                #"indent the options below "pgd", or write - pgd: { … }"#
            ),
            (suite(dataset: "{ name: minst }"), #"no dataset is called "minst""#, #"did you mean "mnist"?"#),
            (
                suite(dataset: "{ name: mnist, split: valid }"), #"mnist has no split "valid""#,
                "its splits: test, train, holdout"
            ),
            (
                suite(dataset: "{ name: mnist, samples: 100 }"),
                #"samples must be all, { first: N }, { random: N, seed: S }, { per-class: N, seed: S } or { indices: […] }, found "100""#,
                "for the first 100: { first: 100 }"
            ),
            (suite(dataset: "{ name: mnist, samples: [1, 1] }"), "index 1 appears twice in samples", nil),
            (
                suite(dataset: "{ name: mine, images: x.npy }"), "images without labels",
                "images of one's own need both: images: x.npy, labels: y.npy"
            ),
            (
                suite(more: "published: [{ network: B, epsilon: 0.1, column: pgd, value: 5 % }]"),
                #"the suite has no network "B""#, "its networks: A"
            ),
            (
                suite(more: "published: [{ network: A, epsilon: 0.2, column: pgd, value: 5 % }]"),
                "A is not run at ε = 0.2", "its epsilons: 0.1"
            ),
            (
                suite(more: "published: [{ network: A, epsilon: 0.1, column: milp, value: 5 % }]"),
                "milp gives a lower and an upper bound", "write milp-lower or milp-upper"
            ),
            (
                suite(more: "published: [{ network: A, epsilon: 0.1, column: lp-all, value: 5 % }]"),
                #"no column is called "lp-all""#, "columns: test-error, pgd, milp-lower, milp-upper"
            ),
            (
                suite(more: "published: [{ network: A, epsilon: 0.1, column: pgd, value: 0.6 }]"),
                #"value must be a percentage, found "0.6""#, "write 0.6 % if that is what is meant"
            ),
            (
                suite(more: "published: [{ network: A, epsilon: 0.1, column: pgd, value: 160 % }]"),
                "value must lie in 0 % … 100 %, found 160 %", nil
            ),
            (suite(more: "ablation: { rows: [] }"), "rows is an empty list", nil),
            (
                suite(more: "ablation: { rows: [{ method: mlp, removed: nothing }] }"),
                #"the suite has no method "mlp""#, "did you mean \"milp\"?"
            ),
            (
                suite(more: "ablation: { rows: [{ method: milp, removed: a }, { method: milp, removed: b }] }"),
                "milp has two rows", "the first is in line 5"
            ),
            (
                suite(more: "ablation: { rows: [{ method: milp, removed: a, published: { nodes-mean: -1 } }] }"),
                #"nodes-mean must not be negative, found "-1""#, nil
            ),
            ("", "the file is empty", "begin with suite: NAME"),
            (
                "- suite", "the suite must be a mapping, found a list",
                "its keys: suite, title, dataset, networks, methods, question, perturbation, reference, measure, cascade, audit, budget, published, ablation, notes, gates, instances, tables, figures"
            ),
        ] as [(String, String, String?)])
    func oneFault(text: String, message: String, hint: String?) {
        let found = faults(text)
        #expect(found.map(\.message) == [message])
        #expect(found.first?.hint == hint)
    }

    @Test func brokenYAMLHasAPlace() {
        let found = faults("suite: s\nnetworks: [a, b\nmethods: [pgd]\n")
        #expect(found.count == 1)
        #expect(found.first?.message.hasPrefix("not valid YAML: ") == true)
        #expect(found.first?.place.line == 3)
        let tab = faults("suite: s\nbudget:\n\tmemory: 4 GiB\n")
        #expect(tab.first?.hint == "YAML is indented with spaces, never with tabs")
    }

    @Test func aMissingSuiteFileIsAFault() throws {
        let error = #expect(throws: SuiteFaults.self) {
            try SuiteReader.read(path: "/nowhere/x.yaml", catalog: catalog, locator: nowhere)
        }
        #expect(error?.description.hasPrefix("/nowhere/x.yaml:1:1: there is no such file") == true)
    }

    @Test func eightDifferentFaultsAreShownTogether() {
        let text = """
            suite: eight
            titel: Eight faults
            dataset: { name: minst, samples: all }
            networks:
              - { id: A, file: missing.pth, epsilons: [0.1] }
              - { id: B, file: b.pth, epsilons: [8] }
            methods:
              - lp-gredy
              - pgd: { steps: 0 }
            budget: { memory: 4 }
            published:
              - { network: C, epsilon: 0.1, column: pgd, value: 5 % }
            budget: { total: 1 h }
            """
        let golden = """
            x.yaml:2:1: unknown key "titel" in the suite
               2 | titel: Eight faults
                 | ^
              hint: did you mean "title"?

            x.yaml:3:18: no dataset is called "minst"
               3 | dataset: { name: minst, samples: all }
                 |                  ^
              hint: did you mean "mnist"?

            x.yaml:5:20: file: there is no file "missing.pth"
               5 |   - { id: A, file: missing.pth, epsilons: [0.1] }
                 |                    ^
              hint: looked in /suites, /data

            x.yaml:6:38: ε = 8 is wider than the input domain [0, 1]
               6 |   - { id: B, file: b.pth, epsilons: [8] }
                 |                                      ^
              hint: ε is in pixel space, before normalisation: 8/255 is 0.0314

            x.yaml:8:5: no method is called "lp-gredy"
               8 |   - lp-gredy
                 |     ^
              hint: did you mean "lp-greedy"?

            x.yaml:9:19: steps must lie in 1…10000, found "0"
               9 |   - pgd: { steps: 0 }
                 |                   ^
              hint: default: 40

            x.yaml:10:19: memory has no unit
              10 | budget: { memory: 4 }
                 |                   ^
              hint: units: KiB, MiB, GiB, TiB, KB, MB, GB, TB; for example 4 GiB

            x.yaml:12:16: the suite has no network "C"
              12 |   - { network: C, epsilon: 0.1, column: pgd, value: 5 % }
                 |                ^
              hint: its networks: A, B

            x.yaml:13:1: key "budget" appears twice in the suite
              13 | budget: { total: 1 h }
                 | ^
              hint: it stands in line 10 already

            9 faults in x.yaml
            """
        #expect(SuiteFaults(faults(text)).description == golden)
    }
}
