internal import JSON
internal import Reconciler

/// Puts together a list that comes in pages, each naming the next, and notices when it does not end.
///
/// It only decides; whoever owns it sends the requests.
struct TokenPager {
  enum Step: Equatable {
    case next(token: String)
    case complete
    /// The list cannot be had as a whole, for the reason given.
    case broken(String)
  }

  private let cap: Int
  private(set) var objects: [ObservedObject] = []
  private(set) var pages = 0
  private var known: Set<String> = []
  private var tokens: Set<String> = []
  private var earlier: Set<Set<String>> = []

  /// How many pages are read where nobody set a limit.
  private static let utmost = 10_000

  init(cap: Int?) {
    self.cap = cap ?? Self.utmost
  }

  /// Takes up the body of a page and says what to do next.
  mutating func take(_ body: JSON) -> Step {
    pages += 1
    guard let entities = body["entities"]?.array else {
      return .broken("page \(pages) has no list of entities")
    }
    var ids: Set<String> = []
    var found: [ObservedObject] = []
    for entity in entities {
      guard entity.object != nil, let id = entity["id"]?.string, !id.isEmpty else {
        return .broken("page \(pages) holds an entity without an id")
      }
      ids.insert(id)
      found.append(ObservedObject(id: id, body: entity))
    }
    if !ids.isEmpty, !earlier.insert(ids).inserted {
      return .broken("page \(pages) repeats an earlier page")
    }
    objects += found.filter { known.insert($0.id).inserted }
    return step(after: body["nextPageToken"])
  }

  private mutating func step(after token: JSON?) -> Step {
    switch token {
    case nil, .null, .string(""): return .complete
    case .string(let token):
      guard tokens.insert(token).inserted else {
        return .broken("page \(pages) names a page token for the second time")
      }
      guard pages < cap else {
        return .broken("there is more after \(pages) pages, the limit")
      }
      return .next(token: token)
    default: return .broken("page \(pages) has a page token that is no text")
    }
  }
}
