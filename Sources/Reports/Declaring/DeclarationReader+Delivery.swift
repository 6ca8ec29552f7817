internal import JSON
internal import Mail

extension DeclarationReader {
  mutating func delivery() -> DeliveryDeclaration? {
    let words = spec["deliver"] ?? [:]
    let stores = stores(words["recipients"])
    let domains = domains(words["domains"])
    let from = mailbox(words["from"]?.string, ["deliver", "from"])
    let replyTo = mailbox(words["replyTo"]?.string, ["deliver", "replyTo"])
    let subject = text("subject", default: DeliveryDeclaration.standardSubject, isLine: true)
    let fileName = text("fileName", default: DeliveryDeclaration.standardFileName, isLine: true)
    let body = words["body"] == nil ? nil : text("body", default: "", isLine: false)
    let formats = Set((words["formats"]?.array ?? ["pdf"]).compactMap(\.string))
    let policy = words["tooLarge"]?.string.flatMap(SizePolicy.init) ?? .refuse
    let link = words["link"].flatMap { link in
      link["to"]?.string.map { DeliveryDeclaration.Link(place: $0, days: link["days"]?.int ?? 7) }
    }
    if policy == .link, link == nil {
      report(
        ["deliver", "tooLarge"], "link-without-place", "a link needs a place for the files",
        hint: "write link: {to: s3://bucket/prefix}")
    }
    if policy == .csvOnly, !formats.contains("csv") {
      report(
        ["deliver", "tooLarge"], "csv-not-sent", "no CSV is sent that could go alone",
        hint: "add csv to formats")
    }
    let conditions = conditions(words["sendIf"])
    guard let subject, let fileName, let domains, let conditions else { return nil }
    return DeliveryDeclaration(
      stores: stores,
      addressing: words["to"]?.string.flatMap(DeliveryDeclaration.Addressing.init) ?? .each,
      domains: domains, from: from, replyTo: replyTo, subject: subject.identifying, body: body,
      fileName: fileName,
      formats: DeliveryDeclaration.FileFormat.allCases.filter { formats.contains($0.rawValue) },
      conditions: conditions,
      maximumBytes: words["maximumBytes"]?.int ?? SizeLimit.standard, tooLarge: policy, link: link)
  }

  private mutating func stores(_ words: JSON?) -> [RecipientStore] {
    let list = words?.array ?? [words ?? .null]
    var stores: [RecipientStore] = []
    for (index, entry) in list.enumerated() {
      if let store = entry.string.flatMap(RecipientStore.init) {
        stores.append(store)
      } else {
        let path = ["deliver", "recipients"] + (words?.array == nil ? [] : [String(index)])
        report(
          path, "invalid-store", "recipients are kept in file:PATH, s3://BUCKET/KEY or ssm:NAME",
          hint: "write addresses into a file and name it, as in file:recipients/report.txt")
      }
    }
    return stores
  }

  private mutating func domains(_ words: JSON?) -> AllowedDomains? {
    do throws(AddressError) {
      guard let list = words?.array else { return AllowedDomains() }
      return try AllowedDomains(list.compactMap(\.string))
    } catch {
      report(["deliver", "domains"], "invalid-domain", error.message, hint: error.remedy)
      return nil
    }
  }

  private mutating func text(
    _ name: String, default standard: String, isLine: Bool
  ) -> ReportText? {
    let text = spec["deliver"]?[name]?.string ?? standard
    let isBroken = text.unicodeScalars.contains { scalar in
      scalar.value == 127 || scalar.value < 32 && (isLine || ![9, 10, 13].contains(scalar.value))
    }
    if isBroken {
      report(
        ["deliver", name], "invalid-text", "\(name) holds a line break or a control character",
        hint: "a header of a message is one line")
      return nil
    }
    do throws(ReportText.Problem) {
      return try ReportText(text)
    } catch {
      report(["deliver", name], "invalid-text", error.message, hint: error.remedy)
      return nil
    }
  }

  private mutating func conditions(_ words: JSON?) -> SendConditions? {
    var conditions: [SendConditions.Condition] = []
    for (index, entry) in (words?["any"]?.array ?? []).enumerated() {
      let (above, below) = (entry["above"]?.reportNumber, entry["below"]?.reportNumber)
      guard above != nil || below != nil else {
        report(
          ["deliver", "sendIf", "any", String(index)], "missing-field",
          "the condition says no limit", hint: "write above or below")
        return nil
      }
      conditions.append(
        .init(
          column: entry["column"]?.string ?? "",
          total: entry["total"]?.string.flatMap(Total.init) ?? .sum, above: above, below: below))
    }
    return SendConditions(minimumRows: words?["minimumRows"]?.int ?? 0, any: conditions)
  }
}

extension DeliveryDeclaration {
  static let standardSubject = "Automated Report: {date} {time} {title} ({report}) {period}"
  static let standardFileName = "{report}-{period}"
}

extension JSON {
  fileprivate var reportNumber: ReportNumber? {
    if case .number(let number) = self { ReportNumber(number.text) } else { nil }
  }
}
