//! A week of work on one cache, simulated: the retention policy itself, over a seeded workload of made-up sizes and prices.
//!
//! The workload: two weeks, of which the second is measured. Each day a nightly batch of 50 (30 standing videos, 20 drawn)
//! and 60 requests over the day, drawn from 600 topics in 6 genres by Zipf's law (exponent 1.05), one of three voices,
//! four caption styles and two canvases, unevenly. One request in four is an edit of a video of the last day: one of its
//! six scenes gets other words. One in five repeats a video of the last two days as it is. A video is asked for first, and
//! only when it misses its script, ideas, speech, pictures, segments and soundtrack.
//!
//! Sizes are those of 40 s at 1080p; the quota is the default 5 GB. A script costs 0.02 USD, an idea 0.005 USD: 0.05 USD a
//! video of six scenes when nothing is cached. Belady's rule evicts what is needed again latest, knowing the future.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, SystemTime};

use reelmill::cache::{Entry, Limits, evictions};

const SCENES: u64 = 6;
const DAY: u64 = 86_400;
/// A use is noted when the last note is as old.
const TOUCH: u64 = 3600;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Script,
    Idea,
    Speech,
    Visual,
    Segment,
    Soundtrack,
    Video,
}

impl Kind {
    const ALL: [Kind; 7] =
        [Kind::Script, Kind::Idea, Kind::Speech, Kind::Visual, Kind::Segment, Kind::Soundtrack, Kind::Video];

    fn bytes(self) -> u64 {
        match self {
            Kind::Script | Kind::Idea => 12_000,
            Kind::Speech => 320_000,
            Kind::Visual => 2_500_000,
            Kind::Segment => 2_000_000,
            Kind::Soundtrack => 700_000,
            Kind::Video => 13_000_000,
        }
    }

    fn micro_usd(self) -> u64 {
        match self {
            Kind::Script => 20_000,
            Kind::Idea => 5_000,
            _ => 0,
        }
    }
}

/// A result: its kind, and a hash of what it depends on.
type Object = (Kind, u64);

#[derive(Debug, Clone, Copy)]
struct Request {
    at: u64,
    topic: u64,
    voice: u64,
    style: u64,
    canvas: u64,
    /// Scene and version of its words, where somebody edited.
    edit: Option<(u64, u64)>,
}

impl Request {
    fn words(&self, scene: u64) -> u64 {
        let version = self.edit.filter(|(edited, _)| *edited == scene).map_or(0, |(_, version)| version);
        mixed(&[self.topic, scene, version])
    }

    /// The whole video, then what it is made of, in order.
    fn objects(&self) -> (Object, Vec<Object>) {
        let words: Vec<u64> = (0..SCENES).map(|scene| self.words(scene)).collect();
        let mut parts = vec![(Kind::Script, mixed(&[self.topic]))];
        for words in &words {
            // A picture is of the idea, whatever the voice; an edit of the words is a new idea.
            let (idea, speech) = (mixed(&[*words]), mixed(&[*words, self.voice]));
            let visual = mixed(&[*words, self.canvas]);
            parts.push((Kind::Idea, idea));
            parts.push((Kind::Speech, speech));
            parts.push((Kind::Visual, visual));
            parts.push((Kind::Segment, mixed(&[speech, visual, self.style])));
        }
        let all: Vec<u64> = words.iter().copied().chain([self.voice]).collect();
        parts.push((Kind::Soundtrack, mixed(&all)));
        let whole = mixed(&[mixed(&all), self.style, self.canvas]);
        ((Kind::Video, whole), parts)
    }
}

fn mixed(values: &[u64]) -> u64 {
    values
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, value| (hash ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29))
}

struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn chance(&mut self, of: f64) -> bool {
        self.unit() < of
    }

    /// By cumulated weights.
    fn pick(&mut self, cumulated: &[f64]) -> u64 {
        let at = self.unit() * cumulated.last().copied().unwrap_or(1.0);
        cumulated.partition_point(|sum| *sum < at) as u64
    }
}

