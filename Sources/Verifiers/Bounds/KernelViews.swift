import CShims
import LinearAlgebra

extension BlockedMatrix {
    /// Calls `body` with the matrix as kernels see it.
    func withView(_ body: (UnsafePointer<shims_blocks>) -> Void) {
        columnStarts.withUnsafeBufferPointer { columnStarts in
            columnIndices.withUnsafeBufferPointer { columns in
                rowStarts.withUnsafeBufferPointer { rowStarts in
                    rowIndices.withUnsafeBufferPointer { rows in
                        withTables { valueStarts, values, fields, groupStarts, groups in
                            var view = shims_blocks(
                                columnStarts: columnStarts.baseAddress, columns: columns.baseAddress,
                                rowStarts: rowStarts.baseAddress, rows: rows.baseAddress, valueStarts: valueStarts,
                                values: values, fields: fields, groupStarts: groupStarts, groups: groups)
                            body(&view)
                        }
                    }
                }
            }
        }
    }

    private func withTables(
        _ body: (
            UnsafePointer<Int>?, UnsafePointer<Double>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?,
            UnsafePointer<Int32>?
        ) -> Void
    ) {
        valueStarts.withUnsafeBufferPointer { valueStarts in
            values.withUnsafeBufferPointer { values in
                fields.withUnsafeBufferPointer { fields in
                    groupStarts.withUnsafeBufferPointer { groupStarts in
                        groupIndices.withUnsafeBufferPointer { groups in
                            body(
                                valueStarts.baseAddress, values.baseAddress, fields.baseAddress,
                                groupStarts.baseAddress, groups.baseAddress)
                        }
                    }
                }
            }
        }
    }
}

extension Relaxation {
    /// Calls `body` with the lines as kernels see them; with none where the values are pre-activations or maxima.
    func withView(_ body: (UnsafePointer<shims_lines>?) -> Void) {
        guard case .relu(let lowerSlope, let upperSlope, let upperIntercept) = self else {
            body(nil)
            return
        }
        lowerSlope.withUnsafeBufferPointer { low in
            upperSlope.withUnsafeBufferPointer { high in
                upperIntercept.withUnsafeBufferPointer { intercept in
                    var view = shims_lines(
                        low: low.baseAddress, high: high.baseAddress, intercept: intercept.baseAddress)
                    body(&view)
                }
            }
        }
    }
}
