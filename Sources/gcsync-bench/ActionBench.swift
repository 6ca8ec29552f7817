import DataActions
import JSON

/// Resolves the request of a typical data action and makes the output of its answer, again and again.
enum ActionBench {
  private static let spec = #"""
    {"contract": {
       "input": {"inputSchema": {"type": "object", "required": ["phone", "email"], "properties": {
         "phone": {"type": "string"}, "email": {"type": "string"}, "limit": {"type": "integer"}}}},
       "output": {"successSchema": {"type": "object", "required": ["name"], "properties": {
         "name": {"type": "string"}, "tier": {"type": "string"}, "score": {"type": "integer"},
         "orders": {"type": "array", "items": {"type": "string"}}}}}},
     "config": {
       "request": {
         "requestUrlTemplate": "https://crm.example.com/v2/customers?phone=$esc.url(${input.phone})&limit=$!{input.limit}",
         "requestType": "POST",
         "headers": {"Content-Type": "application/json", "Accept": "application/json"},
         "requestTemplate": "{\"query\": {\"phone\": \"$esc.jsonString(${input.phone})\", \"email\": \"$esc.jsonString(${input.email})\"}#if(${input.limit}), \"limit\": ${input.limit}#end}"},
       "response": {
         "translationMap": {"name": "$.customer.name", "tier": "$.customer.tier", "score": "$.score",
           "orders": "$.customer.orders[*].id"},
         "translationMapDefaults": {"score": "0"},
         "successTemplate": "{\"name\": ${name}, \"tier\": ${tier}, \"score\": ${score}, \"orders\": ${orders}}"}}}
    """#
  private static let answer = #"""
    {"customer": {"name": "Ada Lovelace", "tier": "gold", "since": "2019-04-01", "orders":
      [{"id": "o-1", "total": 12.5}, {"id": "o-2", "total": 80}, {"id": "o-3", "total": 7.25}]},
     "links": {"self": "/v2/customers/7"}}
    """#

  /// Returns the microseconds that a request's templates and an answer's map take; nil where what
  /// comes of them is wrong.
  static func microseconds(_ count: Int) throws -> (request: Double, response: Double)? {
    guard case .success(let action) = DataAction.read(try JSON.parse(spec), named: "bench"),
      let request = action.request
    else { return nil }
    let input: JSON = ["phone": "+49 30 123456", "email": "ada@example.com", "limit": 10]
    let body = Array(answer.utf8)
    var length = 0
    var start = ContinuousClock.now
    for _ in 0..<count { length += try request.resolved(for: input).body.utf8.count }
    let requests = start.duration(to: .now)
    start = .now
    var output = JSON.null
    for _ in 0..<count {
      let parsed = try action.response.parsed(body)
      output = try action.response.output(of: parsed, action.response.translated(parsed))
    }
    let responses = start.duration(to: .now)
    guard length > 0, action.contract.output.accepts(output), output["score"] == 0 else {
      return nil
    }
    return (requests / .microseconds(count), responses / .microseconds(count))
  }
}
