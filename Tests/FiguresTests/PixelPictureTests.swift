import Figures
import Testing

@Suite struct PixelPictureTests {
    private func header(_ png: [UInt8]) -> (width: Int, height: Int) {
        func number(_ at: Int) -> Int { png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        return (number(16), number(20))
    }

    @Test func oneDotAPixel() throws {
        let grey = try #require(PixelPicture([0, 0.5, 1, 2, -1, .nan], shape: [1, 2, 3]))
        let png = try grey.png()
        #expect(png.prefix(4) == [0x89, 0x50, 0x4E, 0x47] && header(png) == (3, 2))
        // What lies beyond is cut off, and what is no number is black.
        #expect(grey == PixelPicture([0, 0.5, 1, 1, 0, 0], shape: [1, 2, 3]))
        #expect(try png == PixelPicture([0, 0.5, 1, 1, 0, 0], shape: [1, 2, 3])?.png())
    }

    @Test func coloursAreChannels() throws {
        let red = try #require(PixelPicture([1, 0, 0], shape: [3, 1, 1]))
        let grey = try #require(PixelPicture([1], shape: [1, 1, 1]))
        let white = try #require(PixelPicture([1, 1, 1], shape: [3, 1, 1]))
        #expect(red != white && grey == white)
    }

    @Test(arguments: [[2, 1, 1], [1, 1], [1, 2, 2], [1, 0, 1], []]) func otherShapesAreNoPictures(_ shape: [Int]) {
        #expect(PixelPicture([0, 0], shape: shape) == nil)
    }

    @Test func differencesAreMagnified() throws {
        let shape = [1, 1, 2]
        func difference(_ to: [Float]) -> (picture: PixelPicture, magnification: Int)? {
            PixelPicture.difference(to, from: [0.25, 0.5], shape: shape)
        }
        let found = try #require(difference([0.375, 0.5]))
        #expect(found.magnification == 4 && found.picture == PixelPicture([1, 0.5], shape: shape))
        // Never smaller than it is, and none at all is grey.
        #expect(difference([1, 0.5])?.magnification == 1)
        #expect(difference([0.25, 0.5])?.picture == PixelPicture([0.5, 0.5], shape: shape))
        #expect(difference([0.25 + 1e-6, 0.5])?.magnification == PixelPicture.largestMagnification)
        #expect(difference([0.25]) == nil)
    }
}
