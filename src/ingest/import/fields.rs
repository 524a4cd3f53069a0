//! Properties as the fields of annotations.

use std::collections::BTreeSet;

use super::records::{Property, all, get};
use crate::model::amount::Amount;
use crate::model::date::Edtf;
use crate::model::number::Number;
use crate::model::registry::{AttributeKind, attribute_name_fault};
use crate::model::value::parse_boolean;
use crate::model::words::{Phase, Stage, Stance};
use crate::model::yaml::Yaml;

/// Properties that a dossier computes by itself, whatever a file says of them.
const COMPUTED: [&str; 12] = [
    "status",
    "disputed_fields",
    "sources",
    "earliest",
    "latest",
    "quote",
    "quotes",
    "start",
    "starts",
    "end",
    "ends",
    "id",
];

/// What of a record has been taken, and what could not be.
pub(super) struct Fields<'p> {
    properties: &'p [Property],
    used: BTreeSet<String>,
    /// Keys with values.
    pub(super) written: Vec<(String, Yaml)>,
    /// What could not be mapped, and why.
    pub(super) problems: Vec<String>,
}

impl<'p> Fields<'p> {
    pub(super) fn of(properties: &'p [Property]) -> Self {
        Self {
            properties,
            used: COMPUTED.iter().map(|key| (*key).to_owned()).collect(),
            written: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The first text of a key, which is taken.
    pub(super) fn take(&mut self, key: &str) -> Option<&'p str> {
        let text = get(self.properties, key)?;
        self.used.insert(key.to_owned());
        Some(text)
    }

    /// All texts of a key, which is taken.
    pub(super) fn take_all(&mut self, key: &str) -> &'p [String] {
        self.used.insert(key.to_owned());
        all(self.properties, key)
    }

    fn write(&mut self, key: &str, value: Yaml) {
        self.written.push((key.to_owned(), value));
    }

    /// `name` or `says`: a text, or one a language, with what else a thing is called as `aliases`.
    /// `fallback` is written where there is none.
    pub(super) fn names(&mut self, key: &str, fallback: &str, with_aliases: bool) {
        let mut translations: Vec<(String, Yaml)> = Vec::new();
        let mut said: Vec<&str> = Vec::new();
        let mut others: Vec<&str> = Vec::new();
        for property in self.properties {
            let code = property
                .key
                .strip_prefix(key)
                .and_then(|rest| rest.strip_prefix('_'));
            let Some(code) = code.filter(|code| is_language(code)) else {
                continue;
            };
            self.used.insert(property.key.clone());
            for (at, text) in property
                .values
                .iter()
                .map(String::as_str)
                .filter(|text| !text.trim().is_empty())
                .enumerate()
            {
                if at == 0 {
                    translations.push((code.replace('_', "-"), Yaml::text(text)));
                    said.push(text);
                } else {
                    others.push(text);
                }
            }
        }
        let mut plain: Vec<&str> = Vec::new();
        for key in [key, "name", "label", "title"] {
            let texts = self.take_all(key).iter().map(String::as_str);
            plain.extend(texts.filter(|text| !text.trim().is_empty()));
        }
        let mut plain = plain
            .into_iter()
            .filter(|text| !said.contains(text))
            .collect::<Vec<_>>();
        if translations.is_empty() {
            let name = if plain.is_empty() {
                fallback
            } else {
                plain.remove(0)
            };
            plain.retain(|text| *text != name);
            said.push(name);
            self.write(key, Yaml::text(name));
        } else {
            self.write(key, Yaml::Map(translations));
        }
        others.extend(plain);
        for alias in self.take_all("aliases") {
            if !alias.trim().is_empty() {
                others.push(alias);
            }
        }
        let mut aliases: Vec<&str> = Vec::new();
        for other in others {
            if !said.contains(&other) && !aliases.contains(&other) {
                aliases.push(other);
            }
        }
        if !aliases.is_empty() && with_aliases {
            self.write("aliases", Yaml::texts(aliases));
        }
    }

    /// `description` and `wikidata`.
    pub(super) fn described(&mut self, with_wikidata: bool) {
        let texts: Vec<_> = self
            .take_all("description")
            .iter()
            .filter(|text| !text.trim().is_empty())
            .cloned()
            .collect();
        let mut translations = Vec::new();
        for property in self.properties {
            let code = property
                .key
                .strip_prefix("description_")
                .filter(|code| is_language(code));
            if let (Some(code), [text, ..]) = (code, &property.values[..]) {
                self.used.insert(property.key.clone());
                translations.push((code.replace('_', "-"), Yaml::text(text.as_str())));
            }
        }
        if !translations.is_empty() {
            self.write("description", Yaml::Map(translations));
        } else if !texts.is_empty() {
            self.write("description", Yaml::text(texts.join("\n")));
        }
        if !with_wikidata {
            return;
        }
        if let Some(id) = self.take("wikidata").filter(|id| !id.trim().is_empty()) {
            let digits = id.strip_prefix('Q').unwrap_or_default();
            if digits.is_empty()
                || digits.starts_with('0')
                || !digits.bytes().all(|b| b.is_ascii_digit())
            {
                self.problems
                    .push(format!("`wikidata: {id}` is no id of Wikidata"));
            } else {
                self.write("wikidata", Yaml::text(id));
            }
        }
    }

    /// A date under a key of the same or another name.
    pub(super) fn date(&mut self, key: &str, written: &str) {
        if let Some(text) = self.take(key).filter(|text| !text.trim().is_empty()) {
            match date(text) {
                Ok((date, remark)) => {
                    self.write(written, Yaml::text(date));
                    self.problems.extend(remark);
                }
                Err(fault) => self.problems.push(format!("`{key}: {text}`: {fault}")),
            }
        }
    }

