internal import World

extension FileError {
  /// What helps where a file cannot be read.
  var readingRemedy: String {
    switch reason {
    case .notFound: "see whether the path is right"
    case .notPermitted: "see who may read it"
    case .isDirectory: "name a file in that folder"
    case .tooLarge: "split it, or leave out what is not needed"
    case .other: "see whether the disk is in order"
    }
  }

  /// What helps where a file cannot be written.
  var writingRemedy: String {
    switch reason {
    case .notFound: "make the folder first, or name a file elsewhere"
    case .notPermitted: "see who may write there, or name a file elsewhere"
    case .isDirectory: "name a file in that folder"
    case .tooLarge, .other: "see whether the disk has room, or name a file elsewhere"
    }
  }
}
