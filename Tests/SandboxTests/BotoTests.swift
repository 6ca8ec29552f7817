import Foundation
import Sandbox
import TestSupport
import Testing

/// The simulated S3 in front of a client nobody here wrote.
@Suite struct BotoTests {
  @Test func `boto3 finds the S3 it knows`() async throws {
    let environment = ProcessInfo.processInfo.environment
    let isRequired = environment["GCSYNC_PEERS"] == "required"
    guard let python = environment["GCSYNC_PYTHON"] else {
      print("peer boto3: skipped, GCSYNC_PYTHON names no Python")
      #expect(!isRequired, "GCSYNC_PYTHON must name a Python with boto3")
      return
    }
    let sandbox = try await Sandbox.start(world: machineWorld)
    let bytes = await ProgramOutput.of(python, ["-c", Self.script, sandbox.s3URL])
    let output = String(decoding: try #require(bytes), as: UTF8.self)
    if output.contains("No module named 'boto"), !isRequired {
      print("peer boto3: skipped, \(python) has no boto3")
      return
    }
    #expect(output.hasPrefix("boto3 ok"), "\(output)")
    try await sandbox.stop()
  }

  private static let script = #"""
    import sys, boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError
    url = sys.argv[1]
    def client(**kw):
        a = dict(endpoint_url=url, aws_access_key_id="sandbox", aws_secret_access_key="sandbox", region_name="us-east-1",
                 config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}))
        a.update(kw); return boto3.client("s3", **a)
    s3 = client()
    def code(f, **kw):
        try: f(**kw)
        except ClientError as e: return e.response["Error"]["Code"], e.response["ResponseMetadata"]["HTTPStatusCode"]
        return "none"
    def eq(a, b):
        assert a == b, (a, b)
    s3.create_bucket(Bucket="recordings")
    eu = client(region_name="eu-west-1")
    eu.create_bucket(Bucket="europe", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    eq(s3.get_bucket_location(Bucket="europe")["LocationConstraint"], "eu-west-1")
    eq(s3.get_bucket_location(Bucket="recordings").get("LocationConstraint"), None)
    eq(s3.head_bucket(Bucket="recordings")["BucketRegion"], "us-east-1")
    eq(code(s3.head_bucket, Bucket="missing"), ("404", 404))
    rule = lambda: s3.get_bucket_encryption(Bucket="recordings")["ServerSideEncryptionConfiguration"]["Rules"][0]
    eq(rule()["ApplyServerSideEncryptionByDefault"], {"SSEAlgorithm": "AES256"})
    s3.put_bucket_encryption(Bucket="recordings", ServerSideEncryptionConfiguration={"Rules": [
      {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "arn:aws:kms:us-east-1:1:key/a&b"}, "BucketKeyEnabled": True}]})
    eq(rule(), {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "arn:aws:kms:us-east-1:1:key/a&b"}, "BucketKeyEnabled": True})
    s3.delete_bucket_encryption(Bucket="recordings")
    eq(rule()["ApplyServerSideEncryptionByDefault"], {"SSEAlgorithm": "AES256"})
    for read, absent in [(s3.get_bucket_policy, "NoSuchBucketPolicy"), (s3.get_bucket_policy_status, "NoSuchBucketPolicy"),
                         (s3.get_bucket_lifecycle_configuration, "NoSuchLifecycleConfiguration"),
                         (s3.get_object_lock_configuration, "ObjectLockConfigurationNotFoundError"),
                         (s3.get_bucket_replication, "ReplicationConfigurationNotFoundError")]:
        eq(code(read, Bucket="recordings"), (absent, 404))
    for read, absent in [(s3.get_bucket_versioning, "Status"), (s3.get_bucket_logging, "LoggingEnabled"),
                         (s3.get_bucket_notification_configuration, "QueueConfigurations")]:
        assert absent not in read(Bucket="recordings")
    eq(s3.get_bucket_acl(Bucket="recordings")["Grants"][0]["Permission"], "FULL_CONTROL")
    block = s3.get_public_access_block(Bucket="recordings")["PublicAccessBlockConfiguration"]
    eq(sorted(block.values()), [True] * 4)
    eq(s3.get_bucket_ownership_controls(Bucket="recordings")["OwnershipControls"]["Rules"][0]["ObjectOwnership"], "BucketOwnerEnforced")
    s3.delete_public_access_block(Bucket="recordings")
    eq(code(s3.get_public_access_block, Bucket="recordings"), ("NoSuchPublicAccessBlockConfiguration", 404))
    s3.put_bucket_versioning(Bucket="recordings", VersioningConfiguration={"Status": "Enabled"})
    eq(s3.get_bucket_versioning(Bucket="recordings")["Status"], "Enabled")
    s3.put_bucket_lifecycle_configuration(Bucket="recordings", LifecycleConfiguration={"Rules": [
      {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "x"}, "Expiration": {"Days": 9}}]})
    eq(s3.get_bucket_lifecycle_configuration(Bucket="recordings")["Rules"][0]["Expiration"], {"Days": 9})
    s3.put_bucket_policy(Bucket="recordings", Policy='{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}')
    eq(s3.get_bucket_policy_status(Bucket="recordings")["PolicyStatus"]["IsPublic"], True)
    eq(code(s3.put_bucket_policy, Bucket="recordings", Policy="no"), ("MalformedPolicy", 400))
    s3.delete_bucket_policy(Bucket="recordings")
    eq(code(s3.get_bucket_policy, Bucket="recordings"), ("NoSuchBucketPolicy", 404))
    keys = ["plain", "a b", "a+b", "a%20b", "tilde~x", "é/ü", "日本/語", "a=b&c?d#e", "(x)!*'", "deep/er/one", "deep/er/two", "deep/three", "../up", "//double", "<x>&\"", "tab\tnewline\n"]
    for k in keys:
        s3.put_object(Bucket="recordings", Key=k, Body=k.encode(), Metadata={"a": "1", "a-b": "two  spaces"}, ContentType="text/plain")
        r = s3.get_object(Bucket="recordings", Key=k)
        eq(r["Body"].read(), k.encode()); eq(r["Metadata"]["a"], "1"); eq(r["ContentType"], "text/plain")
        h = s3.head_object(Bucket="recordings", Key=k); eq(h["ContentLength"], len(k.encode())); eq(h["ServerSideEncryption"], "AES256")
    got = []; pages = 0
    for p in s3.get_paginator("list_objects_v2").paginate(Bucket="recordings", PaginationConfig={"PageSize": 3}):
        got += [o["Key"] for o in p.get("Contents", [])]; pages += 1
    eq(sorted(got), sorted(keys)); eq(got, sorted(keys, key=lambda k: k.encode())); assert pages >= 5
    r = s3.list_objects_v2(Bucket="recordings", Prefix="deep/", Delimiter="/")
    eq([o["Key"] for o in r["Contents"]], ["deep/three"]); eq([o["Prefix"] for o in r["CommonPrefixes"]], ["deep/er/"]); eq(r["KeyCount"], 2)
    tops = []; 
    for p in s3.get_paginator("list_objects_v2").paginate(Bucket="recordings", Delimiter="/", PaginationConfig={"PageSize": 1}):
        eq(p["KeyCount"], 1); tops += [o["Key"] for o in p.get("Contents", [])] + [o["Prefix"] for o in p.get("CommonPrefixes", [])]
    whole = s3.list_objects_v2(Bucket="recordings", Delimiter="/")
    eq(sorted(tops), sorted([o["Key"] for o in whole["Contents"]] + [o["Prefix"] for o in whole["CommonPrefixes"]])); eq(len(tops), len(set(tops)))
    eq([o["Key"] for o in s3.list_objects_v2(Bucket="recordings", StartAfter="plain")["Contents"]], [k for k in sorted(keys, key=lambda k: k.encode()) if k.encode() > b"plain"])
    eq(s3.list_objects_v2(Bucket="recordings", MaxKeys=0)["KeyCount"], 0)
    tag = s3.head_object(Bucket="recordings", Key="plain")["ETag"]
    eq(code(s3.put_object, Bucket="recordings", Key="plain", Body=b"x", IfNoneMatch="*"), ("PreconditionFailed", 412))
    eq(code(s3.put_object, Bucket="recordings", Key="plain", Body=b"x", IfMatch='"nope"'), ("PreconditionFailed", 412))
    s3.put_object(Bucket="recordings", Key="plain", Body=b"x", IfMatch=tag)
    s3.put_object(Bucket="recordings", Key="fresh", Body=b"", IfNoneMatch="*")
    s3.put_object(Bucket="recordings", Key="big", Body=b"z" * 5_000_000); eq(len(s3.get_object(Bucket="recordings", Key="big")["Body"].read()), 5_000_000)
    eq(code(s3.get_object, Bucket="recordings", Key="none"), ("NoSuchKey", 404)); eq(code(s3.head_object, Bucket="recordings", Key="none"), ("404", 404))
    s3.delete_object(Bucket="recordings", Key="plain"); s3.delete_object(Bucket="recordings", Key="plain")
    eq(code(s3.delete_bucket, Bucket="recordings"), ("BucketNotEmpty", 409))
    for i in range(7): s3.create_bucket(Bucket=f"page-{i}")
    names = []
    for p in s3.get_paginator("list_buckets").paginate(PaginationConfig={"PageSize": 2}): names += [b["Name"] for b in p["Buckets"]]
    eq(names, ["europe"] + [f"page-{i}" for i in range(7)] + ["recordings"])
    eq([b["Name"] for b in s3.list_buckets(Prefix="page-", MaxBuckets=3)["Buckets"]], ["page-0", "page-1", "page-2"])
    s3.delete_bucket(Bucket="page-0"); eq(code(s3.head_bucket, Bucket="page-0"), ("404", 404))
    eq(code(client(aws_secret_access_key="wrong").list_buckets), ("SignatureDoesNotMatch", 403))
    eq(code(client(aws_access_key_id="nobody").list_buckets), ("InvalidAccessKeyId", 403))
    eq(code(client(aws_secret_access_key="wrong").head_bucket, Bucket="recordings"), ("403", 403))
    # other region: botocore follows the redirect to the bucket's own region
    eq(s3.head_bucket(Bucket="europe")["BucketRegion"], "eu-west-1")
    from botocore import UNSIGNED
    eq(code(client(config=Config(signature_version=UNSIGNED)).list_buckets), ("AccessDenied", 403))
    print("boto3 ok", boto3.__version__)
    """#
}
