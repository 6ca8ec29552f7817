internal import DataActions
internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import World

extension ActionSession {
  /// Refuses what could not be written down, before anything is asked.
  func checkRecording(_ name: String, _ address: Address, _ action: DataAction) throws {
    guard !name.isEmpty else { throw Arguments.Misuse(message: "--record needs a name") }
    guard !action.tests.contains(where: { $0.name == name }) else {
      throw Arguments.Misuse(message: "\(address) has a test \"\(name)\" already")
    }
    if case .s3? = action.source?.origin {
      throw Arguments.Misuse(
        message: "what is read from S3 is not recorded; write the object's text under "
          + "upstream: {text: …} of a test")
    }
  }

  /// Returns the values of the secrets that an action names.
  func values(of action: DataAction) async throws -> [Secret] {
    let resolver = try await secrets(of: [action])
    return try action.secretReferences.compactMap { $0["secretRef"]?.string }
      .map { try resolver.resolve(SecretSource($0)) }
  }

  /// Writes a test into the manifest of an action where it passes, and returns the file.
  func record(
    _ fixture: JSON?, for address: Address, _ action: DataAction
  ) async throws -> String {
    guard let fixture else {
      throw refusal(address, "nothing was asked, or the answer is no text")
    }
    if let difference = await replayed(fixture, action)?.differences.first {
      throw refusal(
        address, "the test would not pass: \(difference.message)",
        hint: "what came of it depends on more than its answer, such as a time")
    }
    var recording = FixtureRecording(project: session.project, environment: session.environment)
    let files = try recording.add(fixture, to: address)
    if let file = files.first(where: { $0.path.hasSuffix(".json") }) {
      throw refusal(
        address, "\(file.path) is JSON, which is not edited",
        hint: "add to its tests: \(fixture.text)")
    }
    for file in files { try Files.write(file.bytes, to: file.path) }
    return files.first?.path ?? ""
  }

  private func replayed(_ fixture: JSON, _ action: DataAction) async -> ActionTestResult? {
    guard let test = action.reading(test: fixture) else { return nil }
    return await offline.tester(action).result(of: test)
  }

  private func refusal(
    _ address: Address, _ message: String, hint: String? = nil
  ) -> CommandFailure {
    CommandFailure(
      .error,
      .error("test-not-recorded", message, address: address.description, hint: hint))
  }
}
