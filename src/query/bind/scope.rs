//! What names mean where, and what values they can have.

use std::sync::Arc;

use super::super::ast;
use super::super::value::{Kind, Kinds};
use super::tree::Slot;

/// What is known of the values of an expression before it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Type {
    /// What they can be, besides null.
    pub(super) kinds: Kinds,
    /// What the elements of a list can be.
    pub(super) element: Option<Box<Type>>,
}

impl Type {
    pub(super) const ANY: Self = Self::of(Kinds::ANY);

    pub(super) const fn of(kinds: Kinds) -> Self {
        Self {
            kinds,
            element: None,
        }
    }

    pub(super) fn list_of(element: Self) -> Self {
        Self {
            kinds: Kinds::LIST,
            element: Some(Box::new(element)),
        }
    }

    /// What the elements can be.
    pub(super) fn elements(&self) -> Self {
        match &self.element {
            Some(element) => (**element).clone(),
            None => Self::ANY,
        }
    }

    /// What values of either can be.
    pub(super) fn or(self, other: Self) -> Self {
        if self.kinds == Kinds::NULL {
            return other;
        }
        if other.kinds == Kinds::NULL {
            return self;
        }
        let element = match (self.element, other.element) {
            (Some(a), Some(b)) => Some(Box::new(a.or(*b))),
            (Some(one), None) if !other.kinds.contains(Kind::List) => Some(one),
            (None, Some(one)) if !self.kinds.contains(Kind::List) => Some(one),
            _ => None,
        };
        Self {
            kinds: self.kinds | other.kinds,
            element,
        }
    }

    /// Whether values can be of these types.
    pub(super) fn can_be(&self, kinds: Kinds) -> bool {
        self.kinds.meets(kinds)
    }

    /// Whether values can be lists of relationships.
    pub(super) fn can_be_relationships(&self) -> bool {
        self.can_be(Kinds::LIST)
            && self
                .element
                .as_ref()
                .is_none_or(|element| element.can_be(Kinds::RELATIONSHIP))
    }
}

/// A variable.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub(super) name: Arc<str>,
    pub(super) slot: Slot,
    pub(super) ty: Type,
}

/// The variables that can be seen; later ones hide earlier ones of the same name.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    pub(super) variables: Vec<Variable>,
    /// So many belong to the query around a subquery, and stay whatever `WITH` says.
    pub(super) outer: usize,
}

impl Scope {
    /// The variable of a name and its place.
    pub(super) fn find(&self, name: &str) -> Option<(usize, &Variable)> {
        let at = self.variables.iter().rposition(|v| &*v.name == name)?;
        Some((at, &self.variables[at]))
    }

    pub(super) fn declare(&mut self, name: Arc<str>, slot: Slot, ty: Type) {
        self.variables.push(Variable { name, slot, ty });
    }

    /// The variables of this query, each name once, in the order they were declared.
    pub(super) fn own(&self) -> Vec<&Variable> {
        let own = &self.variables[self.outer..];
        own.iter()
            .enumerate()
            .filter(|(at, v)| !own[at + 1..].iter().any(|later| later.name == v.name))
            .map(|(_, v)| v)
            .collect()
    }

    /// The slots of the variables of this query.
    pub(super) fn slots(&self) -> Vec<Slot> {
        let mut slots: Vec<_> = self.variables[self.outer..]
            .iter()
            .map(|v| v.slot)
            .collect();
        slots.sort_unstable();
        slots.dedup();
        slots
    }
}

/// What expressions may refer to where rows have been grouped: items that were computed before.
#[derive(Debug, Clone, Default)]
pub(super) struct Computed {
    /// Items as they are written, and where their values are.
    pub(super) items: Vec<(ast::Expr, Slot, Type)>,
    /// Aggregates as they are written.
    pub(super) aggregates: Vec<(ast::Expr, Slot, Type)>,
    /// Whether an item counts that is more than a variable or a property.
    pub(super) complex: bool,
    /// Variables that were declared before the rows were grouped: so many of the scope.
    pub(super) hidden: usize,
    /// Variables inside items that are more than a variable or a property.
    pub(super) inside: Vec<Arc<str>>,
}

impl Computed {
    /// Where the value of an expression is, if it was computed.
    pub(super) fn find(&self, expr: &ast::Expr) -> Option<(Slot, Type)> {
        self.items
            .iter()
            .filter(|(item, ..)| self.complex || is_simple(item))
            .chain(&self.aggregates)
            .find(|(item, ..)| item == expr)
            .map(|(_, slot, ty)| (*slot, ty.clone()))
    }
}

/// A variable, or a property of one.
pub(super) fn is_simple(expr: &ast::Expr) -> bool {
    match &expr.kind {
        ast::ExprKind::Variable(_) => true,
        ast::ExprKind::Property(base, _) => is_simple(base),
        _ => false,
    }
}
