//! Tables as text for people, as CSV for spreadsheets, as JSON for programs.

use comfy_table::{Cell as Box, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, TableStyle, Width};
use serde_json::{Map, Value, json};

use super::table::{Align, Cell, Column, Table};
use crate::units::digits;

/// Width to which texts and headers are wrapped where no terminal says otherwise.
const WIDTH: usize = 100;
/// Width above which a wide terminal makes tables no easier to read.
const WIDEST: usize = 160;

/// Thin lines around and between, one under the header.
const THIN: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('┌', '─', '┬', '┐'))
    .header_lines(ContentLineStyle::new('│', '│', '│'))
    .header_separator(LineStyle::new('├', '─', '┼', '┤'))
    .content_lines(ContentLineStyle::new('│', '│', '│'))
    .bottom_border(LineStyle::new('└', '─', '┴', '┘'));

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

/// Tables in a format.
#[must_use]
pub fn render(tables: &[Table], format: Format) -> String {
    match format {
        Format::Text => tables.iter().map(|table| text(table, None)).collect::<Vec<_>>().join("\n"),
        Format::Csv => csv(tables),
        Format::Json => format!("{:#}\n", json(tables)),
    }
}

/// Tables as text for a terminal of `columns`: those that are wider are drawn in parts, none is broken by the screen.
#[must_use]
pub fn for_terminal(tables: &[Table], columns: usize) -> String {
    tables.iter().map(|table| text(table, Some(columns))).collect::<Vec<_>>().join("\n")
}

fn column_decimals(table: &Table, column: usize) -> usize {
    let (name, unit) = (table.columns[column].name.as_str(), table.columns[column].unit.as_str());
    let coarse = unit.starts_with('%') || unit.ends_with("of 100") || unit.ends_with("to 100") || unit == "months" || name == "points";
    let finest = if coarse { 1 } else { 4 };
    let sizes = || {
        table.rows.iter().filter_map(|row| match &row[column] {
            Cell::Number(n) => Some(n.abs()),
            _ => None,
        })
    };
    // A per cent shows that it is measured; of anything else whole numbers are written as such.
    if !unit.starts_with('%') && sizes().all(|n| n.fract() == 0.0) {
        return 0;
    }
    // Small numbers stand beside large ones, so a column has a digit more than its largest number needs.
    let size = sizes().fold(0.0, f64::max);
    let digits = if (10.0..100.0).contains(&size) { 2 } else { digits::decimals(size) };
    digits.min(finest)
}

fn cell_text(cell: &Cell, decimals_of_column: usize, column: &Column) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(n) => column.written(*n, decimals_of_column),
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        Cell::Count(n) => digits::fixed(*n as f64, 0),
        Cell::Date(month) => month.to_string(),
    }
}

/// Letters of the longest word.
fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0)
}

/// Least width of each column: numbers and words are never broken, headers and texts wrap between words.
fn least_widths(heads: &[String], table: &Table, rows: &[Vec<String>]) -> Vec<usize> {
    let width = |column: usize| {
        let right = table.columns[column].align == Align::Right;
        let room = table.columns[column].room;
        let cell = |row: &Vec<String>| {
            let all = row[column].chars().count();
            if right { all } else { longest_word(&row[column]).max(all.min(room)) }
        };
        rows.iter().map(cell).fold(longest_word(&heads[column]), usize::max)
    };
    (0..heads.len()).map(width).collect()
}

/// The table with some of its columns.
fn with_columns(table: &Table, kept: &[usize]) -> Table {
    Table {
        id: table.id.clone(),
        title: table.title.clone(),
        columns: kept.iter().map(|c| table.columns[*c].clone()).collect(),
        rows: table.rows.iter().map(|row| kept.iter().map(|c| row[*c].clone()).collect()).collect(),
        notes: table.notes.clone(),
    }
}

/// The table without columns in which no row says anything.
fn without_empty(table: &Table) -> Table {
    let says = |column: &usize| table.rows.is_empty() || table.rows.iter().any(|row| row[*column] != Cell::Empty);
    with_columns(table, &(0..table.columns.len()).filter(says).collect::<Vec<_>>())
}

