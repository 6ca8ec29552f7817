extension String {
  /// Joins texts with one allocation, where a chain of `+` takes one after another.
  package init(joining parts: [String]) {
    var count = 0
    for part in parts { count += part.utf8.count }
    self.init(unsafeUninitializedCapacity: count) { buffer in
      var place = 0
      for var part in parts {
        part.withUTF8 { bytes in
          place = buffer[place...].initialize(fromContentsOf: bytes)
        }
      }
      return place
    }
  }
}
