import GRDB

/// A database file without any of the store's care: how tests play a foreign, a newer or a hostile program.
package enum RawDatabase {
    /// Runs statements in one transaction.
    package static func execute(_ sql: String, at path: String) throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    }

    /// The first column of the first row as text.
    package static func text(_ sql: String, at path: String) throws -> String? {
        try DatabaseQueue(path: path).read { try String.fetchOne($0, sql: sql) }
    }
}
