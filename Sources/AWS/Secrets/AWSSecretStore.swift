internal import Diagnostics
internal import HTTP
internal import JSON
package import World

/// Reads secrets from Secrets Manager and from the Parameter Store, each no more than once a call.
package struct AWSSecretStore: SecretStore {
  package typealias Answer = Result<Secret, SecretStoreFailure>

  private let connection: AWSConnection
  private let settings: AWSSettings
  private let world: World

  /// Reads over a connection, in the settings' region what names none itself.
  package init(_ connection: AWSConnection, settings: AWSSettings, world: World) {
    self.connection = connection
    self.settings = settings
    self.world = world
  }

  package func read(_ references: Set<String>) async -> [String: Answer] {
    var answers: [String: Answer] = [:]
    var groups: [Place: [(text: String, reference: SecretReference)]] = [:]
    for text in references.sorted() {
      guard let reference = SecretReference(text) else {
        answers[text] = .failure(
          SecretStoreFailure(
            "the secretRef names no secret of AWS",
            hint: "write aws-sm:ID, aws-sm:ID#KEY or ssm:NAME"))
        continue
      }
      switch reference.region.map({ .success($0) }) ?? region() {
      case .failure(let failure): answers[text] = .failure(failure)
      case .success(let region):
        groups[Place(store: reference.store, region: region), default: []].append((text, reference))
      }
    }
    await withTaskGroup(of: [String: Answer].self) { tasks in
      for (place, group) in groups {
        tasks.addTask { await read(group, at: place) }
      }
      for await some in tasks { answers.merge(some) { $1 } }
    }
    return answers
  }

  /// Where secrets are that name no region themselves, or why that is not known.
  private func region() -> Result<String, SecretStoreFailure> {
    do throws(DiagnosticsError) {
      if let region = try settings.region(world) { return .success(region) }
    } catch {
      return .failure(SecretStoreFailure(error.diagnostics.first?.message ?? "no region is known"))
    }
    return .failure(
      SecretStoreFailure(
        "no AWS region is known to read the secret from",
        hint: "set aws.region of the environment, or AWS_REGION"))
  }

  private struct Place: Hashable {
    let store: SecretReference.Store
    let region: String
  }

  private func read(
    _ group: [(text: String, reference: SecretReference)], at place: Place
  ) async -> [String: Answer] {
    let service: AWSService = place.store == .parameters ? .ssm : .secretsManager
    guard let client = connection.client(service, region: place.region) else {
      let failure = SecretStoreFailure("\(place.region) is no region of AWS")
      return Dictionary(
        group.map { ($0.text, .failure(failure)) }, uniquingKeysWith: { first, _ in first })
    }
    let ids = Set(group.map(\.reference.id))
    let values: [String: Answer] =
      switch place.store {
      case .parameters: await ParameterReader(client).read(ids)
      case .secretsManager: await SecretsManagerReader(client).read(ids)
      }
    var answers: [String: Answer] = [:]
    for (text, reference) in group {
      answers[text] = values[reference.id].map { reference.member(of: $0) }
    }
    return answers
  }
}

extension SecretReference {
  /// Takes the member that is meant out of a secret that holds a JSON object.
  fileprivate func member(
    of answer: AWSSecretStore.Answer
  ) -> AWSSecretStore.Answer {
    guard let key, case .success(let secret) = answer else { return answer }
    guard let object = secret.reveal({ try? JSON.parse($0) })?.object else {
      return .failure(
        SecretStoreFailure("the secret \(id) is no JSON object, and #\(key) asks for a member"))
    }
    switch object[key] {
    case nil, .null?:
      return .failure(
        SecretStoreFailure("the secret \(id) has no member \(key)", hint: "see the names it has"))
    case .string(let text)?: return .success(Secret(text))
    case let value?: return .success(Secret(value.text))
    }
  }
}

extension SecretStoreFailure {
  /// Says why a call to a store has no result, and what to do about it.
  init(_ failure: AWSFailure, _ what: String) {
    let problem = failure.diagnostic(.error, "\(what) cannot be read")
    self.init(problem.message, hint: problem.hint)
  }
}
