/// The words that a report itself adds to its rows, in the language of its readers.
package struct ReportWords: Sendable, Hashable {
  package var total: String
  package var subtotal: String
  /// Stands before a total that is an average, the least or the greatest value.
  package var average: String
  package var minimum: String
  package var maximum: String
  /// Stands behind the name of a group that began on an earlier page.
  package var continued: String
  /// The name of a group whose cells are empty.
  package var unnamed: String
  /// What a chart calls all that is beyond its limit.
  package var other: String
  package var noData: String
  /// What stands behind a cell that was cut, `{count}` filled in.
  package var moreCharacters: String
  /// Stands before the number of rows in a mail.
  package var rows: String
  /// What a mail says below its first rows, `{count}` filled in.
  package var moreRows: String
  /// Stands in a mail before what its reader ought to know.
  package var noted: String

  package init(
    total: String = "Total", subtotal: String = "Subtotal", average: String = "avg",
    minimum: String = "min", maximum: String = "max", continued: String = "(continued)",
    unnamed: String = "(none)", other: String = "Other", noData: String = "no data",
    moreCharacters: String = "[{count} more characters]", rows: String = "Rows",
    moreRows: String = "{count} more in the full report",
    noted: String = "Please note"
  ) {
    self.total = total
    self.subtotal = subtotal
    self.average = average
    self.minimum = minimum
    self.maximum = maximum
    self.continued = continued
    self.unnamed = unnamed
    self.other = other
    self.noData = noData
    self.moreCharacters = moreCharacters
    self.rows = rows
    self.moreRows = moreRows
    self.noted = noted
  }
}
