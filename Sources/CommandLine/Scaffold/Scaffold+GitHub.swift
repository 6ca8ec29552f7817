extension Scaffold {
  /// The workflow for GitHub Actions: what a pull request, a merge and a night do.
  ///
  /// No step has an expression in its script, so that nothing in an event is run as a command.
  var gitHubWorkflow: String {
    #"""
    # gcsync: plans pull requests, applies what was reviewed when they are merged, looks for drift at night.
    #
    # Secrets of the repository: GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET of a client that may read,
    # and the others under env below. The environment \#(environment) has its own of the same names, which may
    # write, its required reviewers, and \#(branch) as the only branch that may be deployed.
    # Optional: the secret PLAN_SIGNING_KEY (an Ed25519 key as PEM), and the variable PLAN_TRUSTED_KEY (its
    # public key) of the environment, so that only signed plans are applied.
    # Runners keep no disk: let state: in gcsync.yaml name a bucket, so that the next run knows what was applied.
    name: gcsync

    on:
      pull_request:
      push: {branches: ["\#(branch)"]}
      schedule: [{cron: "17 3 * * *"}]
      workflow_dispatch:    # on \#(branch): plans anew, and applies that once the environment's reviewers agree

    permissions: {contents: read}

    defaults:
      run: {shell: bash\#(subfolder.isEmpty ? "" : ", working-directory: \"\(subfolder)\"")}

    env:
      GCSYNC_ENVIRONMENT: \#(environment)
      GCSYNC_BRANCH: "\#(branch)"
      # Where the tarball of gcsync is, for runners without it. The repository's variables do not reach a pull
      # request from a fork: where those are to be validated, write both here in full.
      GCSYNC_URL: ${{ vars.GCSYNC_URL }}
      GCSYNC_SHA256: ${{ vars.GCSYNC_SHA256 }}

    jobs:
      validate:    # has no secrets, and so runs for pull requests from forks, too
        if: github.event_name == 'pull_request' || github.event_name == 'workflow_dispatch'
        runs-on: ubuntu-latest
        timeout-minutes: 10
        steps:
          - uses: actions/checkout@v4
            with: {persist-credentials: false}
    \#(gitHubInstall)
          - name: Validate
            run: |
              gcsync validate --output text --output github
              gcsync fmt --check

      plan:    # does not wait for validate, so that its comment tells of manifests that are wrong, too
        # A pull request from a fork or of Dependabot gets no secrets and no plan.
        if: >-
          (github.event_name == 'workflow_dispatch' && github.ref == 'refs/heads/\#(branch)')
          || (github.event_name == 'pull_request' && github.actor != 'dependabot[bot]'
          && github.event.pull_request.head.repo.full_name == github.repository)
        runs-on: ubuntu-latest
        timeout-minutes: 30
        concurrency: {group: "gcsync-plan-${{ github.ref }}", cancel-in-progress: true}
        permissions: {contents: read, pull-requests: write}
    \#(gitHubSecrets)
        steps:
          - uses: actions/checkout@v4
            with: {persist-credentials: false}
    \#(gitHubInstall)
          - name: Plan
            env:
              PLAN_SIGNING_KEY: ${{ secrets.PLAN_SIGNING_KEY }}
            run: |
              sign=()
              if [ -n "$PLAN_SIGNING_KEY" ]; then
                (umask 077; printf '%s\n' "$PLAN_SIGNING_KEY" > "$RUNNER_TEMP/plan-signing.pem")
                sign=(--sign "$RUNNER_TEMP/plan-signing.pem")
              fi
              gcsync plan --exit-zero --out release.gcplan --valid-for 14d "${sign[@]}" \
                --output text --output github --output markdown=plan.md
          - name: Keep the plan
            uses: actions/upload-artifact@v4
            with:
              name: >-
                ${{ github.event_name == 'pull_request'
                && format('gcsync-plan-{0}-{1}', github.event.pull_request.number, github.event.pull_request.head.sha)
                || format('gcsync-plan-run-{0}', github.run_id) }}
              path: \#(workflowPath("release.gcplan"))
              if-no-files-found: error
              retention-days: 14
              overwrite: true
          - name: Comment
            if: ${{ !cancelled() && github.event_name == 'pull_request' }}
            env:
              GH_TOKEN: ${{ github.token }}
              NUMBER: ${{ github.event.pull_request.number }}
              HEAD: ${{ github.event.pull_request.head.sha }}
            run: |
              marker="<!-- gcsync plan of $GCSYNC_ENVIRONMENT -->"
              run="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
              if [ ! -s plan.md ]; then
                echo "**gcsync could not plan this.** [What it said]($run)" > plan.md
              fi
              { echo "$marker"; cat plan.md; printf '\n<sub>%s, [run](%s)</sub>\n' "$HEAD" "$run"; } > comment.md
    \#(gitHubCall)
              # A comment of an earlier run is written anew, so that there is one.
              comments="$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments"
              id=""
              for page in {1..30}; do
                api "$comments?per_page=100&page=$page" > comments.json
                id=$(jq --raw-output --arg marker "$marker" \
                  'map(select(.user.type == "Bot" and (.body | startswith($marker)))) | first | .id // empty' \
                  comments.json)
                if [ -n "$id" ] || [ "$(jq length comments.json)" -lt 100 ]; then break; fi
              done
              jq --null-input --rawfile body comment.md '{body: $body}' > comment.json
              if [ -n "$id" ]; then
                api --request PATCH --data @comment.json \
                  "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues/comments/$id" > answer.json
              else
                api --request POST --data @comment.json "$comments" > answer.json
              fi

      apply:
        needs: plan
        if: >-
          ${{ !cancelled() && github.ref == 'refs/heads/\#(branch)' && (github.event_name == 'push'
          || (github.event_name == 'workflow_dispatch' && needs.plan.result == 'success')) }}
        runs-on: ubuntu-latest
        timeout-minutes: 60
        environment: \#(environment)
        # One group for each commit: of a group one run may wait, and the next would push it out. Runs of
        # different commits keep apart by the lock of gcsync.
        concurrency: {group: "gcsync-apply-\#(environment)-${{ github.sha }}", cancel-in-progress: false}
        permissions: {contents: read, actions: read, pull-requests: read}
    \#(gitHubSecrets)
        steps:
          - uses: actions/checkout@v4
            with: {persist-credentials: false}
    \#(gitHubInstall)
          - name: Find the plan that was reviewed
            id: reviewed
            env:
              GH_TOKEN: ${{ github.token }}
            run: |
    \#(gitHubCall)
              # Conditions take main and Main for the same.
              if [ "$GITHUB_REF" != "refs/heads/$GCSYNC_BRANCH" ]; then
                echo "::error title=Nothing was applied::Only $GCSYNC_BRANCH is applied."
                exit 1
              fi
              repository="$GITHUB_API_URL/repos/$GITHUB_REPOSITORY"
              name="gcsync-plan-run-$GITHUB_RUN_ID"
              run="$GITHUB_RUN_ID"
              if [ "$GITHUB_EVENT_NAME" = push ]; then
                name=""
                run=""
                api "$repository/commits/$GITHUB_SHA/pulls" > pulls.json
                jq --raw-output --arg base "$GITHUB_REF_NAME" --arg commit "$GITHUB_SHA" \
                  'map(select(.merged_at != null and .base.ref == $base))
                  | sort_by(.merge_commit_sha != $commit) | first // empty | "\(.number) \(.head.sha)"' \
                  pulls.json > merged.txt
                read -r number head < merged.txt || true
                if [ -n "$number" ]; then
                  name="gcsync-plan-$number-$head"
                  api "$repository/actions/artifacts?name=$name&per_page=100" > artifacts.json
                  # A run of a fork can leave an artifact of any name, and is not asked.
                  run=$(jq --raw-output --arg head "$head" '.artifacts
                    | map(select((.expired | not) and .workflow_run.head_sha == $head
                        and .workflow_run.repository_id == .workflow_run.head_repository_id))
                    | sort_by(.created_at) | last | .workflow_run.id // empty' artifacts.json)
                fi
              fi
              echo "name=$name" >> "$GITHUB_OUTPUT"
              echo "run=$run" >> "$GITHUB_OUTPUT"
          - name: Without a plan that was reviewed
            if: steps.reviewed.outputs.run == ''
            run: |
              code=0
              gcsync plan || code=$?
              if [ "$code" = 2 ]; then
                echo "::error title=Nothing was applied::No plan of this commit was reviewed. Run this workflow by hand on $GCSYNC_BRANCH: it plans anew, and applies that once the reviewers of the environment agree."
              fi
              exit "$code"
          - name: Fetch the plan
            if: steps.reviewed.outputs.run != ''
            uses: actions/download-artifact@v4
            with:
              name: ${{ steps.reviewed.outputs.name }}
              run-id: ${{ steps.reviewed.outputs.run }}
              github-token: ${{ github.token }}\#(subfolder.isEmpty ? "" : "\n          path: \"\(subfolder)\"")
          - name: Apply the plan
            if: steps.reviewed.outputs.run != ''
            env:
              PLAN_TRUSTED_KEY: ${{ vars.PLAN_TRUSTED_KEY }}
            run: |
              if [ -n "$PLAN_TRUSTED_KEY" ]; then
                printf '%s\n' "$PLAN_TRUSTED_KEY" > "$RUNNER_TEMP/plan-trusted.pem"
                export GCSYNC_TRUSTED_KEYS="$RUNNER_TEMP/plan-trusted.pem"
              fi
              code=0
              gcsync apply release.gcplan --budget 60% --output text --output markdown=applied.md || code=$?
              if [ -s applied.md ]; then cat applied.md >> "$GITHUB_STEP_SUMMARY"; fi
              case $code in
                6) echo "::error title=The plan is stale::Nothing was written: the org or the project has moved since the plan was reviewed. Run this workflow by hand on $GCSYNC_BRANCH: it plans anew, and applies that once the reviewers of the environment agree." ;;
                7) echo "::error title=Partly applied::Some of the plan is not applied yet. Run this workflow by hand on $GCSYNC_BRANCH: it plans what is left." ;;
                8) echo "::error title=Locked::Another run is writing to the environment. Run this job again when it is done." ;;
              esac
              exit "$code"
          - name: Keep the audit report
            if: ${{ !cancelled() }}
            uses: actions/upload-artifact@v4
            with:
              name: gcsync-audit-${{ github.run_attempt }}
              path: \#(workflowPath(".gcsync/audit"))
              include-hidden-files: true
              if-no-files-found: ignore

      drift:
        if: github.event_name == 'schedule'
        runs-on: ubuntu-latest
        timeout-minutes: 30
        concurrency: {group: gcsync-drift, cancel-in-progress: true}
    \#(gitHubSecrets)
        steps:
          - uses: actions/checkout@v4
            with: {persist-credentials: false}
    \#(gitHubInstall)
          - name: Drift
            run: |
              code=0
              gcsync drift --notify all --output text --output github || code=$?
              if [ "$code" = 2 ]; then
                echo "::error title=The org has moved::Somebody changed what Git describes. gcsync drift --accept takes it into the manifests; a pull request with nothing but a plan puts it back."
              fi
              exit "$code"

    """#
  }

  /// Puts gcsync on the path of a runner that does not have it.
  private var gitHubInstall: String {
    #"""
          - name: Install gcsync
            run: |
              if command -v gcsync; then exit 0; fi
              if [ -z "$GCSYNC_URL" ] || [ -z "$GCSYNC_SHA256" ]; then
                echo "::error title=No gcsync::Set the variables GCSYNC_URL and GCSYNC_SHA256 of the repository (for forks, see env in this workflow), or use runners that have gcsync."
                exit 1
              fi
              curl --fail --silent --show-error --location --output "$RUNNER_TEMP/gcsync.tar.gz" "$GCSYNC_URL"
              echo "$GCSYNC_SHA256  $RUNNER_TEMP/gcsync.tar.gz" | sha256sum --check --quiet
              mkdir -p "$RUNNER_TEMP/gcsync"
              tar -xzf "$RUNNER_TEMP/gcsync.tar.gz" -C "$RUNNER_TEMP/gcsync" --strip-components 1
              if ldd "$RUNNER_TEMP/gcsync/bin/gcsync" | grep 'not found'; then
                sudo apt-get update
                sudo DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
                  \#(Self.libraries)
              fi
              echo "$RUNNER_TEMP/gcsync/bin" >> "$GITHUB_PATH"
    """#
  }

  /// Calls the API; the token is in no process's arguments.
  private var gitHubCall: String {
    #"""
              api() {
                curl --fail-with-body --silent --show-error --header 'Accept: application/vnd.github+json' \
                  --config <(printf 'header = "Authorization: Bearer %s"\n' "$GH_TOKEN") "$@"
              }
    """#
  }

  /// The environment of a job that reads or writes an org.
  private var gitHubSecrets: String {
    let lines = pipelineSecrets.map { "      \($0): ${{ secrets.\($0) }}" }
    return (["    env:"] + lines).joined(separator: "\n")
  }

  /// The names of all secrets that a pipeline needs.
  var pipelineSecrets: [String] {
    [
      "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
    ] + secretNames
  }
}
