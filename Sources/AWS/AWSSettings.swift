package import Diagnostics
package import HTTP
package import World

/// What an environment says of its AWS account.
package struct AWSSettings: Sendable {
  package let region: String?
  package let endpoint: URL?
  package let profile: String?
  package let role: AWSRole?

  package init(
    region: String? = nil, endpoint: URL? = nil, profile: String? = nil, role: AWSRole? = nil
  ) {
    self.region = region
    self.endpoint = endpoint
    self.profile = profile
    self.role = role
  }

  /// Returns the region of the project, else of the environment, else of the profile.
  package func region(_ world: World) throws(DiagnosticsError) -> String? {
    func variable(_ name: String) -> String? {
      world.environment(name).flatMap { $0.isEmpty ? nil : $0 }
    }
    if let region = region ?? variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") {
      return region
    }
    do throws(AuthenticationError) {
      let name = profile ?? variable("AWS_PROFILE") ?? "default"
      return try AWSProfiles(world)[name]?["region"]
    } catch {
      throw DiagnosticsError(.error("aws-profile", error.message))
    }
  }

  /// Tells whether credentials are set up anywhere, and throws where what is set up is wrong; a
  /// machine on EC2 may have some that only a request would show.
  package func hasCredentials(
    _ world: World, allowedHosts: AllowedHosts
  ) throws(AuthenticationError) -> Bool {
    try CredentialRecipe.find(
      profile: profile, role: role, world: world, allowedHosts: allowedHosts) != nil
  }

  /// Returns what finds the credentials once they are needed.
  ///
  /// `direct` carries requests to the machine's own services, past any proxy.
  package func credentials(
    through transport: any Transport, direct: any Transport, world: World,
    allowedHosts: AllowedHosts
  ) -> CredentialProvider {
    CredentialProvider(world: world) { () async -> Result<HeldCredentials, AuthenticationError> in
      do throws(AuthenticationError) {
        return .success(try await fetch(transport, direct, world, allowedHosts))
      } catch {
        return .failure(error)
      }
    }
  }

  private func fetch(
    _ transport: any Transport, _ direct: any Transport, _ world: World, _ hosts: AllowedHosts
  ) async throws(AuthenticationError) -> HeldCredentials {
    guard
      let recipe = try CredentialRecipe.find(
        profile: profile, role: role, world: world, allowedHosts: hosts)
    else {
      throw AuthenticationError(
        status: nil,
        "there are no credentials in the environment, in a profile, from a container or from the machine"
      )
    }
    let region: String?
    let endpoints: AWSEndpoints
    do throws(DiagnosticsError) {
      region = try self.region(world)
      endpoints = try AWSEndpoints(endpoint, world: world)
    } catch {
      throw AuthenticationError(status: nil, error.diagnostics.first?.message ?? "")
    }
    let fetcher = CredentialFetcher(
      transport: transport, direct: direct, endpoints: endpoints, region: region ?? "us-east-1",
      world: world, allowedHosts: hosts)
    guard case .instance = recipe else { return try await fetcher.fetch(recipe) }
    do throws(AuthenticationError) {
      return try await fetcher.fetch(recipe)
    } catch {
      throw AuthenticationError(
        status: nil,
        "there are no credentials in the environment, in a profile or from a container, and the machine has "
          + "none either: \(error.message)")
    }
  }

  /// Returns a connection to the account, with nothing sent yet.
  package func connection(
    through transport: any Transport, direct: any Transport, world: World,
    allowedHosts: AllowedHosts
  ) throws(DiagnosticsError) -> AWSConnection {
    AWSConnection(
      transport: transport,
      credentials: credentials(
        through: transport, direct: direct, world: world, allowedHosts: allowedHosts),
      endpoints: try AWSEndpoints(endpoint, world: world), world: world,
      allowedHosts: allowedHosts, policy: .aws(world))
  }
}

extension RetryPolicy {
  /// As `AWS_MAX_ATTEMPTS` says, else as the AWS SDKs do it by default.
  static func aws(_ world: World) -> RetryPolicy {
    let attempts = world.environment("AWS_MAX_ATTEMPTS").flatMap { Int($0) } ?? 3
    return .aws(attempts: min(max(attempts, 1), 100))
  }
}
