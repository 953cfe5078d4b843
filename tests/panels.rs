//! The window without a window: what a player presses, and what must come of it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod window;

use cathode::content::ids::RegionId;
use cathode::orders::deals::{Clause, Giver};
use cathode::orders::{Order, Settings};
use cathode::reports::standing;
use cathode::session::files::SaveFolder;
use cathode::session::game::Game;
use cathode::session::level::Level;
use cathode::session::players::Player;
use cathode::ui::App;
use cathode::ui::screens::{SCREENS, find};
use cathode::ui::widgets::cut_lines;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use window::{LARGE, SMALL, Window};

#[test]
fn every_screen_draws_at_both_sizes_and_cuts_no_title() {
    for size in [SMALL, LARGE] {
        for quarters in [0, 3] {
            let mut window = Window::new("battery_race", quarters, "map", size);
            for (at, screen) in SCREENS.iter().enumerate() {
                window.harness.state_mut().open(at);
                window.harness.run_steps(3);
                assert!(window.shows(screen.name) && window.shows("Treasury"), "{}", screen.id);
                assert_eq!(cut_lines(&window.harness.ctx), Vec::<String>::new(), "{} at {size}", screen.id);
            }
        }
    }
}

#[test]
fn a_screen_on_which_nothing_happens_asks_for_no_drawing() {
    let mut window = Window::new("battery_race", 1, "map", SMALL);
    for (at, screen) in SCREENS.iter().enumerate() {
        window.harness.state_mut().open(at);
        window.harness.run_steps(8);
        assert!(!window.harness.ctx.has_requested_repaint(), "{}: {:?}", screen.id, window.harness.ctx.repaint_causes());
    }
}

#[test]
fn an_order_is_drafted_by_pressing_and_undone_by_a_key() {
    let mut window = Window::new("battery_race", 1, "boards", SMALL);
    window.press("Only US");
    window.press_first(" · US · ");
    window.press("Research mission");
    assert!(window.shows("First effect"), "the terms are told before the order is given");
    window.press("Add to plan");
    assert_eq!(window.planned(), 1);
    assert!(window.shows("It stands in the plan"));
    window.key(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.planned(), 0);
    window.key(Modifiers::COMMAND, Key::Y);
    assert_eq!(window.planned(), 1);
    window.press_first("Remove Spend");
    assert_eq!(window.planned(), 0);
}

#[test]
fn a_refusal_is_told_with_what_would_help() {
    let mut window = Window::new("battery_race", 0, "boards", SMALL);
    // The largest cell plants are Chinese: the American government cannot tell their owners to take American know-how.
    window.press_first("CATL");
    window.press("Build more");
    assert!(window.shows("Refused") && window.shows("What would help"));
    assert_eq!(window.harness.query_all_by_label("Add to plan").count(), 0);
}

#[test]
fn the_quarter_ends_after_a_question() {
    let mut window = Window::new("two_regions", 0, "map", SMALL);
    let start = window.month();
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.shows("End the quarter?"));
    window.key(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("End the quarter?"));
    assert_eq!(window.month(), start);
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(window.month(), start.plus(3));
    assert!(!window.shows("Nothing yet"), "what changed is told");
}

#[test]
fn a_game_is_saved_and_loaded() {
    let mut window = Window::new("two_regions", 1, "boards", SMALL);
    let saved = window.month();
    window.key(Modifiers::COMMAND, Key::S);
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.shows("Saved as"));
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Enter);
    assert_eq!(window.month(), saved.plus(3));
    window.key(Modifiers::COMMAND, Key::L);
    let title = window.harness.state().desk().unwrap().game.title().to_owned();
    window.press(&title);
    assert_eq!(window.month(), saved);
}

#[test]
fn a_table_is_sorted_by_its_heads() {
    let mut window = Window::new("battery_race", 1, "diplomacy", SMALL);
    let top = |window: &Window, name: &str| window.harness.get_all_by_label_contains(&format!("{name} · ")).next().unwrap().rect().top();
    window.press("Sort by region");
    assert!(top(&window, "Argentina") < top(&window, "Brazil"));
    window.press("Sort by region");
    assert!(top(&window, "Argentina") > top(&window, "Brazil"));
}

