//! Nodes as objects of STIX.

use serde_json::{Map, Value, json};

use super::{Bundle, country};
use crate::export::View;
use crate::graph::{EdgeRef, NodeRef, ValueRef};
use crate::model::date::Edtf;

/// The type of the object that a node becomes.
pub(super) fn kind(view: &View<'_>, node: NodeRef<'_>) -> &'static str {
    let kinds = [
        ("Article", "report"),
        ("Claim", "note"),
        ("Event", "incident"),
        ("Agreement", "grouping"),
        ("Actor", "identity"),
    ];
    match kinds.iter().find(|(label, _)| node.is(label)) {
        Some((_, kind)) => kind,
        None if node.is("Place") && country::of(view, node).is_some() => "location",
        None => "identity",
    }
}

/// Properties as keys with values.
pub(super) fn properties<'g>(
    properties: impl Iterator<Item = (&'g str, ValueRef<'g>)>,
) -> Vec<Value> {
    properties
        .filter_map(|(key, value)| Some(json!({"key": key, "value": of_value(value)?})))
        .collect()
}

/// A value in JSON; none of an empty list, which STIX forbids.
fn of_value(value: ValueRef<'_>) -> Option<Value> {
    Some(match value {
        ValueRef::Bool(bool) => bool.into(),
        ValueRef::Int(int) => int.into(),
        // Not every float is a number of JSON.
        ValueRef::Float(float) => serde_json::Number::from_f64(float)
            .map_or_else(|| float.to_string().into(), Value::Number),
        ValueRef::List(items) => {
            let items: Vec<_> = items
                .iter()
                .filter_map(|item| of_value(item.into()))
                .collect();
            if items.is_empty() {
                return None;
            }
            items.into()
        }
        other => other.printed()?.into(),
    })
}

