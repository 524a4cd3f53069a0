//! The schemata that entities are written in.

use crate::export::View;
use crate::graph::NodeRef;
use crate::model::registry::Registry;

/// Schemata of things that a type may name, each with those above it, down to `Thing`.
const THINGS: [(&str, &[&str]); 14] = [
    ("Person", &["LegalEntity"]),
    ("Organization", &["LegalEntity"]),
    ("PublicBody", &["Organization", "LegalEntity"]),
    ("Company", &["Organization", "LegalEntity", "Asset"]),
    ("LegalEntity", &[]),
    ("Address", &[]),
    ("Event", &[]),
    ("Contract", &["Asset"]),
    ("Project", &[]),
    ("Asset", &[]),
    ("Vessel", &["Asset"]),
    ("Airplane", &["Asset"]),
    ("Note", &[]),
    ("Article", &["Document"]),
];

/// A schema of records between two things.
pub(super) struct Record {
    pub(super) schema: &'static str,
    /// The property of the thing that the relationship leaves, and what it may be.
    pub(super) from: (&'static str, &'static str),
    /// The property of the thing that it goes to, and what it may be.
    pub(super) to: (&'static str, &'static str),
    /// Whether it has `role` and `status`.
    pub(super) interest: bool,
}

const fn record(
    schema: &'static str,
    from: (&'static str, &'static str),
    to: (&'static str, &'static str),
    interest: bool,
) -> Record {
    Record {
        schema,
        from,
        to,
        interest,
    }
}

/// Any thing to any thing: where nothing else fits.
const LINK: Record = record(
    "UnknownLink",
    ("subject", "Thing"),
    ("object", "Thing"),
    true,
);

const RECORDS: [Record; 7] = [
    record(
        "Membership",
        ("member", "LegalEntity"),
        ("organization", "Organization"),
        true,
    ),
    record(
        "Directorship",
        ("director", "LegalEntity"),
        ("organization", "Organization"),
        true,
    ),
    record(
        "Representation",
        ("agent", "LegalEntity"),
        ("client", "LegalEntity"),
        true,
    ),
    record(
        "Employment",
        ("employee", "Person"),
        ("employer", "Organization"),
        true,
    ),
    record(
        "Ownership",
        ("owner", "LegalEntity"),
        ("asset", "Asset"),
        true,
    ),
    // Who succeeds somebody is the successor of whom it succeeds.
    record(
        "Succession",
        ("successor", "LegalEntity"),
        ("predecessor", "LegalEntity"),
        true,
    ),
    record(
        "Debt",
        ("debtor", "LegalEntity"),
        ("creditor", "LegalEntity"),
        false,
    ),
];

/// Whether a schema is another or stands below it; everything here is a `Thing`.
pub(super) fn is_a(schema: &str, ancestor: &str) -> bool {
    schema == ancestor
        || ancestor == "Thing"
        || (THINGS.iter()).any(|(name, above)| *name == schema && above.contains(&ancestor))
}

/// Whether a schema is of things, not of records.
pub(super) fn is_thing(schema: &str) -> bool {
    THINGS.iter().any(|(name, _)| *name == schema)
}

/// The type of a node in the registry, `meeting`.
pub(super) fn type_of<'d>(registry: &'d Registry, node: NodeRef<'d>) -> Option<&'d str> {
    registry.type_of_labels(&node.labels().collect::<Vec<_>>())
}

/// The schema of the thing that a node becomes.
pub(super) fn of_node(view: &View<'_>, node: NodeRef<'_>) -> &'static str {
    let kinds = [
        ("Article", "Article"),
        ("Claim", "Note"),
        ("Event", "Event"),
        ("Agreement", "Contract"),
        ("Actor", "LegalEntity"),
        ("Place", "Address"),
    ];
    let kind = kinds.iter().find(|(label, _)| node.is(label));
    let named = type_of(&view.dossier.registry, node)
        .and_then(|name| view.dossier.registry.ftm(name))
        .and_then(|schema| THINGS.iter().find(|(name, _)| *name == schema));
    match (named, kind) {
        // A type may choose among the schemata of its kind; an actor is somebody.
        (Some((named, _)), Some((_, base)))
            if is_a(named, base) || *base == "Contract" && ["Project", "Asset"].contains(named) =>
        {
            named
        }
        (_, Some((_, base))) => base,
        (_, None) => "Note",
    }
}

/// The schema that the registry names for a node's type, whether a thing or a record.
pub(super) fn named<'d>(view: &View<'d>, node: NodeRef<'d>) -> Option<&'d str> {
    let registry = &view.dossier.registry;
    type_of(registry, node).and_then(|name| registry.ftm(name))
}

/// The schema of the record that a relationship becomes between things of these schemata.
pub(super) fn of_relationship(
    registry: &Registry,
    relation: &str,
    from: &str,
    to: &str,
) -> &'static Record {
    let named = registry
        .relation(relation)
        .and_then(|def| def.ftm.as_deref());
    RECORDS
        .iter()
        .find(|record| {
            Some(record.schema) == named && is_a(from, record.from.1) && is_a(to, record.to.1)
        })
        .unwrap_or(&LINK)
}

/// The type of a property's values, which the statement format names.
pub(in crate::export) fn type_of_property(property: &str) -> &'static str {
    match property {
        "name" | "alias" => "name",
        "date" | "startDate" | "endDate" | "publishedAt" | "contractDate" => "date",
        "sourceUrl" => "url",
        "wikidataId" => "identifier",
        "location" | "full" => "address",
        "amount" => "number",
        "language" => "language",
        "notes" | "description" | "summary" => "text",
        "proof" | "involved" | "addressEntity" | "entity" | "document" | "resolved" | "subject"
        | "object" | "member" | "organization" | "director" | "agent" | "client" | "employee"
        | "employer" | "owner" | "asset" | "successor" | "predecessor" | "debtor" | "creditor" => {
            "entity"
        }
        _ => "string",
    }
}
