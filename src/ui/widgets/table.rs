//! A table of a report that can be sorted by its heads, filtered by a word, and of which a row can be chosen.

use std::cmp::Ordering;

use egui::{Align, Color32, FontId, Id, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::{arrow, cell, width};
use crate::reports::table::{Cell, Column, Table};
use crate::ui::theme;
use crate::units::digits::{decimals, fixed};

/// Height of the heads: the name, and the unit below it.
const HEAD: f32 = 34.0;
/// Height of a row.
const ROW: f32 = 25.0;
/// Space between columns.
const GAP: f32 = 12.0;
/// The same where there is not room for all.
const TIGHT: f32 = 8.0;
/// Rows from which widths are measured.
const MEASURED: usize = 60;
/// The least width of a first column of words, and of the others, where there is not room for all.
const FIRST: f32 = 120.0;
/// As above.
const LEAST: f32 = 62.0;

/// How much wider a first column of words stays than others that are cut.
const FAVOUR: f32 = 1.8;

/// What a table remembers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sorting {
    /// The column by which rows are sorted, and whether the largest is first.
    pub by: Option<(String, bool)>,
    /// Rows must hold this word.
    pub filter: String,
}

/// A picture in a last column: its head, its width, what draws it for a row.
pub type Picture<'a> = (&'a str, f32, &'a dyn Fn(&Ui, Rect, usize));

/// What a table is drawn with beside its cells.
pub struct Look<'a> {
    /// Columns that are shown, by name; all if empty.
    pub columns: &'a [&'a str],
    /// Shorter heads for some of them.
    pub heads: &'a [(&'a str, &'a str)],
    /// The row that is chosen.
    pub chosen: Option<usize>,
    /// A colour before a row's first cell.
    pub mark: &'a dyn Fn(usize) -> Option<Color32>,
    /// A picture in a last column.
    pub picture: Option<Picture<'a>>,
    /// Whether a change has a good and a bad way: colours for the cells of a column.
    pub tint: &'a dyn Fn(&str, f64) -> Option<Color32>,
}

impl Default for Look<'_> {
    fn default() -> Self {
        Self { columns: &[], heads: &[], chosen: None, mark: &|_| None, picture: None, tint: &|_, _| None }
    }
}

/// How a cell reads in its column.
#[must_use]
pub fn written(column: &Column, places: usize, cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(value) => column.written(*value, places),
        Cell::Count(value) => fixed(*value as f64, 0),
        Cell::Date(month) => month.to_string(),
    }
}

/// Decimals of a column of one kind: those that its typical size wants.
fn places(table: &Table, column: usize) -> usize {
    let mut sizes: Vec<f64> =
        table.rows.iter().filter_map(|row| if let Cell::Number(n) = row[column] { Some(n.abs()) } else { None }).collect();
    // Whole numbers need no decimals.
    if sizes.iter().all(|size| (size - size.round()).abs() < 1e-9) {
        return 0;
    }
    sizes.retain(|size| *size > 1e-9);
    sizes.sort_by(f64::total_cmp);
    // Per cent and points are read in whole numbers.
    let points = matches!(table.columns[column].unit.as_str(), "%" | "of 100" | "−100 to 100");
    let least = |size: f64| match size {
        s if s >= 10.0 && points => 0,
        s if s >= 1.0 => 1,
        _ => 2,
    };
    sizes.get(sizes.len() / 2).map_or(0, |size| decimals(*size).min(least(*size)))
}

/// Order of two cells; empty ones come last either way.
fn compare(a: &Cell, b: &Cell, largest_first: bool) -> Ordering {
    let turned = |order: Ordering| if largest_first { order.reverse() } else { order };
    let value = |cell: &Cell| match cell {
        Cell::Number(n) => Some(*n),
        Cell::Count(n) => Some(*n as f64),
        Cell::Date(month) => Some(month.decimal_year()),
        Cell::Empty | Cell::Text(_) => None,
    };
    match (a, b) {
        (Cell::Empty, Cell::Empty) => Ordering::Equal,
        (Cell::Empty, _) => Ordering::Greater,
        (_, Cell::Empty) => Ordering::Less,
        (Cell::Text(a), Cell::Text(b)) => turned(a.to_lowercase().cmp(&b.to_lowercase())),
        _ => match (value(a), value(b)) {
            (Some(a), Some(b)) => turned(a.total_cmp(&b)),
            (one, other) => one.is_none().cmp(&other.is_none()),
        },
    }
}

