//! Links as the fields of entries, and as relations.

use super::fields::Fields;
use super::ids::words;
use super::kinds::Role;
use super::records::{Link, get};
use super::stubs::{Draft, Relation};
use crate::model::registry::{Kind, RelationDef};
use crate::model::words::Stage;
use crate::model::yaml::Yaml;

/// The name of a link of which the file does not say what it is.
const UNTOLD: &str = "linked-to";

/// How many steps up are looked at for a circle of parts.
const HIGHEST: usize = 1_000;

impl Draft {
    pub(super) fn link(&mut self, link: &Link) {
        let ends = [&link.from, &link.to].map(|end| self.by_name.get(end).copied());
        let [Some(from), Some(to)] = ends else {
            for (name, end) in [&link.from, &link.to].into_iter().zip(ends) {
                if end.is_none() {
                    self.problem(
                        &link.place,
                        format!(
                            "a link ({}) names `{name}`, which is not in the file",
                            link.kind
                        ),
                    );
                }
            }
            return;
        };
        let name = match words(&link.kind) {
            name if name.is_empty() => UNTOLD.to_owned(),
            name => name,
        };
        let (from_id, to_id) = (self.stubs[from].id.clone(), self.stubs[to].id.clone());
        if from == to {
            let message = format!("`{name}` goes from `{from_id}` to itself: it is left out");
            self.article.record(
                &format!("{name} from {from_id} to {to_id}"),
                &link.properties,
            );
            self.problem(&link.place, message);
            return;
        }
        let quote = self.article.record(
            &format!("{name} from {from_id} to {to_id}"),
            &link.properties,
        );
        // Evidence stands in the text now; mentions are found in it.
        if name == "supported-by" && self.stubs[to].role == Role::Article
            || name == "mentions" && self.stubs[from].role == Role::Article
        {
            return;
        }
        if !self.structural(link, &name, from, to) {
            self.relation(link, &name, from, to, quote);
        }
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        match &self.stubs[at].role {
            Role::Typed(kind, _) => Some(*kind),
            _ => None,
        }
    }

    fn is_claim(&self, at: usize) -> bool {
        self.stubs[at].role == Role::Claim
    }

    /// Whether something is a place: a state is one too.
    fn is_place(&self, at: usize) -> bool {
        match &self.stubs[at].role {
            Role::Typed(Kind::Place, _) => true,
            Role::Typed(_, type_name) => (self.types.registry.lineage(type_name))
                .any(|(_, def)| def.also.as_deref() == Some("place")),
            _ => false,
        }
    }

    fn add_ref(&mut self, at: usize, key: &'static str, id: String) {
        let refs = self.stubs[at].refs.entry(key).or_default();
        if !refs.contains(&id) {
            refs.push(id);
        }
    }

    /// Writes a link as a field of an entry, if it is of the kinds that are fields.
    fn structural(&mut self, link: &Link, name: &str, from: usize, to: usize) -> bool {
        let (from_id, to_id) = (self.stubs[from].id.clone(), self.stubs[to].id.clone());
        let mut fields = Fields::of(&link.properties);
        match (name, self.kind(from), self.kind(to)) {
            ("involved-in", Some(Kind::Actor), Some(Kind::Event)) => {
                self.takes_part(link, "participant", from, to);
            }
            ("party-to", Some(Kind::Actor), Some(Kind::Agreement)) => {
                self.takes_part(link, "party", from, to);
            }
            ("at", Some(Kind::Event), _) if self.is_place(to) => self.add_ref(from, "place", to_id),
            ("part-of", a, b)
                if a.is_some() && a == b && a != Some(Kind::Actor)
                    || self.is_place(from) && self.is_place(to) =>
            {
                if self.is_within(to, &from_id) {
                    self.problem(
                        &link.place,
                        format!("`{from_id}` would be a part of itself: the link is left out"),
                    );
                } else {
                    self.add_ref(from, "part_of", to_id);
                }
            }
            ("led-to", Some(Kind::Event), Some(Kind::Agreement | Kind::Event)) => {
                let stage = fields
                    .take("stage")
                    .filter(|stage| Stage::parse(stage).is_some());
                let came = match stage {
                    Some(stage) => Yaml::Map(vec![(to_id, Yaml::text(stage))]),
                    None => Yaml::text(to_id),
                };
                let led_to = &mut self.stubs[from].led_to;
                if !led_to.contains(&came) {
                    led_to.push(came);
                }
            }
            ("made", Some(Kind::Actor), _) if self.is_claim(to) => {
                self.add_ref(to, "by", from_id);
                fields.take("date");
            }
            ("made", None, _) if self.is_claim(to) && self.stubs[from].role == Role::Article => {
                self.add_ref(to, "by", "author".to_owned());
                fields.take("date");
            }
            ("during", None, Some(Kind::Event)) if self.is_claim(from) => {
                self.add_ref(from, "during", to_id);
            }
            ("about" | "disputes", None, _)
                if self.is_claim(from) && self.stubs[to].role != Role::Article =>
            {
                let denies = fields.take("denies") == Some("true") || name == "disputes";
                let target = match fields
                    .take("field")
                    .filter(|field| !matches!(*field, "" | "entry"))
                {
                    Some(field) if self.has_field(to, field) => format!("{to_id}.{field}"),
                    Some(field) => {
                        let message = format!(
                            "`{to_id}` has no field `{field}`: the claim is about all of it"
                        );
                        self.problem(&link.place, message);
                        to_id
                    }
                    None => to_id,
                };
                self.add_ref(from, if denies { "denies" } else { "about" }, target);
            }
            _ => return false,
        }
        for key in ["role", "stage"] {
            fields.take(key);
        }
        fields.refuse("this link");
        for message in fields.problems {
            self.problem(&link.place, message);
        }
        true
    }

