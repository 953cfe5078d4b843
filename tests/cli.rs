//! The command line as a person meets it: what is printed, what is written, and the exit code.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a run of the program gave.
struct Run {
    code: i32,
    out: String,
    err: String,
}

/// A folder to work in, with a home of its own.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, line: &str) -> Run {
        self.type_in(line, "")
    }

    /// Runs the program with words split at spaces, and types lines into it.
    fn type_in(&self, line: &str, input: &str) -> Run {
        self.start(&line.split_whitespace().collect::<Vec<_>>(), input)
    }

    /// Runs the program with words as they are.
    fn type_words(&self, words: &[&str]) -> Run {
        self.start(words, "")
    }

    fn start(&self, words: &[&str], input: &str) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cathode"))
            .args(words)
            .current_dir(self.0.path())
            .env("CATHODE_HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("data"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that ends without reading its input closes the pipe; that is its right.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Run { code: output.status.code().unwrap(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

impl Run {
    fn done(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    fn says(&self, phrases: &[&str]) {
        let mut rest = self.out.as_str();
        for phrase in phrases {
            let at = rest.find(phrase).unwrap_or_else(|| panic!("`{phrase}` is missing, or too early, in:\n{}", self.out));
            rest = &rest[at..];
        }
    }
}

#[test]
fn the_levels_that_come_with_the_game_are_without_errors() {
    let run = Desk::new().run("check").done();
    run.says(&["battery_race:", "pack base", "from the program itself", "two_regions:"]);
}

fn write_pack(folder: &Path, goods: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("pack.ron"), "Pack(id: \"broken\", name: \"Broken\", version: \"1.0.0\", depends: [\"base\"])").unwrap();
    fs::write(folder.join("more.ron"), goods).unwrap();
}

#[test]
fn a_broken_pack_is_answered_with_its_place_and_code_1() {
    let desk = Desk::new();
    write_pack(
        &desk.path("broken"),
        "Processes([\n    Patch(\"base:lfp_cell_productio\", [\n        Set(energy_mwh_per_unit, 1),\n    ]),\n])\n",
    );
    let run = desk.run("check ./broken");
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    run.says(&["error[", "broken/more.ron:2:", "did you mean"]);
    let run = desk.run("check ./broken --json");
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let errors = json[0]["problems"].as_array().unwrap().iter().filter(|problem| problem["severity"] == "error");
    assert_eq!((run.code, errors.map(|e| e["at"]["line"].as_u64()).collect::<Vec<_>>()), (1, vec![Some(2)]));
    let run = desk.run("run two_regions --quarters 1 --pack ./broken");
    assert_eq!(run.code, 1);
    assert!(run.err.contains("more.ron:2:"), "{}", run.err);
}

#[test]
fn the_same_run_gives_the_same_world_and_its_orders_can_be_run_again() {
    let desk = Desk::new();
    let script = "Orders([\n    (month: \"2023-10\", side: \"us\", order: SetStockpile(good: \"lithium_carbonate\", months: 3)),\n])\n";
    fs::write(desk.path("plan.ron"), script).unwrap();
    desk.run("run two_regions --seed 3 --quarters 4 --us plan.ron --out a").done();
    desk.run("run two_regions --seed 3 --quarters 4 --orders a/orders.ron --out b --save end.cathsav").done();
    assert_eq!(desk.read("a/summary.json"), desk.read("b/summary.json"));
    assert_eq!(desk.read("a/history.csv"), desk.read("b/history.csv"));
    assert!(desk.read("a/history.csv").starts_with("date,series,region,value,unit\n2023-07,"));
    assert!(desk.read("a/events.csv").contains("2023-10,order,us,"));
    let other = desk.run("run two_regions --seed 3 --quarters 4").done();
    assert_ne!(other.out, desk.read("a/summary.json"), "the order changed nothing");
    desk.run("replay end.cathsav --verify").done().says(&["12 months with 1 order", "the same as in the save"]);
    desk.run("report end.cathsav").done().says(&["share with a plug"]);
    desk.run("report end.cathsav market lithium_carbonate --format csv").done();
}

#[test]
fn a_script_with_a_mistake_is_answered_with_its_place() {
    let desk = Desk::new();
    fs::write(
        desk.path("plan.ron"),
        "Orders([\n    (month: \"2023-10\", side: \"us\", order: SetStockpile(good: \"lithum\", months: 3)),\n])\n",
    )
    .unwrap();
    let run = desk.run("run two_regions --us plan.ron");
    assert_eq!(run.code, 1);
    assert!(run.err.contains("plan.ron:2:"), "{}", run.err);
}

const YEAR: &str = "\
board refining
policies trade
policy import_tariff
order enact import_tarif
order enact import_tariff stage=cels
order enact import_tariff stage=cells origin=china rate=25%
yes
order stockpile lithium_carbonate 3
no
order repeal 999
order enact import_tariff rate=900%
orders
why price lithium_carbonate us
overview
end
measures
save first
stress china:us:anode_material 3
end 2 anyway
undo
load first
orders
end 3 anyway
history
marked
quit
";

#[test]
fn a_year_can_be_played_line_by_line() {
    let desk = Desk::new();
    let run = desk.type_in("play two_regions --side us --seed 4 --rival none", YEAR).done();
    assert_eq!(run.err, "");
    run.says(&[
        "You play the United States",
        "Lithium",
        "import_tariff",
        "In effect after 3 months",
        "Did you mean `import_tariff`?",
        "no stage `cels`. Did you mean `cells`?",
        "Cost: $2 M now",
        "yes or no> yes",
        "It waits in the outbox",
        "yes or no> no",
        "Not done.",
        "There is no measure 999",
        "Refused: ",
        "1. Enact",
        "marginal cost",
        "share with a plug",
        "2023-07: done: Enact",
        "It is 2023-10.",
        "in force",
        "Saved as “first”",
        "Kept over 3 months",
        "It is 2024-04.",
        "There is nothing to undo.",
        "Loaded “first”; it is 2023-10.",
        "The outbox is empty.",
        "It is 2024-07.",
        "Did you mean `market`?",
    ]);
    let wide = run.out.lines().find(|line| line.chars().count() > 100);
    assert_eq!(wide, None, "a line is wider than a terminal");
    desk.run("replay autosave-1 --verify").done().says(&["12 months with 1 order", "the same as in the save"]);
    desk.type_in("play --load first", "quit\n").done().says(&["it is 2023-10"]);
}

const NEWCOMER: &str = "\
order enact
order enact tariff
order direct ford build lfp_cell us 20
order mission lion 5
ids lfp_cell
measure 9999
order enact production_credit_cells usd_per_kwh=50
no
order enact good_tariff good=anode_material rate=2024:10%,2025:25%
yes
orders
end
events
events 2023-07 nothing-of-the-kind
end 3 anyway
why landed lfp_cell us
";

#[test]
fn a_newcomer_is_told_what_to_write_and_what_became_of_it() {
    let desk = Desk::new();
    let run = desk.type_in("play two_regions --side us", NEWCOMER).done();
    run.says(&[
        "It is written like this:\n  order enact POLICY",
        "There is no policy `tariff`. Did you mean ",
        "There is no process `lfp_cell`. Did you mean ",
        "There is no technology `lion`",
        "kind",
        "lfp_cell_production",
        "There is no measure 9999",
        "$50 per kWh",
        "Adds a duty of 10 % from 2024 and 25 % from 2025 on anode material from\nChina",
        "Cost: $2 M now",
        "First effect: after 9 months",
        "and can raise",
        "Measure ",
        "It is 2023-10.",
        "No event since 2023-07 fits",
        "“Tariff on a good: anode material, China”",
        "is in force.",
        "It is 2024-07.",
        "There is nothing of the kind behind `landed lfp_cell us`",
    ]);
}

#[test]
fn one_mistake_in_many_places_is_told_a_few_times() {
    let desk = Desk::new();
    let removal = "Firms([Remove(\"base:tesla\")])\n";
    write_pack(&desk.path("broken"), removal);
    let (few, all) = (desk.run("check ./broken"), desk.run("check ./broken --all"));
    let told = |run: &Run| run.out.matches("the firm `tesla` is removed, but used here").count();
    assert_eq!((few.code, all.code, told(&few)), (1, 1, 3), "{}", few.out);
    assert!(told(&all) > 10 && few.out.contains("more like these"), "{}", few.out);
    let nothing = desk.run("check nothing");
    assert!(nothing.code == 1 && nothing.err.contains("no level and no folder `nothing`"), "{}", nothing.err);
}

#[test]
fn input_that_just_ends_loses_nothing() {
    let desk = Desk::new();
    let run = desk.type_in("play two_regions --side china", "order stockpile lithium_carbonate 3\nyes\n").done();
    run.says(&["You play China", "saved as autosave-1"]);
    desk.type_in("play --load autosave-1", "orders\n").done().says(&["You play China", "1. Hold 3 months"]);
}

#[test]
fn a_new_pack_passes_its_check_and_plays() {
    let desk = Desk::new();
    desk.run("new cheap_power --kind balance").done().says(&["pack.ron", "numbers.ron"]);
    desk.run("new two_camps --kind scenario --in packs").done();
    desk.run("check ./cheap_power").done();
    desk.run("check packs/two_camps").done().says(&["two_camps"]);
    desk.run("run packs/two_camps --quarters 1 --pack ./cheap_power --save camps.cathsav").done();
    desk.run("replay camps.cathsav --verify").done();
    assert_eq!(desk.run("new cheap_power").code, 1);
    assert_eq!(desk.run("new Cheap-Power").code, 2);
}

#[test]
fn a_cut_off_tells_who_stops() {
    let run = Desk::new().run("stress two_regions --cut china:us --months 6").done();
    run.says(&["Nothing goes from China", "2023-12", "First input that is short", "Kept over 6 months"]);
    let unknown = Desk::new().run("stress two_regions --cut chna:us");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("Did you mean `china`?"), "{}", unknown.err);
}

