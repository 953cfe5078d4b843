//! Outside inputs with dates, from `drivers.csv`: market sizes, oil, freight. The only dated series that the simulation
//! opens. Columns `series,region,year,value`; further ones (`unit`, `source`) are for people.

use super::diagnostics::{Problem, Problems, nearest};
use super::files::to_u32;
use super::ids::{Ids, ItemKind, RegionId};
use super::syntax::Span;
use crate::units::Month;
use std::collections::BTreeMap;

/// One series: points in time with their values, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    points: Vec<(f64, f64)>,
}

impl Series {
    /// The points as (decimal year, value). A whole year in the file is a mean or sum of that year and stands at its
    /// middle, 2023 at 2023.5.
    #[must_use]
    pub fn points(&self) -> &[(f64, f64)] {
        &self.points
    }

    /// The value in a month: on the line between the points around it, level before the first and after the last.
    #[must_use]
    pub fn at(&self, month: Month) -> f64 {
        let time = month.decimal_year();
        let after = self.points.partition_point(|(year, _)| *year <= time);
        match (after.checked_sub(1).map(|before| self.points[before]), self.points.get(after)) {
            (Some((t0, v0)), Some((t1, v1))) => v0 + (v1 - v0) * ((time - t0) / (t1 - t0)),
            (Some((_, value)), None) => value,
            (None, Some((_, value))) => *value,
            (None, None) => 0.0,
        }
    }
}

/// All series, by name and region.
#[derive(Clone, Debug, Default)]
pub struct Drivers {
    series: BTreeMap<String, BTreeMap<Option<RegionId>, Series>>,
}

impl Drivers {
    /// The series of a region; where it has none of its own, the world's.
    #[must_use]
    pub fn find(&self, series: &str, region: Option<RegionId>) -> Option<&Series> {
        let regions = self.series.get(series)?;
        regions.get(&region).or_else(|| regions.get(&None))
    }

    /// The value of a series in a month.
    #[must_use]
    pub fn at(&self, series: &str, region: Option<RegionId>, month: Month) -> Option<f64> {
        self.find(series, region).map(|series| series.at(month))
    }

    /// The names of all series.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.series.keys().map(String::as_str)
    }

    /// The regions for which a series has values of their own; `None` is the world.
    pub fn regions(&self, series: &str) -> impl Iterator<Item = Option<RegionId>> {
        self.series.get(series).into_iter().flat_map(|regions| regions.keys().copied())
    }

    /// Puts the rows of all packs together, in their order. A pack that gives a series for a region replaces what earlier
    /// packs gave for it.
    #[must_use]
    pub fn join(packs: &[(String, Vec<Row>)], ids: &Ids, problems: &mut Problems) -> Self {
        let mut drivers = Self::default();
        let mut owner: BTreeMap<(String, Option<RegionId>), (String, Span)> = BTreeMap::new();
        for (pack, rows) in packs {
            let mut own: BTreeMap<(String, Option<RegionId>), Points> = BTreeMap::new();
            for row in rows {
                let Ok(region) = row.region_id(ids, problems) else { continue };
                let points = own.entry((row.series.clone(), region)).or_default();
                // Years are positive, so their bits sort as they do.
                if let Some((_, _, first)) = points.get(&row.year.to_bits()) {
                    let problem = Problem::error("E0703", row.span, format!("`{}` has two values for this year", row.series));
                    problems.push(problem.related(*first, "first here".to_owned()).help("keep one of the two rows".to_owned()));
                    continue;
                }
                points.insert(row.year.to_bits(), (row.year, row.value, row.span));
            }
            for (key, points) in own {
                let span = points.values().next().map_or(Span::default(), |(_, _, span)| *span);
                if let Some((first, there)) = owner.insert(key.clone(), (pack.clone(), span)) {
                    let message = format!("pack `{pack}` replaces the series `{}` of pack `{first}`", key.0);
                    problems.push(Problem::note("N0704", span, message).related(there, "replaced".to_owned()));
                }
                let points = points.into_values().map(|(year, value, _)| (year, value)).collect();
                drivers.series.entry(key.0).or_default().insert(key.1, Series { points });
            }
        }
        drivers
    }

    /// Every series as one canonical text, for the hash of a catalog.
    #[must_use]
    pub fn canonical(&self, ids: &Ids) -> String {
        let mut text = String::new();
        for (name, regions) in &self.series {
            for (region, series) in regions {
                let region = region.map_or("world", |region| ids.of(ItemKind::Region)[region.index()].full.as_str());
                text.push_str(&format!("{name} {region} {:?}\n", series.points));
            }
        }
        text
    }
}

/// Points of one series while rows are gathered: year and value with their place, by the bits of the year.
type Points = BTreeMap<u64, (f64, f64, Span)>;

/// One row of a file.
#[derive(Clone, Debug)]
pub struct Row {
    series: String,
    region: String,
    region_span: Span,
    year: f64,
    value: f64,
    span: Span,
}

