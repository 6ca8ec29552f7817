internal import JSON

extension ReportLayout {
  mutating func readTheme(_ place: LayoutReader.Place, _ reader: inout LayoutReader) {
    if let colours = place["colours"] { readColours(colours, &reader) }
    logo = reader.text(place["logo"])
    theme.fonts = reader.texts(place["fonts"]) ?? theme.fonts
    theme.fontFiles = reader.texts(place["fontFiles"]) ?? theme.fontFiles
    theme.textSize = reader.number(place["textSize"], in: 4...36) ?? theme.textSize
    theme.smallestTextSize = min(
      theme.textSize,
      reader.number(place["smallestTextSize"], in: 4...36) ?? theme.smallestTextSize)
    if let size = place["smallestTextSize"], let number = size.value.number?.double,
      number > theme.textSize
    {
      reader.report("invalid-layout", "is larger than textSize, \(theme.textSize)", at: size)
    }
    if let numbers = place["numbers"] { readNumbers(numbers, &reader) }
    if let words = place["words"] { readWords(words, &reader) }
    if let fonts = place["fonts"], theme.fonts.isEmpty {
      reader.report("invalid-layout", "names no font", at: fonts, hint: "name one, or leave it out")
    }
  }

  private mutating func readColours(_ place: LayoutReader.Place, _ reader: inout LayoutReader) {
    let colours: [(String, WritableKeyPath<Palette, Colour>)] = [
      ("accent", \.accent), ("text", \.text), ("muted", \.muted), ("rule", \.rule),
      ("good", \.good), ("warning", \.warning), ("bad", \.bad),
    ]
    for (name, path) in colours {
      if let colour = reader.colour(place[name]) { theme.palette[keyPath: path] = colour }
    }
    guard let zebra = place["zebra"] else { return }
    theme.palette.zebra = zebra.value.string == "none" ? nil : reader.colour(zebra)
  }

  private mutating func readNumbers(_ place: LayoutReader.Place, _ reader: inout LayoutReader) {
    theme.numbers.decimalSeparator =
      reader.text(place["decimal"]) ?? theme.numbers.decimalSeparator
    theme.numbers.groupSeparator = reader.text(place["group"]) ?? theme.numbers.groupSeparator
    guard theme.numbers.decimalSeparator == theme.numbers.groupSeparator else { return }
    reader.report(
      "invalid-layout", "separates decimals and groups in the same way", at: place,
      hint: "name both decimal and group")
  }

  private mutating func readWords(_ place: LayoutReader.Place, _ reader: inout LayoutReader) {
    let words: [(String, WritableKeyPath<ReportWords, String>)] = [
      ("total", \.total), ("subtotal", \.subtotal), ("average", \.average),
      ("minimum", \.minimum), ("maximum", \.maximum), ("continued", \.continued),
      ("unnamed", \.unnamed), ("other", \.other), ("noData", \.noData),
      ("moreCharacters", \.moreCharacters), ("rows", \.rows), ("moreRows", \.moreRows),
      ("noted", \.noted),
    ]
    for (name, path) in words {
      if let word = reader.text(place[name]) { theme.words[keyPath: path] = word }
    }
  }
}
