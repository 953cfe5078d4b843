//! The start: a new campaign, a save, or leaving.

use egui::{Align, Align2, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::content::ids::DoctrineId;
use crate::session::files::SaveFolder;
use crate::session::game::Game;
use crate::session::level::{self, KnownLevel, Level};
use crate::session::sections::Changes;
use crate::session::thoughts;
use crate::ui::panels::dialogs::{Entry, entries, saves};
use crate::ui::saved::{self, Unread};
use crate::ui::theme;
use crate::ui::widgets::{button, card, chip, chips, line, primary, put, sentence, within};

/// What was chosen.
pub enum Choice {
    /// A game.
    Play(Box<Game>),
    /// To leave.
    Quit,
}

/// Who may steer the other side.
struct Rival {
    /// What the player reads.
    name: String,
    /// The word for it.
    word: String,
    /// How it plays.
    about: String,
}

impl Rival {
    fn new(name: &str, word: &str, about: &str) -> Self {
        Self { name: name.to_owned(), word: word.to_owned(), about: about.to_owned() }
    }
}

/// Who may steer the other side of a level.
fn rivals(known: Option<&KnownLevel>) -> Vec<Rival> {
    let usual = Rival::new(
        "As the level has it",
        "",
        "What it did in the world, where the level tells it; else one of the ways to play beside this, picked by the seed.",
    );
    let level = known.and_then(|known| Level::open(&known.id, &[]).ok());
    let doctrines = level.iter().flat_map(|level| {
        let catalog = &level.catalog;
        let all = catalog.all::<DoctrineId>();
        all.map(|(id, doctrine)| Rival::new(&doctrine.name, catalog.word_of(id), &doctrine.about)).collect::<Vec<_>>()
    });
    let nobody =
        Rival::new("Nobody", "none", "The other side keeps the measures that it has and takes no new ones: to look around in peace.");
    std::iter::once(usual).chain(doctrines).chain([nobody]).collect()
}

/// What went wrong with what was pressed last.
enum Wrong {
    /// A campaign does not begin.
    Campaign(String),
    /// A save is not read.
    Save(Unread),
}

/// What the start remembers.
pub struct State {
    saves: SaveFolder,
    levels: Vec<KnownLevel>,
    level: usize,
    side: usize,
    rivals: Vec<Rival>,
    rival: usize,
    seed: String,
    list: Result<Vec<Entry>, String>,
    wrong: Option<Wrong>,
}

impl State {
    /// The start, with the levels and saves of this machine.
    #[must_use]
    pub fn new(saves: SaveFolder) -> Self {
        let levels = level::known();
        let list = saves.list().map(entries).map_err(|error| error.to_string());
        let level = levels.iter().position(|known| known.id == level::DEFAULT).unwrap_or(0);
        let rivals = rivals(levels.get(level));
        Self { saves, levels, level, side: 0, rivals, rival: 0, seed: "1".to_owned(), list, wrong: None }
    }

    /// The folder of saves, for the game that begins.
    #[must_use]
    pub fn into_saves(self) -> SaveFolder {
        self.saves
    }

    fn begin(&self) -> Result<Game, String> {
        let known = self.levels.get(self.level).ok_or("There is no level on this machine.")?;
        let seed: u64 = self.seed.trim().parse().map_err(|_| "The seed is a whole number, such as 1.".to_owned())?;
        let level = Level::open(&known.id, &[]).map_err(|error| error.to_string())?;
        let scenario = &level.catalog.scenario;
        let other = if self.side == 1 { scenario.us } else { scenario.china };
        let rival = self.rivals.get(self.rival).and_then(|rival| thoughts::rival(&level.catalog, &rival.word, seed, other));
        let (us, china) = thoughts::seats_of(&level.catalog, self.side == 1, seed, rival);
        Ok(Game::new(level, seed, us, china).scored())
    }
}

/// Draws the start.
pub fn show(ui: &mut Ui, state: &mut State) -> Option<Choice> {
    let screen = ui.max_rect();
    let size = vec2(860.0_f32.min(screen.width() - 48.0), 500.0_f32.min(screen.height() - 130.0));
    let area = Rect::from_center_size(screen.center() + vec2(0.0, 34.0), size);
    put(ui, pos2(area.left(), area.top() - 56.0), Align2::LEFT_CENTER, "Cathode", theme::display(), theme::TEXT);
    let about = "The contest over electric-car batteries, from mine to car";
    put(ui, pos2(area.left(), area.top() - 26.0), Align2::LEFT_CENTER, about, theme::body(), theme::QUIET);
    let left = area.with_max_x(area.left() + area.width() * 0.56);
    let right = area.with_min_x(left.right() + theme::GUTTER);
    let mut choice = None;
    card(ui, left, "New campaign", "", |ui| choice = campaign(ui, state));
    let mut pressed = None;
    card(ui, right, "Go on with a save", "", |ui| {
        let full = ui.max_rect();
        match &state.list {
            Ok(list) => {
                pressed = saves(ui, list, full.height() - 60.0).map(|path| (path, Changes::Refuse));
            }
            Err(error) => sentence(ui, error, theme::WORSE),
        }
        within(ui, full.with_min_y(full.bottom() - 26.0), |ui| {
            if button(ui, "Quit").clicked() {
                choice = Some(Choice::Quit);
            }
        });
    });
    if let Some(wrong) = &state.wrong {
        let rect = Rect::from_min_size(pos2(area.left(), area.bottom() + 10.0), vec2(area.width(), 60.0));
        within(ui, rect, |ui| match wrong {
            Wrong::Campaign(error) => sentence(ui, error, theme::WORSE),
            Wrong::Save(error) => pressed = saved::show(ui, error).map(|path| (path, Changes::Accept)).or(pressed.take()),
        });
    }
    if let Some((path, changes)) = pressed {
        match saved::read(&mut state.saves, &path, changes) {
            Ok((game, _)) => choice = Some(Choice::Play(Box::new(game))),
            Err(error) => state.wrong = Some(Wrong::Save(error)),
        }
    }
    choice
}

fn campaign(ui: &mut Ui, state: &mut State) -> Option<Choice> {
    let full = ui.max_rect();
    let mut chosen = state.level;
    let foot = full.with_min_y(full.bottom() - 190.0);
    within(ui, full.with_max_y(foot.top() - 8.0), |ui| {
        ScrollArea::vertical().id_salt("levels").auto_shrink([false, false]).show(ui, |ui| {
            for (at, known) in state.levels.iter().enumerate() {
                if level(ui, at == state.level, known) {
                    chosen = at;
                }
            }
        });
    });
    if chosen != state.level {
        // Doctrines are a level's own.
        state.level = chosen;
        state.rivals = rivals(state.levels.get(chosen));
        state.rival = 0;
    }
    let mut choice = None;
    within(ui, foot, |ui| {
        row(ui, "You steer", |ui| {
            chips(ui, &["United States", "China"], &mut state.side);
        });
        row(ui, "The rival", |ui| {
            for (at, rival) in state.rivals.iter().enumerate() {
                if chip(ui, state.rival == at, &rival.name).on_hover_text(&rival.about).clicked() {
                    state.rival = at;
                }
            }
        });
        row(ui, "Seed of the dice", |ui| {
            ui.add(egui::TextEdit::singleline(&mut state.seed).desired_width(80.0).char_limit(20));
            sentence(ui, "The same seed and orders give the same world.", theme::FAINT);
        });
        ui.add_space(2.0);
        if primary(ui, "Begin").clicked() || ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            match state.begin() {
                Ok(game) => choice = Some(Choice::Play(Box::new(game))),
                Err(error) => state.wrong = Some(Wrong::Campaign(error)),
            }
        }
    });
    choice
}

/// A word, and what is set beside it, over as many lines as it takes.
fn row(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        let (place, _) = ui.allocate_exact_size(vec2(98.0, 22.0), Sense::hover());
        line(ui, place, name, theme::small(), theme::QUIET, Align::Min);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
            add(ui);
        });
    });
}

/// A level; true if it was pressed.
fn level(ui: &mut Ui, chosen: bool, known: &KnownLevel) -> bool {
    let width = ui.available_width() - 8.0;
    let galley = ui.painter().layout(known.about.clone(), theme::small(), theme::QUIET, width - 24.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y + 34.0), Sense::click());
    let edge = crate::ui::widgets::edge(chosen, response.hovered());
    ui.painter().rect(rect, theme::SMALL_RADIUS, theme::RAISED, egui::Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    let head = Rect::from_min_size(rect.min + vec2(12.0, 7.0), vec2(width - 24.0, 16.0));
    line(ui, head, &known.name, theme::bold(), theme::TEXT, Align::Min);
    ui.painter().galley(rect.min + vec2(12.0, 25.0), galley, theme::QUIET);
    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, chosen, &known.name));
    response.clicked()
}
