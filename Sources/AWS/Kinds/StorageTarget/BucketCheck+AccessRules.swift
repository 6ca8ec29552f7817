internal import Diagnostics

extension BucketCheck.Rule {
  /// What can be found of where a bucket is, and of who may do what with it.
  static let access: [BucketCheck.Rule] = [
    .init(
      "region", .error, "bucket-not-found", "there is no such bucket",
      "create the bucket, or correct the target's bucket"),
    .init(
      "region", .error, "bucket-access-denied",
      "the bucket may not be listed, or its encryption may not be read",
      "allow the permission that is named"),
    .init(
      "region", .error, "aws-credentials", "AWS does not take the credentials",
      "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for a role, AWS_SESSION_TOKEN"),
    .init(
      "region", .error, "wrong-region", "the bucket is in another region than the target says",
      "set the target's region to the bucket's"),
    .init(
      "region", .error, "s3-unknown", "S3 gave no answer that says anything",
      "look at the endpoint and the network"),
    .init(
      "owner", .error, "foreign-bucket", "the bucket belongs to another account than bucketOwner",
      "use a bucket of your own; recordings must not go to somebody else's"),
    .init(
      "owner", .note, "bucket-owner-not-named", "the target does not name the owner's account",
      "set the target's bucketOwner, so that nobody else's bucket of that name is ever used"),
    .init(
      "public-access", .warning, "public-access-not-blocked",
      "one of the four settings is off, for the bucket and for the account",
      "turn on Block all public access"),
    .init(
      "public", .warning, "bucket-public", "S3 takes the bucket's policy to be public",
      "remove the statement that lets everyone in"),
    .init(
      "public", .warning, "acl-public", "the bucket's list of access lets a public group in",
      "remove the grant, or set object ownership to BucketOwnerEnforced"),
    .init(
      "tls", .note, "tls-not-required", "no statement refuses requests without TLS",
      "add the statement that is shown to the bucket's policy"),
    .init(
      "tls", .warning, "tls-partly-required",
      "a statement refuses some requests without TLS and lets others pass",
      "let it deny s3:* for everyone, on the bucket and on its objects"),
    .init(
      "writer", .error, "writer-denied", "a statement denies s3:PutObject to who writes",
      "leave the role out of the statement"),
    .init(
      "writer", .error, "writer-not-allowed", "nothing allows s3:PutObject to the role",
      "add the statement that is shown to the role's policy"),
    .init(
      "writer", .warning, "writer-lacks-permission",
      "the role may write, and lacks another permission that Genesys uses",
      "add the permissions to the role's policy"),
    .init(
      "writer", .warning, "writer-undecided",
      "a statement decides, by something of Genesys' requests that is not known",
      "look at the statement; a test of the integration in Genesys Cloud tells for certain"),
    .init(
      "writer", .note, "writer-unknown",
      "whom the access key belongs to, or its policies, are not known",
      "name a roleArn, which can be checked"),
    .init(
      "writer", .error, "role-not-found", "there is no such role", "create it, or correct roleArn"),
    .init(
      "writer", .error, "genesys-not-trusted",
      "the role's trust policy does not let Genesys' account assume it",
      "add the statement that is shown to the role's trust policy"),
    .init(
      "writer", .error, "external-id-refused",
      "the role's trust policy asks for another external id",
      "set the target's externalId to the id the trust policy asks for, the id of the org"),
    .init(
      "writer", .warning, "external-id-not-required",
      "the role can be assumed for any other customer of Genesys",
      "add a condition on sts:ExternalId with the id of the org"),
    .init(
      "writer", .warning, "simulation-disagrees",
      "IAM's simulation and the policies as read come to different results",
      "trust the simulation on what limits the whole account, and the policies on the bucket's own"),
    .init(
      "writer", .warning, "simulation-not-allowed",
      "whoever runs gcsync may not let IAM simulate, so that only the policies as read tell",
      "allow iam:SimulatePrincipalPolicy to whoever runs gcsync"),
    .init(
      "ownership", .note, "acl-disabled",
      "the bucket heeds no list of access, so that Genesys may only send bucket-owner-full-control",
      "allow lists of access again only where uploads fail with AccessControlListNotSupported"),
    .init(
      "ownership", .warning, "writer-owns-objects",
      "objects belong to who writes them, and the role is of another account",
      "set object ownership to BucketOwnerEnforced"),
  ]
}
