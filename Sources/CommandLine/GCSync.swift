internal import Diagnostics
internal import Reconciler
internal import Rendering
internal import World

/// The command line as a function: words in, exit code out.
package enum GCSync {
  /// The version of this build.
  package static let version = "0.1.0"

  /// Runs a command; where standard output took not all of it, that is said, and a success is none.
  package static func run(_ words: [String], on machine: Machine = .current()) async -> ExitCode {
    if words.first == Command.complete.name { return complete(words.dropFirst(), machine) }
    let code = await perform(words, on: machine)
    guard let reason = machine.console.failure.words else { return code }
    machine.console.err(
      "error[output-not-written]: standard output takes no more: \(reason)\n"
        + "  hint: what the command did is done; only its output is cut off\n")
    return [.done, .changes].contains(code) ? .error : code
  }

  private static func perform(_ words: [String], on machine: Machine) async -> ExitCode {
    guard let verb = words.first(where: { !$0.hasPrefix("-") || $0 == "--help" || $0 == "-h" })
    else {
      machine.console.err(Help(machine).overview)
      return .error
    }
    if ["help", "--help", "-h"].contains(verb) { return help(words, machine) }
    guard let (command, rest) = command(in: words) else {
      return complain(unknown: verb, machine)
    }
    return await run(command, rest, machine)
  }

  /// Finds the verb among the words; common options may stand before it, as in `gcsync -C DIR plan`.
  private static func command(in words: [String]) -> (Command, [String])? {
    var index = words.startIndex
    while index < words.endIndex, words[index].hasPrefix("-") {
      let name = words[index].drop { $0 == "-" }
      let option = Option.common.first {
        $0.name == name || (name.count == 1 && $0.short == name.first)
      }
      index += option?.value == nil ? 1 : 2
    }
    guard index < words.endIndex,
      let command = Command.all.first(where: { $0.name == words[index] })
    else { return nil }
    var rest = words
    rest.remove(at: index)
    return (command, rest)
  }

  private static func help(_ words: [String], _ machine: Machine) -> ExitCode {
    let help = Help(machine)
    let subject = words.first { !$0.hasPrefix("-") && $0 != "help" }
    switch subject {
    case nil: machine.console.out(help.overview)
    case "commands": machine.console.out(help.commands)
    case "options": machine.console.out(help.options)
    case "exit-codes": machine.console.out(help.exitCodes)
    case let name?:
      guard let command = Command.named(name) else { return complain(unknown: name, machine) }
      machine.console.out(help.text(of: command))
    }
    return .done
  }

  private static func complain(unknown name: String, _ machine: Machine) -> ExitCode {
    let commands = Command.all.filter { !$0.isHidden }.map(\.name)
    let near = nearestName(to: name, in: commands + Help.subjects)
    let hint = near.map { name in
      "did you mean gcsync \(Help.subjects.contains(name) ? "help \(name)" : name)?"
    }
    machine.console.err(
      "error: unknown command \"\(name)\"; \(hint ?? "gcsync --help lists the commands")\n")
    return .error
  }

  /// Answers a shell that asks what a word may become.
  private static func complete(_ words: ArraySlice<String>, _ machine: Machine) -> ExitCode {
    guard let shell = words.first.flatMap(Shell.init) else { return .error }
    let rest = Array(words.dropFirst())
    let option = rest.lastIndex { $0 == "-C" || $0 == "--directory" }
    let folder = option.flatMap { $0 + 1 < rest.count ? rest[$0 + 1] : nil } ?? "."
    let completing = Completing(rest, shell: shell, names: ProjectNames(from: folder))
    machine.console.out(completing.answer().text)
    return .done
  }

  /// Tells what is wrong with a call, without making it; nil where nothing is.
  package static func complaint(about words: [String]) -> String? {
    guard let (command, rest) = command(in: words) else { return "unknown command" }
    do throws(Arguments.Misuse) {
      try check(
        Arguments(rest, options: command.options + Option.common, environment: { _ in nil }),
        command)
      return nil
    } catch {
      return error.message
    }
  }

  /// Refuses a word behind a command that is none of its own.
  private static func check(
    _ arguments: Arguments, _ command: Command
  ) throws(Arguments.Misuse) {
    guard let word = arguments.positional.first, !command.subcommands.isEmpty,
      !command.subcommands.contains(word)
    else { return }
    throw Arguments.Misuse.unknownSubcommand(word, of: command)
  }

  private static func run(
    _ command: Command, _ words: [String], _ machine: Machine
  ) async -> ExitCode {
    do throws(Arguments.Misuse) {
      let arguments = try Arguments(
        words, options: command.options + Option.common,
        environment: { machine.environment[$0] })
      if arguments.has("help") {
        machine.console.out(Help(machine).text(of: command))
        return .done
      }
      try check(arguments, command)
      let invocation = try invocation(command, arguments, machine)
      let code = await run(command, invocation)
      // A watch tells of each look by itself.
      if command.name != "watch" { await invocation.telemetry?.flush(code, invocation.world) }
      return code
    } catch {
      return complain(error, command, machine)
    }
  }

  private static func complain(
    _ misuse: Arguments.Misuse, _ command: Command, _ machine: Machine
  ) -> ExitCode {
    machine.console.err(
      "error: \(misuse.message)\nhint: gcsync \(command.name) --help shows what it takes\n")
    return .error
  }

  private static func run(_ command: Command, _ invocation: Invocation) async -> ExitCode {
    do {
      return try await command.run(invocation)
    } catch let failure as CommandFailure {
      return invocation.fail(failure.diagnostics, failure.code)
    } catch let failure as DiagnosticsError {
      return invocation.fail(failure.diagnostics, .error)
    } catch let failure as StateFailure {
      return invocation.fail([failure.problem], failure.exitCode)
    } catch let misuse as Arguments.Misuse {
      return complain(misuse, command, invocation.machine)
    } catch {
      invocation.console.err("error: \(error)\n")
      return .error
    }
  }

  private static func invocation(
    _ command: Command, _ arguments: Arguments, _ machine: Machine
  ) throws(Arguments.Misuse) -> Invocation {
    let now = try arguments.last("now").map { text throws(Arguments.Misuse) in
      guard let time = Timestamp(rfc3339: text) else {
        throw Arguments.Misuse(
          message: "--now is a time such as 2026-11-21T01:30:00Z, not \"\(text)\"")
      }
      return time
    }
    let telemetry = RunTelemetry(command, arguments, machine)
    let log = Logger(arguments, machine).log
    return Invocation(
      command: command.name, arguments: arguments, machine: machine,
      world: machine.world(now: now, log: telemetry?.log(counting: log) ?? log),
      style: Invocation.style(arguments, machine, isTerminal: machine.console.outIsTerminal),
      outputs: try outputs(arguments, command), telemetry: telemetry)
  }

  private static func outputs(
    _ arguments: Arguments, _ command: Command
  ) throws(Arguments.Misuse) -> [Invocation.Output] {
    var outputs: [Invocation.Output] = []
    for text in arguments.all("output") {
      let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard let name = halves.first, let form = form(name, command) else {
        let names = Format.allCases.map(\.rawValue) + command.forms.map(\.name)
        throw .unknownValue(halves.first ?? text, of: "output", among: names)
      }
      outputs.append(.init(format: form, path: halves.count == 2 ? halves[1] : nil))
    }
    guard outputs.count(where: { $0.path == nil && !$0.format.sharesOutput }) <= 1 else {
      throw Arguments.Misuse(
        message: "only one --output can go to standard output; give the others a =PATH")
    }
    try checkFiles(of: outputs, arguments)
    return outputs.isEmpty ? [.init(format: .report(.text), path: nil)] : outputs
  }

  /// Refuses to write one file twice, or over what the call reads.
  private static func checkFiles(
    of outputs: [Invocation.Output], _ arguments: Arguments
  ) throws(Arguments.Misuse) {
    let files = outputs.compactMap(\.path).filter { !Files.isStream($0) }.map(Files.canonicalPath)
    var taken = Set(arguments.last("out").map { [Files.canonicalPath($0)] } ?? [])
    for file in files where !taken.insert(file).inserted {
      throw Arguments.Misuse(
        message: "\(file) is to be written twice; give each output a file of its own")
    }
    if let read = arguments.positional.map(Files.canonicalPath).first(where: files.contains) {
      throw Arguments.Misuse(
        message: "\(read) is read and is not written over; name another file")
    }
  }

  private static func form(_ name: String, _ command: Command) -> Invocation.Output.Form? {
    command.forms.first { $0.name == name }
      ?? Format(rawValue: name).map(Invocation.Output.Form.report)
  }
}

/// A command that ends with problems and a code of its own.
struct CommandFailure: Error {
  let code: ExitCode
  let diagnostics: [Diagnostic]

  init(_ code: ExitCode, _ diagnostics: [Diagnostic]) {
    self.code = code
    self.diagnostics = diagnostics
  }

  init(_ code: ExitCode, _ diagnostic: Diagnostic) {
    self.init(code, [diagnostic])
  }
}
