//! A passage to read aloud, which shows how fast a voice is: the sentences of narration, short and long, as they come.

/// In the language of that BCP 47 tag; `None` where there is no translation.
pub fn passage(language: &str) -> Option<&'static str> {
    let tag = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
    Some(match tag.as_str() {
        "" | "en" => {
            "The harbour is still dark when the first boat leaves. Nobody speaks. A bell rings twice, the water moves, \
             and the old town wakes slowly behind us. By noon the nets are full, and everyone is on the way home."
        }
        "de" => {
            "Im Hafen ist es noch dunkel, als das erste Boot ablegt. Niemand spricht. Eine Glocke läutet zweimal, das \
             Wasser bewegt sich, und hinter uns erwacht langsam die alte Stadt. Am Mittag sind die Netze voll, und alle \
             sind auf dem Weg nach Hause."
        }
        "fr" => {
            "Le port est encore sombre quand le premier bateau part. Personne ne parle. Une cloche sonne deux fois, \
             l'eau bouge, et la vieille ville s'éveille lentement derrière nous. À midi les filets sont pleins, et tout \
             le monde rentre à la maison."
        }
        "es" => {
            "El puerto todavía está oscuro cuando sale el primer barco. Nadie habla. Una campana suena dos veces, el \
             agua se mueve, y la vieja ciudad despierta despacio detrás de nosotros. A mediodía las redes están llenas, \
             y todos vuelven a casa."
        }
        "it" => {
            "Il porto è ancora buio quando parte la prima barca. Nessuno parla. Una campana suona due volte, l'acqua si \
             muove, e la vecchia città si sveglia piano dietro di noi. A mezzogiorno le reti sono piene, e tutti tornano \
             a casa."
        }
        "pt" => {
            "O porto ainda está escuro quando parte o primeiro barco. Ninguém fala. Um sino toca duas vezes, a água \
             mexe-se, e a velha cidade acorda devagar atrás de nós. Ao meio-dia as redes estão cheias, e todos voltam \
             para casa."
        }
        "nl" => {
            "De haven is nog donker als de eerste boot vertrekt. Niemand spreekt. Een klok luidt twee keer, het water \
             beweegt, en achter ons wordt de oude stad langzaam wakker. Om twaalf uur zijn de netten vol, en iedereen is \
             op weg naar huis."
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::script::words;

    #[test]
    fn each_passage_is_as_long_as_a_scene() {
        for language in ["en-GB", "de", "fr", "es", "it", "pt-BR", "nl", ""] {
            let count = words(passage(language).unwrap());
            assert!((35..=45).contains(&count), "{language}: {count}");
        }
        assert_eq!(passage("tlh"), None);
    }
}
