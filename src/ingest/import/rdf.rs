//! RDF: subjects with a class or with texts become nodes, statements between them links.
//!
//! What the export writes comes back from its own vocabulary, which holds every label, type and key
//! under its own name; the words of SEM, PROV-O, Web Annotation and OWL-Time beside it say the same
//! again. Of other files, the usual words for names and dates are known, classes by what the
//! vocabulary of types names, and everything else goes by the last part of its IRI.

use std::collections::{BTreeSet, HashMap};

use oxrdf::{NamedOrBlankNode, Quad, Term};
use oxrdfio::{RdfFormat, RdfParser};

use super::ImportError;
use super::ids::words;
use super::records::{Link, Node, Place, Property, Records, add, get};
use crate::model::registry::Registry;

/// Where the export has its labels, types of relationships and keys.
const OWN: &str = "urn:kroniek-vocabulary:";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const OA: &str = "http://www.w3.org/ns/oa#";
const SEM: &str = "http://semanticweb.cs.vu.nl/2009/11/sem/";
const WIKIDATA: &str = "http://www.wikidata.org/entity/";
/// Vocabularies of the machinery of evidence and time.
const MACHINERY: [&str; 3] = [
    OA,
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/2006/time#",
];

/// Words of others with the key of a dossier.
const KEYS: [(&str, &str); 26] = [
    ("http://www.w3.org/2000/01/rdf-schema#label", "name"),
    ("https://schema.org/name", "name"),
    ("https://schema.org/headline", "title"),
    ("http://xmlns.com/foaf/0.1/name", "name"),
    ("http://www.w3.org/2004/02/skos/core#prefLabel", "name"),
    ("http://purl.org/dc/terms/title", "title"),
    ("http://purl.org/dc/elements/1.1/title", "title"),
    ("https://schema.org/alternateName", "aliases"),
    ("http://www.w3.org/2004/02/skos/core#altLabel", "aliases"),
    ("http://xmlns.com/foaf/0.1/nick", "aliases"),
    ("https://schema.org/description", "description"),
    (
        "http://www.w3.org/2000/01/rdf-schema#comment",
        "description",
    ),
    ("http://purl.org/dc/terms/description", "description"),
    (
        "http://www.w3.org/2004/02/skos/core#definition",
        "description",
    ),
    ("https://schema.org/identifier", "id"),
    ("https://schema.org/startDate", "begin"),
    ("https://schema.org/endDate", "finish"),
    (
        "http://semanticweb.cs.vu.nl/2009/11/sem/hasBeginTimeStamp",
        "begin",
    ),
    (
        "http://semanticweb.cs.vu.nl/2009/11/sem/hasEndTimeStamp",
        "finish",
    ),
    (
        "http://semanticweb.cs.vu.nl/2009/11/sem/hasTimeStamp",
        "date",
    ),
    (
        "http://semanticweb.cs.vu.nl/2009/11/sem/hasEarliestBeginTimeStamp",
        "earliest",
    ),
    (
        "http://semanticweb.cs.vu.nl/2009/11/sem/hasLatestEndTimeStamp",
        "latest",
    ),
    ("http://purl.org/dc/terms/date", "date"),
    ("https://schema.org/datePublished", "published"),
    ("https://schema.org/url", "url"),
    ("https://schema.org/inLanguage", "language"),
];

/// Words of others between two things: what the link is, and whether it goes the other way.
const LINKS: [(&str, &str, bool); 10] = [
    (
        "http://semanticweb.cs.vu.nl/2009/11/sem/hasActor",
        "INVOLVED_IN",
        true,
    ),
    (
        "http://semanticweb.cs.vu.nl/2009/11/sem/hasPlace",
        "AT",
        false,
    ),
    ("https://schema.org/location", "AT", false),
    ("https://schema.org/containedInPlace", "PART_OF", false),
    ("https://schema.org/isPartOf", "PART_OF", false),
    ("https://schema.org/superEvent", "PART_OF", false),
    ("https://schema.org/about", "ABOUT", false),
    ("https://schema.org/memberOf", "MEMBER_OF", false),
    ("https://schema.org/mentions", "MENTIONS", false),
    ("https://schema.org/participant", "INVOLVED_IN", true),
];

