//! Rows as blocks of nodes and relationships in columns.

use std::collections::{BTreeMap, BTreeSet};

use super::entities::{Entities, OwnId};
use super::plan::{Common, Plan, RelationPlan, ThingPlan, default_role, root};
use super::rows::Selected;
use super::{TableUnit, Tables};
use crate::compile::input::Input;
use crate::compile::merge::Properties;
use crate::graph::frozen::{BlockColumn, Builder, ColumnData, EdgeBlock, Ends, NodeBlock};
use crate::graph::{Graph, NodeId, Value};
use crate::ingest::annotation::Section;
use crate::ingest::table::Rows;
use crate::model::registry::upper_snake;

/// Adds what tables say to a graph that has their articles and what the annotations say. `node`
/// finds a node of it by its id.
pub(in crate::compile) fn build(
    graph: &Graph,
    input: &Input,
    tables: &Tables<'_>,
    node: impl Fn(&str) -> Option<NodeId>,
) -> Graph {
    let article_of = |table: usize| node(&input.articles[input.tables[table].article].article.id);
    let articles: Vec<Option<NodeId>> = (0..input.tables.len()).map(article_of).collect();
    let mut writer = Writer {
        builder: Builder::of(graph),
        input,
        articles,
        empty: Value::texts(Vec::<&str>::new()),
    };
    let actors = writer.entities(&tables.actors, "actor", &node);
    let places = writer.entities(&tables.places, "place", &node);
    for (table, (unit, (plan, selected))) in input.tables.iter().zip(&tables.plans).enumerate() {
        writer.table(table, unit, plan, selected, &actors, &places);
    }
    writer.builder.finish()
}

struct Writer<'i> {
    builder: Builder,
    input: &'i Input,
    /// The article of each table.
    articles: Vec<Option<NodeId>>,
    /// A list of nothing.
    empty: Value,
}

/// Number of a node as the arrays have it.
fn number(node: NodeId) -> u32 {
    u32::try_from(node.index()).unwrap_or(u32::MAX)
}

fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The properties that nodes and relationships of tables have in common.
const REPORTED: &str = "reported";

