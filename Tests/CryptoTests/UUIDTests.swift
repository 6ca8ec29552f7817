import Crypto
import Testing

@Suite struct UUIDTests {
  @Test(arguments: [
    (UUID.dns, "www.example.com", "2ed6657d-e927-568b-95e1-2665a8aea6a2"),
    (UUID.dns, "python.org", "886313e1-3b8a-5372-9b90-0c9aee199e5d"),
    (UUID.url, "http://www.example.com/", "fcde3c85-2270-590f-9e7c-ee003d65e0e2"),
  ])
  func `a name in a namespace has the UUID of RFC 9562`(
    namespace: UUID, name: String, text: String
  ) {
    let uuid = UUID(namespace: namespace, name: name)
    #expect(uuid.text == text)
    #expect(uuid.version == 5)
  }

  @Test func `text is read in either case and written in lower case`() {
    #expect(
      UUID("A1B2C3D4-E5F6-7890-ABCD-EF1234567890")?.text
        == "a1b2c3d4-e5f6-7890-abcd-ef1234567890")
  }

  @Test(arguments: [
    "", "a1b2c3d4e5f67890abcdef1234567890", "a1b2c3d4-e5f6-7890-abcd-ef123456789",
    "a1b2c3d4-e5f6-7890-abcdef1234567890", "g1b2c3d4-e5f6-7890-abcd-ef1234567890",
    "{a1b2c3d4-e5f6-7890-abcd-ef1234567890}", "a1b2c3d4-e5f6-7890-abcd-ef1234567890-",
  ])
  func `what is not a UUID is refused`(text: String) {
    #expect(UUID(text) == nil)
  }

  @Test func `a random UUID says that it is one`() {
    let uuid = UUID.random()
    #expect(uuid.version == 4)
    #expect(uuid.bytes[8] & 0xc0 == 0x80)
    #expect(uuid != UUID.random())
  }
}
