//! The folder of saves: who may overwrite what, and which file is loaded when one is broken.

use super::samples::{header, realistic, small};
use cathode::session::container::Save;
use cathode::session::errors::SaveFault;
use cathode::session::files::{SaveFolder, Source, read_file, write_file};
use cathode::session::names::{SaveName, backup_of};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

fn name(text: &str) -> SaveName {
    SaveName::from_title(text)
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|n| n != ".cathode.lock");
    names.sort();
    names
}

/// Flips a bit in the middle, where only the seal sees it.
fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_missing_folder_is_made_and_the_game_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let mut saves = SaveFolder::of_home(&home.path().join("not yet/there été"));
    assert!(saves.list().unwrap().is_empty());
    let path = saves.save(&name("First"), &realistic("First", 1)).unwrap();
    assert_eq!(path, saves.path(&name("First")));
    let loaded = saves.load(&name("First")).unwrap();
    assert_eq!((loaded.from, loaded.notice, loaded.path), (Source::Asked, None, path));
    assert_eq!(loaded.value.header.play_seconds, 1);
    assert_eq!(names_in(saves.folder()), ["First.cathsav"]);
}

#[test]
fn the_save_before_is_kept_as_backup_and_loaded_when_the_last_is_broken() {
    let home = tempfile::tempdir().unwrap();
    let mut saves = SaveFolder::of_home(home.path());
    for turn in 1..=3 {
        saves.save(&name("run"), &realistic("Run", turn)).unwrap();
    }
    let path = saves.path(&name("run"));
    assert_eq!(read_file(&backup_of(&path)).unwrap().header.play_seconds, 2);
    let whole = fs::read(&path).unwrap();
    let breaks: [fn(&Path); 4] = [
        |p| fs::write(p, &fs::read(p).unwrap()[..1000]).unwrap(),
        |p| fs::write(p, []).unwrap(),
        |p| fs::write(p, vec![0; 200_000]).unwrap(),
        damage,
    ];
    for broken in breaks {
        fs::write(&path, &whole).unwrap();
        broken(&path);
        let loaded = saves.load(&name("run")).unwrap();
        assert_eq!((loaded.from, loaded.value.header.play_seconds), (Source::Backup, 2));
        let notice = loaded.notice.unwrap();
        assert!(notice.contains("run.cathsav") && notice.contains("its backup") && notice.contains("“Run” of 2025-03"), "{notice}");
    }
    saves.save(&name("run"), &realistic("Run", 4)).unwrap();
    assert_eq!(read_file(&backup_of(&path)).unwrap().header.play_seconds, 2, "a broken save does not replace a whole backup");
    fs::remove_file(&path).unwrap();
    let notice = saves.load(&name("run")).unwrap().notice.unwrap();
    assert!(notice.contains("does not exist") && notice.contains("its backup"), "{notice}");
}

#[test]
fn the_newest_autosave_of_the_campaign_comes_after_the_backup() {
    let home = tempfile::tempdir().unwrap();
    let mut saves = SaveFolder::of_home(home.path());
    let mut other = Save::new(header("Another campaign", 99));
    other.header.seed = 43;
    saves.save(&name("run"), &realistic("Run", 1)).unwrap();
    saves.save(&name("run"), &realistic("Run", 2)).unwrap();
    for turn in 3..=5 {
        saves.autosave(&realistic("Auto", turn), 8).unwrap();
    }
    saves.autosave(&other, 8).unwrap();
    let path = saves.path(&name("run"));
    damage(&path);
    damage(&backup_of(&path));
    let loaded = saves.load(&name("run")).unwrap();
    assert_eq!((loaded.from, loaded.value.header.play_seconds), (Source::Autosave(2), 5));
    assert!(loaded.notice.unwrap().contains("autosave-2"));
    fs::write(&path, b"nothing of a label left").unwrap();
    let loaded = saves.load(&name("run")).unwrap();
    assert_eq!((loaded.from, loaded.value.header.play_seconds), (Source::Autosave(1), 99));
    assert!(loaded.notice.unwrap().contains("“Another campaign”"), "the player sees whose it is");
}

#[test]
fn a_broken_autosave_gives_way_to_the_one_before() {
    let home = tempfile::tempdir().unwrap();
    let mut saves = SaveFolder::of_home(home.path());
    for turn in 1..=5 {
        saves.autosave(&small("Auto", turn), 3).unwrap();
    }
    assert_eq!(names_in(saves.folder()), ["autosave-1.cathsav", "autosave-2.cathsav", "autosave-3.cathsav"]);
    damage(&saves.path(&name("autosave-1")));
    let loaded = saves.load(&name("autosave-1")).unwrap();
    assert_eq!((loaded.from, loaded.value.header.play_seconds), (Source::Autosave(2), 4));
}

