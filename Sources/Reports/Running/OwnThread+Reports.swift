internal import World

extension OwnThread {
  /// Does what reads many rows, or draws them and may wait for its turn, and returns what came of it.
  static func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws(ReportError) -> Value
  ) async throws(ReportError) -> Value {
    guard let result = await OwnThread.result(of: body) else {
      throw ReportError(
        "no-thread", "the system gives no thread", hint: "see how many processes there may be")
    }
    return try result.get()
  }
}
