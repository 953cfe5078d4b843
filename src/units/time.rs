//! The calendar: a month is one tick of the world.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A calendar month, counted from January of year 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month(i32);

impl Month {
    /// Month `month` (1–12) of `year`.
    #[must_use]
    pub const fn new(year: i32, month: u32) -> Self {
        Self(year * 12 + month as i32 - 1)
    }

    /// The calendar year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, 1–12.
    #[must_use]
    pub const fn of_year(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// The quarter of the year, 1–4.
    #[must_use]
    pub const fn quarter(self) -> u32 {
        (self.of_year() - 1) / 3 + 1
    }

    /// The month `months` later (earlier if negative).
    #[must_use]
    pub const fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    /// The month so many months later.
    #[must_use]
    pub fn later(self, months: u32) -> Self {
        self.plus(i32::try_from(months).unwrap_or(0))
    }

    /// Months from `earlier` to this one.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Years as a decimal number, the middle of January 2023 being 2023.04.
    #[must_use]
    pub fn decimal_year(self) -> f64 {
        (f64::from(self.0) + 0.5) / 12.0
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.of_year())
    }
}

/// A text that is not a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseMonthError;

impl fmt::Display for ParseMonthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a month is written \"YYYY-MM\", between 1850-01 and 2199-12")
    }
}

impl FromStr for Month {
    type Err = ParseMonthError;

    fn from_str(text: &str) -> Result<Self, ParseMonthError> {
        let (year, month) = text.split_once('-').ok_or(ParseMonthError)?;
        let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(ParseMonthError);
        }
        let year: i32 = year.parse().map_err(|_| ParseMonthError)?;
        let month: u32 = month.parse().map_err(|_| ParseMonthError)?;
        if (1850..=2199).contains(&year) && (1..=12).contains(&month) { Ok(Self::new(year, month)) } else { Err(ParseMonthError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_parse_print_and_count() {
        let start: Month = "2023-07".parse().unwrap_or_default();
        assert_eq!((start.year(), start.of_year(), start.quarter()), (2023, 7, 3));
        assert_eq!(start.plus(6).to_string(), "2024-01");
        assert_eq!(start.plus(6).since(start), 6);
        for wrong in ["2023-13", "9999-01", "2023", "2023-7", "abc-de", "-202-01"] {
            assert_eq!(wrong.parse::<Month>(), Err(ParseMonthError));
        }
    }
}
