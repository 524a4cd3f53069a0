//! Equivalence: what `DISTINCT` and grouping treat as one.

use std::hash::{Hash, Hasher};

use super::Value;

/// Whether two values are the same for grouping: null is null, NaN is NaN, and a number is itself
/// as an integer or as a float, an instant is itself in every zone.
pub fn equivalent(a: &Value, b: &Value) -> bool {
    super::order(a, b).is_eq()
}

/// A value as a key of a hash map, by [`equivalent`].
#[derive(Debug, Clone)]
pub struct Key(pub Value);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        equivalent(&self.0, &other.0)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash(&self.0, state);
    }
}

fn hash<H: Hasher>(value: &Value, state: &mut H) {
    // Integers and floats share a tag, as equivalent numbers must have the same hash.
    let tag = match value {
        Value::Int(_) => super::Kind::Float,
        other => other.kind(),
    };
    tag.hash(state);
    match value {
        Value::Null => {}
        Value::Bool(bool) => bool.hash(state),
        #[expect(clippy::cast_precision_loss, reason = "a hash may collide")]
        Value::Int(int) => hash_float(*int as f64, state),
        Value::Float(float) => hash_float(*float, state),
        Value::Text(text) => text.hash(state),
        Value::List(list) => {
            list.len().hash(state);
            list.iter().for_each(|value| hash(value, state));
        }
        Value::Map(map) => {
            map.len().hash(state);
            for (key, value) in map.iter() {
                key.hash(state);
                hash(value, state);
            }
        }
        Value::Node(node) => node.hash(state),
        Value::Relationship(relationship) => relationship.hash(state),
        Value::Path(path) => path.hash(state),
        Value::Date(day) => day.hash(state),
        Value::LocalTime(time) => time.hash(state),
        Value::Time(time) => time.utc_nanos().hash(state),
        Value::LocalDateTime(local) => local.hash(state),
        Value::DateTime(instant) => instant.instant().hash(state),
        Value::Duration(duration) => duration.hash(state),
    }
}

fn hash_float<H: Hasher>(float: f64, state: &mut H) {
    let canonical = if float.is_nan() {
        f64::NAN
    } else if float == 0.0 {
        0.0
    } else {
        float
    };
    canonical.to_bits().hash(state);
}
