import Foundation

/// A folder that files go into.
public enum OutputFolder {
    /// Looks whether `make` is likely to do, and makes nothing.
    ///
    /// - Throws: `FileFault` where the folder, or the nearest one above it that is there, cannot be written into.
    public static func check(_ path: String) throws(FileFault) {
        var place = URL(fileURLWithPath: path).standardizedFileURL.path
        var status = stat()
        while stat(place, &status) != 0, errno == ENOENT, place != "/" {
            place = place.pathFolder
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw FileFault(operation: "write into", path: path, reason: "\(place) is no folder")
        }
        guard access(place, W_OK | X_OK) == 0 else { throw .fromErrno("write into", place) }
    }

    /// Makes the folder at `path`, with those above it, unless it is there.
    ///
    /// - Throws: `FileFault` where something else has its name, or nothing can be written into it.
    public static func make(_ path: String) throws(FileFault) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
            throw FileFault(operation: "write into", path: path, reason: "it is no folder")
        }
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            let reason = (error as NSError).userInfo[NSUnderlyingErrorKey].map { "\(($0 as? NSError)?.code ?? 0)" }
            let number = reason.flatMap { Int32($0) } ?? 0
            throw FileFault(
                operation: "make the folder", path: path,
                reason: number > 0
                    ? String(cString: strerror(number)) : "a part of its path is no folder, or not writable")
        }
        guard access(path, W_OK | X_OK) == 0 else { throw .fromErrno("write into", path) }
    }
}
