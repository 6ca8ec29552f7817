internal import HTTP
internal import World

extension CredentialFinder {
  /// Returns how a profile's credentials are to be had; nil where it says nothing of them.
  func profile(
    _ name: String, isOptional: Bool = false
  ) throws(AuthenticationError) -> CredentialRecipe? {
    let profiles = try AWSProfiles(world)
    if isOptional, profiles[name] == nil { return nil }
    return try recipe(name, profiles, below: [])
  }

  private func recipe(
    _ name: String, _ profiles: AWSProfiles, below: [String]
  ) throws(AuthenticationError) -> CredentialRecipe? {
    guard let settings = profiles[name] else {
      throw problem(name, "is in neither of \(profiles.paths)")
    }
    if let arn = settings["role_arn"] {
      return try role(arn, settings, name, profiles, below: below)
    }
    if let keys = try keys(settings, name) { return .fixed(keys) }
    if let command = settings["credential_process"] {
      guard variable("GCSYNC_ALLOW_CMD") == "1" else {
        throw problem(
          name,
          "gets its credentials from a command; GCSYNC_ALLOW_CMD=1 in the environment "
            + "allows gcsync to run it")
      }
      return .process(command)
    }
    if ["sso_session", "sso_start_url", "login_session"].contains(where: { settings[$0] != nil }) {
      throw problem(
        name,
        "signs in through a browser, which gcsync does not; run "
          + "eval \"$(aws configure export-credentials --profile \(name) --format env)\" first")
    }
    return nil
  }

  private func role(
    _ arn: String, _ settings: [String: String], _ name: String, _ profiles: AWSProfiles,
    below: [String]
  ) throws(AuthenticationError) -> CredentialRecipe {
    if settings["mfa_serial"] != nil {
      throw problem(
        name,
        "asks for the code of an MFA device, which gcsync cannot ask for; run "
          + "eval \"$(aws configure export-credentials --profile \(name) --format env)\" first")
    }
    var seconds: Int?
    if let text = settings["duration_seconds"] {
      guard let number = Int(text), (900...43_200).contains(number) else {
        throw problem(name, "has a duration_seconds that is not between 900 and 43200")
      }
      seconds = number
    }
    let role = AWSRole(
      arn: arn, externalID: settings["external_id"], sessionName: settings["role_session_name"],
      seconds: seconds)
    if let file = settings["web_identity_token_file"] {
      return .webIdentity(role, tokenFile: file)
    }
    switch (settings["source_profile"], settings["credential_source"]) {
    case (let source?, nil):
      return .assume(role, from: try base(source, of: name, settings, profiles, below: below))
    case (nil, let source?): return .assume(role, from: try base(source, of: name))
    case (nil, nil), (.some, .some):
      throw problem(
        name, "has a role_arn and needs either a source_profile or a credential_source")
    }
  }

  private func base(
    _ source: String, of name: String, _ settings: [String: String], _ profiles: AWSProfiles,
    below: [String]
  ) throws(AuthenticationError) -> CredentialRecipe {
    // A profile may hold the keys its role is taken on with.
    if source == name, let keys = try keys(settings, name) { return .fixed(keys) }
    guard source != name, !below.contains(source) else {
      throw problem(name, "takes its credentials from itself, by way of its source_profile")
    }
    guard let recipe = try recipe(source, profiles, below: below + [name]) else {
      throw problem(source, "has no credentials, and is the source_profile of \(name)")
    }
    return recipe
  }

  private func base(
    _ source: String, of name: String
  ) throws(AuthenticationError) -> CredentialRecipe {
    let recipe: CredentialRecipe?
    switch source {
    case "Environment": recipe = environment.map { .fixed($0) }
    case "Ec2InstanceMetadata": recipe = try instance()
    case "EcsContainer": recipe = try container()
    default:
      throw problem(
        name,
        "has a credential_source that is not Environment, Ec2InstanceMetadata or "
          + "EcsContainer")
    }
    guard let recipe else {
      throw problem(name, "has credential_source \(source), and there are no such credentials")
    }
    return recipe
  }

  private func keys(
    _ settings: [String: String], _ name: String
  ) throws(AuthenticationError) -> AWSCredentials? {
    let (id, secret) = (settings["aws_access_key_id"], settings["aws_secret_access_key"])
    guard let id, let secret, !id.isEmpty, !secret.isEmpty else {
      guard id == nil, secret == nil else {
        throw problem(name, "has only one of aws_access_key_id and aws_secret_access_key")
      }
      return nil
    }
    return AWSCredentials(
      accessKeyID: id, secretAccessKey: Secret(secret),
      sessionToken: settings["aws_session_token"].map { Secret($0) })
  }

  private func problem(_ name: String, _ what: String) -> AuthenticationError {
    AuthenticationError(status: nil, "the AWS profile \(name) \(what)")
  }
}
