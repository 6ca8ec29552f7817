import Diagnostics
import Foundation
import Manifests

/// A project in a folder of its own, which goes when the fixture does.
final class Fixture {
  let folder: String
  let kinds: KindLibrary
  let project: Project

  init(
    _ files: [String: String], variables: String = "{retention: 365}", profile: String = "guide"
  ) throws {
    folder = FileManager.default.temporaryDirectory.path + "/manifests-\(UUID().uuidString)"
    kinds = KindLibrary.load().0
    let head = """
      apiVersion: gcsync/v1
      kind: Project
      owner: acme/cc
      environments:
        dev:
          genesys: {profile: \(profile), domain: mypurecloud.com}
          variables: \(variables)
          overlays: [envs/dev]
      """
    try FileManager.default.createDirectory(
      atPath: folder + "/envs/dev", withIntermediateDirectories: true)
    for (path, text) in files.merging(["gcsync.yaml": head], uniquingKeysWith: { own, _ in own }) {
      let file = URL(filePath: "\(folder)/\(path)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    project = try Project.load(folder: folder, shownAs: ".", kinds: kinds)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func load() throws -> ManifestSet {
    ManifestSet.load(
      project: project, environment: try project.environment(named: "dev"), kinds: kinds)
  }
}

/// Returns a recording policy with a spec in flow style.
func policy(_ name: String, days: String = "365", target: String = "a") -> String {
  """
  apiVersion: gcsync/v1
  kind: RecordingPolicy
  metadata: {name: \(name)}
  spec:
    recordingTypes: [voice]
    storageTargetId: {ref: {kind: StorageTarget, name: \(target)}}
    retentionPeriodDays: \(days)

  """
}

/// Returns a storage target whose secret key is written as given.
func target(_ name: String, secret: String = "{secretRef: env:KEY}", days: String = "365")
  -> String
{
  """
  apiVersion: gcsync/v1
  kind: StorageTarget
  metadata: {name: \(name)}
  spec:
    type: aws-s3
    configuration:
      bucket: recordings-prod
      region: us-east-1
      accessKeyId: {secretRef: env:ID}
      secretAccessKey: \(secret)
      serverSideEncryption: AES256
    retentionPeriodDays: \(days)

  """
}
