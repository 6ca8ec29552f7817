import JSON

/// The objects of one collection in the order of their ids, each with its encoded answer.
struct Collection: Sendable {
  struct Entry: Sendable {
    /// The object as it is stored, secrets included.
    var object: JSON
    /// The object as the guide's collections answer it; the platform's depend on the question.
    var answer: [UInt8]
  }

  /// A change that readers do not see yet.
  struct Lag: Sendable {
    /// What they see instead; nothing where the object is new.
    let former: JSON?
    /// After how many reads they do.
    var reads: Int
  }

  struct Page {
    var body: [UInt8]
    var last: String?
  }

  let rule: CollectionRule
  private(set) var ids: [String] = []
  private var entries: [String: Entry] = [:]
  /// What readers still see of objects that were changed a few reads ago.
  var lags: [String: Lag] = [:]

  init(_ rule: CollectionRule) {
    self.rule = rule
  }

  var objects: [JSON] { ids.compactMap { entries[$0]?.object } }
  var maskedObjects: [JSON] { objects.map(rule.masked) }

  subscript(_ id: String) -> Entry? { entries[id] }

  mutating func store(_ object: JSON, id: String) {
    let answer = rule.platform == nil ? Array(rule.masked(object).text.utf8) : []
    if entries.updateValue(Entry(object: object, answer: answer), forKey: id) == nil {
      ids.insert(id, at: position(of: id))
    }
  }

  mutating func remove(_ id: String) {
    if entries.removeValue(forKey: id) != nil { ids.remove(at: position(of: id)) }
  }

  /// Returns up to `size` objects after an id, and the last one's id where more follow.
  func page(after id: String?, size: Int) -> Page {
    var start = 0
    if let id {
      start = position(of: id)
      if start < ids.count, ids[start] == id { start += 1 }
    }
    let end = min(start + size, ids.count)
    var body: [UInt8] = []
    for (offset, id) in ids[start..<end].enumerated() {
      if offset > 0 { body.append(UInt8(ascii: ",")) }
      body += entries[id]?.answer ?? []
    }
    return Page(body: body, last: end < ids.count ? ids[end - 1] : nil)
  }

  /// Where an id stands or would stand; ids compare by their UTF-8 bytes.
  private func position(of id: String) -> Int {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle].utf8.lexicographicallyPrecedes(id.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
