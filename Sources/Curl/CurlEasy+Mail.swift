import CCurl
import Mail
import World

extension CurlEasy {
  /// Sets everything up for a message, whose transfer must outlive it here.
  func prepare(
    _ transfer: MailTransfer, timeout: Duration, _ configuration: CurlConfiguration
  ) {
    // The connections belong to the multi handle and stay.
    curl_easy_reset(handle)
    let server = transfer.server
    listen(to: transfer)
    secure(server, configuration)
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_TCP_NODELAY, 1)
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_MAXAGE_CONN, Int(configuration.idleTime.components.seconds))
    set(CURLOPT_TIMEOUT_MS, timeout.milliseconds)
    set(CURLOPT_CONNECTTIMEOUT_MS, min(timeout, server.timeouts.connect).milliseconds)
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, server.timeouts.reply.milliseconds / 1000))
    // A mail server is reached directly: a proxy for HTTP is none for mail.
    set(CURLOPT_PROXY, "")
    offer(transfer)
  }

  private func secure(_ server: MailServer, _ configuration: CurlConfiguration) {
    secure(server, as: "smtp", path: server.clientName, configuration)
  }

  /// Sets up a connection to a mail server: TLS where it is asked for, and credentials only there.
  func secure(
    _ server: MailServer, as scheme: String, path: String, _ configuration: CurlConfiguration
  ) {
    let scheme = server.security == .implicitTLS ? scheme + "s" : scheme
    let host = server.host.contains(":") ? "[\(server.host)]" : server.host
    set(CURLOPT_URL, "\(scheme)://\(host):\(server.port)/\(path)")
    set(CURLOPT_PROTOCOLS_STR, scheme)
    set(CURLOPT_USE_SSL, server.security == .none ? useNone : useAll)
    trust(configuration)
    guard server.security != .none, let credentials = server.credentials else { return }
    set(CURLOPT_USERNAME, credentials.user)
    let option = credentials.kind == .password ? CURLOPT_PASSWORD : CURLOPT_XOAUTH2_BEARER
    credentials.secret.reveal { set(option, $0) }
  }

  /// Sets up the message; without one, a command that does nothing brings the connection about.
  private func offer(_ transfer: MailTransfer) {
    guard let envelope = transfer.envelope else {
      // Only a new connection is told what the server can do.
      set(CURLOPT_FRESH_CONNECT, 1)
      set(CURLOPT_CUSTOMREQUEST, "NOOP")
      return set(CURLOPT_NOBODY, 1)
    }
    set(CURLOPT_UPLOAD, 1)
    set(CURLOPT_MAIL_FROM, "<\(envelope.from.text)>")
    for recipient in envelope.recipients {
      transfer.recipients = curl_slist_append(transfer.recipients, "<\(recipient.text)>")
    }
    gcs_easy_set_list(handle, CURLOPT_MAIL_RCPT, transfer.recipients)
    gcs_easy_allow_failed_recipients(handle)
    gcs_easy_set_offset(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(envelope.message.count))
  }

  /// Listens to both sides of the conversation.
  ///
  /// `CURLOPT_DEBUGFUNCTION` alone tells the commands too, and so what each reply is an answer to. Of
  /// an `AUTH` line nothing but the verb is looked at.
  private func listen(to transfer: MailTransfer) {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    gcs_easy_set_pointer(handle, CURLOPT_ERRORBUFFER, message)
    set(CURLOPT_VERBOSE, 1)
    gcs_easy_set_pointer(handle, CURLOPT_DEBUGDATA, context)
    gcs_easy_set_debug(handle) { _, kind, bytes, count, context in
      let part = UnsafeRawBufferPointer(start: bytes, count: count)
      switch kind {
      case CURLINFO_HEADER_OUT: MailTransfer.from(context)?.sent(part)
      case CURLINFO_HEADER_IN: MailTransfer.from(context)?.heard(part)
      default: break
      }
      return 0
    }
    gcs_easy_set_pointer(handle, CURLOPT_READDATA, context)
    gcs_easy_set_bytes_callback(handle, CURLOPT_READFUNCTION) { bytes, size, count, context in
      let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
      return MailTransfer.from(context)?.read(into: room) ?? 0
    }
    gcs_easy_set_bytes_callback(handle, CURLOPT_WRITEFUNCTION) { _, size, count, _ in
      size * count
    }
  }
}

extension CurlEasy {
  /// Returns why a message did not go through, or nil where the conversation came to its end.
  func failure(_ code: CURLcode, of transfer: MailTransfer) -> MailFailure? {
    guard code != CURLE_OK else { return nil }
    return MailFailure(
      MailFailure.Reason(code), detail ?? String(cString: curl_easy_strerror(code)),
      at: transfer.conversation.step)
  }
}

extension MailFailure.Reason {
  init(_ code: CURLcode) {
    self =
      switch code {
      case CURLE_COULDNT_RESOLVE_HOST: .unresolvedHost
      case CURLE_COULDNT_CONNECT: .refused
      case CURLE_OPERATION_TIMEDOUT: .timeout
      case CURLE_USE_SSL_FAILED: .noTLS
      case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR: .login
      case CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT: .malformed
      case CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION: .unsupported
      case CURLE_WEIRD_SERVER_REPLY: .confused
      default: tlsCodes.contains(code.rawValue) ? .tls : .connectionLost
      }
  }
}

private let useNone = Int(CURLUSESSL_NONE.rawValue)
private let useAll = Int(CURLUSESSL_ALL.rawValue)
