internal import Crypto
internal import JSON
internal import World

/// Reads the current values of secrets, several at a time.
struct SecretsManagerReader: Sendable {
  private let client: AWSClient

  init(_ client: AWSClient) {
    self.client = client
  }

  /// How many are asked for at once.
  private static let width = 8

  func read(_ ids: Set<String>) async -> [String: AWSSecretStore.Answer] {
    await withTaskGroup(of: (String, AWSSecretStore.Answer).self) { tasks in
      var waiting = ids.sorted()[...]
      var answers: [String: AWSSecretStore.Answer] = [:]
      for id in waiting.prefix(Self.width) { tasks.addTask { (id, await read(id)) } }
      waiting = waiting.dropFirst(Self.width)
      for await (id, answer) in tasks {
        answers[id] = answer
        if let next = waiting.popFirst() { tasks.addTask { (next, await read(next)) } }
      }
      return answers
    }
  }

  private func read(_ id: String) async -> AWSSecretStore.Answer {
    let answer: JSON
    do throws(AWSFailure) {
      answer = try await client.call("GetSecretValue", ["SecretId": .string(id)])
    } catch {
      return .failure(SecretStoreFailure(error, "the secret \(id)"))
    }
    if let text = answer["SecretString"]?.string { return .success(Secret(text)) }
    guard let bytes = answer["SecretBinary"]?.string.flatMap(Base64.standard.decode),
      let text = String(validating: bytes, as: UTF8.self)
    else { return .failure(SecretStoreFailure("the secret \(id) is no text")) }
    return .success(Secret(text))
  }
}
