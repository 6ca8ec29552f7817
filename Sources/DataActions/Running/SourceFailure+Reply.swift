internal import JSON

extension SourceFailure.Reason {
  /// Whose fault it is, as an answer to Genesys tells it.
  var kind: ActionReply.Kind {
    switch self {
    case .input: .input
    case .timeout: .timeout
    case .busy: .busy
    // That an object may not be read, or is not there, says nothing of the caller or the action.
    case .denied, .notFound, .unreachable, .interrupted, .upstream, .malformed, .column,
      .replaced:
      .upstream
    case .contract, .other: .internal
    }
  }
}

extension UpstreamFailure {
  /// The failure as one of the action's source.
  var failure: SourceFailure {
    let reason: SourceFailure.Reason =
      switch kind {
      case .timeout: .timeout
      case .busy: .busy
      case .internal: .other
      default: .upstream
      }
    return SourceFailure(reason, text, detail: advice.isEmpty ? nil : advice)
  }
}

extension Result<JSON, SourceFailure> {
  /// What goes back to who called the action.
  package var reply: ActionReply {
    switch self {
    case .success(let data): .success(data)
    case .failure(let failure):
      .failure(failure.description, failure.reason.kind, detail: failure.told)
    }
  }
}

extension SourceFailure {
  /// What the log is told; of what an action was called with that is nothing.
  fileprivate var told: String? {
    switch reason {
    case .input, .notFound: detail
    default: detail ?? description
    }
  }
}
