//! A mapping on the columns of one table: what each text is, and which texts are wrong.

use super::columns::{Columns, Field, constant, parts};
use super::entities::{Entities, More};
use super::values::{self, Dated, Fault};
use crate::compile::merge::{Properties, write};
use crate::ingest::annotation::{Section, Text};
use crate::ingest::table::mapping::{Cell, Filter, Id, Mapping, Relation, Thing};
use crate::model::registry::{AttributeKind, Kind, Registry};

/// Texts of a field that cannot be what they should be.
pub(super) struct Check<'t> {
    pub(super) field: Field<'t>,
    pub(super) faults: Vec<Option<Fault>>,
}

/// What the rows of a table are.
pub(super) struct Plan<'t> {
    pub(super) things: Vec<ThingPlan<'t>>,
    pub(super) relations: Vec<RelationPlan<'t>>,
}

/// What is common to things and relations: the rows, their faults, their properties.
#[derive(Default)]
pub(super) struct Common<'t> {
    /// The rows that fulfil the conditions; `None`: all.
    pub(super) passing: Option<Vec<bool>>,
    pub(super) checks: Vec<Check<'t>>,
    /// Properties of each text.
    pub(super) properties: Vec<(Field<'t>, Vec<Properties>)>,
}

/// The type of a thing in each row.
pub(super) struct Types<'t> {
    pub(super) field: Field<'t>,
    /// Of each text; none: the root type.
    pub(super) names: Vec<Option<String>>,
}

/// A thing that is a node of its own in each row, or an actor or place.
pub(super) struct ThingPlan<'t> {
    pub(super) section: Section,
    pub(super) common: Common<'t>,
    pub(super) types: Types<'t>,
    /// The number of the first row, or the ids.
    pub(super) id: Result<i64, Field<'t>>,
    /// Whether ids are numbers.
    pub(super) numbered: bool,
    /// What no two rows may have in common.
    pub(super) unique: Option<Field<'t>>,
    pub(super) name: Option<Field<'t>>,
    pub(super) date: Option<(Field<'t>, Vec<Option<Dated>>)>,
    pub(super) parts: Vec<PartPlan<'t>>,
    pub(super) place: Option<Reference<'t>>,
    /// The actor or place that the row is.
    pub(super) own: Option<Reference<'t>>,
}

/// Somebody who takes part.
pub(super) struct PartPlan<'t> {
    pub(super) role: Field<'t>,
    pub(super) who: Reference<'t>,
}

/// A relation in each row.
pub(super) struct RelationPlan<'t> {
    pub(super) common: Common<'t>,
    /// The type of each text.
    pub(super) kind: Field<'t>,
    pub(super) from: Reference<'t>,
    pub(super) to: Reference<'t>,
}

/// Not looked up yet.
const UNSEEN: u32 = u32::MAX;

/// An actor or place that rows refer to.
pub(super) struct Reference<'t> {
    /// Whether it is a place.
    pub(super) place: bool,
    /// What tells it from others: the id or the name.
    field: Field<'t>,
    /// The table whose ids they are; none: names.
    scope: Option<String>,
    numbered: bool,
    split: Option<&'t str>,
    types: Option<Types<'t>>,
    /// The name, where the id tells it from others.
    name: Option<Field<'t>>,
    aliases: Option<(Field<'t>, Option<&'t str>)>,
    /// Of each text the first of its entities and how many they are.
    found: Vec<(u32, u32)>,
    entities: Vec<u32>,
}

