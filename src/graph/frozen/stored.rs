//! A frozen graph in sections: one for each array, and one that says what they are.
//!
//! The section `graph` begins with the version of what follows: numbers (little-endian, 64 bits), texts and values
//! as `mixed.rs` writes them. The arrays are sections `graph.0`, `graph.1` and so on in the byte
//! order of the machine. Opening reads the first section and the lengths of the others; the arrays
//! stay where they are.

use std::sync::{Arc, OnceLock};

use bytemuck::Pod;
use thiserror::Error;

use super::Frozen;
use super::adjacency::AdjacencyStore;
use super::array::Array;
use super::column::{CodeArray, ColumnStore, Data, Index};
use super::mixed::{self, MixedArray};
use super::parts::{BlockStore, Coded, Columns, EndStore, KindSummary, LabelSet, SegmentStore};
use super::section::{Section, Sections, SectionsMut};
use super::texts::TextArray;
use crate::graph::symbols::{Symbol, Symbols};

/// The name of the section that says what the others are.
const GRAPH: &str = "graph";
/// To be raised whenever the sections are to be read differently.
const VERSION: u32 = 1;

/// Why a frozen graph cannot be opened from sections.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenError {
    /// A section that must be there is not.
    #[error("there is no section `{0}`")]
    Missing(String),
    /// It was written by another version of the program.
    #[error("the graph is of format {0}, not {VERSION}")]
    Version(u32),
    /// A section has another length than what it is for asks for.
    #[error("section `{0}` has the wrong length")]
    Length(String),
    /// The description of the arrays does not hold together.
    #[error("section `{GRAPH}` is not the description of a graph")]
    Malformed,
}

impl Frozen {
    /// Writes the graph into sections, all of which have names that begin with `graph`. O(size).
    pub fn write(&self, sections: &mut dyn SectionsMut) {
        let mut out = Out {
            bytes: Vec::new(),
            sections,
            arrays: 0,
        };
        out.number(VERSION);
        out.each(self.symbols.names(), |out, name| {
            mixed::write_text(&mut out.bytes, name);
        });
        out.number(self.node_count);
        out.number(self.edge_count);
        out.each(&self.label_sets, |out, set| {
            out.each(&set.labels, |out, label| out.number(label.0));
            out.number(set.count);
        });
        out.each(&self.segments, |out, segment| {
            out.number(segment.first);
            out.number(segment.len);
            out.coded(&segment.labels);
            out.each(&segment.columns.0, Out::column);
        });
        out.each(&self.blocks, |out, block| {
            out.number(block.first);
            out.number(block.len);
            out.coded(&block.kinds);
            out.end(&block.from);
            out.end(&block.to);
            out.each(&block.columns.0, Out::column);
        });
        out.each(&self.kinds, |out, kind| {
            out.number(kind.kind.0);
            out.number(kind.count);
            out.each(&kind.from_labels, |out, set| out.number(*set));
            out.each(&kind.to_labels, |out, set| out.number(*set));
        });
        for adjacency in [&self.outgoing, &self.incoming] {
            out.each(adjacency, |out, adjacency| {
                out.number(adjacency.kind);
                out.number(adjacency.first);
                out.array(&adjacency.offsets);
                out.array(&adjacency.neighbours);
                out.array(&adjacency.edges);
                out.each(&adjacency.implied, |out, block| out.number(*block));
            });
        }
        let Out {
            bytes, sections, ..
        } = out;
        sections.add(GRAPH, &bytes);
    }

