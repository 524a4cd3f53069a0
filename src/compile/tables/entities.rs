//! The actors and places that tables name: told apart by name or id, merged with those of the
//! annotations where these say so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::compile::input::Input;
use crate::compile::merge::Properties;
use crate::compile::symbols::{NodeKind, Symbols};
use crate::ingest::table::Dictionary;
use crate::text::fold;

/// An actor or a place.
#[derive(Debug, Default)]
pub(super) struct Entity {
    /// Its name; none: that of its key.
    pub(super) name: Option<Box<str>>,
    /// Its id in the table, if it has one.
    pub(super) own: Option<OwnId>,
    /// Its type, as a number in [`Entities::types`].
    pub(super) kind: Option<u32>,
    /// The tables that name it, as a number in [`Entities::sets`].
    pub(super) set: u32,
    /// The line of the first row that names it, in the first of these.
    pub(super) line: u64,
    /// What few have.
    pub(super) more: Option<Box<More>>,
    /// The id of the annotations that it is.
    pub(super) curated: Option<Box<str>>,
}

/// An id of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum OwnId {
    Text(Box<str>),
    Int(i64),
}

/// Other names, and attributes.
#[derive(Debug, Default)]
pub(super) struct More {
    pub(super) aliases: BTreeSet<String>,
    pub(super) properties: Properties,
}

/// All actors, or all places, of all tables, in the order of their first appearance.
#[derive(Debug, Default)]
pub(super) struct Entities {
    /// What tells them apart: the name, or the id with the table that gives it.
    keys: Dictionary,
    pub(super) list: Vec<Entity>,
    /// Names of types.
    pub(super) types: Vec<String>,
    /// Sets of tables, each in order.
    pub(super) sets: Vec<Vec<usize>>,
    /// The set that is another with a table added.
    with: HashMap<(u32, usize), u32>,
}

/// Stands before an id in a key, and between the id and its table; no name has it.
const ID_MARK: char = '\u{1}';

impl Entities {
    /// The entity of a name, which a row of a table names.
    pub(super) fn by_name(&mut self, name: &str, table: usize, line: u64) -> u32 {
        let at = self.keys.intern(name);
        self.see(at, table, line)
    }

    /// The entity of an id in a table.
    pub(super) fn by_id(
        &mut self,
        scope: &str,
        id: &str,
        number: bool,
        table: usize,
        line: u64,
    ) -> u32 {
        let at = self.keys.intern(&format!("{ID_MARK}{scope}{ID_MARK}{id}"));
        let seen = self.see(at, table, line);
        let own = &mut self.list[seen as usize].own;
        own.get_or_insert_with(|| match id.parse() {
            Ok(number_of) if number => OwnId::Int(number_of),
            _ => OwnId::Text(id.into()),
        });
        seen
    }

    fn see(&mut self, at: u32, table: usize, line: u64) -> u32 {
        if at as usize == self.list.len() {
            let set = self.added(None, table);
            self.list.push(Entity {
                set,
                line,
                ..Entity::default()
            });
        } else {
            let set = self.list[at as usize].set;
            self.list[at as usize].set = self.added(Some(set), table);
        }
        at
    }

    /// A set of tables with one more.
    fn added(&mut self, set: Option<u32>, table: usize) -> u32 {
        // A set that nothing was added to yet has no number.
        let key = (set.unwrap_or(u32::MAX), table);
        if let Some(&known) = self.with.get(&key) {
            return known;
        }
        let mut tables = set.map_or(Vec::new(), |set| self.sets[set as usize].clone());
        if let Err(place) = tables.binary_search(&table) {
            tables.insert(place, table);
        }
        let known = self.sets.iter().position(|known| *known == tables);
        let at = known.unwrap_or_else(|| {
            self.sets.push(tables);
            self.sets.len() - 1
        });
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.with.insert(key, at);
        at
    }

