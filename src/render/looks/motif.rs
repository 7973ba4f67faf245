//! What a picture shows, chosen from words or, by seed, from what suits a mood.

use serde::{Deserialize, Serialize};

use super::mood::Mood;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Motif {
    House,
    Graveyard,
    Forest,
    Trunks,
    Tree,
    Meadow,
    Mountain,
    Summit,
    Lake,
    Clouds,
    Sea,
    Ship,
    Underwater,
    City,
    Road,
    Desert,
    Castle,
    Temple,
    Room,
    Corridor,
    Nebula,
    Planet,
    Galaxy,
    Aurora,
    Globe,
    Dots,
    Network,
    Grid,
    Bokeh,
    Ribbons,
    LowPoly,
    Paper,
    Contours,
    Embers,
}

/// A lower-case English word; a last `*` stands for any ending.
pub(super) type Word = &'static str;

/// How many of the text's words are among these.
pub(super) fn count(text: &str, words: &[Word]) -> usize {
    spoken(text).filter(|word| words.iter().any(|w| matches(word, w))).count()
}

fn spoken(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .map(|w| w.trim_matches('-').to_lowercase())
        .filter(|w| !w.is_empty())
}

fn matches(spoken: &str, word: Word) -> bool {
    match word.strip_suffix('*') {
        Some(stem) => spoken.starts_with(stem),
        None => spoken == word,
    }
}

impl Motif {
    pub const ALL: [Motif; 34] = [
        Motif::House,
        Motif::Graveyard,
        Motif::Forest,
        Motif::Trunks,
        Motif::Tree,
        Motif::Meadow,
        Motif::Mountain,
        Motif::Summit,
        Motif::Lake,
        Motif::Clouds,
        Motif::Sea,
        Motif::Ship,
        Motif::Underwater,
        Motif::City,
        Motif::Road,
        Motif::Desert,
        Motif::Castle,
        Motif::Temple,
        Motif::Room,
        Motif::Corridor,
        Motif::Nebula,
        Motif::Planet,
        Motif::Galaxy,
        Motif::Aurora,
        Motif::Globe,
        Motif::Dots,
        Motif::Network,
        Motif::Grid,
        Motif::Bokeh,
        Motif::Ribbons,
        Motif::LowPoly,
        Motif::Paper,
        Motif::Contours,
        Motif::Embers,
    ];

    /// What the text's first telling word shows; `None` when no word does.
    pub fn from_words(text: &str) -> Option<Motif> {
        spoken(text)
            .find_map(|word| Motif::ALL.into_iter().find(|motif| motif.words().iter().any(|w| matches(&word, w))))
    }

    /// What suits the mood. Neighbouring seeds give different motifs until all have been shown.
    pub fn for_mood(mood: Mood, seed: u64) -> Motif {
        let suits = suits(mood);
        suits[(seed % suits.len() as u64) as usize]
    }

