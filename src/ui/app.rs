//! The whole window: the start, or a game with its frame, screens and dialogs.

use egui::{Align, Context, Rect, Ui, UiBuilder, pos2, vec2};

use super::desk::Desk;
use super::keys::{self, Act};
use super::panels::dialogs::{self, Dialog};
use super::panels::{frame, tray, why};
use super::screens::{SCREENS, find, start};
use super::theme;
use super::widgets;
use crate::session::files::SaveFolder;
use crate::session::game::Game;

/// What the window asks of whoever holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nothing.
    None,
    /// To be closed.
    Close,
}

/// What is shown.
enum Stage {
    /// The start.
    Start(Box<start::State>),
    /// A game.
    Game(Box<Desk>),
    /// Nothing: between the two.
    Between,
}

/// The whole window.
pub struct App {
    stage: Stage,
    /// The screen that is open, by its place in [`SCREENS`].
    screen: usize,
    dialog: Option<Dialog>,
    /// Frames for which the look has been given to the context.
    dressed: u32,
    /// Whether pictures move; a screenshot wants them still.
    pub still: bool,
}

impl App {
    /// The window with its start.
    #[must_use]
    pub fn new(saves: SaveFolder) -> Self {
        Self { stage: Stage::Start(Box::new(start::State::new(saves))), screen: 0, dialog: None, dressed: 0, still: false }
    }

    /// The window with a game.
    #[must_use]
    pub fn with_game(game: Game, saves: SaveFolder) -> Self {
        Self { stage: Stage::Game(Box::new(Desk::new(game, saves))), ..Self::new(SaveFolder::at(std::path::PathBuf::new())) }
    }

    /// The desk, if a game is being played.
    #[must_use]
    pub fn desk(&self) -> Option<&Desk> {
        if let Stage::Game(desk) = &self.stage { Some(desk) } else { None }
    }

    /// The same, to be changed.
    pub fn desk_mut(&mut self) -> Option<&mut Desk> {
        if let Stage::Game(desk) = &mut self.stage { Some(desk) } else { None }
    }

    /// Opens a screen by its place in the list.
    pub fn open(&mut self, screen: usize) {
        self.screen = screen.min(SCREENS.len() - 1);
    }

    /// Opens what a word tells: `map`, a screen; `diplomacy/ladder`, a page of one; `briefing`, what lies over the map; `start`, the start.
    ///
    /// # Errors
    /// If there is no such thing, with what there is.
    pub fn open_named(&mut self, word: &str) -> Result<(), String> {
        let (screen, page) = word.split_once('/').map_or((word, None), |(screen, page)| (screen, Some(page)));
        let Stage::Game(desk) = &mut self.stage else { return Ok(()) };
        if word == "start" {
            self.stage = Stage::Start(Box::new(start::State::new(SaveFolder::at(std::path::PathBuf::new()))));
        } else if let Some(at) = find(screen) {
            let pages = SCREENS[at].pages;
            if let Some(page) = page {
                let at = pages.iter().position(|known| *known == page);
                desk.states.turn(screen, at.ok_or_else(|| unknown_page(screen, page, pages))?);
            }
            self.screen = at;
        } else {
            self.dialog = Some(Dialog::named(word, desk).ok_or_else(|| unknown(word))?);
        }
        Ok(())
    }

    /// Whether something moves on the screen that is open.
    #[must_use]
    pub fn moves(&self) -> bool {
        self.dressed < 2 || (SCREENS[self.screen].id == "map" && self.dialog.is_none() && self.desk().is_some())
    }

    /// Called before the window closes: what no save holds is saved.
    pub fn leave(&mut self) {
        if let Stage::Game(desk) = &mut self.stage {
            desk.keep();
        }
    }