/// The table without columns of words that are the same in all of several rows, and a line that says them once.
fn without_repeated(table: &Table) -> (Table, String) {
    let same = |column: usize| match table.rows.as_slice() {
        [first, rest @ ..] if !rest.is_empty() => match &first[column] {
            Cell::Text(text) if rest.iter().all(|row| row[column] == first[column]) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    let (said, kept): (Vec<usize>, Vec<usize>) = (0..table.columns.len()).partition(|column| same(*column).is_some());
    let parts: Vec<String> = said.iter().filter_map(|c| Some(format!("{} {}", table.columns[*c].name, same(*c)?))).collect();
    // Rows of nothing but numbers would not be told apart.
    if parts.is_empty() || kept.iter().all(|c| table.rows.iter().all(|row| matches!(row[*c], Cell::Number(_)))) {
        return (table.clone(), String::new());
    }
    (with_columns(table, &kept), format!("In all rows: {}.\n", parts.join(", ")))
}

/// Leading columns that tell the rows apart, which every part of a divided table repeats.
fn keys(rows: &[Vec<String>], columns: usize) -> usize {
    let distinct = |count: &usize| {
        let mut heads: Vec<&[String]> = rows.iter().map(|row| &row[..*count]).collect();
        heads.sort_unstable();
        heads.windows(2).all(|pair| pair[0] != pair[1])
    };
    (1..columns).find(distinct).unwrap_or(1)
}

/// Columns of each part, so that none is wider than `room` unless a single column is.
fn parts(least: &[usize], keys: usize, room: usize) -> Vec<Vec<usize>> {
    let width = |columns: &[usize]| 1 + columns.iter().map(|c| least[*c] + 3).sum::<usize>();
    let head: Vec<usize> = (0..keys).collect();
    let mut parts = vec![head.clone()];
    for column in keys..least.len() {
        let last = parts.len() - 1;
        parts[last].push(column);
        if width(&parts[last]) > room && parts[last].len() > keys + 1 {
            parts[last].pop();
            parts.push(head.iter().copied().chain([column]).collect());
        }
    }
    parts
}

/// What is written of a table: its heads, its cells, and the least width of each column.
struct Written {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
    least: Vec<usize>,
}

impl Written {
    fn of(table: &Table) -> Self {
        let decimals: Vec<usize> = (0..table.columns.len()).map(|c| column_decimals(table, c)).collect();
        let row_text =
            |row: &Vec<Cell>| row.iter().zip(&table.columns).zip(&decimals).map(|((cell, c), d)| cell_text(cell, *d, c)).collect();
        let rows: Vec<Vec<String>> = table.rows.iter().map(row_text).collect();
        let head = |column: &Column| if column.unit.is_empty() { column.name.clone() } else { format!("{}\n{}", column.name, column.unit) };
        let heads: Vec<String> = table.columns.iter().map(head).collect();
        let least = least_widths(&heads, table, &rows);
        Self { heads, rows, least }
    }

    /// Letters that the table needs: a cell has a space on either side and a line after it.
    fn width(&self) -> usize {
        1 + self.least.iter().map(|width| width + 3).sum::<usize>()
    }
}

/// A table for people: title, thin lines, units in the header, numbers to the right, notes beneath. It takes what it needs;
/// in a terminal of `room` columns it is divided where it needs more.
#[must_use]
pub fn text(table: &Table, room: Option<usize>) -> String {
    let table = without_empty(table);
    let plain = Written::of(&table);
    let wide = plain.width() > room.unwrap_or(WIDTH);
    let (table, repeated) = if wide { without_repeated(&table) } else { (table, String::new()) };
    let written = if repeated.is_empty() { plain } else { Written::of(&table) };
    let all: Vec<usize> = (0..written.least.len()).collect();
    let parts = match room {
        Some(room) if written.width() > room => parts(&written.least, keys(&written.rows, all.len()), room),
        _ => vec![all],
    };
    let mut text = format!("{}\n{repeated}", table.title);
    if table.rows.is_empty() {
        text.push_str("  (nothing)\n");
    } else {
        let room = room.map_or(WIDTH, |room| room.min(WIDEST));
        parts.iter().for_each(|part| text.push_str(&format!("{}\n", drawn(&table, &written, part, room))));
    }
    for note in &table.notes {
        text.push_str(note);
        text.push('\n');
    }
    text
}

/// Some columns of a table in a frame.
fn drawn(table: &Table, written: &Written, columns: &[usize], room: usize) -> String {
    let side = |column: usize| if table.columns[column].align == Align::Right { CellAlignment::Right } else { CellAlignment::Left };
    let boxes = |row: &[String]| columns.iter().map(|c| Box::new(&row[*c]).set_alignment(side(*c))).collect::<Vec<_>>();
    let needed: usize = 1 + columns.iter().map(|c| written.least[*c] + 3).sum::<usize>();
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(THIN).set_content_arrangement(ContentArrangement::Dynamic);
    drawn.set_width(u16::try_from(needed.max(room)).unwrap_or(u16::MAX));
    drawn.set_header(boxes(&written.heads));
    drawn.add_rows(written.rows.iter().map(|row| boxes(row)));
    let least = columns.iter().map(|c| u16::try_from(written.least[*c] + 2).unwrap_or(u16::MAX));
    drawn.set_constraints(least.map(|width| ColumnConstraint::LowerBoundary(Width::Fixed(width))));
    drawn.trim_fmt()
}

/// Name of a column with its unit, as CSV and JSON have it: `price [$/kg]`.
#[must_use]
pub fn head(column: &Column) -> String {
    if column.unit.is_empty() { column.name.clone() } else { format!("{} [{}]", column.name, column.unit) }
}

fn raw(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(n) => n.to_string(),
        Cell::Count(n) => n.to_string(),
        Cell::Date(month) => month.to_string(),
    }
}

/// One table as it stands; several in the long form `table, row, column, unit, value`, which stays tidy.
#[must_use]
pub fn csv(tables: &[Table]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut lines: Vec<Vec<String>> = Vec::new();
    if let [table] = tables {
        lines.push(table.columns.iter().map(head).collect());
        lines.extend(table.rows.iter().map(|row| row.iter().map(raw).collect()));
    } else {
        lines.push(["table", "row", "column", "unit", "value"].map(str::to_owned).to_vec());
        for table in tables {
            for (number, row) in table.rows.iter().enumerate() {
                for (cell, column) in row.iter().zip(&table.columns) {
                    lines.push(vec![table.id.clone(), (number + 1).to_string(), column.name.clone(), column.unit.clone(), raw(cell)]);
                }
            }
        }
    }
    // A writer into memory cannot fail; were it to, what is written so far is all there is.
    lines.iter().for_each(|line| drop(writer.write_record(line)));
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Number(n) => json!(n),
        Cell::Count(n) => json!(n),
        Cell::Date(month) => json!(month.to_string()),
    }
}

