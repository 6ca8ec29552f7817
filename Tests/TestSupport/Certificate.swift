import Foundation

/// A certificate for 127.0.0.1 that vouches for itself, in files of its own.
package struct Certificate: Sendable {
  package let file: String
  package let key: String

  package static func make() async throws -> Certificate {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let certificate = Certificate(file: folder.path + "/cert.pem", key: folder.path + "/key.pem")
    _ = await ProgramOutput.of(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
        "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
        certificate.key, "-out", certificate.file,
      ])
    return certificate
  }
}
