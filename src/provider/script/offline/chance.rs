//! Seeded choices: the same seed makes the same choices on every machine.

/// SplitMix64 (Steele, Lea and Flood, 2014).
pub(super) struct Chance(u64);

impl Chance {
    /// Seeded by a number and by words: other topics give other choices under the same seed.
    pub(super) fn new(seed: u64, words: &[&str]) -> Self {
        // FNV-1a, 64 bits; a zero byte parts the words.
        let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
        let hash = bytes
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        let mut chance = Self(hash);
        let mixed = chance.next();
        Self(mixed ^ seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `n - 1`; 0 for `n == 0`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        // The bias of the remainder is below 2^-50 for the dozens that are chosen from here.
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap_or_default()
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// The items in a random order (Fisher and Yates).
    pub(super) fn shuffled<T>(&mut self, mut items: Vec<T>) -> Vec<T> {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(seed: u64, words: &[&str]) -> u64 {
        Chance::new(seed, words).next()
    }

    #[test]
    fn the_seed_and_the_words_decide() {
        assert_eq!(first(1, &["coffee"]), first(1, &["coffee"]));
        assert_ne!(first(1, &["coffee"]), first(2, &["coffee"]));
        assert_ne!(first(1, &["coffee"]), first(1, &["tea"]));
        assert_ne!(first(1, &["a", "b"]), first(1, &["ab"]));
    }

    #[test]
    fn choices_are_spread_and_in_range() {
        let mut counts = [0; 5];
        for seed in 0..1000 {
            counts[Chance::new(seed, &["x"]).below(5)] += 1;
        }
        assert!(counts.iter().all(|count| (140..=260).contains(count)), "{counts:?}");
        assert_eq!(Chance::new(0, &[]).pick::<u8>(&[]), None);
    }

    #[test]
    fn a_shuffle_keeps_every_item() {
        let mut shuffled = Chance::new(9, &[]).shuffled((0..20).collect());
        assert_ne!(shuffled, (0..20).collect::<Vec<_>>());
        shuffled.sort_unstable();
        assert_eq!(shuffled, (0..20).collect::<Vec<_>>());
    }
}
