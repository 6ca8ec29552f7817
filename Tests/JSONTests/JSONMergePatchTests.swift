import Diagnostics
import JSON
import Testing

@Suite struct JSONMergePatchTests {
  @Test(arguments: [
    (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
    (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
    (#"{"a":"b"}"#, #"{"a":null}"#, #"{}"#),
    (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
    (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
    (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
    (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
    (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
    (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#), (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
    (#"{"a":"foo"}"#, "null", "null"), (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
    (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
    (#"[1,2]"#, #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
    (#"{}"#, #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
  ])
  func `the cases of RFC 7396 hold, with and without places`(
    base: String, patch: String, result: String
  ) throws {
    let merged = try JSON.parse(base).mergePatched(with: JSON.parse(patch))
    #expect(merged.text == result)
    let located = try JSON.parseLocated(SourceFile(name: "base", text: base))
      .mergePatched(with: JSON.parseLocated(SourceFile(name: "patch", text: patch)))
    #expect(located.value.text == result)
  }

  @Test func `what is laid over knows both places, what is added only its own`() throws {
    let base = SourceFile(name: "base", text: #"{"keep": 1, "change": 2, "deep": {"x": 1}}"#)
    let overlay = SourceFile(
      name: "over", text: #"{"change": 3, "new": {"y": 4}, "deep": {"x": 5}}"#)
    let top = SourceFile(name: "top", text: #"{"change": 9}"#)
    let merged = try JSON.parseLocated(base)
      .mergePatched(with: JSON.parseLocated(overlay)).mergePatched(with: JSON.parseLocated(top))

    let change = try #require(merged.member("change"))
    #expect(change.value.location.description == "top:1:12")
    #expect(change.keyLocation.description == "top:1:2")
    let earlier = change.value.steps.map { step in
      if case .replaced(let place) = step { place.description } else { "" }
    }
    #expect(earlier == ["base:1:23", "over:1:12"])
    #expect(merged["keep"]?.location.description == "base:1:10")
    #expect(merged["new"]?["y"]?.location.description == "over:1:28")
    #expect(merged["new"]?.steps == [])
    #expect(merged["deep"]?.location.description == "base:1:34")
    #expect(merged["deep"]?["x"]?.location.description == "over:1:46")
  }
}
