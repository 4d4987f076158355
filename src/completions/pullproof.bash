# Completion of pullproof for bash.

_pullproof_options() {
  local output="--format --output --color --verbose --help"
  local snapshot="--repaired --wrong-repair"
  case "$1" in
    check)
      echo "$output $snapshot --cluster --service --task-definition --subnets" \
        "--security-groups --assign-public-ip --assume --strict -j" ;;
    authorize)
      echo "$output $snapshot --in --principal --action --resource --context" \
        "--resource-account --exact-context --at --strict --assume" ;;
    reach)
      echo "$output $snapshot --from --to --protocol --port --source-port --vpc --in" \
        "--all-sources --assume --explain --why --strict" ;;
    whatif)
      echo "$output $snapshot --edits --terraform --cloudformation --parameter" \
        "--parameters --stack --account --region --watch --delete --fail --set-tag --attach-policy --scp" \
        "--endpoint --vpc --subnets --groups --route-tables --cluster --service --assume" \
        "--strict -j" ;;
    diff) echo "$output --cluster --service --assume --strict -j" ;;
    explain) echo "$output --message --task --cluster --service --assume" ;;
    who-can) echo "$output $snapshot --action --resource --resource-account --strict --assume" ;;
    "policy grants") echo "--action --resource --type --output --help" ;;
    "policy lint") echo "$output --type" ;;
    policy\ *) echo "--type --output --help" ;;
    "snapshot info") echo "$output $snapshot" ;;
    "scenario list" | "scenario show") echo "$output --scenarios" ;;
    "scenario check") echo "$output --scenarios -j" ;;
    *) echo "--help --version" ;;
  esac
}

_pullproof_scenarios() {
  pullproof scenario list 2>/dev/null | cut -d ' ' -f 1
}

_pullproof() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}"
  local command="${COMP_WORDS[1]}" words=""
  case "$command" in
    policy | scenario | snapshot)
      ((COMP_CWORD > 2)) && command="$command ${COMP_WORDS[2]}" ;;
  esac
  case "$previous" in
    --format) words="text json" ;;
    --color) words="auto always never" ;;
    --cluster | --service | --task-definition | --subnets | --security-groups | \
      --wrong-repair | --at | --principal | --action | --resource | --context | \
      --resource-account | --parameter | --stack | --account | --region | --delete | --fail | --set-tag | --endpoint | --groups | \
      --route-tables | --message | --task | --from | --to | --port | --source-port | --vpc | -j) return ;;
    --protocol) words="tcp udp" ;;
    --type) words="auto identity resource endpoint" ;;
    --in | --output | --scenarios | --edits | --terraform | --cloudformation | --parameters | \
      --attach-policy | --scp)
      COMPREPLY=($(compgen -f -- "$current"))
      return ;;
    *)
      if ((COMP_CWORD == 1)); then
        words="authorize check diff explain policy reach scenario snapshot whatif who-can \
          --help --version"
      elif [[ "$current" == -* ]]; then
        words="$(_pullproof_options "$command")"
      elif [[ "$command" == policy ]]; then
        words="diff implies grants lint public matrix"
      elif [[ "$command" == scenario ]]; then
        words="list show check"
      elif [[ "$command" == snapshot ]]; then
        words="info"
      elif [[ "$command" == "scenario show" || "$command" == "scenario check" ]]; then
        words="$(_pullproof_scenarios)"
      else
        COMPREPLY=($(compgen -f -- "$current"))
        return
      fi ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}

complete -o filenames -F _pullproof pullproof
