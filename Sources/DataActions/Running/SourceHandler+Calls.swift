extension SourceHandler: ActionHandling {
  package var name: String { action.name }

  package func answer(_ call: ActionCall) async -> ActionReply {
    await answer(to: call.data, until: call.deadline).outcome.reply
  }
}
