import Curl
import Glibc
import HTTP
import JSON
import World

/// The yardsticks of `scripts/bench`.
///
/// Usage: gcsync-bench URL COUNT              sends PUTs one after another through gcsync's own transport
///        gcsync-bench journal FOLDER COUNT   journals creates, and does the same without a journal
///        gcsync-bench diff COUNT             compares objects with manifests that are just like them
///        gcsync-bench policy COUNT           decides requests by the policies of a role and a bucket
///        gcsync-bench action COUNT           resolves the templates of an action and maps its answer
///        gcsync-bench answer TEXT            answers every request with a text until its input ends
///        gcsync-bench load PORT FILE CONNECTIONS RATE SECONDS
///                                            sends the request in a file, at a rate or, with 0, as fast as answers come
///        gcsync-bench rows URL SOURCE        answers from an object, as the source block of an action says
///        gcsync-bench stub COUNT             serves a queue of events and a state machine until its input ends
///
/// Prints the seconds that it took, the answer, or where the stub is.

let arguments = Swift.CommandLine.arguments
if arguments.count == 4, arguments[1] == "journal", let count = Int(arguments[3]) {
  let seconds = try await JournalBench.seconds(count, below: arguments[2])
  print(seconds.journalled, seconds.without)
  exit(0)
}
if arguments.count == 3, arguments[1] == "diff", let count = Int(arguments[2]) {
  guard let seconds = DiffBench.seconds(count) else {
    print("what is alike was found to differ")
    exit(1)
  }
  print(seconds)
  exit(0)
}
if arguments.count == 3, arguments[1] == "policy", let count = Int(arguments[2]) {
  guard let seconds = PolicyBench.seconds(count) else {
    print("a request was not decided as it should be")
    exit(1)
  }
  print(seconds)
  exit(0)
}
if arguments.count == 3, arguments[1] == "action", let count = Int(arguments[2]) {
  guard let time = try ActionBench.microseconds(count) else {
    print("what comes of the action is wrong")
    exit(1)
  }
  print(time.request, time.response)
  exit(0)
}
if arguments.count == 3, arguments[1] == "answer" {
  let text = Array(arguments[2].utf8)
  guard let server = LoopbackServer({ _, _ in text }) else {
    print("there is no free port")
    exit(1)
  }
  server.start()
  print("http://127.0.0.1:\(server.port)")
  fflush(nil)
  while readLine() != nil {}
  exit(0)
}
if arguments.count == 7, arguments[1] == "load", let port = UInt16(arguments[2]),
  let connections = Int(arguments[4]), let rate = Int(arguments[5]), let seconds = Int(arguments[6])
{
  let request = try Files.read(arguments[3])
  let result = LoadBench(
    port: port, request: request, connections: connections, rate: rate, seconds: seconds
  ).run(connections: connections)
  print(result.rate, result.p50, result.p99, result.failures)
  exit(0)
}
if arguments.count == 4, arguments[1] == "rows", let url = URL(parsing: arguments[2]) {
  print(try await RowBench.answer(url, source: arguments[3]).text)
  exit(0)
}
if arguments.count == 3, arguments[1] == "stub", let count = Int(arguments[2]) {
  guard let url = QueueStub(total: count).serve() else {
    print("there is no free port")
    exit(1)
  }
  print(url)
  fflush(nil)
  while readLine() != nil {}
  exit(0)
}
guard arguments.count == 3, let origin = URL(parsing: arguments[1]), let count = Int(arguments[2])
else {
  print("usage: gcsync-bench URL COUNT")
  exit(1)
}
let transport = CurlTransport(
  CurlConfiguration(userAgent: "gcsync-bench", environment: { _ in nil }))

var login = HTTPRequest(.post, origin.appending(path: "/oauth/token"))
login.headers["Content-Type"] = "application/x-www-form-urlencoded"
login.body = Array("grant_type=client_credentials&client_id=bench&client_secret=bench".utf8)
let token = try JSON.parse(try await transport.send(login).body)["access_token"]?.string ?? ""

let body: JSON = [
  "name": "bench", "targetUrl": "https://example.com/in", "events": ["a.b"],
  "authentication": ["type": "none"],
]
let start = ContinuousClock.now
for index in 0..<count {
  var put = HTTPRequest(.put, origin.appending(path: "/api/v2/webhooks/bench-\(index)"))
  put.headers["Authorization"] = "Bearer \(token)"
  put.headers["Content-Type"] = "application/json"
  put.body = body.bytes
  let response = try await transport.send(put)
  guard response.isSuccess else {
    print("PUT \(index) was answered with \(response.status)")
    exit(1)
  }
}
let seconds = start.duration(to: .now)
print(Double(seconds.components.seconds) + Double(seconds.components.attoseconds) / 1e18)