impl<'d> Bundle<'_, 'd> {
    /// The objects that a node becomes.
    pub(super) fn node(&self, node: NodeRef<'d>) -> Vec<Value> {
        let kind = kind(self.view, node);
        let mut object = self.object(kind, self.id_of(node));
        let name = match self.view.name(node) {
            "" => self.view.key(node).text().into_owned(),
            name => name.to_owned(),
        };
        if kind != "note" {
            object.insert("name".to_owned(), name.clone().into());
        }
        if kind != "note"
            && let Some(text) = node.text("description").filter(|text| !text.is_empty())
        {
            object.insert("description".to_owned(), text.into());
        }
        let mut extension = json!({
            "item": self.view.key(node).text(),
            "kinds": node.labels().collect::<Vec<_>>(),
            "properties": properties(node.properties().filter(|(key, _)| *key != "id")),
        });
        let mut opinion = None;
        match kind {
            "identity" => {
                object.insert("identity_class".to_owned(), class(node).into());
            }
            "location" => {
                let code = country::of(self.view, node).unwrap_or_default();
                object.insert("country".to_owned(), code.into());
            }
            "grouping" => {
                object.insert("context".to_owned(), "unspecified".into());
                let parties = self.others(node, |edge| {
                    edge.kind() == "PARTY_TO" || edge.kind() == "SUPPORTED_BY"
                });
                object.insert("object_refs".to_owned(), self.refs(parties).into());
            }
            "report" => self.report(node, &mut object),
            "note" => {
                self.claim(node, &name, &mut object);
                let links = self.links(node);
                if let Value::Object(extension) = &mut extension {
                    extension.insert("links".to_owned(), links.into());
                }
                opinion = self.opinion(node, &name);
            }
            _ => {}
        }
        let mut labels: Vec<_> = node.labels().filter(|label| !label.is_empty()).collect();
        labels.extend(node.text("status").filter(|status| !status.is_empty()));
        if !labels.is_empty() {
            object.insert("labels".to_owned(), labels.into());
        }
        let references = self.references(node);
        if !references.is_empty() {
            object.insert("external_references".to_owned(), references.into());
        }
        self.extend(&mut object, extension);
        std::iter::once(object.into()).chain(opinion).collect()
    }

    /// The quotes that support a node.
    fn references(&self, node: NodeRef<'d>) -> Vec<Value> {
        let supports = self
            .view
            .shown(node.outgoing().filter(|edge| edge.kind() == "SUPPORTED_BY"));
        supports
            .into_iter()
            .filter_map(|edge| {
                let article = edge.to().text("id")?;
                let field = edge
                    .text("field")
                    .map(|field| (field, edge.text("value").unwrap_or_default()));
                let quote = edge.text("quote").unwrap_or_default();
                Some(self.reference(article, field, quote, edge.text("why")))
            })
            .collect()
    }

    /// The other ends of relationships.
    fn others(&self, node: NodeRef<'d>, wanted: impl Fn(EdgeRef<'d>) -> bool) -> Vec<NodeRef<'d>> {
        let edges = node
            .outgoing()
            .chain(node.incoming())
            .filter(|edge| wanted(*edge));
        let other = |edge: EdgeRef<'d>| {
            if edge.from().id() == node.id() {
                edge.to()
            } else {
                edge.from()
            }
        };
        self.view.shown(edges).into_iter().map(other).collect()
    }

    /// The ids of nodes, each once; of the dossier where there are none, as STIX asks for one.
    fn refs(&self, nodes: Vec<NodeRef<'d>>) -> Vec<String> {
        let mut refs: Vec<_> = nodes.into_iter().map(|node| self.id_of(node)).collect();
        refs.sort_unstable();
        refs.dedup();
        if refs.is_empty() {
            refs.push(self.maker.clone());
        }
        refs
    }

    fn report(&self, node: NodeRef<'d>, object: &mut Map<String, Value>) {
        let published = node
            .text("published")
            .and_then(|date| Edtf::parse(date).ok());
        let day = published
            .and_then(|date| date.earliest())
            .and_then(super::time);
        let time = day.unwrap_or_else(|| self.time.clone());
        object.insert("published".to_owned(), time.into());
        let refs = self.others(node, |edge| {
            matches!(edge.kind(), "SUPPORTED_BY" | "MENTIONS" | "MADE")
        });
        object.insert("object_refs".to_owned(), self.refs(refs).into());
    }

    fn claim(&self, node: NodeRef<'d>, name: &str, object: &mut Map<String, Value>) {
        object.insert("content".to_owned(), name.into());
        let authors = self.authors(node);
        if !authors.is_empty() {
            object.insert("authors".to_owned(), authors.into());
        }
        let refs = self.others(node, |edge| {
            matches!(
                edge.kind(),
                "ABOUT" | "DURING" | "MADE" | "DISPUTES" | "SUPPORTED_BY"
            )
        });
        object.insert("object_refs".to_owned(), self.refs(refs).into());
    }

    /// Who made a claim.
    fn authors(&self, node: NodeRef<'d>) -> Vec<String> {
        let made = self
            .view
            .shown(node.incoming().filter(|edge| edge.kind() == "MADE"));
        let names = made.iter().map(|edge| self.view.name(edge.from()));
        names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// The relationships of a claim, which `object_refs` does not tell apart.
    fn links(&self, node: NodeRef<'d>) -> Vec<Value> {
        let edges = (node.outgoing().chain(node.incoming()))
            .filter(|edge| super::is_said_elsewhere(*edge) && edge.kind() != "SUPPORTED_BY");
        self.view
            .shown(edges)
            .into_iter()
            .map(|edge| {
                let leaves = edge.from().id() == node.id();
                let other = if leaves { edge.to() } else { edge.from() };
                let mut link = Map::new();
                link.insert("kind".to_owned(), edge.kind().into());
                link.insert("ref".to_owned(), self.id_of(other).into());
                let properties = properties(edge.properties());
                if !properties.is_empty() {
                    link.insert("properties".to_owned(), properties.into());
                }
                link.into()
            })
            .collect()
    }

    /// The opinion of a claim that denies something.
    fn opinion(&self, node: NodeRef<'d>, name: &str) -> Option<Value> {
        let denies = |edge: &EdgeRef<'d>| {
            edge.kind() == "DISPUTES"
                || edge.get("denies").and_then(ValueRef::as_bool) == Some(true)
        };
        let denied = self.view.shown(node.outgoing().filter(denies));
        if denied.is_empty() {
            return None;
        }
        let id = self.id("opinion", &self.view.key(node).text());
        let mut object = self.object("opinion", id);
        object.insert("opinion".to_owned(), "disagree".into());
        object.insert("explanation".to_owned(), name.into());
        let authors = self.authors(node);
        if !authors.is_empty() {
            object.insert("authors".to_owned(), authors.into());
        }
        let refs = self.refs(denied.iter().map(|edge| edge.to()).collect());
        object.insert("object_refs".to_owned(), refs.into());
        Some(object.into())
    }
}

/// The class of an identity.
fn class(node: NodeRef<'_>) -> &'static str {
    let classes = [
        ("Person", "individual"),
        ("Group", "group"),
        ("Organization", "organization"),
        ("State", "organization"),
    ];
    let found = classes.iter().find(|(label, _)| node.is(label));
    found.map_or("unknown", |(_, class)| class)
}
