
use builtin;
use str;

set edit:completion:arg-completer[reelmill] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'reelmill'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'reelmill'= {
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand run 'Make the videos of one or more manifests'
            cand make 'Make one video from flags, a script file, or text on stdin'
            cand plan 'Say what a run would make and what the cache already has; makes nothing'
            cand check 'Check manifests: every error at once, with its place and remedy'
            cand show 'Print a manifest fully expanded: templates filled, rows unrolled, defaults applied'
            cand schema 'Print the manifest''s JSON Schema, for editors'
            cand init 'Write a commented starter manifest'
            cand script 'Write the scripts alone and print them'
            cand stats 'Look back: times by stage, hit rates, spending, failures, and what runs right now'
            cand report 'Join reports, or print their schemas'
            cand why 'Say why a video would be made anew: what changed since it was last found'
            cand cache 'Look after the cache: what it holds and saved, what goes, whether it is sound'
            cand voices 'List the voices there are, with names that manifests use'
            cand doctor 'Check programs, encoders, speech, fonts, cache and services, and say what to install'
            cand completions 'Print a shell''s completion script'
            cand man 'Print the manual page, or write all pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'reelmill;run'= {
            cand --only 'Only videos with this id; `*` and `?` match; repeatable'
            cand --output-dir 'Folder of the finished videos [default: `out` beside the manifest]'
            cand --shard 'One part of the videos: 2/4, or `auto` in a parallel CI job or array'
            cand --shard-times 'A JSON report of an earlier run, the same in all parts, that says what each video takes'
            cand -j 'Videos in flight, 1 to 10 [default: 5]'
            cand --jobs 'Videos in flight, 1 to 10 [default: 5]'
            cand --workers 'CPU jobs at once [default: cores - 1, at least 2]'
            cand --deadline 'Stop after this long, e.g. 45m; finished steps are kept'
            cand --stall-after 'End an ffmpeg that makes no progress for so long, and try once more [default: 1m]'
            cand --lock 'Keep what services answered in this file, and use what is in it'
            cand --max-cost 'US dollars for the whole run; nothing that would pass it is started'
            cand --refresh 'Make this stage anew; repeatable'
            cand --if-running 'When the same is being run already'
            cand --on-success 'A program that gets the JSON report on stdin when all is done; repeatable'
            cand --on-failure 'The same when not all is done'
            cand --format 'What stdout gets: lines for people, one JSON report at the end, or an event a line'
            cand --report 'Write a report: .json, .md, .xml (JUnit) or .html; repeatable'
            cand --events 'Write each event as a line of JSON'
            cand --trace 'Write a trace of all jobs, for Perfetto'
            cand --log-file 'Write a log; those of the last nine runs stay beside it as FILE.1 …'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand --allow-outside 'Let outputs lie outside the manifest''s folder'
            cand --only-failed 'Only videos that were not done when this manifest was last run'
            cand --only-changed 'Only videos that the cache does not have as they are now'
            cand --stop-on-error 'Cancel the rest when a video fails [default: settle all, report each]'
            cand --require-hw 'Fail a video that no video chip encodes, where it would be encoded in software instead'
            cand --offline 'Make no connection to any service'
            cand --frozen 'Ask no service; fail where an answer is not the one in the lock file'
            cand --no-cache 'Keep nothing and look nothing up'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;make'= {
            cand --topic 'What the script shall be about; without it, and without --script, text is read from stdin'
            cand --genre 'horror, explainer, news, history, motivation, listicle …'
            cand --script 'A script to speak: .md (headings are scenes) or .txt'
            cand --title 'title'
            cand --words 'Words of narration, about'
            cand --preset 'shorts, landscape, square, or a size such as 1280x720'
            cand --quality 'draft, standard or high'
            cand --language 'BCP 47, e.g. en or de'
            cand --voice 'A voice by name, e.g. en-us or en-gb+f2'
            cand --music 'music'
            cand --seed 'Other seeds give other scripts and pictures'
            cand -o 'The finished video [default: ./<title>.mp4]'
            cand --output 'The finished video [default: ./<title>.mp4]'
            cand -j 'Videos in flight, 1 to 10 [default: 5]'
            cand --jobs 'Videos in flight, 1 to 10 [default: 5]'
            cand --workers 'CPU jobs at once [default: cores - 1, at least 2]'
            cand --deadline 'Stop after this long, e.g. 45m; finished steps are kept'
            cand --stall-after 'End an ffmpeg that makes no progress for so long, and try once more [default: 1m]'
            cand --lock 'Keep what services answered in this file, and use what is in it'
            cand --max-cost 'US dollars for the whole run; nothing that would pass it is started'
            cand --refresh 'Make this stage anew; repeatable'
            cand --format 'What stdout gets: lines for people, one JSON report at the end, or an event a line'
            cand --report 'Write a report: .json, .md, .xml (JUnit) or .html; repeatable'
            cand --events 'Write each event as a line of JSON'
            cand --trace 'Write a trace of all jobs, for Perfetto'
            cand --log-file 'Write a log; those of the last nine runs stay beside it as FILE.1 …'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand --stop-on-error 'Cancel the rest when a video fails [default: settle all, report each]'
            cand --require-hw 'Fail a video that no video chip encodes, where it would be encoded in software instead'
            cand --offline 'Make no connection to any service'
            cand --frozen 'Ask no service; fail where an answer is not the one in the lock file'
            cand --no-cache 'Keep nothing and look nothing up'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;plan'= {
            cand --only 'Only videos with this id; `*` and `?` match; repeatable'
            cand --output-dir 'Folder of the finished videos [default: `out` beside the manifest]'
            cand --shard 'One part of the videos: 2/4, or `auto` in a parallel CI job or array'
            cand --shard-times 'A JSON report of an earlier run, the same in all parts, that says what each video takes'
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand --allow-outside 'Let outputs lie outside the manifest''s folder'
            cand --only-failed 'Only videos that were not done when this manifest was last run'
            cand --only-changed 'Only videos that the cache does not have as they are now'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;check'= {
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand --allow-outside 'Let outputs lie outside the manifest''s folder'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;show'= {
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand --allow-outside 'allow-outside'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;schema'= {
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;init'= {
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;script'= {
            cand --only 'Only videos with this id; `*` and `?` match; repeatable'
            cand --output-dir 'Folder of the finished videos [default: `out` beside the manifest]'
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand --allow-outside 'Let outputs lie outside the manifest''s folder'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;stats'= {
            cand --since 'Only runs of so long ago or less, e.g. 30d'
            cand --manifest 'Only runs of this manifest'
            cand --days 'How many days are shown'
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;report'= {
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand merge 'Join the JSON reports (or event files) of several runs, the parts of a batch, into one'
            cand schema 'Print the JSON Schema of reports or events'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'reelmill;report;merge'= {
            cand -o 'Where the joined report goes, its form by the ending; repeatable [default: JSON on stdout]'
            cand --output 'Where the joined report goes, its form by the ending; repeatable [default: JSON on stdout]'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;report;schema'= {
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;report;help'= {
            cand merge 'Join the JSON reports (or event files) of several runs, the parts of a batch, into one'
            cand schema 'Print the JSON Schema of reports or events'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'reelmill;report;help;merge'= {
        }
        &'reelmill;report;help;schema'= {
        }
        &'reelmill;report;help;help'= {
        }
        &'reelmill;why'= {
            cand -m 'The manifest it is in; repeatable'
            cand --manifest 'The manifest it is in; repeatable'
            cand --output-dir 'Folder of the finished videos, as it is given to `run`'
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;cache'= {
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand stats 'What is kept, how often it was of use, what that saved'
            cand list 'Every entry, last used first'
            cand prune 'Bring the cache back within its limits now'
            cand verify 'Read everything and check it'
            cand clear 'Remove everything, or all of some stages'
            cand dir 'Print where the cache is'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'reelmill;cache;stats'= {
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;cache;list'= {
            cand --stage 'Only this stage''s; repeatable'
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;cache;prune'= {
            cand --max-size 'What may stay, e.g. 500MB [default: the cache''s own limit]'
            cand --max-age 'What is unused for longer goes, e.g. 12h [default: the cache''s own limit]'
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand --dry-run 'Say what would go, and why; remove nothing'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;cache;verify'= {
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand --repair 'Remove what is damaged and rebuild the index; what is wanted again is made again'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;cache;clear'= {
            cand --stage 'Only this stage''s results; repeatable'
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;cache;dir'= {
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;cache;help'= {
            cand stats 'What is kept, how often it was of use, what that saved'
            cand list 'Every entry, last used first'
            cand prune 'Bring the cache back within its limits now'
            cand verify 'Read everything and check it'
            cand clear 'Remove everything, or all of some stages'
            cand dir 'Print where the cache is'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'reelmill;cache;help;stats'= {
        }
        &'reelmill;cache;help;list'= {
        }
        &'reelmill;cache;help;prune'= {
        }
        &'reelmill;cache;help;verify'= {
        }
        &'reelmill;cache;help;clear'= {
        }
        &'reelmill;cache;help;dir'= {
        }
        &'reelmill;cache;help;help'= {
        }
        &'reelmill;voices'= {
            cand --find 'Only voices with this in their name or description'
            cand --format 'format'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;doctor'= {
            cand --online 'Ask every service of these manifests a question that costs nothing'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;completions'= {
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;man'= {
            cand --dir 'Write reelmill.1 and a page a command into this folder'
            cand --completions-dir 'Write the completion scripts of all shells into this folder'
            cand --color 'Colours and bars'
            cand --cache-dir 'Folder of the cache [default: the platform''s cache folder]'
            cand --cache-max-size 'What the cache may hold on disk, e.g. 20GB [default: 5GB]'
            cand --cache-max-age 'What is unused for so long goes, e.g. 30d [default: 7d]'
            cand --ffmpeg 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]'
            cand --encoder 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand -v 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand --verbose 'Print a line for every job; twice (-vv), a log of everything on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'reelmill;help'= {
            cand run 'Make the videos of one or more manifests'
            cand make 'Make one video from flags, a script file, or text on stdin'
            cand plan 'Say what a run would make and what the cache already has; makes nothing'
            cand check 'Check manifests: every error at once, with its place and remedy'
            cand show 'Print a manifest fully expanded: templates filled, rows unrolled, defaults applied'
            cand schema 'Print the manifest''s JSON Schema, for editors'
            cand init 'Write a commented starter manifest'
            cand script 'Write the scripts alone and print them'
            cand stats 'Look back: times by stage, hit rates, spending, failures, and what runs right now'
            cand report 'Join reports, or print their schemas'
            cand why 'Say why a video would be made anew: what changed since it was last found'
            cand cache 'Look after the cache: what it holds and saved, what goes, whether it is sound'
            cand voices 'List the voices there are, with names that manifests use'
            cand doctor 'Check programs, encoders, speech, fonts, cache and services, and say what to install'
            cand completions 'Print a shell''s completion script'
            cand man 'Print the manual page, or write all pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'reelmill;help;run'= {
        }
        &'reelmill;help;make'= {
        }
        &'reelmill;help;plan'= {
        }
        &'reelmill;help;check'= {
        }
        &'reelmill;help;show'= {
        }
        &'reelmill;help;schema'= {
        }
        &'reelmill;help;init'= {
        }
        &'reelmill;help;script'= {
        }
        &'reelmill;help;stats'= {
        }
        &'reelmill;help;report'= {
            cand merge 'Join the JSON reports (or event files) of several runs, the parts of a batch, into one'
            cand schema 'Print the JSON Schema of reports or events'
        }
        &'reelmill;help;report;merge'= {
        }
        &'reelmill;help;report;schema'= {
        }
        &'reelmill;help;why'= {
        }
        &'reelmill;help;cache'= {
            cand stats 'What is kept, how often it was of use, what that saved'
            cand list 'Every entry, last used first'
            cand prune 'Bring the cache back within its limits now'
            cand verify 'Read everything and check it'
            cand clear 'Remove everything, or all of some stages'
            cand dir 'Print where the cache is'
        }
        &'reelmill;help;cache;stats'= {
        }
        &'reelmill;help;cache;list'= {
        }
        &'reelmill;help;cache;prune'= {
        }
        &'reelmill;help;cache;verify'= {
        }
        &'reelmill;help;cache;clear'= {
        }
        &'reelmill;help;cache;dir'= {
        }
        &'reelmill;help;voices'= {
        }
        &'reelmill;help;doctor'= {
        }
        &'reelmill;help;completions'= {
        }
        &'reelmill;help;man'= {
        }
        &'reelmill;help;help'= {
        }
    ]
    $completions[$command]
}
