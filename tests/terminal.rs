//! The terminal game as somebody meets it who plays for the first time: what is told, what is left unsaid, what is asked of whom.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

use std::io::Write;
use std::process::{Command, Stdio};

/// What the terminal game answers to lines, with its own home.
fn played(options: &str, lines: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cathode"))
        .arg("play")
        .args(options.split_whitespace())
        .arg("--terminal")
        .current_dir(home.path())
        .env("CATHODE_HOME", home.path().join("home"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Sentences are looked for, wherever lines were wrapped.
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(text: &str, phrases: &[&str]) {
    for phrase in phrases {
        assert!(text.contains(phrase), "`{phrase}` is missing in:\n{text}");
    }
}

fn leaves_out(text: &str, phrases: &[&str]) {
    for phrase in phrases {
        assert!(!text.contains(phrase), "`{phrase}` stands in:\n{text}");
    }
}

#[test]
fn what_china_leaves_out_is_aimed_at_its_rival_and_never_at_itself() {
    let lines = [
        "order enact import_tariff",
        "no",
        "order enact investment_screen",
        "no",
        "policy vehicle_security_ban",
        "order enact import_tariff origin=china",
        "order enact firm_listing",
    ];
    let text = played("battery_race --side china --rival none", &lines);
    says(
        &text,
        &[
            "Adds 25 % duty on cars from the United States.",
            "Refuses owners from the United States above 25 %",
            "Keeps out cars from the United States.",
            "“Tariff on a stage” of China would be aimed at itself. Choose another country.",
            "would be aimed at CATL, a firm of its own. Choose a firm of another country.",
        ],
    );
    leaves_out(&text, &["duty on cars from China. Cost", "owners from China above"]);
}

#[test]
fn a_quote_tells_what_a_step_is_abroad() {
    let lines = ["order enact vehicle_security_ban", "no", "order enact recycling_mandate", "no"];
    let text = played("battery_race --rival none", &lines);
    says(
        &text,
        &["Abroad: rung 5 of 10 on the ladder; tension between the sides rises by 15 to 47 of 100; relations with China fall by 5 at once"],
    );
    assert_eq!(text.matches("Abroad:").count(), 1, "a mandate at home offends nobody:\n{text}");
}

#[test]
fn refusals_and_hints_say_where_to_look() {
    let lines = [
        "yes",
        "why price",
        "order enact nonsense",
        "order direct foo plugs 30%",
        "order direct tesla buy qqqq",
        "events 2023-07 nothing_at_all",
        "deal take 1",
    ];
    let text = played("battery_race --rival none", &lines);
    says(
        &text,
        &[
            "Nothing was asked that could be answered by yes or no.",
            "write `why price GOOD REGION`",
            "There is no policy `nonsense`. `policies` lists all.",
            "There is no firm `foo`. `ids firms` lists all.",
            "There is no site `qqqq`. `ids sites` lists all.",
            "There is no such proposal",
        ],
    );
    leaves_out(&text, &["There is no command `yes`", "`events 2023-07` goes back further"]);
}

#[test]
fn the_review_compares_only_what_a_quote_has_told() {
    let lines =
        ["end", "order fund 18 200", "yes", "order mission solid_state 500", "yes", "order answer licence_plant 2", "yes", "end", "review"];
    let text = played("battery_race --rival none", &lines);
    says(
        &text,
        &[
            "asks for an answer this quarter",
            "Pay $200 M towards project 18",
            "First effect: told 2024-10; still to come, in 2024-10 (open).",
        ],
    );
    leaves_out(&text, &["Plant ready: told 2023-10", "in effect since 2016-01"]);
}

#[test]
fn a_proposal_is_weighed_as_it_will_be_found_and_made_acceptable_by_a_number() {
    let proposal = "deal propose indonesia 60: offtake(nickel_sulfate, share=30%, by=them), infrastructure(musd_per_year=300)";
    let text = played("battery_race --rival none", &["end", proposal, "deal take 1", "yes", "orders"]);
    says(
        &text,
        &[
            "`deal take N` proposes it",
            "1. deal propose indonesia 60: offtake(good=nickel_sulfate, share=30%, by=them)",
            "It waits in the outbox",
            "1. Offer Indonesia a deal for 60 months",
        ],
    );
    let text = played("battery_race --rival none", &["end", "deal summit china", "yes", "deal propose china 24: truce(rung=4)", "no"]);
    let told = text.split("the sum is ").nth(1).and_then(|rest| rest.split(',').next()).unwrap().to_owned();
    says(&text, &[&format!("│ sum │ {} │", told.trim_start_matches('+'))]);
}

#[test]
fn several_quarters_stop_where_something_asks_unless_told_otherwise() {
    let text = played("battery_race --rival none", &["end 4", "end 3 anyway"]);
    says(
        &text,
        &["Stopped after 1 of 4 quarters, for something asks for an answer; `end 3 anyway` goes on.", "It is 2023-10.", "It is 2024-07."],
    );
}

#[test]
fn who_loses_the_office_is_told_so_and_what_lapses_with_it() {
    let lines =
        ["order enact import_tariff", "yes", "order enact content_rule", "yes", "order enact vehicle_security_ban", "yes", "end 7 anyway"];
    let lost = (1..=6)
        .map(|seed| played(&format!("battery_race --rival none --seed {seed}"), &lines))
        .find(|text| text.contains("measures lapse:"));
    let text = lost.expect("of six governments at 43 % approval one loses its office");
    says(
        &text,
        &[
            "A general election in the United States at",
            "the Democratic party loses the office",
            "takes office in the United States;",
            "is over: it was ended, lapsed, or was stopped by a court, since 2025-01.",
        ],
    );
    // What ends on its date is told once.
    assert_eq!(text.matches("“Purchase credit” (measure 17)").count(), 1, "{text}");
}
