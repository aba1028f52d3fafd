import DataFormats
import Datasets
import Testing

@Suite struct FormatTests {
    private func locator(_ folder: String) -> DatasetLocator {
        DatasetLocator(
            dataDirectory: folder, environment: [:], workingDirectory: folder + "/none/here",
            systemDirectory: folder + "/none")
    }

    private func message(_ reference: DatasetReference, _ folder: String) -> String {
        do {
            _ = try locator(folder).load(reference)
            return "no fault"
        } catch { return error.description }
    }

    @Test(arguments: [false, true]) func tinyIDX(_ gzip: Bool) async throws {
        try await Fixture.withFolder { folder in
            try Fixture.writeTinyMNIST(folder, gzip: gzip)
            let set = try locator(folder).load(DatasetReference(name: "mnist"))
            #expect(set.shape == [1, 2, 2])
            #expect(set.labels == [3, 7])
            let bytes: [Float] = [0, 51, 102, 255, 1, 2, 3, 4]
            #expect(set.pixels == bytes.map { $0 / 255 })
            #expect(set.sample(1).id.description == "mnist:test:1")
        }
    }

    @Test func dottedNamesAreFound() async throws {
        try await Fixture.withFolder { folder in
            try Fixture.write(
                Fixture.idxImages([9], count: 1, rows: 1, columns: 1), folder + "/MNIST/raw/train-images.idx3-ubyte")
            try Fixture.write(Fixture.idxLabels([4]), folder + "/MNIST/raw/train-labels.idx1-ubyte")
            #expect(try locator(folder).load(DatasetReference(name: "mnist", split: "train")).labels == [4])
        }
    }

