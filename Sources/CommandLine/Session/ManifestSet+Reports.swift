internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import Reports
internal import World

extension ManifestSet {
  /// The reports among the manifests.
  var reports: [LoadedManifest] {
    manifests.filter { $0.kind.name == ReportSession.kind }
  }

  /// Returns what is wrong with the reports, each problem where it stands.
  func reportProblems(
    in project: Project, _ environment: Project.Environment
  ) -> [Diagnostic] {
    let isPlatform = environment.genesys.profile == .platform
    let problems = reports.flatMap { manifest -> [Diagnostic] in
      let (declaration, problems) = ReportDeclaration.read(
        manifest.completedSpec(in: environment.genesys.profile), isPlatform: isPlatform,
        at: { manifest.location(of: $0) }, address: manifest.address.description)
      guard let declaration else { return problems }
      return problems + recipientProblems(declaration, of: manifest, in: project)
        + fileProblems(declaration, of: manifest, in: project)
    }
    return problems + surroundings(project, environment)
  }

  /// What the files of addresses say now; they may say something else when the report is sent.
  private func recipientProblems(
    _ declaration: ReportDeclaration, of manifest: LoadedManifest, in project: Project
  ) -> [Diagnostic] {
    declaration.delivery.stores.flatMap { store -> [Diagnostic] in
      guard case .file(let path) = store else { return [] }
      let place = manifest.location(of: JSONPointer(["spec", "deliver", "recipients"]))
      do throws(FileError) {
        let file = SourceFile(name: path, bytes: try Files.read(project.path(path), limit: 4 << 20))
        return RecipientList(reading: file, allowing: declaration.delivery.domains).diagnostics
          .map { problem in
            var problem = problem
            problem.severity = .warning
            problem.address = manifest.address.description
            problem.notes.append(.init("the recipients of this report", at: place))
            return problem
          }
      } catch {
        return [
          .warning(
            "recipients-unreadable", "the recipients cannot be read here: \(error.description)",
            at: place, address: manifest.address.description,
            hint: "the file must be there where gcsync report run runs")
        ]
      }
    }
  }

  /// What is wrong with the logo and the fonts that a layout names.
  private func fileProblems(
    _ declaration: ReportDeclaration, of manifest: LoadedManifest, in project: Project
  ) -> [Diagnostic] {
    declaration.layout.files.compactMap { path -> Diagnostic? in
      let place = manifest.location(of: JSONPointer(["spec", "layout"]))
      do throws(FileError) {
        let isLogo = path == declaration.layout.logo
        let bytes = try Files.read(project.path(path), limit: 16 << 20)
        guard isLogo, !bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
        return .error(
          "logo-no-image", "the logo \(path) is no PNG", at: place,
          address: manifest.address.description, hint: "name a PNG file")
      } catch {
        return .warning(
          "layout-file-unreadable", "a file of the layout cannot be read: \(error.description)",
          at: place, address: manifest.address.description,
          hint: "the file must be there where gcsync report run runs")
      }
    }
  }

  private func surroundings(
    _ project: Project, _ environment: Project.Environment
  ) -> [Diagnostic] {
    guard let first = reports.first else { return [] }
    var problems: [Diagnostic] = []
    if environment.mail == nil {
      problems.append(
        .warning(
          "no-mail", "the environment \(environment.name) does not say how its reports are mailed",
          at: first.location(of: JSONPointer(["spec", "deliver"])),
          address: first.address.description,
          hint: "add mail: {host: …, from: …} to the environment in \(Project.fileName)"))
    }
    if !project.namesState {
      problems.append(
        .warning(
          "state-on-this-machine",
          "schedules are published into \(Project.standardState), on this machine alone",
          at: first.location(of: JSONPointer(["spec", "schedule"])),
          address: first.address.description,
          hint: "write state: s3://bucket/prefix, or state: \(Project.standardState) where apply "
            + "and gcsync report run share a disk"))
    }
    return problems
  }
}