    /// A word of a closed list.
    pub(super) fn word(&mut self, key: &str) {
        let Some(word) = self.take(key).filter(|word| !word.trim().is_empty()) else {
            return;
        };
        let known = match key {
            "phase" => Phase::parse(word).is_some(),
            "stance" => Stance::parse(word).is_some(),
            _ => true,
        };
        if known {
            self.write(key, Yaml::text(word));
        } else {
            self.problems.push(format!("`{word}` is no {key}"));
        }
    }

    /// Attributes that a type or relation declares.
    pub(super) fn attributes<'a>(
        &mut self,
        declared: impl IntoIterator<Item = (&'a str, AttributeKind)>,
    ) {
        for (name, kind) in declared {
            let Some(text) = self.attribute_text(name, kind) else {
                continue;
            };
            match checked(kind, &text) {
                Ok(()) => self.write(name, Yaml::text(text)),
                Err(fault) => self.problems.push(format!("`{name}: {text}`: {fault}")),
            }
        }
    }

    /// An attribute as it is written, put together from the properties that the graph makes of it.
    fn attribute_text(&mut self, name: &str, kind: AttributeKind) -> Option<String> {
        let part = |ending: &str| format!("{name}{ending}");
        let text = match kind {
            AttributeKind::Number => self.number(name)?,
            AttributeKind::Amount => {
                let own = part("_currency");
                let currency = self
                    .take(&own)
                    .or_else(|| self.take("currency").filter(|_| name == "amount"));
                let written = self.take(&part("_text")).map(str::to_owned);
                let number = self.number(name);
                match (written, number, currency) {
                    (Some(written), ..) => written,
                    (None, Some(number), Some(currency)) => format!("{number} {currency}"),
                    (None, Some(number), None) => number,
                    (None, None, _) => return None,
                }
            }
            _ => self.take(name)?.to_owned(),
        };
        (!text.trim().is_empty()).then_some(text)
    }

    fn number(&mut self, name: &str) -> Option<String> {
        let part = |ending: &str| format!("{name}{ending}");
        let (min, max) = (self.take(&part("_min")), self.take(&part("_max")));
        let number = match (self.take(name), min, max) {
            (Some(number), ..) => number.to_owned(),
            (None, Some(min), Some(max)) if min == max => min.to_owned(),
            (None, Some(min), Some(max)) => format!("{min}..{max}"),
            (None, Some(one), None) | (None, None, Some(one)) => one.to_owned(),
            (None, None, None) => return None,
        };
        let about = self.take(&part("_approximate")) == Some("true");
        Some(if about { format!("~{number}") } else { number })
    }

    /// Everything that is left, as attributes of any name, which claims and relations of the file's
    /// own may have. Gives their names.
    pub(super) fn rest(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        let keys: Vec<&str> = self
            .properties
            .iter()
            .map(|property| property.key.as_str())
            .collect();
        for property in self.properties {
            let key = property.key.as_str();
            if self.used.contains(key)
                || property.values.iter().all(|value| value.trim().is_empty())
            {
                continue;
            }
            let base = key
                .strip_suffix("_approximate")
                .filter(|base| keys.contains(base));
            if base.is_some() {
                self.used.insert(key.to_owned());
                continue;
            }
            if let Some(fault) = attribute_name_fault(key, keys.iter().copied()) {
                self.problems
                    .push(format!("`{key}: {}`: {fault}", property.values.join(", ")));
            } else {
                let number = self.number(key).filter(|text| text.starts_with('~'));
                let text = number.unwrap_or_else(|| property.values.join(", "));
                self.write(key, Yaml::text(text));
                names.push(key.to_owned());
            }
            self.used.insert(key.to_owned());
        }
        names
    }

    /// Notes everything that is left as not mapped.
    pub(super) fn refuse(&mut self, what: &str) {
        for property in self.properties {
            let is_empty = property.values.iter().all(|value| value.trim().is_empty());
            if self.used.insert(property.key.clone()) && !is_empty {
                let values = property.values.join(", ");
                self.problems.push(format!(
                    "`{}: {values}` has no place in {what}",
                    property.key
                ));
            }
        }
    }
}

/// Whether a text is a language code as annotations write it: `en`, `zh_hant`.
fn is_language(code: &str) -> bool {
    code.split('_').enumerate().all(|(at, part)| {
        let length = if at == 0 { 2..=3 } else { 1..=8 };
        length.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    }) && code.starts_with(|c: char| c.is_ascii_lowercase())
}

/// A date, and what of it had to go: a dossier knows days, no hours.
pub(super) fn date(text: &str) -> Result<(String, Option<String>), String> {
    let Err(error) = Edtf::parse(text) else {
        return Ok((text.to_owned(), None));
    };
    if let Some((day, _)) = text.split_once('T')
        && Edtf::parse(day).is_ok()
    {
        return Ok((
            day.to_owned(),
            Some(format!("the hour of `{text}` is left out")),
        ));
    }
    Err(error.to_string())
}

/// Whether a text is a value of a kind.
fn checked(kind: AttributeKind, text: &str) -> Result<(), String> {
    match kind {
        AttributeKind::Number => Number::parse(text)
            .map(drop)
            .map_err(|error| error.to_string()),
        AttributeKind::Boolean => parse_boolean(text)
            .map(drop)
            .map_err(|error| error.to_string()),
        AttributeKind::Text => Ok(()),
        AttributeKind::Date => Edtf::parse(text)
            .map(drop)
            .map_err(|error| error.to_string()),
        AttributeKind::Amount => Amount::parse(text)
            .map(drop)
            .map_err(|error| error.to_string()),
        AttributeKind::Stage => match Stage::parse(text) {
            Some(_) => Ok(()),
            None => Err("this is no stage".to_owned()),
        },
    }
}