#[test]
fn a_save_of_a_newer_game_is_not_exchanged_for_an_autosave() {
    let home = tempfile::tempdir().unwrap();
    let mut saves = SaveFolder::of_home(home.path());
    let mut future = small("Future", 1);
    future.header.schema = 2;
    saves.save(&name("future"), &future).unwrap();
    saves.autosave(&small("Auto", 2), 3).unwrap();
    let path = saves.path(&name("future"));
    let error = saves.load_as(&path, |save| save.header.require_schema(1..=1)).unwrap_err();
    assert!(matches!(error.fault, SaveFault::NewerGame { .. }) && error.to_string().contains("future.cathsav"), "{error}");
}

#[test]
fn a_save_that_the_game_itself_finds_broken_is_passed_over() {
    let home = tempfile::tempdir().unwrap();
    let mut saves = SaveFolder::of_home(home.path());
    saves.save(&name("run"), &small("Run", 1)).unwrap();
    saves.save(&name("run"), &Save::new(header("Run", 2))).unwrap();
    let loaded = saves.load_as(&saves.path(&name("run")), |save| save.value::<u64>("turn")).unwrap();
    assert_eq!((loaded.value, loaded.from), (1, Source::Backup));
    assert!(loaded.notice.unwrap().contains("lacks the part `turn`"));
}

#[test]
fn a_name_that_never_was_is_an_error_with_a_suggestion() {
    let home = tempfile::tempdir().unwrap();
    let mut saves = SaveFolder::of_home(home.path());
    saves.save(&name("Long march"), &small("Long march", 1)).unwrap();
    saves.autosave(&small("Auto", 2), 3).unwrap();
    let error = saves.load(&name("long mrach")).unwrap_err();
    assert!(error.to_string().ends_with("Did you mean `Long march`?"), "{error}");
    let error = saves.load(&name("qqqqqqqqqq")).unwrap_err();
    assert!(matches!(error.fault, SaveFault::NotFound { similar: None }), "{error}");
}

#[test]
fn nothing_is_overwritten_that_this_session_did_not_write_or_load() {
    let home = tempfile::tempdir().unwrap();
    let mut first = SaveFolder::of_home(home.path());
    first.save(&name("run"), &small("Run", 1)).unwrap();
    drop(first);
    let mut second = SaveFolder::of_home(home.path());
    let error = second.save(&name("run"), &small("Mine", 2)).unwrap_err();
    assert!(matches!(error.fault, SaveFault::Taken) && error.to_string().contains("Save under a new name"), "{error}");
    second.load(&name("run")).unwrap();
    second.save(&name("run"), &small("Run", 3)).unwrap();
    write_file(&second.path(&name("run")), &small("From the cloud", 9)).unwrap();
    assert!(matches!(second.save(&name("run"), &small("Run", 4)).unwrap_err().fault, SaveFault::Taken));
    assert_eq!(read_file(&second.path(&name("run"))).unwrap().header.play_seconds, 9);
    second.overwrite(&name("run"), &small("Run", 4)).unwrap();
    second.save(&name("run"), &small("Run", 5)).unwrap();
    for reserved in ["autosave-1", "Autosave-77"] {
        assert!(matches!(second.save(&name(reserved), &small("Run", 5)).unwrap_err().fault, SaveFault::ReservedName));
    }
}

#[test]
fn a_second_instance_can_save_under_new_names_only_until_the_first_ends() {
    let home = tempfile::tempdir().unwrap();
    let mut first = SaveFolder::of_home(home.path());
    first.lock().unwrap();
    first.save(&name("run"), &small("Run", 1)).unwrap();
    let mut second = SaveFolder::of_home(home.path());
    let error = second.lock().unwrap_err();
    assert!(error.to_string().contains("Another Cathode") && error.to_string().contains("CATHODE_HOME"), "{error}");
    second.load(&name("run")).unwrap();
    assert!(matches!(second.save(&name("run"), &small("Run", 2)).unwrap_err().fault, SaveFault::Busy { .. }));
    assert!(matches!(second.overwrite(&name("run"), &small("Run", 2)).unwrap_err().fault, SaveFault::Busy { .. }));
    assert!(matches!(second.autosave(&small("Run", 2), 3).unwrap_err().fault, SaveFault::Busy { .. }));
    second.save(&name("run 2"), &small("Run", 2)).unwrap();
    drop(first);
    second.autosave(&small("Run", 3), 3).unwrap();
    second.save(&name("run"), &small("Run", 3)).unwrap();
}

