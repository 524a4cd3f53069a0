//! Interned labels, relationship types and property keys.

use std::collections::HashMap;
use std::sync::Arc;

/// An interned label, relationship type or property key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub(super) u32);

impl Symbol {
    /// The number of the symbol, from 0, dense in a graph.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Names by number and numbers by name.
#[derive(Debug, Clone, Default)]
pub(super) struct Symbols {
    numbers: HashMap<Arc<str>, Symbol>,
    names: Vec<Arc<str>>,
}

impl Symbols {
    pub(super) fn intern(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.find(name) {
            return symbol;
        }
        let symbol = Symbol(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, symbol);
        symbol
    }

    /// Interns a name in symbols that others may share: they are copied only for a new name.
    pub(super) fn intern_in(shared: &mut Arc<Self>, name: &str) -> Symbol {
        match shared.find(name) {
            Some(symbol) => symbol,
            None => Arc::make_mut(shared).intern(name),
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<Symbol> {
        self.numbers.get(name).copied()
    }

    /// The name of a symbol; empty for one that was never given out.
    pub(super) fn name(&self, symbol: Symbol) -> &str {
        self.names.get(symbol.0 as usize).map_or("", |name| name)
    }

    /// All names in the order in which they were interned.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }
}
