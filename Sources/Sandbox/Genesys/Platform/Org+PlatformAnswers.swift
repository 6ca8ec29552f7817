import JSON
import Server

extension Org {
  /// Answers an object under an id that need not be in the path.
  func answer(_ id: String, _ call: PlatformCall) throws(APIError) -> ServerResponse {
    ServerResponse(status: 200, json: shown(try seen(id, call), call))
  }

  /// Answers an OAuth client at one of the two times its secret is told.
  func answerWithSecret(_ client: JSON, _ call: PlatformCall) -> ServerResponse {
    var answer = shown(client, call)
    answer[JSONPointer(["secret"])] = client["secret"]
    return ServerResponse(status: 200, json: answer)
  }
}
