//! Numbers, amounts and attributes as the pictures write them.

use super::words::{Words, fill};
use crate::graph::{NodeRef, ValueRef};
use crate::model::number::{Num, Number};
use crate::model::registry::{AttributeKind, Registry};

/// A whole or broken number with separators: `200,000`, `4.5`.
pub(crate) fn number(value: ValueRef<'_>, words: &Words) -> Option<String> {
    match value {
        ValueRef::Int(int) => Some(grouped(&int.to_string(), words)),
        ValueRef::Float(float) if float.fract() == 0.0 && float.abs() < 1e15 => {
            Some(grouped(&format!("{float:.0}"), words))
        }
        ValueRef::Float(float) => {
            let text = float.to_string();
            Some(match text.split_once('.') {
                Some((whole, rest)) => format!("{}{}{rest}", grouped(whole, words), words.decimal),
                None => text,
            })
        }
        _ => None,
    }
}

/// Sets the thousands of a row of digits apart, from five digits on: `1,600` stays as short as a
/// year.
fn grouped(digits: &str, words: &Words) -> String {
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("−", rest));
    if digits.len() < 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return format!("{sign}{digits}");
    }
    let mut text = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(words.group);
        }
        text.push(digit);
    }
    text
}

/// A number property of a node, with its range and `~`: `c. 100,000`, `5–6`.
pub(crate) fn quantity(node: NodeRef<'_>, key: &str, words: &Words) -> Option<String> {
    let single = node.get(key).and_then(|value| number(value, words));
    let text = if let Some(text) = single {
        text
    } else {
        let min = number(node.get(&format!("{key}_min"))?, words)?;
        let max = number(node.get(&format!("{key}_max"))?, words)?;
        if min == max {
            min
        } else {
            format!("{min}–{max}")
        }
    };
    let approximate = node.get(&format!("{key}_approximate")) == Some(ValueRef::Bool(true));
    Some(if approximate {
        fill(words.circa, &[&text])
    } else {
        text
    })
}

/// A quantity with its word: `200,000 troops`, `80%`, `meetings this year: 5`.
pub(crate) fn with_word(key: &str, quantity: &str, words: &Words) -> String {
    match words.figures.iter().find(|(known, ..)| *known == key) {
        Some((_, one, many)) => fill(if quantity == "1" { one } else { many }, &[quantity]),
        None => format!("{}: {quantity}", words.key(key)),
    }
}

/// An attribute's value as somebody wrote it, in words: `80%`, `~200 thousand`, `true`.
pub(crate) fn written(key: &str, value: &str, words: &Words) -> String {
    let Ok(parsed) = Number::parse(value) else {
        return match value {
            "true" => words.key(key),
            _ => format!("{}: {}", words.key(key), words.key(value)),
        };
    };
    let end = |num: Num| {
        let value = match num {
            Num::Int(int) => ValueRef::Int(int),
            Num::Float(float) => ValueRef::Float(float),
        };
        number(value, words).unwrap_or_default()
    };
    let text = if parsed.is_range() {
        format!("{}–{}", end(parsed.min()), end(parsed.max()))
    } else {
        end(parsed.min())
    };
    let text = if parsed.is_approximate() {
        fill(words.circa, &[&text])
    } else {
        text
    };
    with_word(key, &text, words)
}

/// An amount of money of an agreement: `1.5 bn USD`, `630–640 m USD`.
pub(crate) fn amount(node: NodeRef<'_>, words: &Words) -> Option<String> {
    let figure = |key: &str| match node.get(key)? {
        #[expect(clippy::cast_precision_loss, reason = "shown with four digits at most")]
        ValueRef::Int(int) => Some(int as f64),
        ValueRef::Float(float) => Some(float),
        _ => None,
    };
    let (min, max) = (figure("amount_min")?, figure("amount_max")?);
    let (power, name) = [(1e12, 3), (1e9, 2), (1e6, 1)]
        .into_iter()
        .find(|(power, _)| max.abs() >= *power)
        .map_or((1.0, ""), |(power, at)| (power, words.powers[at]));
    let scaled = |value: f64| {
        let value = value / power;
        let value = if power > 1.0 {
            (value * 1000.0).round() / 1000.0
        } else {
            value
        };
        number(ValueRef::Float(value), words).unwrap_or_default()
    };
    let span = if (min - max).abs() < f64::EPSILON {
        scaled(max)
    } else {
        format!("{}–{}", scaled(min), scaled(max))
    };
    let currency = node.text("currency").unwrap_or_default();
    let text = [span.as_str(), name, currency]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let approximate = node.get("amount_approximate") == Some(ValueRef::Bool(true));
    Some(if approximate {
        fill(words.circa, &[&text])
    } else {
        text
    })
}

