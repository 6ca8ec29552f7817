import Foundation
import JSON
import Templates
import Testing

/// Compares with the engine whose language it is.
@Suite struct VelocityPeerTests {
  @Test func `every written case renders as Velocity renders it`() async throws {
    let cases = try VelocityCases.all()
    #expect(cases.count > 300)
    try await compare(cases) { isSame($1, $2) }
  }

  /// `GCSYNC_SEED` makes other templates than every run has.
  private static var seed: UInt64 {
    ProcessInfo.processInfo.environment["GCSYNC_SEED"].flatMap { UInt64($0) } ?? 2026
  }

  @Test func `templates made by chance render as Velocity renders them`() async throws {
    var random = RandomTemplate(seed: Self.seed)
    let made = (0..<1_500).map { _ in random.next() }
    var tally: [Verdict: Int] = [:]
    try await compare(made.map(\.text)) { index, ours, answer in
      let verdict = Verdict(of: made[index].text, isBroken: made[index].isBroken, ours, answer)
      tally[verdict, default: 0] += 1
      return verdict != .wrong
    }
    print("peer velocity: seed \(Self.seed), \(tally.map { "\($1) \($0)" }.sorted())")
    // What excuses a difference must stay rare, or the comparison says nothing.
    #expect(tally[.accident, default: 0] < 50 && tally[.stricter, default: 0] < 250)
  }

  @Test func `every difference in the table is one`() async throws {
    let cases = Difference.all.map {
      VelocityPeer.Case(template: $0.template, context: someVariables)
    }
    guard let answers = try await answers(cases) else { return }
    for (difference, answer) in zip(Difference.all, answers) {
      #expect(
        !isSame(rendered(difference.template), answer),
        "\(difference.template) is the same by now: \(difference.reason)")
    }
  }

  private func compare(
    _ templates: [String],
    isRight: (Int, Result<String, TemplateError>, VelocityPeer.Answer) -> Bool
  ) async throws {
    let cases = templates.map { VelocityPeer.Case(template: $0, context: someVariables) }
    guard let answers = try await answers(cases) else { return }
    for (index, (template, answer)) in zip(templates, answers).enumerated() {
      let ours = rendered(template)
      if !isRight(index, ours, answer) {
        Issue.record("\(template.debugDescription)\n 1.7: \(answer)\nours: \(ours)")
      }
    }
    print("peer velocity: \(templates.count) templates")
  }

  private func answers(_ cases: [VelocityPeer.Case]) async throws -> [VelocityPeer.Answer]? {
    guard let answers = try await VelocityPeer.render(cases) else {
      #expect(!VelocityPeer.isRequired, "java, velocity and libvelocity-tools-java are installed")
      return nil
    }
    try #require(answers.count == cases.count)
    return answers
  }
}

/// Whether a template renders alike, or is refused by both.
private func isSame(
  _ ours: Result<String, TemplateError>, _ answer: VelocityPeer.Answer
) -> Bool {
  switch (ours, answer) {
  case (.success(let text), .text(let other)): text.utf8.elementsEqual(other.utf8)
  case (.failure, .failure): true
  default: false
  }
}

/// How two renderings of a template made by chance compare.
private enum Verdict {
  case same, refused, stricter, accident, wrong

  init(
    of template: String, isBroken: Bool, _ ours: Result<String, TemplateError>,
    _ answer: VelocityPeer.Answer
  ) {
    if isSame(ours, answer) {
      self = answer.isFailure ? .refused : .same
    } else if isBroken, case .failure(let error) = ours, error.kind == .syntax {
      self = .stricter
    } else if Accident.explains(template) {
      self = .accident
    } else {
      self = .wrong
    }
  }
}

/// The written cases: one file for each subject, cases parted by lines of `====`.
enum VelocityCases {
  static func all() throws -> [String] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Cases")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
      .flatMap { try String(contentsOf: $0, encoding: .utf8).components(separatedBy: "\n====\n") }
      .filter { !$0.isEmpty }
  }
}
