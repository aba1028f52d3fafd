import ArgumentParser
import CShims
import DataFormats
import Networks
import Proofs
import Questions
import Runner
import SuiteFiles
import Verifiers
import WitnessCheck

/// `verigap verify`: one query, answered here and now.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Asks one method about one image and prints what it says.",
        discussion: """
            For example: verigap verify --network net.pth --data mnist:test:124 --epsilon 0.1 --method lp-all
            With --property, whether a VNN-LIB file holds of the network: robust means that no counterexample exists.
            With --question minimum-distortion, how far the set can grow: the largest size that the method certifies, and the \
            distance of the nearest witness.
            Nothing is recorded, except that --proof writes what the answer rests on, for `verigap check`.
            """)

    @Option(help: ArgumentHelp("Network file, or a folder of .npy tensors.", valueName: "file"), completion: .file())
    var network: String

    @OptionGroup var architecture: ArchitectureOption
    @OptionGroup var images: ImageOptions

    @Option(
        help: ArgumentHelp(
            "Property in VNN-LIB, plain or .gz, in the place of an image and a size.", valueName: "file"),
        completion: .file(extensions: ["vnnlib", "gz"]))
    var property: String?

    @Option(
        help: ArgumentHelp(
            "Write unsat, sat with the counterexample, timeout, unknown or error, as the VNN competition reads them.",
            discussion: """
                A fault of the files or of the method, and options that do not go together, write error and keep their message and \
                exit code. Words that are no options or values leave the file alone: look at the exit code too.
                """,
            valueName: "file"), completion: .file())
    var result: String?

    @Option(help: "Is the sample robust on the set of size --epsilon, or how far can the set grow?")
    var question = VerifyKind.robustness

    @Option(
        help: ArgumentHelp(
            "Radius in pixel space: 0.1, 1e-3 or 8/255. Of a minimum distortion, the largest that is asked.",
            discussion:
                "Without it a minimum distortion is looked for in the whole input domain; where that is unbounded, up to 2^20."
        ))
    var epsilon: Epsilon?

    @Option(
        name: .customLong("tolerance"),
        help: ArgumentHelp(
            "How far the ends of a minimum distortion may stay apart, relative to the upper one. (default: \(Goal.defaultTolerance))",
            valueName: "share"))
    var givenTolerance: Double?

    var tolerance: Double { givenTolerance ?? Goal.defaultTolerance }

    @Option(
        help: ArgumentHelp("Method, with its options as in a suite file: 'pgd: { steps: 100 }'.", valueName: "yaml"),
        completion: .list(MethodRegistry.catalog.methods.map(\.name)))
    var method: String

    @Option(help: ArgumentHelp("Norm of the perturbation (default: inf).", valueName: "norm"))
    var norm: Norm?

    @Option(
        help: ArgumentHelp(
            "Family of sets, with its options as in a suite file: 'blur: { height: 3 }'; ball by default.",
            valueName: "yaml"), completion: .list(FamilyRegistry.standard.descriptors.map(\.name)))
    var family: String?

    @Option(
        help: ArgumentHelp("Classes that count as adversarial: 3 or 3,5; all others by default.", valueName: "classes"))
    var targets: ClassList?

    @Option(
        name: .customLong("input-domain"),
        help: ArgumentHelp("Range of a pixel, or unbounded. (default: 0,1)", valueName: "lo,hi"))
    var givenDomain: DomainOption?

    var inputDomain: DomainOption { givenDomain ?? .unit }

    @Option(
        name: .customLong("reference"),
        help: "The class of the margins: the true label, or what the network predicts. (default: label)")
    var givenReference: ReferenceLabel?

    var reference: ReferenceLabel { givenReference ?? .label }

    @Option(help: "How far to go: the best margin bounds, or just the verdict.")
    var measure = Measure.margin

    @Option(
        help: ArgumentHelp(
            "Wall-clock limit: 30 s, 5 min.",
            discussion: "Reading the files counts, checking and writing a proof does not.", valueName: "duration"))
    var timeLimit = DurationOption(seconds: 60)

    @Option(
        help: ArgumentHelp(
            "Folder for the proof of a robust or falsified answer: \(MethodRegistry.provers.joined(separator: ", ")). What is to be "
                + "proved may be searched in another way, and take longer.",
            valueName: "folder"), completion: .directory)
    var proof: String?

    @OptionGroup var data: DataOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        do { try answer() } catch {
            writeErrorResult(after: error)
            throw error
        }
    }

    private func answer() throws {
        let start = ContinuousClock.now
        try requireOwnMethod()
        let asked = try property.map { try loadProperty($0) } ?? load()
        guard let verifier = MethodRegistry.make(asked.call) else {
            throw CommandFault("no method is called \(asked.call.name)")
        }
        switch question {
        case .robustness: try answerRobustness(asked, verifier, since: start)
        case .minimumDistortion: try answerRadius(asked, verifier, since: start)
        }
    }

    private func answerRobustness(
        _ question: VerifyQuestion, _ verifier: any Verifier<Network>, since start: ContinuousClock.Instant
    ) throws {
        let left = question.limitSeconds - (.now - start) / .seconds(1)
        let deadline = Deadline(after: left)
        let before = shims_process_cpu_seconds()
        let limit = TimeLimit(seconds: left) { elapsed in sayTimeout(question, after: elapsed, processorSince: before) }
        let answered = try ask(verifier, question, until: deadline)
        var settled = WitnessCheck.settle(answered.outcome, for: question.asked, on: question.network)
        limit.end()
        var written: String?
        if let proof {
            let folder = ProofFolder(path: proof)
            written = try folder.write(&settled, answered, question, networkFile: network)
        }
        try writeResult(settled, of: question)
        var answer = VerifyAnswer(question, settled, proof: written)
        if question.property != nil {
            answer.competition = CompetitionReading.miss(
                answered.outcome, settled, of: question.asked, on: question.network)
        }
        try say(answer)
        if settled.reason == .proofRefused { throw ExitStatus.proofRefused }
    }

    private func say(_ answer: VerifyAnswer) throws {
        Console.print(json ? try JSONText.text(answer) : answer.text)
    }

    /// The answer for a method that was past its limit and still at work. Gives the exit code.
    private func sayTimeout(_ question: VerifyQuestion, after seconds: Double, processorSince before: Double) -> Int32 {
        var outcome = Outcome(verdict: .timeout, note: "stopped past its limit; what it had by then is not known")
        outcome.measurements.wallSeconds = seconds
        outcome.measurements.cpuSeconds = shims_process_cpu_seconds() - before
        outcome.measurements.peakMemoryBytes = Int(shims_peak_memory_bytes())
        let written = proof.map { _ in "(none: the verdict is \(ProgressText.name(outcome.verdict)))" }
        do {
            try writeResult(outcome, of: question)
            try say(VerifyAnswer(question, outcome, proof: written))
            return Console.close(ExitStatus.success.rawValue)
        } catch { return Console.close(Failure.say(error)) }
    }

    private func ask(
        _ verifier: any Verifier<Network>, _ question: VerifyQuestion, until deadline: Deadline
    ) throws -> ProvedAnswer {
        let asker = QuestionAsker(question.call, on: question.network) {
            .independent($0, on: question.network)
        }
        // Of methods that prove nothing but witnesses the answer is enough.
        if proof != nil, question.property != nil, let proved = asker.prove(question.asked, until: deadline) {
            return proved
        }
        if proof != nil, question.property == nil {
            guard let prover = verifier as? any ProvingVerifier else {
                throw CommandFault(
                    "\(question.call.name) is listed to write proofs, but cannot", status: .internalError)
            }
            return ProvedAnswer(prover.prove(question.query, on: question.network, until: deadline))
        }
        let outcomes: [Outcome]
        if question.property != nil {
            outcomes = asker.answer([question.asked], until: deadline) ?? []
        } else {
            let posed = try question.posed()
            outcomes = verifier.verify([posed.query], on: posed.network, until: deadline)
        }
        guard let outcome = outcomes.first else { throw CommandFault("no answer", status: .internalError) }
        return ProvedAnswer(outcome)
    }

    /// Throws where the method is a program of others: these are asked by workers, in suites.
    func requireOwnMethod() throws {
        let name = method.prefix { $0.isLetter || $0 == "-" }
        guard name == MethodCall.external(nil).name else { return }
        throw CommandFault(
            """
            --method: external tools are asked by suites, not by verify
              hint: list the tool in a suite, `methods: [external: { tool: tools/vnncomp.yaml }]`, and verigap run it; or hand the \
            questions of a suite out with verigap export SUITE --format vnnlib
            """)
    }

    /// Throws where a proof is asked for that cannot be written.
    func checkProof(by call: MethodCall) throws {
        guard let proof else { return }
        guard MethodRegistry.provers.contains(call.name) else {
            let names = MethodRegistry.provers.joined(separator: ", ")
            throw CommandFault("--proof: \(call.name) writes no proofs; these do: \(names)")
        }
        try OutputFolder.check(proof)
    }

    private func load() throws -> VerifyQuestion {
        let catalog = MethodRegistry.catalog
        let form = QuestionForm(
            family: try family.map { try SuiteReader.family($0, from: "--family") } ?? .ball,
            property: targets.map { PropertyCall(TargetClasses.descriptor, classes: $0.classes) } ?? .allClasses)
        let own = FamilyRegistry.standard[form.family.name]?.norm
        if let norm, let own, norm != own {
            throw CommandFault("--norm \(norm.rawValue) has no meaning for \(form.family.name); leave it out")
        }
        let norm = own ?? norm ?? .infinity
        let goal = question == .robustness ? Goal.robustness : .minimumDistortion(tolerance: tolerance)
        let entry = try SuiteReader.method(
            method, from: "--method", norm: norm, budget: Budget(perQuerySeconds: timeLimit.seconds), goal: goal,
            catalog: catalog)
        let call = entry.call
        if let epsilon, form.family.isBall,
            let fault = SuiteReader.radiusFault(of: epsilon.value, norm: norm, domain: inputDomain.domain)
        {
            throw CommandFault("--epsilon: \(fault.text)" + (fault.hint.map { "\n  hint: \($0)" } ?? ""))
        }
        if proof != nil, !form.isDirect {
            throw CommandFault("--proof: proofs are of balls and all classes; leave --family and --targets out")
        }
        try checkProof(by: call)
        if question == .robustness, let epsilon,
            let warning = AttackReach.warning(of: call, epsilons: [epsilon.value])
        {
            Console.note("verigap: warning: \(warning)")
        }
        let (path, network) = try architecture.load(network, data)
        guard let dataset = try images.load(data), let index = images.data?.index else {
            throw ValidationError("--data must name one image, for example mnist:test:124")
        }
        guard (0..<dataset.count).contains(index) else {
            throw CommandFault(
                "--data: there is no image \(index): \(dataset.name) \(dataset.split) has \(dataset.count), counted from 0"
            )
        }
        let misfits = Fit.misfits(
            of: NetworkFacts(network), called: "the network", DatasetFacts(dataset, domain: inputDomain.domain),
            called: dataset.name, domain: inputDomain.domain, methods: [catalog[call.name]].compactMap(\.self))
        if let fault = CommandFault(misfits) { throw fault }
        let predicted = CleanAccuracy.predictions(of: network, on: dataset, at: index..<index + 1)[0]
        let sample = dataset.sample(index)
        let families = try FamilyRegistry.standard.make(form.family)
        let size =
            epsilon?.value
            ?? families.largestSize(norm: norm, domain: inputDomain.domain, count: sample.pixels.count)
        let query = Query(
            sample: sample, label: reference == .label ? sample.label : predicted,
            perturbation: PerturbationSet(norm: norm, epsilon: size, domain: inputDomain.domain),
            measure: measure)
        return VerifyQuestion(
            path: path, network: network, query: query, predicted: predicted, call: call,
            epsilonText: epsilon?.text ?? "\(size)",
            isClassification: catalog[call.name]?.claim == .classification, form: form, shape: dataset.shape,
            limitSeconds: entry.budget.perQuerySeconds)
    }
}

extension VerifyCommand {
    /// What options do not go together is a fault like any other behind the command line: its result is `error`.
    func validate() throws {
        do { try validateOptions() } catch {
            writeErrorResult(after: error)
            throw error
        }
    }

    private func validateOptions() throws {
        try validateProperty()
        if property != nil { return }
        if images.data?.index == nil {
            throw ValidationError("--data must name one image, for example mnist:test:124")
        }
        if question == .robustness, epsilon == nil {
            throw ValidationError("--epsilon is needed, or --question minimum-distortion")
        }
        if question == .minimumDistortion, let epsilon, epsilon.value <= 0 {
            throw ValidationError("--epsilon is the largest size to ask about, and must be above 0")
        }
        guard Goal.tolerances.contains(tolerance) else {
            throw ValidationError(
                "--tolerance must lie in \(Goal.tolerances.lowerBound)…\(Goal.tolerances.upperBound), relative to the distance"
            )
        }
    }
}