impl Reference<'_> {
    /// Whether a row refers to somebody.
    pub(super) fn is_in(&self, row: usize) -> bool {
        self.field.at(row).is_some()
    }

    /// Notes whom a row refers to.
    pub(super) fn see(
        &mut self,
        row: usize,
        table: usize,
        line: impl Fn() -> u64,
        entities: &mut Entities,
    ) {
        let code = self.field.codes.at(row);
        if self.found[code].0 == UNSEEN {
            let first = u32::try_from(self.entities.len()).unwrap_or(u32::MAX);
            if let Some(text) = self.field.texts[code].as_deref() {
                if let Some(scope) = &self.scope {
                    let line = line();
                    let at = entities.by_id(scope, text, self.numbered, table, line);
                    self.entities.push(at);
                } else {
                    let names = parts(text, self.split);
                    self.entities
                        .extend(names.map(|name| entities.by_name(name, table, line())));
                }
            }
            let len = u32::try_from(self.entities.len()).unwrap_or(u32::MAX) - first;
            self.found[code] = (first, len);
        }
        if self.types.is_some() || self.name.is_some() || self.aliases.is_some() {
            self.describe(row, code, entities);
        }
    }

    /// What the row says of an entity beside its key: the first type and name stay, other names
    /// are aliases.
    fn describe(&self, row: usize, code: usize, entities: &mut Entities) {
        for &at in self.of_code(code) {
            if let Some(types) = &self.types
                && entities.list[at as usize].kind.is_none()
                && let Some(name) = &types.names[types.field.codes.at(row)]
            {
                let number = entities.type_number(name);
                entities.list[at as usize].kind = Some(number);
            }
            let entity = &mut entities.list[at as usize];
            let alias = |name: &str, more: &mut Option<Box<More>>| {
                let aliases = &mut more.get_or_insert_default().aliases;
                if !aliases.contains(name) {
                    aliases.insert(name.to_owned());
                }
            };
            if let Some(name) = self.name.as_ref().and_then(|name| name.at(row)) {
                let mut names = parts(name, None);
                let first = names.next().unwrap_or_default();
                match entity.name.as_deref() {
                    None => entity.name = Some(first.into()),
                    Some(known) if known == first => {}
                    Some(_) => alias(first, &mut entity.more),
                }
                for other in names {
                    alias(other, &mut entity.more);
                }
            }
            if let Some((aliases, split)) = &self.aliases
                && let Some(text) = aliases.at(row)
            {
                for name in parts(text, *split) {
                    alias(name, &mut entity.more);
                }
            }
        }
    }

    fn of_code(&self, code: usize) -> &[u32] {
        match self.found[code] {
            (UNSEEN, _) => &[],
            (first, len) => &self.entities[first as usize..(first + len) as usize],
        }
    }

    /// The entities that a row refers to, once it was seen.
    pub(super) fn of(&self, row: usize) -> &[u32] {
        self.of_code(self.field.codes.at(row))
    }
}

/// Makes plans of one mapping.
pub(super) struct Planner<'t, 'r> {
    pub(super) columns: Columns<'t>,
    pub(super) registry: &'r Registry,
    /// The name of the table whose ids its rows have.
    pub(super) scope: &'r str,
}

