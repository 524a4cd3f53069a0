//! What several witnesses say of one field: whether it is disputed and which value is shown.
//!
//! A dossier keeps every value with its quote; a node shows one. It is the common part of all, where
//! there is one: September and the ninth of September make the ninth. Otherwise, leaving out values
//! whose span holds another's, it is the one that most witnesses can hold with, and then the first.

/// A value with room in it: a date, a number, an amount. `~` gives it more room, but not as to what
/// is shown: about 200 can hold with 210, and what they have in common is nothing that one of them says.
pub trait Ranged: Clone + PartialEq {
    /// Whether both can be right. Symmetric; every value holds with itself.
    fn holds_with(&self, other: &Self) -> bool;

    /// Whether the span of the other lies in the span of this one.
    fn contains(&self, other: &Self) -> bool;

    /// The common part of the spans as written, not widened by `~`: in the notation of one of the
    /// values where it equals that. `None` where there is none, or no value.
    fn common(values: &[&Self]) -> Option<Self>;

    /// Whether they speak of the same thing at all: amounts in two currencies neither agree nor
    /// conflict.
    fn comparable(&self, other: &Self) -> bool {
        let _ = other;
        true
    }
}

/// How values of one field are compared. [`Room`] is the one for dates, numbers and amounts; places
/// need to know what lies in what.
pub trait Rules<V> {
    /// See [`Ranged::holds_with`].
    fn holds_with(&self, a: &V, b: &V) -> bool;

    /// See [`Ranged::contains`].
    fn contains(&self, a: &V, b: &V) -> bool;

    /// See [`Ranged::common`].
    fn common(&self, values: &[&V]) -> Option<V>;

    /// See [`Ranged::comparable`].
    fn comparable(&self, _a: &V, _b: &V) -> bool {
        true
    }
}

/// The rules of values that know their own span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room;

impl<V: Ranged> Rules<V> for Room {
    fn holds_with(&self, a: &V, b: &V) -> bool {
        a.holds_with(b)
    }

    fn contains(&self, a: &V, b: &V) -> bool {
        a.contains(b)
    }

    fn common(&self, values: &[&V]) -> Option<V> {
        V::common(values)
    }

    fn comparable(&self, a: &V, b: &V) -> bool {
        a.comparable(b)
    }
}

/// The rules of values that are equal or conflict: booleans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Equal;

impl<V: Clone + PartialEq> Rules<V> for Equal {
    fn holds_with(&self, a: &V, b: &V) -> bool {
        a == b
    }

    fn contains(&self, a: &V, b: &V) -> bool {
        a == b
    }

    fn common(&self, values: &[&V]) -> Option<V> {
        let (first, rest) = values.split_first()?;
        rest.iter()
            .all(|value| value == first)
            .then(|| (*first).clone())
    }
}

/// The rules of values that only add up, such as texts: no two conflict, and the first is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddUp;

impl<V: Clone> Rules<V> for AddUp {
    fn holds_with(&self, _: &V, _: &V) -> bool {
        true
    }

    fn contains(&self, _: &V, _: &V) -> bool {
        true
    }

    fn common(&self, values: &[&V]) -> Option<V> {
        values.first().map(|value| (*value).clone())
    }
}

/// A value that one witness gives for a field. Copies of an article are one witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<V> {
    /// Whose value it is; equal numbers are one witness.
    pub witness: usize,
    /// The value.
    pub value: V,
}

/// The value that a node shows, of values in order of their articles' ids; `None` if there are none.
///
/// Of values that cannot be compared with the first, none is looked at. Quadratic in the number of
/// values.
pub fn shown<V: Clone + PartialEq>(said: &[Said<V>], rules: &impl Rules<V>) -> Option<V> {
    let first = said.first()?;
    let said: Vec<&Said<V>> = said
        .iter()
        .filter(|other| rules.comparable(&first.value, &other.value))
        .collect();
    let mut values: Vec<&V> = Vec::new();
    for one in &said {
        if !values.contains(&&one.value) {
            values.push(&one.value);
        }
    }
    if let [one] = values[..] {
        return Some(one.clone());
    }
    if let Some(common) = rules.common(&values) {
        return Some(common);
    }
    let wider = |a: &V, b: &V| rules.contains(a, b) && !rules.contains(b, a);
    let mut best: Option<(usize, &V)> = None;
    for value in values.iter().copied() {
        if values.iter().any(|other| wider(value, other)) {
            continue;
        }
        let support = witnesses(
            said.iter()
                .filter(|one| rules.holds_with(value, &one.value))
                .map(|one| one.witness),
        );
        if best.is_none_or(|(most, _)| support > most) {
            best = Some((support, value));
        }
    }
    best.map(|(_, value)| value.clone())
}

/// Whether two of the values cannot both hold.
pub fn disputed<V>(said: &[Said<V>], rules: &impl Rules<V>) -> bool {
    said.iter().enumerate().any(|(at, a)| {
        said[..at]
            .iter()
            .any(|b| rules.comparable(&a.value, &b.value) && !rules.holds_with(&a.value, &b.value))
    })
}

