//! What a save of a game holds: the world, its past, every order, every checksum, and what all numbers in it mean.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::container::Save;
use super::errors::{SaveError, SaveFault};
use super::game::{Game, clock};
use super::header::{Header, PackUsed};
use super::level::Level;
use super::players::{Player, Seat};
use super::script;
use crate::ai::Mind;
use crate::content::Catalog;
use crate::content::diagnostics::count;
use crate::content::ids::{DoctrineId, KINDS};
use crate::orders::Dated;
use crate::sim::scoreboard::components::History;
use crate::sim::state::Snapshot;
use crate::sim::{Simulation, soundness};
use crate::units::Month;

/// What the sections of this game's saves mean; counted up whenever an older game could misread them.
pub const SCHEMA: u32 = 5;

/// The ids of one kind, in the order of their numbers.
type IdTable = Vec<(String, Vec<String>)>;

/// The packs that a game was begun with.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    /// Hash of everything in the catalog, as 32 hexadecimal digits.
    hash: String,
    /// Whether an earlier save of the game was made with other numbers.
    changed: bool,
    /// Folders of packs outside the usual places.
    folders: Vec<String>,
}

/// A side as it is saved.
#[derive(Debug, Serialize, Deserialize)]
struct SavedSeat {
    player: String,
    /// Orders of a script, as written.
    script: String,
    /// Orders that wait, as written.
    outbox: String,
    /// Id of a doctrine.
    doctrine: String,
    /// What it remembers.
    mind: Mind,
}

/// Whether a game whose packs have changed in numbers only may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changes {
    /// No.
    Refuse,
    /// Yes, with the new numbers.
    Accept,
}

impl Game {
    /// The game as a save.
    ///
    /// # Errors
    /// If it is larger than a save may be.
    pub fn to_save(&self) -> Result<Save, SaveError> {
        let catalog = &self.level.catalog;
        let snapshot = self.simulation.snapshot();
        let mut save = Save::new(self.header(snapshot.checksum()));
        let folders = self.level.folders.iter().map(|path| absolute(path)).collect();
        save.put("content", &Content { hash: format!("{:032x}", catalog.hash), changed: self.changed_packs, folders })?;
        save.put("ids", &id_table(catalog))?;
        save.put("snapshot", &snapshot)?;
        save.put("history", self.simulation.history())?;
        save.add("orders", script::write(&self.log, catalog).as_bytes())?;
        let seats: Vec<SavedSeat> = self.seats.iter().map(|seat| saved_seat(seat, self.simulation.now(), catalog)).collect();
        save.put("seats", &seats)?;
        save.put("checksums", &self.checksums)?;
        save.put("sandbox", &self.sandbox)?;
        Ok(save)
    }

    fn header(&self, checksum: u64) -> Header {
        let catalog = &self.level.catalog;
        let people = self.seats.iter().filter(|seat| seat.player == Player::Person);
        Header {
            title: self.title.clone(),
            game_version: env!("CARGO_PKG_VERSION").to_owned(),
            schema: SCHEMA,
            scenario: self.level.id.clone(),
            packs: packs_used(catalog),
            seed: self.seed,
            month: self.simulation.now(),
            sides: people.map(|seat| catalog.word_of(seat.side).to_owned()).collect(),
            play_seconds: self.play_seconds(),
            checksum,
            body_bytes: 0,
        }
    }

    /// The level that a save was played on, loaded from the packs of this machine.
    ///
    /// # Errors
    /// If the save is of another version of the game, or its level cannot be loaded.
    pub fn level_of(save: &Save) -> Result<Level, SaveError> {
        save.header.require_schema(SCHEMA..=SCHEMA)?;
        let content: Content = save.value("content")?;
        let folders: Vec<PathBuf> = content.folders.iter().map(PathBuf::from).filter(|path| path.is_dir()).collect();
        Level::open(&save.header.scenario, &folders).map_err(|error| {
            let differs = format!("its level `{}` cannot be loaded now ({})", save.header.scenario, error.summary.trim_end_matches('.'));
            SaveFault::OtherPacks { differs, only_numbers: false }.into()
        })
    }

