//! Patterns that are looked for.

use super::super::ast::{self, Arrow, ExprKind, Name};
use super::super::value::Kinds;
use super::clause::already_bound;
use super::scope::Type;
use super::tree::{
    Expr, Length, NameId, PathBinding, PatternNode, PatternRelationship, QueryGraph, Slot,
};
use super::{Bind, Binder, Use, semantic};

/// Whether a pattern may bind variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Introduce {
    /// New names are new variables.
    Variables,
    /// Every name must be known.
    Nothing,
}

impl Binder<'_> {
    /// A pattern as a graph. New variables are seen afterwards.
    pub(super) fn pattern(
        &mut self,
        paths: &[ast::PathPattern],
        introduce: Introduce,
    ) -> Bind<QueryGraph> {
        let known = self.scope.variables.len();
        let mut graph = QueryGraph::default();
        let mut properties = Vec::new();
        for path in paths {
            self.path(path, introduce, known, &mut graph, &mut properties)?;
        }
        // Properties may refer to every variable of the pattern.
        for (owner, map) in properties {
            let map = self.pattern_properties(map)?;
            match owner {
                Owner::Node(at) => graph.nodes[at].properties.extend(map),
                Owner::Relationship(at) => graph.relationships[at].properties.extend(map),
            }
        }
        graph.arguments = self.scope.variables[..known]
            .iter()
            .map(|variable| variable.slot)
            .collect();
        graph.arguments.sort_unstable();
        graph.arguments.dedup();
        Ok(graph)
    }

    fn path<'q>(
        &mut self,
        path: &'q ast::PathPattern,
        introduce: Introduce,
        known: usize,
        graph: &mut QueryGraph,
        properties: &mut Vec<(Owner, &'q ast::Expr)>,
    ) -> Bind<()> {
        let mut left = self.node(&path.start, introduce, graph, properties)?;
        let start = graph.nodes[left].slot;
        let mut steps = Vec::new();
        for step in &path.steps {
            let place = graph.relationships.len();
            let relationship = &step.relationship;
            let (slot, bound) = self.relationship(relationship, introduce, known)?;
            let right = self.node(&step.node, introduce, graph, properties)?;
            let reversed = relationship.direction == Arrow::Left;
            let types = (relationship.types.iter())
                .map(|name| self.used(name, Use::Type))
                .collect();
            let (from, to) = if reversed {
                (right, left)
            } else {
                (left, right)
            };
            graph.relationships.push(PatternRelationship {
                slot,
                bound,
                from,
                to,
                undirected: matches!(relationship.direction, Arrow::Neither | Arrow::Both),
                types,
                length: relationship.length.map(|length| Length {
                    min: length.min.unwrap_or(1),
                    max: length.max.unwrap_or(u32::MAX),
                }),
                properties: Vec::new(),
                shortest: path.shortest,
                reversed,
            });
            if let Some(map) = &relationship.properties {
                properties.push((Owner::Relationship(place), map));
            }
            steps.push(slot);
            left = right;
        }
        if let Some(name) = &path.variable {
            if self.scope.find(&name.text).is_some() {
                return Err(already_bound(name));
            }
            let slot = self.declare(name, Type::of(Kinds::PATH));
            graph.paths.push(PathBinding { slot, start, steps });
        }
        Ok(())
    }

    fn node<'q>(
        &mut self,
        node: &'q ast::NodePattern,
        introduce: Introduce,
        graph: &mut QueryGraph,
        properties: &mut Vec<(Owner, &'q ast::Expr)>,
    ) -> Bind<usize> {
        let (slot, bound) = match &node.variable {
            Some(name) => self.node_variable(name, introduce)?,
            None => (self.new_slot(), false),
        };
        let at = if let Some(at) = graph.nodes.iter().position(|known| known.slot == slot) {
            at
        } else {
            graph.nodes.push(PatternNode {
                slot,
                bound,
                labels: Vec::new(),
                properties: Vec::new(),
            });
            graph.nodes.len() - 1
        };
        for label in &node.labels {
            let label = self.used(label, Use::Label);
            if !graph.nodes[at].labels.contains(&label) {
                graph.nodes[at].labels.push(label);
            }
        }
        if let Some(map) = &node.properties {
            properties.push((Owner::Node(at), map));
        }
        Ok(at)
    }

    /// The slot of a node, and whether it had a value before.
    fn node_variable(&mut self, name: &Name, introduce: Introduce) -> Bind<(Slot, bool)> {
        if self.scope.find(&name.text).is_some() {
            let (slot, ty) = self.variable(name)?;
            if !ty.can_be(Kinds::NODE) {
                return Err(type_conflict(name, "a node", &ty));
            }
            return Ok((slot, true));
        }
        if introduce == Introduce::Nothing {
            return Err(self.undefined(name));
        }
        Ok((self.declare(name, Type::of(Kinds::NODE)), false))
    }

    fn relationship(
        &mut self,
        relationship: &ast::RelationshipPattern,
        introduce: Introduce,
        known: usize,
    ) -> Bind<(Slot, bool)> {
        let Some(name) = &relationship.variable else {
            return Ok((self.new_slot(), false));
        };
        let several = relationship.length.is_some();
        if let Some((at, _)) = self.scope.find(&name.text) {
            let (slot, ty) = self.variable(name)?;
            let fits = if several {
                ty.can_be_relationships()
            } else {
                ty.can_be(Kinds::RELATIONSHIP)
            };
            if !fits {
                let expected = if several {
                    "a list of relationships"
                } else {
                    "a relationship"
                };
                return Err(type_conflict(name, expected, &ty));
            }
            if at >= known {
                return Err(semantic(
                    "RelationshipUniquenessViolation",
                    name.span,
                    format!(
                        "`{}` stands for two relationships of one pattern, which are never the same",
                        name.text
                    ),
                ));
            }
            return Ok((slot, true));
        }
        if introduce == Introduce::Nothing {
            return Err(self.undefined(name));
        }
        let ty = if several {
            Type::list_of(Type::of(Kinds::RELATIONSHIP))
        } else {
            Type::of(Kinds::RELATIONSHIP)
        };
        Ok((self.declare(name, ty), false))
    }

    fn pattern_properties(&mut self, map: &ast::Expr) -> Bind<Vec<(NameId, Expr)>> {
        match &map.kind {
            ExprKind::Map(entries) => self.property_entries(entries, true),
            _ => Err(semantic(
                "InvalidParameterUse",
                map.span,
                "a parameter cannot stand for the properties of a pattern that is looked for",
            )
            .help("write the properties one by one: `{name: $name}`")),
        }
    }

    /// The entries of a map in a pattern.
    pub(super) fn property_entries(
        &mut self,
        entries: &[(Name, ast::Expr)],
        reads: bool,
    ) -> Bind<Vec<(NameId, Expr)>> {
        entries
            .iter()
            .map(|(key, value)| {
                let key = if reads {
                    self.used(key, Use::Key)
                } else {
                    self.name_id(&key.text)
                };
                Ok((key, self.expr(value)?.0))
            })
            .collect()
    }
}

/// Whose properties they are.
enum Owner {
    Node(usize),
    Relationship(usize),
}

pub(super) fn type_conflict(name: &Name, expected: &str, found: &Type) -> super::Error {
    semantic(
        "VariableTypeConflict",
        name.span,
        format!(
            "the variable `{}` is used as {expected}, but it is {}",
            name.text, found.kinds
        ),
    )
}