/// What is said of a subject.
#[derive(Default)]
struct Subject {
    classes: Vec<String>,
    /// Predicates with literals: the text and its language.
    literals: Vec<(String, String, Option<String>)>,
    /// Predicates with subjects.
    objects: Vec<(String, String)>,
}

impl Subject {
    fn object(&self, predicate: &str) -> Option<&str> {
        let found = self.objects.iter().find(|(name, _)| name == predicate);
        found.map(|(_, object)| object.as_str())
    }

    fn is(&self, class: &str) -> bool {
        self.classes.iter().any(|name| name == class)
    }
}

/// Subjects in the order of the file.
#[derive(Default)]
struct Statements {
    order: Vec<String>,
    subjects: HashMap<String, Subject>,
    seen: BTreeSet<(String, String, String)>,
    /// Whether the vocabulary of the export stands in it.
    is_own: bool,
}

/// `http://schema.org/` and `https://schema.org/` are one.
fn canonical(iri: &str) -> String {
    match iri.strip_prefix("http://schema.org/") {
        Some(rest) => format!("https://schema.org/{rest}"),
        None => iri.to_owned(),
    }
}

fn subject_name(subject: &NamedOrBlankNode) -> String {
    match subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
    }
}

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Records, ImportError> {
    let start = Place::Line { line: 1, column: 1 };
    let extension = name
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension)
        .to_lowercase();
    let format = match extension.as_str() {
        "owl" => Some(RdfFormat::RdfXml),
        other => RdfFormat::from_extension(other),
    };
    let Some(format) = format else {
        return Err(ImportError::Syntax {
            place: start,
            message: "the ending of the file does not tell its syntax: ttl, nt, nq, trig, n3, rdf, jsonld".to_owned(),
        });
    };
    let mut statements = Statements::default();
    let parser = RdfParser::from_format(format)
        .with_base_iri(format!("file:///{}", super::ids::kebab(name)));
    let parser = parser.map_err(|error| ImportError::Syntax {
        place: start.clone(),
        message: error.to_string(),
    })?;
    for quad in parser.for_slice(bytes) {
        let quad = quad.map_err(|error| {
            let place = error.location().map_or(start.clone(), |range| Place::Line {
                line: usize::try_from(range.start.line).unwrap_or(0) + 1,
                column: usize::try_from(range.start.column).unwrap_or(0) + 1,
            });
            ImportError::Syntax {
                place,
                message: format!("this is not RDF in the syntax of its ending: {error}"),
            }
        })?;
        statements.add(quad);
    }
    Ok(statements.records())
}

impl Statements {
    /// Adds a statement; said in two graphs it counts once.
    fn add(&mut self, quad: Quad) {
        let subject = subject_name(&quad.subject);
        let predicate = canonical(quad.predicate.as_str());
        if !self
            .seen
            .insert((subject.clone(), predicate.clone(), quad.object.to_string()))
        {
            return;
        }
        self.is_own |= predicate.starts_with(OWN);
        if !self.subjects.contains_key(&subject) {
            self.order.push(subject.clone());
        }
        let known = self.subjects.entry(subject).or_default();
        match quad.object {
            Term::NamedNode(class) if predicate == format!("{RDF}type") => {
                self.is_own |= class.as_str().starts_with(OWN);
                known.classes.push(canonical(class.as_str()));
            }
            Term::NamedNode(object) => known.objects.push((predicate, object.into_string())),
            Term::BlankNode(object) => known.objects.push((predicate, object.to_string())),
            Term::Literal(literal) => {
                let language = literal
                    .language()
                    .map(|language| language.to_lowercase().replace('-', "_"));
                known
                    .literals
                    .push((predicate, literal.value().to_owned(), language));
            }
        }
    }