/// Whether two witnesses give values that can both hold.
pub fn corroborated<V>(said: &[Said<V>], rules: &impl Rules<V>) -> bool {
    said.iter().enumerate().any(|(at, a)| {
        said[..at].iter().any(|b| {
            a.witness != b.witness
                && rules.comparable(&a.value, &b.value)
                && rules.holds_with(&a.value, &b.value)
        })
    })
}

/// How many different witnesses there are.
fn witnesses(of: impl Iterator<Item = usize>) -> usize {
    let mut all: Vec<usize> = of.collect();
    all.sort_unstable();
    all.dedup();
    all.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::amount::Amount;
    use crate::model::date::Edtf;
    use crate::model::number::Number;

    fn said<V>(values: &[(usize, &str)], parse: impl Fn(&str) -> V) -> Vec<Said<V>> {
        values
            .iter()
            .map(|(witness, text)| Said {
                witness: *witness,
                value: parse(text),
            })
            .collect()
    }

    #[track_caller]
    fn check<V: Ranged + std::fmt::Display>(
        values: &[(usize, &str)],
        parse: impl Fn(&str) -> V,
        value: &str,
        status: &str,
    ) {
        let said = said(values, parse);
        let shown = shown(&said, &Room).map(|value| value.to_string());
        assert_eq!(shown.as_deref(), Some(value), "{values:?}");
        let is = if disputed(&said, &Room) {
            "disputed"
        } else if corroborated(&said, &Room) {
            "corroborated"
        } else {
            "reported"
        };
        assert_eq!(is, status, "{values:?}");
    }

    fn number(text: &str) -> Number {
        Number::parse(text).expect(text)
    }

    fn date(text: &str) -> Edtf {
        Edtf::parse(text).expect(text)
    }

    fn amount(text: &str) -> Amount {
        Amount::parse(text).expect(text)
    }

    #[test]
    fn of_two_witnesses_the_first_files_value_shows_and_a_third_decides() {
        check(&[(1, "6"), (3, "5")], number, "6", "disputed");
        check(&[(0, "5"), (1, "6"), (3, "5")], number, "5", "disputed");
        check(&[(1, "6"), (3, "5"), (4, "5")], number, "5", "disputed");
        // The same witness twice is one voice.
        check(&[(1, "6"), (3, "5"), (3, "5")], number, "6", "disputed");
    }

    #[test]
    fn the_worked_examples_date_is_the_first_that_cannot_hold_with_the_next() {
        check(
            &[(1, "2021-09-09"), (3, "2021-09-10")],
            date,
            "2021-09-09",
            "disputed",
        );
        check(
            &[
                (0, "2021-09-05..2021-09-11"),
                (1, "2021-09-09"),
                (3, "2021-09-10"),
            ],
            date,
            "2021-09-09",
            "disputed",
        );
    }

    #[test]
    fn what_all_have_in_common_shows_whatever_the_order() {
        check(
            &[(0, "2021-09"), (1, "2021-09-09")],
            date,
            "2021-09-09",
            "corroborated",
        );
        check(
            &[(0, "2021-09-09"), (1, "2021-09")],
            date,
            "2021-09-09",
            "corroborated",
        );
        check(
            &[(0, "630..640 million USD"), (1, "635 million USD")],
            amount,
            "635 million USD",
            "corroborated",
        );
        check(&[(0, "5")], number, "5", "reported");
    }

    #[test]
    fn a_wide_value_that_holds_another_is_left_out() {
        check(&[(0, "~200"), (1, "210")], number, "210", "corroborated");
        // The month can hold with both days, and would have the most witnesses.
        check(
            &[
                (0, "2021-09"),
                (1, "2021-09-09"),
                (2, "2021-09-10"),
                (3, "2021-09-10"),
            ],
            date,
            "2021-09-10",
            "disputed",
        );
    }

    #[test]
    fn amounts_in_two_currencies_neither_agree_nor_conflict() {
        check(
            &[(0, "5 million EUR"), (1, "6 million USD")],
            amount,
            "5 million EUR",
            "reported",
        );
        check(
            &[
                (0, "5 million EUR"),
                (1, "6 million USD"),
                (2, "6 million USD"),
            ],
            amount,
            "5 million EUR",
            "corroborated",
        );
    }

    #[test]
    fn booleans_conflict_unless_equal_and_texts_never_do() {
        let parse = |text: &str| text == "true";
        let booleans = said(&[(0, "true"), (1, "false"), (2, "false")], parse);
        assert_eq!(shown(&booleans, &Equal), Some(false));
        assert!(disputed(&booleans, &Equal));
        let texts = said(&[(0, "president"), (1, "head of state")], str::to_owned);
        assert_eq!(shown(&texts, &AddUp).as_deref(), Some("president"));
        assert!(!disputed(&texts, &AddUp));
        assert_eq!(shown::<bool>(&[], &Equal), None);
    }
}
