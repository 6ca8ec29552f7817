import Diagnostics
import JSON
import Manifests
import Reconciler
import Testing

/// What every kind of the platform profile must pass, whichever it is.
@Suite struct NativeKindTests {
  private static let library = KindLibrary.load().0

  private static let native = library.kinds.values.filter {
    $0.wires[.platform] != nil && $0.wires[.guide] == nil
  }
  .map(\.name).sorted()
  private static let managed = native.filter {
    library.kinds[$0]?.wires[.platform]?.isLookupOnly == false
  }

  @Test func `there are kinds to manage and kinds to look up`() {
    #expect(Self.managed.contains("MediaRetentionPolicy") && Self.managed.contains("Trigger"))
    #expect(Set(Self.native).subtracting(Self.managed).isSuperset(of: ["User", "Flow"]))
  }

  @Test func `the schemas of all kinds are what the vocabulary allows`() {
    #expect(KindLibrary.load(checksBuiltIn: true).1.isEmpty)
  }

  @Test(arguments: native)
  func `a kind says what it is and refers to kinds that exist`(name: String) throws {
    let kind = try #require(Self.library.kinds[name])
    let wire = try #require(kind.wires[.platform])
    #expect(!kind.summary.isEmpty && kind.summary.hasSuffix("."))
    #expect(wire.collection.hasPrefix("/api/v2/"))
    #expect(wire.paging == .whole || wire.pageSize >= 100)
    #expect(
      kind.spec.referencedKinds.isSubset(of: Self.library.kinds.keys))
  }

  @Test(arguments: native)
  func `every field says what it is for`(name: String) throws {
    let schema = try #require(Self.library.kinds[name]?.schema)
    func check(_ value: JSON, _ path: JSONPointer) {
      for member in value.object ?? [:] where !["examples", "x-gcsync"].contains(member.key) {
        let here = path.appending(member.key)
        guard member.key == "properties" else {
          check(member.value, here)
          continue
        }
        let isCondition = ["if", "then"].contains(path.tokens.last)
        for property in member.value.object ?? [:] where property.value.object != nil {
          let words = property.value["description"]?.string ?? ""
          let isField = path.tokens.count > 1 && !isCondition
          #expect(!isField || words.hasSuffix("."), "\(here.appending(property.key))")
          check(property.value, here.appending(property.key))
        }
      }
      for (index, element) in (value.array ?? []).enumerated() {
        check(element, path.appending(index))
      }
    }
    check(schema, .root)
  }

  @Test(arguments: managed)
  func `a kind that is written says what that takes and what is not sent back`(
    name: String
  ) throws {
    let kind = try #require(Self.library.kinds[name])
    let wire = try #require(kind.wires[.platform])
    #expect(!wire.permissions.write.isEmpty)
    for piece in [wire] + wire.parts.map(\.wire) where piece.mergesUpdates {
      #expect(Set(piece.computed.map(\.description)).isSuperset(of: ["/id", "/selfUri"]))
    }
    #expect(wire.keepsUnmanaged || wire.updates != nil)
    #expect(wire.identity == .singleton ? wire.create == nil : wire.create != nil)
    for pointer in wire.computed { #expect(kind.spec.field(at: pointer) == nil, "\(pointer)") }
  }

  private func loadExamples() throws -> ManifestSet {
    var files: [String: String] = [:]
    for name in Self.managed {
      var example = try #require(Self.library.kinds[name]?.schema["examples"]?.array?.first)
      // A variable has the manifest checked once more, after it was put in.
      example["metadata"]?["labels"] = ["stage": "${stage}"]
      files["manifests/\(name).json"] = example.text
    }
    return try Fixture(files, variables: "{stage: dev}", profile: "platform").load()
  }

  @Test func `the examples are valid, and make a whole together`() throws {
    let set = try loadExamples()
    #expect(set.diagnostics.isEmpty, "\(set.diagnostics)")
    #expect(set.manifests.map(\.kind.name) == Self.managed)
    #expect(set.manifests.allSatisfy { $0.keeping.labels == ["stage": "dev"] })
  }

  @Test func `what the service answers for an example is no difference`() throws {
    for manifest in try loadExamples().manifests {
      let spec = manifest.kind.spec
      let wanted = manifest.withIDs
      var live = spec.answered(wanted)
      for pointer in manifest.kind.wires[.platform]?.computed ?? [] { live[pointer] = "x" }
      let found = Differ(keepsUnmanaged: true).changes(
        desired: spec.normalised(wanted, as: .goal),
        observed: spec.normalised(live, as: .comparable), in: spec)
      #expect(found.isEmpty, "\(manifest.address): \(found)")
    }
  }
}

extension LoadedManifest {
  /// The spec with an id for each reference.
  fileprivate var withIDs: JSON {
    var document: JSON = ["spec": namedSpec]
    kind.spec.forEachReference(in: namedSpec) { form, path in
      document[path] = .string("id-\(form.address.name)")
    }
    return document["spec"] ?? [:]
  }
}

extension Field {
  /// Returns a value as the service tells it: whole entities for references, other orders, null
  /// for what nobody set, defaults, and no secrets.
  fileprivate func answered(_ value: JSON) -> JSON {
    if let reference = role.reference, reference.form == .object {
      return ["id": value, "name": "Its name", "selfUri": "/api/v2/it"]
    }
    if properties.isEmpty, element == nil, otherMembers == nil { return value }
    switch value {
    case .object(let object):
      var told: JSONObject = otherMembers == nil ? ["fromTheService": 1] : [:]
      for member in object {
        guard let field = self.member(member.key), !field.role.isWriteOnly else { continue }
        told[member.key] = field.answered(member.value)
      }
      for (name, field) in properties where object[name] == nil {
        told[name] = field.role.defaultValue ?? (field.role.nullIsAbsent ? .null : nil)
      }
      return .object(told)
    case .array(let elements):
      let told = elements.map { (element ?? .opaque).answered($0) }
      return .array(role.unordered == nil ? told : told.reversed())
    default: return value
    }
  }
}