/// Rows that hold the filter's words, in the order wanted.
#[must_use]
pub fn order(table: &Table, sorting: &Sorting) -> Vec<usize> {
    let words: Vec<String> = sorting.filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let holds = |row: &[Cell], word: &str| row.iter().any(|cell| matches!(cell, Cell::Text(text) if text.to_lowercase().contains(word)));
    let mut rows: Vec<usize> = (0..table.rows.len()).filter(|at| words.iter().all(|word| holds(&table.rows[*at], word))).collect();
    if let Some((name, largest_first)) = &sorting.by
        && let Some(column) = table.columns.iter().position(|column| column.name == *name)
    {
        rows.sort_by(|a, b| compare(&table.rows[*a][column], &table.rows[*b][column], *largest_first));
    }
    rows
}

/// A column as it is drawn.
struct Drawn {
    at: usize,
    head: String,
    places: usize,
    width: f32,
    /// Of its cells.
    font: FontId,
    /// Space behind it.
    gap: f32,
}

/// Columns with the widths that their cells want, in the order of the look.
fn wanted(ui: &Ui, table: &Table, look: &Look<'_>, is_tight: bool) -> Vec<Drawn> {
    let place = |name: &&str| table.columns.iter().position(|column| column.name == *name);
    let shown: Vec<usize> =
        if look.columns.is_empty() { (0..table.columns.len()).collect() } else { look.columns.iter().filter_map(place).collect() };
    let mut list: Vec<Drawn> = Vec::new();
    for (number, at) in shown.into_iter().enumerate() {
        let column = &table.columns[at];
        let places = places(table, at);
        let is_small = is_tight && number > 0 && column.align == crate::reports::Align::Left;
        let font = if is_small { theme::small() } else { theme::body() };
        let cells = table.rows.iter().take(MEASURED).map(|row| width(ui, &written(column, places, &row[at]), font.clone()));
        let short = look.heads.iter().find(|(name, _)| *name == column.name).map_or(column.name.as_str(), |(_, head)| head);
        let head = crate::orders::phrases::capital(short);
        let heads = [width(ui, &head, theme::small()) + 10.0, width(ui, &column.unit, theme::tiny())];
        // The first column has a mark before its words.
        let want = cells.chain(heads).fold(16.0, f32::max) + if number == 0 { 24.0 } else { 0.0 };
        list.push(Drawn { at, head, places, width: want.ceil(), font, gap: if is_tight { TIGHT } else { GAP } });
    }
    list
}

/// Columns with widths: words give way first, then the last columns are left out.
fn columns(ui: &Ui, table: &Table, look: &Look<'_>, room: f32) -> Vec<Drawn> {
    let mut list = wanted(ui, table, look, false);
    let sum = |list: &[Drawn]| list.iter().map(|drawn| drawn.width + drawn.gap).sum::<f32>();
    if sum(&list) > room {
        // Small words that can be read whole are better than large ones that are cut.
        list = wanted(ui, table, look, true);
    }
    let is_words = |drawn: &Drawn| table.columns[drawn.at].align == crate::reports::Align::Left;
    // How wide a column is where words are cut at a width: numbers never give way, words down to their least.
    let cut_at = |most: f32, number: usize, drawn: &Drawn| {
        // What a row is about gives way last.
        let most = if number == 0 { (FAVOUR * most).max(FIRST) } else { most.max(LEAST) };
        if is_words(drawn) { drawn.width.min(most) } else { drawn.width }
    };
    let wide = |most: f32, list: &[Drawn]| list.iter().enumerate().map(|(n, drawn)| cut_at(most, n, drawn) + drawn.gap).sum::<f32>();
    while list.len() > 2 && wide(0.0, &list) > room {
        list.pop();
    }
    // The widest words give way first, so that what is short stays whole.
    let (mut low, mut high) = (0.0_f32, list.iter().map(|drawn| drawn.width).fold(0.0, f32::max));
    for _ in 0..16 {
        let middle = 0.5 * (low + high);
        if wide(middle, &list) > room { high = middle } else { low = middle }
    }
    if sum(&list) > room {
        for number in 0..list.len() {
            list[number].width = cut_at(low, number, &list[number]);
        }
    }
    // What is left over goes between the columns, most of it to the first.
    let rest = (room - sum(&list)).max(0.0);
    if let Some(first) = list.first_mut() {
        first.width += rest.min(120.0);
    }
    list
}