#[test]
fn the_list_shows_whole_and_broken_saves_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let mut saves = SaveFolder::of_home(home.path());
    for (turn, text) in ["a", "b", "c"].into_iter().enumerate() {
        let path = saves.save(&name(text), &small(text, turn as u64)).unwrap();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + turn as u64);
        fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }
    saves.overwrite(&name("c"), &small("c", 7)).unwrap();
    fs::write(saves.folder().join("notes.txt"), "x").unwrap();
    fs::create_dir(saves.folder().join("folder.cathsav")).unwrap();
    fs::write(saves.path(&name("a")), "broken").unwrap();
    let listed = saves.list().unwrap();
    let mut told: Vec<_> =
        listed.iter().map(|l| (l.name.as_str(), l.header.as_ref().map_or(0, |h| h.play_seconds), l.header.is_ok())).collect();
    assert_eq!(told.pop(), Some(("b", 1, true)), "the oldest is last");
    told.sort_unstable();
    assert_eq!(told, [("a", 0, false), ("c", 7, true), ("folder", 0, false)]);
}

#[test]
fn a_command_line_names_a_save_or_a_path() {
    let home = tempfile::tempdir().unwrap();
    let saves = SaveFolder::of_home(home.path());
    assert_eq!(saves.locate("run"), home.path().join("saves/run.cathsav"));
    assert_eq!(saves.locate("run.cathsav"), home.path().join("saves/run.cathsav"));
    assert_eq!(saves.locate("./run.cathsav"), PathBuf::from("./run.cathsav"));
}

#[test]
fn a_place_that_cannot_be_written_is_named_and_the_old_save_stays() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("saves");
    fs::write(&file, "a file where the folder should be").unwrap();
    let error = SaveFolder::of_home(home.path()).save(&name("run"), &small("Run", 1)).unwrap_err();
    assert!(error.to_string().contains(&*file.to_string_lossy()), "{error}");
    assert!(write_file(&file.join("x/run.cathsav"), &small("Run", 1)).unwrap_err().to_string().contains("file, not a folder"));

    let mut saves = SaveFolder::at(home.path().join("other"));
    saves.save(&name("run"), &small("Run", 1)).unwrap();
    fs::create_dir(saves.path(&name("taken"))).unwrap();
    let error = saves.overwrite(&name("taken"), &small("Run", 2)).unwrap_err();
    assert!(error.to_string().contains("a folder stands in its place"), "{error}");
    assert_eq!(names_in(saves.folder()), ["run.cathsav", "taken.cathsav"], "nothing is left behind");
    saves.autosave(&small("Auto", 3), 2).unwrap();
    fs::create_dir(saves.path(&name("autosave-2"))).unwrap();
    let error = saves.autosave(&small("Auto", 4), 2).unwrap_err();
    assert!(error.to_string().contains("autosave-2.cathsav"), "{error}");
    assert_eq!(saves.load(&name("autosave-1")).unwrap().value.header.play_seconds, 3);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "files are told apart by their age")]
fn leftovers_of_dead_games_go_and_those_of_living_ones_stay() {
    let folder = tempfile::tempdir().unwrap();
    let old = SystemTime::now() - Duration::from_secs(61);
    for (file, is_old) in [(".save-a.tmp", true), (".save-b.tmp", false), ("my.tmp", true), (".save-notes", true)] {
        let handle = fs::File::create(folder.path().join(file)).unwrap();
        if is_old {
            handle.set_modified(old).unwrap();
        }
    }
    SaveFolder::at(folder.path().to_path_buf()).save(&name("run"), &small("Run", 1)).unwrap();
    assert_eq!(names_in(folder.path()), [".save-b.tmp", ".save-notes", "my.tmp", "run.cathsav"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_before_it_blocks() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.cathsav");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut saves = SaveFolder::at(folder.path().to_path_buf());
    let error = saves.load(&name("pipe")).unwrap_err();
    assert!(error.to_string().contains("not a file"), "{error}");
    assert!(saves.list().unwrap()[0].header.is_err());
    assert!(saves.overwrite(&name("pipe"), &small("Run", 1)).is_err());
}