    /// Whether a subject only serves to say something of another.
    fn is_machinery(&self, name: &str) -> bool {
        let Some(subject) = self.subjects.get(name) else {
            return false;
        };
        let serves = |class: &String| {
            MACHINERY
                .iter()
                .any(|namespace| class.starts_with(namespace))
                || *class == format!("{RDF}Statement")
                || *class == format!("{SEM}Role")
        };
        let said = |predicate: &str| {
            MACHINERY
                .iter()
                .any(|namespace| predicate.starts_with(namespace))
        };
        let own = subject.classes.iter().any(|class| class.starts_with(OWN));
        if own
            || subject.classes.is_empty()
                && subject
                    .literals
                    .iter()
                    .any(|(predicate, ..)| !said(predicate))
        {
            return false;
        }
        let classes = subject.classes.iter();
        !subject.classes.is_empty() && classes.clone().all(serves)
            || subject.classes.is_empty()
                && subject
                    .literals
                    .iter()
                    .all(|(predicate, ..)| said(predicate))
                && subject.objects.iter().all(|(predicate, _)| said(predicate))
    }

    fn records(self) -> Records {
        let mut records = Records::default();
        let registry = Registry::builtin();
        let mut nodes: HashMap<&str, usize> = HashMap::new();
        for name in &self.order {
            if self.is_machinery(name) {
                continue;
            }
            nodes.insert(name, records.nodes.len());
            let node = self.node(name, &registry, &mut records);
            records.nodes.push(node);
        }
        let mut statements: HashMap<&str, usize> = HashMap::new();
        let mut reified: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
        for name in &self.order {
            let Some(subject) = self
                .subjects
                .get(name)
                .filter(|subject| subject.is(&format!("{RDF}Statement")))
            else {
                continue;
            };
            let part = |part: &str| subject.object(&format!("{RDF}{part}"));
            let (Some(from), Some(predicate), Some(to)) =
                (part("subject"), part("predicate"), part("object"))
            else {
                let place = Place::Item(name.clone());
                records.problem(
                    &place,
                    "a statement of RDF without subject, predicate and object is left out",
                );
                continue;
            };
            reified.insert((from, predicate, to));
            statements.insert(name, records.links.len());
            let mut properties = Vec::new();
            self.literals(subject, &mut properties);
            records.links.push(Link {
                kind: local(predicate),
                from: from.to_owned(),
                to: to.to_owned(),
                properties,
                place: Place::Item(name.clone()),
            });
        }
        self.links(&nodes, &reified, &mut records);
        self.evidence(&nodes, &statements, &mut records);
        // Things that others name and the file does not describe.
        let mut known: BTreeSet<String> =
            records.nodes.iter().map(|node| node.id.clone()).collect();
        let ends: Vec<String> = records
            .links
            .iter()
            .flat_map(|link| [link.from.clone(), link.to.clone()])
            .collect();
        for end in ends {
            if known.insert(end.clone()) {
                records.nodes.push(Node {
                    place: Place::Item(end.clone()),
                    id: end,
                    labels: Vec::new(),
                    properties: Vec::new(),
                });
            }
        }
        records
    }

    fn node(&self, name: &str, registry: &Registry, records: &mut Records) -> Node {
        let place = Place::Item(name.to_owned());
        let mut node = Node {
            id: name.to_owned(),
            labels: Vec::new(),
            properties: Vec::new(),
            place,
        };
        let Some(subject) = self.subjects.get(name) else {
            return node;
        };
        let own: Vec<_> = subject
            .classes
            .iter()
            .filter_map(|class| class.strip_prefix(OWN))
            .collect();
        if own.is_empty() {
            let classes = subject.classes.iter();
            node.labels = classes.flat_map(|class| labels(class, registry)).collect();
        } else {
            node.labels = own.into_iter().map(decoded).collect();
        }
        self.literals(subject, &mut node.properties);
        for (predicate, object) in &subject.objects {
            let same = predicate == "https://schema.org/sameAs"
                || predicate == "http://www.w3.org/2002/07/owl#sameAs";
            match object.strip_prefix(WIKIDATA) {
                Some(id) if same => add(&mut node.properties, "wikidata", id),
                _ if same => records.problem(
                    &node.place,
                    format!("the same thing elsewhere, {object}, is left out"),
                ),
                _ => {}
            }
        }
        node
    }

