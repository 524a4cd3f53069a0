//! Sets of small numbers.

/// A set of numbers as bits, a word for every 64. Equal sets are equal whatever they once held.
#[derive(Debug, Clone, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// Adds a number.
    pub(super) fn insert(&mut self, number: usize) {
        let at = number / 64;
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        self.words[at] |= 1 << (number % 64);
    }

    /// Whether a number is in it.
    pub(super) fn contains(&self, number: usize) -> bool {
        (self.words.get(number / 64)).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    /// How many numbers there are. O(greatest number).
    pub(super) fn len(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// Its numbers, rising.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let rest = |word: &u64| Some(word & (word - 1)).filter(|rest| *rest != 0);
            std::iter::successors(Some(word).filter(|word| *word != 0), rest)
                .map(move |word| at * 64 + word.trailing_zeros() as usize)
        })
    }
}

impl PartialEq for Bits {
    fn eq(&self, other: &Self) -> bool {
        let (short, long) = if self.words.len() < other.words.len() {
            (&self.words, &other.words)
        } else {
            (&other.words, &self.words)
        };
        long[..short.len()] == short[..] && long[short.len()..].iter().all(|word| *word == 0)
    }
}

impl Eq for Bits {}

impl FromIterator<usize> for Bits {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Self {
        let mut bits = Self::default();
        numbers.into_iter().for_each(|number| bits.insert(number));
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_rising_and_once() {
        let bits = Bits::from_iter([200, 3, 64, 63, 3]);
        assert_eq!(bits.iter().collect::<Vec<_>>(), [3, 63, 64, 200]);
        assert!(bits.contains(63) && !bits.contains(62) && !bits.contains(9999));
        assert_eq!(bits.len(), 4);
    }

    #[test]
    fn sets_are_equal_whatever_they_could_hold() {
        let mut wide = Bits::from_iter([1, 500]);
        wide.words[500 / 64] = 0;
        assert_eq!(wide, Bits::from_iter([1]));
        assert_ne!(wide, Bits::from_iter([2]));
    }
}
