//! GraphML: nodes, edges and their data.
//!
//! Keys go by `attr.name`, lists may be JSON, `labels` may be `:Event:Meeting` or JSON, and `type` or
//! `label` of an edge is its kind. A graph inside a node makes its nodes parts of that node. Graphics
//! of yEd give nothing but the text of their labels. Hyperedges and ports have no place in a dossier.
//!
//! Source: the GraphML primer and schema, graphml.graphdrawing.org.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::ImportError;
use super::records::{Link, Node, Place, Property, Records, add, get, values};
use crate::text::LineIndex;

/// Nesting of elements that is read.
const DEEPEST: usize = 256;

/// What a `<key>` declares.
struct Key {
    name: String,
    default: Option<String>,
    of: String,
}

/// What is open.
enum Open {
    Key(String),
    Default(String),
    Node(usize),
    Edge(usize),
    /// A `<data>` of the node or edge above, with its key and the text so far.
    Data(String, String),
    Other,
}

struct Document<'t> {
    records: Records,
    keys: HashMap<String, Key>,
    open: Vec<Open>,
    lines: LineIndex<'t>,
}

pub(super) fn read(bytes: &[u8]) -> Result<Records, ImportError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let lines = LineIndex::new(&before);
        ImportError::Syntax {
            place: place(&lines, before.len()),
            message: "this is not UTF-8".to_owned(),
        }
    })?;
    let mut document = Document {
        records: Records::default(),
        keys: HashMap::new(),
        open: Vec::new(),
        lines: LineIndex::new(text),
    };
    let mut reader = Reader::from_str(text);
    let mut is_graphml = false;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let at = at.min(text.len());
        let broken = |document: &Document<'_>, at: usize, message: String| ImportError::Syntax {
            place: place(&document.lines, at.min(text.len())),
            message,
        };
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(at);
            broken(&document, at, format!("this is not XML: {error}"))
        })?;
        match event {
            Event::Start(start) => {
                is_graphml |= start.local_name().as_ref() == "graphml";
                document.begin(&start, at)?;
                if document.open.len() > DEEPEST {
                    return Err(broken(
                        &document,
                        at,
                        format!("elements are nested more than {DEEPEST} deep"),
                    ));
                }
            }
            Event::Empty(start) => {
                is_graphml |= start.local_name().as_ref() == "graphml";
                document.begin(&start, at)?;
                document.end();
            }
            Event::End(_) => document.end(),
            Event::Text(text) => document.text(&text.xml10_content()),
            Event::CData(text) => document.text(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let c = name.resolve_char_ref().ok().flatten().map(String::from);
                let predefined = || quick_xml::escape::resolve_xml_entity(&name).map(str::to_owned);
                let Some(text) = c.or_else(predefined) else {
                    let message =
                        format!("`&{};` is an entity that the file does not explain", &*name);
                    return Err(broken(&document, at, message));
                };
                document.text(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !document.open.is_empty() || !is_graphml {
        let message = if is_graphml {
            "the file ends within an element"
        } else {
            "this is no GraphML: there is no element `graphml`"
        };
        return Err(ImportError::Syntax {
            place: place(&document.lines, text.len()),
            message: message.to_owned(),
        });
    }
    document.finish();
    Ok(document.records)
}

fn place(lines: &LineIndex<'_>, byte: usize) -> Place {
    let position = lines.position(byte);
    Place::Line {
        line: position.line,
        column: position.column,
    }
}

impl Document<'_> {
    fn begin(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), ImportError> {
        let at = place(&self.lines, at);
        let mut attributes = HashMap::new();
        for attribute in start.attributes() {
            let read = attribute
                .map_err(|error| error.to_string())
                .and_then(|attribute| {
                    let value = attribute
                        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                        .map_err(|error| error.to_string())?;
                    Ok((attribute.key.as_ref().to_owned(), value.into_owned()))
                });
            let (name, value) = read.map_err(|message| ImportError::Syntax {
                place: at.clone(),
                message: format!("this is not XML: {message}"),
            })?;
            attributes.insert(name, value);
        }
        let mut take = |name: &str| attributes.remove(name);
        let opened = match start.local_name().as_ref() {
            "key" => {
                let id = take("id").unwrap_or_default();
                let name = take("attr.name").or_else(|| take("yfiles.type").map(|_| String::new()));
                let key = Key {
                    name: name.unwrap_or_else(|| id.clone()),
                    default: None,
                    of: take("for").unwrap_or_else(|| "all".to_owned()),
                };
                self.keys.insert(id.clone(), key);
                Open::Key(id)
            }
            "default" => Open::Default(String::new()),
            "node" => {
                let above = self.above();
                let id = take("id").unwrap_or_default();
                if let Some(whole) = above {
                    self.records.links.push(Link {
                        kind: "PART_OF".to_owned(),
                        from: id.clone(),
                        to: self.records.nodes[whole].id.clone(),
                        properties: Vec::new(),
                        place: at.clone(),
                    });
                }
                self.records.nodes.push(Node {
                    id,
                    labels: Vec::new(),
                    properties: Vec::new(),
                    place: at,
                });
                Open::Node(self.records.nodes.len() - 1)
            }
            "edge" => {
                self.records.links.push(Link {
                    kind: String::new(),
                    from: take("source").unwrap_or_default(),
                    to: take("target").unwrap_or_default(),
                    properties: Vec::new(),
                    place: at,
                });
                Open::Edge(self.records.links.len() - 1)
            }
            "data" => Open::Data(take("key").unwrap_or_default(), String::new()),
            "hyperedge" => {
                self.records
                    .problem(&at, "a hyperedge joins more than two nodes: it is left out");
                Open::Other
            }
            "port" => {
                self.records.problem(&at, "a port is left out");
                Open::Other
            }
            _ => Open::Other,
        };
        self.open.push(opened);
        Ok(())
    }

    /// The node that is open.
    fn above(&self) -> Option<usize> {
        self.open.iter().rev().find_map(|open| match open {
            Open::Node(at) => Some(*at),
            _ => None,
        })
    }

    fn text(&mut self, text: &str) {
        // Elements of other vocabularies may stand inside data: what they say is the data.
        for open in self.open.iter_mut().rev() {
            match open {
                Open::Data(_, so_far) | Open::Default(so_far) => {
                    so_far.push_str(text);
                    return;
                }
                Open::Other => {}
                _ => return,
            }
        }
    }

    fn end(&mut self) {
        let Some(closed) = self.open.pop() else {
            return;
        };
        match closed {
            Open::Default(text) => {
                if let Some(Open::Key(id)) = self.open.last()
                    && let Some(key) = self.keys.get_mut(id)
                {
                    key.default = Some(text);
                }
            }
            Open::Data(id, text) => {
                let Some(key) = self.keys.get(&id) else {
                    if let Some(place) = self.place_above() {
                        let message = format!(
                            "the data of the key `{id}`, which is not declared, is left out: {text}"
                        );
                        self.records.problem(&place, message);
                    }
                    return;
                };
                // Graphics have no name of an attribute; what they say is what is shown.
                let is_graphic = key.name.is_empty();
                let name = if is_graphic {
                    "label".to_owned()
                } else {
                    key.name.clone()
                };
                let text = if is_graphic {
                    text.split_whitespace().collect::<Vec<_>>().join(" ")
                } else {
                    text
                };
                if is_graphic && text.is_empty() {
                    return;
                }
                let properties = match self.open.last() {
                    Some(Open::Node(at)) => &mut self.records.nodes[*at].properties,
                    Some(Open::Edge(at)) => &mut self.records.links[*at].properties,
                    // Of the graph itself.
                    _ => {
                        if name == "name" || name == "title" {
                            self.records.title = Some(text);
                        }
                        return;
                    }
                };
                set(properties, &name, &text);
            }
            _ => {}
        }
    }

    fn place_above(&self) -> Option<Place> {
        self.open.iter().rev().find_map(|open| match open {
            Open::Node(at) => Some(self.records.nodes[*at].place.clone()),
            Open::Edge(at) => Some(self.records.links[*at].place.clone()),
            _ => None,
        })
    }

    /// Adds defaults, and takes labels and kinds out of the properties.
    fn finish(&mut self) {
        let mut defaults: Vec<_> = (self.keys.values())
            .filter_map(|key| Some((key.of.clone(), key.name.clone(), key.default.clone()?)))
            .collect();
        defaults.sort();
        let fill = |properties: &mut Vec<Property>, what: &str| {
            for (of, name, default) in &defaults {
                if (of == what || of == "all") && get(properties, name).is_none() {
                    set(properties, name, default);
                }
            }
        };
        for node in &mut self.records.nodes {
            fill(&mut node.properties, "node");
            node.labels = labels(&mut node.properties);
        }
        for link in &mut self.records.links {
            fill(&mut link.properties, "edge");
            if link.kind.is_empty() {
                link.kind = kind(&mut link.properties);
            }
        }
    }
}

fn set(properties: &mut Vec<Property>, key: &str, text: &str) {
    let values = values(text);
    match properties.iter_mut().find(|property| property.key == key) {
        Some(property) => property.values.extend(values),
        None => properties.push(Property {
            key: key.to_owned(),
            values,
        }),
    }
}

/// Takes the labels out of properties: `labels`, in JSON or as `:A:B`.
pub(super) fn labels(properties: &mut Vec<Property>) -> Vec<String> {
    let Some(at) = properties
        .iter()
        .position(|property| property.key == "labels")
    else {
        return Vec::new();
    };
    let values = properties.remove(at).values;
    let parts = values.iter().flat_map(|text| match text.strip_prefix(':') {
        Some(rest) => rest.split(':').collect::<Vec<_>>(),
        None => vec![text.as_str()],
    });
    parts
        .filter(|label| !label.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Takes what a link is out of its properties: `type`, else what programs show of it.
pub(super) fn kind(properties: &mut Vec<Property>) -> String {
    for key in ["type", "kind", "relation", "relationship", "label"] {
        let at = properties
            .iter()
            .position(|property| property.key == key && property.values.len() == 1);
        if let Some(at) = at
            && !properties[at].values[0].is_empty()
        {
            let kind = properties.remove(at).values.remove(0);
            // Programs that show one and query the other get it twice.
            properties
                .retain(|property| property.key != "label" || property.values != [kind.as_str()]);
            return kind;
        }
    }
    String::new()
}

/// Adds a value of a JSON member; says what of it has no place.
pub(super) fn member(
    properties: &mut Vec<Property>,
    key: &str,
    value: &serde_json::Value,
) -> Result<(), String> {
    use super::records::scalar;
    match value {
        serde_json::Value::Null => Ok(()),
        serde_json::Value::Array(items) => {
            let mut values: Vec<String> = Vec::new();
            for item in items {
                match scalar(item) {
                    Some(text) => values.push(text),
                    None => {
                        return Err(format!(
                            "`{key}` holds a list or an object within a list: {value}"
                        ));
                    }
                }
            }
            properties.push(Property {
                key: key.to_owned(),
                values,
            });
            Ok(())
        }
        serde_json::Value::Object(_) => Err(format!("`{key}` is an object: {value}")),
        scalar_value => {
            add(properties, key, scalar(scalar_value).unwrap_or_default());
            Ok(())
        }
    }
}
