/// The small parts of a workbook, which are held as a whole, and how parts point at one another.
struct XLSXParts {
  struct Relation {
    let id: String
    /// The last word of the type's address.
    let type: String
    let target: String
  }

  private let archive: ZipArchive
  private let limit: Int

  init(_ archive: ZipArchive, _ limit: Int) {
    (self.archive, self.limit) = (archive, limit)
  }

  func document(_ part: String) throws(XLSXError) -> XMLElement {
    guard let member = archive[part] else {
      throw XLSXError("the workbook has no \(part)", hint: "it is damaged")
    }
    let bytes = try XLSXError.from { () throws(ZipError) in
      try archive.bytes(of: member, limit: limit)
    }
    do throws(XMLError) {
      return try XMLElement.parse(bytes)
    } catch {
      throw XLSXError("\(part): \(error)")
    }
  }

  /// Returns what a part points at; an empty name is the workbook as a whole.
  func relations(of part: String) throws(XLSXError) -> [Relation] {
    let folder = part.split(separator: "/").dropLast()
    let file = part.split(separator: "/").last ?? ""
    let name = (folder + ["_rels", "\(file).rels"]).joined(separator: "/")
    guard archive[name] != nil else { return [] }
    return try document(name).children(named: "Relationship").compactMap { element in
      guard let id = element.attribute("Id"), let type = element.attribute("Type"),
        let target = element.attribute("Target"), element.attribute("TargetMode") != "External"
      else { return nil }
      let word = type.split(separator: "/").last.map { String($0) } ?? ""
      return Relation(
        id: id, type: word, target: Self.resolved(target, in: folder.map { String($0) }))
    }
  }

  /// Returns the name of a part as seen from a folder.
  private static func resolved(_ target: String, in folder: [String]) -> String {
    var path = target.hasPrefix("/") ? [] : folder
    for step in target.split(separator: "/") {
      switch step {
      case ".": continue
      case "..": _ = path.popLast()
      default: path.append(String(step))
      }
    }
    return path.joined(separator: "/")
  }
}
