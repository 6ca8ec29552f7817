import DataActions
import Diagnostics
import JSON
import Reconciler
import Templates
import Testing

/// What is found in definitions that Genesys takes and that fail, or give nothing, when they run.
@Suite struct ActionLintTests {
  static let base: JSON = [
    "contract": [
      "input": [
        "inputSchema": [
          "type": "object", "required": ["phone"], "additionalProperties": false,
          "properties": [
            "phone": ["type": "string"], "limit": ["type": "integer"], "note": ["type": "string"],
          ],
        ]
      ],
      "output": [
        "successSchema": [
          "type": "object", "required": ["name"], "additionalProperties": false,
          "properties": [
            "name": ["type": "string"], "tags": ["type": "array", "items": ["type": "string"]],
          ],
        ]
      ],
    ],
    "config": [
      "request": [
        "requestUrlTemplate": "https://crm.example.com/find?phone=$esc.url(${input.phone})",
        "requestType": "POST", "headers": ["Content-Type": "application/json"],
        "requestTemplate": #"{"phone": "$esc.jsonString(${input.phone})"}"#,
      ],
      "response": [
        "translationMap": ["name": "$.name", "tags": "$.tags[*].id"],
        "successTemplate": #"{"name": ${name}, "tags": ${tags}}"#,
      ],
    ],
  ]

  @Test func `a sound definition gives nothing`() {
    #expect(ActionLint.problems(in: Self.base, named: "a", isPlatform: true).isEmpty)
    let served = ActionLint.problems(in: Definition.served, named: "a", isPlatform: false)
    #expect(served.map { "\($0.severity) \($0.code)" } == ["note error-in-200"])
  }

  private static let url = "/config/request/requestUrlTemplate"
  private static let body = "/config/request/requestTemplate"
  private static let map = "/config/response/translationMap"
  private static let template = "/config/response/successTemplate"