impl<'t> Planner<'t, '_> {
    pub(super) fn plan(&self, mapping: &'t Mapping) -> Plan<'t> {
        let things = mapping
            .things
            .iter()
            .map(|thing| self.thing(thing, mapping));
        let relations = mapping
            .relations
            .iter()
            .map(|relation| self.relation(relation, mapping));
        Plan {
            things: things.collect(),
            relations: relations.collect(),
        }
    }

    fn common(&self, filters: &'t [Filter], mapping: &'t Mapping) -> Common<'t> {
        let filters: Vec<&Filter> = mapping.filters.iter().chain(filters).collect();
        Common {
            passing: self.columns.passing(&filters),
            ..Common::default()
        }
    }

    fn thing(&self, thing: &'t Thing, mapping: &'t Mapping) -> ThingPlan<'t> {
        let mut common = self.common(&thing.filters, mapping);
        let root = root(thing.section);
        let types = self.types(thing, &mut common);
        let own = matches!(thing.section, Section::Actors | Section::Places);
        let (id, numbered) = match &thing.id {
            Some(Id::Cell(cell)) => (Err(self.columns.field(cell)), is_number(cell)),
            Some(Id::Row(first)) => (Ok(*first), true),
            None => (Ok(0), true),
        };
        if let (Err(field), true) = (&id, numbered) {
            let check = |text: &str| match text.parse::<i64>() {
                Ok(_) => Ok(()),
                Err(_) => Err(Fault::new(format!("`{text}` is not a whole number"))),
            };
            read(field, check, &mut common.checks);
        }
        let unique = match (&id, thing.key.is_empty()) {
            _ if own => None,
            (_, false) => Some(self.columns.joined(&thing.key, "\u{1f}")),
            (Err(field), true) => Some(field.clone()),
            (Ok(_), true) => None,
        };
        let date = thing.date.as_ref().map(|cell| {
            let field = self.columns.field(cell);
            let dates = read(&field, |text| values::date(text, cell), &mut common.checks);
            (field, dates)
        });
        if let Some(cell) = &thing.kind {
            let field = self.columns.field(cell);
            let named = |text: &str| Ok(Properties::from([("type".to_owned(), text.into())]));
            let words = read(&field, named, &mut common.checks);
            common.properties.push((
                field,
                words.into_iter().map(Option::unwrap_or_default).collect(),
            ));
        }
        // A constant label says which kinds of values attributes have.
        let label = match types.names.as_slice() {
            [Some(label)] => label.as_str(),
            _ => root.root(),
        };
        let known = |key: &str| self.registry.attribute(label, key);
        self.attributes(&thing.attributes, known, &mut common);
        let parts = thing
            .who
            .iter()
            .map(|part| PartPlan {
                role: if let Some(cell) = &part.role {
                    self.columns.field(cell)
                } else {
                    let role = default_role(thing.section);
                    constant(Some(role), role)
                },
                who: self.reference(&part.actor, &mut common),
            })
            .collect();
        let place = thing
            .place
            .as_ref()
            .map(|place| self.reference(place, &mut common));
        ThingPlan {
            section: thing.section,
            id,
            numbered,
            unique,
            name: (!own)
                .then(|| thing.name.as_ref().map(|cell| self.columns.field(cell)))
                .flatten(),
            date,
            parts,
            place,
            own: own.then(|| self.reference(thing, &mut common)),
            types,
            common,
        }
    }

    fn types(&self, thing: &'t Thing, common: &mut Common<'t>) -> Types<'t> {
        let kinds = match thing.section {
            // A state is a place too.
            Section::Places => vec![Kind::Place],
            section => vec![root(section)],
        };
        let field = match &thing.label {
            Some(cell) => self.columns.field(cell),
            None => self.columns.joined(&[], ""),
        };
        let check =
            |text: &str| values::type_of(text, &kinds, self.registry).map(|()| text.to_owned());
        let names = read(&field, check, &mut common.checks);
        Types { field, names }
    }

    fn reference(&self, thing: &'t Thing, common: &mut Common<'t>) -> Reference<'t> {
        let (field, named, numbered) = match (&thing.id, &thing.name) {
            (Some(Id::Cell(cell)), _) => (self.columns.field(cell), false, is_number(cell)),
            _ if !thing.key.is_empty() => (self.columns.joined(&thing.key, "\u{1f}"), false, false),
            (_, Some(cell)) => (self.columns.field(cell), true, false),
            _ => (self.columns.joined(&[], ""), true, false),
        };
        let scope = thing.of.as_ref().map_or(self.scope, |of| of.text.as_str());
        let name = thing.name.as_ref().filter(|_| !named);
        let types = thing.label.is_some().then(|| self.types(thing, common));
        Reference {
            place: thing.section == Section::Places,
            found: vec![(UNSEEN, 0); field.texts.len()],
            entities: Vec::new(),
            field,
            scope: (!named).then(|| scope.to_owned()),
            numbered,
            split: thing.name.as_ref().and_then(|cell| cell.split.as_deref()),
            types,
            name: name.map(|cell| self.columns.field(cell)),
            aliases: thing
                .aliases
                .as_ref()
                .map(|cell| (self.columns.field(cell), cell.split.as_deref())),
        }
    }

    fn relation(&self, relation: &'t Relation, mapping: &'t Mapping) -> RelationPlan<'t> {
        let mut common = self.common(&relation.filters, mapping);
        let kind = self.columns.field(&relation.kind);
        let check = |text: &str| match self.registry.relation(text) {
            Some(_) => Ok(()),
            None => Err(Fault::new(format!("`{text}` is not a relation"))),
        };
        read(&kind, check, &mut common.checks);
        let known = |key: &str| match key {
            "since" | "until" => Some(AttributeKind::Date),
            key => kind
                .texts
                .iter()
                .flatten()
                .find_map(|kind| self.registry.relation(kind)?.attribute(key)),
        };
        self.attributes(&relation.attributes, known, &mut common);
        RelationPlan {
            from: self.reference(&relation.from, &mut common),
            to: self.reference(&relation.to, &mut common),
            kind,
            common,
        }
    }

    fn attributes(
        &self,
        attributes: &'t [(Text, Cell)],
        known: impl Fn(&str) -> Option<AttributeKind>,
        common: &mut Common<'t>,
    ) {
        for (key, cell) in attributes {
            let said = cell.kind.as_ref().map(|kind| match kind.text.as_str() {
                "number" => AttributeKind::Number,
                "boolean" => AttributeKind::Boolean,
                "date" => AttributeKind::Date,
                "amount" => AttributeKind::Amount,
                _ => AttributeKind::Text,
            });
            let money = cell.currency.as_ref().map(|_| AttributeKind::Amount);
            let kind = said
                .or(money)
                .or_else(|| known(&key.text))
                .unwrap_or(AttributeKind::Text);
            let mut field = self.columns.field(cell);
            if let Some(currency) = &cell.currency {
                field = self
                    .columns
                    .in_currency(&field, &self.columns.field(currency));
            }
            let properties = |text: &str| {
                let mut properties = Properties::new();
                let listed = kind == AttributeKind::Text
                    && (cell.split.is_some() || text.contains('\u{1f}'));
                if listed {
                    let items: Vec<&str> = parts(text, cell.split.as_deref()).collect();
                    properties.insert(key.text.clone(), crate::graph::Value::texts(items));
                } else {
                    write(
                        &mut properties,
                        &key.text,
                        &values::attribute(text, kind, cell)?,
                    );
                }
                Ok(properties)
            };
            let read = read(&field, properties, &mut common.checks);
            let read = read.into_iter().map(Option::unwrap_or_default).collect();
            common.properties.push((field, read));
        }
    }
}