/// Draws the table into what is left of `ui`; the row that was pressed.
pub fn show(ui: &mut Ui, id: &str, table: &Table, sorting: &mut Sorting, look: &Look<'_>) -> Option<usize> {
    let full = ui.available_rect_before_wrap();
    let picture = look.picture.map_or(0.0, |(_, width, _)| width + GAP);
    let drawn = columns(ui, table, look, full.width() - picture - 10.0);
    let head = Rect::from_min_size(full.min, vec2(full.width(), HEAD));
    heads(ui, Id::new((id, "head")), head, table, &drawn, sorting);
    if let Some((name, width, _)) = look.picture {
        let place = Rect::from_min_max(pos2(head.right() - width - 10.0, head.top()), pos2(head.right() - 10.0, head.top() + 16.0));
        cell(ui, place, name, theme::small(), theme::QUIET, Align::Max);
    }
    let rows = order(table, sorting);
    let mut pressed = None;
    let body = Rect::from_min_max(pos2(full.left(), head.bottom()), full.max);
    super::within(ui, body, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt(id).auto_shrink([false, false]).show_rows(ui, ROW, rows.len(), |ui, range| {
            for at in range {
                if row(ui, table, &drawn, rows[at], look) {
                    pressed = Some(rows[at]);
                }
            }
        });
    });
    if rows.is_empty() {
        let text = if table.rows.is_empty() { "There is nothing here yet." } else { "No row holds these words." };
        cell(ui, Rect::from_min_size(body.min, vec2(body.width(), 40.0)), text, theme::body(), theme::QUIET, Align::Min);
    }
    pressed
}

fn heads(ui: &mut Ui, id: Id, rect: Rect, table: &Table, drawn: &[Drawn], sorting: &mut Sorting) {
    let mut x = rect.left();
    for column in drawn {
        let definition = &table.columns[column.at];
        let place = Rect::from_min_size(pos2(x, rect.top()), vec2(column.width, HEAD));
        let response = ui.interact(place, id.with(column.at), Sense::click());
        let sorted = sorting.by.as_ref().filter(|(name, _)| *name == definition.name).map(|(_, largest)| *largest);
        let color = if sorted.is_some() || response.hovered() { theme::TEXT } else { theme::QUIET };
        let align = if definition.align == crate::reports::Align::Right { Align::Max } else { Align::Min };
        let name = Rect::from_min_size(place.min, vec2(column.width - if sorted.is_some() { 10.0 } else { 0.0 }, 16.0));
        cell(ui, name, &column.head, theme::small(), color, align);
        if let Some(largest) = sorted {
            arrow(ui, pos2(place.right() - 4.0, place.top() + 8.0), vec2(0.0, if largest { 4.0 } else { -4.0 }), theme::ACCENT);
        }
        let unit = Rect::from_min_size(pos2(place.left(), place.top() + 15.0), vec2(column.width, 14.0));
        cell(ui, unit, &definition.unit, theme::tiny(), theme::FAINT, align);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Sort by {}", definition.name)));
        if response.clicked() {
            let by_number = definition.align == crate::reports::Align::Right;
            sorting.by = Some((definition.name.clone(), sorted.map_or(by_number, |largest| !largest)));
        }
        let mut about = crate::orders::phrases::capital(&definition.name);
        if !definition.unit.is_empty() {
            about.push_str(&format!(", {}", definition.unit));
        }
        if let Some(meaning) = super::heads::about(&definition.name) {
            about.push_str(&format!("\n{meaning}"));
        }
        response.on_hover_text(about);
        x += column.width + column.gap;
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, theme::hairline());
}

