internal import HTTP
internal import JSON
internal import Reconciler

/// Reads a list each page of which says how the next is asked for, or which has one page only.
struct FollowingPager: Pager {
  /// What a page says of the next.
  enum Lead: Sendable {
    /// Its token, under `nextPageToken`.
    case token
    /// Its address, under `nextUri`, of which what it comes after counts.
    case cursor
    /// There is no next page.
    case nothing
  }

  let first: PageRequest
  private let lead: Lead
  private let cap: Int
  private(set) var objects: [ObservedObject] = []
  private(set) var pages = 0
  private var known: Set<String> = []
  private var marks: Set<String> = []
  private var earlier: Set<Set<String>> = []

  /// How many pages are read where nobody set a limit.
  static let utmost = 10_000

  init(_ lead: Lead, query: [URL.QueryItem], cap: Int?) {
    self.lead = lead
    self.cap = cap ?? Self.utmost
    first = PageRequest(number: 1, query: query)
  }

  mutating func take(_ body: JSON, of request: PageRequest) -> PagerStep {
    pages += 1
    let contents: PageContents
    do throws(PageContents.Flaw) {
      contents = try PageContents(body, page: pages)
    } catch {
      return .broken(error.reason)
    }
    if !contents.objects.isEmpty, !earlier.insert(contents.ids).inserted {
      return .broken("page \(pages) repeats an earlier page")
    }
    objects += contents.objects.filter { known.insert($0.id).inserted }
    switch lead {
    case .nothing: return .complete
    case .token: return step(after: body["nextPageToken"], "page token", as: "pageToken") { $0 }
    case .cursor: return step(after: body["nextUri"], "nextUri", as: "after", Self.mark)
    }
  }

  private mutating func step(
    after lead: JSON?, _ what: String, as name: String, _ mark: (String) -> String?
  ) -> PagerStep {
    switch lead {
    case nil, .null, .string(""): return .complete
    case .string(let text):
      guard let mark = mark(text) else {
        return .broken("page \(pages) has a \(what) that says not what comes after")
      }
      guard marks.insert(mark).inserted else {
        return .broken("page \(pages) names a \(what) for the second time")
      }
      guard pages < cap else {
        return .broken("there is more after \(pages) pages, the limit")
      }
      let query = first.query + [URL.QueryItem(name, mark)]
      return .ask([PageRequest(number: pages + 1, query: query)])
    default: return .broken("page \(pages) has a \(what) that is no text")
    }
  }

  /// Returns what a next page comes after; its host and path are not followed.
  private static func mark(_ uri: String) -> String? {
    URL(parsing: "http://localhost/")?.resolving(uri)?.query.first { $0.name == "after" }?.value
  }
}
