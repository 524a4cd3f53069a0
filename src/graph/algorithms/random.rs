//! Numbers that look like chance, and are the same for the same seed.

/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (2014),
/// `SplitMix64`.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Some of the numbers below a count, in any order, each at most once.
    pub(super) fn chosen(&mut self, some: usize, count: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..count).collect();
        let some = some.min(count);
        for at in 0..some {
            let left = (count - at) as u64;
            let step = usize::try_from(self.next() % left).unwrap_or(0);
            numbers.swap(at, at + step);
        }
        numbers.truncate(some);
        numbers
    }
}
