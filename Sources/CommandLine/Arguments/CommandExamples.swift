extension Command {
  /// Calls that are often made, the simplest first.
  var examples: [String] { Self.examples[name] ?? [] }

  private static let examples: [String: [String]] = [
    "init": [
      "gcsync init", "gcsync init contact-centre --profile platform --domain mypurecloud.ie",
      "gcsync init --yes --profile guide --ci gitlab --kinds StorageTarget,Webhook",
    ],
    "validate": ["gcsync validate", "gcsync validate --output sarif=problems.sarif"],
    "fmt": ["gcsync fmt", "gcsync fmt --check"],
    "render": ["gcsync render -e prod", "gcsync render --explain Webhook/data-lake"],
    "schema": [
      "gcsync schema", "gcsync schema Webhook", "gcsync schema --all --out schemas/gcsync",
    ],
    "explain": ["gcsync explain StorageTarget", "gcsync explain Webhook.authentication"],
    "why": [
      "gcsync why Webhook/data-lake", "gcsync why Webhook/data-lake.targetUrl -e prod",
      "gcsync why StorageTarget/archive --live",
    ],
    "kind": ["gcsync kind new Skill --list-path /api/v2/routing/skills"],
    "plan": [
      "gcsync plan", "gcsync plan -e prod --out release.gcplan",
      "gcsync plan --kind Webhook --output text --output markdown=plan.md",
    ],
    "show": ["gcsync show release.gcplan", "gcsync show release.gcplan --output json"],
    "apply": [
      "gcsync apply", "gcsync apply release.gcplan --budget 60%", "gcsync apply --resume r-1a2b",
    ],
    "drift": ["gcsync drift -e prod", "gcsync drift --accept", "gcsync drift --notify all"],
    "watch": ["gcsync watch -e prod --interval 15m --notify all --health-port 9090"],
    "adopt": ["gcsync adopt Webhook/data-lake"],
    "undo": ["gcsync undo r-1a2b --out back.gcplan"],
    "destroy": ["gcsync destroy --target Webhook/data-lake", "gcsync destroy --kind Webhook"],
    "export": [
      "gcsync export --out manifests", "gcsync export Queue Trigger", "gcsync export --merge",
    ],
    "operation": ["gcsync operation start job.yaml --wait", "gcsync operation status job.yaml"],
    "report": [
      "gcsync report run", "gcsync report send queue-performance --dry-run",
      "gcsync report history --rows",
    ],
    "action": [
      "gcsync action test", "gcsync action test fetch-user --trace",
      "gcsync action serve --port 8090",
    ],
    "events": [
      "gcsync events lint machine.json", "gcsync events roles",
      "gcsync events redrive --queue dead-letters --to events --rate 50",
    ],
    "doctor": ["gcsync doctor -e prod", "gcsync doctor --role"],
    "audit": ["gcsync audit report", "gcsync audit verify"],
    "history": ["gcsync history", "gcsync history --output json"],
    "lock": ["gcsync lock list", "gcsync lock release r-1a2b"],
    "graph": ["gcsync graph --format mermaid"],
    "sandbox": [
      "gcsync sandbox --port 8080 --s3-port 9000",
      "gcsync sandbox --port 8080 --s3-port 9000 --seed sandbox/seed.yaml",
    ],
    "demo": ["gcsync demo", "gcsync demo --keep"],
    "completion": [
      "source <(gcsync completion bash)", "gcsync completion zsh > ~/.zfunc/_gcsync",
      "gcsync completion fish | source",
    ],
    "version": ["gcsync version", "gcsync version --json"],
  ]
}
