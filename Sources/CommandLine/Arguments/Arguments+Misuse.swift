internal import Diagnostics

extension Arguments.Misuse {
  /// An option nobody declared, with the one that was probably meant.
  static func unknownOption(_ name: String, among options: [Option]) -> Self {
    let bare = String(name.drop { $0 == "-" })
    let near = nearestName(to: bare, in: options.map(\.name))
    return Self(
      message: "unknown option \(name)" + (near.map { "; did you mean --\($0)?" } ?? ""))
  }
}
