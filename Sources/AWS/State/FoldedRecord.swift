internal import JSON
internal import Reconciler

/// The applied record as the first segments of the journal leave it.
struct FoldedRecord: Sendable {
  /// The last segment it holds; 0 where it holds none.
  private(set) var number = 0
  private(set) var record = AppliedRecord()
  /// The last segment that the snapshot holds, and the snapshot's tag; no tag where there is none.
  private(set) var snapshot: (number: Int, tag: S3Objects.ETag?) = (0, nil)

  init() {}

  /// Reads a snapshot.
  init(_ stored: StateObjects.Stored, at url: String) throws(StateFailure) {
    guard let number = stored.document["through"]?.int, number >= 0,
      let objects = stored.document["objects"]?.array
    else { throw .corrupt(url, "it is not all of an applied record") }
    let read = objects.compactMap { AppliedObject($0) }
    guard read.count == objects.count else {
      throw .corrupt(url, "it holds objects that cannot be read")
    }
    self.number = number
    record = AppliedRecord(read)
    snapshot = (number, stored.tag)
  }

  var isWholeInSnapshot: Bool { snapshot.number >= number }

  /// Takes the next segment up; any other changes nothing, so that none is taken up twice.
  mutating func take(_ segment: Segment) {
    guard segment.number == number + 1 else { return }
    number = segment.number
    for change in segment.entries.lazy.compactMap(\.change) { record.apply(change) }
  }

  /// Takes up what the snapshot has become.
  mutating func note(snapshot number: Int, tag: S3Objects.ETag) {
    snapshot = (number, tag)
  }

  var content: JSONObject {
    [
      "through": .number(JSONNumber(number)), "objects": .array(record.all.map(\.json)),
    ]
  }
}
