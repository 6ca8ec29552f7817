extension Command {
  static let completion = Command(
    "completion", usage: "bash|zsh|fish",
    summary: "Print what makes a shell complete gcsync's commands and options."
  ) { invocation in
    guard let shell = invocation.arguments.positional.first.flatMap(Shell.init) else {
      throw Arguments.Misuse(message: "completion is for bash, zsh or fish")
    }
    invocation.console.out(shell.script)
    return .done
  }
}

/// A shell that can be told which words gcsync understands.
private enum Shell: String {
  case bash, zsh, fish

  var script: String {
    switch self {
    case .bash: bash
    case .zsh: "#compdef gcsync\nautoload -U +X bashcompinit && bashcompinit\n" + bash
    case .fish: fish
    }
  }

  private var bash: String {
    let verbs = Command.all.map(\.name).joined(separator: " ")
    let cases = Command.all.map { command in
      "    \(command.name)) words=\"\(command.optionNames.joined(separator: " "))\" ;;\n"
    }.joined()
    let values = Command.choices.map { option, choices in
      "    --\(option)) COMPREPLY=($(compgen -W \"\(choices.joined(separator: " "))\" -- \"$word\")); return ;;\n"
    }.joined()
    return """
      # bash completion for gcsync: source <(gcsync completion bash)
      _gcsync() {
        local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" verb="" words=""
        local candidate
        for candidate in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          case " \(verbs) " in *" $candidate "*) verb="$candidate"; break ;; esac
        done
        case "$before" in
      \(values)  esac
        case "$verb" in
      \(cases)    *) words="\(verbs)" ;;
        esac
        if [[ "$word" == -* || -z "$verb" ]]; then
          COMPREPLY=($(compgen -W "$words" -- "$word"))
        else
          COMPREPLY=($(compgen -f -- "$word"))
        fi
      }
      complete -F _gcsync gcsync

      """
  }

  private var fish: String {
    var lines = ["# fish completion for gcsync: gcsync completion fish | source"]
    for command in Command.all {
      lines.append(
        "complete -c gcsync -n __fish_use_subcommand -f -a \(command.name) "
          + "-d \(quoted(command.summary))")
      for option in command.options + Option.common {
        var line =
          "complete -c gcsync -n '__fish_seen_subcommand_from \(command.name)' -l \(option.name)"
        option.short.map { line += " -s \($0)" }
        if option.value != nil { line += " -r" }
        if !option.choices.isEmpty {
          line += " -f -a \(quoted(option.choices.joined(separator: " ")))"
        }
        lines.append("\(line) -d \(quoted(option.help))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}

extension Command {
  fileprivate var optionNames: [String] {
    (options + Option.common).map { "--\($0.name)" }
  }

  /// The values of options that have few, each option once.
  fileprivate static var choices: [(option: String, choices: [String])] {
    var seen: Set<String> = []
    return (all.flatMap(\.options) + Option.common)
      .filter { !$0.choices.isEmpty && seen.insert($0.name).inserted }
      .map { ($0.name, $0.choices) }
  }
}
