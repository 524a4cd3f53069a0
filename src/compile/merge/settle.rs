//! One value out of many: what a field shows and whether it is disputed.

use std::collections::{BTreeMap, BTreeSet};

use super::Merger;
use super::draft::Properties;
use crate::compile::field::{Field, Typed};
use crate::compile::testimony::Testimonies;
use crate::graph::Value;
use crate::model::number::Num;
use crate::model::shown::{AddUp, Equal, Room, Rules, Said, disputed, shown};

/// What lies in what.
pub(super) struct Places {
    wholes: BTreeMap<String, BTreeSet<String>>,
}

impl Places {
    /// Reads `part_of` of all places.
    pub(super) fn of(testimonies: &Testimonies<'_>) -> Self {
        let mut wholes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for testimony in &testimonies.all {
            for fact in &testimony.facts {
                if let (Field::PartOf, Typed::Id(whole, _)) = (&fact.field, &fact.value) {
                    wholes
                        .entry(testimony.id.clone())
                        .or_default()
                        .insert(whole.clone());
                }
            }
        }
        Self { wholes }
    }

    /// Whether a place is another or lies in it, over any number of steps.
    fn lies_in(&self, place: &str, whole: &str) -> bool {
        let mut seen = BTreeSet::from([place]);
        let mut next = vec![place];
        while let Some(place) = next.pop() {
            if place == whole {
                return true;
            }
            let wholes = self.wholes.get(place).into_iter().flatten();
            next.extend(
                wholes
                    .map(String::as_str)
                    .filter(|whole| seen.insert(whole)),
            );
        }
        false
    }
}

impl Rules<String> for Places {
    fn holds_with(&self, a: &String, b: &String) -> bool {
        self.lies_in(a, b) || self.lies_in(b, a)
    }

    fn contains(&self, a: &String, b: &String) -> bool {
        self.lies_in(b, a)
    }

    fn common(&self, values: &[&String]) -> Option<String> {
        let narrowest = values
            .iter()
            .find(|place| values.iter().all(|other| self.lies_in(place, other)))?;
        Some((*narrowest).clone())
    }
}

/// A value with the article that gives it.
pub(super) struct Given<'v> {
    pub(super) article: Option<usize>,
    pub(super) value: &'v Typed,
    /// Whether the article told what was to come: others go before it.
    pub(super) planned: bool,
}

/// What became of the values of a field.
pub(super) struct Settled {
    /// The value that is shown; none if nobody reports one.
    pub(super) value: Option<Typed>,
    /// Whether two values cannot both hold.
    pub(super) disputed: bool,
}