impl Writer<'_> {
    fn article_ids(&self, tables: &[usize]) -> Value {
        let ids: BTreeSet<&str> = tables
            .iter()
            .map(|&table| {
                self.input.articles[self.input.tables[table].article]
                    .article
                    .id
                    .as_str()
            })
            .collect();
        Value::texts(ids)
    }

    /// What every node but an article has.
    fn reported(&self, tables: &[usize]) -> Vec<BlockColumn<'static>> {
        let constant = |key, value| BlockColumn::new(key, ColumnData::Constant(value));
        vec![
            constant("status", Value::text(REPORTED)),
            constant("disputed_fields", self.empty.clone()),
            constant("sources", self.article_ids(tables)),
        ]
    }

    /// Adds actors or places and returns the node of each.
    fn entities(
        &mut self,
        entities: &Entities,
        root: &str,
        node: impl Fn(&str) -> Option<NodeId>,
    ) -> Vec<u32> {
        let mut nodes = vec![0; entities.list.len()];
        // Nodes of a block have the same labels and sources, and ids of one kind.
        let mut groups: BTreeMap<(Option<u32>, u32, u8), Vec<u32>> = BTreeMap::new();
        for (entity, at) in entities.list.iter().zip(0u32..) {
            if let Some(known) = entity.curated.as_deref().and_then(&node) {
                nodes[at as usize] = number(known);
                continue;
            }
            let id = match entity.own {
                None => 0,
                Some(OwnId::Int(_)) => 1,
                Some(OwnId::Text(_)) => 2,
            };
            groups
                .entry((entity.kind, entity.set, id))
                .or_default()
                .push(at);
        }
        for ((kind, set, _), members) in groups {
            let name = kind.map_or(root, |kind| &entities.types[kind as usize]);
            let tables = &entities.sets[set as usize];
            let mut columns = self.reported(tables);
            columns.push(BlockColumn::new("id", entity_ids(entities, &members)));
            columns.push(BlockColumn::new(
                "name",
                texts(members.iter().map(|&at| entities.name(at))),
            ));
            let more = || {
                members
                    .iter()
                    .map(|&at| entities.list[at as usize].more.as_deref())
            };
            let aliases = if more().all(|more| more.is_none()) {
                ColumnData::Constant(self.empty.clone())
            } else {
                let of = |at: &u32| {
                    let name = entities.name(*at);
                    let aliases = entities.list[*at as usize].more.as_deref();
                    let others = aliases
                        .into_iter()
                        .flat_map(|more| &more.aliases)
                        .filter(|alias| *alias != name);
                    Some(Value::texts(others.map(String::as_str)))
                };
                ColumnData::Mixed(members.iter().map(of).collect())
            };
            columns.push(BlockColumn::new("aliases", aliases));
            let keys: BTreeSet<&str> = more()
                .flatten()
                .flat_map(|more| more.properties.keys())
                .map(String::as_str)
                .collect();
            for key in keys {
                let values =
                    more().map(|more| more.and_then(|more| more.properties.get(key)).cloned());
                columns.push(BlockColumn::new(key, ColumnData::Mixed(values.collect())));
            }
            let first = self.nodes(name, members.len(), columns);
            for (&at, place) in members.iter().zip(number(first)..) {
                nodes[at as usize] = place;
            }
            let lines = members
                .iter()
                .map(|&at| int(entities.list[at as usize].line));
            self.supported(first, members.len(), tables[0], lines.collect());
        }
        nodes
    }

    /// Adds nodes of a type.
    fn nodes(&mut self, type_name: &str, len: usize, columns: Vec<BlockColumn<'_>>) -> NodeId {
        let labels = self.input.registry.labels(type_name);
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        self.builder.add_nodes(NodeBlock {
            labels: &labels,
            len,
            columns,
        })
    }

    /// Adds the evidence of nodes that follow each other: their rows.
    fn supported(&mut self, first: NodeId, len: usize, table: usize, lines: Vec<i64>) {
        let Some(article) = self.articles[table] else {
            return;
        };
        self.builder.add_edges(EdgeBlock {
            kind: "SUPPORTED_BY",
            len,
            from: Ends::Range { first, each: 1 },
            to: Ends::One(article),
            columns: vec![BlockColumn::new("line", ColumnData::Int(lines))],
        });
    }

    fn table(
        &mut self,
        table: usize,
        unit: &TableUnit,
        plan: &Plan<'_>,
        selected: &[Selected],
        actors: &[u32],
        places: &[u32],
    ) {
        let rows = &unit.table.rows;
        let (of_things, of_relations) = selected.split_at(plan.things.len());
        for (thing, selected) in plan.things.iter().zip(of_things) {
            if thing.own.is_none() {
                for (type_name, members) in by_type(thing, selected) {
                    self.things(table, rows, thing, &type_name, &members, actors, places);
                }
            }
        }
        for (relation, selected) in plan.relations.iter().zip(of_relations) {
            self.relations(table, rows, relation, selected, actors, places);
        }
    }

    /// Adds events or agreements of one type, in the order of their dates.
    #[expect(clippy::too_many_arguments, reason = "a block is made of all of these")]
    fn things(
        &mut self,
        table: usize,
        rows: &Rows,
        thing: &ThingPlan<'_>,
        type_name: &str,
        members: &[u32],
        actors: &[u32],
        places: &[u32],
    ) {
        let mut columns = self.reported(&[table]);
        columns.push(BlockColumn::new(
            "aliases",
            ColumnData::Constant(self.empty.clone()),
        ));
        if thing.section == Section::Events {
            let phase = Value::text("happened");
            columns.push(BlockColumn::new("phase", ColumnData::Constant(phase)));
        }
        let at = |member: &u32| *member as usize;
        columns.push(BlockColumn::new(
            "id",
            match &thing.id {
                Ok(first) => ColumnData::Int(
                    members
                        .iter()
                        .map(|member| first.saturating_add(int(rows.numbers.at(at(member)))))
                        .collect(),
                ),
                Err(field) if thing.numbered => {
                    let ids = members
                        .iter()
                        .map(|member| field.at(at(member))?.parse().ok());
                    ColumnData::Int(ids.map(Option::unwrap_or_default).collect())
                }
                Err(field) => texts(
                    members
                        .iter()
                        .map(|member| field.at(at(member)).unwrap_or_default()),
                ),
            },
        ));
        if let Some(name) = &thing.name {
            columns.extend(column(
                "name",
                members,
                |row| name.codes.at(row),
                &name.texts,
                |text| text.as_deref().map(Value::text),
            ));
        }
        if let Some((field, dates)) = &thing.date {
            let code = |row: usize| field.codes.at(row);
            let text = |date: &Option<super::values::Dated>| {
                Some(Value::text(date.as_ref()?.text.as_str()))
            };
            columns.extend(column("date", members, code, dates, text));
            let day =
                |date: &Option<super::values::Dated>| Some(Value::Date(date.as_ref()?.earliest?));
            columns.extend(column("earliest", members, code, dates, day));
            let day =
                |date: &Option<super::values::Dated>| Some(Value::Date(date.as_ref()?.latest?));
            columns.extend(column("latest", members, code, dates, day));
        }
        columns.extend(properties(&thing.common, members));
        let first = self.nodes(type_name, members.len(), columns);
        let lines = members.iter().map(|member| int(rows.lines.at(at(member))));
        self.supported(first, members.len(), table, lines.collect());
        let kind = if thing.section == Section::Agreements {
            "PARTY_TO"
        } else {
            "INVOLVED_IN"
        };
        self.involved(table, thing, kind, first, members, actors);
        if let Some(place) = &thing.place {
            let ends = members
                .iter()
                .zip(number(first)..)
                .flat_map(|(member, event)| {
                    place
                        .of(at(member))
                        .iter()
                        .map(move |&at| (event, places[at as usize]))
                });
            let (from, to): (Vec<u32>, Vec<u32>) = ends.unzip();
            let columns = self.reported(&[table]);
            self.builder.add_edges(EdgeBlock {
                kind: "AT",
                len: from.len(),
                from: Ends::List(from),
                to: Ends::List(to),
                columns,
            });
        }
    }

    /// Adds who takes part: one block, thing by thing, so that an actor's list is in their order.
    fn involved(
        &mut self,
        table: usize,
        thing: &ThingPlan<'_>,
        kind: &str,
        first: NodeId,
        members: &[u32],
        actors: &[u32],
    ) {
        if thing.parts.is_empty() {
            return;
        }
        let mut dictionary: Vec<String> = Vec::new();
        let mut code_of = |text: &str| {
            let known = dictionary.iter().position(|known| known == text);
            let at = known.unwrap_or_else(|| {
                dictionary.push(text.to_owned());
                dictionary.len() - 1
            });
            u32::try_from(at).unwrap_or(u32::MAX)
        };
        let roles: Vec<Vec<u32>> = thing
            .parts
            .iter()
            .map(|part| {
                part.role
                    .texts
                    .iter()
                    .map(|role| code_of(role.as_deref().unwrap_or(default_role(thing.section))))
                    .collect()
            })
            .collect();
        let expected = members.len() * thing.parts.len();
        let (mut from, mut to) = (Vec::with_capacity(expected), Vec::with_capacity(expected));
        let mut codes = Vec::with_capacity(expected);
        for (member, event) in members.iter().zip(number(first)..) {
            let row = *member as usize;
            for (part, roles) in thing.parts.iter().zip(&roles) {
                let role = roles[part.role.codes.at(row)];
                for &at in part.who.of(row) {
                    from.push(actors[at as usize]);
                    to.push(event);
                    codes.push(role);
                }
            }
        }
        let each = thing.parts.len();
        let regular = to.len() == expected
            && to
                .chunks(each)
                .zip(number(first)..)
                .all(|(ends, event)| ends.iter().all(|end| *end == event));
        let to = match u32::try_from(each) {
            Ok(each) if regular => Ends::Range { first, each },
            _ => Ends::List(to),
        };
        let mut columns = self.reported(&[table]);
        columns.push(BlockColumn::new(
            "role",
            ColumnData::Codes { codes, dictionary },
        ));
        self.builder.add_edges(EdgeBlock {
            kind,
            len: from.len(),
            from: Ends::List(from),
            to,
            columns,
        });
    }

    /// Adds relations, a block for each type.
    fn relations(
        &mut self,
        table: usize,
        rows: &Rows,
        relation: &RelationPlan<'_>,
        selected: &Selected,
        actors: &[u32],
        places: &[u32],
    ) {
        let mut by_kind: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for row in selected.iter() {
            let kind = relation.kind.at(row).unwrap_or_default();
            by_kind
                .entry(kind)
                .or_default()
                .push(u32::try_from(row).unwrap_or(u32::MAX));
        }
        let nodes = |place: bool| if place { places } else { actors };
        for (kind, members) in by_kind {
            // A row that names several at an end relates each of them.
            let (mut from, mut to, mut of) = (Vec::new(), Vec::new(), Vec::new());
            for &member in &members {
                for &start in relation.from.of(member as usize) {
                    for &end in relation.to.of(member as usize) {
                        from.push(nodes(relation.from.place)[start as usize]);
                        to.push(nodes(relation.to.place)[end as usize]);
                        of.push(member);
                    }
                }
            }
            let mut columns = self.reported(&[table]);
            let lines = of.iter().map(|member| int(rows.lines.at(*member as usize)));
            columns.push(BlockColumn::new("line", ColumnData::Int(lines.collect())));
            columns.extend(properties(&relation.common, &of));
            self.builder.add_edges(EdgeBlock {
                kind: &upper_snake(kind),
                len: from.len(),
                from: Ends::List(from),
                to: Ends::List(to),
                columns,
            });
        }
    }
}

