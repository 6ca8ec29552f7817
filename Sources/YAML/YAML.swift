package import Diagnostics
package import JSON

/// Reads and writes YAML 1.2 with its core schema, as far as JSON can hold what it says.
package enum YAML {
  /// What a file may be, so that a hostile one costs neither memory nor the stack.
  package struct Limits: Sendable {
    /// How many lists and mappings may stand inside each other, aliases included.
    package var depth: Int
    /// How long a file may be.
    package var bytes: Int
    /// How many values the documents of a file may have once every alias is replaced.
    package var nodes: Int

    package init(depth: Int = 100, bytes: Int = 32 << 20, nodes: Int = 1_000_000) {
      self.depth = depth
      self.bytes = bytes
      self.nodes = nodes
    }

    package static let `default` = Limits()
  }

  /// Reads all documents of a file and reports all that is wrong with it.
  ///
  /// Documents without content are left out. Behind a syntax error, or where a limit is reached,
  /// nothing more is read: the documents before it come back. A document with another error comes
  /// back as well, as near to what was meant as can be, so that its other problems can be found.
  package static func documents(
    in file: SourceFile, limits: Limits = .default
  ) -> (documents: [LocatedJSON], diagnostics: [Diagnostic]) {
    if let problem = problem(ofBytesIn: file, limits: limits) { return ([], [problem]) }
    var composer = YAMLComposer(file: file, limits: limits)
    composer.readStream()
    return (composer.documents, composer.diagnostics)
  }

  /// Reads a file as the plain sequence of its events, up to the first syntax error.
  package static func events(
    in file: SourceFile, limits: Limits = .default
  ) -> (events: [YAMLEvent], problem: Diagnostic?) {
    if let problem = problem(ofBytesIn: file, limits: limits) { return ([], problem) }
    var reader = YAMLStream(file.bytes)
    var events: [YAMLEvent] = []
    do throws(YAMLSyntaxError) {
      repeat {
        events.append(try reader.next())
      } while events.last?.kind != .streamEnd
      return (events, nil)
    } catch {
      return (events, error.diagnostic(in: file))
    }
  }
}