    /// Opens the graph that [`Frozen::write`] wrote. The arrays stay in their sections and are not
    /// read. O(number of columns and symbols).
    ///
    /// # Errors
    ///
    /// If a section is missing or has a length that it cannot have, or the description is not one.
    pub fn open(sections: &dyn Sections) -> Result<Self, OpenError> {
        let description = sections
            .section(GRAPH)
            .ok_or_else(|| OpenError::Missing(GRAPH.to_owned()))?;
        let mut input = In {
            bytes: description.bytes(),
            sections,
        };
        let version = input.number()?;
        if version != VERSION {
            return Err(OpenError::Version(version));
        }
        let mut symbols = Symbols::default();
        for name in input.each(In::text)? {
            symbols.intern(name);
        }
        let (node_count, edge_count) = (input.number()?, input.number()?);
        let label_sets = input.each(|input| {
            Ok(LabelSet {
                labels: input.each(In::symbol)?,
                count: input.number()?,
            })
        })?;
        let segments = input.each(|input| {
            let (first, len) = (input.number()?, input.number()?);
            Ok(SegmentStore {
                first,
                len,
                labels: input.coded(len)?,
                columns: Columns::of(input.each(|input| input.column(len))?),
            })
        })?;
        let blocks = input.each(|input| {
            let (first, len) = (input.number()?, input.number()?);
            Ok(BlockStore {
                first,
                len,
                kinds: input.coded(len)?,
                from: input.end(len)?,
                to: input.end(len)?,
                columns: Columns::of(input.each(|input| input.column(len))?),
            })
        })?;
        let kinds = input.each(|input| {
            Ok(KindSummary {
                kind: input.symbol()?,
                count: input.number()?,
                from_labels: input.each(In::number)?,
                to_labels: input.each(In::number)?,
            })
        })?;
        let (outgoing, incoming) = (input.each(In::adjacency)?, input.each(In::adjacency)?);
        let holds_together = input.bytes.is_empty()
            && follow(segments.iter().map(|it| (it.first, it.len)), node_count)
            && follow(blocks.iter().map(|it| (it.first, it.len)), edge_count)
            && kinds.is_sorted_by_key(|kind| kind.kind)
            && alike(&outgoing, &kinds)
            && alike(&incoming, &kinds);
        if !holds_together {
            return Err(OpenError::Malformed);
        }
        Ok(Self {
            symbols: Arc::new(symbols),
            node_count,
            edge_count,
            label_sets,
            segments,
            blocks,
            kinds,
            outgoing,
            incoming,
        })
    }
}

/// Whether parts with a first number and a length follow one another from 0 to a count.
fn follow(parts: impl Iterator<Item = (u32, u32)>, count: u32) -> bool {
    let mut next = Some(0_u32);
    for (first, len) in parts {
        next = next
            .filter(|next| *next == first)
            .and_then(|next| next.checked_add(len));
    }
    next == Some(count)
}

/// Whether there is an adjacency for every type.
fn alike(adjacency: &[AdjacencyStore], kinds: &[KindSummary]) -> bool {
    let theirs = kinds.iter().map(|kind| kind.kind.0);
    adjacency.iter().map(|it| it.kind).eq(theirs)
}

/// What is written, and where the arrays go.
struct Out<'s> {
    bytes: Vec<u8>,
    sections: &'s mut dyn SectionsMut,
    arrays: u32,
}

