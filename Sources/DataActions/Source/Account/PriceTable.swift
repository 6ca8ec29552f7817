package import JSON

/// What S3 costs in each region, by dimension.
///
/// The figures are list prices in US dollars of S3 Standard and change now and then: they are data, and an
/// estimate made of them says which one it took.
package struct PriceTable: Sendable {
  /// What an access is paid for by.
  package enum Dimension: String, Sendable, CaseIterable {
    /// GET and HEAD requests, per 1,000.
    case requests
    /// Bytes sent to the internet, per GiB.
    case internet
    /// Bytes sent within the region, per GiB.
    case sameRegion
    /// What the guide calls the price of a transfer, which is that of storage for a month, per GiB.
    case legacy
  }

  private struct Prices: Sendable {
    let regions: [String: ExactDecimal]
    let other: ExactDecimal

    init(_ regions: [String: ExactDecimal], other: ExactDecimal) {
      self.regions = regions
      self.other = other
    }

    init(microdollars: KeyValuePairs<String, Int>, other: Int) {
      let regions = microdollars.map { ($0, ExactDecimal(units: Int128($1), scale: 6)) }
      self.init(
        Dictionary(uniqueKeysWithValues: regions),
        other: ExactDecimal(units: Int128(other), scale: 6))
    }
  }

  private let dimensions: [Dimension: Prices]

  private init(dimensions: [Dimension: Prices]) {
    self.dimensions = dimensions
  }

  /// Reads a table; nil where a dimension is missing or has no price for other regions.
  package init?(_ value: JSON) {
    var dimensions: [Dimension: Prices] = [:]
    for dimension in Dimension.allCases {
      var prices: [String: ExactDecimal] = [:]
      for member in value[dimension.rawValue]?.object ?? JSONObject() {
        guard let text = member.value.number?.text, let price = ExactDecimal(text) else {
          return nil
        }
        prices[member.key] = price
      }
      guard let other = prices["default"] else { return nil }
      dimensions[dimension] = Prices(prices, other: other)
    }
    self.dimensions = dimensions
  }

  func price(of dimension: Dimension, in region: String) -> ExactDecimal {
    guard let prices = dimensions[dimension] else { return ExactDecimal(0) }
    return prices.regions[region] ?? prices.other
  }

  /// List prices of November 2026 for a few regions, and the guide's table.
  package static let list = PriceTable(dimensions: [
    .requests: Prices(microdollars: ["eu-central-1": 430], other: 400),
    .internet: Prices(microdollars: ["ap-southeast-1": 120_000], other: 90_000),
    .sameRegion: Prices(microdollars: [:], other: 0),
    .legacy: Prices(
      microdollars: ["us-east-1": 23_000, "eu-west-1": 25_000, "ap-southeast-1": 27_000],
      other: 25_000),
  ])
}

/// What an access cost by a table of prices.
package struct CostEstimate: Sendable, Hashable {
  package var requests: Int
  package var bytes: Int
  package var region: String
  /// Whether the bytes leave AWS; within the region they are free.
  package var leavesAWS: Bool

  package init(requests: Int, bytes: Int, region: String, leavesAWS: Bool) {
    self.requests = requests
    self.bytes = bytes
    self.region = region
    self.leavesAWS = leavesAWS
  }

  /// The estimate under the guide's names, with its dimensions beside them.
  package func json(by table: PriceTable) -> JSON {
    let transfer = leavesAWS ? PriceTable.Dimension.internet : .sameRegion
    return [
      "estimated_transfer_cost_usd": usd(.legacy, table),
      "bytes": .number(JSONNumber(bytes)),
      "dimensions": [
        dimension(.requests, quantity: requests, unit: "1000 requests", table),
        dimension(transfer, quantity: bytes, unit: "GiB", table),
        dimension(.legacy, quantity: bytes, unit: "GiB-month of storage", table),
      ],
    ]
  }

  private func dimension(
    _ dimension: PriceTable.Dimension, quantity: Int, unit: String, _ table: PriceTable
  ) -> JSON {
    [
      "name": .string(dimension.rawValue), "quantity": .number(JSONNumber(quantity)),
      "price_usd": .number(
        JSONNumber(validated: table.price(of: dimension, in: region).shortened(to: 0).text)),
      "per": .string(unit), "usd": usd(dimension, table),
    ]
  }

  /// The amount with six digits behind the point.
  private func usd(_ dimension: PriceTable.Dimension, _ table: PriceTable) -> JSON {
    let price = table.price(of: dimension, in: region)
    let (quantity, unit) = dimension == .requests ? (requests, 1000) : (bytes, 1 << 30)
    // A millionth of a dollar, rounded half up; the product of any size and price has room in 128 bits.
    let scale = ExactDecimal.power(price.scale) * Int128(unit)
    let units = (price.units * Int128(quantity) * 2_000_000 + scale) / (2 * scale)
    return .number(JSONNumber(validated: ExactDecimal(units: units, scale: 6).text))
  }
}
