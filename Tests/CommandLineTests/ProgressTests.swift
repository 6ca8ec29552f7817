import CommandLine
import Testing

@Suite struct ProgressTests {
  @Test(arguments: [
    (0, nil, 5, "applying …"), (0, 10, 5, "applying 0/10 …"),
    (5, 10, 30, "applying 5/10, about 30 s left …"),
    (1, 10, 60, "applying 1/10, about 9 min left …"),
    (100, 9000, 60, "applying 100/9000, about 89 min left …"),
    (10, 9010, 60, "applying 10/9010, about 15 h left …"),
    (10, 1410, 61, "applying 10/1410, about 2 h 22 min left …"),
    (10, 10, 60, "applying 10/10 …"),
  ])
  func `it tells how far the work is, and when it may be done`(
    done: Int, total: Int?, seconds: Int, expected: String
  ) {
    let text = ProgressText(phase: "applying", done: done, total: total, elapsed: .seconds(seconds))
    #expect(text.line(width: 80) == expected)
  }

  @Test func `a narrow terminal gets as many columns as it has, whatever the letters`() {
    let text = ProgressText(phase: "組織を読む", done: 5, total: 10, elapsed: .seconds(30))
    #expect(text.line(width: 9) == "組織を読")
    #expect(text.line(width: 12) == "組織を読む 5")
  }

  @Test(arguments: [
    ([:], true, true), ([:], false, false), (["CI": "true"], true, false),
    (["CI": "false"], true, true), (["TERM": "dumb"], true, false), (["TERM": "xterm"], true, true),
  ])
  func `the cursor moves only on a terminal that can, and in no pipeline`(
    environment: [String: String], isTerminal: Bool, isLive: Bool
  ) {
    let console = Console(out: { _ in }, err: { _ in }, errIsTerminal: isTerminal)
    #expect(ProgressText.isLive(on: Machine(environment: environment, console: console)) == isLive)
  }
}
