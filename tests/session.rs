//! A game can be put away and taken up again as if nothing had been; what was tampered with is refused or is a world all the same.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use cathode::content::ids::{GoodId, PolicyId, RegionId};
use cathode::orders::{Dated, Order, Settings};
use cathode::session::container::Save;
use cathode::session::errors::SaveFault;
use cathode::session::files::{SaveFolder, read_file, write_file};
use cathode::session::game::Game;
use cathode::session::level::Level;
use cathode::session::players::Player;
use cathode::session::replay::{Verify, replay};
use cathode::session::script;
use cathode::session::sections::Changes;
use cathode::sim::state::Snapshot;
use proptest::prelude::*;

fn level() -> Level {
    static LEVEL: OnceLock<Level> = OnceLock::new();
    LEVEL.get_or_init(|| Level::open("two_regions", &[]).unwrap()).clone()
}

fn tariff(game: &Game) -> Order {
    let policy = game.level().catalog.find::<PolicyId>("import_tariff").unwrap();
    Order::EnactPolicy { policy, settings: Settings::new() }
}

fn stockpile(game: &Game, months: f64) -> Order {
    Order::SetStockpile { good: game.level().catalog.find::<GoodId>("lithium_carbonate").unwrap(), months }
}

fn us(game: &Game) -> RegionId {
    game.level().catalog.scenario.us
}

/// A year and a half of a game with a few orders, one of them still waiting.
fn played() -> Game {
    let mut game = Game::new(level(), 5, Player::Person, Player::Nothing);
    let side = us(&game);
    let order = tariff(&game);
    game.draft(side, order).unwrap();
    (0..4).for_each(|_| drop(game.end_quarter()));
    let order = stockpile(&game, 2.0);
    game.draft(side, order).unwrap();
    (0..2).for_each(|_| drop(game.end_quarter()));
    let order = stockpile(&game, 4.0);
    game.draft(side, order).unwrap();
    game
}

fn reloaded(game: &Game) -> Game {
    let bytes = game.to_save().unwrap().encode_checked().unwrap();
    Game::from_save(&Save::decode(&bytes).unwrap(), game.level().clone(), Changes::Refuse).unwrap()
}

#[test]
fn a_loaded_game_goes_on_like_the_one_that_was_saved() {
    let mut game = played();
    let mut loaded = reloaded(&game);
    assert_eq!(loaded.simulation().checksum(), game.simulation().checksum());
    assert_eq!((loaded.log(), loaded.seats(), loaded.checksums()), (game.log(), game.seats(), game.checksums()));
    assert_eq!(loaded.simulation().history(), game.simulation().history());
    for month in 0..24 {
        assert_eq!(loaded.end_month(), game.end_month(), "month {month}");
        assert_eq!(loaded.simulation().checksum(), game.simulation().checksum(), "month {month}");
        if month % 8 == 7 {
            loaded = reloaded(&loaded);
        }
    }
    assert_eq!(loaded.log().len(), 3);
}

#[test]
fn a_replay_gives_every_month_again_and_notices_another_past() {
    let game = played();
    let same = replay(&game, Verify::EveryMonth, |_| {});
    assert_eq!((same.months, same.orders, &same.differs), (18, 2, &None));
    assert_eq!(same.checksum, game.simulation().checksum());
    let save = game.to_save().unwrap();
    let other = with_section(&save, "orders", script::write(&game.log()[..1], &game.level().catalog).as_bytes());
    let forged = Game::from_save(&other, level(), Changes::Refuse).unwrap();
    let differs = replay(&forged, Verify::EveryMonth, |_| {}).differs.unwrap();
    assert_eq!(differs.month, game.log()[1].month);
}

#[test]
fn scripts_play_like_a_person() {
    let person = played();
    let lines: Vec<Dated> = person.log().to_vec();
    let written = script::write(&lines, &person.level().catalog);
    let read = script::read(&written, "script", &person.level().catalog).unwrap();
    assert_eq!(read, lines);
    let mut scripted = Game::new(level(), 5, Player::Script(read), Player::Nothing);
    (0..6).for_each(|_| drop(scripted.end_quarter()));
    assert_eq!(scripted.simulation().checksum(), person.simulation().checksum());
    assert_eq!(reloaded(&scripted).seats(), scripted.seats());
}

#[test]
fn a_quarter_ends_where_calendars_end_it_and_the_level_where_it_ends() {
    let mut game = Game::new(level(), 1, Player::Nothing, Player::Nothing);
    game.end_month();
    game.end_quarter();
    assert_eq!(game.simulation().now().to_string(), "2023-10");
    let refused = Game::new(level(), 1, Player::Nothing, Player::Nothing).draft(RegionId(900), stockpile(&game, 1.0));
    assert!(refused.unwrap_err().to_string().contains("no part"));
}

#[test]
fn files_keep_a_game_and_the_autosave_ring_the_quarters_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut saves = SaveFolder::at(folder.path().join("saves"));
    let mut game = Game::new(level(), 2, Player::Person, Player::Nothing);
    for _ in 0..3 {
        game.end_quarter();
        saves.autosave(&game.to_save().unwrap(), 2).unwrap();
    }
    assert_eq!(saves.list().unwrap().len(), 2);
    let path = folder.path().join("mine.cathsav");
    write_file(&path, &game.to_save().unwrap()).unwrap();
    let save = read_file(&path).unwrap();
    assert_eq!((save.header.month.to_string().as_str(), save.header.scenario.as_str()), ("2024-04", "two_regions"));
    assert_eq!(Game::level_of(&save).unwrap().catalog.hash, level().catalog.hash);
}

