internal import HTTP

extension Scaffold {
  /// The pipeline for GitLab CI: what a merge request, a merge and a night do.
  var gitLabPipeline: String {
    #"""
    # gcsync: plans merge requests, applies what was reviewed when they are merged, looks for drift at night.
    #
    # CI/CD variables, all masked: \#(pipelineSecrets.prefix(2).joined(separator: " and ")) of a client that may read,
    # and those of one that may write, protected and with the environment scope \#(environment); \#(pipelineSecrets.dropFirst(2).joined(separator: ", ")).
    # GITLAB_TOKEN is a project access token (Reporter, scope api), which comments and finds the plan again.
    # Optional: PLAN_SIGNING_KEY (an Ed25519 key as PEM, in a variable of type File), and PLAN_TRUSTED_KEY (its public
    # key, File, with the scope \#(environment)), so that only signed plans are applied.
    # Runners keep no disk: let state: in gcsync.yaml name a bucket, so that the next run knows what was applied.
    # GCSYNC_URL and GCSYNC_SHA256 say where the tarball of gcsync is, for runners that do not have it.
    # Drift: add a schedule for the default branch. Merge requests from forks run without these variables: where
    # forks are to validate theirs, write GCSYNC_URL and GCSYNC_SHA256 under variables: below.
    stages: [validate, plan, apply, drift]

    variables:
      GCSYNC_ENVIRONMENT: \#(environment)

    workflow:
      rules:
        - if: $CI_PIPELINE_SOURCE == "merge_request_event"
        - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

    default:
      image: debian:stable-slim
      before_script:
        - |
          export DEBIAN_FRONTEND=noninteractive
          libraries="\#(Self.libraries)"
          if ! command -v curl || ! command -v jq; then
            apt-get update
            apt-get install --yes --no-install-recommends ca-certificates curl jq $libraries
          fi
          if ! command -v gcsync; then
            if [ -z "$GCSYNC_URL" ] || [ -z "$GCSYNC_SHA256" ]; then
              echo "Set the variables GCSYNC_URL and GCSYNC_SHA256, or use runners that have gcsync."
              exit 1
            fi
            curl --fail --silent --show-error --location --output gcsync.tar.gz "$GCSYNC_URL"
            echo "$GCSYNC_SHA256  gcsync.tar.gz" | sha256sum --check --quiet
            mkdir -p "$CI_PROJECT_DIR/.gcsync-bin"
            tar -xzf gcsync.tar.gz -C "$CI_PROJECT_DIR/.gcsync-bin" --strip-components 1
            export PATH="$CI_PROJECT_DIR/.gcsync-bin/bin:$PATH"
            if ldd "$CI_PROJECT_DIR/.gcsync-bin/bin/gcsync" | grep 'not found'; then
              apt-get update
              apt-get install --yes --no-install-recommends $libraries
            fi
          fi\#(entry)

    validate:
      stage: validate
      timeout: 10 minutes
      interruptible: true
      rules:
        - if: $CI_PIPELINE_SOURCE == "merge_request_event" || $CI_PIPELINE_SOURCE == "web"
      script:
        - gcsync validate --output text --output junit=validate.xml
        - gcsync fmt --check
      artifacts:
        when: always
        reports: {junit: \#(workflowPath("validate.xml"))}

    plan:
      stage: plan
      timeout: 30 minutes
      needs: []    # does not wait for validate, so that its note tells of manifests that are wrong, too
      interruptible: true
      rules:
        - if: $CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID
        - if: $CI_PIPELINE_SOURCE == "web"
      script:
        - |
          set --
          if [ -n "$PLAN_SIGNING_KEY" ]; then set -- --sign "$PLAN_SIGNING_KEY"; fi
          gcsync plan --exit-zero --out release.gcplan --valid-for 14d "$@" \
            --output text --output markdown=plan.md --output gitlab=counts.json --output junit=plan.xml
      after_script:\#(entry)
        - |
          # A job that was cancelled leaves the note to the pipeline that took its place.
          if [ -z "$CI_MERGE_REQUEST_IID" ] || [ "$CI_JOB_STATUS" = canceled ]; then exit 0; fi
          if [ -z "$GITLAB_TOKEN" ]; then echo "GITLAB_TOKEN is not set, so that nobody is told in the merge request."; exit 0; fi
          marker="<!-- gcsync plan of $GCSYNC_ENVIRONMENT -->"
          if [ ! -s plan.md ]; then
            echo "**gcsync could not plan this.** [What it said]($CI_JOB_URL)" > plan.md
          fi
          { echo "$marker"; cat plan.md; printf '\n<sub>%s, [job](%s)</sub>\n' "$CI_COMMIT_SHA" "$CI_JOB_URL"; } > comment.md
    \#(gitLabCall)
          # A note of an earlier pipeline is written anew, so that there is one.
          notes="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
          api "$CI_API_V4_URL/user" > user.json
          id=""
          page=1
          while [ "$page" -le 30 ]; do
            api "$notes?sort=asc&per_page=100&page=$page" > notes.json
            id=$(jq --raw-output --arg marker "$marker" --slurpfile user user.json \
              'map(select(.author.id == $user[0].id and (.body | startswith($marker)))) | first | .id // empty' notes.json)
            if [ -n "$id" ] || [ "$(jq length notes.json)" -lt 100 ]; then break; fi
            page=$((page + 1))
          done
          jq --null-input --rawfile body comment.md '{body: $body}' > comment.json
          if [ -n "$id" ]; then
            api --request PUT --header 'Content-Type: application/json' --data @comment.json "$notes/$id" > answer.json
          else
            api --request POST --header 'Content-Type: application/json' --data @comment.json "$notes" > answer.json
          fi
      artifacts:
        when: always
        paths: [\#(workflowPath("release.gcplan"))]
        reports: {terraform: \#(workflowPath("counts.json")), junit: \#(workflowPath("plan.xml"))}
        expire_in: 14 days

    apply:
      stage: apply
      timeout: 1 hour
      resource_group: gcsync-\#(environment)
      environment: {name: \#(environment)}
      needs: [{job: plan, optional: true}]
      rules:
        - if: $CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
        - if: $CI_PIPELINE_SOURCE == "web" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
          when: manual    # once somebody has looked at the plan of this pipeline
      script:
        - |
    \#(gitLabCall)
          if [ "$CI_PIPELINE_SOURCE" != web ]; then
            rm -f release.gcplan
            project="$CI_API_V4_URL/projects/$CI_PROJECT_ID"
            api "$project/repository/commits/$CI_COMMIT_SHA/merge_requests" > merged.json
            # A merge request from a fork made its plan where nobody can vouch for it.
            jq --raw-output --arg branch "$CI_DEFAULT_BRANCH" --arg commit "$CI_COMMIT_SHA" \
              'map(select(.state == "merged" and .target_branch == $branch and .source_project_id == .target_project_id))
              | sort_by([.merge_commit_sha, .squash_commit_sha] | index($commit) == null)
              | first // empty | "\(.iid) \(.sha)"' merged.json > reviewed.txt
            read -r iid head < reviewed.txt || true
            pipeline=""
            job=""
            if [ -n "$iid" ]; then
              api "$project/merge_requests/$iid/pipelines?per_page=100" > pipelines.json
              # A pipeline for merged results ran on a commit of its own, which has the head among its parents.
              jq --raw-output --arg head "$head" 'map(select(.sha == $head
                or (.ref | tostring | test("^refs/merge-requests/[0-9]+/(merge|train)$"))))
                | sort_by(-.id) | .[:20][] | "\(.id) \(.sha)"' pipelines.json > candidates.txt
              while read -r id commit; do
                if [ "$commit" != "$head" ]; then
                  api "$project/repository/commits/$commit" > commit.json || continue
                  jq --exit-status --arg head "$head" '.parent_ids | index($head)' commit.json > /dev/null || continue
                fi
                pipeline="$id"
                break
              done < candidates.txt
              if [ -n "$pipeline" ]; then
                # A plan that failed may have left a file, but nothing to apply.
                api "$project/pipelines/$pipeline/jobs?scope[]=success&per_page=100" --globoff > jobs.json
                job=$(jq --raw-output \
                  'map(select(.name == "plan" and .status == "success")) | max_by(.id) | .id // empty' jobs.json)
              fi
            fi
            if [ -z "$job" ]; then
              code=0
              gcsync plan || code=$?
              if [ "$code" = 2 ]; then
                echo "Nothing was applied: no plan of this commit was reviewed. Run a pipeline by hand on $CI_DEFAULT_BRANCH: it plans anew, and its job apply applies that."
              fi
              exit "$code"
            fi
            api --location --output release.gcplan "$project/jobs/$job/artifacts/\#(artifact)"
          fi
          if [ -n "$PLAN_TRUSTED_KEY" ]; then export GCSYNC_TRUSTED_KEYS="$PLAN_TRUSTED_KEY"; fi
          code=0
          gcsync apply release.gcplan --budget 60% || code=$?
          case $code in
            6) echo "Nothing was written: the org or the project has moved since the plan was reviewed. Run a pipeline by hand on $CI_DEFAULT_BRANCH: it plans anew, and its job apply applies that." ;;
            7) echo "Some of the plan is not applied yet. Run a pipeline by hand on $CI_DEFAULT_BRANCH: it plans what is left." ;;
            8) echo "Another run is writing to the environment. Run this job again when it is done." ;;
          esac
          exit "$code"
      artifacts:
        when: always
        paths: [\#(workflowPath(".gcsync/audit"))]
        expire_in: 1 year

    drift:
      stage: drift
      timeout: 30 minutes
      resource_group: gcsync-drift
      rules:
        - if: $CI_PIPELINE_SOURCE == "schedule"
      script:
        - |
          code=0
          gcsync drift --notify all --output text --output markdown=drift.md --output junit=drift.xml || code=$?
          if [ "$code" = 2 ]; then
            echo "Somebody changed what Git describes. gcsync drift --accept takes it into the manifests; a merge request with nothing but a plan puts it back."
          fi
          exit "$code"
      artifacts:
        when: always
        paths: [\#(workflowPath("drift.md"))]
        reports: {junit: \#(workflowPath("drift.xml"))}
        expire_in: 30 days

    """#
  }

  /// Goes to the project's folder, where it is not the repository's.
  private var entry: String {
    subfolder.isEmpty ? "" : "\n    - cd \"$CI_PROJECT_DIR/\(subfolder)\""
  }

  /// Where the API has the plan among a job's artifacts.
  private var artifact: String {
    URL.percentEncoded(path: repositoryPath("release.gcplan"))
  }

  /// Calls the API with a token that is in no process's arguments and goes to no other host.
  ///
  /// The shell need not be bash.
  private var gitLabCall: String {
    #"""
          api() {
            printf 'header = "Authorization: Bearer %s"\n' "$GITLAB_TOKEN" |
              curl --fail-with-body --silent --show-error --config - "$@"
          }
    """#
  }
}
