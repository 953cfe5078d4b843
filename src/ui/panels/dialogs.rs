//! Questions over a screen: ending the quarter, saving, loading, keys.

use std::path::PathBuf;

use egui::{Context, RichText, ScrollArea, Ui};

use super::why::dialog_frame;
use crate::orders::phrases::{capital, money};
use crate::session::files::Listed;
use crate::session::level;
use crate::session::sections::Changes;
use crate::ui::desk::Desk;
use crate::ui::keys::KEYS;
use crate::ui::saved::{self, Unread};
use crate::ui::screens::SCREENS;
use crate::ui::theme;
use crate::ui::widgets::{button, button_if, primary, sentence};

/// A question.
pub enum Dialog {
    /// Whether the quarter is to end.
    End,
    /// Under which name to save.
    Save {
        /// What is written.
        name: String,
        /// Whether a save of that name is there, to be replaced after a second press.
        taken: bool,
    },
    /// Which save to load.
    Load {
        /// The saves that there are, or why they cannot be listed.
        list: Result<Vec<Entry>, String>,
        /// What went wrong with the last one pressed.
        wrong: Option<Unread>,
    },
    /// Events: what asks for an answer, what is in sight.
    Agenda,
    /// The keys.
    Keys,
    /// How the campaign ended.
    Result,
    /// What changed, as a page.
    Briefing,
}

/// A save in a list.
pub struct Entry {
    /// Its name.
    pub name: String,
    /// What it tells about itself, or why it cannot.
    pub about: String,
    /// Its file.
    pub path: PathBuf,
    /// Whether it can be read.
    pub whole: bool,
}

/// Saves as entries of a list.
#[must_use]
pub fn entries(list: Vec<Listed>) -> Vec<Entry> {
    let levels = level::known();
    let named = |id: &str| levels.iter().find(|known| known.id == id).map_or_else(|| id.to_owned(), |known| known.name.clone());
    // Sides stand in a header by the words of their packs.
    let side = |word: &String| if word.len() <= 2 { word.to_uppercase() } else { capital(word) };
    list.into_iter()
        .map(|listed| {
            let (about, whole) = match &listed.header {
                Ok(header) => {
                    let played = format!("{} h {:02} min", header.play_seconds / 3600, header.play_seconds / 60 % 60);
                    let sides: Vec<String> = header.sides.iter().map(side).collect();
                    (format!("{} · {} · {} · {played}", named(&header.scenario), sides.join(", "), header.month), true)
                }
                Err(error) => (error.to_string(), false),
            };
            Entry { name: listed.name.to_string(), about, path: listed.path, whole }
        })
        .collect()
}

/// Words of the questions.
pub const WORDS: &[&str] = &["briefing", "events", "end", "save", "load", "keys", "result"];

impl Dialog {
    /// The question of a word.
    #[must_use]
    pub fn named(word: &str, desk: &Desk) -> Option<Self> {
        Some(match word {
            "briefing" => Self::Briefing,
            "events" => Self::Agenda,
            "end" => Self::End,
            "save" => Self::save(desk),
            "load" => Self::load(desk),
            "keys" => Self::Keys,
            "result" => Self::Result,
            _ => return None,
        })
    }

    /// The question of a name.
    #[must_use]
    pub fn save(desk: &Desk) -> Self {
        let name = desk.name.as_ref().map_or_else(|| desk.game.title().to_owned(), ToString::to_string);
        Self::Save { name, taken: false }
    }

    /// The question of a save.
    #[must_use]
    pub fn load(desk: &Desk) -> Self {
        Self::Load { list: desk.list().map(entries), wrong: None }
    }
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It stays open.
    Open,
    /// It is done with.
    Close,
    /// Back to the start.
    Leave,
    /// Out of the program.
    Quit,
}

/// Shows a question.
pub fn show(ctx: &Context, dialog: &mut Dialog, desk: &mut Desk) -> Answer {
    let modal = egui::Modal::new("dialog".into()).frame(dialog_frame());
    let response = modal.show(ctx, |ui| {
        ui.set_width(match dialog {
            Dialog::Briefing => 760.0,
            Dialog::Agenda => 680.0,
            Dialog::Keys | Dialog::Load { .. } | Dialog::Result => 560.0,
            Dialog::End | Dialog::Save { .. } => 440.0,
        });
        match dialog {
            Dialog::End => end(ui, desk),
            Dialog::Save { name, taken } => save(ui, desk, name, taken),
            Dialog::Load { list, wrong } => load(ui, desk, list, wrong),
            Dialog::Agenda if super::agenda::show(ui, desk) => Answer::Close,
            Dialog::Agenda => Answer::Open,
            Dialog::Keys => keys(ui),
            Dialog::Result => super::final_page::show(ui, desk),
            Dialog::Briefing => super::briefing::show(ui, desk),
        }
    });
    if response.backdrop_response.clicked() { Answer::Close } else { response.inner }
}

fn title(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::title()));
    ui.add_space(2.0);
}

