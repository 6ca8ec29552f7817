import JSON
import Rendering
import TestSupport
import Testing

/// A check-up as people read it.
@Suite struct CheckupTests {
  private static var checkup: Checkup {
    var checkup = Checkup()
    checkup.environment = "prod"
    checkup.profile = "platform"
    checkup.rows = [
      Checkup.Row("project", .ok, "of acme/contact-center, with 24 kinds"),
      Checkup.Row("token", .ok, "client 1b2c gets a token for 86400 s"),
      Checkup.Row(
        "clock", .warning, "95 s ahead of the service's",
        remedy: "set this machine's clock, for example with NTP"),
      Checkup.Row(
        "permissions", .failed, "1 of 5 that are needed are missing",
        remedy: "give the OAuth client a role with them",
        details: ["reading a page of Flow came to status 500"],
        failure: .refused),
      Checkup.Row("bucket of 林檎\u{1B}[31m", .unknown, "nobody was\nasked"),
    ]
    checkup.permissions = [
      .init(
        kind: "Queue", cause: "declared", name: "routing:queue:view", isRead: true, state: "granted"
      ),
      .init(
        kind: "Queue", cause: "declared", name: "routing:queue:add", isRead: false, state: "missing"
      ),
      .init(
        kind: "Queue", cause: "declared", name: "routing:queue:edit", isRead: false,
        state: "unknown"),
      .init(
        kind: "Queue", cause: "declared", name: "routing:queue:delete", isRead: false,
        state: "unknown"),
      .init(
        kind: "Flow", cause: "referenced", name: "architect:flow:view", isRead: true,
        state: "unknown"),
    ]
    checkup.requests = 1
    return checkup
  }

  @Test func `a check-up has a line for each check, remedies and the permissions that are open`()
    throws
  {
    for (format, name) in [(Format.text, "doctor.txt"), (.markdown, "doctor.md")] {
      try Golden.check(Self.checkup.rendered(as: format, style: .plain, exitCode: 3), name)
    }
    var broken = Checkup()
    broken.rows = [
      Checkup.Row("project", .failed, "there is no gcsync.yaml", failure: .invalid)
    ]
    #expect(
      broken.rendered(as: .text, style: .plain, exitCode: 4) == """
        gcsync doctor

          ✗ project  there is no gcsync.yaml

        Doctor: 0 ok, 0 warnings, 1 failed, 0 unknown · 0 requests

        """)
  }

  @Test func `the gravest failure is the one that counts`() {
    func failure(_ failures: Checkup.Failure...) -> Checkup.Failure? {
      var checkup = Checkup()
      checkup.rows = failures.map { Checkup.Row("x", .failed, "y", failure: $0) }
      checkup.rows.append(Checkup.Row("x", .warning, "y", failure: .refused))
      return checkup.failure
    }
    #expect(failure() == nil)
    #expect(failure(.other) == .other)
    #expect(failure(.other, .invalid) == .invalid)
    #expect(failure(.other, .invalid, .refused) == .refused)
  }
}
