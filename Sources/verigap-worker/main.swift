import CShims
import ExternalTools
import Foundation
import LinearAlgebra
import Verifiers
import WitnessCheck
import WorkerProtocol

// The channel gets descriptors of its own, and whatever a library prints goes to standard error: one stray character
// on standard output would break the protocol.
let input = dup(STDIN_FILENO)
let output = dup(STDOUT_FILENO)
guard input >= 0, output >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else { exit(71) }
shims_end_on_termination()
shims_die_with_parent()
shims_run_as_parent()
if shims_address_space_is_limited() != 0 { ProductBuffers.reserve() }

let tools = ToolRunner(adoptsOrphans: true)
let counter = shims_start_counting_instructions()
let executor = QueryExecutor(
    loader: FileInputLoader(),
    meter: WorkerMeter(
        cpuSeconds: { shims_thread_cpu_seconds() + ToolMeter.cpuSeconds },
        peakMemoryBytes: { max(Int(shims_peak_memory_bytes()), ToolMeter.takePeak()) },
        instructions: {
            let count = shims_instructions(counter)
            return count < 0 ? nil : Int(count)
        }), restrict: { shims_restrict_allocations(Int64($0)) }
) { call, queries, network, deadline in
    MethodRegistry.make(call)?.verify(queries, on: network, until: deadline)
} askers: { call, questions, network, deadline, soFar in
    QuestionAsker(call, on: network) { .independent($0, on: network) }
        .answer(questions, until: deadline, soFar: soFar)
} provers: { call, query, network, deadline in
    ProofWriting.answer(call, query, network, deadline)
} witnessWriters: { call, query, network, outcome in
    ProofWriting.witnessWriter(call, query, network, outcome)
} tools: { tool, job, questions, network, deadline in
    let limits = ToolLimits(cpuSeconds: job.cpuSeconds, memoryBytes: job.memoryBytes)
    return questions.map {
        tools.answer(
            $0, with: tool, on: network, file: job.network.file, category: job.dataset.dataset.name, until: deadline,
            limits: limits)
    }
}
do {
    try WorkerLoop.run(
        channel: DescriptorChannel(input: input, output: output), executor: executor,
        hello: Hello(program: "verigap-worker", processIdentifier: Int(getpid()), catalog: MethodRegistry.catalog))
    tools.close()
} catch {
    tools.close()
    FileHandle.standardError.write(Data("verigap-worker: \(error)\n".utf8))
    exit(70)
}
