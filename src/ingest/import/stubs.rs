//! Records as the entries of a dossier.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Import;
use super::emit;
use super::fields::Fields;
use super::ids::Ids;
use super::kinds::{Role, Types};
use super::records::{Node, Place, Problem, Property, Records, get};
use super::text::Article;
use crate::model::registry::Kind;
use crate::model::yaml::Yaml;

/// An entry in the making.
pub(super) struct Stub {
    pub(super) id: String,
    pub(super) role: Role,
    pub(super) place: Place,
    /// The words of the article that it stands on.
    pub(super) quote: String,
    pub(super) fields: Vec<(String, Yaml)>,
    /// Ids by role.
    pub(super) who: BTreeMap<String, Vec<String>>,
    /// Ids by key: `place`, `part_of`, `by`, `about`, `denies`, `during`.
    pub(super) refs: BTreeMap<&'static str, Vec<String>>,
    pub(super) led_to: Vec<Yaml>,
    /// `represents` and `member_of` of an actor.
    pub(super) links: BTreeMap<&'static str, Vec<Yaml>>,
}

/// A relation in the making.
pub(super) struct Relation {
    pub(super) name: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) quote: String,
    pub(super) fields: Vec<(String, Yaml)>,
}

/// A dossier in the making.
pub(super) struct Draft {
    pub(super) types: Types,
    pub(super) ids: Ids,
    pub(super) article: Article,
    pub(super) stubs: Vec<Stub>,
    /// The number of the stub of a record, by what the file calls it.
    pub(super) by_name: HashMap<String, usize>,
    /// The number of a stub by its id.
    pub(super) by_id: HashMap<String, usize>,
    pub(super) relations: Vec<Relation>,
    /// Relations of the file's own, by name, with their attributes.
    pub(super) own_relations: BTreeMap<String, BTreeSet<String>>,
    pub(super) problems: Vec<Problem>,
}

/// Makes a dossier of records.
pub(super) fn dossier(name: &str, records: Records) -> Import {
    let mut draft = Draft {
        types: Types::new(),
        ids: Ids::default(),
        article: Article::of(name),
        stubs: Vec::new(),
        by_name: HashMap::new(),
        by_id: HashMap::new(),
        relations: Vec::new(),
        own_relations: BTreeMap::new(),
        problems: records.problems,
    };
    // Ids that are right already stay; others make room for them.
    let mut shown: Vec<&Node> = records.nodes.iter().collect();
    shown.sort_by_key(|node| !is_id(&node.id));
    for node in shown {
        if draft.ids.get(&node.id).is_none() {
            let name = ["name", "label", "title"]
                .iter()
                .find_map(|key| get(&node.properties, key));
            draft.ids.give(&node.id, name);
        }
    }
    for node in &records.nodes {
        draft.node(node);
    }
    for link in &records.links {
        draft.link(link);
    }
    draft.settle_claims();
    emit::import(name, records.title, draft)
}

/// Whether a text is an id of a dossier as it is.
fn is_id(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && (word.bytes()).all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.split('-').all(word)
}

impl Draft {
    pub(super) fn problem(&mut self, place: &Place, message: impl Into<String>) {
        self.problems.push(Problem {
            place: place.clone(),
            message: message.into(),
        });
    }

    fn node(&mut self, node: &Node) {
        if self.by_name.contains_key(&node.id) {
            self.problem(
                &node.place,
                format!("a second record is called `{}`: it is left out", node.id),
            );
            return;
        }
        let id = self.ids.get(&node.id).unwrap_or_default().to_owned();
        let (role, remark) = self.types.of(node);
        if let Some(remark) = remark {
            self.problem(&node.place, format!("`{id}`: {remark}"));
        }
        let what = match &role {
            Role::Typed(_, type_name) => type_name.as_str(),
            Role::Claim => "claim",
            Role::Article => "article",
        };
        let mut properties = node.properties.clone();
        if node.id != id {
            properties.push(Property {
                key: "id".to_owned(),
                values: vec![node.id.clone()],
            });
        }
        let quote = self.article.record(&format!("{what} {id}"), &properties);
        let mut fields = Fields::of(&node.properties);
        // The keys that told what it is have done their work.
        if node.labels.is_empty() {
            for key in ["type", "kind", "category", "class", "group"] {
                if get(&node.properties, key).is_some() {
                    fields.take(key);
                    break;
                }
            }
        }
        match &role {
            Role::Article => {
                self.problem(
                    &node.place,
                    format!("the article `{id}` has no text here: it is no article of the dossier"),
                );
                fields.names("title", &id, false);
            }
            Role::Claim => claim(&id, &mut fields),
            Role::Typed(kind, type_name) => {
                fields.names("name", &id, true);
                fields.described(true);
                if matches!(kind, Kind::Event | Kind::Agreement) {
                    fields.word("phase");
                    fields.date("date", "date");
                    let registry = &self.types.registry;
                    let declared = registry.attributes(type_name).into_iter();
                    let declared: Vec<_> = declared
                        .filter_map(|name| Some((name, registry.attribute(type_name, name)?)))
                        .collect();
                    fields.attributes(declared);
                    // Who says so is told by the claim too, where there is one.
                    fields.take_all("claimed_by");
                }
                fields.refuse(match kind {
                    Kind::Actor => "an actor",
                    Kind::Place => "a place",
                    Kind::Event => "an event of its type",
                    Kind::Agreement => "an agreement of its type",
                });
            }
        }
        for message in std::mem::take(&mut fields.problems) {
            self.problem(&node.place, format!("`{id}`: {message}"));
        }
        let written = fields.written;
        let mut refs = BTreeMap::new();
        let claimed: Vec<String> = (node.properties.iter())
            .filter(|property| property.key == "claimed_by")
            .flat_map(|property| &property.values)
            .filter_map(|name| self.ids.get(name).map(str::to_owned))
            .collect();
        if !claimed.is_empty() && matches!(role, Role::Typed(Kind::Event | Kind::Agreement, _)) {
            refs.insert("by", claimed);
        }
        self.by_name.insert(node.id.clone(), self.stubs.len());
        self.by_id.insert(id.clone(), self.stubs.len());
        self.stubs.push(Stub {
            id,
            role,
            place: node.place.clone(),
            quote,
            fields: written,
            who: BTreeMap::new(),
            refs,
            led_to: Vec::new(),
            links: BTreeMap::new(),
        });
    }

    /// Claims that nobody makes are the writer's.
    fn settle_claims(&mut self) {
        let nameless: Vec<_> = (self.stubs.iter_mut())
            .filter(|stub| stub.role == Role::Claim && !stub.refs.contains_key("by"))
            .map(|stub| {
                stub.refs.insert("by", vec!["author".to_owned()]);
                (stub.place.clone(), stub.id.clone())
            })
            .collect();
        for (place, id) in nameless {
            self.problem(
                &place,
                format!("`{id}`: the file does not say who claims it: `author` stands for it"),
            );
        }
    }
}

fn claim(id: &str, fields: &mut Fields<'_>) {
    fields.names("says", id, false);
    fields.take_all("aliases");
    // The name of a claim is what it says.
    for language in ["en", "nl", "de", "fr", "ru", "be", "uk", "es", "it", "pl"] {
        fields.take_all(&format!("name_{language}"));
    }
    fields.described(false);
    fields.word("stance");
    fields.word("medium");
    fields.date("date", "date");
    // It stands in what the claim says.
    fields.take_all("value");
    fields.rest();
}