    /// The game that a save holds. Nothing in it is trusted: numbers, lengths and references are checked before there is a world.
    ///
    /// # Errors
    /// If the save is broken, or of another version, or was played with other packs.
    pub fn from_save(save: &Save, level: Level, changes: Changes) -> Result<Self, SaveError> {
        save.header.require_schema(SCHEMA..=SCHEMA)?;
        let level = level.of_seed(save.header.seed);
        let catalog = &level.catalog;
        let content: Content = save.value("content")?;
        let changed = compare_packs(save, &content, catalog)?;
        if changed && changes == Changes::Refuse {
            let differs = changed_packs(&save.header, catalog);
            return Err(SaveFault::OtherPacks { differs, only_numbers: true }.into());
        }
        let simulation = world(save, &level, changed)?;
        let log = read_orders("orders", &text(save, "orders")?, catalog)?;
        let checksums: Vec<u64> = save.value("checksums")?;
        let months = simulation.calendar().tick as usize;
        let bad = |label: &str, reason: &str| SaveError::from(SaveFault::BadSection { label: label.to_owned(), reason: reason.to_owned() });
        if checksums.len() != months || checksums.last().is_some_and(|last| !changed && !content.changed && *last != save.header.checksum) {
            return Err(bad("checksums", "it does not have one for every month"));
        }
        let sorted = log.is_sorted_by_key(|line| line.month) && log.iter().all(|line| line.month < simulation.now());
        if !sorted {
            return Err(bad("orders", "they are not in the order of their months"));
        }
        let seats = read_seats(save, catalog)?;
        Ok(Self {
            simulation,
            title: save.header.title.clone(),
            seed: save.header.seed,
            seats,
            log,
            checksums,
            seconds_before: save.header.play_seconds,
            opened: clock(),
            memories: Vec::new(),
            changed_packs: changed || content.changed,
            sandbox: save.value("sandbox")?,
            given: Vec::new(),
            level,
        })
    }
}

/// The world of a save, once everything in it has been found to be sound.
fn world(save: &Save, level: &Level, changed: bool) -> Result<Simulation, SaveError> {
    let bad = |label: &str, reason: String| SaveError::from(SaveFault::BadSection { label: label.to_owned(), reason });
    soundness::require_finite(save.section("snapshot")?).map_err(|reason| bad("snapshot", reason))?;
    let snapshot: Snapshot = save.value("snapshot")?;
    let history: History = save.value("history")?;
    if snapshot.checksum() != save.header.checksum {
        return Err(SaveError::damaged("the world in it is not the one that was saved"));
    }
    if snapshot.dice.seed() != save.header.seed || snapshot.calendar.month != save.header.month {
        return Err(SaveError::damaged("its header and its world do not belong together"));
    }
    let simulation = Simulation::restore(&level.catalog, save.header.seed, snapshot, history).map_err(|reason| bad("snapshot", reason))?;
    if !changed && simulation.checksum() != save.header.checksum {
        return Err(SaveError::damaged("the world made from it is not the one that was saved"));
    }
    Ok(simulation)
}

/// Whether only numbers have changed in the packs since the game was saved.
///
/// # Errors
/// If ids have: then no number in the save means what it meant.
fn compare_packs(save: &Save, content: &Content, catalog: &Catalog) -> Result<bool, SaveError> {
    let saved: IdTable = save.value("ids")?;
    let now = id_table(catalog);
    if saved != now {
        let differs = changed_ids(&saved, &now);
        return Err(SaveFault::OtherPacks { differs, only_numbers: false }.into());
    }
    Ok(content.hash != format!("{:032x}", catalog.hash))
}

/// All ids of all kinds, in the order of their numbers.
fn id_table(catalog: &Catalog) -> IdTable {
    let list = |kind| catalog.ids.of(kind).iter().map(|known| known.full.clone()).collect();
    KINDS.iter().map(|&kind| (kind.file_word().to_owned(), list(kind))).collect()
}

/// Which ids came and went, as a phrase.
fn changed_ids(saved: &IdTable, now: &IdTable) -> String {
    let mut parts = Vec::new();
    for (kind, old) in saved {
        let new = now.iter().find(|(word, _)| word == kind).map_or(&[][..], |(_, list)| list);
        let only_in = |these: &[String], those: &[String]| these.iter().filter(|id| !those.contains(id)).cloned().collect::<Vec<_>>();
        for (ids, what) in [(only_in(old, new), "gone"), (only_in(new, old), "new")] {
            if let Some(first) = ids.first() {
                let more = if ids.len() > 1 { format!(" and {} more", ids.len() - 1) } else { String::new() };
                parts.push(format!(
                    "of {kind}, `{}`{more} {} {what}",
                    super::header::readable(first),
                    if ids.len() > 1 { "are" } else { "is" }
                ));
            }
        }
    }
    let all = parts.len();
    parts.truncate(4);
    let more = if all > 4 { format!("; and so on for {}", count(all - 4, "kind")) } else { String::new() };
    if parts.is_empty() { "their items are in another order".to_owned() } else { parts.join("; ") + &more }
}

