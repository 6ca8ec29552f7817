import DNS
import Glibc
import TestSupport
import Testing
import World

/// A name that is one.
func name(_ text: String) -> DNSName {
  guard let name = DNSName(text) else { preconditionFailure("\(text) is a name.") }
  return name
}

/// The parts of an answer, from which its bytes follow.
struct AnswerBytes {
  var id: UInt16 = 7
  var flags: UInt16 = 0x8180
  var question: [UInt8]
  var answers: [[UInt8]] = []

  init(_ text: String, _ type: DNSType) {
    question = Self.name(text) + Self.number(type.rawValue) + [0, 1]
  }

  /// A record of the name that stands at a place in the message.
  static func record(at place: UInt16, _ type: UInt16, _ data: [UInt8]) -> [UInt8] {
    number(0xC000 | place) + number(type) + [0, 1, 0, 0, 0, 60] + number(UInt16(data.count)) + data
  }

  static func number(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }

  static func name(_ text: String) -> [UInt8] {
    text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
  }

  static func text(_ parts: String...) -> [UInt8] {
    parts.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
  }

  var bytes: [UInt8] {
    [id, flags, 1, UInt16(answers.count), 0, 0].flatMap(Self.number) + question
      + answers.flatMap(\.self)
  }
}

/// The world as it is, for servers that are there.
func realWorld() -> World {
  World(
    now: { Timestamp(seconds: 1_795_225_800) }, instant: { .now },
    sleep: { try await Task.sleep(for: $0) }, random: { Double.random(in: 0..<1) },
    environment: { _ in nil }, log: EventLog { _ in })
}

/// A socket that takes datagrams and never answers.
final class SilentSocket: Sendable {
  let port: Int
  private let descriptor: Int32

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let code = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    try #require(code == 0)
  }

  deinit { close(descriptor) }
}
