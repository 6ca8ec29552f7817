import JSON
import Rendering
import Testing

/// The checks of a bucket as doctor shows them.
@Suite struct CheckupTableTests {
  private var checkup: Checkup {
    var checkup = Checkup()
    checkup.environment = "dev"
    checkup.rows = [Checkup.Row("token", .ok, "there")]
    checkup.tables = [
      Checkup.Table(
        "bucket calls of StorageTarget/a",
        [
          Checkup.Check(1, "region", .ok, "it is there"),
          Checkup.Check(
            12, "lifecycle", .failed, "a rule | deletes", codes: ["lifecycle-expires-early"],
            remedy: "let it be"),
          Checkup.Check(16, "write-probe", .unknown, "whether it works"),
        ])
    ]
    return checkup
  }

  @Test func `a table has a line for each check, with what to do`() {
    let text = checkup.rendered(
      as: .text, style: Style(color: false, width: 100), exitCode: 1)
    #expect(
      text.contains(
        """

        bucket calls of StorageTarget/a:
          ✓  1 region       it is there
          ✗ 12 lifecycle    a rule | deletes
                            remedy: let it be
          ? 16 write-probe  whether it works

        """), "\(text)")
  }

  @Test func `in Markdown it is a table, and no cell breaks it`() {
    let text = checkup.rendered(
      as: .markdown, style: Style(color: false, width: 100), exitCode: 1)
    #expect(text.contains("#### bucket calls of StorageTarget/a"))
    #expect(text.contains("| ✓ | 1 | region | it is there |\n"))
    #expect(text.contains("| ✗ | 12 | lifecycle | a rule \\| deletes; remedy: let it be |\n"))
  }

  @Test func `in JSON it has the codes`() {
    let text = checkup.rendered(as: .json, style: Style(color: false, width: 100), exitCode: 1)
    let checks = (try? JSON.parse(text))?["buckets"]?.array?.first?["checks"]?.array
    #expect(checks?.count == 3)
    #expect(checks?[1]["codes"] == ["lifecycle-expires-early"])
    #expect(checks?[0]["codes"] == nil && checks?[0]["remedy"] == nil)
  }
}