/// Reads each text of a field once; faults are added to the checks.
fn read<'t, T>(
    field: &Field<'t>,
    read: impl Fn(&str) -> Result<T, Fault>,
    checks: &mut Vec<Check<'t>>,
) -> Vec<Option<T>> {
    let mut faults = Vec::new();
    let mut values = Vec::with_capacity(field.texts.len());
    for (code, text) in field.texts.iter().enumerate() {
        match text.as_deref().map(&read) {
            None => values.push(None),
            Some(Ok(value)) => values.push(Some(value)),
            Some(Err(fault)) => {
                values.push(None);
                faults.resize_with(field.texts.len(), || None);
                faults[code] = Some(fault);
            }
        }
    }
    if !faults.is_empty() {
        checks.push(Check {
            field: field.clone(),
            faults,
        });
    }
    values
}

fn is_number(cell: &Cell) -> bool {
    cell.kind.as_ref().is_some_and(|kind| kind.text == "number")
}

/// The root of the types that a section's things have.
pub(super) fn root(section: Section) -> Kind {
    match section {
        Section::Places => Kind::Place,
        Section::Agreements => Kind::Agreement,
        Section::Events => Kind::Event,
        _ => Kind::Actor,
    }
}

/// The role of who has none.
pub(super) fn default_role(section: Section) -> &'static str {
    if section == Section::Agreements {
        "party"
    } else {
        "participant"
    }
}
