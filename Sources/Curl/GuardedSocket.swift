import CCurl
import Glibc
import HTTP

/// Opens a socket to an address that the transfer's guard accepts, each one of a name being asked
/// for; `CURLOPT_OPENSOCKETFUNCTION`.
func openGuardedSocket(
  _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype,
  _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
  guard let transfer = CurlTransfer.from(context), let address, purpose == CURLSOCKTYPE_IPCXN,
    transfer.accepts(peer(address))
  else { return CURL_SOCKET_BAD }
  let peer = address.pointee
  return socket(
    peer.family, peer.socktype | CInt(SOCK_CLOEXEC.rawValue), peer.protocol)
}

extension CurlTransfer {
  /// Returns whether a connection may be used that leads to an address as text, which may be one
  /// that was opened for a request nobody guards; `CURLOPT_PREREQFUNCTION`.
  func accepts(peerNamed text: UnsafePointer<CChar>?) -> Bool {
    guard peers != nil else { return true }
    let name = text.map { String(cString: $0).prefix { $0 != "%" } }
    return accepts(name.flatMap { IPAddress($0) })
  }
}

/// Reads the address libcurl is about to connect to; nil where it is of another family.
private func peer(_ address: UnsafeMutablePointer<curl_sockaddr>) -> IPAddress? {
  guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
  let start = UnsafeRawPointer(address) + offset
  let length = Int(address.pointee.addrlen)
  switch address.pointee.family {
  case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
    return IPAddress(bytes: UnsafeRawBufferPointer(start: start + 4, count: 4))
  case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
    return IPAddress(bytes: UnsafeRawBufferPointer(start: start + 8, count: 16))
  default: return nil
  }
}
