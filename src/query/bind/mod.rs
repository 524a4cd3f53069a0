//! Gives meaning to a query: names become slots, every pattern becomes a graph, and every error
//! of meaning is found, in the suite's words.
//!
//! Works clause by clause; a scope says which variables are seen. Must not know plans: what it makes
//! ([`tree`]) has no order inside a pattern. Start reading at [`bind`].

mod call;
mod clause;
mod expr;
mod function;
mod pattern;
mod projection;
mod scope;
#[cfg(test)]
mod tests;
pub mod tree;
mod write;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::ast::{self, Name, Span};
use super::error::{Error, ErrorType};
use super::procedures::Registry;
use scope::{Computed, Scope, Type};
use tree::{Branch, Column, NameId, Query, Slot};

/// A query with its meaning.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The query.
    pub query: Query,
    /// Labels, types and keys by [`NameId`].
    pub names: Vec<Arc<str>>,
    /// What the names are used for, and where first.
    pub uses: Vec<(NameId, Use, Span)>,
    /// Number of slots.
    pub slots: usize,
    /// Parameters that it needs, with the place of the first use.
    pub parameters: BTreeMap<Arc<str>, Span>,
    /// Whether it changes the graph.
    pub writes: bool,
}

/// What a name is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A label that is looked for.
    Label,
    /// A relationship type that is looked for.
    Type,
    /// A property that is read.
    Key,
}

/// Binds a query. All errors of meaning come together, the first in the text first as far as
/// one does not follow from another.
pub fn bind(text: &str, query: &ast::Query, procedures: &Registry) -> Result<Bound, Vec<Error>> {
    let mut binder = Binder {
        text,
        procedures,
        names: Vec::new(),
        name_ids: HashMap::new(),
        uses: Vec::new(),
        slots: 0,
        parameters: BTreeMap::new(),
        scope: Scope::default(),
        computed: None,
        aggregation: Aggregation::Forbidden,
        aggregates: Vec::new(),
        patterns_allowed: false,
        writes: false,
        errors: Vec::new(),
    };
    let bound = binder.query(query, Position::Top);
    match bound {
        Err(error) => binder.errors.push(error),
        Ok(query) if binder.errors.is_empty() => {
            return Ok(Bound {
                query,
                names: binder.names,
                uses: binder.uses,
                slots: binder.slots as usize,
                parameters: binder.parameters,
                writes: binder.writes,
            });
        }
        Ok(_) => {}
    }
    Err(binder.errors)
}

/// What a rule of meaning gives.
type Bind<T> = Result<T, Error>;

/// Where a query stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Position {
    /// Alone.
    Top,
    /// In `CALL { … }`.
    Call,
    /// In `EXISTS { … }` or `COUNT { … }`: reads only, needs no `RETURN`.
    Exists,
    /// In `COLLECT { … }`: reads only.
    Collect,
}

/// Whether aggregates may stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aggregation {
    Forbidden,
    Allowed,
    /// Inside another aggregate.
    Nested,
}

struct Binder<'a> {
    text: &'a str,
    procedures: &'a Registry,
    names: Vec<Arc<str>>,
    name_ids: HashMap<Arc<str>, NameId>,
    uses: Vec<(NameId, Use, Span)>,
    slots: u32,
    parameters: BTreeMap<Arc<str>, Span>,
    scope: Scope,
    /// Set where rows have been grouped.
    computed: Option<Computed>,
    aggregation: Aggregation,
    /// The aggregates of the projection that is bound.
    aggregates: Vec<tree::AggregateCall>,
    /// Whether a pattern may stand for a truth value.
    patterns_allowed: bool,
    writes: bool,
    errors: Vec<Error>,
}

impl Binder<'_> {
    fn new_slot(&mut self) -> Slot {
        let slot = Slot(self.slots);
        self.slots += 1;
        slot
    }

    fn name_id(&mut self, text: &Arc<str>) -> NameId {
        if let Some(&id) = self.name_ids.get(text) {
            return id;
        }
        let id = NameId(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(text.clone());
        self.name_ids.insert(text.clone(), id);
        id
    }

    fn used(&mut self, name: &Name, what: Use) -> NameId {
        let id = self.name_id(&name.text);
        if !self
            .uses
            .iter()
            .any(|(known, as_what, _)| (*known, *as_what) == (id, what))
        {
            self.uses.push((id, what, name.span));
        }
        id
    }

    fn declare(&mut self, name: &Name, ty: Type) -> Slot {
        let slot = self.new_slot();
        self.scope.declare(name.text.clone(), slot, ty);
        slot
    }

    /// Runs a rule in a scope of its own.
    fn in_scope<T>(&mut self, rule: impl FnOnce(&mut Self) -> Bind<T>) -> Bind<T> {
        let before = self.scope.variables.len();
        let result = rule(self);
        self.scope.variables.truncate(before);
        result
    }

    fn with_aggregation<T>(
        &mut self,
        aggregation: Aggregation,
        rule: impl FnOnce(&mut Self) -> Bind<T>,
    ) -> Bind<T> {
        let before = std::mem::replace(&mut self.aggregation, aggregation);
        let result = rule(self);
        self.aggregation = before;
        result
    }

    fn query(&mut self, query: &ast::Query, position: Position) -> Bind<Query> {
        let scope = self.scope.clone();
        let first = self.branch(&query.first, position)?;
        if query.unions.is_empty() {
            return Ok(Query {
                columns: first.columns.clone(),
                branches: vec![first],
                distinct: false,
            });
        }
        let names = |branch: &Branch| -> Vec<Arc<str>> {
            branch.columns.iter().map(|c| c.name.clone()).collect()
        };
        let mut wanted = names(&first);
        wanted.sort();
        let columns: Vec<_> = (first.columns.iter())
            .map(|column| Column {
                name: column.name.clone(),
                slot: self.new_slot(),
            })
            .collect();
        let all = query.unions[0].all;
        let mut branches = vec![first];
        for union in &query.unions {
            if union.all != all {
                return Err(semantic(
                    "InvalidClauseComposition",
                    union.span,
                    "UNION and UNION ALL cannot be mixed in one query",
                ));
            }
            self.scope = scope.clone();
            let branch = self.branch(&union.query, position)?;
            let mut found = names(&branch);
            found.sort();
            if found != wanted {
                return Err(semantic(
                    "DifferentColumnsInUnion",
                    union.span,
                    format!(
                        "the queries of a UNION must have the same columns, found {} and {}",
                        listed(&wanted),
                        listed(&found)
                    ),
                ));
            }
            branches.push(branch);
        }
        self.scope = scope;
        Ok(Query {
            branches,
            distinct: !all,
            columns,
        })
    }
}

fn listed(names: &[Arc<str>]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// An error of meaning, which the suite counts among the errors of syntax.
fn semantic(detail: &'static str, span: Span, message: impl Into<String>) -> Error {
    Error::compile(ErrorType::SyntaxError, detail, span.range(), message)
}
