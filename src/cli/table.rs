//! Small tables of text: columns as wide as their content, numbers to the right, nothing wider than a terminal.

use std::io::{self, IsTerminal};

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, presets};

use crate::reports::{self, Format, Table as Report};

/// The widest that a sentence gets, and where no terminal says otherwise.
const WIDTH: u16 = 100;
/// The narrowest terminal that is heeded.
const NARROWEST: u16 = 40;

/// Columns of the terminal that shows the output; none if it goes to a file or pipe.
fn terminal() -> Option<u16> {
    let shown = io::stdout().is_terminal();
    shown.then(terminal_size::terminal_size).flatten().map(|(columns, _)| columns.0.max(NARROWEST))
}

/// The widest that a sentence may get here.
#[must_use]
pub fn width() -> u16 {
    terminal().map_or(WIDTH, |columns| columns.min(WIDTH))
}

/// A report's tables as text for whoever reads the output; in a file or pipe none is taken apart.
#[must_use]
pub fn report(tables: &[Report]) -> String {
    match terminal() {
        Some(columns) => reports::render::for_terminal(tables, usize::from(columns)),
        None => reports::render(tables, Format::Text),
    }
}

/// A report's tables as an answer of the game, which is no wider than a terminal wherever it goes.
#[must_use]
pub fn answer(tables: &[Report]) -> String {
    reports::render::for_terminal(tables, usize::from(terminal().unwrap_or(WIDTH)))
}

/// Rows of text under a head. Columns whose number is in `right` are aligned to the right.
#[must_use]
pub fn plain(head: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width());
    if !head.is_empty() {
        table.set_header(head);
    }
    table.add_rows(rows);
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        // What stands in front names the row: broken, an id cannot be typed.
        if at == 0 && widest(head, rows) <= width() / 2 {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        if right.contains(&at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<String> = table.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}

/// Letters of the widest cell in the first column.
fn widest(head: &[&str], rows: &[Vec<String>]) -> u16 {
    let cells = rows.iter().filter_map(|row| row.first().map(String::as_str)).chain(head.first().copied());
    cells.map(|cell| cell.chars().count()).max().and_then(|widest| u16::try_from(widest).ok()).unwrap_or(0)
}

/// Text in lines no wider than a terminal, broken between words. What follows a number in front, such as `3. `, hangs under it.
#[must_use]
pub fn wrap(text: &str) -> String {
    let width = usize::from(width());
    let mut wrapped = String::new();
    for paragraph in text.lines() {
        let (first, rest) = indents(paragraph);
        let mut line = first.clone();
        let mut empty = true;
        for word in paragraph.split_whitespace() {
            if !empty && line.chars().count() + 1 + word.chars().count() > width {
                wrapped.push_str(&line);
                wrapped.push('\n');
                line.clone_from(&rest);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        wrapped.push_str(line.trim_end());
        wrapped.push('\n');
    }
    wrapped
}

/// What stands in front of a paragraph's first line, and of its other lines.
fn indents(paragraph: &str) -> (String, String) {
    let blank = paragraph.chars().take_while(|c| *c == ' ').count();
    let number = paragraph[blank..].split_whitespace().next().filter(|word| {
        let digits = word.trim_end_matches('.');
        digits.len() < word.len() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    });
    (" ".repeat(blank), " ".repeat(blank + number.map_or(0, |word| word.len() + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_wider_than_a_terminal_and_lose_no_word() {
        let text = format!("  {}\n\nend", "word ".repeat(60));
        let wrapped = wrap(&text);
        assert!(wrapped.lines().all(|line| line.chars().count() <= usize::from(WIDTH)));
        assert_eq!(wrapped.split_whitespace().count(), 61);
        assert!(wrapped.lines().take(3).all(|line| line.starts_with("  w")));
    }

    #[test]
    fn what_follows_a_number_hangs_under_it() {
        let wrapped = wrap(&format!(" 10. {}", "word ".repeat(40)));
        assert!(wrapped.lines().skip(1).all(|line| line.starts_with("     word")), "{wrapped}");
    }

    #[test]
    fn columns_line_up() {
        let rows = vec![vec!["a".to_owned(), "1".to_owned()], vec!["bbb".to_owned(), "22".to_owned()]];
        assert_eq!(plain(&["name", "n"], &rows, &[1]), "name   n\na      1\nbbb   22\n");
    }
}
