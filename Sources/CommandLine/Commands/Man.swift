extension Command {
  static let man = Command(
    "man", summary: "Print the manual page gcsync.1, for packages."
  ) { invocation in
    invocation.console.out(ManualPage().text)
    return .done
  }
}

/// The manual page, made of what the help says, in the language of man(7).
struct ManualPage: Sendable {
  var text: String {
    let parts = [head, commands, section("OPTIONS OF EVERY COMMAND"), options(Option.common), tail]
    return parts.joined()
  }

  private var head: String {
    """
    .TH GCSYNC 1 2026-11-29 "gcsync \(GCSync.version)" "User Commands"
    .SH NAME
    gcsync \\- keep a Genesys Cloud contact centre equal to what Git says
    .SH SYNOPSIS
    .B gcsync
    .I COMMAND
    [\\fIOPTIONS\\fR]
    .SH DESCRIPTION
    \(Self.escaped("YAML manifests say what should be. gcsync plan shows the difference and writes nothing; "
      + "gcsync apply makes it so and leaves an audit report; gcsync drift looks every night."))

    """
  }

  private var commands: String {
    CommandGroup.all.map { group in
      section("COMMANDS: \(group.title.uppercased())") + group.commands.map(command).joined()
    }.joined()
  }

  private func command(_ command: Command) -> String {
    let usage = command.usage.isEmpty ? "" : " \(command.usage)"
    var text = ".SS \(Self.escaped("gcsync \(command.name)\(usage)"))\n"
    text += paragraph(command.summary)
    if !command.details.isEmpty { text += ".PP\n.nf\n\(lines(command.details)).fi\n" }
    text += options(command.options)
    for remark in command.remarks { text += ".PP\n" + paragraph(remark) }
    if !command.examples.isEmpty {
      text += ".PP\nExamples:\n.PP\n.nf\n.RS 4\n"
      text += lines(command.examples.joined(separator: "\n")) + ".RE\n.fi\n"
    }
    return text
  }

  private func options(_ options: [Option]) -> String {
    options.map { option in
      let letter = option.short.map { "\\-\($0), " } ?? ""
      let value = option.choices.isEmpty ? option.value : option.choices.joined(separator: "|")
      let call = value.map { " \\fI\(Self.escaped($0))\\fR" } ?? ""
      return ".TP\n\\fB\(letter)\\-\\-\(Self.escaped(option.name))\\fR\(call)\n"
        + paragraph(option.help)
    }.joined()
  }

  private var tail: String {
    let codes = ExitCode.allCases.map { ".TP\n.B \($0.rawValue)\n" + paragraph($0.meaning) }
      .joined()
    return section("EXIT STATUS") + codes + section("ENVIRONMENT")
      + paragraph(
        "Every option can be set by its variable, such as GCSYNC_OUTPUT; the option wins. "
          + "NO_COLOR is honoured.") + section("FILES")
      + ".TP\n.B gcsync.yaml\n"
      + paragraph("The project: the nearest one upwards from the working directory.")
      + ".TP\n.B .gcsync/\n"
      + paragraph("State and audit reports, unless the project says otherwise.")
  }

  private func section(_ title: String) -> String { ".SH \"\(Self.escaped(title))\"\n" }

  private func paragraph(_ text: String) -> String { Self.escaped(text) + "\n" }

  private func lines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? ".PP\n" : Self.escaped(String($0)) + "\n" }.joined()
  }

  /// Writes a text so that nothing in it is taken for a request, and any locale can read it.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'" where result.isEmpty, "." where result.isEmpty: result += "\\&\(scalar)"
      case _ where scalar.value > 0x7E:
        let hex = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex)]"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
