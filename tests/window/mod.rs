//! What tests of the window share: the window without a window, and what a player does to it.
#![allow(dead_code, missing_docs, clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

use cathode::session::files::SaveFolder;
use cathode::session::game::Game;
use cathode::session::level::Level;
use cathode::session::players::Player;
use cathode::ui::App;
use cathode::ui::screens::find;
use cathode::units::Month;
use egui::{Key, Modifiers, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use tempfile::TempDir;

pub const SMALL: Vec2 = vec2(1280.0, 720.0);
pub const LARGE: Vec2 = vec2(1920.0, 1080.0);

/// The window with a game of a level, and a folder for its saves.
pub struct Window {
    pub harness: Harness<'static, App>,
    _folder: TempDir,
}

impl Window {
    pub fn new(level: &str, quarters: usize, screen: &str, size: Vec2) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut game = Game::new(Level::open(level, &[]).unwrap(), 1, Player::Person, Player::Nothing);
        for _ in 0..quarters {
            game.end_quarter();
        }
        let mut app = App::with_game(game, SaveFolder::at(folder.path().to_path_buf()));
        app.open(find(screen).unwrap());
        app.still = true;
        Self::of(app, folder, size)
    }

    pub fn of(app: App, folder: TempDir, size: Vec2) -> Self {
        let show = |ui: &mut egui::Ui, app: &mut App| {
            app.show(ui.ctx());
        };
        let mut harness = Harness::builder().with_size(size).build_ui_state(show, app);
        harness.run_steps(4);
        Self { harness, _folder: folder }
    }

    pub fn press(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run_steps(3);
    }

    pub fn press_first(&mut self, part: &str) {
        self.harness.get_all_by_label_contains(part).next().expect(part).click();
        self.harness.run_steps(3);
    }

    pub fn key(&mut self, with: Modifiers, key: Key) {
        self.harness.key_press_modifiers(with, key);
        self.harness.run_steps(3);
    }

    pub fn shows(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    pub fn month(&self) -> Month {
        self.harness.state().desk().unwrap().game.simulation().now()
    }

    pub fn planned(&self) -> usize {
        let desk = self.harness.state().desk().unwrap();
        desk.game.seat(desk.side).unwrap().outbox.waiting().len()
    }
}
