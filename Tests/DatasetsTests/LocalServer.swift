import Foundation

/// A tiny HTTP server on 127.0.0.1 with a port of the system's choice; it answers a fixed set of paths.
final class LocalServer: @unchecked Sendable {
    struct Answer {
        var status = 200
        var body: [UInt8] = []
        /// What the header says; more than the body is a truncated transfer.
        var declaredLength: Int?
    }

    let port: UInt16
    private let listener: Int32
    private let answers: [String: Answer]
    private let lock = NSLock()
    private var requested = [String]()

    /// Paths in the order they were asked for.
    var requests: [String] { lock.withLock { requested } }
    var url: String { "http://127.0.0.1:\(port)/" }

    init?(_ answers: [String: Answer]) {
        self.answers = answers
        #if canImport(Darwin)
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #else
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard bound else {
            close(listener)
            return nil
        }
        let thread = Thread { [self] in serve() }
        thread.start()
    }

    /// Wakes the serving thread, which closes the descriptor: closed here, its number could serve another test's server
    /// while that thread still waits on it.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func serve() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else {
                close(listener)
                return
            }
            var request = [UInt8]()
            var buffer = [UInt8](repeating: 0, count: 4096)
            while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
                let count = recv(connection, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                request += buffer[..<count]
            }
            let words = String(decoding: request, as: UTF8.self).split(separator: " ")
            let path = words.count > 1 ? String(words[1].dropFirst()) : ""
            lock.withLock { requested.append(path) }
            let answer = answers[path] ?? Answer(status: 404, body: Array("no such file".utf8))
            let header = """
                HTTP/1.1 \(answer.status) X\r\nContent-Length: \(answer.declaredLength ?? answer.body.count)\r\n\
                Connection: close\r\n\r\n
                """
            let bytes = Array(header.utf8) + answer.body
            var sent = 0
            while sent < bytes.count {
                let start = sent
                let count = bytes.withUnsafeBytes { buffer in
                    buffer.baseAddress.map { send(connection, $0 + start, buffer.count - start, noSignal) } ?? 0
                }
                guard count > 0 else { break }
                sent += count
            }
            close(connection)
        }
    }

    private var noSignal: Int32 {
        #if canImport(Darwin)
            0
        #else
            Int32(MSG_NOSIGNAL)
        #endif
    }
}
