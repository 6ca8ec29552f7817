internal import JSON
internal import Store
internal import World

/// A ledger's record as DynamoDB writes it down.
enum DynamoDBItem {
  static func key(_ key: String) -> JSON { ["id": ["S": .string(key)]] }

  static func item(_ key: String, _ record: LedgerRecord) -> JSON {
    [
      "id": ["S": .string(key)], "status": ["S": .string(record.state.rawValue)],
      "payloadHash": ["S": .string(record.payloadHash)],
      "expires": ["N": .string(String(record.expires.seconds))],
    ]
  }

  /// Reads an item; nil where there is none, or one that no ledger wrote.
  static func record(_ item: JSON?) -> LedgerRecord? {
    guard let item, let state = item["status"]?["S"]?.string.flatMap(LedgerRecord.State.init),
      let hash = item["payloadHash"]?["S"]?.string,
      let expires = item["expires"]?["N"]?.string.flatMap({ Int64($0) })
    else { return nil }
    return LedgerRecord(
      state: state, payloadHash: hash, expires: Timestamp(seconds: expires))
  }
}