#[test]
fn a_sweep_does_not_depend_on_threads() {
    let desk = Desk::new();
    let one = desk.run("sweep two_regions --runs 3 --quarters 2 --threads 1 --csv").done();
    let three = desk.run("sweep two_regions --runs 3 --quarters 2 --threads 3 --csv").done();
    assert_eq!(one.out, three.out);
    desk.run("sweep two_regions --runs 2 --quarters 1").done().says(&["2 campaigns of 3 months", "plug_share"]);
}

#[test]
fn a_sweep_watches_any_series() {
    let desk = Desk::new();
    let run = desk.type_words(&[
        "sweep",
        "two_regions",
        "--runs",
        "2",
        "--quarters",
        "2",
        "--at",
        "2023-08,2023-12",
        "--series",
        "year sales.{phev,bev} * / sales.* *",
        "--each",
        "price.l* world",
    ]);
    run.done().says(&["2023-08", "2023-12", "outside", "price.lfp_cathode world", "price.lithium_carbonate world"]);
    // A wrong name is told at once: a million campaigns would take hours.
    for option in ["--series", "--each"] {
        let nothing = desk.run(&format!("sweep two_regions --runs 1000000 {option} price.mud"));
        assert!(nothing.code == 2 && nothing.err.contains("no series fits `price.mud"), "{}", nothing.err);
    }
    desk.run("report two_regions history").done().says(&["No month has been played", "cathode run", "--save"]);
    assert!(desk.run("report two_regions history price.lfp_cell").err.contains("No month has been played"));
}