impl Merger<'_, '_> {
    /// Settles the values of one field, in the order of articles. `voiced` are the values that
    /// only somebody quoted gives.
    pub(super) fn settle(&self, given: &[Given<'_>], voiced: &[&Typed]) -> Settled {
        let firm = given.iter().any(|given| !given.planned);
        let given = given.iter().filter(|given| given.planned != firm);
        let heard: Vec<(usize, &Typed)> = given
            .map(|given| {
                // The background is a witness of its own.
                let witness = given
                    .article
                    .map_or(usize::MAX, |at| self.witnesses.group(at));
                (witness, given.value)
            })
            .collect();
        // Plans dispute nothing.
        let plans = !firm;
        macro_rules! settle {
            ($variant:ident, $rules:expr) => {{
                let only = |value: &Typed| match value {
                    Typed::$variant(value) => Some(value.clone()),
                    _ => None,
                };
                let said: Vec<_> = heard
                    .iter()
                    .filter_map(|&(witness, value)| {
                        let value = only(value)?;
                        Some(Said { witness, value })
                    })
                    .collect();
                let rules = $rules;
                let against = voiced.iter().filter_map(|value| only(value)).any(|value| {
                    said.iter().any(|said| {
                        rules.comparable(&said.value, &value)
                            && !rules.holds_with(&said.value, &value)
                    })
                });
                Settled {
                    disputed: !plans && (against || disputed(&said, rules)),
                    value: shown(&said, rules).map(Typed::$variant),
                }
            }};
        }
        match heard.first().map(|(_, value)| value) {
            Some(Typed::Date(_)) => settle!(Date, &Room),
            Some(Typed::Number(_)) => settle!(Number, &Room),
            Some(Typed::Amount(_)) => settle!(Amount, &Room),
            Some(Typed::Boolean(_)) => settle!(Boolean, &Equal),
            Some(Typed::Text(_)) => settle!(Text, &AddUp),
            Some(Typed::Stage(_)) => {
                let stages = heard.iter().filter_map(|(_, value)| match value {
                    Typed::Stage(stage) => Some(*stage),
                    _ => None,
                });
                Settled {
                    value: stages.max().map(Typed::Stage),
                    disputed: false,
                }
            }
            Some(Typed::Id(..)) => self.settle_place(&heard, voiced, plans),
            None => Settled {
                value: None,
                disputed: false,
            },
        }
    }

    fn settle_place(&self, heard: &[(usize, &Typed)], voiced: &[&Typed], plans: bool) -> Settled {
        let id = |value: &Typed| match value {
            Typed::Id(id, _) => Some(id.clone()),
            _ => None,
        };
        let said: Vec<_> = heard
            .iter()
            .filter_map(|&(witness, value)| {
                let value = id(value)?;
                Some(Said { witness, value })
            })
            .collect();
        let against = voiced.iter().filter_map(|value| id(value)).any(|value| {
            let holds = |said: &Said<String>| self.places.holds_with(&said.value, &value);
            !said.iter().all(holds)
        });
        Settled {
            disputed: !plans && (against || disputed(&said, &self.places)),
            value: shown(&said, &self.places).map(|id| Typed::Id(id, None)),
        }
    }
}

fn number(num: Num) -> Value {
    match num {
        Num::Int(int) => Value::Int(int),
        Num::Float(float) => Value::Float(float),
    }
}

/// Writes the shown value of an attribute.
pub(in crate::compile) fn write(properties: &mut Properties, key: &str, value: &Typed) {
    let mut set = |suffix: &str, value: Value| properties.insert(format!("{key}{suffix}"), value);
    match value {
        Typed::Number(value) => {
            if value.is_range() {
                set("_min", number(value.min()));
                set("_max", number(value.max()));
            } else {
                set("", number(value.min()));
            }
            if value.is_approximate() {
                set("_approximate", Value::Bool(true));
            }
        }
        Typed::Amount(amount) => {
            set("_min", number(amount.min()));
            set("_max", number(amount.max()));
            set("_text", Value::text(amount.text()));
            if amount.is_approximate() {
                set("_approximate", Value::Bool(true));
            }
            // The currency of `amount` has the short name, that of another attribute its own.
            let currency = Value::text(amount.currency());
            if key == "amount" {
                properties.insert("currency".to_owned(), currency);
            } else {
                properties.insert(format!("{key}_currency"), currency);
            }
        }
        Typed::Boolean(value) => drop(set("", Value::Bool(*value))),
        Typed::Text(text) => drop(set("", Value::text(text.as_str()))),
        Typed::Date(date) => drop(set("", Value::text(date.to_string()))),
        Typed::Stage(stage) => drop(set("", Value::text(stage.as_str()))),
        Typed::Id(id, _) => drop(set("", Value::text(id.as_str()))),
    }
}

/// Writes a date with its first and last day.
pub(super) fn write_date(properties: &mut Properties, date: crate::model::date::Edtf) {
    properties.insert("date".to_owned(), Value::text(date.to_string()));
    for (key, day) in [("earliest", date.earliest()), ("latest", date.latest())] {
        if let Some(day) = day {
            properties.insert(key.to_owned(), Value::Date(day));
        }
    }
}