    /// The literals of a subject as properties.
    fn literals(&self, subject: &Subject, properties: &mut Vec<Property>) {
        for (predicate, text, language) in &subject.literals {
            let known = KEYS.iter().find(|(word, _)| word == predicate);
            let own = predicate.strip_prefix(OWN).map(decoded);
            if own.is_none()
                && self.is_own
                && MACHINERY
                    .iter()
                    .any(|namespace| predicate.starts_with(namespace))
            {
                continue;
            }
            let key = match (own, known) {
                (Some(own), _) => own,
                (None, Some((_, key))) => (*key).to_owned(),
                (None, None) => words(&local(predicate)).replace('-', "_"),
            };
            let key = match language {
                // Names of one thing in one language are one name and its aliases.
                Some(language) if !matches!(key.as_str(), "aliases" | "title") => {
                    format!("{key}_{language}")
                }
                _ => key,
            };
            let twice = properties
                .iter()
                .any(|property| property.key == key && property.values.contains(text));
            if !twice {
                add(properties, &key, text.as_str());
            }
        }
        let take = |properties: &mut Vec<Property>, key: &str| {
            let at = properties.iter().position(|property| property.key == key)?;
            properties.remove(at).values.into_iter().next()
        };
        let (begin, finish) = (take(properties, "begin"), take(properties, "finish"));
        if get(properties, "date").is_none() {
            let date = match (begin, finish) {
                (Some(begin), Some(finish)) if begin == finish => Some(begin),
                (Some(begin), Some(finish)) => Some(format!("{begin}/{finish}")),
                (Some(begin), None) => Some(begin),
                (None, Some(finish)) => Some(format!("../{finish}")),
                (None, None) => None,
            };
            if let Some(date) = date {
                add(properties, "date", date);
            }
        }
    }

    /// The statements between subjects that stand for themselves.
    fn links(
        &self,
        nodes: &HashMap<&str, usize>,
        reified: &BTreeSet<(&str, &str, &str)>,
        records: &mut Records,
    ) {
        for name in &self.order {
            let Some(subject) = self
                .subjects
                .get(name)
                .filter(|_| nodes.contains_key(name.as_str()))
            else {
                continue;
            };
            for (predicate, object) in &subject.objects {
                let own = predicate.strip_prefix(OWN);
                let is_same = predicate.ends_with("#sameAs") || predicate.ends_with("/sameAs");
                let serves = MACHINERY
                    .iter()
                    .any(|namespace| predicate.starts_with(namespace));
                if is_same
                    || reified.contains(&(name.as_str(), predicate.as_str(), object.as_str()))
                {
                    continue;
                }
                // Beside its own vocabulary the export says everything again in others'.
                if self.is_own && own.is_none() || serves {
                    continue;
                }
                if matches!(own, Some("claimed_by")) {
                    if let Some(at) = nodes.get(name.as_str()) {
                        add(
                            &mut records.nodes[*at].properties,
                            "claimed_by",
                            object.as_str(),
                        );
                    }
                    continue;
                }
                let known = LINKS.iter().find(|(word, ..)| word == predicate);
                let (kind, back) = match (own, known) {
                    (Some(own), _) => (decoded(own), false),
                    (None, Some((_, kind, back))) => ((*kind).to_owned(), *back),
                    (None, None) => (local(predicate), false),
                };
                let (from, to) = if back { (object, name) } else { (name, object) };
                records.links.push(Link {
                    kind,
                    from: from.clone(),
                    to: to.clone(),
                    properties: Vec::new(),
                    place: Place::Item(name.clone()),
                });
            }
        }
    }

