//! A table's file as a stream of UTF-8: read, unpacked, decoded, and its checksum taken on the way.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::{Arc, Mutex};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use sha2::{Digest as _, Sha256};

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// gzip, of one or more members.
    Gzip,
    /// Zstandard, of one or more frames.
    Zstandard,
}

impl Packing {
    /// By the ending of a file's name, with the name without it.
    pub fn of(name: &str) -> (Self, &str) {
        let ending = |ending: &str| {
            let at = name.len().checked_sub(ending.len())?;
            let tail = name.get(at..)?;
            tail.eq_ignore_ascii_case(ending).then(|| &name[..at])
        };
        if let Some(rest) = ending(".gz") {
            (Self::Gzip, rest)
        } else if let Some(rest) = ending(".zst") {
            (Self::Zstandard, rest)
        } else {
            (Self::Plain, name)
        }
    }
}

/// What is known of a file once it was read to its end.
#[derive(Debug, Default)]
struct Seen {
    hash: Sha256,
    bytes: u64,
}

/// A stream with the checksum of the file beneath it.
pub(super) struct Stream {
    input: Box<dyn Read + Send>,
    seen: Arc<Mutex<Seen>>,
    /// Size when it was opened.
    size: u64,
}

/// Reads a file and takes its checksum.
struct Watched {
    file: File,
    seen: Arc<Mutex<Seen>>,
}

impl Read for Watched {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(into)?;
        if let Ok(mut seen) = self.seen.lock() {
            seen.hash.update(&into[..count]);
            seen.bytes += count as u64;
        }
        Ok(count)
    }
}

/// How much is asked of the disk at a time.
const BUFFER: usize = 1 << 17;

impl Stream {
    /// Opens a file. An encoding of `None` is UTF-8 unless a byte-order mark says otherwise.
    pub(super) fn open(
        path: &Path,
        packing: Packing,
        encoding: Option<&'static Encoding>,
    ) -> io::Result<Self> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        let seen = Arc::default();
        let watched = Watched {
            file,
            seen: Arc::clone(&seen),
        };
        let mut input: Box<dyn Read + Send> = match packing {
            Packing::Plain => Box::new(watched),
            Packing::Gzip => {
                let file = BufReader::with_capacity(BUFFER, watched);
                Box::new(flate2::bufread::MultiGzDecoder::new(file))
            }
            Packing::Zstandard => {
                let file = BufReader::with_capacity(BUFFER, watched);
                Box::new(zstd::stream::read::Decoder::with_buffer(file)?)
            }
        };
        // The longest byte-order mark has three bytes.
        let mut head = Vec::with_capacity(3);
        input.by_ref().take(3).read_to_end(&mut head)?;
        let marked = Encoding::for_bom(&head);
        let start = marked.map_or(0, |(_, length)| length);
        let encoding = marked
            .map(|(marked, _)| marked)
            .or(encoding)
            .unwrap_or(UTF_8);
        let input = io::Cursor::new(head.split_off(start)).chain(input);
        let input: Box<dyn Read + Send> = if encoding == UTF_8 {
            Box::new(input)
        } else {
            Box::new(Decoding {
                input,
                decoder: encoding.new_decoder_without_bom_handling(),
                raw: vec![0; BUFFER],
                from: 0,
                to: 0,
                ended: false,
                done: false,
            })
        };
        Ok(Self { input, seen, size })
    }

    /// The SHA-256 of the whole file in hexadecimal digits. Reads what is left of it; an error if
    /// the file became shorter or longer while it was read.
    pub(super) fn finish(mut self) -> io::Result<String> {
        io::copy(&mut self.input, &mut io::sink())?;
        let Ok(seen) = self.seen.lock() else {
            return Err(io::Error::other("the file was not read to its end"));
        };
        // Behind the last frame of a packed file nothing is read.
        if seen.bytes > self.size || seen.bytes < self.size {
            return Err(io::Error::other("the file changed while it was being read"));
        }
        Ok(hex(&seen.hash.clone().finalize()))
    }
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.input.read(into)
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Turns another encoding into UTF-8. What cannot be decoded becomes U+FFFD, by which the reader
/// of rows knows it.
struct Decoding<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    from: usize,
    to: usize,
    ended: bool,
    done: bool,
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // A character may need four bytes.
        if into.len() < 4 {
            return if into.is_empty() {
                Ok(0)
            } else {
                self.read_small(into)
            };
        }
        // A decoder that is done must not be asked again.
        while !self.done {
            if self.from == self.to && !self.ended {
                self.to = self.input.read(&mut self.raw)?;
                self.from = 0;
                self.ended = self.to == 0;
            }
            let raw = &self.raw[self.from..self.to];
            let (result, read, written, _) = self.decoder.decode_to_utf8(raw, into, self.ended);
            self.from += read;
            self.done = self.ended && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

impl<R: Read> Decoding<R> {
    /// Nobody here asks for fewer than four bytes; who does gets an error rather than nothing.
    fn read_small(&mut self, into: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other(format!(
            "{} bytes are too few for a character",
            into.len()
        )))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn read(
        bytes: &[u8],
        packing: Packing,
        encoding: Option<&'static Encoding>,
    ) -> (String, String) {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("written");
        let mut stream = Stream::open(file.path(), packing, encoding).expect("opened");
        let mut text = Vec::new();
        let mut part = [0; 64];
        loop {
            let count = stream.read(&mut part).expect("read");
            if count == 0 {
                break;
            }
            text.extend_from_slice(&part[..count]);
        }
        let hash = stream.finish().expect("the same file");
        (String::from_utf8(text).expect("UTF-8"), hash)
    }

    #[test]
    fn packed_and_foreign_files_come_out_as_utf_8() {
        let text = "één\ttwee\n".repeat(100);
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let latin = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(text.as_bytes()).expect("packed");
        let gzip = gzip.finish().expect("packed");
        let zstandard = zstd::encode_all(text.as_bytes(), 1).expect("packed");
        let marked = format!("\u{feff}{text}").into_bytes();
        for (bytes, packing, encoding) in [
            (text.clone().into_bytes(), Packing::Plain, None),
            (marked, Packing::Plain, None),
            (utf16, Packing::Plain, None),
            (latin, Packing::Plain, Some(encoding_rs::WINDOWS_1252)),
            (gzip, Packing::Gzip, None),
            (zstandard, Packing::Zstandard, None),
        ] {
            let (read, hash) = read(&bytes, packing, encoding);
            assert_eq!(read, text, "{packing:?} {encoding:?}");
            assert_eq!(hash, hex(&Sha256::digest(&bytes)));
        }
        assert_eq!(read(b"", Packing::Plain, None).0, "");
    }

    #[test]
    fn the_ending_of_a_name_says_how_a_file_is_packed() {
        assert_eq!(Packing::of("a.tsv.zst"), (Packing::Zstandard, "a.tsv"));
        assert_eq!(Packing::of("a.CSV.GZ"), (Packing::Gzip, "a.CSV"));
        assert_eq!(Packing::of("gz"), (Packing::Plain, "gz"));
        assert_eq!(Packing::of("é"), (Packing::Plain, "é"));
    }
}
