//! Small tables of text: columns as wide as their content, numbers to the right, nothing wider than a terminal.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

/// The widest that any table or sentence gets.
pub const WIDTH: u16 = 100;

/// Rows of text under a head. Columns whose number is in `right` are aligned to the right.
#[must_use]
pub fn plain(head: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH);
    if !head.is_empty() {
        table.set_header(head);
    }
    table.add_rows(rows);
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if right.contains(&at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<String> = table.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}

/// Text in lines of at most [`WIDTH`] columns, broken between words.
#[must_use]
pub fn wrap(text: &str) -> String {
    let mut wrapped = String::new();
    for paragraph in text.lines() {
        let indent: String = paragraph.chars().take_while(|c| *c == ' ').collect();
        let mut line = indent.clone();
        for word in paragraph.split_whitespace() {
            let long = line.chars().count() + 1 + word.chars().count() > usize::from(WIDTH);
            if long && line.trim() != "" {
                wrapped.push_str(line.trim_end());
                wrapped.push('\n');
                line.clone_from(&indent);
            }
            if line.len() > indent.len() {
                line.push(' ');
            }
            line.push_str(word);
        }
        wrapped.push_str(line.trim_end());
        wrapped.push('\n');
    }
    wrapped
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
    fn columns_line_up() {
        let rows = vec![vec!["a".to_owned(), "1".to_owned()], vec!["bbb".to_owned(), "22".to_owned()]];
        assert_eq!(plain(&["name", "n"], &rows, &[1]), "name   n\na      1\nbbb   22\n");
    }
}
