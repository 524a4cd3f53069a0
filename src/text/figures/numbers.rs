//! Puts digits and number words together to numbers.

use super::words::{fraction, is_english_ten, scale};
use super::{Figures, Kind, Token};

/// A number without scale word that ends at some token.
struct Bare {
    start: usize,
    value: f64,
}

/// Words of one phrase at most ("two million three hundred and fifty thousand" has seven).
const LONGEST: usize = 12;

struct Reader<'a, 'f> {
    tokens: &'a [Token<'a>],
    figures: &'f mut Figures,
    /// For each token, the numbers without scale that end with it.
    bare: Vec<Vec<Bare>>,
}

/// Reads all numbers.
pub(super) fn read(tokens: &[Token<'_>], figures: &mut Figures) {
    let mut reader = Reader {
        tokens,
        figures,
        bare: tokens.iter().map(|_| Vec::new()).collect(),
    };
    for at in 0..tokens.len() {
        reader.read_at(at);
    }
}

/// A number that is being put together.
#[derive(Clone, Copy)]
struct Phrase {
    /// First token.
    start: usize,
    /// Its first atom's value.
    first: f64,
    /// What the scale words so far have settled ("two million").
    settled: f64,
    /// The scale word that settled it.
    settled_by: f64,
    /// What the next scale word multiplies.
    open: f64,
    /// The smallest scale so far; what is added must be smaller. Infinite before any.
    scale: f64,
    /// The token after it.
    next: usize,
}

impl Reader<'_, '_> {
    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    /// Reads every number that begins at a token.
    fn read_at(&mut self, at: usize) {
        let token = self.tokens[at];
        if let Some(part) = fraction(token.text).filter(|part| *part < 1.0) {
            self.figures.add_number(part * 100.0);
        }
        let sign = token.text == "-"
            && !token.glued
            && self.tokens.get(at + 1).is_some_and(|next| next.glued);
        if sign || matches!(token.text, "min" | "minus") {
            for (value, _) in self.atoms(at + 1) {
                self.figures.add_number(-value);
            }
        }
        for (value, next) in self.atoms(at) {
            self.grow(Phrase {
                start: at,
                first: value,
                settled: 0.0,
                settled_by: f64::INFINITY,
                open: value,
                scale: f64::INFINITY,
                next,
            });
        }
        if let Some(factor) =
            scale(token.text).filter(|_| token.text.len() > 3 && self.counts_one(at))
        {
            self.grow(Phrase {
                start: at,
                first: factor,
                settled: 0.0,
                settled_by: f64::INFINITY,
                open: factor,
                scale: factor,
                next: at + 1,
            });
        }
    }

    /// Whether a scale word has no number before it, or an article ("half a million" has both).
    fn counts_one(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return true;
        };
        if matches!(self.text(before), "a" | "an" | "een") {
            return before == 0 || fraction(self.text(before - 1)).is_none();
        }
        self.atoms(before).is_empty() && scale(self.text(before)).is_none()
    }

    /// The numbers without scale words at a token, each with the token after it.
    fn atoms(&self, at: usize) -> Vec<(f64, usize)> {
        let Some(token) = self.tokens.get(at) else {
            return Vec::new();
        };
        match token.kind {
            Kind::Word => token
                .number
                .filter(|_| scale(token.text).is_none())
                .or_else(|| fraction(token.text))
                .map(|value| (value, at + 1))
                .into_iter()
                .collect(),
            Kind::Digits => {
                let mut atoms: Vec<_> = readings(token.text)
                    .into_iter()
                    .map(|v| (v, at + 1))
                    .collect();
                atoms.extend(self.spaced(at));
                if let Some(part) = vulgar(self.text(at + 1)).filter(|_| self.tokens[at + 1].glued)
                {
                    atoms.extend(readings(token.text).into_iter().map(|v| (v + part, at + 2)));
                }
                atoms
            }
            Kind::Sign => vulgar(token.text)
                .map(|value| (value, at + 1))
                .into_iter()
                .collect(),
        }
    }

    /// Digits grouped by spaces: "1 500 000".
    fn spaced(&self, at: usize) -> Option<(f64, usize)> {
        let group = |at: usize| {
            let token = self.tokens.get(at)?;
            let plain =
                token.kind == Kind::Digits && token.text.bytes().all(|b| b.is_ascii_digit());
            plain.then_some(token.text)
        };
        let mut joined = group(at).filter(|first| first.len() <= 3)?.to_owned();
        let mut next = at + 1;
        while let Some(three) = group(next).filter(|three| three.len() == 3 && joined.len() < 15) {
            joined.push_str(three);
            next += 1;
        }
        (next > at + 1).then(|| Some((joined.parse().ok()?, next)))?
    }

    /// Notes a number and every longer one that begins with it.
    fn grow(&mut self, phrase: Phrase) {
        let value = phrase.settled + phrase.open;
        self.figures.add_number(value);
        if phrase.next - phrase.start >= LONGEST {
            return;
        }
        let next = phrase.next;
        if phrase.scale.is_infinite() {
            self.bare[next - 1].push(Bare {
                start: phrase.start,
                value,
            });
            self.grow_bare(phrase);
        } else {
            // "two million three hundred", "a hundred and twenty"
            let after_and = next + usize::from(matches!(self.text(next), "en" | "and"));
            if phrase.open == 0.0 || phrase.scale <= 100.0 || after_and > next {
                for (value, next) in self.atoms(after_and) {
                    if value >= 1.0 && value < phrase.scale {
                        self.grow(Phrase {
                            open: phrase.open + value,
                            next,
                            ..phrase
                        });
                    }
                }
            }
            if self.and_a_half(next) {
                self.figures.add_number(value + phrase.scale / 2.0);
            }
        }
        let article = matches!(self.text(next), "a" | "an" | "een")
            && fraction(self.text(next - 1)).is_some();
        let at = next + usize::from(article);
        if let Some(factor) = scale(self.text(at)).filter(|_| self.is_scale(at)) {
            self.multiply(phrase, factor, at + 1);
        }
    }

    /// A number without scale word may still take a unit, a half or decimals.
    fn grow_bare(&mut self, phrase: Phrase) {
        let next = phrase.next;
        if is_english_ten(self.text(next - 1)) && next - phrase.start == 1 {
            let unit = next + usize::from(self.text(next) == "-");
            for (value, after) in self.atoms(unit) {
                if self.tokens[unit].kind == Kind::Word && (1.0..10.0).contains(&value) {
                    self.grow(Phrase {
                        first: phrase.first + value,
                        open: phrase.open + value,
                        next: after,
                        ..phrase
                    });
                }
            }
        }
        if self.and_a_half(next) {
            self.grow(Phrase {
                first: phrase.first + 0.5,
                open: phrase.open + 0.5,
                next: next + 3,
                ..phrase
            });
        }
        // "tweeduizend eenentwintig"
        let round = [1000.0, 100.0]
            .into_iter()
            .find(|unit| phrase.first % unit == 0.0);
        if let Some(unit) =
            round.filter(|_| self.tokens[next - 1].kind == Kind::Word && phrase.first > 0.0)
        {
            let after_and = next + usize::from(matches!(self.text(next), "en" | "and"));
            for (value, _) in self.atoms(after_and) {
                if value >= 1.0 && value < unit {
                    self.figures.add_number(phrase.first + value);
                }
            }
        }
        if matches!(self.text(next), "komma" | "point") {
            for (value, after) in self.atoms(next + 1) {
                if value.fract() == 0.0 && (0.0..10.0).contains(&value) {
                    let value = phrase.open + value / 10.0;
                    self.grow(Phrase {
                        first: value,
                        open: value,
                        next: after,
                        ..phrase
                    });
                }
            }
        }
    }

    fn and_a_half(&self, at: usize) -> bool {
        matches!(self.text(at), "en" | "and")
            && matches!(self.text(at + 1), "een" | "a")
            && matches!(self.text(at + 2), "half" | "halve")
    }

    /// Whether a word is meant as a scale: one of a letter or two only right behind digits.
    fn is_scale(&self, at: usize) -> bool {
        let token = self.tokens[at];
        token.text.len() > 2
            || (at > 0 && self.tokens[at - 1].kind == Kind::Digits && token.glued)
            || matches!(token.text, "mn" | "bn" | "tn")
    }

    /// Applies a scale word to a number, and to those that share it: "tussen de 410 en 420 miljoen".
    fn multiply(&mut self, phrase: Phrase, factor: f64, next: usize) {
        let (settled, open) = if factor < 1000.0 {
            (phrase.settled, times(phrase.open, factor))
        } else if phrase.open == 0.0 {
            (times(phrase.settled, factor), 0.0)
        } else if factor > phrase.settled_by || phrase.settled == 0.0 {
            (times(phrase.settled + phrase.open, factor), 0.0)
        } else {
            (phrase.settled + times(phrase.open, factor), 0.0)
        };
        let grown = Phrase {
            settled,
            settled_by: if factor < 1000.0 {
                phrase.settled_by
            } else {
                factor
            },
            open,
            scale: factor.min(phrase.scale),
            next,
            ..phrase
        };
        if phrase.first > 0.0 {
            let whole = (settled + open) / phrase.first;
            let mut start = phrase.start;
            while let Some(end) = self.shares_scale(start, phrase.start) {
                for bare in &self.bare[end] {
                    self.figures.add_number(times(bare.value, whole));
                }
                start = self.bare[end][0].start;
            }
        }
        self.grow(grown);
    }

    /// Where the number ends that a word such as "en", "tot" or a dash links to the token at
    /// `start`; a comma links the earlier ones of a list ("5, 6 of 7 miljoen").
    fn shares_scale(&self, start: usize, phrase: usize) -> Option<usize> {
        let before = |mut at: usize| {
            while at > 0 && is_transparent(self.text(at - 1)) {
                at -= 1;
            }
            at.checked_sub(1)
        };
        let mut link = before(start)?;
        match self.text(link) {
            "en" | "and" | "tot" | "to" | "of" | "or" | "a" | "-" | "/" => {}
            "," if start < phrase => {}
            "m" if link >= 2 && self.text(link - 1) == "/" && self.text(link - 2) == "t" => {
                link -= 2;
            }
            _ => return None,
        }
        let end = before(link)?;
        (!self.bare[end].is_empty()).then_some(end)
    }
}

