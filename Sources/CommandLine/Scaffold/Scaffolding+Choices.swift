internal import Diagnostics
internal import Genesys
internal import Manifests
internal import Reconciler
internal import World

extension Scaffolding {
  /// What is to be made: from options, else from answers, else from what can be seen.
  func chosen() throws -> Scaffold {
    let profile = try profile()
    let domain = try domain()
    let owner = answer("owner", "who owns the objects", repository?.name ?? fallbackOwner)
    let suggested: Scaffold.Pipeline = repository?.isGitLab == true ? .gitlab : .github
    let pipeline = try choice(
      "ci", "workflows for github, gitlab or none",
      among: Scaffold.Pipeline.allCases.map(\.rawValue),
      suggested.rawValue)
    guard !owner.isEmpty, !owner.contains(where: \.isNewline) else {
      throw Arguments.Misuse(message: "--owner is one line of text, such as acme/contact-center")
    }
    let scaffold = Scaffold(
      profile: profile, domain: domain, owner: owner, region: try region(domain),
      pipeline: Scaffold.Pipeline(rawValue: pipeline) ?? .none, environment: try environment(),
      kinds: try kinds(profile), hasHook: invocation.arguments.has("hook"), library: library,
      subfolder: repository?.subfolder ?? "", branch: repository?.branch ?? "main")
    try checkNames(of: scaffold)
    return scaffold
  }

  /// Refuses names that would mean something else in a workflow than in Git.
  private func checkNames(of scaffold: Scaffold) throws(Arguments.Misuse) {
    let remedy = "choose another, or write the workflows yourself and say --ci none"
    if scaffold.pipeline != .none, !scaffold.subfolder.isEmpty,
      scaffold.subfolder.wholeMatch(of: /[\p{L}\p{N}._@+\/ -]+/) == nil
    {
      throw Arguments.Misuse(
        message: "a workflow cannot name the folder \"\(scaffold.subfolder)\"; \(remedy)")
    }
    if scaffold.pipeline == .github,
      scaffold.branch.wholeMatch(of: /[\p{L}\p{N}._@#=,\/-]+/) == nil
    {
      throw Arguments.Misuse(
        message: "a workflow cannot name the branch \"\(scaffold.branch)\"; \(remedy)")
    }
  }

  private var asks: Bool {
    invocation.console.inIsTerminal && invocation.console.errIsTerminal
      && !invocation.arguments.has("yes")
  }

  private var fallbackOwner: String {
    let name = folder.split(separator: "/").last.map(String.init) ?? "contact-center"
    return name
  }

  /// The value of an option, or what a person answers; an empty answer takes the suggestion.
  private func answer(_ option: String, _ question: String, _ suggestion: String) -> String {
    if let given = invocation.arguments.last(option) { return given }
    guard asks else { return suggestion }
    invocation.console.err("\(question) [\(suggestion)]: ")
    let line = invocation.console.readLine()?.trimmed ?? ""
    return line.isEmpty ? suggestion : line
  }

  private func choice(
    _ option: String, _ question: String, among choices: [String], _ suggestion: String
  ) throws(Arguments.Misuse) -> String {
    for _ in 0..<3 {
      let text = answer(option, question, suggestion)
      if choices.contains(text) { return text }
      let near = nearestName(to: text, in: choices)
      invocation.say(
        "that is none of \(choices.joined(separator: ", "))"
          + (near.map { "; did you mean \($0)?" } ?? ""))
    }
    throw Arguments.Misuse(message: "--\(option) is one of \(choices.joined(separator: ", "))")
  }

  private func profile() throws(Arguments.Misuse) -> Profile {
    let names = Profile.allCases.map(\.rawValue)
    guard asks || invocation.arguments.has("profile") else {
      throw Arguments.Misuse(
        message: "init needs --profile platform (the public Platform API) or --profile guide")
    }
    let text = try choice(
      "profile", "profile: platform (the public API) or guide", among: names, "platform")
    return Profile(rawValue: text) ?? .platform
  }

  private func domain() throws(Arguments.Misuse) -> String {
    let text = answer("domain", "the org's domain or AWS region", "mypurecloud.com")
    let domain = GenesysRegion.domain(text)
    guard domain.wholeMatch(of: /[a-z0-9-]+(\.[a-z0-9-]+)+/) != nil else {
      throw Arguments.Misuse(
        message: "--domain is such as mypurecloud.ie or eu-west-1, not \"\(text)\"")
    }
    if !GenesysRegion.knownDomains.contains(domain) {
      let near = nearestName(to: domain, in: GenesysRegion.knownDomains)
      let hint = near.map { "did you mean \($0)?" } ?? "credentials go only to known domains"
      invocation.say("warning: no known Genesys Cloud region has the domain \(domain); \(hint)")
    }
    return domain
  }

  private func region(_ domain: String) throws(Arguments.Misuse) -> String {
    let region = invocation.arguments.last("region") ?? Scaffold.region(of: domain)
    guard region.wholeMatch(of: /[a-z]{2,}(-[a-z]+)+-[0-9]+/) != nil else {
      throw Arguments.Misuse(message: "--region is such as eu-west-1, not \"\(region)\"")
    }
    return region
  }

  private func environment() throws(Arguments.Misuse) -> String {
    let name = invocation.arguments.last("environment") ?? "prod"
    guard name.wholeMatch(of: /[A-Za-z][A-Za-z0-9_-]*/) != nil, name != Scaffold.sandbox else {
      throw Arguments.Misuse(
        message:
          "-e is a name such as prod, and not sandbox, which there is anyway; not \"\(name)\"")
    }
    return name
  }

  private func kinds(_ profile: Profile) throws(Arguments.Misuse) -> [String] {
    let names = invocation.arguments.all("kinds").flatMap { $0.split(separator: ",") }
      .map { String($0).trimmed }.filter { !$0.isEmpty }
    guard !names.isEmpty else { return Scaffold.kinds(for: profile) }
    if names == ["none"] { return [] }
    let known = library.declarable(in: profile)
    for name in names where !known.contains(name) {
      let near = nearestName(to: name, in: known)
      let hint = near.map { "did you mean \($0)?" } ?? "there are \(known.joined(separator: ", "))"
      throw Arguments.Misuse(
        message: "the profile \(profile.rawValue) has no kind \"\(name)\"; \(hint)")
    }
    return names
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
