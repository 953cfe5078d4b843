//! Keys that act on every screen. The overlay of keys is made from this list.

use egui::{Key, Modifiers};

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Ask to end the quarter, or agree.
    End,
    /// Undo a step of the plan.
    Undo,
    /// Do it again.
    Redo,
    /// Save.
    Save,
    /// Load.
    Load,
    /// Close what is open, or go back.
    Back,
    /// Show events.
    Agenda,
    /// Show the keys.
    Keys,
    /// Show the briefing.
    Briefing,
}

/// A key.
pub struct Binding {
    /// Held with it.
    pub with: Modifiers,
    /// The key.
    pub key: Key,
    /// What it does.
    pub act: Act,
    /// How it is written.
    pub written: &'static str,
    /// What it does, in words.
    pub about: &'static str,
}

const fn bind(with: Modifiers, key: Key, act: Act, written: &'static str, about: &'static str) -> Binding {
    Binding { with, key, act, written, about }
}

/// Every key beside those of the screens.
pub const KEYS: &[Binding] = &[
    bind(Modifiers::NONE, Key::Enter, Act::End, "Enter", "end the quarter, after a question"),
    bind(Modifiers::COMMAND, Key::Z, Act::Undo, "Ctrl-Z", "undo the last step of the plan"),
    bind(Modifiers::COMMAND, Key::Y, Act::Redo, "Ctrl-Y", "do it again"),
    bind(Modifiers::COMMAND, Key::S, Act::Save, "Ctrl-S", "save"),
    bind(Modifiers::COMMAND, Key::L, Act::Load, "Ctrl-L", "load"),
    bind(Modifiers::NONE, Key::E, Act::Agenda, "E", "events: what asks for an answer, what is in sight"),
    bind(Modifiers::NONE, Key::B, Act::Briefing, "B", "the briefing of the quarter"),
    bind(Modifiers::NONE, Key::Escape, Act::Back, "Esc", "close what is open"),
    bind(Modifiers::NONE, Key::Questionmark, Act::Keys, "?", "show these keys"),
    bind(Modifiers::SHIFT, Key::Slash, Act::Keys, "", ""),
];

/// What the keys of this frame ask for. Letters and Enter belong to a text that is being written.
#[must_use]
pub fn pressed(ctx: &egui::Context) -> Vec<Act> {
    let writing = ctx.egui_wants_keyboard_input();
    KEYS.iter()
        .filter(|b| !writing || b.with == Modifiers::COMMAND || b.key == Key::Escape)
        .filter(|b| ctx.input_mut(|input| input.consume_key(b.with, b.key)))
        .map(|b| b.act)
        .collect()
}
