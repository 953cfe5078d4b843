//! Tables as text for people, as CSV for spreadsheets, as JSON for programs.

use comfy_table::{Cell as Box, CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, TableStyle, Width};
use serde_json::{Map, Value, json};

use super::table::{Align, Cell, Column, Table};
use crate::units::digits;

/// Width of a terminal to which texts and headers are wrapped; a table of many numbers takes what it needs.
const WIDTH: usize = 100;

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
        Format::Text => tables.iter().map(text).collect::<Vec<_>>().join("\n"),
        Format::Csv => csv(tables),
        Format::Json => format!("{:#}\n", json(tables)),
    }
}

fn column_decimals(table: &Table, column: usize) -> usize {
    let finest = if table.columns[column].unit.starts_with('%') { 1 } else { 4 };
    let sizes = table.rows.iter().filter_map(|row| match &row[column] {
        Cell::Number(n) => Some(n.abs()),
        _ => None,
    });
    // Small numbers stand beside large ones, so a column has a digit more than its largest number needs.
    let size = sizes.fold(0.0, f64::max);
    let digits = if (10.0..100.0).contains(&size) { 2 } else { digits::decimals(size) };
    digits.min(finest)
}

fn cell_text(cell: &Cell, decimals_of_column: usize, mixed: bool) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(n) if mixed => digits::number(*n),
        Cell::Number(n) => digits::fixed(*n, decimals_of_column),
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

/// The table without columns in which no row says anything.
fn without_empty(table: &Table) -> Table {
    let says = |column: usize| table.rows.is_empty() || table.rows.iter().any(|row| row[column] != Cell::Empty);
    let kept: Vec<usize> = (0..table.columns.len()).filter(|column| says(*column)).collect();
    Table {
        id: table.id.clone(),
        title: table.title.clone(),
        columns: kept.iter().map(|c| table.columns[*c].clone()).collect(),
        rows: table.rows.iter().map(|row| kept.iter().map(|c| row[*c].clone()).collect()).collect(),
        notes: table.notes.clone(),
    }
}

/// A table for people: title, thin lines, units in the header, numbers to the right, notes beneath.
#[must_use]
pub fn text(table: &Table) -> String {
    let table = &without_empty(table);
    let decimals: Vec<usize> = (0..table.columns.len()).map(|c| column_decimals(table, c)).collect();
    let row_text =
        |row: &Vec<Cell>| row.iter().zip(&table.columns).zip(&decimals).map(|((cell, c), d)| cell_text(cell, *d, c.mixed)).collect();
    let rows: Vec<Vec<String>> = table.rows.iter().map(row_text).collect();
    let head = |column: &Column| if column.unit.is_empty() { column.name.clone() } else { format!("{}\n{}", column.name, column.unit) };
    let heads: Vec<String> = table.columns.iter().map(head).collect();
    let least = least_widths(&heads, table, &rows);
    let side = |column: usize| if table.columns[column].align == Align::Right { CellAlignment::Right } else { CellAlignment::Left };
    let boxes = |row: &[String]| row.iter().enumerate().map(|(c, text)| Box::new(text).set_alignment(side(c))).collect::<Vec<_>>();
    // A cell has a space on either side and a line after it.
    let needed: usize = 1 + least.iter().map(|width| width + 3).sum::<usize>();
    let width = needed.max(WIDTH);
    let mut drawn = comfy_table::Table::new();
    drawn.load_style(THIN).set_content_arrangement(ContentArrangement::Dynamic).set_width(u16::try_from(width).unwrap_or(u16::MAX));
    drawn.set_header(boxes(&heads));
    drawn.add_rows(rows.iter().map(|row| boxes(row)));
    drawn.set_constraints(
        least.iter().map(|width| ColumnConstraint::LowerBoundary(Width::Fixed(u16::try_from(width + 2).unwrap_or(u16::MAX)))),
    );
    let mut text = format!("{}\n{}\n", table.title, drawn.trim_fmt());
    if table.rows.is_empty() {
        text = format!("{}\n  (nothing)\n", table.title);
    }
    for note in &table.notes {
        text.push_str(note);
        text.push('\n');
    }
    text
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
        let text = text(&table);
        assert_eq!(text.matches("1,234,567").count(), 20, "{text}");
        assert!(text.contains("measure") && text.contains("Needle"));
    }

    #[test]
    fn units_stand_in_the_header() {
        let mut table = Table::new("t", "A table").words("good").numbers("price", "$/kg");
        table.push(cells!["Lithium carbonate", 12_345.0]);
        assert!(text(&table).contains("12,345") && text(&table).contains("$/kg"));
        assert_eq!(csv(&[table]), "good,price [$/kg]\nLithium carbonate,12345\n");
    }
}