impl Out<'_> {
    fn number(&mut self, number: u32) {
        self.signed(number.into());
    }

    fn signed(&mut self, number: i64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn each<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        let at = self.bytes.len();
        self.number(0);
        let mut count = 0_i64;
        for item in items {
            write(self, item);
            count += 1;
        }
        self.bytes[at..at + 8].copy_from_slice(&count.to_le_bytes());
    }

    fn section(&mut self, bytes: &[u8]) {
        self.sections.add(&array_name(self.arrays), bytes);
        self.number(self.arrays);
        self.arrays += 1;
    }

    fn array<T: Pod>(&mut self, array: &Array<T>) {
        self.section(bytemuck::cast_slice(array));
    }

    fn texts(&mut self, texts: &TextArray) {
        self.array(&texts.offsets);
        self.array(&texts.bytes);
    }

    fn optional<T>(&mut self, item: Option<&T>, write: impl Fn(&mut Self, &T)) {
        self.number(item.is_some().into());
        if let Some(item) = item {
            write(self, item);
        }
    }

    fn coded(&mut self, coded: &Coded) {
        match coded {
            Coded::One(code) => {
                self.number(0);
                self.number(*code);
            }
            Coded::Each(codes) => {
                self.number(1);
                self.array(codes);
            }
        }
    }

    fn end(&mut self, end: &EndStore) {
        match end {
            EndStore::List(nodes) => {
                self.number(0);
                self.array(nodes);
            }
            EndStore::Range { first, each } => {
                self.number(1);
                self.number(*first);
                self.number(*each);
            }
            EndStore::One(node) => {
                self.number(2);
                self.number(*node);
            }
        }
    }

    fn column(&mut self, column: &ColumnStore) {
        self.number(column.key.0);
        self.number(column.ascending.into());
        self.number(column.strict.into());
        self.number(column.distinct.into());
        self.optional(column.valid.as_ref(), Self::array);
        match &column.data {
            Data::Constant(value) => {
                self.number(0);
                mixed::write(&mut self.bytes, value);
            }
            Data::Sequence(first) => {
                self.number(1);
                self.signed(*first);
            }
            Data::Int(values) => {
                self.number(2);
                self.array(values);
            }
            Data::Int32(values) => {
                self.number(3);
                self.array(values);
            }
            Data::Float(values) => {
                self.number(4);
                self.array(values);
            }
            Data::Bool(values) => {
                self.number(5);
                self.array(values);
            }
            Data::Date(values) => {
                self.number(6);
                self.array(values);
            }
            Data::Codes {
                codes,
                texts,
                index,
            } => {
                match codes {
                    CodeArray::U8(codes) => {
                        self.number(7);
                        self.array(codes);
                    }
                    CodeArray::U16(codes) => {
                        self.number(8);
                        self.array(codes);
                    }
                    CodeArray::U32(codes) => {
                        self.number(9);
                        self.array(codes);
                    }
                }
                self.texts(texts);
                self.optional(index.as_ref(), |out, index| {
                    out.array(&index.offsets);
                    out.array(&index.rows);
                });
            }
            Data::Text { texts, sorted } => {
                self.number(10);
                self.texts(texts);
                self.optional(sorted.as_ref(), Self::array);
            }
            Data::Mixed(values) => {
                self.number(11);
                self.section(&mixed::write_all(values.get()));
            }
        }
    }
}

fn array_name(number: u32) -> String {
    format!("{GRAPH}.{number}")
}

/// What is left to read, and where the arrays are.
struct In<'s> {
    bytes: &'s [u8],
    sections: &'s dyn Sections,
}

impl<'s> In<'s> {
    fn signed(&mut self) -> Result<i64, OpenError> {
        let (first, rest) = self.bytes.split_first_chunk().ok_or(OpenError::Malformed)?;
        self.bytes = rest;
        Ok(i64::from_le_bytes(*first))
    }

    fn number(&mut self) -> Result<u32, OpenError> {
        u32::try_from(self.signed()?).map_err(|_| OpenError::Malformed)
    }

    fn flag(&mut self) -> Result<bool, OpenError> {
        Ok(self.number()? != 0)
    }

    fn symbol(&mut self) -> Result<Symbol, OpenError> {
        self.number().map(Symbol)
    }

