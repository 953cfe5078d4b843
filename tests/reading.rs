//! What a player reads in the window: named so that it can be understood, with numbers where numbers decide.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod window;

use cathode::content::definitions::ends::Gauge;
use cathode::orders::Order;
use cathode::reports::ladder::{NO_WAY, ways};
use cathode::ui::panels::dialogs;
use cathode::ui::screens::SCREENS;
use cathode::ui::widgets::cut_lines;
use egui::{Key, Modifiers};
use window::{LARGE, SMALL, Window};

/// Everything that `cathode screenshot` can open in a game.
fn words() -> Vec<String> {
    let screens = SCREENS.iter().flat_map(|screen| {
        let pages = screen.pages.iter().map(move |page| format!("{}/{page}", screen.id));
        std::iter::once(screen.id.to_owned()).chain(pages)
    });
    screens.chain(dialogs::WORDS.iter().map(|word| (*word).to_owned())).collect()
}

#[test]
fn every_word_of_a_picture_opens_and_cuts_no_title() {
    for size in [SMALL, LARGE] {
        let mut window = Window::new("battery_race", 2, "map", size);
        for word in words() {
            window.harness.state_mut().open_named(&word).unwrap();
            window.harness.run_steps(4);
            assert_eq!(cut_lines(&window.harness.ctx), Vec::<String>::new(), "{word} at {size}");
            window.key(Modifiers::NONE, Key::Escape);
        }
        assert!(window.harness.state_mut().open_named("diplomacy/nowhere").unwrap_err().contains("countries, deal"));
        assert!(window.harness.state_mut().open_named("nowhere").unwrap_err().contains("politics, score"));
    }
}

#[test]
fn the_help_of_pictures_tells_every_word() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_cathode")).args(["screenshot", "--help"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for word in words() {
        let word = word.rsplit('/').next().unwrap();
        assert!(help.contains(word), "`{word}` is not told");
    }
}

#[test]
fn an_end_says_who_does_what_to_whom() {
    let window = Window::new("battery_race", 1, "score", SMALL);
    assert!(window.shows("Chokehold of China on the United States"));
    assert!(window.shows("Chokehold of the United States on China"));
    let desk = window.harness.state().desk().unwrap();
    let endings = cathode::reports::ends::endings(&desk.view());
    let collapse = endings.iter().find(|ending| ending.signs[0].gauge == Gauge::CellOutput).unwrap();
    assert!(collapse.nearness() < 0.5, "output at its peak is no way to a collapse: {}", collapse.nearness());
}

#[test]
fn what_is_not_known_yet_is_no_nought() {
    let window = Window::new("battery_race", 0, "score", SMALL);
    assert!(window.shows("share of the world’s value along the chain: – · – of 60"));
    assert!(!window.shows(".0 points"), "whole points have no decimals");
}

#[test]
fn a_policy_towards_another_country_means_another() {
    let mut window = Window::new("battery_race", 0, "policies", SMALL);
    window.press("Export embargo");
    assert!(window.shows("battery scrap to China"));
    window.press("Add to plan");
    let desk = window.harness.state().desk().unwrap();
    let waiting = desk.game.seat(desk.side).unwrap().outbox.waiting();
    assert!(matches!(&waiting[0], Order::EnactPolicy { settings, .. } if !settings.is_empty()));
}

#[test]
fn a_measure_is_changed_unless_its_end_is_asked_for() {
    let mut window = Window::new("battery_race", 0, "policies", SMALL);
    window.press("Capital grant or investment tax credit");
    window.press_first("No. ");
    assert!(window.shows("Move a setting to change the measure") && !window.shows("Add to plan"));
    window.press("Set one");
    assert!(window.shows("Adjust measure") && window.shows("Add to plan"));
    window.press("End it");
    assert!(window.shows("End measure") && window.shows("Add to plan"));
}

#[test]
fn a_project_is_named_by_its_size() {
    let mut window = Window::new("battery_race", 1, "boards", SMALL);
    window.press_first("Giga Nevada");
    assert!(window.shows("Fund ") && window.shows(" GWh (no. "));
}

#[test]
fn ways_down_tell_by_how_much_tension_falls() {
    let mut window = Window::new("battery_race", 1, "diplomacy", SMALL);
    assert!(window.shows("partners of the United States"), "the squares before names are explained");
    window.press("The ladder");
    let desk = window.harness.state().desk().unwrap();
    let ways = ways(&desk.view());
    assert!(ways.iter().all(|way| !way.measures.is_empty() && way.falls >= 0.5), "a way down leads down");
    assert!(window.shows(if ways.is_empty() { NO_WAY } else { "tension falls by, against " }));
}

#[test]
fn costs_on_a_narrow_board_have_their_unit() {
    let mut window = Window::new("battery_race", 1, "boards", SMALL);
    window.press("Mining");
    assert!(window.shows("costs and prices in $/kg ·"), "all ores are sold by weight");
    window.press("Refining and materials");
    assert!(window.shows("costs and prices in $/kg, ") && window.shows("$/m²"), "separators are sold by their area");
}

#[test]
fn the_score_tells_what_it_is_measured_by() {
    let window = Window::new("battery_race", 1, "score", SMALL);
    let catalog = window.harness.state().desk().unwrap().catalog();
    let (scenario, lead) = (&catalog.scenario, catalog.rules.ends.clear_lead);
    let (us, china) = (scenario.par(scenario.us), scenario.par(scenario.china));
    assert!(us > 0.0 && china > 0.0 && lead > 0.0);
    let text =
        format!("{us:.0} for US, {china:.0} for China. Whoever is {lead:.0} points further above its own in the last month has won.");
    assert!(window.shows(&text), "{text}");
}
