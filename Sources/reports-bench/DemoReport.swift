import Reports
import World

/// A report of a made-up contact centre that shows what reports can do.
enum DemoReport {
  static func document(logo: [UInt8]?) -> ReportDocument {
    let columns = [
      ReportColumn("Queue"),
      ReportColumn("Team"),
      ReportColumn("Day", .date(pattern: "dd.MM.yyyy")),
      ReportColumn("Offered", .number(decimals: 0), total: .sum),
      ReportColumn("Answered", .number(decimals: 0), total: .sum),
      ReportColumn("Service level", .percent(), total: .average),
      ReportColumn("Avg. handle time", .duration(from: .seconds), total: .average),
      ReportColumn("CSAT", .number(), total: .average),
      ReportColumn("Remark", .text),
    ]
    let limit = { (text: String) in ReportNumber(text) ?? .zero }
    var theme = ReportTheme(orientation: .landscape, logo: logo)
    theme.footer = "Acme Contact Centre · confidential"
    return ReportDocument(
      title: "Queue performance",
      subtitle: "Monday 23 to Sunday 29 November 2026, Europe/Berlin · all media types",
      created: Timestamp(seconds: 1_796_000_000), theme: theme, columns: columns, group: 0,
      highlights: [
        Highlight(column: 5, .below(limit("70")), tone: .bad),
        Highlight(column: 5, .between(limit("70"), limit("80")), tone: .warning),
        Highlight(column: 7, .above(limit("4.7")), tone: .good),
      ],
      charts: [
        ReportChart(.bar, "Offered by queue", label: 0, value: 3),
        ReportChart(.line, "Service level by day", label: 2, value: 5, total: .average),
        ReportChart(.donut, "Share of answered contacts", label: 0, value: 4),
      ],
      links: [ReportLink("Open in Genesys Cloud", url: "https://apps.mypurecloud.ie/directory/")])
  }

  /// The rows, made by a generator that gives the same ones each time.
  static func rows() -> MemoryRows {
    var seed: UInt64 = 42
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    let queues = [
      "Billing", "Ventes – Île-de-France", "Technical support", "日本語サポート", "دعم العملاء",
    ]
    let agents = [
      "Früh 1", "Zespół Łódź", "Équipe 3", "Team 4", "チーム五", "الفريق ٦",
      "צוות 7", "टीम ८", "Nhóm chín", "Группа 10",
    ]
    let remarks = [
      "", "", "", "", "Training in the morning", "Callback campaign <b>not</b> counted & closed",
      "Rückrufe wegen verspäteter Lieferung", "システム障害 10:15–10:40", "تم تصعيد ثلاث حالات", "",
    ]
    var rows: [[String]] = []
    for queue in queues {
      for day in 23...29 {
        for _ in 0..<2 + next(2) {
          let offered = 40 + next(260)
          let answered = offered - next(offered / 4)
          let csat = 380 + next(115)
          rows.append([
            queue, agents[next(agents.count)], "2026-11-\(day)", "\(offered)", "\(answered)",
            "0.\(640 + next(330))", "\(140 + next(420))",
            csat % 10 == 0 ? "\(csat / 100).\(csat / 10 % 10)" : "\(csat / 100).\(csat % 100)",
            remarks[next(remarks.count)],
          ])
        }
      }
    }
    return MemoryRows(rows)
  }
}
