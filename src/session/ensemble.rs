//! Sets of numbers with which a level comes about equally near to the past. Which of them is true nobody knows, so a campaign plays
//! one that its seed picks: forecasts over many seeds spread by what is not known, and no two campaigns follow quite the same laws.

use std::fmt::Write;
use std::sync::Arc;

use crate::content::folder::RawFile;
use crate::content::packs::{PackSource, Place};

/// Name of the file of sets beside a level's content.
pub const ENSEMBLE: &str = "ensemble.csv";
/// Id of the pack that stands for a set.
pub const PACK: &str = "parameters";

/// A number of an item of content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Kind of the item, as files have it.
    pub kind: String,
    /// The item, with its pack.
    pub item: String,
    /// The field.
    pub field: String,
}

/// The sets of a level, beside the numbers of the level itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ensemble {
    fields: Vec<Field>,
    /// By set, the numbers of the fields.
    sets: Vec<Vec<f64>>,
}

impl Ensemble {
    /// Reads an `ensemble.csv`: kind, item, field, then a column of numbers for each set.
    ///
    /// # Errors
    /// A sentence on the first row that cannot be read, with its line.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(bytes);
        let columns = reader.headers().map_err(|error| format!("{ENSEMBLE}: {error}."))?.len();
        if columns < 4 {
            return Err(format!("{ENSEMBLE}: it must have the columns kind, item, field and one for each set."));
        }
        let mut ensemble = Self { fields: Vec::new(), sets: vec![Vec::new(); columns - 3] };
        for record in reader.records() {
            let row = record.map_err(|error| format!("{ENSEMBLE}: {error}."))?;
            let line = row.position().map_or(0, csv::Position::line);
            let text = |at: usize| row.get(at).unwrap_or_default().to_owned();
            ensemble.fields.push(Field { kind: text(0), item: text(1), field: text(2) });
            for (set, written) in ensemble.sets.iter_mut().zip(row.iter().skip(3)) {
                let number = written.parse().ok().filter(|number: &f64| number.is_finite());
                set.push(number.ok_or_else(|| format!("{ENSEMBLE}, line {line}: `{written}` is no number."))?);
            }
        }
        Ok(ensemble)
    }

    /// The text of an `ensemble.csv`.
    #[must_use]
    pub fn write(fields: &[Field], sets: &[Vec<f64>]) -> String {
        let mut text = "# Sets of numbers that `cathode calibrate` found to come about as near to the past as those of the level. A campaign plays the\n\
                        # set that its seed picks: the level's own, the first, the second and so on, and then again.\nkind,item,field"
            .to_owned();
        (1..=sets.len()).for_each(|set| text.push_str(&format!(",{set}")));
        text.push('\n');
        for (at, Field { kind, item, field }) in fields.iter().enumerate() {
            text.push_str(&format!("{kind},{item},{field}"));
            sets.iter().for_each(|set| text.push_str(&format!(",{}", set[at])));
            text.push('\n');
        }
        text
    }

    /// How many sets there are beside the level's own numbers.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.sets.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// The set that a seed picks, from 1; 0 stands for the level's own numbers, which the seed 1 has.
    #[must_use]
    pub fn of_seed(&self, seed: u64) -> usize {
        let many = self.sets.len() as u64 + 1;
        usize::try_from((seed % many + many - 1) % many).unwrap_or(0)
    }

    /// A pack with those numbers of a set, counted from 1, that are `free` to be set, for a level.
    #[must_use]
    pub fn pack(&self, set: usize, level: &str, free: impl Fn(&Field) -> bool) -> Option<PackSource> {
        let values = self.sets.get(set.checked_sub(1)?)?;
        let (fields, values): (Vec<Field>, Vec<f64>) =
            self.fields.iter().cloned().zip(values.iter().copied()).filter(|(f, _)| free(f)).unzip();
        Some(pack(format!("{ENSEMBLE}, set {set}"), level, &fields, &values))
    }
}

/// A pack of numbers that lies nowhere; `shown` tells in messages what it is.
#[must_use]
pub fn pack(shown: String, level: &str, fields: &[Field], values: &[f64]) -> PackSource {
    let files = files(PACK, level, fields, values, |_| String::new());
    PackSource { place: Place::Written(Arc::new(files)), folder: PACK.to_owned(), shown, always: true }
}

/// The files of a pack that sets fields; `why` may add a comment to each.
#[must_use]
pub fn files(id: &str, level: &str, fields: &[Field], values: &[f64], why: impl Fn(usize) -> String) -> Vec<RawFile> {
    let manifest = format!(
        "Pack(id: \"{id}\", name: \"Parameters\", about: \"Numbers found by cathode calibrate.\", version: \"1.0.0\", game: \">=0.1\", \
         depends: [\"{level}\"])\n"
    );
    let file = |name: String, text: String| RawFile { name, bytes: text.into_bytes() };
    let mut list = vec![file("pack.ron".to_owned(), manifest)];
    let words = |of: &dyn Fn(&Field) -> Option<String>| {
        let mut words: Vec<String> = fields.iter().filter_map(of).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    for kind in words(&|f| Some(f.kind.clone())) {
        let mut text = format!("// Numbers found by `cathode calibrate`.\n{kind}([\n");
        for item in words(&|f| (f.kind == kind).then(|| f.item.clone())) {
            let _ = writeln!(text, "    Patch(\"{item}\", [");
            for (at, (field, value)) in fields.iter().zip(values).enumerate().filter(|(_, (f, _))| f.kind == kind && f.item == item) {
                let _ = writeln!(text, "        Set(\"{}\", {value}),{}", field.field, why(at));
            }
            text.push_str("    ]),\n");
        }
        text.push_str("])\n");
        list.push(file(format!("{}.ron", kind.to_ascii_lowercase()), text));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> (Vec<Field>, Vec<Vec<f64>>) {
        let field = |item: &str, field: &str| Field { kind: "Rules".to_owned(), item: item.to_owned(), field: field.to_owned() };
        (vec![field("base:rules", "a.b"), field("base:rules", "c")], vec![vec![1.0, 2.5], vec![3.0, 4.0]])
    }

    #[test]
    fn what_is_written_is_read() {
        let (fields, sets) = two();
        let ensemble = Ensemble::read(Ensemble::write(&fields, &sets).as_bytes()).unwrap_or_default();
        assert_eq!(ensemble, Ensemble { fields, sets });
        let picked: Vec<usize> = (0..7).map(|seed| ensemble.of_seed(seed)).collect();
        assert_eq!(picked, [2, 0, 1, 2, 0, 1, 2], "the first seed plays the level's own");
        let pack = ensemble.pack(2, "level", |_| true).map(|pack| pack.files(&mut crate::content::diagnostics::Problems::default()));
        let texts: Vec<String> = pack.unwrap_or_default().into_iter().map(|f| String::from_utf8_lossy(&f.bytes).into_owned()).collect();
        assert!(texts.len() == 1 && texts[0].contains("Set(\"a.b\", 3),") && texts[0].contains("Set(\"c\", 4),"), "{texts:?}");
    }

    #[test]
    fn what_is_no_number_is_told_with_its_line() {
        let error = Ensemble::read(b"kind,item,field,1\nRules,base:rules,a,much\n");
        assert_eq!(error, Err("ensemble.csv, line 2: `much` is no number.".to_owned()));
        assert!(Ensemble::read(b"kind,item\n").is_err());
    }
}
