import Crypto
import Testing

@Suite struct Ed25519Tests {
  /// RFC 8032, section 7.1, tests 1 to 3.
  @Test(arguments: [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
  ])
  func `signatures are those of RFC 8032`(
    secret: String, verifying: String, message: String, signature: String
  ) throws {
    let key = try SigningKey(bytes: try #require([UInt8](hex: secret)))
    let message = try #require([UInt8](hex: message))
    #expect(key.verifyingKey.bytes.hex == verifying)
    #expect(key.sign(message).hex == signature)
    let verifier = try VerifyingKey(bytes: try #require([UInt8](hex: verifying)))
    #expect(verifier.verifies(key.sign(message), of: message))
  }

  @Test func `a changed message, a changed signature and another key are noticed`() throws {
    let key = try SigningKey.generate()
    var signature = key.sign([1, 2, 3])
    #expect(key.verifyingKey.verifies(signature, of: [1, 2, 3]))
    #expect(!key.verifyingKey.verifies(signature, of: [1, 2, 4]))
    #expect(!(try SigningKey.generate()).verifyingKey.verifies(signature, of: [1, 2, 3]))
    #expect(!key.verifyingKey.verifies([], of: [1, 2, 3]))
    signature[5] ^= 1
    #expect(!key.verifyingKey.verifies(signature, of: [1, 2, 3]))
  }

  @Test func `keys survive a PEM document`() throws {
    let key = try SigningKey.generate()
    let read = try key.withPEM { try SigningKey(pem: $0) }
    #expect(read.sign([7]) == key.sign([7]))
    let verifier = try VerifyingKey(pem: key.verifyingKey.pem)
    #expect(verifier.verifies(key.sign([7]), of: [7]))
    #expect(verifier.id == key.verifyingKey.id)
  }

  /// RFC 8410, section 10.
  @Test func `the PEM documents of RFC 8410 belong together`() throws {
    let key = try SigningKey(
      pem: """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----
        """)
    let verifier = try VerifyingKey(
      pem: """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PUBLIC KEY-----
        """)
    #expect(key.verifyingKey.bytes == verifier.bytes)
  }

  @Test func `what is no key of this kind is refused by name`() throws {
    let elliptic = """
      -----BEGIN PUBLIC KEY-----
      MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt
      6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==
      -----END PUBLIC KEY-----
      """
    #expect(throws: KeyError.notEd25519) { try VerifyingKey(pem: elliptic) }
    #expect(throws: KeyError.notPEM) { try VerifyingKey(pem: "no key") }
    #expect(throws: KeyError.notPEM) { try SigningKey(pem: "") }
    #expect(throws: KeyError.wrongLength) { try SigningKey(bytes: [1, 2, 3]) }
    #expect(throws: KeyError.wrongLength) { try VerifyingKey(bytes: []) }
    #expect(throws: KeyError.encrypted) {
      try SigningKey(pem: "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n")
    }
  }

  @Test func `a signing key has no description`() throws {
    let key = try SigningKey.generate()
    var dumped = ""
    dump(key, to: &dumped)
    #expect("\(key)" == "<signing key>")
    #expect(!dumped.contains("PRIVATE"))
  }
}