/// Which packs have other content now, as a phrase.
fn changed_packs(header: &Header, catalog: &Catalog) -> String {
    let now = packs_used(catalog);
    let mut parts = Vec::new();
    for old in &header.packs {
        match now.iter().find(|pack| pack.id == old.id) {
            None => parts.push(format!("`{}` {} is gone", old.id, old.version)),
            Some(new) if new.version != old.version => parts.push(format!("`{}` was {} and is {}", old.id, old.version, new.version)),
            Some(new) if new.hash != old.hash => parts.push(format!("numbers in `{}` {} have changed", old.id, old.version)),
            Some(_) => {}
        }
    }
    let added = now.iter().filter(|pack| header.packs.iter().all(|old| old.id != pack.id));
    parts.extend(added.map(|pack| format!("`{}` {} is new", pack.id, pack.version)));
    if parts.is_empty() { "they are laid over each other in another way".to_owned() } else { parts.join(", ") }
}

/// The packs of a catalog with hashes of their files.
fn packs_used(catalog: &Catalog) -> Vec<PackUsed> {
    let one = |pack: &crate::content::catalog::PackInfo| {
        let mut texts: Vec<&str> = catalog.files().list().iter().filter(|f| f.pack == pack.id).map(|f| f.text.as_str()).collect();
        texts.sort_unstable();
        let mut hasher = Xxh3::new();
        texts.iter().for_each(|text| hasher.update(text.as_bytes()));
        PackUsed { id: pack.id.clone(), version: pack.version.to_string(), hash: hasher.digest() }
    };
    catalog.packs.iter().map(one).collect()
}

fn saved_seat(seat: &Seat, month: Month, catalog: &Catalog) -> SavedSeat {
    let script = match &seat.player {
        Player::Script(lines) => script::write(lines, catalog),
        Player::Person | Player::Nothing | Player::History | Player::Doctrine(_) => String::new(),
    };
    let waiting: Vec<Dated> = seat.outbox.waiting().iter().map(|order| Dated { month, side: seat.side, order: order.clone() }).collect();
    let doctrine = seat.player.doctrine().map_or_else(String::new, |doctrine| catalog.word_of(doctrine).to_owned());
    let (player, outbox) = (seat.player.word().to_owned(), script::write(&waiting, catalog));
    SavedSeat { player, script, outbox, doctrine, mind: seat.mind.clone() }
}

fn read_seats(save: &Save, catalog: &Catalog) -> Result<[Seat; 2], SaveError> {
    let bad = |reason: &str| SaveError::from(SaveFault::BadSection { label: "seats".to_owned(), reason: reason.to_owned() });
    let saved: [SavedSeat; 2] = save.value("seats")?;
    let sides = [catalog.scenario.us, catalog.scenario.china];
    let mut seats = sides.map(|side| Seat::new(side, Player::Nothing));
    for (seat, saved) in seats.iter_mut().zip(saved) {
        seat.player = match saved.player.as_str() {
            "person" => Player::Person,
            "nothing" => Player::Nothing,
            "history" => Player::History,
            "doctrine" => {
                let doctrine = catalog.find::<DoctrineId>(&saved.doctrine);
                Player::Doctrine(doctrine.ok_or_else(|| bad("it names a doctrine that the packs do not have"))?)
            }
            "script" => Player::Script(read_orders("seats", &saved.script, catalog)?),
            _ => return Err(bad("it names a kind of player that this game does not know")),
        };
        seat.mind = saved.mind;
        for line in read_orders("seats", &saved.outbox, catalog)?.into_iter().filter(|line| line.side == seat.side) {
            seat.outbox.put(line.order);
        }
    }
    Ok(seats)
}

/// The text of a section.
fn text(save: &Save, label: &str) -> Result<String, SaveError> {
    let bytes = save.section(label)?.to_vec();
    let bad = |_| SaveFault::BadSection { label: label.to_owned(), reason: "it is no text".to_owned() }.into();
    String::from_utf8(bytes).map_err(bad)
}

/// Orders in their written form.
fn read_orders(label: &str, text: &str, catalog: &Catalog) -> Result<Vec<Dated>, SaveError> {
    let first = |problems: String| problems.lines().next().unwrap_or_default().to_owned();
    script::read(text, label, catalog).map_err(|problems| SaveFault::BadSection { label: label.to_owned(), reason: first(problems) }.into())
}

/// A path that still means the same when the game is started from another folder.
fn absolute(path: &std::path::Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).to_string_lossy().into_owned()
}
