//! A state as few bytes. Numbers stand apart from everything else, each with a mark of two bits: nothing, in single precision,
//! in double precision, whole. Whole numbers, lengths and choices take seven bits a byte. Names are not written: the types say what
//! follows, so only a reader of the same types can make anything of it, and a save's schema says which those are.
//!
//! No bit of a number is lost, and no file can make the reader do more than fail.

mod read;
mod write;

use std::fmt;

/// Marks of two bits, four to a byte.
mod mark {
    pub const NOTHING: u8 = 0;
    pub const SINGLE: u8 = 1;
    pub const DOUBLE: u8 = 2;
    pub const WHOLE: u8 = 3;
}

/// Why a value cannot be written, or bytes cannot be read.
#[derive(Debug)]
pub struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

impl serde::ser::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl serde::de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// What a whole number is written as: seven bits a byte, the lowest first, the highest bit set in all but the last.
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads such a number off the front of some bytes.
fn take(bytes: &mut &[u8]) -> Result<u64, Fault> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first().ok_or_else(|| Fault("it ends too early".to_owned()))?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Fault("it holds a number that is too large".to_owned()))
}

/// A value as bytes.
///
/// # Errors
/// If the value has lists whose length is not known beforehand; states have none.
pub fn to_bytes(value: impl FnOnce(&mut write::Writer) -> Result<(), Fault>) -> Result<Vec<u8>, Fault> {
    let mut writer = write::Writer::default();
    value(&mut writer)?;
    Ok(writer.finish())
}

/// The value that bytes hold.
///
/// # Errors
/// If they end too early, go on too long, or hold what is no such value.
pub fn from_bytes<T>(bytes: &[u8], value: impl FnOnce(&mut read::Reader<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
    let mut reader = read::Reader::new(bytes)?;
    let value = value(&mut reader)?;
    reader.finish()?;
    Ok(value)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]
mod tests {
    use super::*;
    use serde::{Deserialize, Serialize};
    use std::collections::BTreeMap;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    enum Kind {
        Nothing,
        Number(f64),
        Both { left: u32, right: String },
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Sample {
        numbers: Vec<f64>,
        maybe: [Option<f64>; 2],
        map: BTreeMap<String, f64>,
        single: [f32; 3],
        whole: (i64, i64, u64, i8, bool),
        kinds: Vec<Kind>,
    }

    fn sample() -> Sample {
        Sample {
            numbers: vec![0.0, -0.0, 1.0, 0.1, -2.5, f64::MIN_POSITIVE, 1e300, 1e-46, f64::INFINITY, 16_777_217.0],
            maybe: [Some(0.5), None],
            map: BTreeMap::from([("x".to_owned(), 0.3)]),
            single: [0.0, -0.0, 7.25],
            whole: (i64::MIN, -1, u64::MAX, -2, true),
            kinds: vec![Kind::Nothing, Kind::Number(0.25), Kind::Both { left: 300, right: "y".to_owned() }],
        }
    }

    fn written() -> Vec<u8> {
        to_bytes(|writer| sample().serialize(writer)).unwrap()
    }

    fn read(bytes: &[u8]) -> Result<Sample, Fault> {
        from_bytes(bytes, |reader| Sample::deserialize(reader))
    }

    #[test]
    fn no_bit_of_a_number_is_lost() {
        let back = read(&written()).unwrap();
        assert_eq!(back, sample());
        let bits = |s: &Sample| s.numbers.iter().map(|x| x.to_bits()).collect::<Vec<u64>>();
        assert_eq!(bits(&back), bits(&sample()));
        assert_eq!(back.single.map(f32::to_bits), sample().single.map(f32::to_bits));
    }

    #[test]
    fn what_is_cut_short_or_changed_is_refused_or_read_but_never_more() {
        let whole = written();
        for length in 0..whole.len() {
            assert!(read(&whole[..length]).is_err(), "{length} of {}", whole.len());
        }
        assert!(read(&[whole.clone(), vec![0]].concat()).is_err());
        for place in 0..whole.len() {
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[place] ^= 1 << bit;
                drop(read(&bytes));
            }
        }
    }
}
