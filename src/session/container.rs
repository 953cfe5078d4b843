//! A save as bytes: a sealed box with a readable label. What the sections mean is not known here.
//!
//! ```text
//! "CATHSAV\x1a" | container version u32 | header bytes u32 | stored body bytes u64 | xxh3-64 of all this and the header
//! header: named MessagePack
//! body: zstd of sections, each: label bytes u8 | label | bytes u32 | bytes
//! xxh3-128 of everything before
//! ```
//! Numbers are little-endian. Whatever later versions change, the first 12 bytes and the seal at the end stay, so that an old
//! game can tell a newer save from a broken one.

use super::errors::{SaveError, SaveFault};
use super::header::{Header, MAX_HEADER};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The first bytes of every save. The last one ends a text listing on a DOS-like terminal.
pub const MAGIC: [u8; 8] = *b"CATHSAV\x1a";
/// The container that this game writes.
pub const CONTAINER_VERSION: u32 = 1;
/// The most bytes of an uncompressed body.
pub const MAX_BODY: usize = 64 << 20;
/// The most bytes of a file: what cannot be compressed grows a little.
pub const MAX_FILE: usize = MAX_BODY + (1 << 20);

const PREFIX: usize = 32;
const SEAL: usize = 16;
const LEVEL: i32 = 3;

/// A game as a header and labelled sections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Save {
    /// What it tells about itself.
    pub header: Header,
    /// The sections as they are laid out in the file.
    body: Vec<u8>,
    /// Where in `body` each section's bytes are.
    places: BTreeMap<String, Range<usize>>,
}

impl Save {
    /// A save without sections yet.
    #[must_use]
    pub const fn new(header: Header) -> Self {
        Self { header, body: Vec::new(), places: BTreeMap::new() }
    }

    /// Adds a section.
    ///
    /// # Errors
    /// If the label is not lower snake case of at most 64 letters or is there already, or if the body grows beyond [`MAX_BODY`].
    pub fn add(&mut self, label: &str, bytes: &[u8]) -> Result<(), SaveError> {
        if !is_label(label.as_bytes()) {
            return Err(SaveFault::Unfit { reason: format!("`{label}` is no label for a part") }.into());
        }
        if self.places.contains_key(label) {
            return Err(SaveFault::Unfit { reason: format!("the part `{label}` comes twice") }.into());
        }
        let start = self.body.len() + 1 + label.len() + 4;
        let too_large = || SaveFault::TooLarge { bytes: (start + bytes.len()) as u64, limit: MAX_BODY as u64 };
        if start + bytes.len() > MAX_BODY {
            return Err(too_large().into());
        }
        let length = u32::try_from(bytes.len()).map_err(|_| too_large())?;
        self.body.push(label.len() as u8);
        self.body.extend_from_slice(label.as_bytes());
        self.body.extend_from_slice(&length.to_le_bytes());
        self.body.extend_from_slice(bytes);
        self.places.insert(label.to_owned(), start..self.body.len());
        Ok(())
    }

    /// Adds a section that holds `value` as named MessagePack.
    ///
    /// # Errors
    /// As [`Save::add`], or if the value cannot be encoded.
    pub fn put<T: Serialize>(&mut self, label: &str, value: &T) -> Result<(), SaveError> {
        let bytes = rmp_serde::to_vec_named(value)
            .map_err(|e| SaveFault::Unfit { reason: format!("the part `{label}` cannot be encoded ({e})") })?;
        self.add(label, &bytes)
    }

    /// The bytes of a section, if there is one of that label.
    #[must_use]
    pub fn get(&self, label: &str) -> Option<&[u8]> {
        self.places.get(label).and_then(|place| self.body.get(place.clone()))
    }

    /// The bytes of a section that must be there.
    ///
    /// # Errors
    /// If it is not.
    pub fn section(&self, label: &str) -> Result<&[u8], SaveError> {
        self.get(label).ok_or_else(|| SaveFault::MissingSection { label: label.to_owned() }.into())
    }

    /// The value that [`Save::put`] stored. Bytes after the value are refused.
    ///
    /// # Errors
    /// If the section is missing or is not such a value.
    pub fn value<T: DeserializeOwned>(&self, label: &str) -> Result<T, SaveError> {
        let bad = |reason: String| SaveError::from(SaveFault::BadSection { label: label.to_owned(), reason });
        let mut bytes = self.section(label)?;
        let value = rmp_serde::from_read(&mut bytes).map_err(|e| bad(e.to_string()))?;
        if bytes.is_empty() { Ok(value) } else { Err(bad(format!("{} bytes are left over", bytes.len()))) }
    }

