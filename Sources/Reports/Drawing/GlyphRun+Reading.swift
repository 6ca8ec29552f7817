internal import CDrawing

extension GlyphRun {
  /// Reads a run of Pango that begins at `x`, in Pango's units, and moves that to its end.
  ///
  /// The clusters stand from left to right, in runs from right to left too, and so do the characters of a ligature
  /// there, because that is how readers of PDF take glyphs; they turn such text around themselves.
  /// All runs stand on one baseline: Pango would lower some ideographs behind digits, and not others.
  init(
    item: gcs_item, string: gcs_glyph_string, font: DrawnFont, text: UnsafeBufferPointer<UInt8>,
    x: inout Int32
  ) {
    self.init(font: font)
    let (start, length) = (Int(item.offset), Int(item.length))
    let isRightToLeft = item.analysis.level & 1 == 1
    let count = Int(string.num_glyphs)
    func cluster(_ index: Int) -> Int { Int(string.log_clusters[index]) }
    var index = 0
    var previousStart = length
    /// The end of text without a glyph that belongs to the next cluster, in a run from right to left.
    var carriedEnd: Int?
    while index < count {
      var next = index + 1
      while next < count, cluster(next) == cluster(index) { next += 1 }
      let from = cluster(index)
      let end = isRightToLeft ? previousStart : next < count ? cluster(next) : length
      previousStart = from
      let before = glyphs.count
      for place in index..<next { append(string.glyphs[place], &x) }
      let added = glyphs.count - before
      if added == 0 {
        takeUnseen(text, start + from..<start + end, isRightToLeft, &carriedEnd)
      } else {
        let range = start + from..<(carriedEnd ?? start + end)
        carriedEnd = nil
        add(UnsafeBufferPointer(rebasing: text[range]), glyphs: added, isRightToLeft)
      }
      index = next
    }
  }

  private mutating func add(
    _ bytes: UnsafeBufferPointer<UInt8>, glyphs count: Int, _ isRightToLeft: Bool
  ) {
    guard isRightToLeft else {
      text.append(contentsOf: bytes)
      clusters.append(gcs_cluster(num_bytes: CInt(bytes.count), num_glyphs: CInt(count)))
      return
    }
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars.reversed()
    for scalar in scalars { text.append(contentsOf: String(scalar).utf8) }
    if scalars.count == count {
      // A letter and its marks: each has its own glyph.
      clusters += scalars.map { gcs_cluster(num_bytes: CInt(UTF8.width($0)), num_glyphs: 1) }
    } else {
      clusters.append(gcs_cluster(num_bytes: CInt(bytes.count), num_glyphs: CInt(count)))
    }
  }

  /// Gives text without a glyph to the cluster before it.
  private mutating func takeUnseen(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ isRightToLeft: Bool,
    _ carriedEnd: inout Int?
  ) {
    if text[range].first == UInt8(ascii: "\n") { return }
    if isRightToLeft {
      carriedEnd = carriedEnd ?? range.upperBound
    } else if !clusters.isEmpty {
      self.text.append(contentsOf: text[range])
      clusters[clusters.count - 1].num_bytes += CInt(range.count)
    }
  }

  private mutating func append(_ info: gcs_glyph_info, _ x: inout Int32) {
    let units = Double(GCS_UNITS)
    let isSeen = info.glyph < UInt32(GCS_EMPTY_GLYPH)
    if isSeen {
      glyphs.append(
        gcs_glyph(
          index: UInt(info.glyph), x: Double(x + info.x_offset) / units,
          y: Double(info.y_offset) / units))
    }
    x += info.width
  }
}
