internal import JSON
internal import World

/// Reads parameters decrypted, as many with one request as the store allows.
struct ParameterReader: Sendable {
  private let client: AWSClient

  init(_ client: AWSClient) {
    self.client = client
  }

  /// How many one request may ask for.
  private static let batch = 10

  func read(_ names: Set<String>) async -> [String: AWSSecretStore.Answer] {
    var answers: [String: AWSSecretStore.Answer] = [:]
    var rest = names.sorted()[...]
    while !rest.isEmpty {
      answers.merge(await read(Array(rest.prefix(Self.batch)))) { $1 }
      rest = rest.dropFirst(Self.batch)
    }
    return answers
  }

  private func read(_ names: [String]) async -> [String: AWSSecretStore.Answer] {
    let answer: JSON
    do throws(AWSFailure) {
      answer = try await client.call(
        "GetParameters", ["Names": .array(names.map { .string($0) }), "WithDecryption": true])
    } catch {
      return await failed(names, error)
    }
    var answers: [String: AWSSecretStore.Answer] = [:]
    for parameter in answer["Parameters"]?.array ?? [] {
      guard let value = parameter["Value"]?.string else { continue }
      let selector = parameter["Selector"]?.string ?? ""
      for name in [parameter["Name"]?.string, parameter["ARN"]?.string].compactMap(\.self) {
        answers[name + selector] = .success(Secret(value))
        // A version is also known without the selector that asked for it.
        parameter["Version"]?.int.map { answers["\(name):\($0)"] = .success(Secret(value)) }
      }
    }
    for name in names where answers[name] == nil {
      answers[name] = .failure(
        SecretStoreFailure(
          "there is no parameter \(name) in \(client.region)",
          hint: "put it there, or correct the name under secretRef"))
    }
    return answers
  }

  /// Asks for each alone where one that may not be read has spoilt the others.
  private func failed(
    _ names: [String], _ failure: AWSFailure
  ) async -> [String: AWSSecretStore.Answer] {
    guard names.count > 1, failure.cause == .permission || failure.cause == .other else {
      return Dictionary(
        names.map { ($0, .failure(SecretStoreFailure(failure, "the parameter \($0)"))) },
        uniquingKeysWith: { first, _ in first })
    }
    var answers: [String: AWSSecretStore.Answer] = [:]
    for name in names { answers.merge(await read([name])) { $1 } }
    return answers
  }
}
