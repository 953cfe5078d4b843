//! What every report returns: plain tables. How they are written out is in `reports::render`.

use crate::units::{Month, digits};

/// Side on which a column's cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name, different from all others of its table.
    pub name: String,
    /// Unit of its numbers; empty for words, and where each row has its own.
    pub unit: String,
    /// Side.
    pub align: Align,
    /// Whether each row's number is of its own kind, so that decimals are chosen cell by cell.
    pub mixed: bool,
    /// Least letters in a line for people, where cells are that long: sentences want room.
    pub room: usize,
}

/// Months of use beyond which a stock is not counted: what is hardly used would last for centuries.
const LONG_MONTHS: f64 = 60.0;

impl Column {
    /// How a number reads in this column, with so many decimals.
    #[must_use]
    pub fn written(&self, value: f64, decimals: usize) -> String {
        let lasts = self.unit == "months" && matches!(self.name.as_str(), "stock" | "cover");
        if lasts && value > LONG_MONTHS {
            return format!("over {LONG_MONTHS:.0}");
        }
        if self.mixed { digits::number(value) } else { digits::fixed(value, decimals) }
    }
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing to say.
    Empty,
    /// Words.
    Text(String),
    /// A measured number.
    Number(f64),
    /// A whole number, shown without decimals.
    Count(i64),
    /// A month.
    Date(Month),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Empty }
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Count(i64::from(number))
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Count(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Month> for Cell {
    fn from(month: Month) -> Self {
        Self::Date(month)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A table of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Word by which programs know it, such as `market.terms`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// Sentences beneath it.
    pub notes: Vec<String>,
}

impl Table {
    /// A table without columns.
    #[must_use]
    pub fn new(id: &str, title: impl Into<String>) -> Self {
        Self { id: id.to_owned(), title: title.into(), columns: Vec::new(), rows: Vec::new(), notes: Vec::new() }
    }

    fn column(mut self, name: &str, unit: &str, align: Align, mixed: bool) -> Self {
        self.columns.push(Column { name: name.to_owned(), unit: unit.to_owned(), align, mixed, room: 0 });
        self
    }

    /// Adds a column of words.
    #[must_use]
    pub fn words(self, name: &str) -> Self {
        self.column(name, "", Align::Left, false)
    }

    /// Adds a column of phrases that want at least `room` letters in a line.
    #[must_use]
    pub fn phrases(self, name: &str, room: usize) -> Self {
        let mut table = self.words(name);
        table.columns.iter_mut().rev().take(1).for_each(|column| column.room = room);
        table
    }

    /// Adds a column of numbers of one kind.
    #[must_use]
    pub fn numbers(self, name: &str, unit: &str) -> Self {
        self.column(name, unit, Align::Right, false)
    }

    /// Adds a column of numbers of which each row has its own kind and unit.
    #[must_use]
    pub fn values(self, name: &str) -> Self {
        self.column(name, "", Align::Right, true)
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len(), "a row of {} is as long as its columns", self.id);
        self.rows.push(row);
    }

    /// Adds a sentence beneath the table.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Sorts rows by a column of numbers, largest first.
    pub fn sort_by_number(&mut self, column: usize) {
        let key = |row: &Vec<Cell>| match &row[column] {
            Cell::Number(n) => *n,
            #[expect(clippy::cast_precision_loss, reason = "only an order is wanted")]
            Cell::Count(n) => *n as f64,
            _ => f64::NEG_INFINITY,
        };
        self.rows.sort_by(|a, b| key(b).total_cmp(&key(a)));
    }

    /// Keeps the first `most` rows and says how many are left out.
    pub fn cut(&mut self, most: usize) {
        if self.rows.len() > most {
            self.notes.push(format!("{} smaller rows are left out; narrow the report down to see them.", self.rows.len() - most));
            self.rows.truncate(most);
        }
    }
}

/// A row of anything that can be a cell.
macro_rules! cells {
    ($($value:expr),* $(,)?) => { vec![$($crate::reports::table::Cell::from($value)),*] };
}

pub(in crate::reports) use cells;
