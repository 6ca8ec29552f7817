import Crypto
import DataActions
import Testing

@Suite struct CallMemoryTests {
  private let start = ContinuousClock.now
  private let data = SHA256.hash("{}")

  private func word(_ finding: CallMemory.Finding) -> String {
    switch finding {
    case .new: "new"
    case .known: "known"
    case .refused(let refusal): refusal.kind.rawValue
    }
  }

  private func key(_ id: String, _ action: String = "a") -> CallMemory.Key {
    CallMemory.Key(action: action, requestID: id)
  }

  @Test func `a call is known while it runs and for its age after it ended`() {
    var memory = CallMemory(age: .seconds(600))
    #expect(word(memory.find(key("1"), data: data, at: start)) == "new")
    let late = start + .seconds(10_000)
    #expect(word(memory.find(key("1"), data: data, at: late)) == "known")
    #expect(word(memory.find(key("1", "b"), data: data, at: late)) == "new")
    #expect(word(memory.find(key("1"), data: SHA256.hash("[]"), at: late)) == "input")
    memory.end(key("1"), at: late)
    #expect(word(memory.find(key("1"), data: data, at: late + .seconds(599))) == "known")
    #expect(word(memory.find(key("1"), data: data, at: late + .seconds(600))) == "new")
  }

  @Test func `it grows to its capacity, forgets what ended first and never what runs`() {
    var memory = CallMemory(capacity: 3)
    for id in ["1", "2", "3"] {
      #expect(word(memory.find(key(id), data: data, at: start)) == "new")
    }
    #expect(word(memory.find(key("4"), data: data, at: start)) == "busy")
    memory.end(key("2"), at: start)
    memory.end(key("1"), at: start)
    #expect(word(memory.find(key("4"), data: data, at: start)) == "new")
    #expect(word(memory.find(key("1"), data: data, at: start)) == "known")
    #expect(word(memory.find(key("2"), data: data, at: start)) == "new")
    #expect(memory.count == 3)
    #expect(word(memory.find(key("3"), data: data, at: start)) == "known")
    #expect(word(memory.find(key("5"), data: data, at: start)) == "busy")
  }

  @Test func `a call that is dropped leaves nothing behind`() {
    var memory = CallMemory()
    _ = memory.find(key("1"), data: data, at: start)
    memory.drop(key("1"))
    #expect(memory.count == 0)
    memory.end(key("1"), at: start)
    #expect(word(memory.find(key("1"), data: data, at: start)) == "new")
  }
}
