import CCurl
import Glibc
import Mail

/// A connection that libcurl has made and logged in on, for bytes both ways (`CURLOPT_CONNECT_ONLY`).
struct CurlChannel: IMAPChannel {
  private let easy: CurlEasy
  private let timeout: Duration

  init(to server: MailServer, _ configuration: CurlConfiguration) throws(MailboxError) {
    if let objection = server.objection { throw MailboxError(.malformed, objection) }
    guard server.security != .none, server.credentials != nil else {
      throw MailboxError(.malformed, "a mailbox takes credentials, and those take TLS")
    }
    guard let easy = CurlEasy() else {
      throw MailboxError(.unsupported, CurlFault.noHandle.rawValue)
    }
    self.easy = easy
    timeout = server.timeouts.reply
    easy.connectToMailbox(server, configuration)
    let code = curl_easy_perform(easy.handle)
    guard code == CURLE_OK else {
      throw MailboxError(
        MailFailure.Reason(code), easy.detail ?? String(cString: curl_easy_strerror(code)))
    }
  }

  mutating func send(_ bytes: [UInt8]) throws(MailboxError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      var count = 0
      let code = rest.withUnsafeBytes {
        curl_easy_send(easy.handle, $0.baseAddress, $0.count, &count)
      }
      try check(code, for: POLLOUT)
      rest = rest.dropFirst(count)
    }
  }

  mutating func receive() throws(MailboxError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      var count = 0
      let code = curl_easy_recv(easy.handle, &buffer, buffer.count, &count)
      if code == CURLE_OK {
        guard count > 0 else {
          throw MailboxError(.connectionLost, "the server closed the connection")
        }
        return Array(buffer[..<count])
      }
      try check(code, for: POLLIN)
    }
  }

  /// Waits where there is nothing to be done yet, and throws where there never will be.
  private func check(_ code: CURLcode, for event: CInt) throws(MailboxError) {
    guard code != CURLE_OK else { return }
    guard code == CURLE_AGAIN else {
      throw MailboxError(.connectionLost, String(cString: curl_easy_strerror(code)))
    }
    var wish = pollfd(
      fd: gcs_easy_get_socket(easy.handle), events: CShort(event), revents: 0)
    guard poll(&wish, 1, CInt(clamping: timeout.milliseconds)) > 0 else {
      throw MailboxError(.timeout, "the server does not answer")
    }
  }
}

extension CurlEasy {
  /// Sets up a connection to a mailbox, which ends where the login has succeeded.
  fileprivate func connectToMailbox(_ server: MailServer, _ configuration: CurlConfiguration) {
    gcs_easy_set_pointer(handle, CURLOPT_ERRORBUFFER, message)
    secure(server, as: "imap", path: "", configuration)
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_PROXY, "")
    set(CURLOPT_CONNECT_ONLY, 1)
    set(CURLOPT_TIMEOUT_MS, server.timeouts.message.milliseconds)
    set(CURLOPT_CONNECTTIMEOUT_MS, server.timeouts.connect.milliseconds)
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, server.timeouts.reply.milliseconds / 1000))
  }
}
