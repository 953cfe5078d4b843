//! Games that die while saving. The test runs itself again as the victim, told by an environment variable.

use super::samples::{Noise, realistic};
use cathode::session::files::{SaveFolder, Source};
use cathode::session::names::SaveName;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write, stdout};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

const FOLDER: &str = "CATHODE_TEST_WRITER";
const FIRST: &str = "CATHODE_TEST_FIRST";
const RUN: &str = "run";

fn victim(folder: &Path, first: u64) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "saves::crashes::victim_saves_until_it_is_killed", "--nocapture", "--test-threads=1"]);
    command.env(FOLDER, folder).env(FIRST, first.to_string()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The number that a victim acknowledged with this line.
fn acknowledged(line: &str) -> Option<u64> {
    line.rsplit_once("saved ")?.1.trim().parse().ok()
}

/// Not a test by itself: passes at once unless another test started it as its victim.
#[test]
fn victim_saves_until_it_is_killed() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let first: u64 = env::var(FIRST).unwrap().parse().unwrap();
    let mut saves = SaveFolder::at(folder.into());
    let name = SaveName::from_title(RUN);
    let mut save = realistic("Victim", 0);
    for turn in first..first + 100_000 {
        save.header.play_seconds = turn;
        let written = saves.overwrite(&name, &save).and_then(|_| saves.autosave(&save, 3));
        let mut out = stdout().lock();
        match written {
            Ok(_) => writeln!(out, "saved {turn}").unwrap(),
            Err(error) => {
                writeln!(out, "failed {error}").unwrap();
                return;
            }
        }
        out.flush().unwrap();
    }
}

#[test]
fn fifty_kills_in_the_middle_of_saving_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut noise = Noise(2023);
    let whole = realistic("Victim", 0);
    let mut newest = 0;
    for attempt in 0..50 {
        let mut child = victim(home.path(), newest + 1).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(|line| line.unwrap());
        let first = lines.by_ref().find_map(|line| acknowledged(&line)).expect("the victim saves once");
        thread::sleep(Duration::from_micros(noise.below(40_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        newest = lines.filter_map(|line| acknowledged(&line)).last().unwrap_or(first);

        // A new session takes the lock that the dead one held, and finds a whole save at once.
        let mut saves = SaveFolder::at(home.path().to_path_buf());
        saves.lock().unwrap();
        let loaded = saves.load(&SaveName::from_title(RUN)).unwrap();
        let turn = loaded.value.header.play_seconds;
        assert!(loaded.from == Source::Asked && loaded.notice.is_none(), "attempt {attempt}: {:?}", loaded.notice);
        assert!(turn == newest || turn == newest + 1, "attempt {attempt}: acknowledged {newest}, found {turn}");
        assert_eq!(loaded.value.section("history").unwrap(), whole.section("history").unwrap());
        let auto = saves.list().unwrap().into_iter().filter(|l| l.name.is_reserved()).map(|l| l.header.unwrap().play_seconds).max();
        assert!(auto >= Some(newest), "attempt {attempt}: acknowledged {newest}, autosave {auto:?}");
        newest = turn.max(newest);
    }
    let leftovers =
        fs::read_dir(home.path()).unwrap().filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp")).count();
    assert!(leftovers <= 50, "{leftovers} temporary files");
}

/// A limit on the size of files stands in for a full disk: the write fails half-way, also for root.
#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_costs_nothing_but_the_new_save() {
    let home = tempfile::tempdir().unwrap();
    let mut saves = SaveFolder::at(home.path().to_path_buf());
    saves.overwrite(&SaveName::from_title(RUN), &realistic("Before", 1)).unwrap();
    saves.autosave(&realistic("Before", 1), 3).unwrap();
    drop(saves);
    let plain = victim(home.path(), 2);
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\""]).arg(plain.get_program()).args(plain.get_args());
    limited.env(FOLDER, home.path()).env(FIRST, "2");
    let told = String::from_utf8(limited.output().unwrap().stdout).unwrap();
    assert!(told.contains("run.cathsav") && told.contains("is used up") && told.contains("are still there"), "{told}");
    let mut saves = SaveFolder::at(home.path().to_path_buf());
    assert_eq!(saves.load(&SaveName::from_title(RUN)).unwrap().value.header.title, "Before");
    let mut names: Vec<_> = fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [".cathode.lock", "autosave-1.cathsav", "run.cathsav"], "nothing is left behind");
}
