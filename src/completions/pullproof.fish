# Completion of pullproof for fish.

function __pullproof_scenarios
    pullproof scenario list 2>/dev/null | cut -d ' ' -f 1
end

set -l check '__fish_seen_subcommand_from check; and not __fish_seen_subcommand_from scenario'
set -l top 'not __fish_seen_subcommand_from authorize check policy scenario snapshot who-can'
set -l any '__fish_seen_subcommand_from authorize check info lint list show who-can'
set -l opens '__fish_seen_subcommand_from authorize info who-can; or begin; __fish_seen_subcommand_from check; and not __fish_seen_subcommand_from scenario; end'
set -l lessons '__fish_seen_subcommand_from scenario; and __fish_seen_subcommand_from list show check'

complete -c pullproof -n $top -f -a authorize -d 'Decide requests as IAM would'
complete -c pullproof -n $top -f -a who-can -d 'List everybody who may make a request'
complete -c pullproof -n $top -f -a policy -d 'Compare what policies allow'
complete -c pullproof -n $top -f -a check -d 'Prove every pull, or show why not'
complete -c pullproof -n $top -f -a scenario -d 'Lessons that come with the program'
complete -c pullproof -n $top -f -a snapshot -d 'About a snapshot itself'
complete -c pullproof -n $top -l version -d 'Print the version'
complete -c pullproof -l help -d 'Print help'

complete -c pullproof -n '__fish_seen_subcommand_from snapshot; and not __fish_seen_subcommand_from info' -f -a info
complete -c pullproof -n '__fish_seen_subcommand_from scenario; and not __fish_seen_subcommand_from list show check' -f -a 'list show check'
complete -c pullproof -n '__fish_seen_subcommand_from scenario; and __fish_seen_subcommand_from show check' -f -a '(__pullproof_scenarios)'

complete -c pullproof -n '__fish_seen_subcommand_from policy; and not __fish_seen_subcommand_from diff implies grants lint public matrix' -f -a 'diff implies grants lint public matrix'
complete -c pullproof -n '__fish_seen_subcommand_from authorize' -l in -r -d 'Requests, a line of JSON each'
complete -c pullproof -n '__fish_seen_subcommand_from authorize' -l principal -x -d 'Who asks'
complete -c pullproof -n '__fish_seen_subcommand_from authorize' -l context -x -d 'A context key of the request'
complete -c pullproof -n '__fish_seen_subcommand_from authorize who-can' -l action -x -d 'What is asked'
complete -c pullproof -n '__fish_seen_subcommand_from authorize who-can' -l resource -x -d 'On what'
complete -c pullproof -n '__fish_seen_subcommand_from authorize who-can' -l resource-account -x -d 'Whose resource it is'
complete -c pullproof -n '__fish_seen_subcommand_from authorize who-can' -l strict -d 'Uncollected calls make answers unknown'
complete -c pullproof -n '__fish_seen_subcommand_from authorize' -l exact-context -d 'Only the keys that the request gives'
complete -c pullproof -n '__fish_seen_subcommand_from authorize' -l at -x -d 'The time of the requests'
complete -c pullproof -n '__fish_seen_subcommand_from policy' -l type -x -a 'auto identity resource endpoint'
complete -c pullproof -n '__fish_seen_subcommand_from policy; and __fish_seen_subcommand_from grants' -l action -x -d 'An action, with wildcards'
complete -c pullproof -n '__fish_seen_subcommand_from policy; and __fish_seen_subcommand_from grants' -l resource -x -d 'An ARN, with wildcards'
complete -c pullproof -n '__fish_seen_subcommand_from policy' -l output -r -d 'Write the answer here'

complete -c pullproof -n $any -l format -x -a 'text json'
complete -c pullproof -n $any -l output -r -d 'Write the result here'
complete -c pullproof -n $any -l color -x -a 'auto always never'
complete -c pullproof -n $any -l verbose -d 'Also what was not read'
complete -c pullproof -n $opens -l repaired -d 'The scenario with its repair'
complete -c pullproof -n $opens -l wrong-repair -x -d 'The scenario with a wrong repair'
complete -c pullproof -n $lessons -l scenarios -r -d 'Folder of scenarios'
complete -c pullproof -n '__fish_seen_subcommand_from check' -s j -x -d 'Threads'

complete -c pullproof -n $check -l cluster -x -d 'Only this cluster'
complete -c pullproof -n $check -l service -x -d 'Only this service'
complete -c pullproof -n $check -l task-definition -x -d 'Also this task definition'
complete -c pullproof -n $check -l subnets -x -d 'Where its task would start'
complete -c pullproof -n $check -l security-groups -x -d 'The groups it would have'
complete -c pullproof -n $check -l assign-public-ip -d 'It would get a public address'
complete -c pullproof -n $check -l strict -d 'Uncollected calls make verdicts unknown'
