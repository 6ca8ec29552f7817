import Diagnostics
import JSON

extension StateMachineLint {
  /// Checks how a Map reads, batches and writes its items, and in which mode it works.
  mutating func checkMap(
    _ node: LocatedJSON, _ language: QueryLanguage, at location: SourceLocation
  ) {
    let processor = node["ItemProcessor"] ?? node["Iterator"]
    let isDistributed = checkProcessor(processor?["ProcessorConfig"])
    if !isDistributed {
      let fields = [
        "ItemReader", "ItemBatcher", "ResultWriter", "Label", "ToleratedFailurePercentage",
        "ToleratedFailurePercentagePath", "ToleratedFailureCount", "ToleratedFailureCountPath",
      ]
      for member in node.members ?? [] where fields.contains(member.key) {
        error(
          "asl-distributed-only", "\(member.key) belongs to a Map in distributed mode",
          at: member.keyLocation,
          hint: #"add "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}"#
            + " to its ItemProcessor")
      }
    }
    if let label = node["Label"], let text = label.string {
      let isPlain = text.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && !"?*<>{}[]:;,\\|^~$#%&`\"".unicodeScalars.contains($0)
          && $0.value > 0x1F && !(0x7F...0x9F).contains($0.value)
      }
      if text.isEmpty || text.unicodeScalars.count > 40 || !isPlain {
        error(
          "asl-value", "the Label has 1 to 40 characters without blanks and special characters",
          at: label.location)
      }
    }
    checkReader(node["ItemReader"], language)
    checkBatcher(node["ItemBatcher"], language)
    checkWriter(node["ResultWriter"], language)
    if isDistributed { warnOfSize(node, at: location) }
  }

  private mutating func checkProcessor(_ config: LocatedJSON?) -> Bool {
    guard let config else { return false }
    guard let members = config.members else {
      error("asl-type", "ProcessorConfig is an object", at: config.location)
      return false
    }
    refuseUnknown(members, known: ["Mode", "ExecutionType"], of: "a ProcessorConfig")
    checkChoice(config["Mode"], "Mode", of: ["INLINE", "DISTRIBUTED"])
    checkChoice(config["ExecutionType"], "ExecutionType", of: ["STANDARD", "EXPRESS"])
    let isDistributed = config["Mode"]?.string == "DISTRIBUTED"
    let type = config.member("ExecutionType")
    if isDistributed, type == nil {
      error(
        "asl-missing-field", "a distributed Map says which ExecutionType its children have",
        at: config.location, hint: "add STANDARD or EXPRESS")
    } else if !isDistributed, let type {
      error(
        "asl-distributed-only", "ExecutionType belongs to a Map in distributed mode",
        at: type.keyLocation, hint: "leave it out, or add \"Mode\": \"DISTRIBUTED\"")
    }
    return isDistributed
  }

  private mutating func checkReader(_ reader: LocatedJSON?, _ language: QueryLanguage) {
    guard let reader else { return }
    guard
      checkParts(
        reader, "ItemReader",
        [
          "Resource": .init(.structure), "ReaderConfig": .init(.structure),
          "Parameters": .init(.template, .jsonPath), "Arguments": .init(.template, .jsonata),
        ], language)
    else { return }
    checkResource(reader["Resource"], of: "the ItemReader", at: reader.location)
    guard let config = reader["ReaderConfig"] else { return }
    guard
      checkParts(
        config, "ReaderConfig",
        [
          "InputType": .init(.structure), "CSVHeaderLocation": .init(.structure),
          "CSVHeaders": .init(.structure), "CSVDelimiter": .init(.structure),
          "MaxItems": .init(.number(0...100_000_000)), "MaxItemsPath": .init(.value, .jsonPath),
          "Transformation": .init(.structure), "ManifestType": .init(.structure),
          "ItemsPointer": .init(.text),
        ], language)
    else { return }
    checkChoice(
      config["InputType"], "InputType", of: ["CSV", "JSON", "JSONL", "MANIFEST", "PARQUET"])
    checkChoice(config["CSVHeaderLocation"], "CSVHeaderLocation", of: ["FIRST_ROW", "GIVEN"])
    checkChoice(
      config["CSVDelimiter"], "CSVDelimiter", of: ["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"])
    checkChoice(config["Transformation"], "Transformation", of: ["NONE", "LOAD_AND_FLATTEN"])
    checkChoice(config["ManifestType"], "ManifestType", of: ["ATHENA_DATA", "S3_INVENTORY"])
    checkHeaders(config)
  }

  private mutating func checkHeaders(_ config: LocatedJSON) {
    let headers = config["CSVHeaders"]
    if let headers, headers.value.texts?.isEmpty ?? true {
      error("asl-type", "CSVHeaders is a list of at least one name", at: headers.location)
    }
    let isGiven = config["CSVHeaderLocation"]?.string == "GIVEN"
    if isGiven, headers == nil {
      error(
        "asl-missing-field", "CSVHeaderLocation GIVEN needs CSVHeaders", at: config.location)
    } else if !isGiven, let headers, config["InputType"]?.string == "CSV" {
      error(
        "asl-exclusive-fields", "CSVHeaders are given although they are read from the file",
        at: headers.location, hint: "say \"CSVHeaderLocation\": \"GIVEN\"")
    }
    if config["InputType"]?.string == "CSV", config["CSVHeaderLocation"] == nil {
      error(
        "asl-missing-field", "a reader of CSV says where the headers are", at: config.location,
        hint: "add \"CSVHeaderLocation\": \"FIRST_ROW\" or \"GIVEN\"")
    }
  }

  private mutating func checkBatcher(_ batcher: LocatedJSON?, _ language: QueryLanguage) {
    guard let batcher else { return }
    let sizes = [
      "MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch",
      "MaxInputBytesPerBatchPath",
    ]
    guard
      checkParts(
        batcher, "ItemBatcher",
        [
          "BatchInput": .init(.template), sizes[0]: .init(.number(1...100_000_000)),
          sizes[1]: .init(.value, .jsonPath), sizes[2]: .init(.number(1...Self.maximumPayload)),
          sizes[3]: .init(.value, .jsonPath),
        ], language)
    else { return }
    if sizes.allSatisfy({ batcher[$0] == nil }) {
      error(
        "asl-missing-field", "the ItemBatcher does not say how large a batch is",
        at: batcher.location, hint: "add MaxItemsPerBatch or MaxInputBytesPerBatch")
    }
  }

  private mutating func checkWriter(_ writer: LocatedJSON?, _ language: QueryLanguage) {
    guard let writer else { return }
    guard
      checkParts(
        writer, "ResultWriter",
        [
          "Resource": .init(.structure), "WriterConfig": .init(.structure),
          "Parameters": .init(.template, .jsonPath), "Arguments": .init(.template, .jsonata),
        ], language)
    else { return }
    if writer["WriterConfig"] == nil || writer["Resource"] != nil {
      checkResource(writer["Resource"], of: "the ResultWriter", at: writer.location)
    }
    guard let config = writer["WriterConfig"],
      checkParts(
        config, "WriterConfig",
        ["Transformation": .init(.structure), "OutputType": .init(.structure)], language)
    else { return }
    checkChoice(config["Transformation"], "Transformation", of: ["NONE", "COMPACT", "FLATTEN"])
    checkChoice(config["OutputType"], "OutputType", of: ["JSON", "JSONL"])
  }

  private mutating func checkParts(
    _ node: LocatedJSON, _ name: String, _ fields: [String: StateField], _ language: QueryLanguage
  ) -> Bool {
    guard let members = node.members else {
      error("asl-type", "\(name) is an object", at: node.location)
      return false
    }
    refuseUnknown(members, known: fields.keys, of: "the \(name)")
    for member in members {
      if let field = fields[member.key] { check(member, field, language: language) }
    }
    refuseExclusive(node)
    return true
  }

  private mutating func checkChoice(_ node: LocatedJSON?, _ name: String, of values: [String]) {
    guard let node, !values.contains(node.string ?? "") else { return }
    error(
      "asl-value", "the \(name) is none there is", at: node.location,
      hint: "there are \(values.joined(separator: ", "))")
  }

  /// Warns where the results of all children together may be more than a state may pass on.
  private mutating func warnOfSize(_ node: LocatedJSON, at location: SourceLocation) {
    if case .null = node["ResultPath"]?.content { return }
    guard node["ResultWriter"]?["Resource"] == nil, node["Output"] == nil else { return }
    warn(
      "asl-result-size",
      "the results of all items together may be more than the \(Self.maximumPayload) bytes a state "
        + "may pass on", at: location,
      notes: [
        .init("that is States.DataLimitExceeded, which a catcher of States.ALL does not see")
      ],
      hint: "add a ResultWriter that keeps them in S3, or discard them with \"ResultPath\": null")
  }
}
