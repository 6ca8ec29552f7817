import Crypto
import Testing

@Suite struct CodecTests {
  /// RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `base64 writes and reads the examples of RFC 4648`(text: String, encoded: String) {
    #expect(Base64.standard.encode([UInt8](text.utf8)) == encoded)
    #expect(Base64.standard.decode(encoded) == [UInt8](text.utf8))
    let unpadded = String(encoded.prefix { $0 != "=" })
    #expect(Base64.url.encode([UInt8](text.utf8)) == unpadded)
    #expect(Base64.url.decode(unpadded) == [UInt8](text.utf8))
  }

  @Test func `the two alphabets differ in their last two digits`() {
    #expect(Base64.standard.encode([0xfb, 0xff]) == "+/8=")
    #expect(Base64.url.encode([0xfb, 0xff]) == "-_8")
  }

  @Test(arguments: ["Zg", "Zg=", "Zg===", "Z", "Zh==", "Zm9v=", "Zm-v", "Zm 9v", "=Zg=", "Zm9v\n"])
  func `base64 that is not exactly right is refused`(text: String) {
    #expect(Base64.standard.decode(text) == nil)
  }

  @Test(arguments: ["Zg==", "Zm+v", "Zm/v", "Z"])
  func `base64url takes no padding and no foreign digit`(text: String) {
    #expect(Base64.url.decode(text) == nil)
  }

  @Test func `hexadecimal digits of either case are read, and written in lower case`() {
    #expect([UInt8](hex: "00fFA5") == [0, 255, 165])
    #expect([0, 255, 165].hex == "00ffa5")
  }

  @Test(arguments: ["0", "0g", "0x00", " 00", "00 "])
  func `anything but pairs of hexadecimal digits is refused`(text: String) {
    #expect([UInt8](hex: text) == nil)
  }
}
