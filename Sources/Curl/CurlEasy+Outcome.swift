import CCurl
import HTTP

extension CurlEasy {
  /// Returns what became of a transfer that ended with a code.
  func outcome(_ code: CURLcode, of transfer: CurlTransfer) -> Result<HTTPResponse, TransportError>
  {
    guard code == CURLE_OK else { return .failure(failure(code, of: transfer)) }
    guard transfer.head.isComplete, (200...999).contains(transfer.head.status) else {
      return .failure(
        TransportError(.connectionLost, "the answer ended within its head", mayHaveBeenSent: true))
    }
    return .success(response(transfer))
  }

  private func response(_ transfer: CurlTransfer) -> HTTPResponse {
    HTTPResponse(
      status: transfer.head.status, headers: transfer.head.headers, body: transfer.received,
      version: version, latency: .microseconds(gcs_easy_get_offset(handle, CURLINFO_TOTAL_TIME_T)))
  }

  /// Whether the connection ended in the middle of the handshake, which says nothing of a certificate;
  /// libcurl has one code for both and tells them apart in its words alone.
  private var isHandshakeBroken: Bool {
    let words = detail ?? ""
    return ["SSL_ERROR_SYSCALL", "Connection reset", "Broken pipe", "unexpected eof"]
      .contains { words.contains($0) }
  }

  private var version: String {
    switch gcs_easy_get_long(handle, CURLINFO_HTTP_VERSION) {
    case CURL_HTTP_VERSION_1_0: "1.0"
    case CURL_HTTP_VERSION_2_0: "2"
    default: "1.1"
    }
  }

  private func failure(_ code: CURLcode, of transfer: CurlTransfer) -> TransportError {
    if let objection = transfer.objection,
      code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK
    {
      return TransportError(
        .forbidden, objection, mayHaveBeenSent: transfer.mayHaveBeenSent)
    }
    let words = String(cString: curl_easy_strerror(code))
    let (reason, isBeforeSending) = reason(code, transfer)
    return TransportError(
      reason, isBeforeSending || reason == .timeout ? detail ?? words : words,
      mayHaveBeenSent: transfer.mayHaveBeenSent)
  }

  /// Returns the reason, and whether it lies before the request, where libcurl's own message names
  /// hosts and certificates only.
  private func reason(
    _ code: CURLcode, _ transfer: CurlTransfer
  ) -> (TransportError.Reason, isBeforeSending: Bool) {
    if transfer.isTooLarge { return (.tooLarge, false) }
    if !transfer.mayHaveBeenSent, gcs_easy_get_long(handle, CURLINFO_HTTP_CONNECTCODE) >= 300 {
      return (.proxy, true)
    }
    return switch code {
    case CURLE_COULDNT_RESOLVE_HOST: (.unresolvedHost, true)
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: (.proxy, true)
    case CURLE_COULDNT_CONNECT: (.refused, true)
    case CURLE_OPERATION_TIMEDOUT: (.timeout, !transfer.mayHaveBeenSent)
    case CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT: (.malformed, false)
    case CURLE_UNSUPPORTED_PROTOCOL where !transfer.mayHaveBeenSent: (.unsupported, true)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING,
      CURLE_WRITE_ERROR:
      (.malformed, false)
    case CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION: (.unsupported, false)
    case CURLE_SSL_CONNECT_ERROR where isHandshakeBroken: (.connectionLost, true)
    default: tlsCodes.contains(code.rawValue) ? (.tls, true) : (.connectionLost, false)
    }
  }
}

let tlsCodes: Set<UInt32> = Set(
  [
    CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
    CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
    CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT,
    CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
    CURLE_USE_SSL_FAILED,
  ].map(\.rawValue))
