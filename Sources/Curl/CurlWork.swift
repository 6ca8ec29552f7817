import CCurl

/// Something a loop carries out with one handle: a request, or a message to a mail server.
protocol CurlWork: AnyObject, Sendable {
  /// When it ends whatever has come of it.
  var deadline: ContinuousClock.Instant { get }

  /// Sets a handle up, which it must outlive.
  func prepare(_ easy: CurlEasy, timeout: Duration, _ configuration: CurlConfiguration)
  /// Reads off a handle what came of it, and returns what hands that over.
  func end(_ code: CURLcode, on easy: CurlEasy) -> () -> Void
  /// Ends it before libcurl had it.
  func fail(_ reason: CurlFault)
  func cancel()
}

/// Why work never came to libcurl.
enum CurlFault: String {
  case late = "no turn came before the timeout"
  case noHandle = "libcurl gave no handle"
}
