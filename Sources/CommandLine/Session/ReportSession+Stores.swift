internal import AWS
internal import Diagnostics
internal import HTTP
internal import Mail
internal import Manifests
internal import Reports
internal import World

extension ReportSession {
  /// A list that is larger is none.
  private static let limit = 4 << 20

  /// Reads a store of addresses as it is now.
  func addresses(in store: RecipientStore) async throws(RunFailure) -> SourceFile {
    switch store {
    case .file(let path): return try file(path)
    case .s3(let bucket, let key): return try await object(key, in: bucket, store)
    case .parameter(let name): return try await parameter(name, store)
    }
  }

  private func file(_ path: String) throws(RunFailure) -> SourceFile {
    do throws(FileError) {
      return SourceFile(
        name: path, bytes: try Files.read(session.project.path(path), limit: Self.limit))
    } catch {
      throw unreadable(.file(path), error.description)
    }
  }

  private func object(
    _ key: String, in bucket: String, _ store: RecipientStore
  ) async throws(RunFailure) -> SourceFile {
    guard let objects = connection.s3.objects(in: bucket, region: try region()) else {
      throw unreadable(store, "there are no AWS credentials")
    }
    let object: S3Objects.Object?
    do throws(S3Failure) {
      object = try await objects.get(key)
    } catch {
      throw unreadable(store, error.detail)
    }
    guard let object else { throw unreadable(store, "there is no such object") }
    return SourceFile(name: store.description, bytes: object.bytes)
  }

  private func parameter(
    _ name: String, _ store: RecipientStore
  ) async throws(RunFailure) -> SourceFile {
    let source = SecretSource("ssm:\(name)")
    await connection.secrets.fetch([source])
    do throws(DiagnosticsError) {
      let text = try connection.secrets.resolve(source).reveal { $0 }
      return SourceFile(name: store.description, bytes: Array(text.utf8))
    } catch {
      throw RunFailure(CommandFailure(.error, error.diagnostics), canRetry: true)
    }
  }

  private func unreadable(_ store: RecipientStore, _ reason: String) -> RunFailure {
    RunFailure(
      "recipients-unreadable", "the recipients in \(store) cannot be read: \(reason)",
      hint: "see whether it is there and may be read", canRetry: true)
  }

  private func region() throws(RunFailure) -> String {
    do throws(CommandFailure) {
      if let region = try Connection.region(session.environment.aws, world) { return region }
    } catch {
      throw RunFailure(error, canRetry: false)
    }
    throw RunFailure(
      "no-aws-region", "no AWS region is named",
      hint: "set aws.region of the environment, or AWS_REGION", canRetry: false)
  }

  /// Puts a file into S3 and returns a link to it.
  func publish(
    _ file: MailAttachment, _ link: DeliveryDeclaration.Link, run: String
  ) async throws(RunFailure) -> String {
    let parts = link.place.dropFirst("s3://".count).split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let prefix = parts.count == 2 && !parts[1].isEmpty ? "\(parts[1])/" : ""
    let region = try region()
    do throws(S3Failure) {
      return try await S3Link(connection.s3, region: region, world: world).publish(
        file.bytes, type: file.type, to: String(parts[0]),
        key: "\(prefix)\(run)/\(file.name)".replacing("//", with: "/"),
        for: .seconds(link.days * 86_400))
    } catch {
      throw RunFailure(
        "link-failed", "the files cannot be stored at \(link.place): \(error.detail)",
        hint: "gcsync needs s3:PutObject and s3:GetObject there", canRetry: true)
    }
  }
}
