//! What a picture feels like, chosen from words.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::motif::{Word, count};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mood {
    Horror,
    Calm,
    /// News too.
    Tech,
    /// Everything warm and old.
    History,
    /// Motivation, sport, adventure.
    Epic,
    Nature,
    /// Science too.
    Space,
    City,
    Ocean,
    /// When nothing else fits.
    Abstract,
}

impl Mood {
    pub const ALL: [Mood; 10] = [
        Mood::Horror,
        Mood::Calm,
        Mood::Tech,
        Mood::History,
        Mood::Epic,
        Mood::Nature,
        Mood::Space,
        Mood::City,
        Mood::Ocean,
        Mood::Abstract,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Mood::Horror => "horror",
            Mood::Calm => "calm",
            Mood::Tech => "tech",
            Mood::History => "history",
            Mood::Epic => "epic",
            Mood::Nature => "nature",
            Mood::Space => "space",
            Mood::City => "city",
            Mood::Ocean => "ocean",
            Mood::Abstract => "abstract",
        }
    }

    /// The mood that most words of `genre` speak for, else of `text`; `Abstract` when none does.
    pub fn from_words(genre: Option<&str>, text: &str) -> Mood {
        genre.and_then(heard).or_else(|| heard(text)).unwrap_or(Mood::Abstract)
    }

    /// English words; `…*` stands for any ending.
    fn words(self) -> &'static [Word] {
        match self {
            Mood::Horror => &[
                "horror*",
                "haunt*",
                "ghost*",
                "scar*",
                "creepy",
                "spooky",
                "terror*",
                "terrif*",
                "dark",
                "darkness",
                "dead",
                "death",
                "murder*",
                "kill*",
                "monster*",
                "demon*",
                "devil*",
                "nightmare*",
                "blood*",
                "grave*",
                "vampire*",
                "witch*",
                "zombie*",
                "curse*",
                "fear*",
                "halloween",
                "thriller*",
                "crime*",
                "mystery",
                "mysterious",
                "paranormal",
                "scream*",
                "evil",
                "sinister",
                "abandoned",
                "corpse*",
                "skull*",
                "occult",
            ],
            Mood::Calm => &[
                "calm*",
                "relax*",
                "sleep*",
                "meditat*",
                "peace*",
                "gentle",
                "soft*",
                "quiet*",
                "breath*",
                "mindful*",
                "dream*",
                "love*",
                "romance",
                "romantic",
                "poem*",
                "poetry",
                "lullaby",
                "bedtime",
                "zen",
                "serene",
                "slow*",
                "rest",
                "comfort*",
                "wellness",
                "spiritual*",
                "prayer*",
                "grateful",
                "gratitude",
                "hope*",
                "heal*",
                "soothing",
                "yoga",
                "kids",
                "children",
                "health*",
            ],
            Mood::Tech => &[
                "news",
                "tech*",
                "technology",
                "computer*",
                "software",
                "code",
                "coding",
                "program*",
                "data*",
                "ai",
                "robot*",
                "internet",
                "digital",
                "cyber*",
                "crypto*",
                "bitcoin",
                "startup*",
                "business*",
                "finance",
                "financial",
                "market*",
                "stock*",
                "econom*",
                "money",
                "bank*",
                "politic*",
                "election*",
                "release*",
                "version*",
                "api",
                "cloud-native",
                "server*",
                "app",
                "apps",
                "phone*",
                "chip*",
                "algorithm*",
                "gaming",
                "game*",
                "breaking",
                "report*",
                "invest*",
                "product*",
                "feature*",
                "changelog",
                "science-fiction",
            ],
            Mood::History => &[
                "histor*",
                "ancient",
                "rome",
                "roman*",
                "greek*",
                "greece",
                "egypt*",
                "pharaoh*",
                "pyramid*",
                "king*",
                "queen*",
                "empire*",
                "emperor*",
                "medieval",
                "knight*",
                "castle*",
                "war",
                "wars",
                "battle*",
                "centur*",
                "old",
                "legend*",
                "myth*",
                "tradition*",
                "museum*",
                "vintage",
                "viking*",
                "civilization*",
                "biography",
                "philosoph*",
                "stoic*",
                "book*",
                "story",
                "stories",
                "tale*",
                "fairy*",
                "fantasy",
                "desert*",
                "autumn",
                "warm*",
                "coffee",
                "food*",
                "recipe*",
                "cook*",
                "western",
                "religion*",
                "bible*",
            ],
            Mood::Epic => &[
                "epic*",
                "motivat*",
                "inspir*",
                "success*",
                "hero*",
                "win",
                "winning",
                "victor*",
                "champion*",
                "glory",
                "power*",
                "strength",
                "strong*",
                "courage*",
                "brave*",
                "adventur*",
                "journey*",
                "challenge*",
                "goal*",
                "discipline",
                "hustle",
                "grind",
                "sport*",
                "fitness",
                "gym",
                "train*",
                "workout*",
                "summit*",
                "never",
                "fight*",
                "warrior*",
                "rise",
                "destiny",
                "greatness",
                "mindset",
                "climb*",
                "quote*",
                "leader*",
            ],
            Mood::Nature => &[
                "natur*",
                "forest*",
                "tree*",
                "wood*",
                "animal*",
                "bird*",
                "river*",
                "lake*",
                "mountain*",
                "flower*",
                "garden*",
                "plant*",
                "leaf",
                "leaves",
                "wild*",
                "earth",
                "climate",
                "green*",
                "spring",
                "summer",
                "rain*",
                "meadow*",
                "field*",
                "farm*",
                "travel*",
                "hiking",
                "valley*",
                "waterfall*",
                "wolf",
                "wolves",
                "bear*",
                "deer",
                "fox*",
                "insect*",
                "bee",
                "bees",
                "butterfl*",
                "environment*",
                "jungle*",
                "weather",
            ],
            Mood::Space => &[
                "space*",
                "star",
                "stars",
                "galax*",
                "planet*",
                "universe*",
                "cosm*",
                "astronom*",
                "nasa",
                "moon",
                "mars",
                "jupiter",
                "saturn",
                "venus",
                "solar",
                "orbit*",
                "rocket*",
                "alien*",
                "nebula*",
                "telescope*",
                "astronaut*",
                "comet*",
                "asteroid*",
                "meteor*",
                "science",
                "scientist*",
                "physics",
                "quantum",
                "gravity",
                "einstein",
                "atom*",
                "chemi*",
                "math*",
                "theory",
                "education*",
                "spacecraft",
                "light-year*",
            ],
            Mood::City => &[
                "city",
                "cities",
                "urban",
                "street*",
                "skyline*",
                "skyscraper*",
                "downtown",
                "town*",
                "traffic",
                "tokyo",
                "york",
                "london",
                "paris",
                "berlin",
                "neon",
                "night-life",
                "nightlife",
                "building*",
                "architect*",
                "metro*",
                "subway*",
                "apartment*",
                "office*",
                "hotel*",
                "taxi*",
                "car",
                "cars",
                "crowd*",
                "music",
                "jazz",
                "hip-hop",
                "fashion",
                "lifestyle",
                "real-estate",
            ],
            Mood::Ocean => &[
                "ocean*",
                "sea",
                "seas",
                "beach*",
                "wave*",
                "ship*",
                "boat*",
                "sail*",
                "harbour*",
                "harbor*",
                "fish*",
                "whale*",
                "shark*",
                "dolphin*",
                "coral*",
                "reef*",
                "island*",
                "coast*",
                "tide*",
                "underwater",
                "deep",
                "surf*",
                "marine",
                "pirate*",
                "captain*",
                "lighthouse*",
                "submarine*",
                "water*",
                "shore*",
                "diving",
                "dive*",
                "octopus*",
                "storm*",
                "titanic",
            ],
            Mood::Abstract => &["abstract*", "art", "design*", "pattern*", "colour*", "color*", "shape*"],
        }
    }
}

