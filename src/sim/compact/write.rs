//! Writing: three streams, joined at the end.

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct, SerializeTupleVariant,
    Serializer,
};

use super::{Fault, mark, put};

/// What has been written so far.
#[derive(Default)]
pub struct Writer {
    marks: Vec<u8>,
    /// How many marks.
    numbers: usize,
    digits: Vec<u8>,
    rest: Vec<u8>,
}

impl Writer {
    fn number(&mut self, mark: u8, digits: &[u8]) {
        if self.numbers.is_multiple_of(4) {
            self.marks.push(0);
        }
        if let Some(last) = self.marks.last_mut() {
            *last |= mark << (self.numbers % 4 * 2);
        }
        self.numbers += 1;
        self.digits.extend_from_slice(digits);
    }

    fn whole(&mut self, number: u64) {
        if number == 0 {
            return self.number(mark::NOTHING, &[]);
        }
        self.number(mark::WHOLE, &[]);
        put(&mut self.digits, number);
    }

    /// Everything in a row: how many numbers, how many bytes they take, marks, digits, the rest.
    pub fn finish(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.marks.len() + self.digits.len() + self.rest.len() + 20);
        put(&mut bytes, self.numbers as u64);
        put(&mut bytes, self.digits.len() as u64);
        for part in [&self.marks, &self.digits, &self.rest] {
            bytes.extend_from_slice(part);
        }
        bytes
    }

    fn length(&mut self, length: Option<usize>) -> Result<&mut Self, Fault> {
        let length = length.ok_or_else(|| Fault("a list has no length".to_owned()))?;
        put(&mut self.rest, length as u64);
        Ok(self)
    }

    fn choice(&mut self, number: u32) -> &mut Self {
        put(&mut self.rest, u64::from(number));
        self
    }
}

/// Whole numbers: signed ones with the sign in the lowest bit, so that small ones stay short.
macro_rules! whole {
    (small: $($small:ident($atype:ty)),*; unsigned: $($name:ident($type:ty)),*; signed: $($signed:ident($stype:ty)),*) => {
        $(fn $small(self, v: $atype) -> Result<(), Fault> {
            put(&mut self.rest, u64::from(v));
            Ok(())
        })*
        $(fn $name(self, v: $type) -> Result<(), Fault> {
            self.whole(u64::from(v));
            Ok(())
        })*
        $(fn $signed(self, v: $stype) -> Result<(), Fault> {
            let wide = i64::from(v);
            self.whole((wide.cast_unsigned() << 1) ^ (wide >> 63).cast_unsigned());
            Ok(())
        })*
    };
}

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Fault;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    whole! {
        small: serialize_bool(bool), serialize_u8(u8), serialize_u16(u16), serialize_char(char);
        unsigned: serialize_u32(u32), serialize_u64(u64);
        signed: serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64)
    }

    fn serialize_f32(self, v: f32) -> Result<(), Fault> {
        if v.to_bits() == 0 {
            self.number(mark::NOTHING, &[])
        } else {
            self.number(mark::SINGLE, &v.to_le_bytes())
        }
        Ok(())
    }

    fn serialize_f64(self, v: f64) -> Result<(), Fault> {
        #[expect(clippy::cast_possible_truncation, reason = "the number is looked at again")]
        let single = v as f32;
        if f64::from(single).to_bits() == v.to_bits() {
            return self.serialize_f32(single);
        }
        self.number(mark::DOUBLE, &v.to_le_bytes());
        Ok(())
    }

    fn serialize_str(self, v: &str) -> Result<(), Fault> {
        self.serialize_bytes(v.as_bytes())
    }

    fn serialize_bytes(self, v: &[u8]) -> Result<(), Fault> {
        self.length(Some(v.len()))?.rest.extend_from_slice(v);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Fault> {
        self.serialize_bool(false)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Fault> {
        put(&mut self.rest, 1);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Fault> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Fault> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, number: u32, _: &'static str) -> Result<(), Fault> {
        self.choice(number);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Fault> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        number: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        value.serialize(self.choice(number))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self, Fault> {
        self.length(length)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Fault> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Fault> {
        Ok(self)
    }

    fn serialize_tuple_variant(self, _: &'static str, number: u32, _: &'static str, _: usize) -> Result<Self, Fault> {
        Ok(self.choice(number))
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self, Fault> {
        self.length(length)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Fault> {
        Ok(self)
    }

    fn serialize_struct_variant(self, _: &'static str, number: u32, _: &'static str, _: usize) -> Result<Self, Fault> {
        Ok(self.choice(number))
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// Parts of lists, tuples and structs follow one another.
macro_rules! parts {
    ($($of:ident: $($method:ident($($key:ident)?)),*;)*) => {
        $(impl $of for &mut Writer {
            type Ok = ();
            type Error = Fault;

            $(fn $method<T: Serialize + ?Sized>(&mut self, $($key: &'static str,)? value: &T) -> Result<(), Fault> {
                $(let _ = $key;)?
                value.serialize(&mut **self)
            })*

            fn end(self) -> Result<(), Fault> {
                Ok(())
            }
        })*
    };
}

parts! {
    SerializeSeq: serialize_element();
    SerializeTuple: serialize_element();
    SerializeTupleStruct: serialize_field();
    SerializeTupleVariant: serialize_field();
    SerializeStruct: serialize_field(key);
    SerializeStructVariant: serialize_field(key);
    SerializeMap: serialize_key(), serialize_value();
}
