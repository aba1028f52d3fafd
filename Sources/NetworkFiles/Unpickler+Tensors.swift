import DataFormats

extension Unpickler {
    /// What a persistent identifier stands for: a storage, or something that is not read (the class of a module in old
    /// files).
    mutating func pushPersistent(_ identifier: PickleValue) throws(FormatFault) {
        guard case .tuple(let tuple) = identifier else { throw fault(.malformed, "a storage without a description") }
        let items = heap.tuples[tuple]
        guard items.first == .text("storage") else {
            guard case .text(let kind)? = items.first else {
                throw fault(.malformed, "a storage without a description")
            }
            return pushObject("a persistent \(kind)", items)
        }
        if items.count > 1, case .symbol(.foreign(let name)) = items[1] {
            return pushObject(name, items, isArray: true)
        }
        try pushStorage(items)
    }

    /// `('storage', type, key, location, count)` and, in old files, `(view key, offset, count)` or `None`.
    private mutating func pushStorage(_ items: [PickleValue]) throws(FormatFault) {
        guard items.count >= 5, case .symbol(.storage(let type)) = items[1], case .text(let key) = items[2],
            case .text(let location) = items[3], case .integer(let count) = items[4], count >= 0
        else { throw fault(.malformed, "not the description of a storage") }
        var storage = PickleHeap.Storage(key: key, type: type, location: location, count: count, viewCount: count)
        if items.count > 5, items[5] != .none {
            guard case .tuple(let tuple) = items[5], heap.tuples[tuple].count == 3,
                case .integer(let offset) = heap.tuples[tuple][1], case .integer(let size) = heap.tuples[tuple][2],
                offset >= 0, size >= 0, offset <= count, size <= count - offset
            else { throw fault(.malformed, "not the description of a view of a storage") }
            storage.viewOffset = offset
            storage.viewCount = size
        }
        heap.storages.append(storage)
        stack.append(.storage(heap.storages.count - 1))
    }

    /// `(storage, offset, shape, strides, …)`; every entry must lie inside the storage. Strides of 0 repeat entries, as
    /// `expand` does; how often is limited where the tensor is unfolded.
    mutating func pushTensor(_ arguments: [PickleValue], minimum: Int) throws(FormatFault) {
        if arguments.count >= minimum, case .object(let index) = arguments[0] {
            return pushObject(heap.objects[index].name, arguments, isArray: true)
        }
        guard arguments.count >= minimum, case .storage(let index) = arguments[0],
            case .integer(let offset) = arguments[1], let shape = integers(arguments[2]),
            let strides = integers(arguments[3]), shape.count == strides.count, shape.count <= Self.maximumRank,
            offset >= 0
        else { throw fault(.malformed, "not the description of a tensor") }
        let storage = heap.storages[index]
        guard let count = ElementType.entryCount(of: shape), strides.allSatisfy({ $0 >= 0 }) else {
            throw fault(.malformed, "a tensor of shape \(shape) and strides \(strides)")
        }
        guard let last = Self.lastEntry(offset, shape, strides), count == 0 || last < storage.viewCount else {
            throw fault(
                .malformed,
                "a tensor of shape \(shape), strides \(strides) and offset \(offset) leaves its storage of "
                    + "\(storage.viewCount) entries")
        }
        heap.tensors.append(
            PickleHeap.Tensor(storage: index, offset: offset, shape: shape, strides: strides, position: operation))
        stack.append(.tensor(heap.tensors.count - 1))
    }

    private static let maximumRank = 64

    /// The largest position that a tensor reads; `nil` on overflow.
    private static func lastEntry(_ offset: Int, _ shape: [Int], _ strides: [Int]) -> Int? {
        var last = offset
        for (extent, stride) in zip(shape, strides) where extent > 0 {
            let (span, first) = (extent - 1).multipliedReportingOverflow(by: stride)
            let (sum, second) = last.addingReportingOverflow(span)
            guard !first, !second else { return nil }
            last = sum
        }
        return last
    }

    private func integers(_ value: PickleValue) -> [Int]? {
        guard case .tuple(let tuple) = value else { return nil }
        let numbers = heap.tuples[tuple].compactMap { item -> Int? in
            if case .integer(let number) = item { number } else { nil }
        }
        return numbers.count == heap.tuples[tuple].count ? numbers : nil
    }
}
