import GRDB

extension Row {
    /// The value of a column. A damaged or a stranger's file may hold anything there: the subscript would trap.
    ///
    /// - Throws: `StoreFault.corrupt` for a value of another type, or none where `Value` is not optional.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ index: Int
    ) throws(StoreFault) -> Value {
        do { return try decode(atIndex: index) } catch { throw .corrupt("\(error)") }
    }
}
