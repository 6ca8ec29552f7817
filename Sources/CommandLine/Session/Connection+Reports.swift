internal import Genesys
internal import HTTP
internal import Manifests
internal import World

extension Connection {
  /// What has the org make files of reports, over the same client as everything else.
  var reportExports: ReportExports {
    ReportExports(
      client, connection: genesys, downloads: Self.transport(world), world: world,
      allowedHosts: AllowedHosts(further: world.environment(AllowedHosts.variable)),
      redactor: Redactor(secrets.values))
  }
}
