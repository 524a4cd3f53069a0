//! Damage of every kind is noticed, and writers do not harm each other.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::thread;

use super::snapshot::{self, About, Origin};
use super::write::Writer;
use super::{Container, Damage, Error, Snapshot};
use crate::graph::frozen::{Sections as _, SectionsMut as _};
use crate::graph::{Dossier, EdgeRef, Graph, NameIndex, Value};
use crate::model::date::Day;
use crate::model::registry::Registry;

const SECTIONS: [(&str, &[u8]); 4] = [
    ("one", b"a few bytes"),
    ("empty", b""),
    ("full", &[7; 64]),
    ("long", &[1; 200]),
];

fn write(path: &Path, sections: &[(&str, &[u8])]) -> Result<(), Error> {
    let mut writer = Writer::create(path)?;
    for (name, bytes) in sections {
        writer.add(name, bytes);
    }
    writer.finish(false)
}

/// Opens a file and reads all of it; what is read must be what was written.
fn read(path: &Path) -> Result<(), Error> {
    let container = Container::open(path)?;
    container.verify()?;
    for (name, bytes) in SECTIONS {
        assert_eq!(container.bytes(name)?, bytes);
    }
    Ok(())
}

#[test]
fn sections_come_back_aligned() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("snapshot");
    write(&path, &SECTIONS).unwrap();
    read(&path).unwrap();
    let container = Container::open(&path).unwrap();
    for (name, bytes) in SECTIONS {
        let section = container.section(name).unwrap();
        assert_eq!(section.len(), bytes.len());
        assert_eq!(section.bytes().as_ptr().addr() % 64, 0);
    }
    let missing = container.bytes("none").unwrap_err();
    assert_eq!(
        missing.to_string(),
        format!(
            "the snapshot {} is damaged: its section `none` is missing",
            path.display()
        )
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn every_flipped_byte_and_every_length_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("snapshot");
    write(&path, &SECTIONS).unwrap();
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        for bits in [1, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= bits;
            fs::write(&path, &bytes).unwrap();
            read(&path).expect_err(&format!("byte {at} changed by {bits:#x}"));
        }
    }
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        read(&path).expect_err(&format!("cut to {length} bytes"));
    }
    for more in [1, 63, 64] {
        fs::write(&path, [&whole[..], &vec![0; more]].concat()).unwrap();
        read(&path).expect_err("longer than it was");
    }
}

#[test]
fn damage_is_told_with_its_section_and_leaves_the_others_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("snapshot");
    write(&path, &SECTIONS).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.iter().position(|byte| *byte == 7).unwrap();
    bytes[at + 5] = 8;
    fs::write(&path, &bytes).unwrap();
    let container = Container::open(&path).unwrap();
    assert_eq!(container.bytes("one").unwrap(), b"a few bytes");
    assert!(container.bytes("long").is_ok());
    for _ in 0..2 {
        let Err(Error::Damaged { damage, .. }) = container.bytes("full") else {
            panic!("not noticed");
        };
        assert_eq!(damage, Damage::Section("full".to_owned()));
    }
    assert!(container.verify().is_err());
}

#[test]
fn other_files_and_other_formats_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("snapshot");
    let said = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let error = Container::open(&path).unwrap_err().to_string();
        error.replace(&path.display().to_string(), "FILE")
    };
    assert_eq!(said(b""), "the snapshot FILE is damaged: it is no snapshot");
    assert_eq!(
        said(&[b' '; 500]),
        "the snapshot FILE is damaged: it is no snapshot"
    );
    let header = super::layout::Header {
        format: 999,
        sections: 0,
        table: 64,
        table_length: 0,
        table_checksum: 0,
    };
    assert_eq!(
        said(&header.to_bytes()),
        "the snapshot FILE has format 999, this program reads 1"
    );
    // A sound header that promises more than any file has.
    let header = super::layout::Header {
        format: 1,
        table: u64::MAX - 3,
        table_length: u64::MAX,
        ..header
    };
    assert!(said(&header.to_bytes()).contains("its header is not as it was written"));
    assert!(Container::open(dir.path()).is_err());
    assert!(Container::open(&dir.path().join("none")).is_err());
}

#[test]
fn a_snapshot_that_is_not_finished_leaves_the_old_one_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("snapshot");
    write(&path, &SECTIONS).unwrap();
    let mut writer = Writer::create(&path).unwrap();
    writer.add("one", b"other bytes");
    drop(writer);
    read(&path).unwrap();
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    assert!(Writer::create(dir.path()).is_err());
    assert!(Writer::create(&dir.path().join("none/snapshot")).is_err());
}

