extension MethodCall {
  /// The methods of Java's lists; a Java array has those that only read.
  func onList(_ list: ListBox) throws(TemplateFailure) -> TemplateValue? {
    try renderer.spend(1 + list.elements.count / 64, at: offset)
    if let result = try reading(list) { return result }
    if list.kind != .array, let result = try changing(list) { return result }
    if let error = unknown(of: "list", among: Self.otherListMethods) { throw error }
    return nil
  }

  private static let otherListMethods: Set = [
    "iterator", "listIterator", "stream", "parallelStream", "spliterator", "toArray", "clone",
    "retainAll",
  ]

  private func reading(_ list: ListBox) throws(TemplateFailure) -> TemplateValue? {
    switch (name, count) {
    case ("size", 0): return .int(Int32(clamping: list.elements.count))
    case ("isEmpty", 0): return .bool(list.elements.isEmpty)
    case ("get", 1):
      return try int(0).map { index throws(TemplateFailure) in
        list.elements[try position(index, below: list.elements.count, in: list)]
      }
    case ("contains", 1): return .bool(list.elements.contains { $0.equals(arguments[0], renderer) })
    case ("indexOf", 1) where list.kind != .array:
      return .int(
        Int32(clamping: list.elements.firstIndex { $0.equals(arguments[0], renderer) } ?? -1))
    case ("lastIndexOf", 1) where list.kind != .array:
      return .int(
        Int32(clamping: list.elements.lastIndex { $0.equals(arguments[0], renderer) } ?? -1))
    case ("containsAll", 1) where list.kind != .array:
      guard case .list(let other) = arguments[0] else { return nil }
      try renderer.spend(list.elements.count * other.elements.count, at: offset)
      return .bool(
        other.elements.allSatisfy { wanted in list.elements.contains { $0.equals(wanted, renderer) }
        })
    case ("subList", 2) where list.kind != .array:
      guard let start = int(0), let end = int(1) else { return nil }
      guard start >= 0, start <= end, end <= list.elements.count else {
        throw failure(
          "subList(\(start), \(end)) is asked of a list of \(list.elements.count)",
          "ask for size() first")
      }
      return .list(ListBox(Array(list.elements[start..<end]), kind: list.kind))
    default: return nil
    }
  }

  private func changing(_ list: ListBox) throws(TemplateFailure) -> TemplateValue? {
    switch (name, count) {
    case ("add", 1):
      list.noteChange()
      list.elements.append(arguments[0])
      return .bool(true)
    case ("add", 2):
      guard let index = int(0) else { return nil }
      list.noteChange()
      try list.elements.insert(
        arguments[1], at: position(index, below: list.elements.count + 1, in: list))
      return .nothing
    case ("addAll", 1):
      guard case .list(let other) = arguments[0], other.kind != .array else { return nil }
      try renderer.spend(other.elements.count, at: offset)
      list.noteChange()
      list.elements += other.elements
      return .bool(!other.elements.isEmpty)
    case ("set", 2):
      guard let index = int(0) else { return nil }
      let place = try position(index, below: list.elements.count, in: list)
      let old = list.elements[place]
      list.elements[place] = arguments[1]
      return old
    case ("remove", 1):
      list.noteChange()
      if let index = int(0) {
        return try list.elements.remove(at: position(index, below: list.elements.count, in: list))
      }
      guard let place = list.elements.firstIndex(where: { $0.equals(arguments[0], renderer) })
      else {
        return .bool(false)
      }
      list.elements.remove(at: place)
      return .bool(true)
    case ("removeAll", 1):
      guard case .list(let other) = arguments[0] else { return nil }
      try renderer.spend(list.elements.count * other.elements.count, at: offset)
      let before = list.elements.count
      list.noteChange()
      list.elements.removeAll { element in other.elements.contains { $0.equals(element, renderer) }
      }
      return .bool(list.elements.count != before)
    case ("clear", 0):
      list.noteChange()
      list.elements = []
      return .nothing
    default: return nil
    }
  }

  private func position(
    _ index: Int, below end: Int, in list: ListBox
  ) throws(TemplateFailure) -> Int {
    guard index >= 0, index < end else {
      throw failure(
        "index \(index) is outside a list of \(list.elements.count)", "ask for size() first")
    }
    return index
  }

  /// The methods of Java's maps.
  func onMap(_ map: MapBox) throws(TemplateFailure) -> TemplateValue? {
    try renderer.spend(1, at: offset)
    switch (name, count) {
    case ("get", 1): return map.value(arguments[0])
    case ("getOrDefault", 2):
      return map.contains(arguments[0]) ? map.value(arguments[0]) : arguments[1]
    case ("size", 0): return .int(Int32(clamping: map.count))
    case ("isEmpty", 0): return .bool(map.count == 0)
    case ("containsKey", 1): return .bool(map.contains(arguments[0]))
    case ("containsValue", 1):
      return .bool(map.keys.contains { map.value($0).equals(arguments[0], renderer) })
    case ("put", 2): return map.set(arguments[0], to: arguments[1])
    case ("putIfAbsent", 2):
      let old = map.value(arguments[0])
      if old.isNull { map.set(arguments[0], to: arguments[1]) }
      return old
    case ("remove", 1):
      try renderer.spend(map.count / 16, at: offset)
      return map.remove(arguments[0])
    case ("clear", 0):
      map.removeAll()
      return .nothing
    case ("putAll", 1):
      guard case .map(let other) = arguments[0] else { return nil }
      try renderer.spend(other.count, at: offset)
      for key in other.keys { map.set(key, to: other.value(key)) }
      return .nothing
    case ("keySet", 0), ("values", 0), ("entrySet", 0):
      try renderer.spend(map.count, at: offset)
      let elements = map.keys.map { key in
        name == "keySet" ? key : name == "values" ? map.value(key) : .entry(map, key)
      }
      return .list(ListBox(elements, kind: map.isJSON ? .json : .java, of: map))
    case ("replace", 2):
      return map.contains(arguments[0]) ? map.set(arguments[0], to: arguments[1]) : .null
    default: return nil
    }
  }
}
