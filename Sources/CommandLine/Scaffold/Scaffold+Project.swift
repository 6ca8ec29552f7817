internal import Genesys
internal import Reconciler

extension Scaffold {
  /// `gcsync.yaml`, with what is often added as comments.
  var project: File {
    let name = owner.split(separator: "/").last.map(String.init) ?? owner
    let text = """
      # yaml-language-server: $schema=\(Self.schemaFolder)/Project.json
      apiVersion: gcsync/v1
      kind: Project
      owner: \(quoted(owner))    # who may delete what gcsync wrote
      manifests: [manifests]
      defaultEnvironment: \(Self.sandbox)
      state: .gcsync    # s3://bucket/prefix for pipelines: runners keep no disk
      # policies: [gcsync:standard]    # rules over every plan
      environments:
        \(Self.sandbox):    # gcsync sandbox --port 8080 --s3-port 9000 --mail-port 2525 --seed sandbox/seed.yaml
          genesys:
            profile: \(profile.rawValue)
            apiURL: http://127.0.0.1:8080
            clientId: {secretRef: env:GENESYS_CLIENT_ID}
            clientSecret: {secretRef: env:GENESYS_CLIENT_SECRET}
          aws: {region: \(region), endpoint: http://127.0.0.1:9000}
      \(mail(isSandbox: true))\
          variables: {retention: 90, bucket: recordings-sandbox}
        \(environment):
          genesys:
            profile: \(profile.rawValue)
            domain: \(domain)
            clientId: {secretRef: env:GENESYS_CLIENT_ID}
            clientSecret: {secretRef: env:GENESYS_CLIENT_SECRET}
          aws: {region: \(region)}
      \(mail(isSandbox: false))\
          variables: {retention: 365, bucket: \(Self.bucketName(name))}
          overlays: [envs/\(environment)]
      limits: {updatePercent: 30, deletePercent: 30, minimumExisting: 10}

      """
    return File(path: "gcsync.yaml", text: text)
  }

  /// What a simulated org starts with.
  var seed: File {
    let text = """
      # What the simulated org and its S3 account hold at the start: gcsync sandbox --seed sandbox/seed.yaml
      s3:
        buckets: [{name: recordings-sandbox, region: \(region), encryption: AES256}]

      """
    return File(path: "sandbox/seed.yaml", text: text)
  }

  /// What a shell reads before it works on the sandbox: any value does there.
  var sandboxEnvironment: File {
    let names = secretNames.map { "export \($0)=example" }
    let lines =
      [
        "# Any value does for the sandbox; those of a real org stand in no file: . sandbox/env",
        "export GENESYS_CLIENT_ID=sandbox GENESYS_CLIENT_SECRET=sandbox",
        "export AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox",
      ] + names
    return File(path: "sandbox/env", text: lines.joined(separator: "\n") + "\n")
  }

  /// The list that the example report is mailed to.
  var recipients: [File] {
    guard sendsReports else { return [] }
    return [
      File(
        path: "recipients/queue-performance.txt",
        text: "# One address a line; read at each sending.\nreports-owner@example.com\n")
    ]
  }

  var sendsReports: Bool { kinds.contains("ReportSchedule") }

  private func mail(isSandbox: Bool) -> String {
    guard sendsReports else { return "" }
    if isSandbox {
      return "    mail: {host: 127.0.0.1, port: 2525, security: none, from: reports@example.com}\n"
    }
    return """
          mail:
            host: smtp.example.com
            from: reports@example.com
            username: reports
            password: {secretRef: env:SMTP_PASSWORD}

      """
  }

  /// A name that S3 takes, for the example's bucket.
  private static func bucketName(_ name: String) -> String {
    let plain = name.lowercased().unicodeScalars.map { scalar in
      ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
    }
    let words = String(plain).split(separator: "-").joined(separator: "-").prefix(40)
    return words.isEmpty ? "recordings-prod" : "\(words)-recordings"
  }

  /// A text as a YAML scalar, quoted where it could be something else.
  private func quoted(_ text: String) -> String {
    let isPlain =
      text.wholeMatch(of: /[A-Za-z][A-Za-z0-9_.\/-]*/) != nil
      && !["true", "false", "null", "yes", "no", "on", "off"].contains(text.lowercased())
    return isPlain
      ? text : "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }

  /// The AWS region nearest to an org: the one that it runs in.
  static func region(of domain: String) -> String {
    GenesysRegion.awsRegion(of: domain) ?? "us-east-1"
  }
}
