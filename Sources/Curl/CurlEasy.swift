import CCurl
import HTTP

/// A handle for one transfer at a time (`CURL *`), reused for the next one.
final class CurlEasy {
  let handle: UnsafeMutableRawPointer
  private var lines: UnsafeMutablePointer<curl_slist>?
  /// Whether what all transfers have in common is set.
  private var isConfigured = false
  /// Whether the last transfer's peers were guarded.
  private var isGuarded = false
  let message: UnsafeMutablePointer<CChar>

  init?() {
    guard isLibraryReady, let handle = curl_easy_init() else { return nil }
    self.handle = handle
    message = .allocate(capacity: Int(CURL_ERROR_SIZE))
    message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(lines)
    message.deallocate()
  }

  /// Forgets the transfer, keeping what the next one has in common with it.
  func reset() {
    gcs_easy_set_list(handle, CURLOPT_HTTPHEADER, nil)
    curl_slist_free_all(lines)
    lines = nil
    message[0] = 0
  }

  /// What libcurl wrote about a failure, or nil.
  var detail: String? {
    let text = String(cString: message)
    return text.isEmpty ? nil : text
  }
}

/// `curl_global_init`, once for the process.
private let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

extension CurlEasy {
  /// Sets everything up for a transfer, which must outlive it here.
  ///
  /// `timeout` is what the transfer may still take.
  func prepare(_ transfer: CurlTransfer, timeout: Duration, _ configuration: CurlConfiguration) {
    if !isConfigured {
      connect(configuration)
      trust(configuration)
      use(configuration.proxy)
      set(CURLOPT_USERAGENT, configuration.userAgent)
      listen()
      isConfigured = true
    }
    let hasGuard = transfer.peers != nil
    if hasGuard != isGuarded { watch(hasGuard, configuration.proxy) }
    set(CURLOPT_TIMEOUT_MS, timeout.milliseconds)
    set(CURLOPT_CONNECTTIMEOUT_MS, min(timeout, configuration.connectTimeout).milliseconds)
    send(transfer.request, body: transfer.body)
    report(to: transfer)
  }