    /// The labels of all sections, sorted. Those that the caller does not know may be ignored.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The save as the bytes of a file.
    ///
    /// # Errors
    /// If the header or the body is beyond what a save may hold.
    pub fn encode(&self) -> Result<Vec<u8>, SaveError> {
        let (_, header) = self.header.encode(self.body.len() as u64)?;
        let body =
            zstd::bulk::compress(&self.body, LEVEL).map_err(|e| SaveFault::Unfit { reason: format!("it cannot be compressed ({e})") })?;
        let mut bytes = Vec::with_capacity(PREFIX + header.len() + body.len() + SEAL);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&CONTAINER_VERSION.to_le_bytes());
        bytes.extend_from_slice(&(header.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&label_hash(&bytes, &header).to_le_bytes());
        bytes.extend_from_slice(&header);
        bytes.extend_from_slice(&body);
        bytes.extend_from_slice(&xxh3_128(&bytes).to_le_bytes());
        Ok(bytes)
    }

    /// [`Save::encode`], then decoded and compared, so that nothing unreadable ever replaces a good save.
    ///
    /// # Errors
    /// As [`Save::encode`], or if reading gives something else than was written.
    pub fn encode_checked(&self) -> Result<Vec<u8>, SaveError> {
        let bytes = self.encode()?;
        let back = Self::decode(&bytes).map_err(|e| SaveFault::Unfit { reason: format!("it could not be read back ({})", e.what()) })?;
        let (header, _) = self.header.encode(self.body.len() as u64)?;
        if back.header == header && back.body == self.body && back.places == self.places {
            Ok(bytes)
        } else {
            Err(SaveFault::Unfit { reason: "reading it back gave another game".to_owned() }.into())
        }
    }

    /// Reads the bytes of a file. Never panics, and allocates no more than the file's header declares and [`MAX_BODY`] allows.
    ///
    /// # Errors
    /// If the bytes are not exactly what a game of a known container version wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, SaveError> {
        if bytes.len() > MAX_FILE {
            return Err(SaveFault::TooLarge { bytes: bytes.len() as u64, limit: MAX_FILE as u64 }.into());
        }
        let shape = Shape::read(bytes, bytes.len() as u64, || is_sealed(bytes))?;
        let end = bytes.len() - SEAL;
        let header = bytes.get(PREFIX..shape.body_start).ok_or_else(|| cut_off(bytes.len() as u64))?;
        let body = bytes.get(shape.body_start..end).ok_or_else(|| cut_off(bytes.len() as u64))?;
        if !is_sealed(bytes) {
            return Err(SaveError::damaged("its checksum does not fit"));
        }
        let header = Header::decode(header)?;
        let body = unpack(body, header.body_bytes)?;
        let places = find_sections(&body)?;
        Ok(Self { header, body, places })
    }
}

/// The header of a save, without reading its body: the label is checked, the body is not.
///
/// # Errors
/// If the file cannot be read, is no save, is not as long as it says, or its label is broken.
pub fn read_header(path: &Path) -> Result<Header, SaveError> {
    let (file, length) = super::disk::open_plain(path)?;
    let mut start = Vec::new();
    file.take((PREFIX + MAX_HEADER) as u64).read_to_end(&mut start).map_err(|e| SaveError::unreadable(path, e))?;
    let shape = Shape::read(&start, length, || true).map_err(|e| e.at(path))?;
    let header = start.get(PREFIX..shape.body_start).ok_or_else(|| cut_off(length).at(path))?;
    Header::decode(header).map_err(|e| e.at(path))
}

/// The seal at the end of the bytes, which is as good as the whole for telling two saves apart.
#[must_use]
pub fn seal(bytes: &[u8]) -> Option<u128> {
    bytes.last_chunk::<SEAL>().map(|seal| u128::from_le_bytes(*seal))
}

/// Where the parts of a file are, once its first bytes are found to be right.
struct Shape {
    body_start: usize,
}

