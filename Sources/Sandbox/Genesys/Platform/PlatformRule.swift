import JSON

/// What a collection of the Platform API does beyond taking and giving objects, as data.
struct PlatformRule: Sendable {
  /// How a list is divided into pages.
  enum Pager: Sendable {
    /// `pageSize` and `pageNumber`, with counts.
    case numbered
    /// `pageSize` and `after`, without counts.
    case cursor
    /// No pages at all.
    case whole
    /// A bare array.
    case bare
  }

  /// What an update gets that names no version or a former one.
  enum Lock: Sendable {
    /// A conflict either way.
    case conflict
    /// An invalid request without a version, a conflict with a former one.
    case required
    /// An invalid request either way, which says so in words alone.
    case worded
  }

  enum Patch: Sendable {
    case everything
    case only([String])
  }

  /// The members that tell when an object was made and changed.
  struct Stamps: Sendable {
    var created: String?
    var modified: String?
  }

  /// A further path under which the objects are listed and read.
  struct Alias: Sendable {
    let path: String
    var pager = Pager.numbered
    /// The flag an object must carry to be found there.
    var flag: String?
  }

  /// A member that some answers leave out.
  struct Partial: Sendable {
    enum Place: Sendable { case lists, reads, everywhere }

    let member: String
    let place: Place
    /// The item of the query that decides.
    let query: String
    let value: String
    /// Whether that item brings the member or takes it away.
    var isShownThen = true
  }

  /// How a job gets on from read to read.
  struct Progress: Sendable {
    let member: String
    /// What follows each state that does not last.
    let next: [String: String]
    /// Puts in what belongs to a state that was just reached.
    var reached: @Sendable (inout JSONObject, _ state: String, PlatformCall) -> Void
  }

  typealias Completion = @Sendable (inout JSONObject, _ former: JSON?, PlatformCall) -> Void

  /// What permissions begin with, `recording:retentionPolicy`; the verb follows.
  var permission = ""
  /// Whether it is followed by one; else the same permission lets read and write.
  var hasVerbs = true
  var pager = Pager.numbered
  var methods: Set<String> = ["GET", "POST", "PUT", "DELETE"]
  var patch: Patch?
  var deleteStatus = 204
  var hasBulkDelete = false
  /// The path of one object where it is not below the list's, with `{id}` in it.
  var itemPath: String?
  var aliases: [Alias] = []
  var lock: Lock?
  /// The version of a part that has one of its own.
  var innerVersion: JSONPointer?
  var stamps = Stamps()
  /// The code of a refused body.
  var invalidCode = "bad.request"
  /// The member no two objects may share.
  var unique: String?
  /// Members that stay as they were made, whose change is refused.
  var fixed: [String] = []
  /// Members that stay as they were made, whatever an update says.
  var createOnly: [String] = []
  /// The member that takes the next number where the sender gives none.
  var ordinal: String?
  /// What only the server writes and keeps through updates, as it is at first.
  var kept: JSONObject = [:]
  /// Secrets, which are kept and never answered.
  var hidden: [String] = []
  /// What the sandbox keeps with an object for itself.
  var internals: [String] = []
  /// Optional members that are answered as null where there is nothing.
  var nulls: [String] = []
  /// Arrays that come back in another order.
  var sets: [JSONPath] = []
  var links: [Link] = []
  var filters: [ListFilter] = []
  var partials: [Partial] = []
  /// Whether objects are only listed and never read one by one.
  var isListOnly = false
  var progress: Progress?
  /// How an object gets on from read to read where that follows no table.
  var advance: (@Sendable (inout JSONObject, PlatformCall, Org) -> Void)?
  /// What begins the ids the server gives.
  var idPrefix = ""
  var alsoCheck: (@Sendable (JSON, Org) -> [Violation])?
  /// Turns an object into what is answered, after all else.
  var present: (@Sendable (inout JSON, PlatformCall) -> Void)?
  /// Puts in what only the server knows.
  var complete: Completion?
  /// Puts into an object of a seed what it does not say.
  var furnish: (@Sendable (inout JSONObject, _ id: String, Org) -> Void)?
  /// What every org has from the beginning and nobody can delete.
  var builtIn: [JSON] = []
}

extension CollectionRule {
  /// A row of the Platform API's table.
  init(
    _ name: String, _ path: String, _ permission: String, identity: Identity = .server,
    fields: [FieldRule], _ platform: PlatformRule
  ) {
    self.init(
      name: name, path: path, identity: identity, readPermission: "\(permission):view",
      writePermission: "\(permission):edit", fields: fields)
    var platform = platform
    platform.permission = permission
    self.platform = platform
  }

  /// The id under which a singleton is kept.
  static let only = "only"
}
