//! Keys that act on every screen. The overlay of keys is made from this list.

use egui::{Event, Key, Modifiers};

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

/// Gives keys among events the Ctrl with which they were pressed, told in their order. In a slow frame a key and its Ctrl may be pressed
/// and let go before anybody looks; then neither would be known, and a letter be written where a command was meant.
pub fn hold(events: &mut Vec<Event>, pressed: &[(Key, bool)]) {
    let mut pressed = pressed.iter();
    let mut kept: Vec<Event> = Vec::with_capacity(events.len());
    for mut event in events.drain(..) {
        if let Event::Key { key, pressed: true, modifiers, .. } = &mut event
            && let Some((_, held)) = pressed.find(|(of, _)| of == key)
        {
            (modifiers.ctrl, modifiers.command) = (*held, *held);
            if *held && matches!(kept.last(), Some(Event::Text(_))) {
                kept.pop();
            }
        }
        kept.push(event);
    }
    *events = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_the_ctrl_with_which_it_was_pressed_though_the_frame_began_without() {
        let press = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
        let text = |text: &str| Event::Text(text.to_owned());
        let mut events = vec![text("e"), press(Key::E), text("s"), press(Key::S)];
        hold(&mut events, &[(Key::E, false), (Key::S, true)]);
        assert!(events.contains(&text("e")) && !events.contains(&text("s")), "what is a command is not written");
        let ctx = egui::Context::default();
        let input = egui::RawInput { events, ..egui::RawInput::default() };
        let mut acts = Vec::new();
        ctx.run_ui(input, |ui| acts.extend(pressed(ui.ctx()))).textures_delta.clear();
        assert_eq!(acts, [Act::Save, Act::Agenda]);
    }
}