    fn words(self) -> &'static [Word] {
        match self {
            Motif::House => {
                &["house*", "mansion*", "home", "cabin*", "attic*", "chimney*", "roof*", "farmhouse", "villa*"]
            }
            Motif::Graveyard => &["grave*", "cemeter*", "tomb*", "buried", "funeral*", "corpse*"],
            Motif::Forest => &["forest*", "woods", "pine*", "wilderness", "jungle*", "wolf", "wolves", "bear*"],
            Motif::Trunks => &["woodland*", "trunk*", "path", "trail*", "lost", "deer"],
            Motif::Tree => &["tree", "trees", "oak*", "leaf", "leaves", "branch*"],
            Motif::Meadow => {
                &["meadow*", "field*", "grass*", "flower*", "garden*", "farm*", "spring", "bee", "bees", "butterfl*"]
            }
            Motif::Mountain => &["mountain*", "alps", "hill*", "valley*", "cliff*", "snow*", "winter*"],
            Motif::Summit => &["summit*", "peak*", "climb*", "top", "goal*", "success*", "alone", "hero*"],
            Motif::Lake => &["lake*", "pond*", "river*", "reflection*", "calm"],
            Motif::Clouds => &[
                "cloud*",
                "sky",
                "skies",
                "heaven*",
                "fly",
                "flying",
                "flight*",
                "plane",
                "planes",
                "airplane*",
                "air",
            ],
            Motif::Sea => &[
                "sea", "seas", "ocean*", "wave*", "beach*", "coast*", "shore*", "island*", "horizon*", "tide*",
                "water*",
            ],
            Motif::Ship => &["ship*", "boat*", "sail*", "captain*", "pirate*", "harbour*", "harbor*", "voyage*"],
            Motif::Underwater => &[
                "underwater",
                "whale*",
                "shark*",
                "fish*",
                "coral*",
                "reef*",
                "deep",
                "diving",
                "diver*",
                "submarine*",
            ],
            Motif::City => &[
                "city",
                "cities",
                "street*",
                "town*",
                "skyline*",
                "skyscraper*",
                "building*",
                "downtown",
                "urban",
                "traffic",
                "office*",
            ],
            Motif::Road => &["road*", "highway*", "drive*", "driving", "car", "cars", "journey*", "travel*", "route*"],
            Motif::Desert => &["desert*", "dune*", "sand*", "pyramid*", "egypt*", "camel*", "sahara", "heat"],
            Motif::Castle => &[
                "castle*",
                "fortress*",
                "king",
                "kings",
                "queen*",
                "knight*",
                "kingdom*",
                "dragon*",
                "medieval",
                "tower*",
            ],
            Motif::Temple => &[
                "temple*",
                "greek*",
                "greece",
                "rome",
                "roman*",
                "empire*",
                "ruin*",
                "column*",
                "ancient",
                "gods",
                "philosoph*",
            ],
            Motif::Room => {
                &["room*", "window*", "bed", "bedroom*", "inside", "indoors", "kitchen*", "wall*", "morning"]
            }
            Motif::Corridor => {
                &["corridor*", "hall", "hallway*", "door*", "basement*", "tunnel*", "stairs", "footsteps", "hospital*"]
            }
            Motif::Nebula => &["nebula*", "universe*", "cosm*", "star", "stars", "space*", "infinite", "infinity"],
            Motif::Planet => &[
                "planet*",
                "earth",
                "world",
                "worlds",
                "mars",
                "saturn",
                "jupiter",
                "venus",
                "orbit*",
                "moon",
                "asteroid*",
            ],
            Motif::Galaxy => &["galax*", "milky", "andromeda", "black-hole*", "spiral*"],
            Motif::Aurora => &["aurora*", "northern", "arctic", "iceland*", "norway", "polar"],
            Motif::Globe => &["global*", "globe*", "international*", "countries", "nation*", "worldwide"],
            Motif::Dots => &["data", "sound*", "signal*", "frequency", "algorithm*", "model*"],
            Motif::Network => {
                &["network*", "internet", "connect*", "brain*", "neural", "ai", "blockchain", "crypto*", "social"]
            }
            Motif::Grid => {
                &["retro", "synthwave", "cyber*", "digital", "future*", "virtual", "game*", "gaming", "arcade"]
            }
            Motif::Bokeh => &["light", "lights", "party", "night", "evening", "christmas", "celebrat*"],
            Motif::Ribbons => &["flow*", "music", "silk", "wind*", "motion", "dance*"],
            Motif::LowPoly => &["crystal*", "diamond*", "geometr*", "glass", "polygon*"],
            Motif::Paper => &["paper", "layer*", "craft*", "kids", "children"],
            Motif::Contours => &["map*", "terrain", "topograph*", "geograph*", "explor*", "discover*"],
            Motif::Embers => &["fire*", "flame*", "burn*", "ember*", "spark*", "forge*", "hell", "volcano*", "lava"],
        }
    }
}

/// Never empty; the order puts unlike pictures next to each other.
fn suits(mood: Mood) -> &'static [Motif] {
    use Motif::*;
    match mood {
        Mood::Horror => &[House, Trunks, Graveyard, Corridor, Forest, Tree, Castle, Road, Room, Lake],
        Mood::Calm => &[Lake, Meadow, Clouds, Ribbons, Sea, Tree, Bokeh, Mountain, Paper, Room],
        Mood::Tech => &[Globe, Dots, City, Network, Grid, LowPoly, Ribbons, Contours, Bokeh],
        Mood::History => &[Temple, Desert, Castle, Ship, Tree, Contours, Room, Mountain, Road],
        Mood::Epic => &[Summit, Clouds, Road, Mountain, Embers, Sea, Tree, Temple, Desert],
        Mood::Nature => &[Forest, Lake, Meadow, Mountain, Trunks, Tree, Aurora, Sea, Paper],
        Mood::Space => &[Planet, Nebula, Galaxy, Aurora, Network, Desert, Globe, Mountain],
        Mood::City => &[City, Bokeh, Road, Grid, Room, City, Corridor, LowPoly],
        Mood::Ocean => &[Sea, Underwater, Ship, Lake, Sea, Underwater, Ship, Paper],
        Mood::Abstract => &[Ribbons, LowPoly, Bokeh, Paper, Contours, Dots, Embers, Network],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_telling_word_decides() {
        assert_eq!(Motif::from_words("She walked towards the old house by the lake."), Some(Motif::House));
        assert_eq!(Motif::from_words("Then, the SEA."), Some(Motif::Sea));
        assert_eq!(Motif::from_words("Nothing to see here"), None);
        assert_eq!(Motif::from_words(""), None);
    }

    #[test]
    fn every_motif_can_be_asked_for_by_each_of_its_words() {
        for motif in Motif::ALL {
            for word in motif.words() {
                assert_eq!(Motif::from_words(word.trim_end_matches('*')), Some(motif), "{word}");
            }
        }
    }

    #[test]
    fn a_row_of_seeds_shows_unlike_pictures() {
        for mood in Mood::ALL {
            let row: Vec<Motif> = (100..105).map(|seed| Motif::for_mood(mood, seed)).collect();
            assert!(row.windows(2).all(|w| w[0] != w[1]), "{mood:?} {row:?}");
        }
    }
}
