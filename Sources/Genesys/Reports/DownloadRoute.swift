internal import HTTP

/// How a file is fetched from where it is.
enum DownloadRoute: Equatable {
  /// It is the API's own, which wants the token.
  case api
  /// It is somewhere else, where no credential and no header of ours goes.
  case plain
  /// It is fetched from nowhere of the kind, for the reason named.
  case refused(String)

  /// Decides by the origin alone; where the API is on this machine, files may be on it as well.
  init(_ url: URL, api: URL, _ hosts: AllowedHosts) {
    if url.origin == api.origin {
      self = .api
    } else if url.scheme == "https" {
      self = .plain
    } else if hosts.objection(to: url) == nil, api.scheme == "http" {
      self = .plain
    } else {
      self = .refused("files are not fetched from \(url.origin) without https")
    }
  }
}
