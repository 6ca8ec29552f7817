import Testing
import World

@Suite struct SecretTests {
  @Test func `a secret cannot be printed, described or mirrored`() {
    let secret = Secret("hunter2")
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
      #expect(!text.contains("hunter2"))
    }
    #expect(secret.reveal { $0 } == "hunter2")
  }
}