#[test]
fn stories_are_told() {
    let desk = Desk::new();
    let story = |least: u32| {
        format!(
            "Stories([(id: \"a\", level: \"two_regions\", months: 3, expect: [\
             Between(figure: \"sales.ice us\", least: {least})])])"
        )
    };
    fs::write(desk.path("right.ron"), story(1)).unwrap();
    fs::write(desk.path("wrong.ron"), story(1_000_000)).unwrap();
    fs::write(desk.path("broken.ron"), "Stories([(id: \"a\", level: \"two_regions\", months: 3, expect: [Soars()])])").unwrap();
    desk.run("story right.ron").done().says(&["ok    a", "sales.ice us, month 3"]);
    assert_eq!(desk.run("story right.ron --without scoreboard").code, 1);
    let wrong = desk.run("story wrong.ron");
    assert_eq!(wrong.code, 1);
    wrong.says(&["WRONG a"]);
    let broken = desk.run("story broken.ron");
    assert!(broken.code == 1 && broken.err.contains("broken.ron:1:"), "{}", broken.err);
    assert_eq!(desk.run("story right.ron --without lunch").code, 2);
}

#[test]
fn help_has_examples_and_mistakes_have_their_codes() {
    let desk = Desk::new();
    let help = desk.run("--help").done();
    let commands = help.out.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect();
    assert_eq!(
        commands,
        [
            "play",
            "run",
            "check",
            "replay",
            "report",
            "stress",
            "sweep",
            "soak",
            "arena",
            "hindcast",
            "calibrate",
            "screen",
            "story",
            "screenshot",
            "new"
        ]
    );
    for command in commands {
        desk.run(&format!("{command} --help")).done().says(&["Examples:", &format!("cathode {command}")]);
    }
    assert_eq!(desk.run("fly").code, 2);
    assert_eq!(desk.run("run two_regions --seed x").code, 2);
    let missing = desk.run("run two_region");
    assert_eq!(missing.code, 1);
    assert!(missing.err.contains("Did you mean `two_regions`?"), "{}", missing.err);
    assert_eq!(desk.run("replay nothing").code, 1);
}