    /// Draws a frame and acts on what was pressed in it.
    pub fn show(&mut self, ctx: &Context) -> Wish {
        if self.dressed < 2 {
            if self.dressed == 0 {
                theme::install(ctx);
            }
            // Fonts are there from the next frame on.
            self.dressed += 1;
            ctx.request_repaint();
            return Wish::None;
        }
        let screen = ctx.viewport_rect();
        let builder = UiBuilder::new().layer_id(egui::LayerId::background()).max_rect(screen);
        let mut ui = Ui::new(ctx.clone(), "window".into(), builder);
        ui.painter().rect_filled(screen, 0, theme::GROUND);
        match &mut self.stage {
            Stage::Start(_) => self.show_start(&mut ui),
            Stage::Game(_) => self.show_game(&mut ui),
            Stage::Between => Wish::None,
        }
    }

    fn show_start(&mut self, ui: &mut Ui) -> Wish {
        let Stage::Start(state) = &mut self.stage else { return Wish::None };
        match start::show(ui, state) {
            Some(start::Choice::Play(game)) => {
                let Stage::Start(state) = std::mem::replace(&mut self.stage, Stage::Between) else { return Wish::None };
                let mut desk = Desk::new(*game, state.into_saves());
                desk.begin();
                (self.stage, self.screen) = (Stage::Game(Box::new(desk)), 0);
                Wish::None
            }
            Some(start::Choice::Quit) => Wish::Close,
            None => Wish::None,
        }
    }

    fn show_game(&mut self, ui: &mut Ui) -> Wish {
        let ctx = ui.ctx().clone();
        for act in keys::pressed(&ctx) {
            self.act(act);
        }
        if self.dialog.is_none()
            && let Some(at) = SCREENS.iter().position(|screen| ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, screen.key)))
        {
            self.go(at);
        }
        let Stage::Game(desk) = &mut self.stage else { return Wish::None };
        desk.states.map.still = self.still;
        // Good news covers nothing any longer than until something else is pressed; what went wrong stays until it is closed.
        if desk.notice.as_ref().is_some_and(|notice| !notice.wrong) && ctx.input(|input| input.pointer.any_pressed()) {
            desk.notice = None;
        }
        let full = ui.max_rect();
        let places = Places::of(full, SCREENS[self.screen].column.is_some());
        if frame::top(ui, places.top, desk) {
            self.dialog = Some(if desk.game.is_over() { Dialog::Result } else { Dialog::End });
        }
        match frame::rail(ui, places.rail, self.screen, desk.summary().asked) {
            frame::Pressed::Screen(at) => self.screen = at,
            frame::Pressed::Save => self.dialog = Some(Dialog::save(desk)),
            frame::Pressed::Load => self.dialog = Some(Dialog::load(desk)),
            frame::Pressed::Agenda => self.dialog = Some(Dialog::Agenda),
            frame::Pressed::Keys => self.dialog = Some(Dialog::Keys),
            frame::Pressed::None => {}
        }
        let screen = &SCREENS[self.screen];
        widgets::within(ui, places.middle, |ui| (screen.middle)(ui, desk));
        if let (Some(column), Some(draw)) = (places.column, screen.column) {
            let used = tray::show(ui, column, desk);
            let below = Rect::from_min_max(pos2(column.left(), used.bottom() + theme::GUTTER), column.max);
            widgets::within(ui, below, |ui| draw(ui, desk));
        }
        why::show(&ctx, desk);
        notice(ui, places.middle, desk);
        if self.dialog.is_none() && std::mem::take(&mut desk.asks) {
            self.dialog = Some(Dialog::Agenda);
        }
        if self.dialog.is_none() && desk.take_ended() {
            self.dialog = Some(Dialog::Result);
        }
        let mut wish = Wish::None;
        if let Some(dialog) = &mut self.dialog {
            match dialogs::show(&ctx, dialog, desk) {
                dialogs::Answer::Open => {}
                dialogs::Answer::Close => self.dialog = None,
                dialogs::Answer::Leave => {
                    self.dialog = None;
                    if let Stage::Game(desk) = std::mem::replace(&mut self.stage, Stage::Between) {
                        self.stage = Stage::Start(Box::new(start::State::new(desk.leave())));
                    }
                }
                dialogs::Answer::Quit => wish = Wish::Close,
            }
        }
        wish
    }

    /// Opens a screen and closes what lies over the one before.
    fn go(&mut self, screen: usize) {
        self.screen = screen;
        if let Stage::Game(desk) = &mut self.stage {
            desk.why.clear();
        }
    }

    fn act(&mut self, act: Act) {
        let Stage::Game(desk) = &mut self.stage else { return };
        match act {
            Act::Back if self.dialog.is_some() => self.dialog = None,
            Act::Back => {
                if desk.why.pop().is_none() {
                    desk.notice = None;
                }
            }
            Act::End if matches!(self.dialog, Some(Dialog::End)) => {
                self.dialog = None;
                desk.end_quarter();
            }
            Act::Briefing if matches!(self.dialog, Some(Dialog::Briefing)) => self.dialog = None,
            _ if self.dialog.is_some() => {}
            Act::End if desk.game.is_over() => self.dialog = Some(Dialog::Result),
            Act::End => {
                desk.why.clear();
                self.dialog = Some(Dialog::End);
            }
            Act::Undo => desk.undo(),
            Act::Redo => desk.redo(),
            Act::Save => self.dialog = Some(Dialog::save(desk)),
            Act::Load => self.dialog = Some(Dialog::load(desk)),
            Act::Agenda => self.dialog = Some(Dialog::Agenda),
            Act::Keys => self.dialog = Some(Dialog::Keys),
            Act::Briefing => self.dialog = Some(Dialog::Briefing),
        }
    }
}