    /// The number of a type.
    pub(super) fn type_number(&mut self, name: &str) -> u32 {
        let at = self.types.iter().position(|known| known == name);
        let at = at.unwrap_or_else(|| {
            self.types.push(name.to_owned());
            self.types.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// The name of an entity.
    pub(super) fn name(&self, at: u32) -> &str {
        let entity = &self.list[at as usize];
        entity.name.as_deref().unwrap_or_else(|| {
            let key = self.keys.get(at);
            let id = key
                .strip_prefix(ID_MARK)
                .and_then(|key| key.split_once(ID_MARK));
            id.map_or(key, |(_, id)| id)
        })
    }

    /// Whether a name or id was seen in some table.
    pub(super) fn knows(&self, text: &str) -> bool {
        self.keys.find(text).is_some()
            || (0u32..).zip(&self.list).any(|(at, entity)| {
                entity.own.is_some() && (self.name(at) == text || entity.is_called(text))
            })
    }

    /// Finds those that the annotations know, and calls `ambiguous` with one whose name several
    /// bear. `same_as` says of a table and a name or id what the mapping does.
    pub(super) fn merge<'s>(
        &mut self,
        curated: &Curated<'_>,
        same_as: impl Fn(usize, &str) -> Option<Option<&'s str>>,
        mut ambiguous: impl FnMut(u64, usize, &str, &[&str]),
    ) {
        for at in 0..u32::try_from(self.list.len()).unwrap_or(u32::MAX) {
            let entity = &self.list[at as usize];
            let name = self.name(at);
            let said = self.sets[entity.set as usize].iter().find_map(|&table| {
                let by_id = match &entity.own {
                    Some(OwnId::Text(id)) => same_as(table, id),
                    Some(OwnId::Int(id)) => same_as(table, &id.to_string()),
                    None => None,
                };
                by_id.or_else(|| same_as(table, name))
            });
            let found = match said {
                Some(said) => said,
                None => match curated.find(entity, name).as_slice() {
                    [] => None,
                    [one] => Some(*one),
                    several => {
                        let table = self.sets[entity.set as usize][0];
                        ambiguous(entity.line, table, name, several);
                        None
                    }
                },
            };
            let found = found.map(Box::from);
            self.list[at as usize].curated = found;
        }
    }
}

impl Entity {
    fn is_called(&self, id: &str) -> bool {
        match &self.own {
            Some(OwnId::Text(own)) => **own == *id,
            Some(OwnId::Int(own)) => own.to_string() == id,
            None => false,
        }
    }
}

/// The actors or places of the annotations by id and name.
pub(super) struct Curated<'i> {
    ids: BTreeSet<&'i str>,
    names: HashMap<&'i str, BTreeSet<&'i str>>,
    folded: HashMap<String, BTreeSet<&'i str>>,
}

impl<'i> Curated<'i> {
    /// Those whose type is below a root, `actor` or `place`.
    pub(super) fn of(input: &'i Input, symbols: &'i Symbols, root: &str) -> Self {
        let mut curated = Self {
            ids: BTreeSet::new(),
            names: HashMap::new(),
            folded: HashMap::new(),
        };
        let label = crate::model::registry::pascal_case(root);
        for (id, thing) in symbols.iter() {
            let wanted = matches!(thing.kind, NodeKind::Actor | NodeKind::Place)
                && input.registry.labels(&thing.type_name).contains(&label);
            if !wanted {
                continue;
            }
            curated.ids.insert(id);
            for at in &thing.entries {
                let entry = &input.files[at.file].annotation.entries[at.entry];
                let names = entry.names.iter().map(|named| &named.text);
                for name in names.chain(&entry.aliases) {
                    curated.names.entry(&name.text).or_default().insert(id);
                    let folded = curated.folded.entry(fold(&name.text)).or_default();
                    folded.insert(id);
                }
            }
        }
        curated
    }

    /// Whose id it is; else who bears the name, or else the folded name.
    fn find(&self, entity: &Entity, name: &str) -> Vec<&'i str> {
        if self.ids.is_empty() {
            return Vec::new();
        }
        if let Some(OwnId::Text(id)) = &entity.own
            && let Some(id) = self.ids.get(&**id)
        {
            return vec![id];
        }
        let bearers = self
            .names
            .get(name)
            .or_else(|| self.folded.get(&fold(name)));
        bearers.into_iter().flatten().copied().collect()
    }
}

/// The tables that use each id of the annotations.
pub(super) fn uses(entities: &Entities, into: &mut BTreeMap<String, BTreeSet<usize>>) {
    for entity in &entities.list {
        if let Some(curated) = &entity.curated {
            let tables = into.entry(curated.to_string()).or_default();
            tables.extend(&entities.sets[entity.set as usize]);
        }
    }
}
