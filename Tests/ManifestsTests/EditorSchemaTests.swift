import JSON
import JSONSchema
import Manifests
import Testing

/// What an editor shows of a field: what it means, what may stand there and what follows if nothing does.
@Suite struct EditorSchemaTests {
  @Test(arguments: EditorFields.files)
  func `every field says in a sentence what it means`(file: String) {
    for field in EditorFields.of(file) {
      let description = field.resolved("description")?.string ?? ""
      #expect(description.hasSuffix(".") && description.count > 5, "\(file)#\(field.pointer)")
    }
  }

  @Test(arguments: EditorFields.files)
  func `every field has an example, and each example is valid`(file: String) throws {
    let registry = EditorFields.registry
    for field in EditorFields.of(file) {
      let examples = field.resolved("examples")?.array ?? []
      #expect(!examples.isEmpty, "\(file)#\(field.pointer)")
      let schema = try registry.schema(at: "\(file)#\(field.pointer)")
      for example in examples {
        let problems = schema.validate(example).map(\.message)
        #expect(problems == [], "\(file)#\(field.pointer) \(example.text)")
      }
    }
  }

  @Test func `the examples of the words of a kind are valid`() throws {
    let file = "x-gcsync.json"
    let definitions = try #require(KindLibrary.load().0.documents[file]?["$defs"]?.object)
    var count = 0
    for definition in definitions {
      for word in definition.value["properties"]?.object ?? [:] {
        let pointer = JSONPointer(["$defs", definition.key, "properties", word.key])
        let schema = try EditorFields.registry.schema(at: "\(file)#\(pointer)")
        for example in word.value["examples"]?.array ?? [] {
          #expect(schema.validate(example).isEmpty, "\(pointer) \(example.text)")
          count += 1
        }
      }
    }
    #expect(count > 50)
  }

  @Test(arguments: EditorFields.files)
  func `the default an editor shows is the one that the plan counts with`(file: String) throws {
    for field in EditorFields.of(file) {
      let shown = field.schema["default"]
      if let planned = field.schema["x-gcsync"]?["default"] {
        #expect(shown == planned, "\(file)#\(field.pointer)")
      }
      guard let shown else { continue }
      #expect(field.schema["x-gcsync"]?["serverDefault"] != true, "\(file)#\(field.pointer)")
      let schema = try EditorFields.registry.schema(at: "\(file)#\(field.pointer)")
      #expect(schema.validate(shown).isEmpty, "\(file)#\(field.pointer)")
    }
  }

  @Test(arguments: EditorFields.files)
  func `every value to choose says what choosing it means`(file: String) throws {
    for (pointer, schema) in EditorFields.choices(in: file) {
      let values = try #require(schema["enum"]?.array)
      let meanings = schema["enumDescriptions"]?.array?.compactMap(\.string) ?? []
      #expect(meanings.count == values.count, "\(file)#\(pointer)")
      #expect(Set(meanings).count == values.count, "\(file)#\(pointer) says the same of two values")
      #expect(meanings.allSatisfy { $0.hasSuffix(".") }, "\(file)#\(pointer)")
    }
  }

  @Test func `explain shows the meaning of each choice, the default and an example`() throws {
    let library = KindLibrary.load().0
    let encryption = try library.explain("StorageTarget.configuration.serverSideEncryption")
    #expect(encryption.meanings.map(\.value) == ["AES256", "aws:kms", "aws:kms:dsse"])
    #expect(encryption.meanings.allSatisfy { $0.meaning != nil })
    #expect(encryption.example == "AES256")
    let types = try library.explain("RecordingPolicy.recordingTypes")
    #expect(types.meanings.first?.value == "voice")
    #expect(try library.explain("StorageTarget.enabled").defaultText == "true")
    #expect(try library.explain("StorageTarget").example?["kind"] == "StorageTarget")
  }

  @Test func `explain goes into lists and into the project file`() throws {
    let library = KindLibrary.load().0
    let name = try library.explain("DataAction.tests.name")
    #expect(name.type == "string" && !name.isRequired)
    #expect(try library.explain("DataAction.tests.upstream").children.isEmpty == false)
    #expect(try library.explain("DataAction.tests").children.contains { $0.name == "expect" })
    #expect(try library.explain("Project.limits.updatePercent").defaultText == "30")
    let profile = try library.explain("Project.environments.dev.genesys.profile")
    #expect(profile.choices == ["guide", "platform"])
    #expect(try library.explain("Rule.level").choices == ["deny", "warn"])
  }
}
