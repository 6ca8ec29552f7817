package import World

/// What a report looks like, all but its rows.
package struct ReportDocument: Sendable {
  package var title: String
  package var subtitle: String
  /// Who made it, for the metadata.
  package var author: String
  /// When it was made, for the metadata; the time of day is written nowhere else.
  package var created: Timestamp
  package var theme: ReportTheme
  package var columns: [ReportColumn]
  /// The place of the column whose equal values that follow one another make a group.
  package var group: Int?
  package var highlights: [Highlight]
  package var charts: [ReportChart]
  /// Links under the subtitle.
  package var links: [ReportLink]
  /// What the page says where there are no rows.
  package var emptyText: String
  package var missingGlyphs: MissingGlyphs
  package var limits: ReportLimits

  package init(
    title: String, subtitle: String = "", author: String = "gcsync", created: Timestamp,
    theme: ReportTheme = ReportTheme(), columns: [ReportColumn], group: Int? = nil,
    highlights: [Highlight] = [], charts: [ReportChart] = [], links: [ReportLink] = [],
    emptyText: String = "There are no rows in this period.", missingGlyphs: MissingGlyphs = .fail,
    limits: ReportLimits = ReportLimits()
  ) {
    self.title = title
    self.subtitle = subtitle
    self.author = author
    self.created = created
    self.theme = theme
    self.columns = columns
    self.group = group
    self.highlights = highlights
    self.charts = charts
    self.links = links
    self.emptyText = emptyText
    self.missingGlyphs = missingGlyphs
    self.limits = limits
  }
}

/// A text that leads somewhere.
package struct ReportLink: Sendable, Hashable {
  package var text: String
  package var url: String

  package init(_ text: String, url: String) {
    self.text = text
    self.url = url
  }
}

/// What becomes of a character that no font has.
package enum MissingGlyphs: String, Sendable, CaseIterable {
  /// The report fails, and the error names the characters.
  case fail
  /// It is written as `[U+1F600]`, and a note names it.
  case spell
}

/// How much of a report is drawn or kept at once.
package struct ReportLimits: Sendable, Hashable {
  /// How many rows say how wide the columns are.
  package var sampleRows: Int
  /// How many characters of a cell are drawn; a note in the cell says how many are missing.
  package var cellCharacters: Int
  /// How many groups have a bookmark.
  package var bookmarks: Int
  /// How many cells of link columns can be clicked.
  package var links: Int
  package var logoBytes: Int

  package init(
    sampleRows: Int = 1000, cellCharacters: Int = 4000, bookmarks: Int = 2000, links: Int = 2000,
    logoBytes: Int = 4 << 20
  ) {
    self.sampleRows = sampleRows
    self.cellCharacters = cellCharacters
    self.bookmarks = bookmarks
    self.links = links
    self.logoBytes = logoBytes
  }
}
