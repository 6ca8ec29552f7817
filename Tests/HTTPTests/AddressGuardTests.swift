import HTTP
import Testing

@Suite struct AddressGuardTests {
  static let kinds: [(text: String, kind: AddressKind)] = [
    ("1.1.1.1", .global), ("9.255.255.255", .global), ("11.0.0.0", .global),
    ("100.63.255.255", .global), ("100.128.0.0", .global), ("172.15.255.255", .global),
    ("172.32.0.0", .global), ("192.0.1.0", .global), ("192.167.255.255", .global),
    ("198.17.255.255", .global), ("198.20.0.0", .global), ("223.255.255.255", .global),
    ("0.0.0.0", .unspecified), ("0.1.2.3", .unspecified), ("10.0.0.0", .privateUse),
    ("10.255.255.255", .privateUse), ("172.16.0.1", .privateUse), ("172.31.255.255", .privateUse),
    ("192.168.0.1", .privateUse), ("100.64.0.1", .shared), ("100.127.255.255", .shared),
    ("127.0.0.1", .loopback), ("127.255.255.254", .loopback), ("169.254.169.254", .linkLocal),
    ("192.0.0.8", .reserved), ("192.0.2.1", .documentation), ("198.51.100.9", .documentation),
    ("203.0.113.255", .documentation), ("192.88.99.1", .tunnel), ("198.18.0.1", .benchmarking),
    ("198.19.255.255", .benchmarking), ("224.0.0.1", .multicast), ("239.255.255.255", .multicast),
    ("240.0.0.1", .reserved), ("255.255.255.254", .reserved), ("255.255.255.255", .broadcast),
    ("2606:4700:4700::1111", .global), ("2a00:1450:4001:81b::200e", .global),
    ("2001:200::", .global),
    ("2001:1ff:ffff::1", .reserved), ("::", .unspecified), ("::1", .loopback),
    ("::2", .unspecified),
    ("fc00::1", .privateUse), ("fdff:ffff::1", .privateUse), ("fd00:ec2::254", .privateUse),
    ("fe80::1", .linkLocal), ("febf::1", .linkLocal), ("fec0::1", .privateUse),
    ("ff02::1", .multicast), ("2001:db8::1", .documentation), ("3fff:fff::1", .documentation),
    ("2001:2::1", .benchmarking), ("100::1", .reserved), ("100:0:0:1::1", .reserved),
    ("5f00::1", .reserved), ("4000::1", .reserved), ("1::1", .reserved), ("e000::1", .reserved),
    // An IPv4 address in the form of another.
    ("::ffff:10.0.0.1", .privateUse), ("::ffff:169.254.169.254", .linkLocal),
    ("::ffff:127.0.0.1", .loopback), ("::ffff:8.8.8.8", .global), ("::127.0.0.1", .loopback),
    ("::10.1.2.3", .privateUse), ("::8.8.8.8", .reserved), ("64:ff9b::10.0.0.1", .privateUse),
    ("64:ff9b::a9fe:a9fe", .linkLocal), ("64:ff9b::8.8.8.8", .global),
    ("64:ff9b:1::8.8.8.8", .privateUse), ("2002:7f00:1::", .tunnel), ("2002:808:808::1", .tunnel),
    ("2001:0:4136:e378:8000:63bf:3fff:fdd2", .tunnel),
  ]

  @Test(arguments: kinds)
  func `an address is what IANA's registries say`(text: String, kind: AddressKind) throws {
    let address = try #require(IPAddress(text))
    #expect(address.kind == kind)
    #expect(IPAddress(bytes: address.bytes) == address)
    #expect((AddressGuard().objection(to: address, of: "api.example") == nil) == (kind == .global))
  }

  @Test func `only what is allowed passes beside global addresses`() throws {
    let allowed = try AddressGuard(allowing: [
      "10.1.0.0/16", "127.0.0.1", "fd00::/8", "API.internal",
    ])
    func passes(_ text: String, _ host: String = "x.example") throws -> Bool {
      allowed.objection(to: try #require(IPAddress(text)), of: host) == nil
    }
    for text in ["10.1.0.0", "10.1.255.255", "::ffff:10.1.2.3", "127.0.0.1", "fd12::1", "1.1.1.1"] {
      #expect(try passes(text), "\(text)")
    }
    for text in ["10.0.255.255", "10.2.0.0", "127.0.0.2", "fc00::1", "::1", "169.254.169.254"] {
      #expect(try !passes(text), "\(text)")
    }
    #expect(try passes("192.168.7.7", "api.internal"))
    #expect(try !passes("192.168.7.7", "evil.api.internal"))
  }

  @Test func `an objection names the host and what its address is`() throws {
    let address = try #require(IPAddress("::ffff:169.254.169.254"))
    #expect(
      AddressGuard().objection(to: address, of: "a.example")
        == "a.example leads to 169.254.169.254, a link-local address")
  }

  @Test(arguments: [
    "10.1.2.3/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/", "10.0.0/8", "::1/129",
    "fd00::1/8", "a/b", "api.example:80", "", "user@api.example", "256.1.1.1",
  ])
  func `an entry that allows nothing is refused with what can be written`(entry: String) {
    let problem = #expect(throws: AddressGuard.Problem.self) {
      try AddressGuard(allowing: [entry])
    }
    #expect(problem?.description.hasPrefix("\"\(entry)\" is no host") == true)
  }

  @Test func `a range ends at the bit it says`() throws {
    let range = try #require(AddressRange("203.0.112.0/20"))
    for (text, isIn) in [
      ("203.0.112.0", true), ("203.0.127.255", true), ("203.0.128.0", false),
      ("203.0.111.255", false), ("::ffff:203.0.112.1", false),
    ] {
      #expect(range.contains(try #require(IPAddress(text))) == isIn, "\(text)")
    }
    #expect(try #require(AddressRange("0.0.0.0/0")).contains(try #require(IPAddress("9.9.9.9"))))
  }
}