fn heard(text: &str) -> Option<Mood> {
    // The first wins a draw; the sort is stable, so the order of `ALL` is the order of precedence.
    let mut counts: Vec<(usize, Mood)> = Mood::ALL.into_iter().map(|m| (count(text, m.words()), m)).collect();
    counts.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    counts.first().filter(|(n, _)| *n > 0).map(|(_, mood)| *mood)
}

impl fmt::Display for Mood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is not a mood; choose one of horror, calm, tech, history, epic, nature, space, city, ocean, abstract")]
pub struct NotAMood(String);

/// The names, and the other common words for the same.
impl FromStr for Mood {
    type Err = NotAMood;

    fn from_str(text: &str) -> Result<Self, NotAMood> {
        let name = text.trim().to_lowercase();
        let alias = match name.as_str() {
            "news" | "technology" | "business" => Some(Mood::Tech),
            "warm" => Some(Mood::History),
            "motivation" | "sport" => Some(Mood::Epic),
            "science" => Some(Mood::Space),
            "sea" => Some(Mood::Ocean),
            _ => Mood::ALL.into_iter().find(|m| m.name() == name),
        };
        alias.ok_or_else(|| NotAMood(text.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_genre_speaks_before_the_text() {
        assert_eq!(Mood::from_words(Some("horror"), "a calm lake in a forest"), Mood::Horror);
        assert_eq!(Mood::from_words(Some("Daily News"), "the sea"), Mood::Tech);
        assert_eq!(Mood::from_words(Some("xyz"), "Whales of the deep ocean"), Mood::Ocean);
    }

    #[test]
    fn texts_find_their_mood() {
        let cases = [
            ("The haunted house on the hill", Mood::Horror),
            ("Why your startup should ship software weekly", Mood::Tech),
            ("How the Roman empire fell", Mood::History),
            ("Never give up: discipline beats motivation", Mood::Epic),
            ("Wolves return to the forest", Mood::Nature),
            ("What is inside a black hole in our galaxy?", Mood::Space),
            ("Walking through Tokyo's streets", Mood::City),
            ("Breathe in, relax, and sleep", Mood::Calm),
            ("", Mood::Abstract),
            ("日本語", Mood::Abstract),
        ];
        for (text, mood) in cases {
            assert_eq!(Mood::from_words(None, text), mood, "{text}");
        }
    }

    #[test]
    fn names_and_aliases_parse() {
        for mood in Mood::ALL {
            assert_eq!(mood.name().parse(), Ok(mood));
        }
        assert_eq!("News".parse(), Ok(Mood::Tech));
        let wrong = "gloomy".parse::<Mood>().unwrap_err().to_string();
        assert!(Mood::ALL.iter().all(|m| wrong.contains(m.name())), "{wrong}");
    }
}
