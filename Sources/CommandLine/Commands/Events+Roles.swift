internal import AWS
internal import Codecs
internal import Diagnostics
internal import Events
internal import JSON
internal import Manifests
internal import Reconciler

extension Command {
  /// Writes the roles that the pipelines of the manifests need; sends nothing unless the account has
  /// to be asked for.
  static func roles(_ names: [String], _ invocation: Invocation) async throws -> ExitCode {
    let session = try Session.load(invocation)
    let pipelines = session.manifests.manifests.filter { manifest in
      manifest.kind.name == PipelineAssembly.kind
        && (names.isEmpty || names.contains(manifest.address.name))
    }
    let known = Set(pipelines.map(\.address.name))
    if let stranger = names.first(where: { !known.contains($0) }) {
      let all = session.manifests.manifests.filter { $0.kind.name == PipelineAssembly.kind }
        .map(\.address.name)
      throw Arguments.Misuse(
        message: "no manifest declares EventPipeline/\(stranger); there are "
          + (all.isEmpty ? "none" : all.joined(separator: ", ")))
    }
    let region = try region(session)
    let account = try await account(session, region)
    let roles = pipelines.map { manifest in
      (
        manifest.address.description,
        PipelineRoles(
          manifest.spec, parts: manifest.kind.pieces(in: session.environment.genesys.profile),
          account: account, region: region
        ).json
      )
    }
    invocation.console.out(JSON.object(JSONObject(roles)).prettyText + "\n")
    return .done
  }

  private static func region(_ session: Session) throws -> String {
    let invocation = session.invocation
    guard
      let region = try invocation.arguments.last("region")
        ?? Connection.region(session.environment.aws, invocation.world)
    else {
      throw CommandFailure(
        .invalid,
        .error(
          "no-aws-region", "no AWS region is named",
          hint: "name one with --region, as aws.region of the environment, or in AWS_REGION"))
    }
    return region
  }

  /// The account that was named, else the one that the credentials belong to.
  private static func account(_ session: Session, _ region: String) async throws -> String {
    let invocation = session.invocation
    if let account = invocation.arguments.last("account") {
      guard account.utf8.count == 12, account.utf8.allSatisfy({ (48...57).contains($0) }) else {
        throw Arguments.Misuse(message: "--account is the 12 digits of an AWS account")
      }
      return account
    }
    let aws = try Connection.aws(
      session.environment.aws, Connection.transport(invocation.world), invocation.world)
    do throws(AWSFailure) {
      let answer = try await aws.client(.sts, region: region)?.query("GetCallerIdentity")
      if let account = answer?["Account"]?.text { return account }
    } catch {
      var problem = error.diagnostic(.error, "the account is not known")
      problem.hint = "name it with --account, or give credentials of it"
      throw CommandFailure(.authentication, problem)
    }
    throw CommandFailure(
      .error, .error("no-aws-account", "the account is not known", hint: "name it with --account"))
  }
}
