import Foundation
import JSON
import Reconciler
import World

/// The kinds of `schemas/`, read from the checkout.
enum Fixtures {
  static let storageTarget = kind("StorageTarget")
  static let recordingPolicy = kind("RecordingPolicy")
  static let webhook = kind("Webhook")
  static let kinds = Dictionary(
    uniqueKeysWithValues: [storageTarget, recordingPolicy, webhook].map { ($0.name, $0) })

  static let header = Plan.Header(
    version: "0", owner: "acme/contact-center", environment: "dev",
    target: ["genesys": "api.example"], manifestHash: "0", schemaHashes: [:])

  static func document(_ name: String) -> JSON {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("schemas/\(name)")
    guard let data = try? Data(contentsOf: file), let json = try? JSON.parse(Array(data)) else {
      preconditionFailure("schemas/\(name) is a JSON file")
    }
    return json
  }

  static func kind(_ name: String) -> Kind { kind(from: document("\(name).json")) }

  static func kind(from schema: JSON) -> Kind {
    let common = document("common.json")
    let kind = Kind(schema: schema) { reference in
      let fragment = reference.split(separator: "#").last.map(String.init) ?? ""
      return JSONPointer(parsing: fragment).flatMap { common[$0] }
    }
    guard let kind else { preconditionFailure("the schema describes a kind") }
    return kind
  }

  static let targetSpec: JSON = [
    "name": "archive", "type": "aws-s3",
    "configuration": [
      "bucket": "recordings", "region": "us-east-1", "serverSideEncryption": "AES256",
      "accessKeyId": ["secretRef": "env:ID"], "secretAccessKey": ["secretRef": "env:SECRET"],
    ],
    "retentionPeriodDays": 365,
  ]

  static let policySpec: JSON = [
    "name": "voice", "recordingTypes": ["voice", "chat"], "retentionPeriodDays": 30,
    "storageTargetId": ["ref": ["kind": "StorageTarget", "name": "archive"]],
  ]

  static let target = DesiredObject(
    address: Address(kind: "StorageTarget", name: "archive"), kind: storageTarget, clientID: "t-1",
    spec: targetSpec)
  static let policy = DesiredObject(
    address: Address(kind: "RecordingPolicy", name: "voice"), kind: recordingPolicy,
    clientID: "p-1", spec: policySpec)

  static func collection(
    _ kind: String, _ objects: [ObservedObject] = [],
    _ completeness: ObservedCollection.Completeness = .whole
  ) -> (String, ObservedCollection) {
    (
      kind,
      ObservedCollection(kind: kind, objects: objects, completeness: completeness, requests: 1)
    )
  }

  static func proposal(
    _ desired: [DesiredObject], _ observed: [(String, ObservedCollection)], blocks: [Block] = [],
    adopts: Bool = false
  ) -> Proposal {
    Planner(
      header: header, profile: .guide, desired: desired,
      observed: Dictionary(uniqueKeysWithValues: observed), blocks: blocks,
      permissions: .init(adopts: adopts)
    ).proposal()
  }
}
