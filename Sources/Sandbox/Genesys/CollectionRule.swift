import JSON

/// One collection of the simulated org as data: where it is, what it takes and what it does to it.
///
/// A further kind is a further row in a table such as `CollectionRule.guide`.
struct CollectionRule: Sendable {
  enum Identity: Sendable {
    /// `PUT /{id}` creates or replaces.
    case client
    /// `POST` creates, `PUT /{id}` replaces what exists.
    case server
    /// There is exactly one object, under the path itself.
    case singleton
    /// The object has the id of the one it belongs to.
    case parent
  }

  /// A secret the server takes and answers only masked.
  struct Secret: Sendable {
    enum Mask: Sendable { case all, allButFour, everyMember }

    let pointer: JSONPointer
    let mask: Mask
  }

  struct Reference: Sendable {
    let pointer: JSONPointer
    let collection: String
    /// The member of both objects that must not be larger here than there.
    let bounded: JSONPointer?
  }

  /// The short name under which seeds and the control interface know it.
  let name: String
  let path: String
  let identity: Identity
  let readPermission: String
  let writePermission: String
  let fields: [FieldRule]
  /// Arrays whose order the server does not keep.
  var sets: [JSONPointer] = []
  var secrets: [Secret] = []
  var references: [Reference] = []
  /// What a collection of the Platform API does beyond that; nil for the guide's.
  var platform: PlatformRule?
}

/// What a member of an object must be, and what it is where it is missing.
struct FieldRule: Sendable {
  enum Shape: Sendable {
    case text
    case filledText
    case oneOf([String])
    case flag
    case days
    case object
    case texts
    /// Strings out of a list, compared without case and kept in lower case.
    case choices([String])
    case httpsURL
    case anything
    case mailAddress
    case list
    /// Strings, or none at all.
    case words
    /// Strings out of a list, or none at all.
    case someOf([String])
    /// Strings by name.
    case map
    case limitedText(Int)
    case whole(ClosedRange<Int>)
  }

  /// Where the member is; `*` stands for every member or element on the way.
  let pointer: JSONPointer
  let shape: Shape
  var isRequired = false
  var standard: JSON?

  init(_ path: String, _ shape: Shape, required: Bool = false, default standard: JSON? = nil) {
    pointer = JSONPointer(path.split(separator: ".").map(String.init))
    self.shape = shape
    isRequired = required
    self.standard = standard
  }

  /// The name of the field in error details, `configuration.bucket`.
  var name: String { pointer.tokens.joined(separator: ".") }
}
