//! The one list of what can be typed in the game. Help and completion come from it, and from the list of reports.

use super::desk::{Answer, Desk};
use crate::content::ids::ItemKind;

/// Something that can be typed.
pub(super) struct Command {
    /// The word.
    pub(super) name: &'static str,
    /// Other words for it.
    pub(super) also: &'static [&'static str],
    /// What may follow.
    pub(super) usage: &'static str,
    /// What it does, in a line.
    pub(super) about: &'static str,
    /// More, for `help NAME`.
    pub(super) more: &'static str,
    /// Kinds of items whose ids may follow, for completion.
    pub(super) kinds: &'static [ItemKind],
    /// Words that may follow, for completion.
    pub(super) words: &'static [&'static str],
    /// Does it.
    pub(super) run: fn(&mut Desk, &[&str]) -> Answer,
}

/// Kinds that orders name.
const ORDERED: &[ItemKind] = &[
    ItemKind::Policy,
    ItemKind::Firm,
    ItemKind::Good,
    ItemKind::Region,
    ItemKind::Technology,
    ItemKind::Chemistry,
    ItemKind::Process,
    ItemKind::Event,
];

/// Every command that is not a report.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: "briefing",
        also: &["b"],
        usage: "[MONTH]",
        about: "your orders, ten things that changed and why, three threats, three openings",
        more: "Without a month, since the last quarter. `events` lists what happened, `why FIGURE` opens a reason.",
        kinds: &[],
        words: &[],
        run: Desk::briefing,
    },
    Command {
        name: "events",
        also: &[],
        usage: "[MONTH] [WORD]…",
        about: "what happened in the quarters just ended, or since a month: openings, stoppages, rescues",
        more: "Words narrow the list down: ids of regions, firms and goods, or any word of an event. Example: events 2024-01 lges",
        kinds: &[ItemKind::Region, ItemKind::Firm, ItemKind::Good],
        words: &[],
        run: Desk::events,
    },
    Command {
        name: "review",
        also: &[],
        usage: "",
        about: "what came of your orders: what they cost, and what was told beside what came",
        more: "Orders of this session, of the last three years. The end of a quarter tells the newest.",
        kinds: &[],
        words: &[],
        run: Desk::review,
    },
    Command {
        name: "result",
        also: &[],
        usage: "",
        about: "the final page, once the campaign has ended",
        more: "`ends` shows how it may end, `score` how both sides stand, `sandbox` goes on after the end.",
        kinds: &[],
        words: &[],
        run: Desk::result,
    },
    Command {
        name: "sandbox",
        also: &[],
        usage: "",
        about: "go on after the end of the campaign, with nothing at stake",
        more: "The result stays as it is.",
        kinds: &[],
        words: &[],
        run: Desk::sandbox,
    },
    Command {
        name: "order",
        also: &["o"],
        usage: "WHAT …",
        about: "quote an order and, after a yes, put it into the outbox",
        more: super::spell::FORMS,
        kinds: ORDERED,
        words: super::spell::VERBS,
        run: Desk::order,
    },
    Command {
        name: "deal",
        also: &[],
        usage: "WHAT …",
        about: "offer another government a deal, see how it weighs it and what it would sign; talks, summits, demands",
        more: super::deal::FORMS,
        kinds: &[ItemKind::Region, ItemKind::Article, ItemKind::Good],
        words: super::deal::VERBS,
        run: Desk::deal,
    },
    Command {
        name: "orders",
        also: &["outbox"],
        usage: "",
        about: "what waits for the end of the quarter",
        more: "Orders are given together when the next month begins. `undo` and `drop N` take them back.",
        kinds: &[],
        words: &[],
        run: Desk::orders,
    },
    Command {
        name: "undo",
        also: &[],
        usage: "",
        about: "take back the last change of the outbox",
        more: "`redo` does it again.",
        kinds: &[],
        words: &[],
        run: Desk::undo,
    },
    Command { name: "redo", also: &[], usage: "", about: "do again what was undone", more: "", kinds: &[], words: &[], run: Desk::redo },
    Command {
        name: "drop",
        also: &[],
        usage: "N",
        about: "take order number N out of the outbox",
        more: "`orders` shows the numbers.",
        kinds: &[],
        words: &[],
        run: Desk::drop_order,
    },
    Command {
        name: "policy",
        also: &[],
        usage: "POLICY",
        about: "what a policy does and what can be set in it",
        more: "`policies` lists them all.",
        kinds: &[ItemKind::Policy],
        words: &[],
        run: Desk::policy,
    },
    Command {
        name: "policies",
        also: &[],
        usage: "[FIELD]",
        about: "the policies that you could enact",
        more: "Fields: demand, industry, trade, finance, technology, resources. `policy NAME` tells all about one, `measures` what is in force.",
        kinds: &[],
        words: &["demand", "industry", "trade", "finance", "technology", "resources"],
        run: Desk::policies,
    },
    Command {
        name: "measures",
        also: &[],
        usage: "[REGION]",
        about: "the measures in force and announced, with the numbers by which orders name them",
        more: "Without a region, yours.",
        kinds: &[ItemKind::Region],
        words: &[],
        run: Desk::measures,
    },
    Command {
        name: "measure",
        also: &[],
        usage: "N",
        about: "a measure: what it does, how it is set, how to change it",
        more: "`measures` shows the numbers.",
        kinds: &[],
        words: &[],
        run: Desk::measure,
    },
    Command {
        name: "ids",
        also: &["id", "find"],
        usage: "WORD|KIND",
        about: "the ids that orders and reports take, by a part of their name",
        more: "Kinds: goods, processes, technologies, chemistries, regions, firms, sites, policies. Examples: ids lfp, ids technologies",
        kinds: &[],
        words: &["goods", "processes", "technologies", "chemistries", "regions", "firms", "sites", "policies"],
        run: Desk::ids,
    },
    Command {
        name: "firms",
        also: &[],
        usage: "[REGION]",
        about: "the firms of a region: id, name, business, money",
        more: "Without a region, yours. `firm NAME` opens one.",
        kinds: &[ItemKind::Region],
        words: &[],
        run: Desk::firms,
    },
    Command {
        name: "stress",
        also: &["cut"],
        usage: "FROM:TO[:GOOD] [MONTHS]",
        about: "who would stop if a trade were cut off",
        more: "The world is copied and the cut tried there for 12 months, or as many as you say. Nothing happens in your world. \
               Example: stress china:us:anode_material 24",
        kinds: &[],
        words: &[],
        run: Desk::stress,
    },
    Command {
        name: "end",
        also: &["next"],
        usage: "[N [anyway]]",
        about: "give the waiting orders and play to the end of the quarter, or of N quarters",
        more: "N quarters stop where something new asks for an answer, unless you add `anyway`. The game is saved by itself after each quarter: autosave-1 is the latest.",
        kinds: &[],
        words: &[],
        run: Desk::end,
    },
    Command {
        name: "save",
        also: &[],
        usage: "[NAME]",
        about: "save the game",
        more: "Without a name, under the last one. A save that was made by another session is replaced only after a yes.",
        kinds: &[],
        words: &[],
        run: Desk::save,
    },
    Command {
        name: "load",
        also: &[],
        usage: "NAME",
        about: "load a game",
        more: "What was not saved is lost; the quarter before is autosave-1.",
        kinds: &[],
        words: &[],
        run: Desk::load,
    },
    Command { name: "saves", also: &[], usage: "", about: "the saved games", more: "", kinds: &[], words: &[], run: Desk::list_saves },
    Command {
        name: "help",
        also: &["?", "h"],
        usage: "[COMMAND]",
        about: "this list, or all about one command",
        more: "",
        kinds: &[],
        words: &[],
        run: Desk::help,
    },
    Command {
        name: "quit",
        also: &["exit", "q"],
        usage: "",
        about: "leave the game",
        more: "The game is saved as autosave-1 if anything has happened since the last save.",
        kinds: &[],
        words: &[],
        run: Desk::quit,
    },
];

/// The command of a word.
pub(super) fn find(word: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == word || command.also.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_means_one_command() {
        let mut words: Vec<&str> = COMMANDS.iter().flat_map(|c| c.also.iter().chain([&c.name])).copied().collect();
        words.sort_unstable();
        let count = words.len();
        words.dedup();
        assert_eq!(words.len(), count);
    }
}