    fn text(&mut self) -> Result<&'s str, OpenError> {
        mixed::read_text(&mut self.bytes).ok_or(OpenError::Malformed)
    }

    fn each<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, OpenError>,
    ) -> Result<Vec<T>, OpenError> {
        let count = self.number()?;
        (0..count).map(|_| read(self)).collect()
    }

    fn section(&mut self) -> Result<(String, Arc<dyn Section>), OpenError> {
        let name = array_name(self.number()?);
        match self.sections.section(&name) {
            Some(section) => Ok((name, section)),
            None => Err(OpenError::Missing(name)),
        }
    }

    /// An array of at least so many numbers, or of just so many.
    fn array<T: Pod>(&mut self, wanted: Wanted) -> Result<Array<T>, OpenError> {
        let (name, section) = self.section()?;
        let whole = section.len().is_multiple_of(size_of::<T>());
        let count = section.len() / size_of::<T>();
        let fits = match wanted {
            Wanted::Just(wanted) => count == wanted,
            Wanted::AtLeast(wanted) => count >= wanted,
        };
        if whole && fits {
            Ok(Array::Stored(section))
        } else {
            Err(OpenError::Length(name))
        }
    }

    fn texts(&mut self, count: Wanted) -> Result<TextArray, OpenError> {
        Ok(TextArray {
            offsets: self.array(match count {
                Wanted::Just(count) => Wanted::Just(count + 1),
                Wanted::AtLeast(count) => Wanted::AtLeast(count + 1),
            })?,
            bytes: self.array(Wanted::AtLeast(0))?,
        })
    }

    fn coded(&mut self, len: u32) -> Result<Coded, OpenError> {
        Ok(match self.number()? {
            0 => Coded::One(self.number()?),
            1 => Coded::Each(self.array(Wanted::Just(len as usize))?),
            _ => return Err(OpenError::Malformed),
        })
    }

    fn end(&mut self, len: u32) -> Result<EndStore, OpenError> {
        Ok(match self.number()? {
            0 => EndStore::List(self.array(Wanted::Just(len as usize))?),
            1 => EndStore::Range {
                first: self.number()?,
                each: self.number()?,
            },
            2 => EndStore::One(self.number()?),
            _ => return Err(OpenError::Malformed),
        })
    }

    fn column(&mut self, len: u32) -> Result<ColumnStore, OpenError> {
        let len = len as usize;
        let rows = Wanted::Just(len);
        let key = self.symbol()?;
        let (ascending, strict, distinct) = (self.flag()?, self.flag()?, self.flag()?);
        let valid = if self.flag()? {
            Some(self.array(Wanted::AtLeast(len.div_ceil(64)))?)
        } else {
            None
        };
        let data = match self.number()? {
            0 => Data::Constant(mixed::read(&mut self.bytes).ok_or(OpenError::Malformed)?),
            1 => Data::Sequence(self.signed()?),
            2 => Data::Int(self.array(rows)?),
            3 => Data::Int32(self.array(rows)?),
            4 => Data::Float(self.array(rows)?),
            5 => Data::Bool(self.array(rows)?),
            6 => Data::Date(self.array(rows)?),
            7 => self.codes(CodeArray::U8, rows)?,
            8 => self.codes(CodeArray::U16, rows)?,
            9 => self.codes(CodeArray::U32, rows)?,
            10 => Data::Text {
                texts: self.texts(rows)?,
                sorted: if self.flag()? {
                    Some(self.array(rows)?)
                } else {
                    None
                },
            },
            11 => {
                let (_, section) = self.section()?;
                Data::Mixed(MixedArray::Stored(section, Arc::new(OnceLock::new())))
            }
            _ => return Err(OpenError::Malformed),
        };
        Ok(ColumnStore {
            key,
            data,
            valid,
            len,
            ascending,
            strict,
            distinct,
        })
    }

    fn codes<T: Pod>(
        &mut self,
        codes: impl Fn(Array<T>) -> CodeArray,
        rows: Wanted,
    ) -> Result<Data, OpenError> {
        Ok(Data::Codes {
            codes: codes(self.array(rows)?),
            texts: self.texts(Wanted::AtLeast(0))?,
            index: if self.flag()? {
                Some(Index {
                    offsets: self.array(Wanted::AtLeast(1))?,
                    rows: self.array(rows)?,
                })
            } else {
                None
            },
        })
    }

    fn adjacency(&mut self) -> Result<AdjacencyStore, OpenError> {
        let (kind, first) = (self.number()?, self.number()?);
        let offsets = self.array(Wanted::AtLeast(1))?;
        let neighbours: Array<u32> = self.array(Wanted::AtLeast(0))?;
        let edges = self.array(Wanted::Just(neighbours.count()))?;
        Ok(AdjacencyStore {
            kind,
            first,
            offsets,
            neighbours,
            edges,
            implied: self.each(Self::number)?,
        })
    }
}

/// How many numbers an array must have.
#[derive(Clone, Copy)]
enum Wanted {
    Just(usize),
    AtLeast(usize),
}