#[test]
fn a_deal_is_made_article_by_article_and_made_acceptable() {
    let mut window = Window::new("battery_race", 1, "diplomacy", SMALL);
    window.press_first("Indonesia · ");
    assert!(window.shows("Local processing weighs 1.5"), "what it wants is told");
    window.press("Make a deal with Indonesia");
    window.press("Offtake");
    assert!(window.shows("does not sign") && window.shows("Offtake given: ") && window.shows("Sum "), "its sum is told term by term");
    assert_eq!(window.harness.query_all_by_label("Add to plan").count(), 0, "what is not signed is not offered");
    window.press("Make it acceptable");
    window.press_first("Take this");
    assert!(window.shows("Indonesia signs this"));
    window.press("Add to plan");
    assert_eq!(window.planned(), 1);
    assert_eq!(cut_lines(&window.harness.ctx), Vec::<String>::new());
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.shows("0 of 6 articles"), "what is signed is no longer proposed");
    window.press("Deals");
    assert!(window.shows("The United States and Indonesia"), "the deal stands");
}

#[test]
fn an_offer_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let mut game = Game::new(Level::open("battery_race", &[]).unwrap(), 1, Player::Person, Player::Person);
    let (us, china) = (game.level().catalog.scenario.us, game.level().catalog.scenario.china);
    let truce = Clause { article: game.level().catalog.find("truce").unwrap(), by: Giver::Both, settings: Settings::new() };
    game.draft(china, Order::ProposeDeal { to: us, articles: vec![truce], months: 24 }).unwrap();
    game.end_quarter();
    let mut app = App::with_game(game, SaveFolder::at(folder.path().to_path_buf()));
    app.open(find("diplomacy").unwrap());
    let mut window = Window::of(app, folder, SMALL);
    window.press("Deals · 1 offer waits");
    assert!(window.shows("China offers you a deal") && window.shows("By your own aims"));
    window.press("Accept");
    assert_eq!(window.planned(), 1);
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.shows("China and the United States"), "the deal stands");
    assert_eq!(cut_lines(&window.harness.ctx), Vec::<String>::new());
}

#[test]
fn the_ladder_shows_where_the_two_stand() {
    let mut window = Window::new("battery_race", 1, "diplomacy", SMALL);
    window.press("The ladder");
    let desk = window.harness.state().desk().unwrap();
    let rungs = cathode::reports::ladder::ladder(&desk.view());
    let now = rungs.iter().find(|rung| rung.measures.iter().any(|side| !side.is_empty())).unwrap().number;
    assert!(window.shows(&format!("Rung {now}, the two stand here")) && window.shows("Rung 10: full embargo"));
    assert!(window.shows("Ways down") && window.shows("Likely replies"));
    window.press("Dossier of China");
    assert!(window.shows("It keeps its doctrine to itself"));
    assert_eq!(cut_lines(&window.harness.ctx), Vec::<String>::new());
}

#[test]
fn a_price_opens_into_terms_and_they_into_theirs() {
    let mut window = Window::new("battery_race", 2, "markets", SMALL);
    window.press("Who orders it here");
    assert!(window.shows("Its terms, from left to right"));
    window.key(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("Its terms, from left to right"));
    window.press_first("Industry ");
    assert!(window.shows("Its terms, from left to right"));
}

#[test]
fn a_policy_is_set_and_taken() {
    let mut window = Window::new("battery_race", 0, "policies", SMALL);
    window.press("Trade");
    let name = {
        let desk = window.harness.state().desk().unwrap();
        let trade = desk.catalog().policies.iter().find(|p| p.name.to_lowercase().contains("tariff")).unwrap();
        trade.name.clone()
    };
    window.press(&name);
    assert!(window.shows("Cost") || window.shows("Refused"));
    if window.shows("Add to plan") {
        window.press("Add to plan");
        assert_eq!(window.planned(), 1);
    }
}

#[test]
fn a_region_is_chosen_on_the_map_and_let_go() {
    let mut window = Window::new("battery_race", 1, "map", SMALL);
    // The middle of the map lies in Africa.
    window.press("World map");
    assert!(window.shows("What it makes") || window.shows("Close region"));
    window.press("Close region");
    assert!(!window.shows("Close region"));
    window.press("Jobs in the chain");
    assert!(window.shows("World map"));
}

#[test]
fn a_campaign_begins_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::new(SaveFolder::at(folder.path().to_path_buf()));
    let mut window = Window::of(app, folder, SMALL);
    window.press("China");
    window.press("Begin");
    let desk = window.harness.state().desk().expect("a game");
    assert_eq!(desk.side, desk.catalog().scenario.china);
}

