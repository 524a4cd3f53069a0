//! FollowTheMoney statements: a line of CSV for each value of each entity and each article that says
//! so, for OpenSanctions and the statement tools of the followthemoney package.
//!
//! The entities are those of the format `ftm`. The dataset of a statement is the article that says
//! so, or the dossier where the value is its own; the id of the article, as the dossier knows it, is
//! the `origin`. Values that only one of several articles gives are statements of that article, so
//! that a dispute can be seen.
//!
//! Source: `followthemoney.statement` (columns, and the SHA-1 that is the id of a statement).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Write;

use super::ftm::{self, Entity, dataset_name};
use super::{ExportError, View};

const COLUMNS: [&str; 14] = [
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
];

/// Types of values that have no language.
const WITHOUT_LANGUAGE: [&str; 5] = ["entity", "date", "url", "language", "id"];

/// Writes FollowTheMoney statements as CSV.
pub fn write(view: &View<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut csv = (csv::WriterBuilder::new())
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(&mut *out);
    csv.write_record(COLUMNS).map_err(failed)?;
    let dossier = dataset_name(&view.dossier.title);
    let day = view.made.map(|day| day.to_string()).unwrap_or_default();
    ftm::entities(view, &mut |entity| {
        for statement in statements(entity, &dossier) {
            let id = statement.key(&entity.id);
            let record: [&str; 14] = [
                &entity.id,
                &entity.id,
                statement.property,
                statement.kind,
                entity.schema,
                statement.value,
                &statement.dataset,
                statement.origin,
                statement.language,
                statement.original,
                "f",
                &day,
                &day,
                &id,
            ];
            csv.write_record(record).map_err(failed)?;
        }
        Ok(())
    })?;
    csv.flush()?;
    Ok(())
}

fn failed(error: csv::Error) -> ExportError {
    ExportError::Io(error.into())
}

/// One value in one dataset.
struct Statement<'e> {
    property: &'static str,
    kind: &'static str,
    value: &'e str,
    dataset: Cow<'e, str>,
    origin: &'e str,
    language: &'static str,
    original: &'e str,
}

impl Statement<'_> {
    /// The id: SHA-1 of what makes the statement one.
    fn key(&self, entity: &str) -> String {
        let mut key = format!("{}.{entity}.{}.{}", self.dataset, self.property, self.value);
        if !self.language.is_empty() {
            key = format!("{key}@{}", self.language);
        }
        sha1_smol::Sha1::from(key).digest().to_string()
    }
}

/// The statements of an entity, none twice: first that it is there, in each dataset that says
/// anything of it, then its values.
fn statements<'e>(entity: &'e Entity<'_>, dossier: &'e str) -> Vec<Statement<'e>> {
    let mut values = Vec::new();
    let mut seen = BTreeSet::new();
    for value in &entity.values {
        let kind = ftm::type_of_property(value.property);
        let language = (value.language)
            .filter(|_| !WITHOUT_LANGUAGE.contains(&kind))
            .and_then(ftm::language)
            .unwrap_or_default();
        let said = value.articles.iter().map(|article| Some(*article));
        let by_dossier = value.articles.is_empty().then_some(None);
        for article in said.chain(by_dossier) {
            let dataset = article.map_or(Cow::Borrowed(dossier), |id| Cow::Owned(dataset_name(id)));
            if !seen.insert((value.property, &value.text, dataset.clone(), language)) {
                continue;
            }
            values.push(Statement {
                property: value.property,
                kind,
                value: &value.text,
                dataset,
                origin: article.unwrap_or_default(),
                language,
                original: value.original.as_deref().unwrap_or_default(),
            });
        }
    }
    let mut datasets = vec![(Cow::Borrowed(dossier), "")];
    for statement in &values {
        if !datasets.iter().any(|(name, _)| *name == statement.dataset) {
            datasets.push((statement.dataset.clone(), statement.origin));
        }
    }
    let exists = datasets.into_iter().map(|(dataset, origin)| Statement {
        property: "id",
        kind: "id",
        value: &entity.id,
        dataset,
        origin,
        language: "",
        original: "",
    });
    exists.chain(values).collect()
}
