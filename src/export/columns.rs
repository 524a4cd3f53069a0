//! What tables of nodes and of relationships need to know before they write a line: which
//! properties there are and what their values have in common.

use crate::graph::{EdgeRef, Graph, NodeRef, Symbol, Value, ValueRef};
use crate::model::date::Day;

use super::View;
use super::keys::Keys;

/// The kind of a value that is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    Bool,
    Int,
    Float,
    Text,
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    DateTime,
    Duration,
}

/// What the values of a column have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Values of one kind; whole numbers among floats count as floats.
    One(Scalar),
    /// Lists of values of one kind; none where all are empty.
    List(Option<Scalar>),
    /// Values of several kinds, or lists that hold several or hold lists.
    Mixed,
}

/// A property as a column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// The name of the property.
    pub key: String,
    /// A name that no other column has, whatever the case of its letters.
    pub name: String,
    /// What its values have in common.
    pub kind: Kind,
    /// Whether a number or day is so large that readers with 53 bits for whole numbers, 32 for
    /// days or four digits for years would lose it.
    #[cfg_attr(
        not(feature = "parquet"),
        allow(dead_code, reason = "only Parquet has such days")
    )]
    pub wide: bool,
}

/// The columns of all nodes or of all relationships, in the code-point order of their properties.
#[derive(Debug)]
pub(super) struct Columns {
    pub columns: Vec<Column>,
    /// The column of each symbol.
    places: Vec<Option<u32>>,
}

/// The largest whole number below which a float holds all.
pub(super) const EXACT: u64 = 1 << 53;

/// What was seen of a property.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    kind: Option<Kind>,
    ints: bool,
    wide: bool,
}

impl Scalar {
    fn of(value: ValueRef<'_>) -> Option<Self> {
        Some(match value {
            ValueRef::Bool(_) => Self::Bool,
            ValueRef::Int(_) => Self::Int,
            ValueRef::Float(_) => Self::Float,
            ValueRef::Text(_) => Self::Text,
            ValueRef::Date(_) => Self::Date,
            ValueRef::LocalTime(_) => Self::LocalTime,
            ValueRef::Time(_) => Self::Time,
            ValueRef::LocalDateTime(_) => Self::LocalDateTime,
            ValueRef::DateTime(_) => Self::DateTime,
            ValueRef::Duration(_) => Self::Duration,
            ValueRef::List(_) => return None,
        })
    }

    fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Int, Self::Float) | (Self::Float, Self::Int) => Some(Self::Float),
            (one, other) => (one == other).then_some(one),
        }
    }
}

impl Kind {
    /// The kind of one value.
    pub(super) fn of(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::List(items) => {
                let mut kinds = items.iter().map(|item| Scalar::of(ValueRef::from(item)));
                let Some(first) = kinds.next() else {
                    return Self::List(None);
                };
                let all = kinds.try_fold(first, |all, kind| match (all, kind) {
                    (Some(all), Some(kind)) => Some(Some(all.with(kind)?)),
                    _ => None,
                });
                match all {
                    Some(Some(scalar)) => Self::List(Some(scalar)),
                    _ => Self::Mixed,
                }
            }
            scalar => Scalar::of(scalar).map_or(Self::Mixed, Self::One),
        }
    }

    fn with(self, other: Self) -> Self {
        let both = match (self, other) {
            (Self::One(a), Self::One(b)) => a.with(b).map(Self::One),
            (Self::List(None), Self::List(list)) | (Self::List(list), Self::List(None)) => {
                Some(Self::List(list))
            }
            (Self::List(Some(a)), Self::List(Some(b))) => {
                a.with(b).map(|scalar| Self::List(Some(scalar)))
            }
            _ => None,
        };
        both.unwrap_or(Self::Mixed)
    }
}

impl Seen {
    fn see(&mut self, value: ValueRef<'_>) {
        // Most columns hold one kind throughout.
        match (value, self.kind) {
            (ValueRef::Text(_), Some(Kind::One(Scalar::Text))) => return,
            (ValueRef::List(items), _) => items.iter().for_each(|item| self.measure(item.into())),
            _ => self.measure(value),
        }
        let kind = Kind::of(value);
        self.kind = Some(self.kind.map_or(kind, |seen| seen.with(kind)));
    }

    fn measure(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Int(int) => {
                self.ints = true;
                self.wide |= int.unsigned_abs() > EXACT;
            }
            ValueRef::Date(day) => self.wide |= !is_common(day),
            _ => {}
        }
    }

    fn settled(self) -> Option<Kind> {
        let floats = matches!(
            self.kind,
            Some(Kind::One(Scalar::Float) | Kind::List(Some(Scalar::Float)))
        );
        if floats && self.ints && self.wide {
            return Some(Kind::Mixed);
        }
        self.kind
    }
}

/// Whether a day lies in the years 1 to 9999.
pub(super) fn is_common(day: Day) -> bool {
    (-719_162..=2_932_896).contains(&day.0)
}