#[test]
fn writers_at_once_each_write_a_whole_snapshot() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("snapshot");
    write(&path, &SECTIONS).unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..20 {
                    write(&path, &SECTIONS).unwrap();
                    read(&path).unwrap();
                }
            });
        }
    });
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn an_open_snapshot_stays_as_it_was_when_it_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("snapshot");
    write(&path, &SECTIONS).unwrap();
    let container = Container::open(&path).unwrap();
    write(&path, &[("one", b"new")]).unwrap();
    assert_eq!(container.bytes("one").unwrap(), b"a few bytes");
    assert_eq!(
        Container::open(&path).unwrap().bytes("one").unwrap(),
        b"new"
    );
}

/// A small dossier.
fn dossier() -> Dossier {
    let mut graph = Graph::new();
    let minsk = graph.add_node(["Actor", "Place"]);
    graph.set(minsk, "id", Value::from("minsk"));
    graph.set(minsk, "aliases", Value::texts(["Мінск", "Minsk"]));
    let meeting = graph.add_node(["Event"]);
    graph.set(meeting, "id", Value::from("meeting"));
    graph.set(meeting, "earliest", Value::Date(Day(18_000)));
    let edge = graph.add_edge(minsk, "INVOLVED_IN", meeting);
    graph.set_edge(edge, "role", Value::from("host"));
    graph.set_edge(edge, "share", Value::Float(0.5));
    graph.add_edge(meeting, "AT", minsk);
    Dossier {
        names: NameIndex::of(&graph),
        graph,
        registry: Registry::default(),
        title: "A meeting".to_owned(),
        description: None,
        languages: vec!["en".to_owned()],
    }
}

/// Everything that a dossier says.
fn told(dossier: &Dossier) -> String {
    let nodes = dossier.graph.nodes().map(|node| {
        let labels: Vec<_> = node.labels().collect();
        let properties: Vec<_> = node.properties().collect();
        let outgoing: Vec<_> = node.outgoing().map(EdgeRef::id).collect();
        let incoming: Vec<_> = node.incoming().map(EdgeRef::id).collect();
        format!("{labels:?} {properties:?} {outgoing:?} {incoming:?}\n")
    });
    let edges = dossier.graph.edges().map(|edge| {
        let properties: Vec<_> = edge.properties().collect();
        let ends = (edge.from().id(), edge.kind(), edge.to().id());
        format!("{ends:?} {properties:?}\n")
    });
    let parts = nodes.chain(edges).collect::<String>();
    let found = (dossier.names.find("мінск"), dossier.names.by_id("meeting"));
    let head = (&dossier.title, &dossier.description, &dossier.languages);
    format!("{head:?} {:?} {found:?}\n{parts}", dossier.registry)
}

const ORIGIN: Origin<'_> = Origin {
    inputs: b"inputs",
    hashes: b"hashes",
};

/// Opens a snapshot of a dossier and reads all of it.
fn read_dossier(path: &Path) -> Result<String, Error> {
    let all = || {
        let snapshot = Snapshot::open(path)?;
        let (about, origin) = (snapshot.about()?, snapshot.origin()?);
        assert_eq!(
            (origin.inputs, origin.hashes),
            (ORIGIN.inputs, ORIGIN.hashes)
        );
        Ok(format!("{about:?} {}", told(&snapshot.dossier()?)))
    };
    panic::catch_unwind(AssertUnwindSafe(all)).unwrap_or_else(|unwound| {
        let damage = unwound.downcast::<Error>();
        Err(*damage.expect("a panic that is no damage"))
    })
}

#[test]
fn a_dossier_comes_back_and_no_byte_of_it_can_change_unnoticed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("snapshot");
    let (about, dossier) = (About::default(), dossier());
    snapshot::write(&path, &dossier, &about, ORIGIN, true).unwrap();
    let expected = format!("{about:?} {}", told(&dossier));
    assert_eq!(read_dossier(&path).unwrap(), expected);
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&path, &bytes).unwrap();
        // What nobody reads in a dossier as small as this may be damaged; `verify` tells.
        if let Ok(told) = read_dossier(&path) {
            assert_eq!(told, expected, "byte {at}");
        }
        let verified = Snapshot::open(&path).and_then(|snapshot| snapshot.verify());
        assert!(verified.is_err(), "byte {at}");
    }
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(read_dossier(&path).is_err(), "cut to {length}");
    }
}

#[test]
fn sound_sections_with_nonsense_in_them_are_errors() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("snapshot");
    for sections in [
        &[][..],
        &[("about", &b"{}"[..])],
        &[("about", b"no JSON"), ("registry", b"{}")],
    ] {
        write(&path, sections).unwrap();
        assert!(read_dossier(&path).is_err());
    }
}