#[test]
fn a_pack_in_the_players_mods_folder_is_used_wherever_the_folder_is_moved() {
    let desk = Desk::new();
    desk.run("new cheap_power --kind balance --in home/mods").done();
    desk.run("check").done().says(&["cheap_power"]);
}

#[test]
fn one_table_of_a_report_can_be_written_alone() {
    let desk = Desk::new();
    let long = desk.run("report two_regions market lfp_cell us --format csv").done();
    let (head, rest) = long.out.split_once('\n').unwrap();
    assert_eq!(head, "table,row,column,unit,value");
    assert!(rest.lines().all(|line| csv_cells(line) == 5), "{rest}");
    let one = desk.run("report two_regions market lfp_cell us --format csv --table market.sellers").done();
    let cells: Vec<usize> = one.out.lines().map(csv_cells).collect();
    assert!(one.out.starts_with("firm,region,") && cells.windows(2).all(|pair| pair[0] == pair[1]), "{}", one.out);
    let wrong = desk.run("report two_regions market lfp_cell us --table sellers");
    assert!(wrong.code == 2 && wrong.err.contains("market.sellers"), "{}", wrong.err);
}

/// Cells of a line of CSV in which quotes keep commas.
fn csv_cells(line: &str) -> usize {
    let mut quoted = false;
    1 + line
        .chars()
        .filter(|c| {
            quoted ^= *c == '"';
            *c == ',' && !quoted
        })
        .count()
}

#[test]
fn the_outbox_tells_what_goes_in_and_out_and_what_it_costs() {
    let desk = Desk::new();
    let lines = "order stockpile lithium_carbonate 3\nyes\norders\nundo\nredo\nend\nbriefing\nmeasures\nquit\n";
    desk.type_in("play two_regions --side us", lines).done().says(&[
        "1. Hold 3 months",
        "$15 M now; in full effect it costs",
        "the treasury holds",
        "Taken out: Hold 3 months",
        "The outbox is empty.",
        "Put in: Hold 3 months",
        "Your orders",
        "2023-07: done: Hold 3 months",
        "What changed most",
    ]);
}