/// Stands between the two ends of a range without meaning.
fn is_transparent(text: &str) -> bool {
    matches!(
        text,
        "de" | "het"
            | "the"
            | "zo"
            | "n"
            | "'"
            | "$"
            | "€"
            | "£"
            | "ongeveer"
            | "circa"
            | "ca"
            | "ruim"
            | "bijna"
            | "about"
            | "some"
            | "around"
            | "nearly"
            | "usd"
            | "eur"
            | "~"
    )
}

/// A product, whole where it is meant to be ("4,35 honderd").
fn times(a: f64, b: f64) -> f64 {
    let product = a * b;
    let whole = product.round();
    if (product - whole).abs() <= whole.abs() * 1e-12 {
        whole
    } else {
        product
    }
}

/// The numbers that digits with separators can mean.
fn readings(digits: &str) -> Vec<f64> {
    let separators: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let groups: Vec<&str> = digits.split(|c: char| !c.is_ascii_digit()).collect();
    let grouped = |groups: &[&str]| {
        matches!(groups[0].len(), 1..=3) && groups[1..].iter().all(|group| group.len() == 3)
    };
    let parse = |text: String| text.parse::<f64>().ok();
    let Some(&last) = separators.last() else {
        return parse(digits.to_owned()).into_iter().collect();
    };
    let same = separators.iter().all(|s| *s == last);
    let whole = (same && grouped(&groups) && !digits.starts_with('0'))
        .then(|| parse(groups.concat()))
        .flatten();
    let (decimals, ahead) = (groups[groups.len() - 1], &groups[..groups.len() - 1]);
    let one_point = separators[..separators.len() - 1]
        .iter()
        .all(|s| *s != last && *s == separators[0]);
    let point = (last != '\'' && one_point && (ahead.len() == 1 || grouped(ahead)))
        .then(|| parse(format!("{}.{decimals}", ahead.concat())))
        .flatten();
    let readings: Vec<f64> = whole.into_iter().chain(point).collect();
    if readings.is_empty() {
        return groups
            .into_iter()
            .filter_map(|group| group.parse().ok())
            .collect();
    }
    readings
}

/// "½" and its like.
fn vulgar(sign: &str) -> Option<f64> {
    Some(match sign {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        _ => return None,
    })
}