/// A pack that changes one number of the base.
fn balance_pack(folder: &Path, id: &str, numbers: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("pack.ron"), format!("Pack(id: \"{id}\", name: \"Numbers\", version: \"1.0.0\", depends: [\"base\"])")).unwrap();
    fs::write(folder.join("numbers.ron"), numbers).unwrap();
}

#[test]
fn other_packs_are_named_and_only_changed_numbers_can_be_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("numbers");
    let scale = |factor: f64| format!("Processes([ Patch(\"base:lfp_cell_production\", [ Scale(energy_mwh_per_unit, {factor}) ]) ])");
    balance_pack(&pack, "numbers", &scale(0.9));
    let open = || Level::open("two_regions", std::slice::from_ref(&pack)).unwrap();
    let mut game = Game::new(open(), 1, Player::Nothing, Player::Nothing);
    game.end_quarter();
    let save = game.to_save().unwrap();
    assert!(Game::from_save(&save, Game::level_of(&save).unwrap(), Changes::Refuse).is_ok());
    balance_pack(&pack, "numbers", &scale(0.8));
    let error = Game::from_save(&save, open(), Changes::Refuse).err().unwrap();
    assert!(error.to_string().contains("numbers in `numbers`") && error.to_string().contains("--accept-changes"), "{error}");
    let mut changed = Game::from_save(&save, open(), Changes::Accept).unwrap();
    changed.end_quarter();
    assert!(changed.has_changed_packs() && reloaded(&changed).has_changed_packs());
    let more = "Chemistries([ Remove(\"base:sodium_ion\") ])\n";
    fs::write(pack.join("more.ron"), more).unwrap();
    if let Ok(level) = Level::open("two_regions", std::slice::from_ref(&pack)) {
        let error = Game::from_save(&save, level, Changes::Accept).err().unwrap();
        assert!(matches!(error.fault, SaveFault::OtherPacks { only_numbers: false, .. }), "{error}");
        assert!(error.to_string().contains("sodium_ion"), "{error}");
    }
    let without = Game::from_save(&save, level(), Changes::Refuse).err().unwrap();
    assert!(without.to_string().contains("`numbers` 1.0.0 is gone"), "{without}");
}

/// The same save with other bytes in one section.
fn with_section(save: &Save, label: &str, bytes: &[u8]) -> Save {
    let mut other = Save::new(save.header.clone());
    for known in save.labels() {
        other.add(known, if known == label { bytes } else { save.get(known).unwrap() }).unwrap();
    }
    other
}

fn base_save() -> &'static Save {
    static SAVE: OnceLock<Save> = OnceLock::new();
    SAVE.get_or_init(|| played().to_save().unwrap())
}

/// Loads a tampered save: a refusal, or a world whose books balance. Whether it is the saved one is not asked.
fn refused_or_sound(save: &Save) {
    match Game::from_save(save, level(), Changes::Refuse) {
        Ok(game) => assert_eq!(game.simulation().check_books(), Vec::<String>::new()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The save with the checksum of the world that it now holds, so that only what that world says can give it away.
fn with_fitting_checksum(mut save: Save) -> Save {
    if let Ok(snapshot) = save.value::<Snapshot>("snapshot") {
        save.header.checksum = snapshot.checksum();
        let mut checksums: Vec<u64> = save.value("checksums").unwrap_or_default();
        if let Some(last) = checksums.last_mut() {
            *last = snapshot.checksum();
        }
        let bytes = rmp_serde::to_vec_named(&checksums).unwrap();
        save = with_section(&save, "checksums", &bytes);
    }
    save
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tampered_sections_are_refused_or_sound(
        label in prop::sample::select(vec!["content", "ids", "snapshot", "history", "orders", "seats", "checksums"]),
        hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::weighted(0.1, any::<prop::sample::Index>()),
    ) {
        let save = base_save();
        let mut bytes = save.get(label).unwrap().to_vec();
        for (place, value) in &hits {
            let at = place.index(bytes.len());
            bytes[at] = *value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let tampered = with_section(save, label, &bytes);
        refused_or_sound(&tampered);
        refused_or_sound(&with_fitting_checksum(tampered));
    }
}

#[test]
fn a_world_that_cannot_be_is_refused_whatever_its_checksum() {
    let save = base_save();
    type Change = fn(&mut Snapshot);
    let cases: [(&str, Change); 9] = [
        ("a plant of a firm that is not there", |s| s.lines.facility[0].owner.0 = 60_000),
        ("a plant in another's place", |s| s.lines.facility[1].id = 0),
        ("a market without a region", |s| s.markets.goods[3].nodes.truncate(1)),
        ("preferences that do not fit", |s| s.markets.goods.iter_mut().for_each(|m| m.preference.push(0.5))),
        ("a month too many", |s| s.calendar.tick += 1),
        ("no automaker", |s| s.cars.presences.clear()),
        ("an infinite price", |s| s.cars.pack_price = f64::INFINITY),
        ("mass from nowhere", |s| s.lines.stocks[0].output += 1.0),
        ("debts beyond money", |s| s.firms.finance[0].debt = i64::MIN),
    ];
    for (name, change) in cases {
        let mut snapshot: Snapshot = save.value("snapshot").unwrap();
        change(&mut snapshot);
        let forged = with_fitting_checksum(with_section(save, "snapshot", &rmp_serde::to_vec_named(&snapshot).unwrap()));
        let error = Game::from_save(&forged, level(), Changes::Refuse).err().unwrap_or_else(|| panic!("{name} was taken"));
        assert!(error.is_breakage(), "{name}: {error}");
    }
}