/// Tables as JSON: columns with their units, rows as objects.
#[must_use]
pub fn json(tables: &[Table]) -> Value {
    let table = |table: &Table| {
        let columns: Vec<Value> = table.columns.iter().map(|c| json!({ "name": c.name, "unit": c.unit })).collect();
        let object = |row: &Vec<Cell>| {
            Value::Object(row.iter().zip(&table.columns).map(|(cell, c)| (c.name.clone(), value(cell))).collect::<Map<_, _>>())
        };
        let rows: Vec<Value> = table.rows.iter().map(object).collect();
        json!({ "id": table.id, "title": table.title, "columns": columns, "rows": rows, "notes": table.notes })
    };
    Value::Array(tables.iter().map(table).collect())
}

#[cfg(test)]
mod tests {
    use super::super::table::cells;
    use super::*;

    #[test]
    fn no_number_and_no_word_is_broken_however_many_columns_there_are() {
        let names: Vec<String> = (0..20).map(|n| format!("measure {n}")).collect();
        let mut table = names.iter().fold(Table::new("t", "Wide").words("good"), |table, name| table.numbers(name, "$M a year"));
        let mut row = cells!["Needle and anode coke"];
        row.extend((0..20).map(|_| Cell::Number(1_234_567.0)));
        table.push(row);
        let text = text(&table, None);
        assert_eq!(text.matches("1,234,567").count(), 20, "{text}");
        assert!(text.contains("measure") && text.contains("Needle"));
    }

    #[test]
    fn in_a_narrow_terminal_a_wide_table_comes_in_parts_and_loses_nothing() {
        let names: Vec<String> = (0..20).map(|n| format!("measure {n}")).collect();
        let mut table = names
            .iter()
            .fold(Table::new("t", "Wide").words("good").words("from").words("unit"), |table, name| table.numbers(name, "$M a year"));
        for (good, from) in [("Foil", "Here"), ("Foil", "There"), ("Coke", "Here")] {
            let mut row = cells![good, from, "kt"];
            row.extend((0..20).map(|_| Cell::Number(1_234_567.0)));
            table.push(row);
        }
        let text = text(&table, Some(60));
        assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
        assert_eq!(text.matches("1,234,567").count(), 60, "{text}");
        // Good and origin together tell the rows apart, so every part has both; the unit is said once.
        assert_eq!(text.matches("There").count(), text.matches('┌').count(), "{text}");
        assert!(text.contains("In all rows: unit kt."), "{text}");
    }

    #[test]
    fn whole_numbers_are_written_as_such_and_none_finer_than_it_is_read() {
        let mut table = Table::new("t", "T").words("who").numbers("seats", "").numbers("mood", "of 100").numbers("left", "months");
        let table = {
            table = table.numbers("share", "%").numbers("points", "");
            table.push(cells!["A", 78.0, 50.43, 20.0, 11.0, 12.5]);
            table.push(cells!["B", 110.0, 36.75, 0.6, 50.0, 3.25]);
            table
        };
        let text = text(&table, None);
        for shown in ["│    78 │", "│   50.4 │", "│   20.0 │", "│    0.6 │", "│  11.0 │", "│   12.5 │"] {
            assert!(text.contains(shown), "`{shown}` is missing in\n{text}");
        }
    }

    #[test]
    fn units_stand_in_the_header() {
        let mut table = Table::new("t", "A table").words("good").numbers("price", "$/kg");
        table.push(cells!["Lithium carbonate", 12_345.0]);
        assert!(text(&table, None).contains("12,345") && text(&table, None).contains("$/kg"));
        assert_eq!(csv(&[table]), "good,price [$/kg]\nLithium carbonate,12345\n");
    }
}
