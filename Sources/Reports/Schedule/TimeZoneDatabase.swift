import Diagnostics
import World

/// The machine's time zones: a folder with one file for each, laid out as its name.
package struct TimeZoneDatabase: Sendable, Hashable {
  /// Where the package `tzdata` of most systems puts them.
  package static let systemPath = "/usr/share/zoneinfo"

  package let path: String

  package init(path: String = Self.systemPath) {
    self.path = path
  }

  /// Reads the rules of a zone.
  package func rules(of name: String) throws(TimeZoneError) -> TimeZoneRules {
    guard isName(name) else { throw nameError(name) }
    if name == "UTC" { return .utc }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try Files.read("\(path)/\(name)", limit: 1 << 20)
    } catch {
      throw readError(error, name)
    }
    var reader = TZifReader(bytes)
    do throws(TZifReader.Fault) {
      return try reader.read(name: name)
    } catch {
      guard bytes.starts(with: "TZif".utf8) else { throw unknown(name) }
      throw TimeZoneError(
        .malformed, "\(path)/\(name) cannot be read: \(error.message)",
        remedy: "install the package tzdata anew")
    }
  }

  /// Lists the names of all zones in alphabetical order.
  package func names() -> [String] { names(in: "") }

  private func names(in folder: String) -> [String] {
    guard let entries = try? Files.list("\(path)/\(folder)") else { return [] }
    return entries.flatMap { entry -> [String] in
      let name = folder + entry.name
      guard isName(name) else { return [] }
      return entry.isDirectory ? names(in: name + "/") : [name]
    }
  }

  /// Tells whether a text can be the name of a zone: parts of letters, digits, `_`, `-` and `+`, of
  /// which the first one begins with a capital letter.
  ///
  /// The files that are no zones, or the machine's own one, are named otherwise.
  private func isName(_ text: String) -> Bool {
    guard text.utf8.count <= 64, let first = text.utf8.first,
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
    else { return false }
    return text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .allSatisfy { part in
        !part.isEmpty
          && part.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
              UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
              UInt8(ascii: "+"):
              true
            default: false
            }
          }
      }
  }
}

extension TimeZoneDatabase {
  private func nameError(_ name: String) -> TimeZoneError {
    if name == "localtime" || name.isEmpty {
      return TimeZoneError(
        .name, "the machine's own time zone is not taken",
        remedy: "name the time zone, as Europe/Berlin")
    }
    let shown = String(name.unicodeScalars.prefix(64).map { $0.isASCII ? Character($0) : "?" })
    return TimeZoneError(
      .name, "\"\(shown)\" is no name of a time zone", remedy: remedy(for: name))
  }

  private func readError(_ error: FileError, _ name: String) -> TimeZoneError {
    guard Files.isDirectory(path) else {
      return TimeZoneError(
        .unreadable, "there are no time zones in \(path)", remedy: "install the package tzdata")
    }
    switch error.reason {
    case .notFound, .isDirectory: return unknown(name)
    default:
      return TimeZoneError(
        .unreadable, "\(error)", remedy: "make the file readable, or install tzdata anew")
    }
  }

  private func unknown(_ name: String) -> TimeZoneError {
    TimeZoneError(.unknown, "there is no time zone \"\(name)\"", remedy: remedy(for: name))
  }

  private func remedy(for name: String) -> String {
    let names = names()
    let near = suggestions(for: name.replacing(" ", with: "_"), among: names)
    guard !near.isEmpty else { return "write a name of the IANA database, as Europe/Berlin" }
    return "did you mean \(near.prefix(3).joined(separator: " or "))?"
  }

  /// Finds the zones that are named alike, lie in the region, or have a city that is named alike.
  private func suggestions(for name: String, among names: [String]) -> [String] {
    let upper = name.uppercased()
    func zones(of city: String) -> [String] {
      names.filter { $0.uppercased() == city || $0.uppercased().hasSuffix("/" + city) }
    }
    let sameCity = zones(of: upper)
    if !sameCity.isEmpty { return sameCity }
    let near = nearestNames(to: name, in: names, limit: 3)
    if !near.isEmpty { return near }
    let region = names.filter { $0.uppercased().hasPrefix(upper + "/") }
    if !region.isEmpty { return region }
    let cities = Set(names.compactMap { $0.split(separator: "/").last.map(String.init) })
    return nearestName(to: name, in: cities.sorted()).map { zones(of: $0.uppercased()) } ?? []
  }
}