fn cumulated(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

fn workload(days: u64) -> Vec<Request> {
    let mut dice = Dice(0x00c0_ffee_1234_5678);
    let zipf = cumulated((1..=3600).map(|rank| 1.0 / f64::from(rank).powf(1.05)));
    let [voices, styles, canvases] =
        [&[0.7, 0.2, 0.1][..], &[0.6, 0.2, 0.15, 0.05], &[0.8, 0.2]].map(|weights| cumulated(weights.iter().copied()));
    let draw = |dice: &mut Dice, at| Request {
        at,
        topic: dice.pick(&zipf),
        voice: dice.pick(&voices),
        style: dice.pick(&styles),
        canvas: dice.pick(&canvases),
        edit: None,
    };
    let standing: Vec<Request> = (0..30).map(|_| draw(&mut dice, 0)).collect();
    let mut all: Vec<Request> = Vec::new();
    let mut versions = 0;
    for day in 0..days {
        let night = day * DAY + 2 * 3600;
        all.extend(standing.iter().map(|video| Request { at: night, ..*video }));
        all.extend((0..20).map(|_| draw(&mut dice, night)));
        for request in 0..60 {
            let at = day * DAY + 8 * 3600 + request * 600;
            let recent = |dice: &mut Dice, within: u64| {
                let from = all.partition_point(|old| old.at + within < at);
                let number = from as u64 + dice.next() % (all.len() - from).max(1) as u64;
                all.get(number as usize).copied()
            };
            let next = if dice.chance(0.25) {
                versions += 1;
                let scene = dice.next() % SCENES;
                recent(&mut dice, DAY).map(|old| Request { at, edit: Some((scene, versions)), ..old })
            } else if dice.chance(0.2 / 0.75) {
                recent(&mut dice, 2 * DAY).map(|old| Request { at, ..old })
            } else {
                None
            };
            let next = next.unwrap_or_else(|| draw(&mut dice, at));
            all.push(next);
        }
    }
    all
}

#[derive(Clone, Copy, PartialEq)]
enum Rule {
    Ours,
    Belady,
    /// Everything stays.
    Endless,
}

#[derive(Default)]
struct Outcome {
    /// Hits and lookups, as they are made.
    kinds: BTreeMap<Kind, (u64, u64)>,
    videos: u64,
    calls: u64,
    micro_usd: u64,
}

fn simulate(requests: &[Request], from: u64, rule: Rule) -> Outcome {
    let mut needed: HashMap<Object, Vec<u64>> = HashMap::new();
    for (number, request) in requests.iter().enumerate() {
        let (whole, parts) = request.objects();
        for object in parts.into_iter().chain([whole]) {
            needed.entry(object).or_default().push(number as u64);
        }
    }
    let limits = Limits::default();
    let mut kept: HashMap<Object, u64> = HashMap::new();
    let mut bytes = 0;
    let mut outcome = Outcome::default();
    for (number, request) in requests.iter().enumerate() {
        let counts = request.at >= from;
        let mut ask = |object: Object| {
            let hit = kept.contains_key(&object);
            let used = kept.entry(object).or_insert(request.at);
            if request.at - *used >= TOUCH {
                *used = request.at;
            }
            if !hit {
                bytes += object.0.bytes();
            }
            if counts {
                let (hits, lookups) = outcome.kinds.entry(object.0).or_default();
                *hits += u64::from(hit);
                *lookups += 1;
                if !hit && object.0.micro_usd() > 0 {
                    outcome.calls += 1;
                    outcome.micro_usd += object.0.micro_usd();
                }
            }
            hit
        };
        let (whole, parts) = request.objects();
        if !ask(whole) {
            for part in parts {
                ask(part);
            }
        }
        outcome.videos += u64::from(counts);
        if bytes > limits.max_bytes {
            let next = |object: &Object| {
                let uses = &needed[object];
                uses.get(uses.partition_point(|use_| *use_ <= number as u64)).copied().unwrap_or(u64::MAX)
            };
            let gone = match rule {
                Rule::Ours => ours(&kept, &limits, request.at),
                Rule::Belady => belady(&kept, bytes, limits.max_bytes, next),
                Rule::Endless => Vec::new(),
            };
            for object in gone {
                kept.remove(&object);
                bytes -= object.0.bytes();
            }
        }
    }
    outcome
}

fn ours(kept: &HashMap<Object, u64>, limits: &Limits, now: u64) -> Vec<Object> {
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let mut entries: Vec<_> = kept
        .iter()
        .map(|(object, used)| Entry {
            name: *object,
            bytes: object.0.bytes(),
            last_used: at(*used),
            in_use: *used + TOUCH > now && *used == now,
        })
        .collect();
    entries.sort_by_key(|entry| entry.name);
    evictions(entries, limits, at(now)).into_iter().map(|entry| entry.name).collect()
}

fn belady(kept: &HashMap<Object, u64>, bytes: u64, quota: u64, next: impl Fn(&Object) -> u64) -> Vec<Object> {
    let mut objects: Vec<_> = kept.keys().map(|object| (next(object), *object)).collect();
    objects.sort_unstable_by(|one, other| other.cmp(one));
    let mut left = bytes;
    let over = |(_, object): &(u64, Object)| {
        let goes = left > quota;
        if goes {
            left -= object.0.bytes();
        }
        goes
    };
    objects.into_iter().take_while(over).map(|(_, object)| object).collect()
}

pub fn week() {
    let requests = workload(14);
    let [ours, best, endless] =
        [Rule::Ours, Rule::Belady, Rule::Endless].map(|rule| simulate(&requests, 7 * DAY, rule));
    println!("\na week of {} videos after a week of the same, 5 GB, seeded:", ours.videos);
    println!(
        "  {:<11} {:>8} {:>8} {:>8} {:>8} {:>10}  predecessor's expectation",
        "kind", "lookups", "ours", "Belady", "endless", "of Belady"
    );
    let expected = |kind| match kind {
        Kind::Script => "65 %",
        Kind::Idea => "80 %",
        Kind::Video => "45 %",
        _ => "-",
    };
    for kind in Kind::ALL {
        let rate = |outcome: &Outcome| {
            let (hits, lookups) = outcome.kinds.get(&kind).copied().unwrap_or_default();
            100.0 * hits as f64 / lookups.max(1) as f64
        };
        let lookups = ours.kinds.get(&kind).map_or(0, |(_, lookups)| *lookups);
        let [own, optimal, all] = [&ours, &best, &endless].map(rate);
        println!(
            "  {:<11} {lookups:>8} {own:>6.1} % {optimal:>6.1} % {all:>6.1} % {:>8.0} %  {}",
            format!("{kind:?}").to_lowercase(),
            100.0 * own / optimal.max(0.001),
            expected(kind)
        );
    }
    let without = ours.videos * (1 + SCENES);
    let calls = |outcome: &Outcome| 100.0 * (1.0 - outcome.calls as f64 / without as f64);
    let usd = |outcome: &Outcome| outcome.micro_usd as f64 / 1e6 / outcome.videos as f64;
    println!(
        "  calls saved: ours {:.0} %, Belady {:.0} %, endless {:.0} %; expected 70 %",
        calls(&ours),
        calls(&best),
        calls(&endless)
    );
    println!(
        "  USD a video: ours {:.4}, Belady {:.4}, endless {:.4}, none 0.0500; expected 0.0150",
        usd(&ours),
        usd(&best),
        usd(&endless)
    );
    let hits = |outcome: &Outcome| {
        let served: u64 = outcome.kinds.values().map(|(hits, _)| hits).sum();
        let lookups: u64 = outcome.kinds.values().map(|(_, lookups)| lookups).sum();
        100.0 * served as f64 / lookups as f64
    };
    println!(
        "  all lookups: ours {:.1} %, Belady {:.1} %: the retention reaches {:.0} % of the optimal video hit rate",
        hits(&ours),
        hits(&best),
        {
            let rate = |outcome: &Outcome| outcome.kinds[&Kind::Video].0 as f64;
            100.0 * rate(&ours) / rate(&best)
        }
    );
}
