package import HTTP
internal import World

extension ReportExports {
  /// Fetches the file of an export into a file that is its owner's alone.
  ///
  /// Redirects are followed a few times, each judged like the first URL: the token goes to the
  /// API's own origin and nowhere else, and without https only this machine is asked. A body that
  /// ends too soon leaves no file.
  package func download(
    _ url: URL, to path: String, limit: Int = 256 << 20
  ) async throws(ExportFailure) -> DownloadedExport {
    let file = DownloadFile(path)
    defer { file.discard() }
    var url = url
    for _ in 0...Self.mostRedirects {
      let answer = try await fetch(url, into: file, limit: limit)
      guard let location = answer.redirect else {
        try judge(answer, of: url)
        return try keep(answer, file, path, limit: limit)
      }
      guard let next = url.resolving(location: location) else {
        throw .urlRefused("\(url.origin) leads to what is no http or https URL")
      }
      url = next
    }
    throw .urlRefused("the file is behind more than \(Self.mostRedirects) redirects")
  }

  private static let mostRedirects = 5
  private static let timeout: Duration = .seconds(240)

  private func fetch(
    _ url: URL, into file: DownloadFile, limit: Int
  ) async throws(ExportFailure) -> HTTPResponse {
    let request = HTTPRequest(
      .get, url, template: "/{download}", timeout: Self.timeout, responseLimit: limit,
      sink: file.sink)
    let route = DownloadRoute(url, api: connection.apiURL, allowedHosts)
    if case .refused(let why) = route { throw .urlRefused(why) }
    file.begin()
    do throws(HTTPFailure) {
      return try await route == .api ? attempt(request) : files.send(request).response
    } catch {
      if let error = file.error { throw .unwritable(error) }
      throw .download(error, problems, limit: limit)
    }
  }

  /// Says why an answer is not the file.
  private func judge(_ answer: HTTPResponse, of url: URL) throws(ExportFailure) {
    let line = "GET \(url)"
    guard answer.status != 200 else {
      guard answer.headers["Content-Type"]?.lowercased().hasPrefix("text/html") != true else {
        throw ExportFailure(
          .urlRefused, "\(url.origin) answers with a page for people and no file",
          hint: "check any proxy in between", notes: ["request: \(line)"])
      }
      return
    }
    let isOwn = url.origin == connection.apiURL.origin
    switch answer.status {
    case 404, 410: throw .urlExpired(answer, line)
    case 403 where !isOwn || answer.json == nil: throw .urlExpired(answer, line)
    case 401 where !isOwn, 400 where !isOwn:
      throw .urlRefusing(answer, line)
    default: throw problems.failure(of: answer, to: line)
    }
  }

  private func keep(
    _ answer: HTTPResponse, _ file: DownloadFile, _ path: String, limit: Int
  ) throws(ExportFailure) -> DownloadedExport {
    // A transport without sinks has the whole body in its answer.
    if !answer.body.isEmpty {
      guard answer.body.count <= limit else { throw .tooLarge(limit) }
      file.begin()
      file.append(answer.body)
    }
    let count = file.count
    if answer.headers["Content-Encoding"] == nil,
      let stated = answer.headers["Content-Length"].flatMap({ Int($0) }), stated != count
    {
      throw .incomplete("\(count) of \(stated) bytes came")
    }
    do throws(FileError) {
      try file.finish()
    } catch {
      throw .unwritable(error)
    }
    return DownloadedExport(path: path, byteCount: count, headers: answer.headers)
  }
}

extension HTTPResponse {
  /// Where a redirect leads.
  fileprivate var redirect: String? {
    [301, 302, 303, 307, 308].contains(status) ? headers["Location"] : nil
  }
}
