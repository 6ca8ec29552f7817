internal import HTTP
internal import JSON
internal import Reconciler

/// A request for one page of a list.
struct PageRequest: Sendable, Hashable {
  /// Where the page stands among the others, from 1.
  let number: Int
  let query: [URL.QueryItem]
}

/// Puts together a list that comes in pages, and notices when it is not whole.
///
/// It only decides; whoever owns it sends the requests, several at once where it asks for several.
protocol Pager: Sendable {
  /// The objects found, in the order of their pages.
  var objects: [ObservedObject] { get }
  /// How many pages were taken up.
  var pages: Int { get }

  /// The request for the first page.
  var first: PageRequest { get }

  /// Takes up the body of a page and says what to do next.
  mutating func take(_ body: JSON, of request: PageRequest) -> PagerStep
}

/// What a pager wants next.
enum PagerStep: Equatable {
  case ask([PageRequest])
  /// Nothing before the pages that were asked for have come.
  case wait
  /// What has come so far no longer counts; the list is read once more from here.
  case startAgain(PageRequest)
  case complete
  /// The list cannot be had as a whole, for the reason given.
  case broken(String)
}

extension Wire {
  /// Returns what reads a list of this wire; `cap` is the number of pages after which it gives up.
  func pager(cap: Int?) -> any Pager {
    let query = self.query.map { URL.QueryItem($0.name, $0.value) }
    let size = URL.QueryItem("pageSize", String(pageSize))
    switch (identity, paging) {
    case (.singleton, _): return SingletonPager(query: query)
    case (_, .token): return FollowingPager(.token, query: query + [size], cap: cap)
    case (_, .cursor): return FollowingPager(.cursor, query: query + [size], cap: cap)
    case (_, .whole): return FollowingPager(.nothing, query: query, cap: cap)
    case (_, .page):
      return NumberedPager(query: query + [size], toEmptyPage: readsToEmptyPage, cap: cap)
    }
  }
}

/// Takes the one object of a kind that has no list.
struct SingletonPager: Pager {
  private(set) var objects: [ObservedObject] = []
  private(set) var pages = 0
  let first: PageRequest

  init(query: [URL.QueryItem]) {
    first = PageRequest(number: 1, query: query)
  }

  mutating func take(_ body: JSON, of request: PageRequest) -> PagerStep {
    pages = 1
    guard body.object != nil else { return .broken("the answer is no object") }
    objects = [ObservedObject(id: Wire.singletonID, body: body)]
    return .complete
  }
}
