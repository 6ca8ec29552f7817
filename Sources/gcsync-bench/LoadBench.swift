internal import Glibc
internal import Synchronization

/// Sends one request again and again over several connections, and measures each answer.
///
/// With a rate requests have their times, and an answer's latency counts from the time that its request
/// should have gone out, so that a server that falls behind cannot hide it.
final class LoadBench: Sendable {
  private let port: UInt16
  private let request: [UInt8]
  private let interval: Duration?
  private let seconds: Int
  private let start = ContinuousClock.now
  private let results = Mutex((latencies: [Double](), failures: 0))

  /// Prepares to send for some seconds, `rate` requests a second over all connections or, with 0, as
  /// many as get answers.
  init(port: UInt16, request: [UInt8], connections: Int, rate: Int, seconds: Int) {
    (self.port, self.request, self.seconds) = (port, request, seconds)
    interval = rate == 0 ? nil : .nanoseconds(connections * 1_000_000_000 / rate)
  }

  /// Runs to the end and returns requests a second, and latencies in milliseconds.
  func run(connections: Int) -> (rate: Double, p50: Double, p99: Double, failures: Int) {
    var threads: [pthread_t] = []
    for number in 0..<connections {
      let job = Job(bench: self, phase: interval.map { $0 * number / connections } ?? .zero)
      var thread = pthread_t()
      pthread_create(
        &thread, nil,
        { context in
          guard let context else { return nil }
          let job = Unmanaged<Job>.fromOpaque(context).takeRetainedValue()
          job.bench.send(from: job.phase)
          return nil
        }, Unmanaged.passRetained(job).toOpaque())
      threads.append(thread)
    }
    for thread in threads { pthread_join(thread, nil) }
    let time = start.duration(to: .now) / .seconds(1)
    let (latencies, failures) = results.withLock { ($0.latencies.sorted(), $0.failures) }
    func share(_ part: Double) -> Double {
      latencies.isEmpty ? 0 : latencies[Int(Double(latencies.count - 1) * part)]
    }
    return (Double(latencies.count) / time, share(0.5), share(0.99), failures)
  }

  private final class Job {
    let bench: LoadBench
    let phase: Duration

    init(bench: LoadBench, phase: Duration) { (self.bench, self.phase) = (bench, phase) }
  }

  private func send(from phase: Duration) {
    var latencies: [Double] = []
    var failures = 0
    var due = start + phase
    let end = start + .seconds(seconds)
    var connection = connect()
    while due < end {
      if interval != nil { wait(until: due) }
      let begun = interval == nil ? ContinuousClock.now : due
      let isOpen = connection >= 0 ? exchange(connection) : nil
      if isOpen == nil {
        failures += 1
      } else {
        latencies.append(begun.duration(to: .now) / .milliseconds(1))
      }
      if isOpen != true {
        if connection >= 0 { close(connection) }
        connection = connect()
      }
      due = interval.map { due + $0 } ?? .now
    }
    if connection >= 0 { close(connection) }
    results.withLock { results in
      results.latencies += latencies
      results.failures += failures
    }
  }

  private func wait(until due: ContinuousClock.Instant) {
    let rest = ContinuousClock.now.duration(to: due)
    guard rest > .zero else { return }
    var pause = timespec(
      tv_sec: Int(rest.components.seconds),
      tv_nsec: Int(rest.components.attoseconds / 1_000_000_000))
    nanosleep(&pause, nil)
  }

  private func connect() -> CInt {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var on: CInt = 1
    setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else {
      close(descriptor)
      return -1
    }
    return descriptor
  }

  /// Sends the request, reads an answer of 200 to its end, and returns whether the connection stays open;
  /// nil where there is no such answer.
  private func exchange(_ descriptor: CInt) -> Bool? {
    guard Glibc.send(descriptor, request, request.count, CInt(MSG_NOSIGNAL)) == request.count else {
      return nil
    }
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 8192)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      answer += chunk[..<count]
      guard let head = find(Array("\r\n\r\n".utf8), in: answer, from: 0, to: answer.count) else {
        continue
      }
      let text = String(decoding: answer[..<head], as: UTF8.self).lowercased()
      guard text.hasPrefix("http/1.1 200"),
        let field = text.firstRange(of: "content-length: "),
        let length = Int(text[field.upperBound...].prefix { $0.isNumber })
      else { return nil }
      if answer.count >= head + 4 + length {
        return !text.contains("connection: close")
      }
    }
  }
}
