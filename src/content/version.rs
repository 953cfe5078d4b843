//! Versions of packs and of the game, and what a pack asks of them: `1.2.0`, `>=1.2, <2`.

use std::fmt;

/// A version of three numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// The version of this game.
    #[must_use]
    pub fn of_game() -> Self {
        Self::parse(env!("CARGO_PKG_VERSION")).unwrap_or_default()
    }

    /// Reads `1`, `1.2` or `1.2.3`; what is left out is 0.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = [0; 3];
        let mut parts = text.trim().split('.');
        for (number, part) in numbers.iter_mut().zip(parts.by_ref()) {
            if part.is_empty() || part.len() > 9 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            *number = part.parse().ok()?;
        }
        parts.next().is_none().then_some(Self(numbers[0], numbers[1], numbers[2]))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    AtLeast,
    Above,
    AtMost,
    Below,
    Exactly,
}

/// What a version must fulfil; empty means any.
#[derive(Clone, Debug, Default)]
pub struct Requirement {
    bounds: Vec<(Bound, Version)>,
}

impl Requirement {
    /// Reads bounds with commas between them. A version without a sign means that one or later.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bounds = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let digits = part.find(|c: char| c.is_ascii_digit())?;
            let bound = match part[..digits].trim() {
                ">=" | "^" | "~" | "" => Bound::AtLeast,
                ">" => Bound::Above,
                "<=" => Bound::AtMost,
                "<" => Bound::Below,
                "=" | "==" => Bound::Exactly,
                _ => return None,
            };
            bounds.push((bound, Version::parse(&part[digits..])?));
        }
        Some(Self { bounds })
    }

    /// Whether `version` is new enough.
    #[must_use]
    pub fn new_enough(&self, version: Version) -> bool {
        self.bounds.iter().all(|(bound, other)| match bound {
            Bound::AtLeast | Bound::Exactly => version >= *other,
            Bound::Above => version > *other,
            Bound::AtMost | Bound::Below => true,
        })
    }

    /// Whether `version` is old enough.
    #[must_use]
    pub fn old_enough(&self, version: Version) -> bool {
        self.bounds.iter().all(|(bound, other)| match bound {
            Bound::AtMost | Bound::Exactly => version <= *other,
            Bound::Below => version < *other,
            Bound::AtLeast | Bound::Above => true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold_both_ways() {
        let asked = Requirement::parse(">=1.2, <2").unwrap_or_default();
        let version = |text| Version::parse(text).unwrap_or_default();
        assert!(asked.new_enough(version("1.2")) && asked.old_enough(version("1.9.9")));
        assert!(!asked.new_enough(version("1.1.9")) && !asked.old_enough(version("2.0.0")));
        for wrong in [">=", "1.2.3.4", "latest", "1.", ">>1", "99999999999"] {
            assert!(Requirement::parse(wrong).is_none(), "{wrong}");
        }
    }
}