    @Test func damagedIDX() async throws {
        try await Fixture.withFolder { folder in
            let images = folder + "/t10k-images-idx3-ubyte"
            let labels = folder + "/t10k-labels-idx1-ubyte"
            let mnist = DatasetReference(name: "mnist")
            let good = Fixture.idxImages([1, 2], count: 2, rows: 1, columns: 1)
            try Fixture.write(Fixture.idxLabels([3, 7]), labels)
            try Fixture.write(Fixture.idxImages([1, 2], count: 2, rows: 1, columns: 1, magic: 0x801), images)
            #expect(
                message(mnist, folder).hasPrefix("\(images): idx: wrong magic number 0x00000801, expected 0x00000803"))
            try Fixture.write(Array(good.dropLast()), images)
            #expect(message(mnist, folder).contains("truncated"))
            try Fixture.write(good + [0], images)
            #expect(message(mnist, folder).contains("1 bytes after"))
            try Fixture.write(Array(Gzip.compress(good).dropLast(3)), images)
            #expect(message(mnist, folder).contains("gzip: truncated"))
            try Fixture.write(Fixture.idxImages([1, 2, 3], count: 3, rows: 1, columns: 1), images)
            #expect(message(mnist, folder) == "\(labels): 2 labels, but 3 images in \(images)")
            for length in 0..<good.count {
                try Fixture.write(Array(good[..<length]), images)
                #expect(throws: DatasetFault.self) { try locator(folder).load(mnist) }
            }
        }
    }

    @Test func tinyCIFAR() async throws {
        try await Fixture.withFolder { folder in
            let record = [6] + [UInt8](repeating: 255, count: 1024) + [UInt8](repeating: 51, count: 2048)
            try Fixture.write(Gzip.compress(record + record + record), folder + "/cifar10/test_first3.bin.gz")
            let cifar = DatasetReference(name: "cifar10")
            let set = try locator(folder).load(cifar)
            #expect(set.shape == [3, 32, 32])
            #expect(set.labels == [6, 6, 6])
            #expect(set.sample(2).pixels[1023...1024] == [1, Float(51) / 255])
            try Fixture.write(record, folder + "/cifar10/test_batch.bin")
            #expect(message(cifar, folder).contains("1 records, expected 10000"))
            try Fixture.write(Array(record.dropLast()), folder + "/cifar10/test_batch.bin")
            #expect(message(cifar, folder).contains("no whole number of records"))
            try Fixture.write([10] + record.dropFirst(), folder + "/cifar10/test_batch.bin")
            #expect(throws: DatasetFault.self) { try locator(folder).load(cifar) }
            #expect(message(DatasetReference(name: "cifar10", split: "train"), folder).contains("data_batch_5.bin"))
        }
    }

    @Test func ownArrays() async throws {
        try await Fixture.withFolder { folder in
            let reference = DatasetReference(name: "points", split: "grid", images: "x.npy", labels: "y.npy")
            try Fixture.write(NumPyArray(shape: [2, 3], floats: [0, 0.5, 1, 2, -1, 3]).fileBytes, folder + "/x.npy")
            try Fixture.write(NumPyArray(shape: [2], integers: [1, 0]).fileBytes, folder + "/y.npy")
            let points = try locator(folder).load(reference)
            #expect(points.shape == [3])
            #expect(points.pixels == [0, 0.5, 1, 2, -1, 3])
            #expect(points.labels == [1, 0])
            #expect(points.sample(0).id.description == "points:grid:0")
            let bytes = NumPyArray(shape: [2, 1, 1, 2], unsignedBytes: [0, 51, 102, 255])
            try Fixture.write(bytes.fileBytes, folder + "/x.npy")
            let images = try locator(folder).load(reference)
            #expect(images.shape == [1, 1, 2])
            #expect(images.pixels == [0, Float(51) / 255, Float(102) / 255, 1])
            #expect(images.digest != points.digest)
        }
    }

    @Test func ownArraysThatDoNotFit() async throws {
        try await Fixture.withFolder { folder in
            let reference = DatasetReference(name: "points", images: "x.npy", labels: "y.npy")
            #expect(message(reference, folder).contains("cannot find x.npy"))
            try Fixture.write(NumPyArray(shape: [2, 2], floats: [0, 0, .nan, 0]).fileBytes, folder + "/x.npy")
            try Fixture.write(NumPyArray(shape: [3], integers: [1, 0, 2]).fileBytes, folder + "/y.npy")
            #expect(message(reference, folder).contains("pixel 0 of image 1 is NaN or infinite"))
            try Fixture.write(NumPyArray(shape: [2, 2], integers: [0, 0, 1, 0]).fileBytes, folder + "/x.npy")
            #expect(message(reference, folder).contains("unsigned bytes, found int64"))
            try Fixture.write(NumPyArray(shape: [4], floats: [0, 0, 1, 0]).fileBytes, folder + "/x.npy")
            #expect(message(reference, folder).contains("found [4]"))
            try Fixture.write(NumPyArray(shape: [2, 2], floats: [0, 0, 1, 0]).fileBytes, folder + "/x.npy")
            #expect(message(reference, folder).contains("3 labels, but 2 images"))
            try Fixture.write(NumPyArray(shape: [2], floats: [0.5, 1]).fileBytes, folder + "/y.npy")
            #expect(message(reference, folder).contains("whole numbers"))
            #expect(message(DatasetReference(name: "points", images: "x.npy"), folder).contains("labels: FILE.npy"))
        }
    }

    /// No image, but the pixels of one could not be counted: found before anything multiplies the extents.
    @Test func emptySetsOfHugeImagesAreFaults() async throws {
        try await Fixture.withFolder { folder in
            var images = Fixture.idxImages([], count: 0, rows: 0, columns: 0)
            images.replaceSubrange(8..<16, with: [UInt8](repeating: 0xFF, count: 8))
            try Fixture.write(images, folder + "/t10k-images-idx3-ubyte")
            try Fixture.write(Fixture.idxLabels([]), folder + "/t10k-labels-idx1-ubyte")
            #expect(message(DatasetReference(name: "mnist"), folder).contains("are too large"))
            let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (0, 1099511627776, 1099511627776), }"
            var file: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
            file += Array(header.utf8)
            try Fixture.write(file, folder + "/x.npy")
            try Fixture.write(NumPyArray(shape: [0], integers: []).fileBytes, folder + "/y.npy")
            let own = DatasetReference(name: "points", images: "x.npy", labels: "y.npy")
            #expect(message(own, folder).contains("is too large"))
        }
    }
}
