import Foundation
import JSON
import Sandbox
import TestSupport
import Testing
import World

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@Suite struct MailSinkTests {
  /// Speaks with a server in Python, whose client nobody here wrote, and returns what it printed.
  private func speak(_ script: String, to port: UInt16) throws -> String {
    let process = Process()
    process.executableURL = URL(
      fileURLWithPath: ProcessInfo.processInfo.environment["GCSYNC_PYTHON"] ?? "/usr/bin/python3")
    process.arguments = [
      "-c", "import smtplib\ns = smtplib.SMTP('127.0.0.1', \(port), timeout=60)\n" + script,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private func sandbox() async throws -> Sandbox {
    var options = SandboxOptions()
    options.mailPort = 0
    return try await Sandbox.start(options, world: VirtualWorld().world)
  }

  @Test func `what is handed over is kept as it was sent, dots and all`() async throws {
    let sandbox = try await sandbox()
    let sink = try #require(sandbox.mail)
    let said = try speak(
      """
      refused = s.sendmail('a@example.com', ['b@example.com', 'unknown@example.com'],
        'Subject: x\\r\\n\\r\\n.leading\\r\\n..two\\r\\n')
      print(refused, s.esmtp_features['size'])
      s.quit()
      """, to: sink.port)
    #expect(said.contains("unknown@example.com"))
    #expect(said.contains("550"))
    #expect(said.contains("33554432"))
    #expect(
      sink.messages == [
        MailSink.Message(
          sender: "a@example.com", recipients: ["b@example.com"],
          text: "Subject: x\r\n\r\n.leading\r\n..two\r\n")
      ])
    #expect(sandbox.readyLine.contains("\"mailPort\":\(sink.port)"))
    try await sandbox.stop()
  }

  @Test func `a message in the wrong order is refused`() async throws {
    let sandbox = try await sandbox()
    let sink = try #require(sandbox.mail)
    let said = try speak(
      """
      print(s.docmd('DATA')[0], s.docmd('RCPT TO:<b@example.com>')[0], s.docmd('MAIL FROM:b')[0],
        s.docmd('FLY')[0])
      s.mail('a@example.com'); print(s.rcpt('busy@example.com')[0], s.docmd('DATA')[0])
      """, to: sink.port)
    #expect(said == "503 503 501 502\n451 503\n")
    #expect(sink.messages.isEmpty)
    try await sandbox.stop()
  }

  @Test func `a sandbox takes no mail unless it is asked to`() async throws {
    let sandbox = try await Sandbox.start(world: VirtualWorld().world)
    #expect(sandbox.mail == nil)
    try await sandbox.stop()
  }
}
