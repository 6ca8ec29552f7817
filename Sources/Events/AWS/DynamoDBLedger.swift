package import AWS
internal import JSON
package import Store
package import World

/// The ledger of workers on several machines, in a table of DynamoDB whose key is `id`.
///
/// Claims are conditional writes, so that of two workers one gets the event. The attribute `expires`
/// is in seconds, as the table's time to live wants it.
package struct DynamoDBLedger: Ledger {
  private let client: AWSClient
  private let table: String
  private let lifetimes: LedgerRecord.Lifetimes
  private let world: World

  package init(
    _ client: AWSClient, table: String, lifetimes: LedgerRecord.Lifetimes = .init(), world: World
  ) {
    self.client = client
    self.table = table
    self.lifetimes = lifetimes
    self.world = world
  }

  package func claim(_ entries: [LedgerEntry]) async throws(EventError) -> [LedgerClaim] {
    try await each(entries) { entry async throws(EventError) in
      try await claim(entry)
    }
  }

  package func complete(_ entries: [LedgerEntry]) async throws(EventError) {
    let end = world.now().advanced(by: lifetimes.completed)
    _ = try await each(entries) { entry async throws(EventError) in
      let record = LedgerRecord(
        state: .completed, payloadHash: entry.payloadHash, expires: end)
      try await call("PutItem", ["Item": DynamoDBItem.item(entry.key, record)])
    }
  }

  package func release(_ entries: [LedgerEntry]) async throws(EventError) {
    _ = try await each(entries) { entry async throws(EventError) in
      do throws(EventError) {
        try await call(
          "DeleteItem",
          [
            "Key": DynamoDBItem.key(entry.key), "ConditionExpression": "#s = :p",
            "ExpressionAttributeNames": ["#s": "status"],
            "ExpressionAttributeValues": [
              ":p": ["S": .string(LedgerRecord.State.inProgress.rawValue)]
            ],
          ])
      } catch  where error.name == .conflict {
        // Somebody has completed it meanwhile, which stays.
      }
    }
  }

  private func claim(_ entry: LedgerEntry) async throws(EventError) -> LedgerClaim {
    let now = world.now()
    let record = LedgerRecord(
      state: .inProgress, payloadHash: entry.payloadHash,
      expires: now.advanced(by: lifetimes.inProgress))
    do throws(EventError) {
      try await call(
        "PutItem",
        [
          "Item": DynamoDBItem.item(entry.key, record),
          "ConditionExpression": "attribute_not_exists(id) OR #e <= :now",
          "ExpressionAttributeNames": ["#e": "expires"],
          "ExpressionAttributeValues": [":now": ["N": .string(String(now.seconds))]],
        ])
      return .granted
    } catch  where error.name == .conflict {
      let answer = try await call(
        "GetItem", ["Key": DynamoDBItem.key(entry.key), "ConsistentRead": true])
      guard let known = DynamoDBItem.record(answer["Item"]) else {
        throw .transient(.ledger, "the ledger's entry \(entry.key) changed while it was read")
      }
      let claim = entry.claim(against: known, at: now)
      // An entry that ended just now is claimed next time.
      return claim == .granted ? .inProgress(until: now.advanced(by: .seconds(1))) : claim
    }
  }

  @discardableResult
  private func call(_ operation: String, _ body: JSON) async throws(EventError) -> JSON {
    var body = body
    body["TableName"] = .string(table)
    do throws(AWSFailure) {
      return try await client.call(operation, body)
    } catch  where error.code?.hasPrefix("ConditionalCheckFailed") == true {
      throw .permanent(.conflict, error.message)
    } catch  where error.cause == .notFound {
      throw .fatal(.ledger, "there is no table \(table) for the ledger; make one with the key id")
    } catch {
      throw EventError(error)
    }
  }

  /// Does something for every entry at once, and returns the results in the entries' order.
  private func each<Value: Sendable>(
    _ entries: [LedgerEntry],
    _ body: @escaping @Sendable (LedgerEntry) async throws(EventError) -> Value
  ) async throws(EventError) -> [Value] {
    let results = await withTaskGroup(of: (Int, Result<Value, EventError>).self) { group in
      for (position, entry) in entries.enumerated() {
        group.addTask {
          do throws(EventError) {
            return (position, .success(try await body(entry)))
          } catch {
            return (position, .failure(error))
          }
        }
      }
      var results: [Int: Result<Value, EventError>] = [:]
      for await (position, result) in group { results[position] = result }
      return results
    }
    var values: [Value] = []
    for position in entries.indices {
      if let value = try results[position]?.get() { values.append(value) }
    }
    return values
  }
}
