# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_reelmill_global_optspecs
    string join \n q/quiet v/verbose color= cache-dir= cache-max-size= cache-max-age= ffmpeg= encoder= h/help V/version
end

function __fish_reelmill_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_reelmill_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_reelmill_using_subcommand
    set -l cmd (__fish_reelmill_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c reelmill -n "__fish_reelmill_needs_command" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_needs_command" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_needs_command" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_needs_command" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_needs_command" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_needs_command" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_needs_command" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_needs_command" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_needs_command" -s V -l version -d 'Print version'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "run" -d 'Make the videos of one or more manifests'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "make" -d 'Make one video from flags, a script file, or text on stdin'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "plan" -d 'Say what a run would make and what the cache already has; makes nothing'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "check" -d 'Check manifests: every error at once, with its place and remedy'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "show" -d 'Print a manifest fully expanded: templates filled, rows unrolled, defaults applied'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "schema" -d 'Print the manifest\'s JSON Schema, for editors'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "init" -d 'Write a commented starter manifest'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "script" -d 'Write the scripts alone and print them'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "stats" -d 'Look back: times by stage, hit rates, spending, failures, and what runs right now'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "report" -d 'Join reports, or print their schemas'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "why" -d 'Say why a video would be made anew: what changed since it was last found'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "cache" -d 'Look after the cache: what it holds and saved, what goes, whether it is sound'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "voices" -d 'List the voices there are, with names that manifests use'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "doctor" -d 'Check programs, encoders, speech, fonts, cache and services, and say what to install'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "completions" -d 'Print a shell\'s completion script'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "man" -d 'Print the manual page, or write all pages into a folder'
complete -c reelmill -n "__fish_reelmill_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l only -d 'Only videos with this id; `*` and `?` match; repeatable' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l output-dir -d 'Folder of the finished videos [default: `out` beside the manifest]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l shard -d 'One part of the videos: 2/4, or `auto` in a parallel CI job or array' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l shard-times -d 'A JSON report of an earlier run, the same in all parts, that says what each video takes' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -s j -l jobs -d 'Videos in flight, 1 to 10 [default: 5]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l workers -d 'CPU jobs at once [default: cores - 1, at least 2]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l deadline -d 'Stop after this long, e.g. 45m; finished steps are kept' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l stall-after -d 'End an ffmpeg that makes no progress for so long, and try once more [default: 1m]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l lock -d 'Keep what services answered in this file, and use what is in it' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l max-cost -d 'US dollars for the whole run; nothing that would pass it is started' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l refresh -d 'Make this stage anew; repeatable' -r -f -a "script\t''
idea\t''
speech\t''
visual\t''
segment\t''
soundtrack\t''
assemble\t''
video\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l if-running -d 'When the same is being run already' -r -f -a "wait\t'Start when the other is done'
skip\t'Do nothing, successfully'
fail\t'Do nothing, with exit code 7'"
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l on-success -d 'A program that gets the JSON report on stdin when all is done; repeatable' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l on-failure -d 'The same when not all is done' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l format -d 'What stdout gets: lines for people, one JSON report at the end, or an event a line' -r -f -a "human\t''
json\t''
ndjson\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l report -d 'Write a report: .json, .md, .xml (JUnit) or .html; repeatable' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l events -d 'Write each event as a line of JSON' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l trace -d 'Write a trace of all jobs, for Perfetto' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l log-file -d 'Write a log; those of the last nine runs stay beside it as FILE.1 …' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l allow-outside -d 'Let outputs lie outside the manifest\'s folder'
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l only-failed -d 'Only videos that were not done when this manifest was last run'
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l only-changed -d 'Only videos that the cache does not have as they are now'
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l stop-on-error -d 'Cancel the rest when a video fails [default: settle all, report each]'
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l require-hw -d 'Fail a video that no video chip encodes, where it would be encoded in software instead'
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l offline -d 'Make no connection to any service'
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l frozen -d 'Ask no service; fail where an answer is not the one in the lock file'
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -l no-cache -d 'Keep nothing and look nothing up'
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l topic -d 'What the script shall be about; without it, and without --script, text is read from stdin' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l genre -d 'horror, explainer, news, history, motivation, listicle …' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l script -d 'A script to speak: .md (headings are scenes) or .txt' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l title -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l words -d 'Words of narration, about' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l preset -d 'shorts, landscape, square, or a size such as 1280x720' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l quality -d 'draft, standard or high' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l language -d 'BCP 47, e.g. en or de' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l voice -d 'A voice by name, e.g. en-us or en-gb+f2' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l music -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l seed -d 'Other seeds give other scripts and pictures' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -s o -l output -d 'The finished video [default: ./<title>.mp4]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -s j -l jobs -d 'Videos in flight, 1 to 10 [default: 5]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l workers -d 'CPU jobs at once [default: cores - 1, at least 2]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l deadline -d 'Stop after this long, e.g. 45m; finished steps are kept' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l stall-after -d 'End an ffmpeg that makes no progress for so long, and try once more [default: 1m]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l lock -d 'Keep what services answered in this file, and use what is in it' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l max-cost -d 'US dollars for the whole run; nothing that would pass it is started' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l refresh -d 'Make this stage anew; repeatable' -r -f -a "script\t''
idea\t''
speech\t''
visual\t''
segment\t''
soundtrack\t''
assemble\t''
video\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l format -d 'What stdout gets: lines for people, one JSON report at the end, or an event a line' -r -f -a "human\t''
json\t''
ndjson\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l report -d 'Write a report: .json, .md, .xml (JUnit) or .html; repeatable' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l events -d 'Write each event as a line of JSON' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l trace -d 'Write a trace of all jobs, for Perfetto' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l log-file -d 'Write a log; those of the last nine runs stay beside it as FILE.1 …' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l stop-on-error -d 'Cancel the rest when a video fails [default: settle all, report each]'
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l require-hw -d 'Fail a video that no video chip encodes, where it would be encoded in software instead'
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l offline -d 'Make no connection to any service'
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l frozen -d 'Ask no service; fail where an answer is not the one in the lock file'
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -l no-cache -d 'Keep nothing and look nothing up'
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand make" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l only -d 'Only videos with this id; `*` and `?` match; repeatable' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l output-dir -d 'Folder of the finished videos [default: `out` beside the manifest]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l shard -d 'One part of the videos: 2/4, or `auto` in a parallel CI job or array' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l shard-times -d 'A JSON report of an earlier run, the same in all parts, that says what each video takes' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l allow-outside -d 'Let outputs lie outside the manifest\'s folder'
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l only-failed -d 'Only videos that were not done when this manifest was last run'
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -l only-changed -d 'Only videos that the cache does not have as they are now'
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand check" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand check" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand check" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand check" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand check" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand check" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand check" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand check" -l allow-outside -d 'Let outputs lie outside the manifest\'s folder'
complete -c reelmill -n "__fish_reelmill_using_subcommand check" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand check" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand show" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand show" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand show" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand show" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand show" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand show" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand show" -l allow-outside
complete -c reelmill -n "__fish_reelmill_using_subcommand show" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand show" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand schema" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand schema" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand schema" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand schema" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand schema" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand schema" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand schema" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand schema" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand init" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand init" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand init" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand init" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand init" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand init" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand init" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand init" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -l only -d 'Only videos with this id; `*` and `?` match; repeatable' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -l output-dir -d 'Folder of the finished videos [default: `out` beside the manifest]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -l allow-outside -d 'Let outputs lie outside the manifest\'s folder'
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand script" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -l since -d 'Only runs of so long ago or less, e.g. 30d' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -l manifest -d 'Only runs of this manifest' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -l days -d 'How many days are shown' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -f -a "merge" -d 'Join the JSON reports (or event files) of several runs, the parts of a batch, into one'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -f -a "schema" -d 'Print the JSON Schema of reports or events'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and not __fish_seen_subcommand_from merge schema help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from merge" -s o -l output -d 'Where the joined report goes, its form by the ending; repeatable [default: JSON on stdout]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from merge" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from merge" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from merge" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from merge" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from merge" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from merge" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from merge" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from merge" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from merge" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from schema" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from schema" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from schema" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from schema" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from schema" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from schema" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from schema" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from schema" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from help" -f -a "merge" -d 'Join the JSON reports (or event files) of several runs, the parts of a batch, into one'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from help" -f -a "schema" -d 'Print the JSON Schema of reports or events'
complete -c reelmill -n "__fish_reelmill_using_subcommand report; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -s m -l manifest -d 'The manifest it is in; repeatable' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -l output-dir -d 'Folder of the finished videos, as it is given to `run`' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand why" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -f -a "stats" -d 'What is kept, how often it was of use, what that saved'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -f -a "list" -d 'Every entry, last used first'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -f -a "prune" -d 'Bring the cache back within its limits now'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -f -a "verify" -d 'Read everything and check it'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -f -a "clear" -d 'Remove everything, or all of some stages'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -f -a "dir" -d 'Print where the cache is'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and not __fish_seen_subcommand_from stats list prune verify clear dir help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from stats" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from stats" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from stats" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from stats" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from stats" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from stats" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from stats" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from stats" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from stats" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from list" -l stage -d 'Only this stage\'s; repeatable' -r -f -a "script\t''
idea\t''
speech\t''
visual\t''
segment\t''
soundtrack\t''
assemble\t''
video\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from list" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from list" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from list" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from list" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from list" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from list" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from list" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -l max-size -d 'What may stay, e.g. 500MB [default: the cache\'s own limit]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -l max-age -d 'What is unused for longer goes, e.g. 12h [default: the cache\'s own limit]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -l dry-run -d 'Say what would go, and why; remove nothing'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from verify" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from verify" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from verify" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from verify" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from verify" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from verify" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from verify" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from verify" -l repair -d 'Remove what is damaged and rebuild the index; what is wanted again is made again'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -l stage -d 'Only this stage\'s results; repeatable' -r -f -a "script\t''
idea\t''
speech\t''
visual\t''
segment\t''
soundtrack\t''
assemble\t''
video\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -s y -l yes -d 'Do not ask'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from dir" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from dir" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from dir" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from dir" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from dir" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from dir" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from dir" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from dir" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from dir" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from dir" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from help" -f -a "stats" -d 'What is kept, how often it was of use, what that saved'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from help" -f -a "list" -d 'Every entry, last used first'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from help" -f -a "prune" -d 'Bring the cache back within its limits now'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Read everything and check it'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from help" -f -a "clear" -d 'Remove everything, or all of some stages'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from help" -f -a "dir" -d 'Print where the cache is'
complete -c reelmill -n "__fish_reelmill_using_subcommand cache; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c reelmill -n "__fish_reelmill_using_subcommand voices" -l find -d 'Only voices with this in their name or description' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand voices" -l format -r -f -a "human\t''
json\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand voices" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand voices" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand voices" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand voices" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand voices" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand voices" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand voices" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand voices" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand voices" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand doctor" -l online -d 'Ask every service of these manifests a question that costs nothing' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand doctor" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand doctor" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand doctor" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand doctor" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand doctor" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand doctor" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand doctor" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand doctor" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand completions" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand completions" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand completions" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand completions" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand completions" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand completions" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand completions" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand completions" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand man" -l dir -d 'Write reelmill.1 and a page a command into this folder' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand man" -l completions-dir -d 'Write the completion scripts of all shells into this folder' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand man" -l color -d 'Colours and bars' -r -f -a "auto\t''
always\t''
never\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand man" -l cache-dir -d 'Folder of the cache [default: the platform\'s cache folder]' -r -f -a "(__fish_complete_directories)"
complete -c reelmill -n "__fish_reelmill_using_subcommand man" -l cache-max-size -d 'What the cache may hold on disk, e.g. 20GB [default: 5GB]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand man" -l cache-max-age -d 'What is unused for so long goes, e.g. 30d [default: 7d]' -r
complete -c reelmill -n "__fish_reelmill_using_subcommand man" -l ffmpeg -d 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]' -r -F
complete -c reelmill -n "__fish_reelmill_using_subcommand man" -l encoder -d 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software' -r -f -a "software\t''
auto\t''
nvenc\t''
videotoolbox\t''
qsv\t''
amf\t''
vaapi\t''"
complete -c reelmill -n "__fish_reelmill_using_subcommand man" -s q -l quiet -d 'Print failures only'
complete -c reelmill -n "__fish_reelmill_using_subcommand man" -s v -l verbose -d 'Print a line for every job; twice (-vv), a log of everything on stderr'
complete -c reelmill -n "__fish_reelmill_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "run" -d 'Make the videos of one or more manifests'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "make" -d 'Make one video from flags, a script file, or text on stdin'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "plan" -d 'Say what a run would make and what the cache already has; makes nothing'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "check" -d 'Check manifests: every error at once, with its place and remedy'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "show" -d 'Print a manifest fully expanded: templates filled, rows unrolled, defaults applied'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "schema" -d 'Print the manifest\'s JSON Schema, for editors'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "init" -d 'Write a commented starter manifest'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "script" -d 'Write the scripts alone and print them'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "stats" -d 'Look back: times by stage, hit rates, spending, failures, and what runs right now'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "report" -d 'Join reports, or print their schemas'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "why" -d 'Say why a video would be made anew: what changed since it was last found'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "cache" -d 'Look after the cache: what it holds and saved, what goes, whether it is sound'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "voices" -d 'List the voices there are, with names that manifests use'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "doctor" -d 'Check programs, encoders, speech, fonts, cache and services, and say what to install'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "completions" -d 'Print a shell\'s completion script'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "man" -d 'Print the manual page, or write all pages into a folder'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and not __fish_seen_subcommand_from run make plan check show schema init script stats report why cache voices doctor completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and __fish_seen_subcommand_from report" -f -a "merge" -d 'Join the JSON reports (or event files) of several runs, the parts of a batch, into one'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and __fish_seen_subcommand_from report" -f -a "schema" -d 'Print the JSON Schema of reports or events'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and __fish_seen_subcommand_from cache" -f -a "stats" -d 'What is kept, how often it was of use, what that saved'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and __fish_seen_subcommand_from cache" -f -a "list" -d 'Every entry, last used first'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and __fish_seen_subcommand_from cache" -f -a "prune" -d 'Bring the cache back within its limits now'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and __fish_seen_subcommand_from cache" -f -a "verify" -d 'Read everything and check it'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and __fish_seen_subcommand_from cache" -f -a "clear" -d 'Remove everything, or all of some stages'
complete -c reelmill -n "__fish_reelmill_using_subcommand help; and __fish_seen_subcommand_from cache" -f -a "dir" -d 'Print where the cache is'
