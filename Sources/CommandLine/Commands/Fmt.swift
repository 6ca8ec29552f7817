internal import Diagnostics
internal import Manifests
internal import World
internal import YAML

extension Command {
  static let fmt = Command(
    "fmt", usage: "[PATH…]",
    summary: "Tidy the project's YAML files, or those given; values and comments stay.",
    options: [
      Option("check", "Write nothing; name the files that are not tidy, and exit with 2.")
    ],
    details:
      "Every file is read again before it is written: one whose values or comments would change is "
      + "left as it is, and so is\none with directives or with ? before a key."
  ) { invocation in
    let checks = invocation.arguments.has("check")
    var problems: [Diagnostic] = []
    var untidy = 0
    for file in try files(invocation) {
      do {
        let source = SourceFile(name: file.shown, bytes: try Files.read(file.path, limit: 32 << 20))
        let tidy = try YAML.formatted(source)
        guard tidy.bytes != source.bytes else { continue }
        if !checks { try Files.write(tidy.bytes, to: file.path) }
        untidy += 1
        invocation.console.out("\(file.shown)\n")
      } catch let error as DiagnosticsError {
        problems += error.diagnostics
      } catch let error as FileError {
        problems.append(.error("unreadable-file", error.description, hint: error.readingRemedy))
      }
    }
    invocation.report(problems)
    if problems.hasErrors { return .invalid }
    guard checks, untidy > 0 else { return .done }
    let (files, them) = untidy == 1 ? ("file is", "it") : ("files are", "them")
    invocation.say("\(untidy) \(files) not tidy; gcsync fmt writes \(them) anew")
    return .changes
  }

  /// The files that were named, or else those of the project.
  private static func files(_ invocation: Invocation) throws -> [Project.File] {
    let paths = invocation.arguments.positional
    let project = paths.isEmpty ? try Session.project(invocation) : nil
    do throws(FileError) {
      if let project { return try project.yamlFiles() }
      var files: [Project.File] = []
      for path in paths { files += try Project.yamlFiles(at: .init(path: path, shown: path)) }
      return files
    } catch {
      throw CommandFailure(
        .invalid, .error("unreadable-file", error.description, hint: error.readingRemedy))
    }
  }
}