    /// The quotes of annotations, for the text of what they support.
    fn evidence(
        &self,
        nodes: &HashMap<&str, usize>,
        statements: &HashMap<&str, usize>,
        records: &mut Records,
    ) {
        for name in &self.order {
            let Some(subject) = self
                .subjects
                .get(name)
                .filter(|subject| subject.is(&format!("{OA}Annotation")))
            else {
                continue;
            };
            let quote = self.quote(subject, 0);
            let Some(body) = subject.object(&format!("{OA}hasBody")) else {
                records.problem(
                    &Place::Item(name.clone()),
                    "an annotation without a body is left out",
                );
                continue;
            };
            let properties = match (nodes.get(body), statements.get(body)) {
                (Some(at), _) => &mut records.nodes[*at].properties,
                (None, Some(at)) => &mut records.links[*at].properties,
                (None, None) => {
                    records.problem(
                        &Place::Item(name.clone()),
                        format!("an annotation of {body} is left out"),
                    );
                    continue;
                }
            };
            for text in quote {
                add(properties, "quote", text);
            }
        }
    }

    /// The words that an annotation or what it names quotes, a few steps away.
    fn quote(&self, subject: &Subject, depth: usize) -> Vec<String> {
        let exact = subject
            .literals
            .iter()
            .filter(|(predicate, ..)| *predicate == format!("{OA}exact"));
        let mut found: Vec<String> = exact.map(|(_, text, _)| text.clone()).collect();
        if depth < 4 {
            let further = subject.objects.iter().filter(|(predicate, _)| {
                *predicate == format!("{OA}hasTarget")
                    || *predicate == format!("{OA}hasSelector")
                    || *predicate == format!("{OA}refinedBy")
            });
            for (_, object) in further {
                if let Some(next) = self.subjects.get(object) {
                    found.extend(self.quote(next, depth + 1));
                }
            }
        }
        found
    }
}

/// The labels of a class of others: of the type that names it, else its own name.
fn labels(class: &str, registry: &Registry) -> Vec<String> {
    let prefixed = [("https://schema.org/", "schema:"), (SEM, "sem:")];
    let short = prefixed.iter().find_map(|(namespace, prefix)| {
        Some(format!("{prefix}{}", class.strip_prefix(namespace)?))
    });
    let named: Vec<_> = (registry.types())
        .filter(|name| {
            short.is_some() && registry.get(name).and_then(|def| def.rdf.clone()) == short
        })
        .collect();
    let usual = [
        ("http://xmlns.com/foaf/0.1/Person", "person"),
        ("http://xmlns.com/foaf/0.1/Organization", "organization"),
        ("http://xmlns.com/foaf/0.1/Group", "group"),
        ("https://schema.org/GovernmentOrganization", "organization"),
        ("https://schema.org/Corporation", "organization"),
        ("https://schema.org/City", "place"),
        ("https://schema.org/Event", "event"),
        ("https://schema.org/Claim", "claim"),
        ("https://schema.org/NewsArticle", "article"),
    ];
    if let Some((_, name)) = usual.iter().find(|(iri, _)| *iri == class) {
        return vec![(*name).to_owned()];
    }
    match named[..] {
        // Several types that name one class: the one that all others refine, if there is one.
        [first, ..] => {
            let root = named
                .iter()
                .find(|name| named.iter().all(|other| registry.is_a(other, name)));
            registry.labels(root.unwrap_or(&first))
        }
        [] if MACHINERY
            .iter()
            .any(|namespace| class.starts_with(namespace)) =>
        {
            Vec::new()
        }
        [] if class.starts_with(RDF) || class.starts_with("http://www.w3.org/2002/07/owl#") => {
            Vec::new()
        }
        [] => vec![local(class)],
    }
}

/// The last part of an IRI.
fn local(iri: &str) -> String {
    let end = iri.trim_end_matches(['/', '#']);
    decoded(end.rsplit(['/', '#', ':']).next().unwrap_or(end))
}

/// A name without percent-encoding; as it is where that is broken.
fn decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = (first == &b'%')
            .then(|| name.get(name.len() - after.len()..)?.get(..2))
            .flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}
