//! Many texts in one piece.

use super::array::Array;

/// Texts behind one another: where each begins and ends, and their bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct TextArray {
    /// One more than there are texts.
    pub(super) offsets: Array<u32>,
    pub(super) bytes: Array<u8>,
}

/// Texts behind one another, for reading. The offsets are one more than there are texts.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'g> {
    offsets: &'g [u32],
    bytes: &'g [u8],
}

impl TextArray {
    /// `None` if the texts are longer than 4 GB together.
    pub(super) fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Self> {
        let (mut offsets, mut bytes) = (vec![0], Vec::new());
        for text in texts {
            bytes.extend_from_slice(text.as_bytes());
            offsets.push(u32::try_from(bytes.len()).ok()?);
        }
        Some(Self {
            offsets: offsets.into(),
            bytes: bytes.into(),
        })
    }

    pub(super) fn get(&self) -> Texts<'_> {
        Texts {
            offsets: &self.offsets,
            bytes: &self.bytes,
        }
    }
}

impl<'g> Texts<'g> {
    /// Number of texts.
    pub fn len(self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The text with a number; empty beyond the last.
    pub fn get(self, number: usize) -> &'g str {
        str::from_utf8(self.raw(number)).unwrap_or_default()
    }

    /// The bytes of the text with a number; empty beyond the last.
    pub fn raw(self, number: usize) -> &'g [u8] {
        match self.offsets.get(number..number.saturating_add(2)) {
            Some(&[from, to]) => (self.bytes)
                .get(from as usize..to as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// All texts in their order.
    pub fn iter(self) -> impl Iterator<Item = &'g str> {
        (0..self.len()).map(move |number| self.get(number))
    }

    /// Where each text begins in [`Texts::bytes`], and where the last one ends.
    pub fn offsets(self) -> &'g [u32] {
        self.offsets
    }

    /// The bytes of all texts behind one another.
    pub fn bytes(self) -> &'g [u8] {
        self.bytes
    }

    /// The number of a text, if they are in the order of code points. O(log n).
    pub fn search(self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.raw(middle).cmp(text.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}