impl Row {
    fn region_id(&self, ids: &Ids, problems: &mut Problems) -> Result<Option<RegionId>, ()> {
        if self.region.is_empty() {
            return Ok(None);
        }
        match ids.find(ItemKind::Region, &self.region) {
            Some(index) => Ok(Some(RegionId::from_index(index))),
            None => {
                let full = problems.full();
                let problem = ids.unknown(ItemKind::Region, &self.region, self.region_span, full);
                problems.push(problem.help("leave the region empty for the whole world".to_owned()));
                Err(())
            }
        }
    }
}

const COLUMNS: [&str; 4] = ["series", "region", "year", "value"];

/// Reads a `drivers.csv`; wrong rows are reported and left out.
pub fn read(file: u32, text: &str, problems: &mut Problems) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).comment(Some(b'#')).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut columns = None;
    let mut rows = Vec::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let span = Span { file, start: 0, end: 0 };
                problems.push(Problem::error("E0701", span, format!("this table cannot be read: {error}")));
                break;
            }
        }
        let line = Line::new(file, text, record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0)));
        match columns {
            None => match header(&record, &line, problems) {
                Some(found) => columns = Some(found),
                None => break,
            },
            Some(columns) => rows.extend(row(&record, columns, &line, problems)),
        }
    }
    if columns.is_none() && text.trim().is_empty() {
        problems.push(Problem::error("E0701", Span { file, start: 0, end: 0 }, "this table is empty".to_owned()));
    }
    rows
}

/// A line of the file and where its values stand.
struct Line<'t> {
    file: u32,
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn new(file: u32, text: &'t str, byte: usize) -> Self {
        let from = text.get(byte..).unwrap_or_default();
        let start = byte + (from.len() - from.trim_start_matches(['\n', '\r']).len());
        let text = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
        Self { file, start, text }
    }

    fn span(&self) -> Span {
        Span { file: self.file, start: to_u32(self.start), end: to_u32(self.start + self.text.len()) }
    }

    /// The place of a value, found by the commas before it; the whole line if quotes are in the way.
    fn value(&self, column: usize) -> Span {
        if self.text.contains('"') {
            return self.span();
        }
        let start = self.text.split(',').take(column).map(|value| value.len() + 1).sum::<usize>().min(self.text.len());
        let length = self.text[start..].split(',').next().unwrap_or_default().len();
        Span { file: self.file, start: to_u32(self.start + start), end: to_u32(self.start + start + length) }
    }
}

fn header(record: &csv::StringRecord, line: &Line<'_>, problems: &mut Problems) -> Option<[usize; 4]> {
    let mut found = [0; 4];
    for (at, column) in found.iter_mut().zip(COLUMNS) {
        match record.iter().position(|name| name.trim() == column) {
            Some(position) => *at = position,
            None => {
                let problem = Problem::error("E0701", line.span(), format!("the first line names no column `{column}`"));
                problems.push(match nearest(column, record.iter()) {
                    Some(near) => problem.help(format!("is `{near}` meant to be `{column}`?")),
                    None => problem.help("begin with the line series,region,year,value".to_owned()),
                });
                return None;
            }
        }
    }
    Some(found)
}

fn row(record: &csv::StringRecord, columns: [usize; 4], line: &Line<'_>, problems: &mut Problems) -> Option<Row> {
    if record.iter().all(|value| value.trim().is_empty()) {
        return None;
    }
    let cell = |column: usize| record.get(columns[column]).unwrap_or_default().trim();
    if record.len() <= columns.into_iter().max().unwrap_or(0) {
        problems.push(Problem::error("E0702", line.span(), "this row is too short".to_owned()));
        return None;
    }
    let series = cell(0);
    if series.is_empty() {
        problems.push(Problem::error("E0702", line.value(columns[0]), "this row names no series".to_owned()));
        return None;
    }
    let mut number = |column: usize, low: f64, high: f64, what: &str| {
        let written = cell(column);
        let value = written.parse::<f64>().ok().filter(|value| (low..=high).contains(value));
        if value.is_none() {
            let message = format!("`{}` is not {what}", super::diagnostics::clip(written));
            problems.push(Problem::error("E0702", line.value(columns[column]), message));
        }
        value
    };
    let year = number(2, 1950.0, 2200.0, "a year from 1950 to 2200");
    let value = number(3, -1e15, 1e15, "a number");
    let (year, value) = (year?, value?);
    let year = if year.fract() == 0.0 { year + 0.5 } else { year };
    let region_span = line.value(columns[1]);
    Some(Row { series: series.to_owned(), region: cell(1).to_owned(), region_span, year, value: value + 0.0, span: line.span() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_runs_straight_between_years_and_level_outside() {
        let series = Series { points: vec![(2020.5, 10.0), (2021.5, 22.0)] };
        let at = |year, month| (series.at(Month::new(year, month)) * 1000.0).round() / 1000.0;
        assert_eq!((at(2020, 7), at(2021, 1), at(2015, 1), at(2030, 1)), (10.5, 16.5, 10.0, 22.0));
    }
}
