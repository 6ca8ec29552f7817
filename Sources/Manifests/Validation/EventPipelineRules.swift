internal import Diagnostics
internal import JSON
internal import Reconciler

/// What a pipeline of events must say so that AWS takes it and no event is lost on its way.
struct EventPipelineRules {
  private let manifest: LoadedManifest
  private var problems: [Diagnostic] = []

  static func problems(in manifest: LoadedManifest) -> [Diagnostic] {
    var rules = EventPipelineRules(manifest: manifest)
    rules.checkNames()
    rules.checkVisibility()
    rules.checkRetention()
    rules.checkKeys()
    rules.checkPipe()
    rules.checkTarget()
    rules.checkLogging()
    rules.checkAlarms()
    rules.checkStatements()
    if let pattern = rules.value("rule", "eventPattern") {
      rules.checkPattern(pattern, at: Self.pointer("rule", "eventPattern"))
    }
    return rules.problems
  }

  private init(manifest: LoadedManifest) {
    self.manifest = manifest
  }

  private static func pointer(_ path: String...) -> JSONPointer { JSONPointer(["spec"] + path) }

  /// Returns what stands in the spec, or the default of the field.
  private func value(_ path: String...) -> JSON? {
    manifest.value[JSONPointer(["spec"] + path)]
      ?? manifest.kind.spec.field(at: JSONPointer(path))?.role.defaultValue
  }

  /// Returns a pointer at which the manifest says something.
  private func written(_ pointer: JSONPointer) -> JSONPointer? {
    manifest.value[pointer] == nil ? nil : pointer
  }

  /// Tells of a value that stands nowhere where it comes from.
  private func origin(of pointer: JSONPointer) -> String {
    written(pointer) == nil ? ", the default of \(pointer)" : ""
  }

  private mutating func add(
    _ severity: Diagnostic.Severity, _ code: String, _ message: String, at pointer: JSONPointer,
    hint: String
  ) {
    problems.append(
      Diagnostic(
        severity, code, message, at: manifest.location(of: pointer),
        address: manifest.address.description, hint: hint))
  }

  private mutating func checkNames() {
    guard let name = value("queue", "name")?.string,
      name == value("deadLetterQueue", "name")?.string
    else { return }
    add(
      .error, "same-queue", "the queue and its dead-letter queue are both called \(name)",
      at: Self.pointer("deadLetterQueue", "name"),
      hint: "give the dead letters a queue of their own")
  }

  /// A message must not be handed out again while its consumer still works on it.
  private mutating func checkVisibility() {
    guard let timeout = value("consumer", "timeoutSeconds")?.int,
      let visible = value("queue", "visibilityTimeout")?.int
    else { return }
    let window = value("consumer", "batchWindowSeconds")?.int ?? 0
    let needed = min(6 * timeout + window, 43_200)
    guard visible < needed else { return }
    let place = Self.pointer("queue", "visibilityTimeout")
    add(
      .error, "visibility-too-short",
      "visibilityTimeout is \(visible) s\(origin(of: place)), and a consumer that may take "
        + "\(timeout) s needs \(needed) s: six times that, and the window in which a batch is "
        + "collected",
      at: written(place) ?? Self.pointer("consumer", "timeoutSeconds"),
      hint: "set queue.visibilityTimeout to \(needed), or give the consumer less time")
  }

  /// A dead letter is as old as the message was, so that it is kept for what is left of its time.
  private mutating func checkRetention() {
    guard let kept = value("queue", "messageRetentionPeriod")?.int,
      let dead = value("deadLetterQueue", "messageRetentionPeriod")?.int, dead <= kept
    else { return }
    let place = Self.pointer("deadLetterQueue", "messageRetentionPeriod")
    let other = Self.pointer("queue", "messageRetentionPeriod")
    add(
      .warning, "dead-letters-expire",
      "dead letters are kept for \(dead) s\(origin(of: place)) from when the event came, and the "
        + "queue keeps it for \(kept) s\(origin(of: other)) already",
      at: written(place) ?? other,
      hint: "keep dead letters for 1209600 s, the longest there is")
  }

