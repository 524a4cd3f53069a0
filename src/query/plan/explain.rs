//! Plans as tables for people.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::Table;
use super::super::bind::tree::{NameId, Slot};
use super::super::exec::Tally;
use super::super::value::Value;
use super::{Counted, Direction, Follow, Op, Plan, Source};

/// One operator a row, the last one first, operators inside others indented.
pub(in super::super) fn explain(
    plan: &Plan,
    names: &[Arc<str>],
    tallies: Option<&HashMap<usize, Tally>>,
) -> Table {
    let mut columns = vec!["operator", "details", "estimated rows"];
    if tallies.is_some() {
        columns.extend(["rows", "milliseconds"]);
    }
    let mut explainer = Explainer {
        names,
        tallies,
        rows: Vec::new(),
    };
    explainer.plan(plan, 0);
    Table {
        columns: columns.into_iter().map(Arc::from).collect(),
        rows: explainer.rows,
    }
}

struct Explainer<'a> {
    names: &'a [Arc<str>],
    tallies: Option<&'a HashMap<usize, Tally>>,
    rows: Vec<Vec<Value>>,
}

impl Explainer<'_> {
    fn plan(&mut self, plan: &Plan, depth: usize) {
        let mut at = Some(plan);
        while let Some(plan) = at {
            let (name, details) = self.operator(&plan.op);
            let mut row = vec![
                Value::from(format!("{}{name}", "  ".repeat(depth))),
                Value::from(details),
                Value::Float(plan.estimate.round()),
            ];
            if let Some(tallies) = self.tallies {
                let tally = tallies
                    .get(&std::ptr::from_ref(plan).addr())
                    .copied()
                    .unwrap_or_default();
                let micros = u32::try_from(tally.time.as_micros()).unwrap_or(u32::MAX);
                row.push(Value::Int(i64::try_from(tally.rows).unwrap_or(i64::MAX)));
                row.push(Value::Float(f64::from(micros) / 1000.0));
            }
            self.rows.push(row);
            match &plan.op {
                Op::Optional { inner, .. }
                | Op::Apply { inner, .. }
                | Op::HashJoin { inner, .. } => {
                    self.plan(inner, depth + 1);
                }
                Op::Union { branches, .. } => {
                    for (branch, _) in branches {
                        self.plan(branch, depth + 1);
                    }
                }
                _ => {}
            }
            at = plan.input.as_deref();
        }
    }

    fn name(&self, name: NameId) -> &str {
        &self.names[name.0 as usize]
    }

    fn joined(&self, names: &[NameId], separator: &str) -> String {
        let names: Vec<_> = names.iter().map(|&name| self.name(name)).collect();
        names.join(separator)
    }

    fn operator(&self, op: &Op) -> (&'static str, String) {
        match op {
            Op::Argument => ("Argument", String::new()),
            Op::Scan { slot, source } => self.scan(*slot, source),
            Op::ScanRelationships(follow) => ("ScanRelationships", self.follow(follow, "")),
            Op::Expand(follow) => {
                let name = if follow.into { "ExpandInto" } else { "Expand" };
                (name, self.follow(follow, ""))
            }
            Op::ExpandMany {
                follow,
                length,
                ends_only,
                ..
            } => {
                let name = if *ends_only { "Reach" } else { "ExpandMany" };
                let most = match length.max {
                    u32::MAX => String::new(),
                    most => most.to_string(),
                };
                let length = format!("*{}..{most}", length.min);
                (name, self.follow(follow, &length))
            }
            Op::ShortestPath { follow, .. } => ("ShortestPath", self.follow(follow, "*")),
            Op::Check { follow, .. } => ("Check", self.follow(follow, "")),
            Op::Filter(conditions) => ("Filter", format!("{} conditions", conditions.len())),
            Op::Optional { .. } => ("Optional", String::new()),
            Op::Apply { .. } => ("Apply", String::new()),
            Op::HashJoin { outer_keys, .. } => ("HashJoin", format!("{} keys", outer_keys.len())),
            Op::Project(items) => ("Project", format!("{} values", items.len())),
            Op::Aggregate { keys, aggregates } => (
                "Aggregate",
                format!("{} keys, {} aggregates", keys.len(), aggregates.len()),
            ),
            Op::Count { what, .. } => ("Count", self.counted(what)),
            Op::Distinct(slots) => ("Distinct", format!("{} values", slots.len())),
            Op::Sort { order, first, .. } => {
                let name = if first.is_empty() { "Sort" } else { "Top" };
                (name, format!("{} keys", order.len()))
            }
            Op::Skip(_) => ("Skip", String::new()),
            Op::Limit { .. } => ("Limit", String::new()),
            Op::Unwind { .. } => ("Unwind", String::new()),
            Op::Call { procedure, .. } => ("Call", procedure.to_string()),
            Op::Write { writes, .. } => ("Write", format!("{} changes", writes.len())),
            Op::Union { branches, .. } => ("Union", format!("{} queries", branches.len())),
        }
    }

    fn scan(&self, slot: Slot, source: &Source) -> (&'static str, String) {
        let node = slot.0;
        match source {
            Source::All => ("ScanNodes", format!("({node})")),
            Source::Label(label) => ("ScanLabel", format!("({node}:{})", self.name(*label))),
            Source::Property { label, key, .. } => {
                let label = label.map(|label| format!(":{}", self.name(label)));
                let label = label.unwrap_or_default();
                ("Seek", format!("({node}{label} {{{}}})", self.name(*key)))
            }
            Source::Id(_) => ("SeekId", format!("({node})")),
        }
    }

    fn follow(&self, follow: &Follow, length: &str) -> String {
        let types = self.joined(&follow.types, "|");
        let colon = if types.is_empty() { "" } else { ":" };
        let (left, right) = match follow.direction {
            Direction::Out => ("-", "->"),
            Direction::In => ("<-", "-"),
            Direction::Both => ("-", "-"),
        };
        format!(
            "({}){left}[{}{colon}{types}{length}]{right}({})",
            follow.from.0, follow.relationship.0, follow.to.0
        )
    }

    fn counted(&self, what: &Counted) -> String {
        match what {
            Counted::Nodes(None) => "nodes".to_owned(),
            Counted::Nodes(Some(label)) => format!("(:{})", self.name(*label)),
            Counted::Relationships(types) if types.is_empty() => "relationships".to_owned(),
            Counted::Relationships(types) => format!("-[:{}]-", self.joined(types, "|")),
        }
    }
}
