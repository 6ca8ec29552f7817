internal import Diagnostics
internal import JSON
internal import Manifests
internal import Reconciler
internal import YAML

extension Scaffold {
  /// What an editor and Git are told about the project.
  var settings: [File] {
    let folder = Self.schemaFolder
    let editor: JSON = [
      "yaml.schemas": [
        "./\(folder)/Project.json": "gcsync.yaml",
        "./\(folder)/manifest.json": "manifests/**/*.yaml",
        "./\(folder)/overlays/manifest.json": "envs/**/*.yaml",
      ],
      "files.associations": ["*.gcplan": "json"],
    ]
    return [
      File(path: ".vscode/settings.json", text: editor.prettyText + "\n", isShared: true),
      File(
        path: ".vscode/extensions.json",
        text: "{ \"recommendations\": [\"redhat.vscode-yaml\"] }\n", isShared: true),
      File(path: ".vscode/gcsync.code-snippets", text: snippets.prettyText + "\n"),
      File(path: ".gitignore", text: ".gcsync/\n*.gcplan\n", isShared: true),
      File(
        path: ".gitattributes", text: "\(folder)/** linguist-generated=true -diff\n",
        isShared: true),
    ]
  }

  /// The schemas of every kind that the profile takes, so that an editor needs no network.
  var schemas: [File] {
    library.editorSchemas(of: library.declarable(in: profile)).map { file in
      File(path: "\(Self.schemaFolder)/\(file.path)", text: file.schema.prettyText + "\n")
    }
  }

  /// A snippet for each portable kind and for each that has an example.
  private var snippets: JSON {
    var members: JSONObject = [:]
    for name in library.portable + kinds.filter({ !library.portable.contains($0) }) {
      guard let kind = library.kinds[name], let sample = sample(of: name),
        let snippet = Snippet(of: name, like: sample, in: library)
      else { continue }
      members[name] = [
        "scope": "yaml", "prefix": .string(name), "description": .string(kind.summary),
        "body": .array(snippet.lines.map { .string($0) }),
      ]
    }
    return .object(members)
  }

  private func sample(of kind: String) -> JSON? {
    guard let text = Sample.manifest(kind, profile, region: region) else {
      return library.kinds[kind]?.schema["examples"]?.array?.first
    }
    return YAML.documents(in: .init(name: kind, text: text)).documents.first?.value
  }
}