  private mutating func checkKeys() {
    for queue in ["queue", "deadLetterQueue"] {
      guard let key = value(queue, "kmsMasterKeyId")?.string, key.hasSuffix("alias/aws/sqs") else {
        continue
      }
      add(
        .error, "unusable-kms-key",
        "EventBridge may not use alias/aws/sqs, so that no event would arrive",
        at: Self.pointer(queue, "kmsMasterKeyId"),
        hint: "name a key of your own whose policy lets events.amazonaws.com use it, or set "
          + "encryption to sqs")
    }
  }

  private mutating func checkPipe() {
    if let batch = value("pipe", "batchSize")?.int, batch > 10,
      value("pipe", "maximumBatchingWindowInSeconds")?.int == 0
    {
      add(
        .error, "missing-window", "batches of more than 10 messages take a window to collect them",
        at: Self.pointer("pipe", "batchSize"),
        hint: "set maximumBatchingWindowInSeconds to 1 or more")
    }
    guard value("pipe", "invocationType")?.string == "REQUEST_RESPONSE",
      value("stateMachine", "type")?.string == "STANDARD"
    else { return }
    add(
      .error, "pipe-cannot-wait", "a pipe cannot wait for executions of a STANDARD state machine",
      at: Self.pointer("pipe", "invocationType"),
      hint: "take invocationType out, or make the state machine an EXPRESS one")
  }

  private mutating func checkTarget() {
    let given = ["input", "inputPath", "inputTransformer"].filter { value("target", $0) != nil }
    guard given.count > 1 else { return }
    add(
      .error, "several-inputs", "a target takes one of \(given.joined(separator: ", "))",
      at: Self.pointer("target", given[1]), hint: "leave the others out")
  }

  private mutating func checkLogging() {
    let place = ["stateMachine", "loggingConfiguration"]
    guard let level = value(place[0], place[1], "level")?.string, level != "OFF",
      value(place[0], place[1], "logGroupArn") == nil
    else { return }
    add(
      .error, "missing-log-group", "nothing can be logged without a log group",
      at: JSONPointer(["spec"] + place), hint: "name it under logGroupArn, its ARN ending in :*")
  }

  private mutating func checkAlarms() {
    for alarm in value("alarms")?.object ?? [:] {
      if let period = value("alarms", alarm.key, "period")?.int, period % 60 != 0,
        ![10, 20, 30].contains(period)
      {
        add(
          .error, "invalid-period", "a period is 10, 20 or 30 s or a whole number of minutes",
          at: Self.pointer("alarms", alarm.key, "period"), hint: "set it to 60")
      }
      if let needed = value("alarms", alarm.key, "datapointsToAlarm")?.int,
        let all = value("alarms", alarm.key, "evaluationPeriods")?.int, needed > all
      {
        add(
          .error, "too-many-datapoints", "\(needed) of \(all) data points there cannot be",
          at: Self.pointer("alarms", alarm.key, "datapointsToAlarm"),
          hint: "raise evaluationPeriods, or leave datapointsToAlarm out")
      }
    }
  }

  /// The name of gcsync's own statement must not stand there twice.
  private mutating func checkStatements() {
    for policy in ["queuePolicy", "deadLetterPolicy"] {
      let statements = value(policy, "statements")?.array ?? []
      for (index, statement) in statements.enumerated()
      where statement["Sid"]?.string == "gcsync-rule" {
        add(
          .error, "reserved-statement", "gcsync writes the statement of that name itself",
          at: Self.pointer(policy, "statements").appending(index).appending("Sid"),
          hint: "leave the statement out, or call it otherwise")
      }
    }
  }

  /// Every leaf of a pattern is a list of what may stand there.
  private mutating func checkPattern(_ pattern: JSON, at pointer: JSONPointer) {
    guard let members = pattern.object, !members.isEmpty else {
      add(
        .error, "invalid-event-pattern", "a pattern is a mapping that is not empty", at: pointer,
        hint: "name what events must have, such as source: [{prefix: aws.partner/genesys.com}]")
      return
    }
    for member in members {
      let place = pointer.appending(member.key)
      if member.key == "$or", let branches = member.value.array, !branches.isEmpty {
        for (index, branch) in branches.enumerated() {
          checkPattern(branch, at: place.appending(index))
        }
      } else if member.key != "$or", member.value.object != nil {
        checkPattern(member.value, at: place)
      } else if member.value.array?.isEmpty != false {
        add(
          .error, "invalid-event-pattern",
          "\(member.key) must be a list of what may stand there", at: place,
          hint: "write [\(member.value.string ?? "…")]")
      }
    }
  }
}
