import DataFormats
import Testing

@Suite struct PathPartTests {
    @Test(arguments: [
        ("r", "", "r"), ("/", "/", "/"), ("", "", ""), ("/r", "/", "r"), ("a/b", "a", "b"), ("a/b/", "a", "b"),
        ("/a//b.c", "/a", "b.c"), ("./r", ".", "r"), ("//", "/", "/"), ("é", "", "é"),
    ]) func parts(_ path: String, _ folder: String, _ name: String) {
        #expect(path.pathFolder == folder && path.pathName == name)
    }
}
