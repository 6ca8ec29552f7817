internal import Diagnostics
internal import JSON
internal import Reconciler

extension PlanReport {
  /// Returns why a field is to be as it is planned.
  func causes(of change: FieldChange, in operation: Operation) -> [Cause] {
    proposal.causes[operation.address]?[change.path] ?? []
  }

  /// Returns what an operation comes to, in sentences.
  func meanings(of operation: Operation) -> [String] {
    proposal.meanings[operation.address] ?? []
  }

  /// Why a field is as it is where its manifest does not say it all, for a person: the overlays and
  /// variables, with their places, and what has moved.
  func remark(on change: FieldChange, in operation: Operation) -> String? {
    let told = causes(of: change, in: operation).filter { cause in
      switch cause.origin {
      case .overlay, .file, .variable, .baseline: true
      // Drift tells the direction of every object already.
      case .org: !isDrift
      case .standard: operation.action != .create
      case .manifest, .reference, .secret, .name, .omission: false
      }
    }
    let words = told.map { cause in
      cause.text + (cause.source.map { " \($0.file.name):\($0.line)" } ?? "")
    }
    return words.isEmpty ? nil : words.joined(separator: ", ").withoutControls
  }
}

extension Cause {
  /// The cause as documents hold it.
  var document: JSON {
    var object: JSONObject = ["by": .string(origin.rawValue), "text": .string(text)]
    object["source"] = source.map(DiagnosticRendering.document)
    return .object(object)
  }
}