impl Columns {
    /// The columns of the nodes. `fixed` are names of columns that stand before them; `id` is none
    /// where the first of these says the same. O(size of the part).
    pub(super) fn of_nodes(view: &View<'_>, keys: &Keys, fixed: &[&str]) -> Self {
        let graph = &view.dossier.graph;
        let mut seen = vec![Seen::default(); graph.symbols().count()];
        for node in view.selection.nodes(graph) {
            node.each_property(|key, value| seen[key.index()].see(value));
        }
        let told = !fixed.is_empty() && keys.tell_every_id();
        let skipped = graph.symbol("id").filter(|_| told);
        Self::settled(graph, &seen, fixed, skipped)
    }

    /// The columns of the relationships. O(size of the part).
    pub(super) fn of_edges(view: &View<'_>, fixed: &[&str]) -> Self {
        let graph = &view.dossier.graph;
        let mut seen = vec![Seen::default(); graph.symbols().count()];
        for edge in view.selection.edges(graph) {
            edge.each_property(|key, value| seen[key.index()].see(value));
        }
        Self::settled(graph, &seen, fixed, None)
    }

    fn settled(graph: &Graph, seen: &[Seen], fixed: &[&str], skipped: Option<Symbol>) -> Self {
        let skipped = skipped.map(|symbol| graph.name(symbol));
        let mut found: Vec<_> = (graph.symbols().zip(seen).enumerate())
            .filter_map(|(at, (key, seen))| Some((key, at, seen.settled()?, seen.wide)))
            .filter(|(key, ..)| Some(*key) != skipped)
            .collect();
        found.sort_unstable_by_key(|(key, ..)| *key);
        let mut taken: std::collections::BTreeSet<_> =
            fixed.iter().map(|name| name.to_lowercase()).collect();
        let mut places = vec![None; seen.len()];
        let mut columns = Vec::with_capacity(found.len());
        for (key, at, kind, wide) in found {
            let mut name = key.to_owned();
            while !taken.insert(name.to_lowercase()) {
                name.push('_');
            }
            places[at] = u32::try_from(columns.len()).ok();
            let key = key.to_owned();
            columns.push(Column {
                key,
                name,
                kind,
                wide,
            });
        }
        Self { columns, places }
    }

    /// Puts the values of a node in the order of the columns.
    pub(super) fn row_of_node<'g>(&self, node: NodeRef<'g>, row: &mut Vec<Option<ValueRef<'g>>>) {
        self.clear(row);
        node.each_property(|key, value| self.put(key, value, row));
    }

    /// Puts the values of a relationship in the order of the columns.
    pub(super) fn row_of_edge<'g>(&self, edge: EdgeRef<'g>, row: &mut Vec<Option<ValueRef<'g>>>) {
        self.clear(row);
        edge.each_property(|key, value| self.put(key, value, row));
    }

    fn clear(&self, row: &mut Vec<Option<ValueRef<'_>>>) {
        row.clear();
        row.resize(self.columns.len(), None);
    }

    fn put<'g>(&self, key: Symbol, value: ValueRef<'g>, row: &mut [Option<ValueRef<'g>>]) {
        if let Some(Some(place)) = self.places.get(key.index()) {
            row[*place as usize] = Some(value);
        }
    }
}

/// A list as JSON: texts and temporal values as strings, floats that JSON has no number for as
/// null.
pub(super) fn json(items: &[Value]) -> serde_json::Value {
    items.iter().map(json_of).collect()
}

fn json_of(value: &Value) -> serde_json::Value {
    match value {
        Value::Bool(bool) => (*bool).into(),
        Value::Int(int) => (*int).into(),
        Value::Float(float) => (*float).into(),
        Value::List(items) => json(items),
        other => other.printed().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[Value], expected: Kind) {
        let mut seen = Seen::default();
        for value in values {
            seen.see(value.into());
        }
        assert_eq!(seen.settled(), Some(expected), "{values:?}");
    }

    #[test]
    fn a_column_has_the_kind_that_all_its_values_have() {
        let list = |items: Vec<Value>| Value::List(items.into());
        check(&[1.into(), 2.into()], Kind::One(Scalar::Int));
        check(&[1.into(), 0.5.into()], Kind::One(Scalar::Float));
        check(&[(i64::MAX).into(), 0.5.into()], Kind::Mixed);
        check(&["a".into(), 1.into()], Kind::Mixed);
        check(&[list(vec![]), list(vec![])], Kind::List(None));
        check(
            &[list(vec![]), Value::texts(["a"])],
            Kind::List(Some(Scalar::Text)),
        );
        check(&[list(vec!["a".into(), 1.into()])], Kind::Mixed);
        check(&[list(vec![Value::texts(["a"])])], Kind::Mixed);
        check(&["a".into(), Value::texts(["a"])], Kind::Mixed);
    }

    #[test]
    fn common_days_are_those_of_years_with_four_digits() {
        assert!(is_common(Day::from_ymd(1, 1, 1)) && is_common(Day::from_ymd(9999, 12, 31)));
        assert!(!is_common(Day::from_ymd(0, 12, 31)) && !is_common(Day::from_ymd(10_000, 1, 1)));
    }
}
