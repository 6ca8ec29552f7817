internal import Diagnostics
internal import Reconciler

extension Option {
  /// What part of the environment a command is about.
  static let scope: [Option] = [
    Option("kind", value: "KIND", repeatable: true, "Only objects of this kind; repeatable."),
    Option(
      "target", value: "ADDRESS", repeatable: true,
      "Only this object, such as Webhook/x, and what it refers to; repeatable."),
    Option(
      "selector", short: "l", value: "KEY=VALUE", repeatable: true,
      "Only objects whose metadata.labels say so; repeatable."),
  ]

  /// What a plan may do beyond creating and updating.
  static let permissions: [Option] = [
    Option("prune", "Delete what this project wrote and no longer declares."),
    Option("adopt", "Take over objects that were found by their name and differ."),
    Option("allow-takeover", "Take over objects that another project wrote."),
    Option("rewrite-secrets", "Send every secret again, changed or not."),
  ]

  /// How a plan is saved.
  static let saving: [Option] = [
    Option("out", value: "FILE", "Save the plan for gcsync apply FILE."),
    Option(
      "sign", value: "KEYFILE", "Sign the saved plan with this Ed25519 private key (PEM)."),
    Option(
      "valid-for", value: "TIME",
      "How long the saved plan may be applied, such as 30m, 24h or 7d; 24h by default."),
  ]
}

extension Invocation {
  /// Reads `--kind`, `--target` and `--selector`; every name must be one there is.
  func scope(_ kinds: [String: Kind]) throws(Arguments.Misuse) -> Scope {
    var scope = Scope()
    for name in arguments.all("kind") {
      guard kinds[name] != nil else {
        let near = nearestName(to: name, in: kinds.keys.sorted())
        throw Arguments.Misuse(
          message: "there is no kind \"\(name)\"" + (near.map { "; did you mean \($0)?" } ?? ""))
      }
      scope.kinds.insert(name)
    }
    for text in arguments.all("target") {
      guard let address = Address(parsing: text) else {
        throw Arguments.Misuse(message: "--target is an address such as Webhook/x, not \"\(text)\"")
      }
      scope.addresses.insert(address)
    }
    for text in arguments.all("selector") {
      let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, !halves[0].isEmpty else {
        throw Arguments.Misuse(message: "--selector is KEY=VALUE, not \"\(text)\"")
      }
      scope.labels[String(halves[0])] = String(halves[1])
    }
    return scope
  }

  var permissions: Planner.Permissions {
    Planner.Permissions(
      adopts: arguments.has("adopt"), takesOver: arguments.has("allow-takeover"),
      prunes: arguments.has("prune"), rewritesSecrets: arguments.has("rewrite-secrets"))
  }

  /// Reads a time such as 90s, 30m, 24h or 7d.
  func duration(_ name: String) throws(Arguments.Misuse) -> Duration? {
    guard let text = arguments.last(name) else { return nil }
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), count > 0,
      count <= 100_000
    else {
      throw Arguments.Misuse(
        message: "--\(name) is a time such as 90s, 30m, 24h or 7d, not \"\(text)\"")
    }
    return .seconds(count * unit)
  }
}
