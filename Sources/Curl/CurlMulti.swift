import CCurl

/// The handle that drives all transfers (`CURLM *`).
///
/// `@unchecked Sendable`: only the loop's thread calls it, but for `wake`, which libcurl allows from
/// any thread while the handle lives.
final class CurlMulti: @unchecked Sendable {
  private let handle: UnsafeMutableRawPointer

  init?(_ configuration: CurlConfiguration) {
    guard let handle = curl_multi_init() else { return nil }
    self.handle = handle
    gcs_multi_set_long(
      handle, CURLMOPT_MAX_HOST_CONNECTIONS, max(1, configuration.connectionsPerHost))
    gcs_multi_set_long(
      handle, CURLMOPT_MAXCONNECTS, max(64, configuration.connectionsPerHost * 4))
    gcs_multi_set_long(handle, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
  }

  deinit { curl_multi_cleanup(handle) }

  func add(_ easy: CurlEasy) -> Bool { curl_multi_add_handle(handle, easy.handle) == CURLM_OK }

  func remove(_ easy: CurlEasy) { curl_multi_remove_handle(handle, easy.handle) }

  /// Does what can be done without waiting, and returns the handles that came to an end.
  func perform() -> [(easy: UnsafeMutableRawPointer, code: CURLcode)] {
    var running: CInt = 0
    curl_multi_perform(handle, &running)
    var ended: [(UnsafeMutableRawPointer, CURLcode)] = []
    var left: CInt = 0
    while let message = curl_multi_info_read(handle, &left)?.pointee {
      guard message.msg == CURLMSG_DONE, let easy = message.easy_handle else { continue }
      ended.append((easy, message.data.result))
    }
    return ended
  }

  /// Waits until a socket, a timer or `wake` asks for attention, or the time is up.
  func wait(_ time: Duration) {
    curl_multi_poll(handle, nil, 0, CInt(min(time.milliseconds, 60_000)), nil)
  }

  func wake() { curl_multi_wakeup(handle) }
}
