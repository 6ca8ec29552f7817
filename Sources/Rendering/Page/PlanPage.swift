internal import Diagnostics
internal import JSON
internal import Reconciler

extension PlanReport {
  /// The report as one page for a browser, which asks nobody for anything.
  package var page: String { PlanPage(report: self).document }
}

/// A plan or drift as a page: what matters is in it as it stands, and a script makes the rest of the
/// data in it a list that can be searched.
struct PlanPage {
  let report: PlanReport

  var proposal: Proposal { report.proposal }
  var plan: Plan { report.plan }
  var word: String { report.isDrift ? "Drift" : "Plan" }

  /// The whole file.
  var document: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(PageAssets.policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>\(HTML.text("\(word) for \(plan.header.environment): \(report.counts)"))</title>
    <style>\(PageAssets.style)</style>
    </head>
    <body>
    \(header)
    <main>
    \(problems)
    \(changes)
    <section id="graph" aria-labelledby="graph-title" hidden>
    <h2 id="graph-title">References</h2>
    <div class="body"></div>
    </section>
    </main>
    <script type="application/json" id="data">\(PageData.embedded(data))</script>
    <script type="module">\(PageAssets.script)</script>
    </body>
    </html>

    """
  }

  /// What stands in place of the list until the script has made it, or where a server forbids that.
  private var waiting: String {
    HTML.element(
      "p", ["class": "quiet"],
      "Listing \(counted(plan.operations.count, "change"))… If this stays, no script may run here: "
        + "open the file from disk, or turn scripts off.")
  }

  /// The list of changes, which the script replaces by one that can be searched.
  private var changes: String {
    let content =
      if report.isNothingToDo {
        HTML.element("p", ["class": "quiet"], HTML.text(report.nothingToDo))
      } else if plan.isEmpty {
        HTML.element("p", ["class": "quiet"], "No change is planned.")
      } else {
        "<div id=\"browser\">\(waiting)</div>\n<noscript>\n\(staticChanges)</noscript>"
      }
    return """
      <section id="changes" aria-labelledby="changes-title">
      <h2 id="changes-title">Changes</h2>
      \(content)
      </section>
      """
  }
}
