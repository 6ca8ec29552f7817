package import HTTP
internal import Synchronization
package import World

/// What a signed call is known by: when it was signed, and the first half of its signature.
package struct CallProof: Hashable, Sendable {
  package let seconds: Int64
  private let halves: [UInt8]

  /// Reads the fields of a call whose signature has been found right.
  package init?(_ headers: HTTPHeaders) {
    guard let seconds = headers[CallSignature.timestampHeader].flatMap({ Int64($0) }),
      let signature = headers[CallSignature.header].flatMap(CallSignature.bytes)
    else { return nil }
    self.seconds = seconds
    halves = Array(signature.prefix(16))
  }
}

/// The signatures that came in, so that none is good twice.
package final class SeenSignatures: Sendable {
  private struct State {
    var bySecond: [Int64: Set<CallProof>] = [:]
    var count = 0
    /// What was signed until then is not taken any more, for it is no longer known what came.
    var floor = Int64.min
    var swept = Int64.min
  }

  private let capacity: Int
  private let state = Mutex(State())

  package init(capacity: Int = 500_000) {
    self.capacity = capacity
  }

  /// Takes a proof up, and returns whether it comes for the first time.
  ///
  /// What is older than `tolerance` is refused for its age and need not be known.
  package func take(_ proof: CallProof, at now: Timestamp, tolerance: Duration) -> Bool {
    state.withLock { state in
      Self.forget(&state, before: now.seconds - tolerance.components.seconds - 1, at: now.seconds)
      guard proof.seconds > state.floor,
        state.bySecond[proof.seconds, default: []].insert(proof).inserted
      else { return false }
      state.count += 1
      while state.count > capacity, let oldest = state.bySecond.keys.min() {
        state.count -= state.bySecond.removeValue(forKey: oldest)?.count ?? 0
        state.floor = oldest
      }
      return true
    }
  }

  private static func forget(_ state: inout State, before end: Int64, at now: Int64) {
    guard state.swept != now else { return }
    state.swept = now
    for second in state.bySecond.keys where second < end {
      state.count -= state.bySecond.removeValue(forKey: second)?.count ?? 0
    }
  }
}