  private func connect(_ configuration: CurlConfiguration) {
    speak(configuration.version)
    set(CURLOPT_PIPEWAIT, 1)
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_QUICK_EXIT, 1)
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_MAXAGE_CONN, Int(configuration.idleTime.components.seconds))
    set(CURLOPT_TCP_NODELAY, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    set(CURLOPT_PATH_AS_IS, 1)
  }

  /// Sets the version, and works around a fault of libcurl 7.88: known HTTP/2 in clear text fails on
  /// a connection used before (curl issue 10634, mended in 8.0).
  private func speak(_ version: HTTPVersionPolicy) {
    set(CURLOPT_HTTP_VERSION, version.option)
    guard version == .http2PriorKnowledge, libraryVersion < 0x08_00_00 else {
      return
    }
    set(CURLOPT_FRESH_CONNECT, 1)
    set(CURLOPT_FORBID_REUSE, 1)
  }

  /// Trusts the system's certificates and those of the extra file.
  ///
  /// Of the system's bundle and its folder the bundle alone is used where it can be: reading it takes
  /// 50 ms, and libcurl keeps what it read only where no folder is set.
  func trust(_ configuration: CurlConfiguration) {
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    if let file = configuration.caFile {
      set(CURLOPT_CAINFO, file)
      set(CURLOPT_CAPATH, systemCertificates)
    } else if hasSystemBundle {
      set(CURLOPT_CAPATH, String?.none)
    }
  }

  private func use(_ proxy: CurlConfiguration.Proxy) {
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    switch proxy {
    case .environment:
      set(CURLOPT_PROXY, String?.none)
      set(CURLOPT_NOPROXY, String?.none)
    case .direct: set(CURLOPT_PROXY, "")
    case .url(let url):
      set(CURLOPT_PROXY, url)
      set(CURLOPT_NOPROXY, "")
    }
  }

  /// Begins or ceases to have the addresses judged that transfers connect to.
  private func watch(_ hasGuard: Bool, _ proxy: CurlConfiguration.Proxy) {
    isGuarded = hasGuard
    use(hasGuard ? .direct : proxy)
    gcs_easy_set_opensocket(handle, hasGuard ? openGuardedSocket : nil)
  }

  private func send(_ request: WireRequest, body: UnsafeMutableRawBufferPointer) {
    set(CURLOPT_URL, request.url)
    set(CURLOPT_ACCEPT_ENCODING, request.asksForEncoding ? nil : "gzip, deflate")
    for line in request.headerLines { lines = curl_slist_append(lines, line) }
    gcs_easy_set_list(handle, CURLOPT_HTTPHEADER, lines)
    // Takes back that the transfer before was a HEAD or had a body.
    set(CURLOPT_HTTPGET, 1)
    guard request.method != .head else {
      set(CURLOPT_CUSTOMREQUEST, String?.none)
      return set(CURLOPT_NOBODY, 1)
    }
    if !body.isEmpty || [.post, .put, .patch].contains(request.method) {
      set(CURLOPT_POST, 1)
      gcs_easy_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
      gcs_easy_set_pointer(handle, CURLOPT_POSTFIELDS, body.baseAddress ?? handle)
    }
    set(CURLOPT_CUSTOMREQUEST, request.method == .post ? nil : request.method.rawValue)
  }

  private func report(to transfer: CurlTransfer) {
    let context = Unmanaged.passUnretained(transfer).toOpaque()
    gcs_easy_set_pointer(handle, CURLOPT_PREREQDATA, context)
    gcs_easy_set_pointer(handle, CURLOPT_OPENSOCKETDATA, context)
    gcs_easy_set_pointer(handle, CURLOPT_HEADERDATA, context)
    gcs_easy_set_pointer(handle, CURLOPT_WRITEDATA, context)
  }

  private func listen() {
    gcs_easy_set_pointer(handle, CURLOPT_ERRORBUFFER, message)
    gcs_easy_set_prereq(handle) { context, address, _, _, _ in
      guard let transfer = CurlTransfer.from(context), transfer.accepts(peerNamed: address),
        transfer.beginAttempt()
      else { return CURL_PREREQFUNC_ABORT }
      return CURL_PREREQFUNC_OK
    }
    gcs_easy_set_bytes_callback(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return CurlTransfer.from(context)?.receive(line: line) == true ? line.count : 0
    }
    gcs_easy_set_bytes_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      let part = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return CurlTransfer.from(context)?.receive(bytes: part) == true ? part.count : 0
    }
  }

  func set(_ option: CURLoption, _ value: Int) {
    _ = gcs_easy_set_long(handle, option, value)
  }

  func set(_ option: CURLoption, _ value: String?) {
    _ = gcs_easy_set_string(handle, option, value)
  }
}

/// The version of libcurl at hand, two hexadecimal digits for each part.
private let libraryVersion = gcs_version()?.pointee.version_num ?? 0

/// Whether libcurl was built with a file of the system's certificates.
private let hasSystemBundle = gcs_version()?.pointee.cainfo != nil

/// The folder of the system's certificates that libcurl was built with.
private let systemCertificates: String = {
  guard let path = gcs_version()?.pointee.capath else {
    return "/etc/ssl/certs"
  }
  return String(cString: path)
}()

extension CurlTransfer {
  static func from(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
    context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
  }
}

extension HTTPVersionPolicy {
  /// The corresponding C constants are `CURL_HTTP_VERSION_…`.
  fileprivate var option: Int {
    switch self {
    case .negotiated: CURL_HTTP_VERSION_2TLS
    case .http1: CURL_HTTP_VERSION_1_1
    case .http2PriorKnowledge: CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
    }
  }
}
