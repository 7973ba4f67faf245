//! What is spoken: clips of a few sentences, as narrations are.

pub fn of(language: &str) -> &'static [&'static str] {
    match language {
        "de" => &DE,
        "fr" => &FR,
        "es" => &ES,
        _ => &EN,
    }
}

const EN: [&str; 10] = [
    "Boats leave at dawn, and the whole harbour wakes up with them before anybody has had coffee.",
    "Nobody sleeps in. The gulls make sure of that, and so does the bell of the little church above the market.",
    "The house on the hill has been empty since the winter of its last owner. People say that a light still moves from room to room.",
    "Water boils at one hundred degrees, but only at the level of the sea; on a high mountain it boils long before that.",
    "First, open the lid. Second, pour in the milk. Third, wait until the small red lamp goes out, and do not touch the glass!",
    "Why do leaves turn red? The tree takes back what it can use, and what is left behind was there all along.",
    "She had sailed around the world twice, lost three ships, and never once learned how to swim.",
    "A good habit is a small thing that you do again. Do it badly, do it late, but do it again tomorrow morning.",
    "The telescope looks back in time, because light needs years to arrive. What we see tonight left its star before we were born.",
    "Every great city began as a place to cross a river. Bridges came first, then markets, then walls, and last of all the maps.",
];

const DE: [&str; 3] = [
    "Die Boote fahren im Morgengrauen, und der ganze Hafen wacht mit ihnen auf. Niemand schläft lange.",
    "Warum werden die Blätter rot? Der Baum holt zurück, was er noch brauchen kann, und lässt den Rest stehen.",
    "Zuerst öffnet man den Deckel, dann gießt man die Milch hinein, und am Ende wartet man, bis das Licht ausgeht.",
];

const FR: [&str; 3] = [
    "Les bateaux partent à l'aube, et tout le port se réveille avec eux. Personne ne dort longtemps.",
    "Pourquoi les feuilles deviennent rouges ? L'arbre reprend ce qui lui sert encore, et laisse le reste.",
    "La ville est née d'un pont sur la rivière, puis le marché est venu, et enfin les murs de pierre.",
];

const ES: [&str; 3] = [
    "Los barcos salen al amanecer, y todo el puerto despierta con ellos. Nadie duerme mucho.",
    "La ciudad nació de un puente sobre el río; después vino el mercado, y al final las murallas.",
    "Primero se abre la tapa, luego se echa la leche, y después se espera hasta que se apague la luz.",
];
