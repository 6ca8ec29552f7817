import Diagnostics
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("Billng", ["Billing", "Support"], "Billing"),
    ("retnetion", ["retention", "retries"], "retention"),
    ("STAGING", ["staging", "prod"], "staging"),
  ])
  func `a mistyped name finds the name that was meant`(
    name: String, candidates: [String], expected: String
  ) {
    #expect(nearestName(to: name, in: candidates) == expected)
  }

  @Test func `a name that resembles nothing has no nearest name`() {
    #expect(nearestName(to: "webhook", in: ["prod", "dev"]) == nil)
  }

  @Test func `the nearest names come nearest first and then by alphabet`() {
    let found = nearestNames(to: "prod", in: ["prods", "prodx", "proud", "dev"], limit: 2)
    #expect(found == ["prods", "prodx"])
  }
}
