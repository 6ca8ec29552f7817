package import Mail
internal import World

/// The letters of a mailbox that is a folder.
package struct MaildirInbox: BounceInbox {
  private let maildir: Maildir
  private let limits: MailboxLimits

  package init(_ folder: String, limits: MailboxLimits = MailboxLimits()) {
    (maildir, self.limits) = (Maildir(folder), limits)
  }

  package func letters() async throws -> [BounceLetter] {
    var letters: [BounceLetter] = []
    for message in try maildir.unseen().prefix(limits.messages) {
      do throws(FileError) {
        let bytes = try maildir.read(message)
        letters.append(BounceLetter(id: .file(message), reading: BounceReader.read(bytes)))
      } catch {
        switch error.reason {
        // Somebody else has marked it meanwhile.
        case .notFound: continue
        case .tooLarge:
          letters.append(BounceLetter(id: .file(message), reading: .notUnderstood("too large")))
        case .notPermitted, .isDirectory, .other: throw error
        }
      }
    }
    return letters
  }

  package func mark(_ letters: [BounceLetter]) async throws {
    for letter in letters {
      guard case .file(let message) = letter.id else { continue }
      do throws(FileError) {
        try maildir.markSeen(message, isFlagged: letter.isStrange)
      } catch {
        guard error.reason == .notFound else { throw error }
      }
    }
  }
}
