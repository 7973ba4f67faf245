//! Whose prices a plan or a check goes by: the manifest's own need no words.

use crate::manifest::PRICES_AS_OF;
use crate::manifest::model::{Connection, PriceBy, Providers, ScriptProvider, VoiceProvider};
use crate::video;

/// A service that costs, and who says how much.
pub(super) struct Priced {
    /// As errors and reports name it.
    pub name: String,
    pub by: PriceBy,
    /// Of this machine or its network, or without encryption: a server of one's own.
    own: bool,
}

/// Every service of the manifest that may charge.
pub(super) fn of(providers: &Providers) -> Vec<Priced> {
    let Providers { script, voices, stock: _, images, hosts: _ } = providers;
    let priced = |name: &str, connection: &Connection, by| Priced {
        name: video::endpoint(name, connection).name,
        by,
        own: !connection.base_url.starts_with("https://"),
    };
    let script = script.iter().filter_map(|writer| match writer {
        ScriptProvider::Openai(model) => Some(priced(&model.model, &model.connection, model.price_by)),
        ScriptProvider::Command(_) | ScriptProvider::Offline => None,
    });
    let voices = voices.iter().filter_map(|(name, voice)| match voice {
        VoiceProvider::Service(service) => Some(priced(name, &service.connection, service.price_by)),
        VoiceProvider::Espeak | VoiceProvider::Command(_) | VoiceProvider::Piper { .. } => None,
    });
    let images = images.iter().map(|images| priced(&images.model, &images.connection, images.price_by));
    script.chain(voices).chain(images).collect()
}

impl Priced {
    /// What there is to say of it; nothing of the manifest's own prices, and of servers of one's own.
    pub(super) fn note(&self) -> Option<String> {
        match self.by {
            PriceBy::List => {
                Some(format!("its price is that of the public list of {PRICES_AS_OF}; `price` replaces it"))
            }
            PriceBy::Nobody if !self.own => {
                Some("no price of it is known, so it counts as free; name its `price`".to_owned())
            }
            PriceBy::Nobody | PriceBy::Manifest => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_s_own_prices_and_servers_of_one_s_own_need_no_words() {
        let note = |by, own| Priced { name: "m at h".into(), by, own }.note();
        assert_eq!(note(PriceBy::Manifest, false), None);
        assert_eq!(note(PriceBy::Nobody, true), None);
        assert!(note(PriceBy::Nobody, false).unwrap().contains("counts as free"));
        assert!(note(PriceBy::List, false).unwrap().contains(PRICES_AS_OF));
    }
}
