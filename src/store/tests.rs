//! Damage of every kind is noticed, and writers do not harm each other.

use std::fs;
use std::path::Path;
use std::thread;

use super::write::Writer;
use super::{Container, Damage, Error};
use crate::graph::frozen::{Sections as _, SectionsMut as _};

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