/// A name that is too long, with what stands in brackets behind it kept: `Changzhou, Xia… (CALB)`.
fn short_of(ui: &Ui, text: &str, room: f32, font: &FontId) -> String {
    let wide = |text: &str| width(ui, text, font.clone());
    let Some((name, behind)) = text.rsplit_once(" (").filter(|(_, behind)| behind.ends_with(')')) else { return text.to_owned() };
    if wide(text) <= room {
        return text.to_owned();
    }
    let mut name: Vec<char> = name.chars().collect();
    while name.len() > 4 {
        name.pop();
        let start: String = name.iter().collect();
        let shown = format!("{}… ({behind}", start.trim_end_matches([',', ' ']));
        if wide(&shown) <= room {
            return shown;
        }
    }
    text.to_owned()
}

/// A row; true if it was pressed.
fn row(ui: &mut Ui, table: &Table, drawn: &[Drawn], at: usize, look: &Look<'_>) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let cells = &table.rows[at];
    if look.chosen == Some(at) {
        ui.painter().rect_filled(rect, 4, theme::RAISED);
        ui.painter().rect_filled(rect.with_max_x(rect.left() + 2.0), 1, theme::ACCENT);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 4, theme::faded(theme::RAISED, 0.6));
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, theme::faded(theme::HAIRLINE, 0.5)));
    let mut x = rect.left();
    let mut cut = Vec::new();
    for (number, column) in drawn.iter().enumerate() {
        let definition = &table.columns[column.at];
        let text = written(definition, column.places, &cells[column.at]);
        let mut place = Rect::from_min_size(pos2(x, rect.top()), vec2(column.width, ROW));
        if number == 0 {
            place.min.x += 6.0;
            if let Some(color) = (look.mark)(at) {
                let dot = Rect::from_center_size(pos2(place.left() + 3.0, place.center().y), vec2(7.0, 7.0));
                ui.painter().rect_filled(dot, 1, color);
                place.min.x += 14.0;
            }
        }
        let is_number = definition.align == crate::reports::Align::Right;
        let value = if let Cell::Number(value) = cells[column.at] { Some(value) } else { None };
        let tint = value.and_then(|value| (look.tint)(&definition.name, value));
        let color = tint.unwrap_or(if number == 0 || is_number { theme::TEXT } else { theme::QUIET });
        let shown = short_of(ui, &text, place.width(), &column.font);
        if cell(ui, place, &shown, column.font.clone(), color, if is_number { Align::Max } else { Align::Min }) || shown != text {
            cut.push(text);
        }
        x += column.width + column.gap;
    }
    if let Some((_, width, draw)) = look.picture {
        let place = Rect::from_min_max(pos2(rect.right() - width - 10.0, rect.top() + 5.0), pos2(rect.right() - 10.0, rect.bottom() - 6.0));
        draw(ui, place, at);
    }
    response.widget_info(|| {
        let texts: Vec<String> = drawn.iter().map(|c| written(&table.columns[c.at], c.places, &cells[c.at])).collect();
        WidgetInfo::labeled(WidgetType::Button, true, texts.join(" · "))
    });
    let clicked = response.clicked();
    if !cut.is_empty() {
        response.on_hover_text(cut.join("\n"));
    }
    clicked
}

/// A field in which a word to filter by is written.
pub fn filter(ui: &mut Ui, sorting: &mut Sorting, width: f32) {
    let field = egui::TextEdit::singleline(&mut sorting.filter).hint_text("Filter").desired_width(width).font(theme::small());
    ui.add(field);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_sort_by_number_with_empty_ones_last() {
        let mut table = Table::new("t", "T").words("name").numbers("size", "");
        for (name, size) in [("b", Some(2.0)), ("a", None), ("c", Some(9.0))] {
            table.push(vec![name.into(), size.into()]);
        }
        let sorted = |name: &str, largest| order(&table, &Sorting { by: Some((name.to_owned(), largest)), filter: String::new() });
        assert_eq!(sorted("size", true), [2, 0, 1]);
        assert_eq!(sorted("size", false), [0, 2, 1]);
        assert_eq!(sorted("name", false), [1, 0, 2]);
        assert_eq!(order(&table, &Sorting { by: None, filter: "C".to_owned() }), [2]);
    }
}
