
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'reelmill' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'reelmill'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'reelmill' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Make the videos of one or more manifests')
            [CompletionResult]::new('make', 'make', [CompletionResultType]::ParameterValue, 'Make one video from flags, a script file, or text on stdin')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Say what a run would make and what the cache already has; makes nothing')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check manifests: every error at once, with its place and remedy')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print a manifest fully expanded: templates filled, rows unrolled, defaults applied')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the manifest''s JSON Schema, for editors')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a commented starter manifest')
            [CompletionResult]::new('script', 'script', [CompletionResultType]::ParameterValue, 'Write the scripts alone and print them')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Look back: times by stage, hit rates, spending, failures, and what runs right now')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Join reports, or print their schemas')
            [CompletionResult]::new('why', 'why', [CompletionResultType]::ParameterValue, 'Say why a video would be made anew: what changed since it was last found')
            [CompletionResult]::new('cache', 'cache', [CompletionResultType]::ParameterValue, 'Look after the cache: what it holds and saved, what goes, whether it is sound')
            [CompletionResult]::new('voices', 'voices', [CompletionResultType]::ParameterValue, 'List the voices there are, with names that manifests use')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check programs, encoders, speech, fonts, cache and services, and say what to install')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completion script')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write all pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'reelmill;run' {
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only videos with this id; `*` and `?` match; repeatable')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Folder of the finished videos [default: `out` beside the manifest]')
            [CompletionResult]::new('--shard', '--shard', [CompletionResultType]::ParameterName, 'One part of the videos: 2/4, or `auto` in a parallel CI job or array')
            [CompletionResult]::new('--shard-times', '--shard-times', [CompletionResultType]::ParameterName, 'A JSON report of an earlier run, the same in all parts, that says what each video takes')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Videos in flight, 1 to 10 [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Videos in flight, 1 to 10 [default: 5]')
            [CompletionResult]::new('--workers', '--workers', [CompletionResultType]::ParameterName, 'CPU jobs at once [default: cores - 1, at least 2]')
            [CompletionResult]::new('--deadline', '--deadline', [CompletionResultType]::ParameterName, 'Stop after this long, e.g. 45m; finished steps are kept')
            [CompletionResult]::new('--stall-after', '--stall-after', [CompletionResultType]::ParameterName, 'End an ffmpeg that makes no progress for so long, and try once more [default: 1m]')
            [CompletionResult]::new('--lock', '--lock', [CompletionResultType]::ParameterName, 'Keep what services answered in this file, and use what is in it')
            [CompletionResult]::new('--max-cost', '--max-cost', [CompletionResultType]::ParameterName, 'US dollars for the whole run; nothing that would pass it is started')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Make this stage anew; repeatable')
            [CompletionResult]::new('--if-running', '--if-running', [CompletionResultType]::ParameterName, 'When the same is being run already')
            [CompletionResult]::new('--on-success', '--on-success', [CompletionResultType]::ParameterName, 'A program that gets the JSON report on stdin when all is done; repeatable')
            [CompletionResult]::new('--on-failure', '--on-failure', [CompletionResultType]::ParameterName, 'The same when not all is done')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What stdout gets: lines for people, one JSON report at the end, or an event a line')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report: .json, .md, .xml (JUnit) or .html; repeatable')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Write each event as a line of JSON')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write a trace of all jobs, for Perfetto')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Write a log; those of the last nine runs stay beside it as FILE.1 …')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('--allow-outside', '--allow-outside', [CompletionResultType]::ParameterName, 'Let outputs lie outside the manifest''s folder')
            [CompletionResult]::new('--only-failed', '--only-failed', [CompletionResultType]::ParameterName, 'Only videos that were not done when this manifest was last run')
            [CompletionResult]::new('--only-changed', '--only-changed', [CompletionResultType]::ParameterName, 'Only videos that the cache does not have as they are now')
            [CompletionResult]::new('--stop-on-error', '--stop-on-error', [CompletionResultType]::ParameterName, 'Cancel the rest when a video fails [default: settle all, report each]')
            [CompletionResult]::new('--require-hw', '--require-hw', [CompletionResultType]::ParameterName, 'Fail a video that no video chip encodes, where it would be encoded in software instead')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Make no connection to any service')
            [CompletionResult]::new('--frozen', '--frozen', [CompletionResultType]::ParameterName, 'Ask no service; fail where an answer is not the one in the lock file')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Keep nothing and look nothing up')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;make' {
            [CompletionResult]::new('--topic', '--topic', [CompletionResultType]::ParameterName, 'What the script shall be about; without it, and without --script, text is read from stdin')
            [CompletionResult]::new('--genre', '--genre', [CompletionResultType]::ParameterName, 'horror, explainer, news, history, motivation, listicle …')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'A script to speak: .md (headings are scenes) or .txt')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'title')
            [CompletionResult]::new('--words', '--words', [CompletionResultType]::ParameterName, 'Words of narration, about')
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'shorts, landscape, square, or a size such as 1280x720')
            [CompletionResult]::new('--quality', '--quality', [CompletionResultType]::ParameterName, 'draft, standard or high')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'BCP 47, e.g. en or de')
            [CompletionResult]::new('--voice', '--voice', [CompletionResultType]::ParameterName, 'A voice by name, e.g. en-us or en-gb+f2')
            [CompletionResult]::new('--music', '--music', [CompletionResultType]::ParameterName, 'music')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Other seeds give other scripts and pictures')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The finished video [default: ./<title>.mp4]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The finished video [default: ./<title>.mp4]')
            [CompletionResult]::new('-j', '-j', [CompletionResultType]::ParameterName, 'Videos in flight, 1 to 10 [default: 5]')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Videos in flight, 1 to 10 [default: 5]')
            [CompletionResult]::new('--workers', '--workers', [CompletionResultType]::ParameterName, 'CPU jobs at once [default: cores - 1, at least 2]')
            [CompletionResult]::new('--deadline', '--deadline', [CompletionResultType]::ParameterName, 'Stop after this long, e.g. 45m; finished steps are kept')
            [CompletionResult]::new('--stall-after', '--stall-after', [CompletionResultType]::ParameterName, 'End an ffmpeg that makes no progress for so long, and try once more [default: 1m]')
            [CompletionResult]::new('--lock', '--lock', [CompletionResultType]::ParameterName, 'Keep what services answered in this file, and use what is in it')
            [CompletionResult]::new('--max-cost', '--max-cost', [CompletionResultType]::ParameterName, 'US dollars for the whole run; nothing that would pass it is started')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Make this stage anew; repeatable')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What stdout gets: lines for people, one JSON report at the end, or an event a line')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report: .json, .md, .xml (JUnit) or .html; repeatable')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Write each event as a line of JSON')
            [CompletionResult]::new('--trace', '--trace', [CompletionResultType]::ParameterName, 'Write a trace of all jobs, for Perfetto')
            [CompletionResult]::new('--log-file', '--log-file', [CompletionResultType]::ParameterName, 'Write a log; those of the last nine runs stay beside it as FILE.1 …')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('--stop-on-error', '--stop-on-error', [CompletionResultType]::ParameterName, 'Cancel the rest when a video fails [default: settle all, report each]')
            [CompletionResult]::new('--require-hw', '--require-hw', [CompletionResultType]::ParameterName, 'Fail a video that no video chip encodes, where it would be encoded in software instead')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Make no connection to any service')
            [CompletionResult]::new('--frozen', '--frozen', [CompletionResultType]::ParameterName, 'Ask no service; fail where an answer is not the one in the lock file')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Keep nothing and look nothing up')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;plan' {
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only videos with this id; `*` and `?` match; repeatable')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Folder of the finished videos [default: `out` beside the manifest]')
            [CompletionResult]::new('--shard', '--shard', [CompletionResultType]::ParameterName, 'One part of the videos: 2/4, or `auto` in a parallel CI job or array')
            [CompletionResult]::new('--shard-times', '--shard-times', [CompletionResultType]::ParameterName, 'A JSON report of an earlier run, the same in all parts, that says what each video takes')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('--allow-outside', '--allow-outside', [CompletionResultType]::ParameterName, 'Let outputs lie outside the manifest''s folder')
            [CompletionResult]::new('--only-failed', '--only-failed', [CompletionResultType]::ParameterName, 'Only videos that were not done when this manifest was last run')
            [CompletionResult]::new('--only-changed', '--only-changed', [CompletionResultType]::ParameterName, 'Only videos that the cache does not have as they are now')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;check' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('--allow-outside', '--allow-outside', [CompletionResultType]::ParameterName, 'Let outputs lie outside the manifest''s folder')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;show' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('--allow-outside', '--allow-outside', [CompletionResultType]::ParameterName, 'allow-outside')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;schema' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;init' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;script' {
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only videos with this id; `*` and `?` match; repeatable')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Folder of the finished videos [default: `out` beside the manifest]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('--allow-outside', '--allow-outside', [CompletionResultType]::ParameterName, 'Let outputs lie outside the manifest''s folder')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;stats' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only runs of so long ago or less, e.g. 30d')
            [CompletionResult]::new('--manifest', '--manifest', [CompletionResultType]::ParameterName, 'Only runs of this manifest')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'How many days are shown')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;report' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Join the JSON reports (or event files) of several runs, the parts of a batch, into one')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of reports or events')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'reelmill;report;merge' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where the joined report goes, its form by the ending; repeatable [default: JSON on stdout]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where the joined report goes, its form by the ending; repeatable [default: JSON on stdout]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;report;schema' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;report;help' {
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Join the JSON reports (or event files) of several runs, the parts of a batch, into one')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of reports or events')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'reelmill;report;help;merge' {
            break
        }
        'reelmill;report;help;schema' {
            break
        }
        'reelmill;report;help;help' {
            break
        }
        'reelmill;why' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'The manifest it is in; repeatable')
            [CompletionResult]::new('--manifest', '--manifest', [CompletionResultType]::ParameterName, 'The manifest it is in; repeatable')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Folder of the finished videos, as it is given to `run`')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;cache' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'What is kept, how often it was of use, what that saved')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Every entry, last used first')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Bring the cache back within its limits now')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Read everything and check it')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Remove everything, or all of some stages')
            [CompletionResult]::new('dir', 'dir', [CompletionResultType]::ParameterValue, 'Print where the cache is')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'reelmill;cache;stats' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;cache;list' {
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Only this stage''s; repeatable')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;cache;prune' {
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'What may stay, e.g. 500MB [default: the cache''s own limit]')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'What is unused for longer goes, e.g. 12h [default: the cache''s own limit]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Say what would go, and why; remove nothing')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;cache;verify' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('--repair', '--repair', [CompletionResultType]::ParameterName, 'Remove what is damaged and rebuild the index; what is wanted again is made again')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;cache;clear' {
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Only this stage''s results; repeatable')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;cache;dir' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;cache;help' {
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'What is kept, how often it was of use, what that saved')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Every entry, last used first')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Bring the cache back within its limits now')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Read everything and check it')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Remove everything, or all of some stages')
            [CompletionResult]::new('dir', 'dir', [CompletionResultType]::ParameterValue, 'Print where the cache is')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'reelmill;cache;help;stats' {
            break
        }
        'reelmill;cache;help;list' {
            break
        }
        'reelmill;cache;help;prune' {
            break
        }
        'reelmill;cache;help;verify' {
            break
        }
        'reelmill;cache;help;clear' {
            break
        }
        'reelmill;cache;help;dir' {
            break
        }
        'reelmill;cache;help;help' {
            break
        }
        'reelmill;voices' {
            [CompletionResult]::new('--find', '--find', [CompletionResultType]::ParameterName, 'Only voices with this in their name or description')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;doctor' {
            [CompletionResult]::new('--online', '--online', [CompletionResultType]::ParameterName, 'Ask every service of these manifests a question that costs nothing')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Write reelmill.1 and a page a command into this folder')
            [CompletionResult]::new('--completions-dir', '--completions-dir', [CompletionResultType]::ParameterName, 'Write the completion scripts of all shells into this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Colours and bars')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the cache [default: the platform''s cache folder]')
            [CompletionResult]::new('--cache-max-size', '--cache-max-size', [CompletionResultType]::ParameterName, 'What the cache may hold on disk, e.g. 20GB [default: 5GB]')
            [CompletionResult]::new('--cache-max-age', '--cache-max-age', [CompletionResultType]::ParameterName, 'What is unused for so long goes, e.g. 30d [default: 7d]')
            [CompletionResult]::new('--ffmpeg', '--ffmpeg', [CompletionResultType]::ParameterName, 'The ffmpeg program; one that is named encodes all by itself [default: the one on PATH]')
            [CompletionResult]::new('--encoder', '--encoder', [CompletionResultType]::ParameterName, 'Who encodes, whatever the manifest says: `auto` is a video chip that works, else software')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print a line for every job; twice (-vv), a log of everything on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'reelmill;help' {
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Make the videos of one or more manifests')
            [CompletionResult]::new('make', 'make', [CompletionResultType]::ParameterValue, 'Make one video from flags, a script file, or text on stdin')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Say what a run would make and what the cache already has; makes nothing')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check manifests: every error at once, with its place and remedy')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print a manifest fully expanded: templates filled, rows unrolled, defaults applied')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the manifest''s JSON Schema, for editors')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a commented starter manifest')
            [CompletionResult]::new('script', 'script', [CompletionResultType]::ParameterValue, 'Write the scripts alone and print them')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Look back: times by stage, hit rates, spending, failures, and what runs right now')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Join reports, or print their schemas')
            [CompletionResult]::new('why', 'why', [CompletionResultType]::ParameterValue, 'Say why a video would be made anew: what changed since it was last found')
            [CompletionResult]::new('cache', 'cache', [CompletionResultType]::ParameterValue, 'Look after the cache: what it holds and saved, what goes, whether it is sound')
            [CompletionResult]::new('voices', 'voices', [CompletionResultType]::ParameterValue, 'List the voices there are, with names that manifests use')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check programs, encoders, speech, fonts, cache and services, and say what to install')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completion script')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write all pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'reelmill;help;run' {
            break
        }
        'reelmill;help;make' {
            break
        }
        'reelmill;help;plan' {
            break
        }
        'reelmill;help;check' {
            break
        }
        'reelmill;help;show' {
            break
        }
        'reelmill;help;schema' {
            break
        }
        'reelmill;help;init' {
            break
        }
        'reelmill;help;script' {
            break
        }
        'reelmill;help;stats' {
            break
        }
        'reelmill;help;report' {
            [CompletionResult]::new('merge', 'merge', [CompletionResultType]::ParameterValue, 'Join the JSON reports (or event files) of several runs, the parts of a batch, into one')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of reports or events')
            break
        }
        'reelmill;help;report;merge' {
            break
        }
        'reelmill;help;report;schema' {
            break
        }
        'reelmill;help;why' {
            break
        }
        'reelmill;help;cache' {
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'What is kept, how often it was of use, what that saved')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Every entry, last used first')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Bring the cache back within its limits now')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Read everything and check it')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Remove everything, or all of some stages')
            [CompletionResult]::new('dir', 'dir', [CompletionResultType]::ParameterValue, 'Print where the cache is')
            break
        }
        'reelmill;help;cache;stats' {
            break
        }
        'reelmill;help;cache;list' {
            break
        }
        'reelmill;help;cache;prune' {
            break
        }
        'reelmill;help;cache;verify' {
            break
        }
        'reelmill;help;cache;clear' {
            break
        }
        'reelmill;help;cache;dir' {
            break
        }
        'reelmill;help;voices' {
            break
        }
        'reelmill;help;doctor' {
            break
        }
        'reelmill;help;completions' {
            break
        }
        'reelmill;help;man' {
            break
        }
        'reelmill;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
