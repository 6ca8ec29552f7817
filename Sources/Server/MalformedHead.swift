internal import HTTP

/// Why the head of a request cannot be relied on: two readers may take it for different requests.
package enum MalformedHead: String, Sendable, CaseIterable {
  case twoLengths = "two Content-Length fields"
  case lengthAndEncoding = "Content-Length beside Transfer-Encoding"
  case noHost = "no Host field, or more than one"

  init?(_ headers: HTTPHeaders, version: String) {
    let lengths = headers.all("Content-Length")
    if lengths.count > 1 {
      self = .twoLengths
    } else if !lengths.isEmpty, headers["Transfer-Encoding"] != nil {
      self = .lengthAndEncoding
    } else if version == "HTTP/1.1", headers.all("Host").count != 1 {
      self = .noHost
    } else {
      return nil
    }
  }
}
