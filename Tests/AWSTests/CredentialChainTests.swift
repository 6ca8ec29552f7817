import AWS
import HTTP
import TestSupport
import Testing
import World

/// Where credentials are looked for, in which order, and what is said where something is wrong.
struct CredentialChainTests {
  private static let keys = ["AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "s"]
  private static let off = ["AWS_EC2_METADATA_DISABLED": "true"]
  private static let files = """
    # shared by all
    [default]
    region = eu-west-3
    s3 =
      aws_access_key_id = NESTED
    aws_access_key_id = AKCONFIG ; the old one
    aws_secret_access_key = s
    [profile dev]
      aws_access_key_id = AKDEV
      aws_secret_access_key = s/+=
      region=eu-central-1
    [other]
    aws_access_key_id = IGNORED
    aws_secret_access_key = s
    """

  @Test(
    arguments: [
      (keys, nil, "AKENV"), ([:], nil, "AKCONFIG"),
      (["AWS_ACCESS_KEY_ID": "AKENV"], nil, "AKCONFIG"),
      (["AWS_PROFILE": "dev"], nil, "AKDEV"),
      (keys.merging(["AWS_PROFILE": "dev"]) { $1 }, nil, "AKENV"),
      (keys, "dev", "AKDEV"), (["AWS_PROFILE": "dev"], "default", "AKCONFIG"),
      ([:], "other", "the AWS profile other is in neither of /config and /credentials"),
      (
        ["AWS_PROFILE": "none"], nil,
        "the AWS profile none is in neither of /config and /credentials"
      ),
    ] as [([String: String], String?, String)])
  func `the project's profile counts before the environment, and that before a profile`(
    environment: [String: String], profile: String?, found: String
  ) async throws {
    let machine = try CredentialMachine(config: Self.files, environment: environment)
    #expect(await machine.outcome(AWSSettings(profile: profile)) == found)
    #expect(machine.aws.requests.isEmpty && machine.metadata.requests.isEmpty)
  }

  @Test func `the credentials file wins over the configuration`() async throws {
    let machine = try CredentialMachine(
      config: Self.files,
      credentials: "[dev]\naws_access_key_id=AKNEW\naws_secret_access_key=n\naws_session_token=t\n")
    let found = try await machine.provider(AWSSettings(profile: "dev")).credentials()
    #expect(found.accessKeyID == "AKNEW" && found.sessionToken != nil)
    #expect(found.secretAccessKey.reveal { $0 } == "n")
    withExtendedLifetime(machine) {}
  }

  @Test(
    arguments: [
      ("us-east-2", ["AWS_REGION": "eu-north-1"], nil, "us-east-2"),
      (nil, ["AWS_REGION": "eu-north-1", "AWS_DEFAULT_REGION": "sa-east-1"], nil, "eu-north-1"),
      (nil, ["AWS_REGION": "", "AWS_DEFAULT_REGION": "sa-east-1"], nil, "sa-east-1"),
      (nil, [:], nil, "eu-west-3"), (nil, [:], "dev", "eu-central-1"),
      (nil, ["AWS_PROFILE": "dev"], nil, "eu-central-1"), (nil, ["AWS_PROFILE": "no"], nil, nil),
    ] as [(String?, [String: String], String?, String?)])
  func `the region is the project's, else the environment's, else the profile's`(
    region: String?, environment: [String: String], profile: String?, expected: String?
  ) throws {
    let machine = try CredentialMachine(config: Self.files, environment: environment)
    let settings = AWSSettings(region: region, profile: profile)
    #expect(try settings.region(machine.clock.world) == expected)
  }

  @Test(
    arguments: [
      ("[default]\nnonsense\n", "/config:2: this is neither a section nor NAME = VALUE"),
      ("a = b\n", "/config:1: this stands in no section"),
      ("[x\n", "/config:1: this is no section"),
      (
        "[profile p]\naws_access_key_id = a\n",
        "the AWS profile p has only one of aws_access_key_id and aws_secret_access_key"
      ),
      ("[profile p]\nregion = a\n", "the AWS profile p has no credentials"),
      (
        "[profile p]\nrole_arn = r\n",
        "the AWS profile p has a role_arn and needs either a source_profile or a credential_source"
      ),
      (
        "[profile p]\nrole_arn = r\nsource_profile = p\n",
        "the AWS profile p takes its credentials from itself, by way of its source_profile"
      ),
      (
        "[profile p]\nrole_arn=r\nsource_profile=q\n[profile q]\nrole_arn=r\nsource_profile=p\n",
        "the AWS profile q takes its credentials from itself, by way of its source_profile"
      ),
      (
        "[profile p]\nrole_arn = r\nsource_profile = gone\n",
        "the AWS profile gone is in neither of /config and /credentials"
      ),
      (
        "[profile p]\nrole_arn = r\nsource_profile = q\nduration_seconds = 5\n",
        "the AWS profile p has a duration_seconds that is not between 900 and 43200"
      ),
      (
        "[profile p]\nrole_arn = r\ncredential_source = Environment\n",
        "the AWS profile p has credential_source Environment, and there are no such credentials"
      ),
      (
        "[profile p]\nrole_arn = r\nsource_profile = q\nmfa_serial = m\n",
        "the AWS profile p asks for the code of an MFA device, which gcsync cannot ask for; run "
          + "eval \"$(aws configure export-credentials --profile p --format env)\" first"
      ),
      (
        "[profile p]\nsso_session = s\n[sso-session s]\nsso_region = r\n",
        "the AWS profile p signs in through a browser, which gcsync does not; run "
          + "eval \"$(aws configure export-credentials --profile p --format env)\" first"
      ),
      (
        "[profile p]\ncredential_process = cat secret\n",
        "the AWS profile p gets its credentials from a command; GCSYNC_ALLOW_CMD=1 in the "
          + "environment allows gcsync to run it"
      ),
    ])
  func `what is wrong in a file is named with its place or profile, and nothing else is tried`(
    config: String, message: String
  ) async throws {
    let machine = try CredentialMachine(config: config)
    #expect(await machine.outcome(AWSSettings(profile: "p")) == message)
    #expect(machine.aws.requests.isEmpty && machine.metadata.requests.isEmpty)
  }

  @Test(
    arguments: [
      (#"{"Version":1,"AccessKeyId":"AKCMD","SecretAccessKey":"s"}"#, "AKCMD"),
      (
        #"{"Version":2,"AccessKeyId":"AKCMD","SecretAccessKey":"s"}"#,
        "credential_process wrote no credentials of version 1"
      ),
      ("canary", "credential_process wrote no credentials of version 1"),
    ])
  func `a command gives credentials where the machine allows commands`(
    output: String, expected: String
  ) async throws {
    let machine = try CredentialMachine(
      config: "[default]\ncredential_process = echo '\(output)'\n",
      environment: ["GCSYNC_ALLOW_CMD": "1"])
    #expect(await machine.outcome() == expected)
  }

  @Test func `without any credentials it is said where they were looked for`() async throws {
    let machine = try CredentialMachine(environment: Self.off)
    #expect(
      await machine.outcome()
        == "there are no credentials in the environment, in a profile, from a container or from "
        + "the machine")
    #expect(machine.metadata.requests.isEmpty)
    let settings = AWSSettings()
    #expect(try !settings.hasCredentials(machine.clock.world, allowedHosts: AllowedHosts()))
  }

  @Test func `a malformed endpoint in the environment is an error and not AWS itself`() throws {
    let machine = try CredentialMachine(environment: ["AWS_ENDPOINT_URL_SQS": "127.0.0.1"])
    #expect(throws: (any Error).self) {
      try AWSEndpoints(nil, world: machine.clock.world)
    }
    let set = try CredentialMachine(
      environment: [
        "AWS_ENDPOINT_URL_SQS": "http://127.0.0.1:1", "AWS_ENDPOINT_URL": "http://localhost",
      ])
    let endpoints = try AWSEndpoints(nil, world: set.clock.world)
    #expect(endpoints.url(of: .sqs)?.text == "http://127.0.0.1:1/")
    #expect(endpoints.url(of: .sts)?.host == "localhost")
    let own = try AWSEndpoints(URL(parsing: "http://127.0.0.1:2"), world: set.clock.world)
    #expect(own.url(of: .sqs)?.port == 2)
  }
}
