extension Command {
  static let completion = Command(
    "completion", usage: "bash|zsh|fish",
    summary: "Print what makes a shell complete commands, options, kinds and addresses.",
    details: """
      The script asks gcsync itself, offline, so that it knows the project at hand and needs no \
      renewal.
      """
  ) { invocation in
    guard let shell = invocation.arguments.positional.first.flatMap(Shell.init) else {
      throw Arguments.Misuse(message: "completion is for bash, zsh or fish")
    }
    invocation.console.out(shell.script)
    return .done
  }

  /// What the scripts of `completion` call: `__complete SHELL WORD…`, the last word being typed.
  static let complete = Command(
    "__complete", summary: "Tell what a word may become, for shells."
  ) { _ in .done }
}

/// A shell that can be told which words gcsync understands.
enum Shell: String, Sendable {
  case bash, zsh, fish

  var script: String {
    switch self {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  private var bash: String {
    #"""
    # bash completion for gcsync: source <(gcsync completion bash)
    _gcsync() {
      local word="${COMP_WORDS[COMP_CWORD]}" line
      local -a lines=()
      [[ $word == "=" ]] && word=""
      mapfile -t lines < <("${COMP_WORDS[0]}" __complete bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
      COMPREPLY=()
      if [[ ${lines[0]-} == ":files" ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
      fi
      for line in "${lines[@]}"; do COMPREPLY+=("${line%%$'\t'*}"); done
    }
    complete -o nosort -F _gcsync gcsync

    """#
  }

  private var zsh: String {
    #"""
    #compdef gcsync
    # zsh completion for gcsync: source <(gcsync completion zsh), or a file _gcsync in a folder of fpath
    _gcsync() {
      local line
      local -a lines described
      lines=("${(@f)$("${words[1]}" __complete zsh "${(@)words[2,CURRENT]}" 2>/dev/null)}")
      if [[ "${lines[1]}" == ":files" ]]; then
        _files
        return
      fi
      for line in "${lines[@]}"; do
        [[ -n "$line" ]] || continue
        if [[ "$line" == *$'\t'* ]]; then
          described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
        else
          described+=("${line//:/\\:}")
        fi
      done
      _describe -V -t values 'gcsync' described
    }
    if [ "$funcstack[1]" = "_gcsync" ]; then
      _gcsync "$@"
    else
      compdef _gcsync gcsync
    fi

    """#
  }

  private var fish: String {
    #"""
    # fish completion for gcsync: gcsync completion fish | source
    function __gcsync_complete
      set -l words (commandline -opc)
      set -l lines ($words[1] __complete fish $words[2..-1] (commandline -ct) 2>/dev/null)
      if test "$lines[1]" = ":files"
        __fish_complete_path (commandline -ct)
      else
        printf '%s\n' $lines
      end
    end
    complete -c gcsync -f -k -a '(__gcsync_complete)'

    """#
  }
}
