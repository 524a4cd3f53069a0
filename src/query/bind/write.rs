//! Clauses that change the graph.

use super::super::ast::{self, Arrow, ClauseKind, ExprKind, Name};
use super::super::value::Kinds;
use super::clause::already_bound;
use super::pattern::{Introduce, type_conflict};
use super::scope::Type;
use super::tree::{Creation, Expr, Merge, PathBinding, Properties, SetItem, Slot, Write};
use super::{Bind, Binder, semantic};

const ENTITY: Kinds = Kinds::NODE.or(Kinds::RELATIONSHIP);

impl Binder<'_> {
    pub(super) fn write(&mut self, clause: &ast::Clause) -> Bind<Write> {
        self.writes = true;
        Ok(match &clause.kind {
            ClauseKind::Create(paths) => {
                let mut creations = Vec::new();
                for path in paths {
                    self.create_path(path, &mut creations)?;
                }
                Write::Create(creations)
            }
            ClauseKind::Merge {
                path,
                on_create,
                on_match,
            } => self.merge(path, on_create, on_match)?,
            ClauseKind::Set(items) => Write::Set(self.set_items(items)?),
            ClauseKind::Remove(items) => Write::Set(self.remove_items(items)?),
            ClauseKind::Delete { detach, targets } => Write::Delete {
                detach: *detach,
                targets: self.delete_targets(targets)?,
            },
            ClauseKind::Foreach {
                variable,
                list,
                body,
            } => {
                let (list, ty) = self.expr(list)?;
                self.in_scope(|binder| {
                    let slot = binder.declare(variable, ty.elements());
                    let body = (body.iter())
                        .map(|clause| binder.write(clause))
                        .collect::<Bind<_>>()?;
                    Ok(Write::Foreach { list, slot, body })
                })?
            }
            _ => {
                return Err(semantic(
                    "InvalidClauseComposition",
                    clause.span,
                    "this clause does not change the graph",
                ));
            }
        })
    }

    fn create_path(&mut self, path: &ast::PathPattern, creations: &mut Vec<Creation>) -> Bind<()> {
        if path.shortest.is_some() {
            return Err(semantic(
                "UnexpectedSyntax",
                path.span,
                "a shortest path cannot be created",
            ));
        }
        let alone = path.steps.is_empty();
        let start = self.create_node(&path.start, alone, creations)?;
        let mut left = start;
        let mut steps = Vec::new();
        for step in &path.steps {
            let relationship = &step.relationship;
            self.check_new_name(relationship)?;
            check_new_relationship(relationship)?;
            if matches!(relationship.direction, Arrow::Neither | Arrow::Both) {
                return Err(semantic(
                    "RequiresDirectedRelationship",
                    relationship.span,
                    "a relationship that is created needs one direction",
                ));
            }
            let slot = self.new_slot();
            let properties = self.new_properties(relationship.properties.as_ref())?;
            let right = self.create_node(&step.node, false, creations)?;
            if let Some(name) = &relationship.variable {
                let ty = Type::of(Kinds::RELATIONSHIP);
                self.scope.declare(name.text.clone(), slot, ty);
            }
            let (from, to) = match relationship.direction {
                Arrow::Left => (right, left),
                _ => (left, right),
            };
            creations.push(Creation::Relationship {
                slot,
                from,
                to,
                kind: self.name_id(&relationship.types[0].text),
                properties,
            });
            steps.push(slot);
            left = right;
        }
        if let Some(binding) = self.new_path(path, start, steps)? {
            creations.push(Creation::Path(binding));
        }
        Ok(())
    }

    fn new_path(
        &mut self,
        path: &ast::PathPattern,
        start: Slot,
        steps: Vec<Slot>,
    ) -> Bind<Option<PathBinding>> {
        let Some(name) = &path.variable else {
            return Ok(None);
        };
        if self.scope.find(&name.text).is_some() {
            return Err(already_bound(name));
        }
        let slot = self.declare(name, Type::of(Kinds::PATH));
        Ok(Some(PathBinding { slot, start, steps }))
    }

    fn check_new_name(&self, relationship: &ast::RelationshipPattern) -> Bind<()> {
        match &relationship.variable {
            Some(name) if self.scope.find(&name.text).is_some() => Err(already_bound(name)),
            _ => Ok(()),
        }
    }

    fn new_properties(&mut self, map: Option<&ast::Expr>) -> Bind<Option<Properties>> {
        map.map(|map| match &map.kind {
            ExprKind::Map(entries) => self
                .property_entries(entries, false)
                .map(Properties::Listed),
            _ => self.expr(map).map(|(map, _)| Properties::Map(map)),
        })
        .transpose()
    }

    /// The slot of a node of a path that is created; creates it if it is new.
    fn create_node(
        &mut self,
        node: &ast::NodePattern,
        alone: bool,
        creations: &mut Vec<Creation>,
    ) -> Bind<Slot> {
        if let Some(slot) = self.known_node(node, alone)? {
            return Ok(slot);
        }
        let properties = self.new_properties(node.properties.as_ref())?;
        let labels = (node.labels.iter())
            .map(|label| self.name_id(&label.text))
            .collect();
        let slot = match &node.variable {
            Some(name) => self.declare(name, Type::of(Kinds::NODE)),
            None => self.new_slot(),
        };
        creations.push(Creation::Node {
            slot,
            labels,
            properties,
        });
        Ok(slot)
    }

    /// The slot of a node that is bound; it must not be described again.
    fn known_node(&mut self, node: &ast::NodePattern, alone: bool) -> Bind<Option<Slot>> {
        let Some(name) = &node.variable else {
            return Ok(None);
        };
        if self.scope.find(&name.text).is_none() {
            return Ok(None);
        }
        let (slot, ty) = self.variable(name)?;
        if alone || !node.labels.is_empty() || node.properties.is_some() {
            return Err(already_bound(name));
        }
        if !ty.can_be(Kinds::NODE) {
            return Err(type_conflict(name, "a node", &ty));
        }
        Ok(Some(slot))
    }

    fn merge(
        &mut self,
        path: &ast::PathPattern,
        on_create: &[ast::SetItem],
        on_match: &[ast::SetItem],
    ) -> Bind<Write> {
        let before = self.scope.variables.len();
        self.check_merge(path)?;
        let pattern = self.pattern(std::slice::from_ref(path), Introduce::Variables)?;
        let mut creations = Vec::new();
        for node in pattern.nodes.iter().filter(|node| !node.bound) {
            creations.push(Creation::Node {
                slot: node.slot,
                labels: node.labels.clone(),
                properties: Some(Properties::Listed(node.properties.clone())),
            });
        }
        for relationship in &pattern.relationships {
            creations.push(Creation::Relationship {
                slot: relationship.slot,
                from: pattern.nodes[relationship.from].slot,
                to: pattern.nodes[relationship.to].slot,
                kind: relationship.types[0],
                properties: Some(Properties::Listed(relationship.properties.clone())),
            });
        }
        creations.extend(pattern.paths.iter().cloned().map(Creation::Path));
        let properties = (pattern.nodes.iter().flat_map(|node| &node.properties))
            .chain(pattern.relationships.iter().flat_map(|r| &r.properties))
            .map(|(_, value)| value.clone())
            .collect();
        let introduced = self.scope.variables[before..]
            .iter()
            .map(|v| v.slot)
            .collect();
        Ok(Write::Merge(Box::new(Merge {
            pattern,
            plan: None,
            creations,
            properties,
            on_create: self.set_items(on_create)?,
            on_match: self.set_items(on_match)?,
            introduced,
        })))
    }

    fn check_merge(&mut self, path: &ast::PathPattern) -> Bind<()> {
        self.known_node(&path.start, path.steps.is_empty())?;
        for step in &path.steps {
            self.check_new_name(&step.relationship)?;
            check_new_relationship(&step.relationship)?;
            self.known_node(&step.node, false)?;
        }
        if path.shortest.is_some() {
            return Err(semantic(
                "UnexpectedSyntax",
                path.span,
                "a shortest path cannot be merged",
            ));
        }
        Ok(())
    }

    fn set_items(&mut self, items: &[ast::SetItem]) -> Bind<Vec<SetItem>> {
        items.iter().map(|item| self.set_item(item)).collect()
    }

    fn set_item(&mut self, item: &ast::SetItem) -> Bind<SetItem> {
        Ok(match item {
            ast::SetItem::Property { target, key, value } => SetItem::Property {
                target: self.entity(target)?,
                key: self.name_id(&key.text),
                value: self.expr(value)?.0,
            },
            ast::SetItem::Properties {
                variable,
                value,
                add,
            } => {
                let target = self.entity_variable(variable, ENTITY)?;
                let (bound, ty) = self.expr(value)?;
                if !ty.can_be(ENTITY | Kinds::MAP) {
                    return Err(semantic(
                        "InvalidArgumentType",
                        value.span,
                        format!(
                            "expected a map, a node or a relationship, found {}",
                            ty.kinds
                        ),
                    ));
                }
                SetItem::Properties {
                    target,
                    value: bound,
                    add: *add,
                }
            }
            ast::SetItem::Labels { variable, labels } => {
                self.label_item(variable, labels, false)?
            }
        })
    }

    fn label_item(&mut self, variable: &Name, labels: &[Name], remove: bool) -> Bind<SetItem> {
        Ok(SetItem::Labels {
            target: self.entity_variable(variable, Kinds::NODE)?,
            labels: labels
                .iter()
                .map(|label| self.name_id(&label.text))
                .collect(),
            remove,
        })
    }

    fn remove_items(&mut self, items: &[ast::RemoveItem]) -> Bind<Vec<SetItem>> {
        items
            .iter()
            .map(|item| match item {
                ast::RemoveItem::Property { target, key } => Ok(SetItem::Property {
                    target: self.entity(target)?,
                    key: self.name_id(&key.text),
                    value: Expr::Constant(super::super::Value::Null),
                }),
                ast::RemoveItem::Labels { variable, labels } => {
                    self.label_item(variable, labels, true)
                }
            })
            .collect()
    }

    /// What has properties that can be set.
    fn entity(&mut self, target: &ast::Expr) -> Bind<Expr> {
        let (bound, ty) = self.expr(target)?;
        if !ty.can_be(ENTITY) {
            return Err(semantic(
                "InvalidArgumentType",
                target.span,
                format!("expected a node or a relationship, found {}", ty.kinds),
            ));
        }
        Ok(bound)
    }

    fn entity_variable(&mut self, name: &Name, kinds: Kinds) -> Bind<Expr> {
        let (slot, ty) = self.variable(name)?;
        if !ty.can_be(kinds) {
            return Err(semantic(
                "InvalidArgumentType",
                name.span,
                format!("expected {kinds}, found {}", ty.kinds),
            ));
        }
        Ok(Expr::Slot(slot))
    }

    fn delete_targets(&mut self, targets: &[ast::Expr]) -> Bind<Vec<Expr>> {
        targets
            .iter()
            .map(|target| {
                if let ExprKind::HasLabels(..) = target.kind {
                    return Err(semantic(
                        "InvalidDelete",
                        target.span,
                        "DELETE takes nodes, relationships and paths; labels go with REMOVE",
                    ));
                }
                let (bound, ty) = self.expr(target)?;
                if !ty.can_be(ENTITY | Kinds::PATH) {
                    return Err(semantic(
                        "InvalidArgumentType",
                        target.span,
                        format!(
                            "expected a node, a relationship or a path, found {}",
                            ty.kinds
                        ),
                    ));
                }
                Ok(bound)
            })
            .collect()
    }
}

/// What must hold of a relationship that may be created.
fn check_new_relationship(relationship: &ast::RelationshipPattern) -> Bind<()> {
    if relationship.length.is_some() {
        return Err(semantic(
            "CreatingVarLength",
            relationship.span,
            "a relationship of variable length cannot be created",
        ));
    }
    if relationship.types.len() != 1 {
        return Err(semantic(
            "NoSingleRelationshipType",
            relationship.span,
            "a relationship that is created needs exactly one type",
        ));
    }
    Ok(())
}