/// The figures of an event or agreement, in the order of the built-in words, then by key.
///
/// Numbers and booleans that are true; texts as `key: text`. Dates, amounts and stages have places
/// of their own.
pub(crate) fn figures(
    node: NodeRef<'_>,
    type_name: &str,
    registry: &Registry,
    words: &Words,
) -> Vec<(String, String)> {
    let mut keys = registry.attributes(type_name);
    let rank = |key: &str| {
        words
            .figures
            .iter()
            .position(|(known, ..)| *known == key)
            .unwrap_or(usize::MAX)
    };
    keys.sort_by_key(|key| (rank(key), *key));
    keys.into_iter()
        .filter_map(|key| {
            let text = match registry.attribute(type_name, key)? {
                AttributeKind::Number => with_word(key, &quantity(node, key, words)?, words),
                AttributeKind::Boolean => match node.get(key)? {
                    ValueRef::Bool(true) => words.key(key),
                    ValueRef::Bool(false) => format!("{}: {}", words.key(key), words.key("false")),
                    _ => return None,
                },
                AttributeKind::Text => format!("{}: {}", words.key(key), node.text(key)?),
                AttributeKind::Date | AttributeKind::Amount | AttributeKind::Stage => return None,
            };
            Some((key.to_owned(), text))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::{EN, NL};
    use super::*;
    use crate::graph::Graph;
    use crate::graph::Value;

    #[test]
    fn amounts_keep_their_range_and_currency() {
        let mut graph = Graph::new();
        let loan = graph.add_node(["Agreement", "Loan"]);
        graph.set(loan, "amount_min", Value::from(630_000_000));
        graph.set(loan, "amount_max", Value::from(640_000_000));
        graph.set(loan, "currency", Value::from("USD"));
        assert_eq!(amount(graph.node(loan), &EN).unwrap(), "630–640 m USD");
        graph.set(loan, "amount_min", Value::from(1_500_000_000));
        graph.set(loan, "amount_max", Value::from(1_500_000_000));
        graph.set(loan, "amount_approximate", Value::from(true));
        assert_eq!(amount(graph.node(loan), &NL).unwrap(), "ca. 1,5 mld USD");
        graph.set(loan, "amount_min", Value::from(2500));
        graph.set(loan, "amount_max", Value::from(2500));
        assert_eq!(amount(graph.node(loan), &EN).unwrap(), "c. 2,500 USD");
    }

    #[test]
    fn a_claimed_value_reads_like_a_reported_one() {
        assert_eq!(written("share", "80%", &EN), "80%");
        assert_eq!(written("people", "~200 thousand", &EN), "c. 200,000 people");
        assert_eq!(written("people", "5..6", &NL), "5–6 personen");
        assert_eq!(written("fraudulent", "true", &EN), "fraudulent");
        assert_eq!(written("fraudulent", "false", &NL), "frauduleus: nee");
    }

    #[test]
    fn figures_are_approximate_or_ranges_as_told() {
        let mut graph = Graph::new();
        let registry = Registry::builtin();
        let event = graph.add_node(["Event", "Exercise"]);
        graph.set(event, "troops", Value::from(200_000));
        graph.set(event, "troops_approximate", Value::from(true));
        graph.set(event, "ships_min", Value::from(14));
        graph.set(event, "ships_max", Value::from(15));
        let figures: Vec<_> = figures(graph.node(event), "exercise", &registry, &EN)
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        assert_eq!(figures, ["c. 200,000 troops", "14–15 ships"]);
    }
}
