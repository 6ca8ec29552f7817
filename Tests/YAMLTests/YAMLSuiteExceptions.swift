/// What libyaml cannot read although YAML 1.2 allows it.
struct YAMLLimitation: Sendable {
  let reason: String
  /// The cases that must fail, so that this list shrinks when libyaml learns something.
  let cases: Set<String>
  /// Whether a text has what this is about; such a text may be refused, but not be misread.
  let mayConcern: @Sendable (String) -> Bool

  static let all = [
    YAMLLimitation(
      reason: "libyaml wants a key before the colon of a block or flow mapping",
      cases: ["2JQS", "CFD4", "NHX8", "S3PD", "SM9W-1", "UKK6-0"],
      mayConcern: { $0.contains(/(?m)(^\s*|[-?]\s+|[\[{,]\s*):(\s|$)/) }),
    YAMLLimitation(
      reason: "libyaml reads no text that starts with \":\" or \"?\" in a flow collection",
      cases: ["58MP", "5T43", "DBG4", "HM87-0", "HM87-1"],
      mayConcern: { $0.contains(/[\[{,:]\s*[:?]\S/) }),
    YAMLLimitation(
      reason: "libyaml wants a key in a flow mapping and its colon on one line",
      cases: ["UT92"],
      mayConcern: { $0.contains(/[\[{][^\[\]{}]*\n[^\[\]{}]*:/) }),
    YAMLLimitation(
      reason: "libyaml allows only letters, digits, \"-\" and \"_\" in the name of an anchor",
      cases: ["2SXE", "8XYN", "W5VH"],
      mayConcern: { $0.contains(/[&*][\w-]*[^\w\s-]/) }),
    YAMLLimitation(
      reason: "libyaml wants a block text of the top level to be indented",
      cases: ["DK3J", "FP8R", "W4TN"],
      mayConcern: { $0.contains(/(?m)^(---\s+)?[|>][-+]?\s*\n\S/) }),
    YAMLLimitation(
      reason: "libyaml allows no tab where a block collection or a block text may start",
      cases: ["6CA3", "R4YG", "Y79Y-1", "Y79Y-10"],
      mayConcern: { $0.contains("\t") }),
    YAMLLimitation(
      reason: "libyaml reads one version in a directive and no more",
      cases: [],
      mayConcern: { $0.contains(/(?m)^%YAML\s+\S+\s+\d/) }),
  ]
}
