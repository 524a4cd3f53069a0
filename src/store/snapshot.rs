//! A compiled dossier as sections of a container.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::write::Writer;
use super::{Container, Damage, Error};
use crate::graph::frozen::{Frozen, Sections as _, SectionsMut as _};
use crate::graph::{Dossier, Graph, NameIndex};
use crate::model::registry::Registry;

/// The sections beside the graph's own.
const ABOUT: &str = "about";
const REGISTRY: &str = "registry";
const NAMES: &str = "names";
const INPUTS: &str = "inputs";
const HASHES: &str = "hashes";

/// What a snapshot says of itself and of the compilation that it is of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Which program wrote it.
    pub maker: String,
    /// Number of errors of the dossier; with any, the graph is of what compiled.
    pub errors: usize,
    /// Number of warnings.
    pub warnings: usize,
    /// Number of notes.
    pub notes: usize,
    /// The first error as it is shown, for people.
    pub first_error: Option<String>,
}

/// The texts of a dossier that are neither in its graph nor in its registry.
#[derive(Serialize, Deserialize)]
struct Head {
    about: About,
    title: String,
    description: Option<String>,
    languages: Vec<String>,
}

/// What is known of the files that a snapshot was made from. This room does not look into it.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'o> {
    /// What tells quickly whether the files are as they were.
    pub inputs: &'o [u8],
    /// What tells surely.
    pub hashes: &'o [u8],
}

/// Writes a snapshot to a path, whole or not at all. With `sync` it is on the disk and not only on
/// the way there when this returns.
pub fn write(
    path: &Path,
    dossier: &Dossier,
    about: &About,
    origin: Origin<'_>,
    sync: bool,
) -> Result<(), Error> {
    let mut writer = Writer::create(path)?;
    let head = Head {
        about: about.clone(),
        title: dossier.title.clone(),
        description: dossier.description.clone(),
        languages: dossier.languages.clone(),
    };
    writer.add(ABOUT, &json(&head));
    writer.add(REGISTRY, &json(&dossier.registry));
    writer.add(INPUTS, origin.inputs);
    writer.add(HASHES, origin.hashes);
    writer.add(NAMES, dossier.names.bytes());
    // Of a graph that is frozen this is but a reference.
    if let Some(frozen) = dossier.graph.freeze().frozen() {
        frozen.write(&mut writer);
    }
    writer.finish(sync)
}

/// Texts and numbers as JSON, which has all of them.
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("maps of JSON have texts as keys")
}

/// A snapshot that is open.
#[derive(Debug, Clone)]
pub struct Snapshot {
    container: Container,
}

impl Snapshot {
    /// Opens a snapshot; what stands in it is verified when it is read.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Container::open(path).map(|container| Self { container })
    }

    /// What it says of itself.
    pub fn about(&self) -> Result<About, Error> {
        self.read::<Head>(ABOUT).map(|head| head.about)
    }

    /// What it was given of the files it was made from.
    pub fn origin(&self) -> Result<Origin<'_>, Error> {
        Ok(Origin {
            inputs: self.container.bytes(INPUTS)?,
            hashes: self.container.bytes(HASHES)?,
        })
    }

    /// The first part of [`Snapshot::origin`].
    pub fn inputs(&self) -> Result<&[u8], Error> {
        self.container.bytes(INPUTS)
    }

    /// The dossier. Its graph and its names are read where they lie in the file, and verified when
    /// something first asks for them: what is damaged then unwinds with an [`Error`].
    pub fn dossier(&self) -> Result<Dossier, Error> {
        let head: Head = self.read(ABOUT)?;
        let names = self.container.section(NAMES);
        let missing = || self.container.damaged(Damage::Missing(NAMES.to_owned()));
        Ok(Dossier {
            graph: Graph::from(self.graph()?),
            registry: self.read::<Registry>(REGISTRY)?,
            title: head.title,
            description: head.description,
            languages: head.languages,
            names: NameIndex::open(names.ok_or_else(missing)?),
        })
    }

    /// Verifies all of it. O(size).
    pub fn verify(&self) -> Result<(), Error> {
        self.container.verify()
    }

    fn graph(&self) -> Result<Frozen, Error> {
        Frozen::open(&self.container).map_err(|error| {
            self.container.damaged(Damage::Content {
                section: "graph".to_owned(),
                reason: error.to_string(),
            })
        })
    }

    fn read<'s, T: Deserialize<'s>>(&'s self, name: &str) -> Result<T, Error> {
        serde_json::from_slice(self.container.bytes(name)?).map_err(|error| {
            self.container.damaged(Damage::Content {
                section: name.to_owned(),
                reason: error.to_string(),
            })
        })
    }
}