  /// A place, what stands there, and what is said: severity, code, place.
  static let cases: [(place: String, value: JSON, said: String)] = [
    (url, "https://x.example/${input.phone}", "warning unescaped-url \(url)"),
    (url, "https://x.example/$esc.url(${input.phon})", "error unknown-input \(url)"),
    (url, "https://x.example/$esc.url(${phone})", "error unknown-variable \(url)"),
    (url, "https://x.example/${input.limit}", "warning optional-input \(url)"),
    (url, "https://x.example/#if($input.limit)${input.limit}#end", ""),
    (url, "https://x.example/$!{input.limit}", ""),
    (url, "https://x.example/#if(", "error template-syntax \(url)"),
    (body, #"{"phone": "${input.phone}"}"#, "warning unescaped-json \(body)"),
    (body, #"{"phone": ${input.phone}}"#, "error unquoted-json \(body)"),
    (body, #"{"limit": $!{input.limit}}"#, ""),
    (body, "${input.rawRequest}", ""),
    ("/config/request/requestType", "GET", "warning unused-body \(body)"),
    (
      "/config/request/headers/X-Note", "${input.nope}",
      "error unknown-input /config/request/headers/X-Note"
    ),
    ("\(map)/name", "$..name", "error path-not-scalar \(map)/name"),
    ("\(map)/name", "$.items[?(@.a==1)].name", "error path-not-scalar \(map)/name"),
    ("\(map)/name", "$.items[", "error json-path \(map)/name"),
    ("\(map)/more", "$.more", "warning unused-translation \(map)/more"),
    (
      template, #"{"name": ${nam}, "tags": ${tags}}"#,
      "error unknown-variable \(template), warning unused-translation \(map)/name"
    ),
    (
      template, #"{"name": ${name}, "tags": ${tags}, "age": 1}"#, "error unknown-output \(template)"
    ),
    (
      template, #"{"name": ${name}}"#,
      "warning never-filled /contract/output/successSchema/properties/tags, "
        + "warning unused-translation \(map)/tags"
    ),
    (
      template, #"{"tags": ${tags}}"#,
      "error never-filled /contract/output/successSchema/properties/name, "
        + "warning unused-translation \(map)/name"
    ),
    (
      template,
      ##"{"name": ${successTemplateUtils.firstFromArray("${tags}")}, "tags": ${tags}}"##,
      "warning unused-translation \(map)/name"
    ),
    (
      "/config/response/translationMapDefaults", ["nam": "\"\""],
      "warning unused-default /config/response/translationMapDefaults/nam"
    ),
    ("/config/response/translationMapDefaults", ["tags": "[]"], ""),
    (
      "/config/response/translationMapDefaults", ["name": ""],
      "error default-not-json /config/response/translationMapDefaults/name"
    ),
    (
      "\(map)/name", "$.names.length()", "warning json-path-of-jayway \(map)/name"
    ),
    (
      "/contract/input/inputSchema/properties/callId/type", "string", ""
    ),
    (
      "/contract/output/successSchema/required", [],
      "warning contract-required /contract/output/successSchema/required"
    ),
    ("/config/response/translationMapDefaults", ["name": "\"\""], ""),
    (
      "/contract/output/successSchema/required", ["name", "nick"],
      "warning contract-required /contract/output/successSchema/required"
    ),
    (
      "/contract/input/inputSchema/properties/phone/const", 1,
      "warning contract-keyword /contract/input/inputSchema/properties/phone/const"
    ),
    ("/reads", ["<user.name>", "user.tags"], ""),
    ("/reads", ["<user.name>", "user.nmae"], "error flow-reference /reads/1"),
    ("/reads", ["name"], "error flow-reference /reads/0"),
    (
      "/tests", [["input": ["phone": 1], "expect": ["output": ["name": "a"]]]],
      "error test-contract /tests/0/input/phone"
    ),
    (
      "/tests", [["input": ["phone": "1"], "expect": ["output": ["nam": "a", "name": "b"]]]],
      "error test-contract /tests/0/expect/output/nam"
    ),
    ("/tests", [["input": ["phone": 1], "expect": ["error": "string"]]], ""),
  ]

  @Test(arguments: cases)
  func `what a change breaks is found at its place`(place: String, value: JSON, said: String) throws
  {
    var spec = Self.base
    spec.setCreating(value, at: try #require(JSONPointer(parsing: place)))
    let problems = ActionLint.problems(in: spec, named: "a", isPlatform: true)
    let found = problems.map { "\($0.severity.rawValue) \($0.code) \($0.pointer)" }
    #expect(found.sorted().joined(separator: ", ") == said, "\(problems.map(\.description))")
  }

  private static let rest = "/source/rest"

  static let servedCases: [(place: String, value: JSON, said: String)] = [
    ("\(rest)/path", "/${input.userID}", "error unknown-input \(rest)/path"),
    ("\(rest)/path", "/${input.userId", "error source-placeholder \(rest)/path"),
    ("\(rest)/path", "/{userId}", "warning source-placeholder \(rest)/path"),
    ("\(rest)/path", "/$input.userId", "warning source-placeholder \(rest)/path"),
    ("\(rest)/query", ["q": "${input.x}"], "error unknown-input \(rest)/query/q"),
    ("\(rest)/headers", ["X-A": "${input.x}"], "error unknown-input \(rest)/headers/X-A"),
    ("\(rest)/baseUrl", "https://${input.userId}/", "error source-url \(rest)/baseUrl"),
    ("\(rest)/baseUrl", "https://me:pw@x.example/", "error source-url \(rest)/baseUrl"),
    ("\(rest)/allowPrivate", ["10.0.0.0/99"], "error source-address \(rest)/allowPrivate"),
    (
      "\(rest)/output/isValidUser/value", "true",
      "error output-value \(rest)/output/isValidUser/value"
    ),
    ("\(rest)/output/website/default", 7, "error output-value \(rest)/output/website/default"),
    ("\(rest)/output/nick", "$.nick", "error unknown-output \(rest)/output"),
    ("\(rest)/output/website", "$..website", "error path-not-scalar \(rest)/output/website"),
    ("\(rest)/output/name", "$.name", "warning no-default \(rest)/output/name"),
    (
      "/source/pending", ["callbackUrl": "https://x.example", "afterSeconds": 30],
      "warning pending-too-late /source/pending/afterSeconds"
    ),
    ("\(rest)/attempts", 4, "warning time-budget \(rest)/timeoutSeconds"),
  ]

  @Test(arguments: servedCases)
  func `what is served is checked as well`(place: String, value: JSON, said: String) throws {
    var spec = Definition.served
    spec.setCreating(2, at: JSONPointer(["source", "rest", "timeoutSeconds"]))
    if place.hasSuffix("attempts") {
      spec.setCreating(7, at: JSONPointer(["source", "rest", "timeoutSeconds"]))
    }
    spec.setCreating(value, at: try #require(JSONPointer(parsing: place)))
    let problems = ActionLint.problems(in: spec, named: "a", isPlatform: false)
    let found = problems.filter { $0.code != "error-in-200" }
      .map { "\($0.severity.rawValue) \($0.code) \($0.pointer)" }
    #expect(found == [said], "\(problems.map(\.description))")
  }

  @Test func `four attempts of ten seconds with their waits are more than thirty seconds`() throws {
    var spec = Definition.served
    spec.setCreating(4, at: JSONPointer(["source", "rest", "attempts"]))
    let problem = try #require(
      ActionLint.problems(in: spec, named: "a", isPlatform: false).last)
    #expect(problem.message.contains("take up to 46 s, and Genesys waits 30 s"))
  }

  @Test func `an error told in a 200 is no failure for a flow of the platform`() throws {
    let problems = ActionLint.problems(in: Definition.served, named: "a", isPlatform: true)
    #expect(problems.contains { $0.code == "error-in-200" })
    var spec = Definition.served
    spec.setCreating("status", at: JSONPointer(["source", "errors"]))
    #expect(
      !ActionLint.problems(in: spec, named: "a", isPlatform: true)
        .contains { $0.code == "error-in-200" })
  }

  /// Members of an S3 source, a contract of the output, and what is said.
  static let rowCases: [(more: JSONObject, output: JSON, said: String)] = [
    ([:], ["type": "object", "required": ["data"]], ""),
    (
      [:], ["type": "object", "properties": ["data": [:]], "additionalProperties": false],
      "error unknown-output /source/s3, error unknown-output /source/s3"
    ),
    (
      [:], ["type": "object", "required": ["wait"]],
      "error never-filled /contract/output/successSchema/required"
    ),
    (["result": "first"], ["type": "object", "required": ["wait"]], ""),
    (["key": "${input.dya}.csv"], ["type": "object"], "error unknown-input /source/s3"),
    (
      ["filter": ["column": "a", "equals": "${input.dya}"]], ["type": "object"],
      "error unknown-input /source/s3"
    ),
  ]

  @Test(arguments: rowCases)
  func `rows of S3 and their contract have the same members`(
    more: JSONObject, output: JSON, said: String
  ) {
    var source: JSONObject = ["bucket": "b", "key": "${input.day}.csv"]
    for member in more { source[member.key] = member.value }
    let spec: JSON = [
      "contract": [
        "input": ["inputSchema": ["type": "object", "properties": ["day": ["type": "string"]]]],
        "output": ["successSchema": output],
      ],
      "source": ["errors": "status", "s3": .object(source)],
    ]
    let problems = ActionLint.problems(in: spec, named: "a", isPlatform: true)
    let found = problems.filter { $0.code != "contract-required" }
      .map { "\($0.severity.rawValue) \($0.code) \($0.pointer)" }
    #expect(found.joined(separator: ", ") == said, "\(problems.map(\.description))")
  }

  @Test func `a problem in a template says its line and column`() throws {
    var spec = Self.base
    spec.setCreating(
      "{\n  \"a\": #if($input.limit)", at: JSONPointer(["config", "request", "requestTemplate"]))
    let problem = try #require(ActionLint.problems(in: spec, named: "a", isPlatform: true).first)
    #expect(problem.place?.line == 2)
    #expect(problem.place?.column == 8)
  }
}
