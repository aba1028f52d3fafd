import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One HTTP transfer that streams into a file.
enum Download {
    /// Fetches `url` into the file at `path`, which is created or emptied.
    ///
    /// - Throws: `DatasetFault.download` for anything but a complete answer with status 200.
    static func run(
        url: String, to path: String, idleTimeout: Double, progress: @escaping @Sendable (Int, Int?) -> Void
    ) async throws(DatasetFault) {
        guard let address = URL(string: url), address.scheme == "http" || address.scheme == "https" else {
            throw .download(url: url, message: "not an http or https address")
        }
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw .download(url: url, message: "cannot create \(path)") }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = idleTimeout
        configuration.urlCache = nil
        let problem = await withCheckedContinuation { (done: CheckedContinuation<String?, Never>) in
            let receiver = Receiver(file: file, progress: progress, done: done)
            let queue = OperationQueue()
            queue.maxConcurrentOperationCount = 1
            let session = URLSession(configuration: configuration, delegate: receiver, delegateQueue: queue)
            session.dataTask(with: address).resume()
            session.finishTasksAndInvalidate()
        }
        if let problem { throw .download(url: url, message: problem) }
    }
}

/// Writes what arrives. Its methods are called on one serial queue, one after another.
private final class Receiver: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private let file: FileHandle
    private let progress: @Sendable (Int, Int?) -> Void
    private let done: CheckedContinuation<String?, Never>
    private var received = 0
    private var total: Int?
    private var problem: String?

    init(
        file: FileHandle, progress: @escaping @Sendable (Int, Int?) -> Void,
        done: CheckedContinuation<String?, Never>
    ) {
        self.file = file
        self.progress = progress
        self.done = done
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        if let status = (response as? HTTPURLResponse)?.statusCode, status != 200 {
            problem = "the server answered with status \(status)"
            completionHandler(.cancel)
            return
        }
        total = response.expectedContentLength >= 0 ? Int(response.expectedContentLength) : nil
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard problem == nil else { return }
        do { try file.write(contentsOf: data) } catch {
            problem = "cannot write: \(error.localizedDescription)"
            dataTask.cancel()
            return
        }
        received += data.count
        progress(received, total)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        do { try file.close() } catch { problem = problem ?? "cannot write: \(error.localizedDescription)" }
        if problem == nil, let error { problem = error.localizedDescription }
        if problem == nil, let total, received != total {
            problem = "the transfer ended after \(received) of \(total) bytes"
        }
        done.resume(returning: problem)
    }
}
