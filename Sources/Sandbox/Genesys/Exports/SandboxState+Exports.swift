import HTTP
import JSON
import Server

extension SandboxState {
  /// Answers a request for the file of an export; nil where it is about something else.
  func answerExport(
    _ request: ServerRequest, _ at: Circumstances
  ) throws(S3Error) -> ServerResponse? {
    guard let link = ExportLink(request) else { return nil }
    guard request.method == "GET" || request.method == "HEAD" else { throw .methodNotAllowed }
    try link.check(request, now: at.now)
    guard let position = org.position(of: link.collection),
      let export = org[position][link.id]?.object
    else {
      throw S3Error(status: 404, code: "NoSuchKey", message: "The specified key does not exist.")
    }
    return org.file(of: export)
  }
}

extension Org {
  /// Returns the file an export made, as it is given out.
  fileprivate func file(of export: JSON) -> ServerResponse {
    let rule = exportRule(for: export)
    let isPDF = export["exportFormat"] == "PDF"
    let body =
      isPDF ? Array("%PDF-1.4\n%%EOF\n".utf8) : ExportFile(export: export, rule: rule).bytes
    let name = (export["name"]?.string ?? export["reportId"]?.string ?? "export")
    let headers: HTTPHeaders = [
      "Content-Type": isPDF ? "application/pdf" : "text/csv; charset=UTF-8",
      "Content-Disposition":
        "attachment; filename*=UTF-8''\(URL.percentEncoded(segment: name))"
        + (isPDF ? ".pdf" : ".csv"),
    ]
    return rule.download == .dropped
      ? .drop : ServerResponse(status: 200, headers: headers, body: body)
  }

  /// Returns the rule of an export.
  func exportRule(for export: JSON) -> ExportRule {
    exportRule(for: ["reportId", "viewType", "name"].compactMap { export[$0]?.string })
  }
}
