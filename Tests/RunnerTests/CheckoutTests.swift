import Foundation
import Runner
import Testing

@Suite("Which sources a program was built from") struct CheckoutTests {
    /// A tree with a program in its build folder, the files' times in seconds from now.
    private func tree(_ times: [String: Double], _ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("checkout-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        for (file, time) in times {
            let path = "\(root)/\(file)"
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data().write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: time)], ofItemAtPath: path)
        }
        try body(root)
    }

    private let fresh = [
        "Package.swift": -10.0, ".git/HEAD": -10, "Sources/verigap/a.swift": -10, "Sources/C/c.c": -10,
        "Sources/C/include/c.h": -10,
        "build/release/verigap": -5,
    ]

    @Test func aProgramOfItsTree() throws {
        try tree(fresh) { root in
            let checkout = try #require(Checkout(above: root + "/build/release"))
            #expect(checkout.root == root)
            #expect(checkout.isBuiltInto(root + "/build/release/verigap"))
            #expect(!checkout.isBuiltInto(root + "/build/release/nothing"))
        }
    }

    @Test(arguments: ["Sources/verigap/a.swift", "Sources/C/include/c.h"])
    func aSourceThatWasChangedSince(_ file: String) throws {
        var times = fresh
        times[file] = -1
        try tree(times) { root in
            let checkout = try #require(Checkout(above: root + "/build/release"))
            #expect(!checkout.isBuiltInto(root + "/build/release/verigap"))
            #expect(checkout.isBuiltInto(root + "/build/release/verigap", from: { $0 == "other" }))
        }
    }

    @Test func whatEntersNoBuildDoesNotCount() throws {
        var times = fresh
        (times["Sources/verigap/README.md"], times["Package.swift"], times["Tests/t.swift"]) = (-1, -1, -1)
        try tree(times) { root in
            let checkout = try #require(Checkout(above: root + "/build/release"))
            #expect(checkout.isBuiltInto(root + "/build/release/verigap"))
        }
    }

    @Test func installedProgramsHaveNone() throws {
        try tree(["bin/verigap": 0, "Package.swift": 0]) { root in #expect(Checkout(above: root + "/bin") == nil) }
    }
}
