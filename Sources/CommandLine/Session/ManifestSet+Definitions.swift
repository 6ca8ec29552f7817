internal import Diagnostics
internal import Events
internal import JSON
internal import Manifests
internal import Reconciler

extension ManifestSet {
  /// What is wrong with what manifests define besides objects of the org.
  func problemsOfDefinitions(
    in project: Project, _ environment: Project.Environment
  ) -> [Diagnostic] {
    definitionProblems + actionProblems(in: environment.genesys.profile)
      + reportProblems(in: project, environment)
  }

  /// What is wrong with the state machines of pipelines, each problem where the definition stands.
  var definitionProblems: [Diagnostic] {
    let place = JSONPointer(["spec", "stateMachine", "definition"])
    return manifests.filter { $0.kind.name == "EventPipeline" && $0.spec["stateMachine"] != nil }
      .flatMap { manifest -> [Diagnostic] in
        guard let definition = manifest.document[place], let members = definition.members,
          members.count != 1 || !["file", "var"].contains(members[0].key)
        else { return [] }
        return StateMachineLint.problems(of: definition).map { problem in
          var problem = problem
          problem.address = manifest.address.description
          return problem
        }
      }
  }
}
