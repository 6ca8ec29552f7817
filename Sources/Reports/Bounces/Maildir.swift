package import World

/// A mailbox that is a folder with `new` and `cur`, as mail servers deliver into it.
///
/// What was read stays new until `markSeen` says that it was recorded, so that a run that ends in between
/// reads it again.
package struct Maildir: Sendable {
  package struct Message: Sendable, Hashable {
    package let path: String
    /// The part of the file's name that stays the same when flags change.
    package let key: String
  }

  private let folder: String

  package init(_ folder: String) { self.folder = folder }

  /// Lists the messages that nobody has seen, the oldest names first.
  package func unseen() throws(FileError) -> [Message] {
    let fresh = try messages(in: "new")
    let current = try messages(in: "cur").filter { message in
      let flags = message.path.split(separator: ":2,", omittingEmptySubsequences: false)
      return flags.count < 2 || !(flags.last ?? "").contains("S")
    }
    return fresh + current
  }

  package func read(_ message: Message, limit: Int = 32 << 20) throws(FileError) -> [UInt8] {
    try Files.read(message.path, limit: limit)
  }

  /// Marks a message as seen, and as one to look at where it is; it moves from `new` to `cur`.
  package func markSeen(_ message: Message, isFlagged: Bool = false) throws(FileError) {
    let flags = isFlagged ? "FS" : "S"
    try Files.publish(message.path, as: "\(folder)/cur/\(message.key):2,\(flags)")
  }

  private func messages(in name: String) throws(FileError) -> [Message] {
    let path = "\(folder)/\(name)"
    return try Files.list(path).filter { !$0.isDirectory && !$0.name.hasPrefix(".") }.map {
      let key = $0.name.split(separator: ":", maxSplits: 1).first.map(String.init) ?? $0.name
      return Message(path: "\(path)/\($0.name)", key: key)
    }
  }
}
