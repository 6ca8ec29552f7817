internal import Diagnostics

extension Command {
  static let action = Command(
    "action", usage: "test [NAME…] | serve [NAME…]",
    summary: "Run data actions offline, as Genesys runs them, and serve them.",
    options: Option.actionTesting + Option.actionServing + [.output], forms: [.junit],
    details: """
      test   runs the tests of DataAction and IntegrationAction manifests, or of those named, and
             contacts nothing: input, templates, request, translation and output go through the steps
             of Genesys' own test mode, and the first that fails is explained (exit 1).
      serve  answers the actions that have a source: POST / with {actionName, requestId, data}, or
             POST /actions/NAME; GET /health, /ready and /metrics. As a function of AWS Lambda it
             answers what Lambda hands it. Ctrl-C and SIGTERM stop it when all calls are answered.

      test --input asks the action's real upstream, once, and shows the trace; --record NAME writes
      what came of it into the manifest as a test. --explore N makes up N inputs that the contract
      takes, and answers that differ in one thing from those of the tests. --compare-live has the org
      run the inputs of the tests, or --input, against the real upstream.
        gcsync action test fetch-user --trace
        gcsync action test fetch-user --input '{"userId": 7}' --record "user 7"
        gcsync action test --explore 500 --output junit=actions.xml
        gcsync action serve --port 8090 --listen 0.0.0.0 --token env:ACTIONS_TOKEN \
          --tls-certificate chain.pem --tls-key file:key.pem
      """
  ) { invocation in
    let words = invocation.arguments.positional
    switch words.first {
    case "test": return try await testActions(Array(words.dropFirst()), invocation)
    case "serve": return try await serveActions(Array(words.dropFirst()), invocation)
    default: throw Arguments.Misuse(message: "action is test [NAME…] or serve [NAME…]")
    }
  }
}

extension Option {
  /// What an action is tested with.
  fileprivate static let actionTesting: [Option] = [
    Option("trace", "Show what each step came to, of tests that pass too."),
    Option(
      "input", value: "JSON",
      "Run the action with this input, @FILE or - for standard input, and its real upstream."),
    Option(
      "credential", value: "NAME=SECRET", repeatable: true,
      "What ${credentials.NAME} is with --input: env:NAME, file:PATH …"),
    Option("record", value: "NAME", "Write what came of --input into the manifest as a test."),
    Option(
      "compare-live",
      "Let the org run the same inputs in its test mode, and show where it comes to something else."
    ),
    Option("explore", value: "N", "Run the action with N made-up inputs as well."),
    Option("seed", value: "N", "What the made-up inputs follow from; 1 by default."),
  ]

  /// How actions are served.
  fileprivate static let actionServing: [Option] = [
    Option("port", value: "N", "The port to serve at; 0, the default, picks a free one."),
    Option("listen", value: "ADDRESS", "The address to listen on; 127.0.0.1 by default."),
    Option(
      "token", value: "SECRET", repeatable: true,
      "The bearer token that callers show: env:NAME, file:PATH …; several while one is replaced."),
    Option(
      "signing-key", value: "SECRET", repeatable: true,
      "The key that callers sign timestamp and body with (X-Gcsync-Signature)."),
    Option(
      "signature-header", value: "NAME",
      "A field with the plain HMAC of the body, for callers that sign no timestamp."),
    Option("tls-certificate", value: "FILE", "The certificate chain to serve with, as PEM."),
    Option("tls-key", value: "SECRET", "Its key as PEM: file:PATH, env:NAME …"),
    Option("concurrency", value: "N", "How many calls of an action are in hand at once; 256."),
    Option("rate", value: "N", "How many calls of an action are taken in a second; all."),
    Option(
      "audit", value: "FILE", "Where each access to S3 is written down; .gcsync/actions.jsonl."),
    Option("until-eof", "Stop when standard input ends."),
  ]
}