fn unknown_page(screen: &str, page: &str, pages: &[&str]) -> String {
    let known = if pages.is_empty() { "It has none".to_owned() } else { format!("Pages: {}", pages.join(", ")) };
    format!("The screen `{screen}` has no page `{page}`. {known}.")
}

fn unknown(word: &str) -> String {
    let screens: Vec<&str> = SCREENS.iter().map(|screen| screen.id).collect();
    format!("There is no screen `{word}`. Screens: {}. Over them: {}, start.", screens.join(", "), dialogs::WORDS.join(", "))
}

/// Where the parts of the window are.
struct Places {
    top: Rect,
    rail: Rect,
    middle: Rect,
    column: Option<Rect>,
}

impl Places {
    fn of(full: Rect, has_column: bool) -> Self {
        let top = full.with_max_y(full.top() + 44.0);
        let rail = Rect::from_min_max(pos2(full.left(), top.bottom()), pos2(full.left() + 56.0, full.bottom()));
        let inner = Rect::from_min_max(pos2(rail.right(), top.bottom()), full.max).shrink(theme::GUTTER);
        if !has_column {
            return Self { top, rail, middle: inner, column: None };
        }
        let width = if full.width() > 1600.0 { 400.0 } else { 336.0 };
        let column = inner.with_min_x(inner.right() - width);
        Self { top, rail, middle: inner.with_max_x(column.left() - theme::GUTTER), column: Some(column) }
    }
}

/// What is told at the foot of the middle until the next act.
fn notice(ui: &mut Ui, middle: Rect, desk: &mut Desk) {
    let Some(notice) = &desk.notice else { return };
    let (text, color) = (notice.text.clone(), if notice.wrong { theme::WORSE } else { theme::BETTER });
    let width = (middle.width() - 40.0).min(640.0);
    let galley = ui.painter().layout(text.clone(), theme::body(), theme::TEXT, width - 56.0);
    let size = vec2(width, galley.size().y + 20.0);
    let rect = Rect::from_min_size(pos2(middle.center().x - width / 2.0, middle.bottom() - size.y - 8.0), size);
    ui.painter().rect(rect, theme::RADIUS, theme::RAISED, egui::Stroke::new(1.0, color), egui::StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(14.0, 10.0), galley, theme::TEXT);
    let close = Rect::from_min_size(pos2(rect.right() - 32.0, rect.center().y - 10.0), vec2(24.0, 20.0));
    let response = ui.interact(close, ui.id().with("notice"), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, &text));
    widgets::line(ui, close, "×", theme::body(), theme::QUIET, Align::Center);
    if response.clicked() {
        desk.notice = None;
    }
}
