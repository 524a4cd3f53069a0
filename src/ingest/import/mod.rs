//! Files of other programs as the stubs of a new dossier.
//!
//! A reader for each format (`graphml`, `node_link`, `ftm`, `rdf`) gives [`records`]: nodes with
//! labels and properties, links between them, and what it could not read. `stubs` makes annotations
//! of them. Every fact of a dossier has a quote, and the only source here is the imported file: so it
//! becomes an article, one paragraph a record with all that the record says, and every entry quotes
//! its own. What has no place in annotations stays in that text, and is listed as a [`Problem`] with
//! its place in the file.

mod emit;
mod fields;
mod ftm;
mod graphml;
mod ids;
mod kinds;
mod links;
mod node_link;
#[cfg(feature = "rdf")]
mod rdf;
pub mod records;
mod stubs;
mod text;

use records::{Place, Problem};

/// A format that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// GraphML.
    Graphml,
    /// Node-link JSON.
    NodeLink,
    /// FollowTheMoney entities, a JSON object a line.
    Ftm,
    /// RDF; its syntax is told from the ending of the file.
    Rdf,
}

/// A new dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Paths in the dossier with texts.
    pub files: Vec<(String, String)>,
    /// What could not be mapped, in the order of the file as far as that is known.
    pub problems: Vec<Problem>,
    /// How many entries there are, by section: `actors`, `events` …
    pub counts: Vec<(&'static str, usize)>,
}

/// Why a file cannot be imported at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is not what it should be.
    #[error("{message}")]
    Syntax {
        /// Where.
        place: Place,
        /// What is wrong.
        message: String,
    },
    /// The program was built without what the format needs.
    #[error(
        "this build of kroniek cannot read {format}: it was built without the feature `{feature}`"
    )]
    MissingFeature {
        /// The format asked for.
        format: &'static str,
        /// The feature of the crate that brings it.
        feature: &'static str,
    },
}

/// Makes a dossier of the bytes of a file. `name` is the file's name.
///
/// # Errors
///
/// If the file is broken as a whole. Single records that cannot be read are problems.
pub fn import(format: Format, name: &str, bytes: &[u8]) -> Result<Import, ImportError> {
    let records = match format {
        Format::Graphml => graphml::read(bytes)?,
        Format::NodeLink => node_link::read(bytes)?,
        Format::Ftm => ftm::read(bytes)?,
        #[cfg(feature = "rdf")]
        Format::Rdf => rdf::read(name, bytes)?,
        #[cfg(not(feature = "rdf"))]
        Format::Rdf => {
            return Err(ImportError::MissingFeature {
                format: "RDF",
                feature: "rdf",
            });
        }
    };
    Ok(stubs::dossier(name, records))
}