impl Shape {
    /// Checks the first bytes of a file of `length` bytes; `sealed` tells whether all of it is as it was written.
    fn read(start: &[u8], length: u64, sealed: impl Fn() -> bool) -> Result<Self, SaveError> {
        let cut_off = || cut_off(length);
        let magic = start.get(..MAGIC.len()).unwrap_or(start);
        if !MAGIC.starts_with(magic) {
            return Err(SaveFault::NotASave.into());
        }
        let version = number_at(start, 8).ok_or_else(cut_off)?;
        if version != CONTAINER_VERSION {
            return Err(if !sealed() {
                SaveError::damaged("its checksum does not fit")
            } else if version > CONTAINER_VERSION {
                SaveFault::NewerGame { made_by: None }.into()
            } else {
                SaveFault::OlderGame { format: version }.into()
            });
        }
        let header_length = number_at(start, 12).ok_or_else(cut_off)? as usize;
        let (low, high) = (number_at(start, 16).ok_or_else(cut_off)?, number_at(start, 20).ok_or_else(cut_off)?);
        let body_length = u64::from(high) << 32 | u64::from(low);
        if header_length > MAX_HEADER {
            return Err(SaveError::damaged("its header is longer than headers are"));
        }
        let hash = start.get(24..PREFIX).ok_or_else(cut_off)?;
        let header = start.get(PREFIX..PREFIX + header_length).ok_or_else(cut_off)?;
        let numbers = start.get(..24).ok_or_else(cut_off)?;
        if label_hash(numbers, header).to_le_bytes() != hash {
            return Err(SaveError::damaged("the checksum of its header does not fit"));
        }
        if body_length > MAX_FILE as u64 {
            return Err(SaveFault::TooLarge { bytes: body_length, limit: MAX_FILE as u64 }.into());
        }
        let expected = (PREFIX + header_length + SEAL) as u64 + body_length;
        if length < expected {
            return Err(cut_off());
        }
        if length > expected {
            return Err(SaveError::damaged("something was added at its end"));
        }
        Ok(Self { body_start: PREFIX + header_length })
    }
}

/// Decompresses a body that must have exactly `declared` bytes.
fn unpack(stored: &[u8], declared: u64) -> Result<Vec<u8>, SaveError> {
    let too_large = |bytes| SaveError::from(SaveFault::TooLarge { bytes, limit: MAX_BODY as u64 });
    if declared > MAX_BODY as u64 {
        return Err(too_large(declared));
    }
    let inside = zstd::zstd_safe::get_frame_content_size(stored).ok().flatten();
    match inside {
        Some(bytes) if bytes > MAX_BODY as u64 => return Err(too_large(bytes)),
        Some(bytes) if bytes == declared => {}
        _ => return Err(SaveError::damaged("its body is not as long as its header says")),
    }
    let body = zstd::bulk::decompress(stored, declared as usize).map_err(|_| SaveError::damaged("its body cannot be decompressed"))?;
    if body.len() as u64 == declared { Ok(body) } else { Err(SaveError::damaged("its body is not as long as its header says")) }
}

/// Where the sections of a body are.
fn find_sections(body: &[u8]) -> Result<BTreeMap<String, Range<usize>>, SaveError> {
    let broken = || SaveError::damaged("its parts do not fit together");
    let mut places = BTreeMap::new();
    let mut at = 0;
    while let Some(label_length) = body.get(at) {
        let label_end = at + 1 + usize::from(*label_length);
        let label = body.get(at + 1..label_end).filter(|l| is_label(l)).ok_or_else(broken)?;
        let start = label_end + 4;
        let length = number_at(body, label_end).ok_or_else(broken)? as usize;
        let end = start.checked_add(length).ok_or_else(broken)?;
        if end > body.len() || places.insert(String::from_utf8_lossy(label).into_owned(), start..end).is_some() {
            return Err(broken());
        }
        at = end;
    }
    Ok(places)
}

/// Whether the last bytes are the hash of all others, as in every save that is whole, whatever its version.
#[must_use]
pub fn is_sealed(bytes: &[u8]) -> bool {
    bytes.split_last_chunk::<SEAL>().is_some_and(|(content, seal)| xxh3_128(content).to_le_bytes() == *seal)
}

/// The hash that protects a header that is read without the body.
fn label_hash(numbers: &[u8], header: &[u8]) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.update(numbers);
    hasher.update(header);
    hasher.digest()
}

/// The little-endian number at `at`.
fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))
}

/// Whether bytes can label a section.
fn is_label(bytes: &[u8]) -> bool {
    (1..=64).contains(&bytes.len()) && bytes.iter().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

/// The file ends too early.
fn cut_off(have: u64) -> SaveError {
    SaveFault::CutOff { have }.into()
}
