//! Nodes by the value of a property: indexes that are built when they are asked for a second
//! time, and kept up to date from then on.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{NodeId, Symbol, Value};

/// What an index is over: nodes with a label, or all, and a key.
pub(super) type Subject = (Option<Symbol>, Symbol);

/// A value as a key. Numbers that are equal have equal keys.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Bool(bool),
    Int(i64),
    Float(u64),
    Text(Arc<str>),
    Date(i64),
}

impl Key {
    /// The key of a value; `None` for values that no index holds.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "the way there and back tells whether the number is exact"
    )]
    fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => {
                let float = *value as f64;
                if float as i128 == i128::from(*value) {
                    Self::Float((float + 0.0).to_bits())
                } else {
                    Self::Int(*value)
                }
            }
            Value::Float(value) if value.is_nan() => return None,
            // Adding zero makes one of the two zeros.
            Value::Float(value) => Self::Float((*value + 0.0).to_bits()),
            Value::Text(value) => Self::Text(value.clone()),
            Value::Date(value) => Self::Date(value.0),
            _ => return None,
        })
    }
}

/// Nodes by value, in the order of their ids.
type Index = HashMap<Key, Vec<NodeId>>;

/// The indexes of a graph.
#[derive(Debug, Default)]
pub(super) struct Indexes(Mutex<HashMap<Subject, State>>);

#[derive(Debug, Clone)]
enum State {
    /// It has been asked for once.
    Wanted,
    Built(Arc<Index>),
}

impl Clone for Indexes {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }
}

impl Indexes {
    fn lock(&self) -> MutexGuard<'_, HashMap<Subject, State>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The nodes whose value equals the given one; `None` if there is no index for it (yet).
    /// `nodes` gives the nodes of the subject with their values, to build it.
    pub(super) fn find<'v, I>(
        &self,
        subject: Subject,
        value: &Value,
        nodes: impl FnOnce() -> I,
    ) -> Option<Vec<NodeId>>
    where
        I: Iterator<Item = (NodeId, &'v Value)>,
    {
        let key = Key::of(value)?;
        let mut indexes = self.lock();
        let index = match indexes.get(&subject) {
            None => {
                indexes.insert(subject, State::Wanted);
                return None;
            }
            Some(State::Built(index)) => index,
            Some(State::Wanted) => {
                let mut index = Index::new();
                for (node, value) in nodes() {
                    if let Some(key) = Key::of(value) {
                        index.entry(key).or_default().push(node);
                    }
                }
                let index = Arc::new(index);
                indexes.insert(subject, State::Built(index.clone()));
                return Some(index.get(&key).cloned().unwrap_or_default());
            }
        };
        Some(index.get(&key).cloned().unwrap_or_default())
    }

    /// To be told of every value that a node gets or loses, for each label it has and for none.
    pub(super) fn change(
        &mut self,
        subject: Subject,
        node: NodeId,
        old: Option<&Value>,
        new: Option<&Value>,
    ) {
        let indexes = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Some(State::Built(index)) = indexes.get_mut(&subject) else {
            return;
        };
        let index = Arc::make_mut(index);
        if let Some(key) = old.and_then(Key::of)
            && let Some(nodes) = index.get_mut(&key)
            && let Ok(at) = nodes.binary_search(&node)
        {
            nodes.remove(at);
        }
        if let Some(key) = new.and_then(Key::of) {
            let nodes = index.entry(key).or_default();
            if let Err(at) = nodes.binary_search(&node) {
                nodes.insert(at, node);
            }
        }
    }

    /// Whether nothing has been asked for.
    pub(super) fn is_empty(&mut self) -> bool {
        let indexes = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        indexes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Graph;
    use super::*;

    #[test]
    fn an_index_follows_every_change() {
        let mut graph = Graph::new();
        let a = graph.add_node(["A"]);
        let b = graph.add_node(["B"]);
        graph.set(a, "x", Value::from(1));
        graph.set(b, "x", Value::from(1.0));
        let (label, key) = (graph.symbol("A"), graph.intern("x"));
        let check = |graph: &Graph, label, value: Value, expected: &[NodeId]| {
            let find = || graph.find_nodes(label, key, &value);
            let found = find().or_else(find).unwrap();
            assert_eq!(found, expected, "{value:?}");
        };
        check(&graph, label, Value::from(1), &[a]);
        check(&graph, None, Value::from(1), &[a, b]);
        graph.add_label(b, "A");
        check(&graph, label, Value::from(1), &[a, b]);
        graph.set(a, "x", Value::from("one"));
        check(&graph, label, Value::from(1), &[b]);
        check(&graph, None, Value::from("one"), &[a]);
        let copy = graph.clone();
        graph.remove_label(b, "A");
        check(&graph, label, Value::from(1), &[]);
        check(&copy, label, Value::from(1), &[b]);
        graph.remove_node(b);
        check(&graph, None, Value::from(1), &[]);
        graph.set(a, "x", None);
        check(&graph, None, Value::from("one"), &[]);
    }

    #[test]
    fn only_equal_numbers_share_a_key() {
        let key = |value: Value| Key::of(&value);
        assert_eq!(key(Value::from(0)), key(Value::Float(-0.0)));
        assert_ne!(
            key(Value::Int(i64::MAX)),
            key(Value::Float(9.223_372_036_854_776e18))
        );
        assert_eq!(key(Value::Int(1 << 60)), key(Value::Float(2_f64.powi(60))));
        assert_eq!(key(Value::Float(f64::NAN)), None);
    }
}