#[test]
fn the_figures_at_the_top_have_terms_that_exist() {
    let window = Window::new("battery_race", 1, "map", SMALL);
    let desk = window.harness.state().desk().unwrap();
    let view = desk.view();
    for side in [desk.side, view.catalog.scenario.rival(desk.side)] {
        let figures: Vec<_> = standing::of(&view, side);
        assert!(figures.iter().all(|figure| figure.value.is_finite()));
        for key in figures.iter().filter_map(|figure| figure.opens.as_ref()) {
            cathode::reports::figures::figure(&view, key).unwrap();
        }
    }
    assert_ne!(desk.side, RegionId(u16::MAX));
}

#[test]
fn the_briefing_opens_by_its_key_and_tells_threats_and_openings() {
    let mut window = Window::new("battery_race", 2, "map", SMALL);
    window.key(Modifiers::NONE, Key::B);
    assert!(window.shows("Briefing, turn 3 of 70"));
    assert!(window.shows("Threats") && window.shows("Openings") && window.shows("What came of your orders"));
    let desk = window.harness.state().desk().unwrap();
    let briefing = cathode::reports::briefing::briefing(&desk.view(), desk.side, None);
    assert_eq!(briefing.changes.len(), 10);
    assert!(window.shows(&briefing.threats[0].text) && window.shows(&briefing.openings[0].text));
    window.key(Modifiers::NONE, Key::B);
    assert!(!window.shows("Briefing, turn"));
}

#[test]
fn the_screen_of_politics_shows_both_forms_of_government_and_the_votes_for_a_bill() {
    let mut window = Window::new("battery_race", 1, "politics", SMALL);
    assert!(window.shows("seats needed") && window.shows("mood") && window.shows("Budget"));
    assert!(window.shows("willing"), "the votes for a law are counted");
    window.press_first("Credibility");
    window.press("China");
    assert!(window.shows("Directions that stand") && !window.shows("seats needed"));
    assert_eq!(cut_lines(&window.harness.ctx), Vec::<String>::new());
}

#[test]
fn the_screen_of_scores_shows_indices_parts_and_ends() {
    let mut window = Window::new("battery_race", 1, "score", SMALL);
    assert!(window.shows("Industry: US ") && window.shows("Extinction of the United States"));
    for index in ["Whole score", "Standing"] {
        window.press(index);
    }
    assert_eq!(cut_lines(&window.harness.ctx), Vec::<String>::new());
}

#[test]
fn a_campaign_that_ends_shows_its_final_page_and_may_go_on() {
    let pack = tempfile::tempdir().unwrap();
    let folder = pack.path().join("soon");
    std::fs::create_dir(&folder).unwrap();
    let end =
        r#"(name: "Soon", about: "It ends.", way_out: "Nothing.", verdict: Wins, when: [AtLeast(gauge: Tension, value: 0)], months: 4)"#;
    std::fs::write(folder.join("pack.ron"), r#"Pack(id: "soon", name: "Soon", version: "1.0.0", depends: ["base", "two_regions"])"#)
        .unwrap();
    let text = format!(r#"Scenarios([Patch("two_regions:two_regions", [Set(ends, [{end}])])])"#);
    std::fs::write(folder.join("scenario.ron"), text).unwrap();
    let game = Game::new(Level::open("two_regions", &[folder]).unwrap(), 1, Player::Person, Player::Nothing);
    let saves = tempfile::tempdir().unwrap();
    let app = App::with_game(game, SaveFolder::at(saves.path().to_path_buf()));
    let mut window = Window::of(app, saves, SMALL);
    let start = window.month();
    for _ in 0..2 {
        window.key(Modifiers::NONE, Key::Enter);
        window.key(Modifiers::NONE, Key::Enter);
    }
    assert_eq!(window.month(), start.plus(4), "the campaign stops in the month of its end");
    assert!(window.shows("You have won") && window.shows("Final score"));
    window.key(Modifiers::NONE, Key::Escape);
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.shows("You have won"), "the final page opens again");
    window.press("Go on as a sandbox");
    window.key(Modifiers::NONE, Key::Enter);
    window.key(Modifiers::NONE, Key::Enter);
    assert!(window.month() > start.plus(4));
    assert_eq!(cut_lines(&window.harness.ctx), Vec::<String>::new());
}
