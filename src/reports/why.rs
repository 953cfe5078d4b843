//! `why`: a figure and its terms; without words, the figures that can be explained.

use super::figures::{FigureKey, KEYS, figure};
use super::table::cells;
use super::{Filter, ReportError, Table, View};

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    if filter.words.is_empty() {
        let mut table = Table::new("why.figures", "Figures that explain themselves").words("figure").words("arguments").words("explains");
        for kind in KEYS {
            table.push(cells![kind.word, kind.arguments, kind.what]);
        }
        return Ok(vec![table]);
    }
    let words: Vec<&str> = filter.words.iter().map(String::as_str).collect();
    let key = FigureKey::parse(view, &words)?;
    Ok(vec![figure(view, &key)?.table(view)])
}
