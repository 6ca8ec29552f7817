internal import Diagnostics
package import JSON
package import Reconciler

/// Puts a test into the manifest of a data action, in the file where it stands.
package struct FixtureRecording {
  private var files: EditableFiles
  private let layers: [Address: ManifestLayers]

  package init(project: Project, environment: Project.Environment) {
    var found = ManifestFiles(project: project, environment: environment)
    files = EditableFiles(found.base + found.overlays)
    layers = ManifestLayers.all(in: &found)
  }

  /// Returns the files that are other ones with a test behind those that the manifest has.
  package mutating func add(
    _ test: JSON, to address: Address
  ) throws -> [(path: String, bytes: [UInt8])] {
    let tests = JSONPointer(["spec", "tests"])
    guard let layers = layers[address] else { return [] }
    let layer = layers.layer(toSet: tests)
    if layer[tests]?.array == nil {
      try files.set(tests, to: .array([test]), in: layer.location)
    } else {
      try files.set(tests.appending("-"), to: test, in: layer.location)
    }
    return files.edited
  }
}