fn end(ui: &mut Ui, desk: &mut Desk) -> Answer {
    let summary = desk.summary();
    title(ui, "End the quarter?");
    let sum: f64 = summary.plan.iter().filter_map(|planned| planned.answer.as_ref().ok()).map(|quote| quote.cost_now_musd).sum();
    let refused = summary.plan.iter().filter(|planned| planned.answer.is_err()).count();
    let text = match summary.plan.len() {
        0 => "Your plan is empty. Three months pass.".to_owned(),
        1 => format!("One order is given{}. Then three months pass.", paid(sum)),
        n => format!("{n} orders are given{}. Then three months pass.", paid(sum)),
    };
    ui.label(text);
    if refused > 0 {
        sentence(ui, &format!("{refused} of them would be refused as things stand; the plan says why."), theme::WORSE);
    }
    ui.add_space(8.0);
    let mut answer = Answer::Open;
    ui.horizontal(|ui| {
        if primary(ui, "End quarter").clicked() {
            desk.end_quarter();
            answer = Answer::Close;
        }
        if button(ui, "Not yet").clicked() {
            answer = Answer::Close;
        }
    });
    sentence(ui, "Enter ends it, Esc goes back.", theme::FAINT);
    answer
}

fn paid(sum: f64) -> String {
    if sum > 0.0 { format!(", for {} now", money(sum)) } else { String::new() }
}

fn save(ui: &mut Ui, desk: &mut Desk, name: &mut String, taken: &mut bool) -> Answer {
    title(ui, "Save the game");
    let field = ui.add(egui::TextEdit::singleline(name).desired_width(f32::INFINITY).hint_text("Name").char_limit(60));
    if field.changed() {
        *taken = false;
    }
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if !field.has_focus() && !entered && !*taken {
        field.request_focus();
    }
    if *taken {
        sentence(ui, "There is a save of this name that was not made in this session. It would be kept as a backup.", theme::WORSE);
    }
    ui.add_space(8.0);
    let mut answer = Answer::Open;
    let can = !name.trim().is_empty();
    ui.horizontal(|ui| {
        let pressed = if *taken { button(ui, "Replace it").clicked() } else { primary(ui, "Save").clicked() || entered };
        if pressed && can {
            if *taken {
                desk.overwrite(name);
                answer = Answer::Close;
            } else {
                *taken = desk.save(name);
                answer = if *taken { Answer::Open } else { Answer::Close };
            }
        }
        if button(ui, "Cancel").clicked() {
            answer = Answer::Close;
        }
    });
    answer
}

fn load(ui: &mut Ui, desk: &mut Desk, list: &Result<Vec<Entry>, String>, wrong: &mut Option<Unread>) -> Answer {
    title(ui, "Load a game");
    let mut answer = Answer::Open;
    let mut pressed = None;
    match list {
        Ok(list) => pressed = saves(ui, list, 300.0).map(|path| (path, Changes::Refuse)),
        Err(error) => sentence(ui, error, theme::WORSE),
    }
    if let Some(error) = wrong
        && let Some(path) = saved::show(ui, error)
    {
        pressed = Some((path, Changes::Accept));
    }
    if let Some((path, changes)) = pressed {
        match desk.load(&path, changes) {
            Ok(()) => answer = Answer::Close,
            Err(error) => *wrong = Some(error),
        }
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if button(ui, "Cancel").clicked() {
            answer = Answer::Close;
        }
        if button(ui, "Back to the start").clicked() {
            answer = Answer::Leave;
        }
        if button(ui, "Quit").clicked() {
            answer = Answer::Quit;
        }
    });
    sentence(ui, "Leaving saves what is not saved yet as the newest autosave.", theme::FAINT);
    answer
}

/// A list of saves; the file that was pressed.
pub fn saves(ui: &mut Ui, list: &[Entry], height: f32) -> Option<PathBuf> {
    let mut chosen = None;
    if list.is_empty() {
        sentence(ui, "There are no saves yet.", theme::QUIET);
    }
    ScrollArea::vertical().id_salt("saves").max_height(height).min_scrolled_height(height).show(ui, |ui| {
        for entry in list {
            ui.horizontal(|ui| {
                if button_if(ui, entry.whole, &entry.name).clicked() {
                    chosen = Some(entry.path.clone());
                }
                ui.add(egui::Label::new(RichText::new(&entry.about).font(theme::small()).color(theme::QUIET)).truncate());
            });
        }
    });
    chosen
}

fn keys(ui: &mut Ui) -> Answer {
    title(ui, "Keys");
    egui::Grid::new("keys").num_columns(2).spacing([24.0, 5.0]).show(ui, |ui| {
        for (at, screen) in SCREENS.iter().enumerate() {
            ui.label(RichText::new(format!("F{}", at + 1)).font(theme::bold()));
            ui.label(format!("{}: {}", screen.name, screen.about));
            ui.end_row();
        }
        for binding in KEYS.iter().filter(|binding| !binding.written.is_empty()) {
            ui.label(RichText::new(binding.written).font(theme::bold()));
            ui.label(crate::orders::sentences::sentence(binding.about).trim_end_matches('.'));
            ui.end_row();
        }
    });
    ui.add_space(8.0);
    if button(ui, "Close").clicked() { Answer::Close } else { Answer::Open }
}
