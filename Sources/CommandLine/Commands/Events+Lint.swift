internal import Diagnostics
internal import Events
internal import JSON
internal import World
internal import YAML

extension Command {
  /// Checks definitions of state machines and shows what is wrong with them.
  static func lint(_ paths: [String], _ invocation: Invocation) throws -> ExitCode {
    var problems: [Diagnostic] = []
    for path in paths {
      do {
        let bytes = try Files.read(path, limit: 32 << 20)
        problems += lint(SourceFile(name: path, bytes: bytes))
      } catch {
        problems.append(.error("unreadable-file", error.description, hint: error.readingRemedy))
      }
    }
    if invocation.isStrict {
      for index in problems.indices where problems[index].severity == .warning {
        problems[index].severity = .error
      }
    }
    let note =
      paths.count == 1 ? "the definition is valid" : "the \(paths.count) definitions are valid"
    let code: ExitCode = problems.hasErrors ? .invalid : .done
    try invocation.writeDiagnostics(problems, note: problems.isEmpty ? note : nil, code: code)
    return code
  }

  private static func lint(_ file: SourceFile) -> [Diagnostic] {
    guard file.name.hasSuffix(".yaml") || file.name.hasSuffix(".yml") else {
      do {
        return StateMachineLint.problems(of: try JSON.parseLocated(file))
      } catch {
        return error.diagnostics
      }
    }
    let (documents, problems) = YAML.documents(in: file)
    guard problems.isEmpty else { return problems }
    guard documents.count == 1, let definition = documents.first else {
      return [
        .error(
          "asl-type", "the file has \(documents.count) documents",
          at: SourceLocation(file: file, line: 1, column: 1),
          hint: "a definition is one document")
      ]
    }
    return StateMachineLint.problems(of: definition)
  }
}
