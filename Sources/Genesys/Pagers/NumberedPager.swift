internal import HTTP
internal import JSON
internal import Reconciler

/// Reads a list of numbered pages, all at once when the first has told how many there are.
///
/// What is added or deleted meanwhile moves objects from page to page. Where a page shows such a
/// move the list is read again, and where it will not hold still it cannot be had.
struct NumberedPager: Pager {
  private let query: [URL.QueryItem]
  /// Whether only an empty page ends the list, however many pages there should be.
  private var readsOn: Bool
  private let cap: Int
  private(set) var pages = 0
  private var contents: [Int: PageContents] = [:]
  /// How many objects there are, as each page says.
  private var totals: Set<Int> = []
  private var pageCount = 1
  /// The ids of an earlier reading that did not add up.
  private var doubted: [Set<String>] = []
  private static let readings = 3

  init(query: [URL.QueryItem], toEmptyPage: Bool, cap: Int?) {
    self.query = query
    readsOn = toEmptyPage
    self.cap = cap ?? FollowingPager.utmost
  }

  var first: PageRequest { request(1) }

  private func request(_ number: Int) -> PageRequest {
    PageRequest(
      number: number, query: query + [URL.QueryItem("pageNumber", String(number))])
  }

  var objects: [ObservedObject] {
    var known: Set<String> = []
    return contents.sorted { $0.key < $1.key }.flatMap(\.value.objects)
      .filter { known.insert($0.id).inserted }
  }

  mutating func take(_ body: JSON, of request: PageRequest) -> PagerStep {
    pages += 1
    let page: PageContents
    do throws(PageContents.Flaw) {
      page = try PageContents(body, page: request.number)
    } catch {
      return .broken(error.reason)
    }
    if page.objects.isEmpty, request.number < pageCount {
      return .broken("page \(request.number) of \(pageCount) came empty")
    }
    contents[request.number] = page
    if let total = body["total"]?.int { totals.insert(total) }
    guard request.number == 1 else { return contents.count < pageCount ? .wait : next() }
    guard let count = body["pageCount"]?.int else {
      readsOn = true
      return next()
    }
    guard count <= cap else { return .broken("there are \(count) pages, the limit is \(cap)") }
    pageCount = max(1, count)
    if page.objects.isEmpty, pageCount > 1 { return .broken("page 1 of \(pageCount) came empty") }
    return pageCount > 1 ? .ask((2...pageCount).map(self.request)) : next()
  }

  /// Says what to do once all the pages there should be have come.
  private mutating func next() -> PagerStep {
    let last = contents.keys.max() ?? 1
    guard readsOn, contents[last]?.objects.isEmpty == false else { return judge() }
    guard last < cap else { return .broken("there is more after \(cap) pages, the limit") }
    return .ask([request(last + 1)])
  }

  private mutating func judge() -> PagerStep {
    let ids = Set(objects.map(\.id))
    let listed = contents.values.reduce(0) { $0 + $1.objects.count }
    let addsUp = ids.count == listed && totals.count <= 1 && (totals.first ?? listed) == listed
    // A service that counts otherwise than it lists does so every time.
    let isConstant = totals.count <= 1 && ids.count == listed && doubted.contains(ids)
    if addsUp || isConstant { return .complete }
    guard doubted.count + 1 < Self.readings else {
      return .broken("the list changed each of the \(Self.readings) times it was read")
    }
    doubted.append(ids)
    contents = [:]
    totals = []
    pageCount = 1
    return .startAgain(first)
  }
}
