//! Reading: the types ask, the streams answer or fail.

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{Fault, mark, take};

/// What is left to read.
pub struct Reader<'de> {
    marks: &'de [u8],
    /// How many numbers have been read, and how many there are.
    place: usize,
    numbers: usize,
    digits: &'de [u8],
    rest: &'de [u8],
}

fn early() -> Fault {
    Fault("it ends too early".to_owned())
}

impl<'de> Reader<'de> {
    pub fn new(mut bytes: &'de [u8]) -> Result<Self, Fault> {
        let length = |number: u64| usize::try_from(number).map_err(|_| early());
        let (numbers, digits) = (length(take(&mut bytes)?)?, length(take(&mut bytes)?)?);
        let (marks, bytes) = bytes.split_at_checked(numbers.div_ceil(4)).ok_or_else(early)?;
        let (digits, rest) = bytes.split_at_checked(digits).ok_or_else(early)?;
        Ok(Self { marks, place: 0, numbers, digits, rest })
    }

    /// Makes sure that nothing is left.
    pub fn finish(&self) -> Result<(), Fault> {
        let done = self.place == self.numbers && self.digits.is_empty() && self.rest.is_empty();
        if done { Ok(()) } else { Err(Fault("it goes on too long".to_owned())) }
    }

    fn digits<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (first, rest) = self.digits.split_first_chunk::<N>().ok_or_else(early)?;
        self.digits = rest;
        Ok(*first)
    }

    fn mark(&mut self) -> Result<u8, Fault> {
        if self.place >= self.numbers {
            return Err(early());
        }
        let mark = self.marks[self.place / 4] >> (self.place % 4 * 2) & 3;
        self.place += 1;
        Ok(mark)
    }

    fn number(&mut self) -> Result<f64, Fault> {
        match self.mark()? {
            mark::NOTHING => Ok(0.0),
            mark::SINGLE => Ok(f64::from(f32::from_le_bytes(self.digits()?))),
            mark::DOUBLE => Ok(f64::from_le_bytes(self.digits()?)),
            _ => Err(Fault("it holds a whole number where none belongs".to_owned())),
        }
    }

    fn whole(&mut self) -> Result<u64, Fault> {
        match self.mark()? {
            mark::NOTHING => Ok(0),
            mark::WHOLE => take(&mut self.digits),
            _ => Err(Fault("it holds a fraction where a whole number belongs".to_owned())),
        }
    }

    fn signed(&mut self) -> Result<i64, Fault> {
        let number = self.whole()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn unsigned(&mut self) -> Result<u64, Fault> {
        take(&mut self.rest)
    }

    fn length(&mut self) -> Result<usize, Fault> {
        usize::try_from(self.unsigned()?).map_err(|_| early())
    }

    fn bytes(&mut self) -> Result<&'de [u8], Fault> {
        let length = self.length()?;
        let (first, rest) = self.rest.split_at_checked(length).ok_or_else(early)?;
        self.rest = rest;
        Ok(first)
    }

    fn flag(&mut self) -> Result<bool, Fault> {
        match self.unsigned()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Fault("it holds an answer that is neither yes nor no".to_owned())),
        }
    }

    fn choice(&mut self) -> Result<u32, Fault> {
        u32::try_from(self.unsigned()?).map_err(|_| Fault("it holds a choice that does not exist".to_owned()))
    }
}

macro_rules! asked {
    ($($method:ident: $visit:ident($read:ident)),* $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            visitor.$visit(self.$read()?)
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Fault;

    asked! {
        deserialize_bool: visit_bool(flag),
        deserialize_i8: visit_i64(signed), deserialize_i16: visit_i64(signed),
        deserialize_i32: visit_i64(signed), deserialize_i64: visit_i64(signed),
        deserialize_u8: visit_u64(unsigned), deserialize_u16: visit_u64(unsigned),
        deserialize_u32: visit_u64(whole), deserialize_u64: visit_u64(whole),
        deserialize_f32: visit_f64(number), deserialize_f64: visit_f64(number),
        deserialize_bytes: visit_borrowed_bytes(bytes), deserialize_byte_buf: visit_borrowed_bytes(bytes),
        deserialize_identifier: visit_u32(choice),
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(Fault("only its type says what follows".to_owned()))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_any(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let letter = char::from_u32(self.choice()?).ok_or_else(|| Fault("it holds a letter that does not exist".to_owned()))?;
        visitor.visit_char(letter)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = std::str::from_utf8(self.bytes()?).map_err(|_| Fault("it holds a word that is no text".to_owned()))?;
        visitor.visit_borrowed_str(text)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.flag()? { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let left = self.length()?;
        visitor.visit_seq(Parts { reader: self, left })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, left: usize, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(Parts { reader: self, left })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, left: usize, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(Parts { reader: self, left })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let left = self.length()?;
        visitor.visit_map(Parts { reader: self, left })
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(Parts { reader: self, left: fields.len() })
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_enum(self)
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}

/// Parts of a list, a tuple or a struct.
struct Parts<'a, 'de> {
    reader: &'a mut Reader<'de>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Parts<'_, 'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'de> MapAccess<'de> for Parts<'_, 'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> EnumAccess<'de> for &mut Reader<'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let number = self.choice()?;
        let chosen = seed.deserialize(IntoDeserializer::<Fault>::into_deserializer(number))?;
        Ok((chosen, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, left: usize, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(Parts { reader: self, left })
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_seq(Parts { reader: self, left: fields.len() })
    }
}