/// Ids of entities of one group: all of one kind.
fn entity_ids(entities: &Entities, members: &[u32]) -> ColumnData {
    let own = |at: &u32| entities.list[*at as usize].own.as_ref();
    match members.first().and_then(own) {
        None => ColumnData::Int(members.iter().map(|&at| i64::from(at)).collect()),
        Some(OwnId::Int(_)) => {
            let ids = members.iter().map(|at| match own(at) {
                Some(OwnId::Int(id)) => *id,
                _ => 0,
            });
            ColumnData::Int(ids.collect())
        }
        Some(OwnId::Text(_)) => texts(members.iter().map(|at| match own(at) {
            Some(OwnId::Text(id)) => id,
            _ => "",
        })),
    }
}

/// Texts behind one another.
fn texts<'s>(texts: impl Iterator<Item = &'s str>) -> ColumnData {
    let (mut offsets, mut bytes) = (vec![0], Vec::new());
    for text in texts {
        bytes.extend_from_slice(text.as_bytes());
        offsets.push(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    }
    ColumnData::Text { offsets, bytes }
}

/// The rows of each type, in the order of their dates; rows of one date keep the order of the table.
fn by_type(thing: &ThingPlan<'_>, selected: &Selected) -> BTreeMap<String, Vec<u32>> {
    let root = root(thing.section).root();
    let mut types: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let row_number = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    match thing.types.names.as_slice() {
        [one] => {
            let name = one.clone().unwrap_or_else(|| root.to_owned());
            types.insert(name, selected.iter().map(row_number).collect());
        }
        names => {
            for row in selected.iter() {
                let name = names[thing.types.field.codes.at(row)]
                    .as_deref()
                    .unwrap_or(root);
                match types.get_mut(name) {
                    Some(rows) => rows.push(row_number(row)),
                    None => drop(types.insert(name.to_owned(), vec![row_number(row)])),
                }
            }
        }
    }
    types.retain(|_, rows| !rows.is_empty());
    if let Some((field, dates)) = &thing.date {
        // Days in order; undated rows come last.
        let mut order: Vec<usize> = (0..dates.len()).collect();
        order.sort_by_key(|&code| {
            let date = dates[code].as_ref();
            (
                date.is_none(),
                date.map(|date| (date.earliest.or(date.latest), date.text.as_str())),
            )
        });
        let mut ranks = vec![0_u32; dates.len()];
        for (rank, code) in (0..).zip(order) {
            ranks[code] = rank;
        }
        let rank = |row: &u32| ranks[field.codes.at(*row as usize)];
        for rows in types.values_mut() {
            if !rows.is_sorted_by_key(rank) {
                rows.sort_by_key(rank);
            }
        }
    }
    types
}

/// The properties that texts of rows make.
fn properties<'p>(common: &'p Common<'_>, members: &[u32]) -> Vec<BlockColumn<'p>> {
    let mut columns = Vec::new();
    for (field, values) in &common.properties {
        let keys: BTreeSet<&str> = values
            .iter()
            .flat_map(Properties::keys)
            .map(String::as_str)
            .collect();
        for key in keys {
            columns.extend(column(
                key,
                members,
                |row| field.codes.at(row),
                values,
                |properties| properties.get(key).cloned(),
            ));
        }
    }
    columns
}

/// A column of values that each text has; none if no row has one.
fn column<'k, T>(
    key: &'k str,
    members: &[u32],
    code: impl Fn(usize) -> usize,
    texts: &[T],
    value: impl Fn(&T) -> Option<Value>,
) -> Option<BlockColumn<'k>> {
    // Only the texts of these rows: the table may have many more.
    let mut places = vec![u32::MAX; texts.len()];
    let mut used: Vec<usize> = Vec::new();
    let codes: Vec<u32> = (members.iter())
        .map(|member| {
            let code = code(*member as usize);
            if places[code] == u32::MAX {
                places[code] = u32::try_from(used.len()).unwrap_or(u32::MAX);
                used.push(code);
            }
            places[code]
        })
        .collect();
    let values: Vec<Option<Value>> = used.iter().map(|&code| value(&texts[code])).collect();
    let first = values.iter().flatten().next()?;
    let data = match first {
        Value::Text(_)
            if values
                .iter()
                .flatten()
                .all(|value| value.as_text().is_some()) =>
        {
            let texts = values
                .iter()
                .map(|value| value.as_ref().and_then(Value::as_text).unwrap_or_default());
            ColumnData::Codes {
                codes: codes.clone(),
                dictionary: texts.map(str::to_owned).collect(),
            }
        }
        Value::Date(_)
            if values
                .iter()
                .flatten()
                .all(|value| value.as_day().is_some()) =>
        {
            let days: Vec<i32> = values
                .iter()
                .map(|value| {
                    value
                        .as_ref()
                        .and_then(Value::as_day)
                        .and_then(|day| i32::try_from(day.0).ok())
                        .unwrap_or(0)
                })
                .collect();
            ColumnData::Date(codes.iter().map(|&code| days[code as usize]).collect())
        }
        Value::Int(_)
            if values
                .iter()
                .flatten()
                .all(|value| value.as_int().is_some()) =>
        {
            let ints: Vec<i64> = values
                .iter()
                .map(|value| value.as_ref().and_then(Value::as_int).unwrap_or(0))
                .collect();
            ColumnData::Int(codes.iter().map(|&code| ints[code as usize]).collect())
        }
        _ => {
            return Some(BlockColumn::new(
                key,
                ColumnData::Mixed(
                    codes
                        .iter()
                        .map(|&code| values[code as usize].clone())
                        .collect(),
                ),
            ));
        }
    };
    let mut valid = None;
    if values.iter().any(Option::is_none) {
        let mut bits = vec![0_u64; members.len().div_ceil(64)];
        for (at, &code) in codes.iter().enumerate() {
            if values[code as usize].is_some() {
                bits[at / 64] |= 1 << (at % 64);
            }
        }
        valid = Some(bits);
    }
    Some(BlockColumn { key, data, valid })
}
