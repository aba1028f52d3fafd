/// The life of a worker: says hello, answers jobs one by one, ends with its input.
public enum WorkerLoop {
    /// Returns when the channel's input ends between frames.
    ///
    /// Throws `FrameFault` for bytes that are no messages and `ChannelFault` when the coordinator is gone; a job that
    /// cannot be done is answered with a fault and does not end the loop.
    public static func run(channel: some ByteChannel, executor: some JobExecutor, hello: Hello) throws {
        try channel.write(try Message.hello(hello).encoded())
        var decoder = FrameDecoder()
        while let bytes = try channel.read() {
            decoder.append(bytes)
            while let frame = try decoder.next() {
                guard case .job(let job) = try Message(frame) else {
                    throw FrameFault.unexpected(kind: frame.header.kind)
                }
                try channel.write(try answer(job, with: executor, over: channel).encoded())
            }
        }
        try decoder.finish()
    }

    private static func answer(
        _ job: JobV2, with executor: some JobExecutor, over channel: some ByteChannel
    ) throws -> Message {
        do {
            return .reply(
                try executor.execute(job) {
                    try channel.write(try Message.begun(BegunV1(id: job.id)).encoded())
                } soFar: { outcome in
                    // Where it cannot be told, the reply will fail, too.
                    let message = Message.soFar(SoFarV1(id: job.id, outcome: OutcomeV1(outcome)))
                    try? channel.write(message.encoded())
                })
        } catch let fault as FaultV1 {
            return .fault(fault)
        }
    }
}
