import TestSupport
import Testing

/// The comparison with golden files tells where a text has changed.
@Suite struct GoldenTests {
  @Test func `a difference shows the first line that differs, with both sides`() {
    let text = Golden.difference(from: "a\nb\nc\nd\n", to: "a\nb\nx\nd\n", "x.txt")
    #expect(
      text == """
        --- Golden/x.txt
        +++ the text now
        @@ line 3 @@
          a
          b
        - c
        - d
        - 
        + x
        + d
        + 
        """)
    #expect(Golden.difference(from: "a", to: "a\nb", "x").hasSuffix("@@ line 2 @@\n  a\n+ b"))
  }
}
