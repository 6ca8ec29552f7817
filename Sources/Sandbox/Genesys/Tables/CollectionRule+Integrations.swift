import JSON
import Server

extension CollectionRule {
  /// Integrations.
  static let integration = [platformIntegrations]

  private static let platformIntegrations = CollectionRule(
    "platformIntegrations", "/api/v2/integrations", "integrations:integration",
    fields: [
      FieldRule("name", .filledText, required: true),
      FieldRule("integrationType", .object, required: true),
    ],
    PlatformRule(
      methods: ["GET", "DELETE"], kept: ["intendedState": "DISABLED"],
      filters: [ListFilter("ids", .oneOf("id"))]))
}