    /// Whether a claim can be about a field of an entry.
    fn has_field(&self, at: usize, field: &str) -> bool {
        let Role::Typed(kind, type_name) = &self.stubs[at].role else {
            return false;
        };
        let registry = &self.types.registry;
        let own: &[&str] = match kind {
            Kind::Event => &["date", "place", "part_of", "led_to", "phase"],
            Kind::Agreement => &["date", "part_of", "phase"],
            Kind::Actor | Kind::Place => &["part_of"],
        };
        let role = field.strip_prefix("who.");
        own.contains(&field)
            || registry.attribute(type_name, field).is_some()
            || role.is_some_and(|role| registry.role(type_name, role).is_some())
    }

    fn takes_part(&mut self, link: &Link, default: &str, from: usize, to: usize) {
        let said = get(&link.properties, "role")
            .filter(|role| !role.is_empty())
            .unwrap_or(default);
        let Role::Typed(_, type_name) = self.stubs[to].role.clone() else {
            return;
        };
        let (id, event) = (self.stubs[from].id.clone(), self.stubs[to].id.clone());
        let role = if self.types.admits(&type_name, said) {
            said
        } else {
            self.problem(
                &link.place,
                format!("`{said}` is no role in `{event}`: `{id}` is a {default} of it"),
            );
            default
        };
        let actors = self.stubs[to].who.entry(role.to_owned()).or_default();
        if !actors.contains(&id) {
            actors.push(id);
        }
    }

    /// Whether an entry is another or lies within it.
    fn is_within(&self, at: usize, whole: &str) -> bool {
        let mut open = vec![self.stubs[at].id.as_str()];
        let mut seen = 0;
        while let Some(id) = open.pop() {
            seen += 1;
            if id == whole || seen > HIGHEST {
                return true;
            }
            let above = self
                .by_id
                .get(id)
                .and_then(|at| self.stubs[*at].refs.get("part_of"));
            open.extend(above.into_iter().flatten().map(String::as_str));
        }
        false
    }

    fn relation(&mut self, link: &Link, name: &str, from: usize, to: usize, quote: String) {
        let (from_id, to_id) = (self.stubs[from].id.clone(), self.stubs[to].id.clone());
        let ends = [from, to];
        if ends.iter().any(|at| self.stubs[*at].role == Role::Article) {
            self.problem(
                &link.place,
                format!("`{name}` from `{from_id}` to `{to_id}`: an article has no relations"),
            );
            return;
        }
        if let Some(def) = self.types.registry.relation(name).cloned() {
            if self.fits(&def.from, from) && self.fits(&def.to, to) {
                self.known_relation(link, name, &def, from, to, quote);
                return;
            }
            let message = format!(
                "`{name}` cannot go from `{from_id}` to `{to_id}`: it is a relation of another name"
            );
            self.problem(&link.place, message);
        }
        // A name of the file's own, which no relation and no field of a dossier has.
        let taken = |name: &str| {
            self.types.registry.relation(name).is_some()
                || [
                    "involved-in",
                    "party-to",
                    "led-to",
                    "at",
                    "part-of",
                    "made",
                    "during",
                    "about",
                    "disputes",
                    "supported-by",
                    "mentions",
                ]
                .contains(&name)
        };
        let name = if taken(name) {
            format!("imported-{name}")
        } else {
            name.to_owned()
        };
        let mut fields = Fields::of(&link.properties);
        fields.date("since", "since");
        fields.date("until", "until");
        let names = fields.rest();
        for message in std::mem::take(&mut fields.problems) {
            self.problem(&link.place, message);
        }
        self.own_relations
            .entry(name.clone())
            .or_default()
            .extend(names);
        self.relations.push(Relation {
            name,
            from: from_id,
            to: to_id,
            quote,
            fields: fields.written,
        });
    }

    /// Whether an entry bears one of these labels, or no label is asked for.
    fn fits(&self, labels: &[String], at: usize) -> bool {
        let Role::Typed(_, type_name) = &self.stubs[at].role else {
            return labels.is_empty();
        };
        let borne = self.types.registry.labels(type_name);
        labels.is_empty() || labels.iter().any(|label| borne.contains(label))
    }

    fn known_relation(
        &mut self,
        link: &Link,
        name: &str,
        def: &RelationDef,
        from: usize,
        to: usize,
        quote: String,
    ) {
        let mut fields = Fields::of(&link.properties);
        let declared = def.attribute_names().into_iter();
        let declared: Vec<_> = declared
            .filter_map(|key| Some((key, def.attribute(key)?)))
            .collect();
        fields.attributes(declared);
        fields.refuse("this relation");
        for message in std::mem::take(&mut fields.problems) {
            self.problem(&link.place, message);
        }
        let to_id = self.stubs[to].id.clone();
        // What no article said needs no quote: it is written at the actor.
        let key = match name {
            "represents" => Some("represents"),
            "member-of" => Some("member_of"),
            _ => None,
        };
        let is_background = matches!(get(&link.properties, "status"), None | Some("background"));
        match key {
            Some(key) if is_background => {
                let mut entries = vec![("of".to_owned(), Yaml::text(to_id))];
                entries.extend(fields.written);
                self.stubs[from]
                    .links
                    .entry(key)
                    .or_default()
                    .push(Yaml::Map(entries));
            }
            _ => self.relations.push(Relation {
                name: name.to_owned(),
                from: self.stubs[from].id.clone(),
                to: to_id,
                quote,
                fields: fields.written,
            }),
        }
    }
}
