//! The briefing in the game: the player's own orders, then what changed, a sentence each. The same as a table is a report.

use super::desk::{Answer, Desk};
use crate::cli::table::wrap;
use crate::orders::phrases;
use crate::orders::sentences::{self, sentence};
use crate::reports::View;
use crate::reports::briefing::{Change, briefing};
use crate::units::Month;
use crate::units::digits::number;

impl Desk {
    /// What the player ordered, and what changed most.
    pub(super) fn briefing(&mut self, words: &[&str]) -> Answer {
        let sim = self.game.simulation();
        let (start, now) = (sim.history().start, sim.now());
        let since = match words.first() {
            None => now.plus(-3).max(start),
            Some(word) => word.parse::<Month>().map_err(|_| format!("`{word}` is no month: write it like {start}."))?,
        };
        if since < start || since > now {
            return Err(format!("This game runs since {start}, and it is {now}; {since} is not between them."));
        }
        let mut text = self.own_orders(now);
        text.push_str(&self.thoughts(now));
        if now == start {
            return Ok(text + "Nothing has changed yet: the first month is still to come.");
        }
        let view = View::new(sim).remembering(self.game.memories());
        let briefing = briefing(&view, self.side, Some(since));
        briefing.effects.iter().for_each(|effect| text.push_str(&wrap(effect)));
        text.push_str(&format!("What changed most from {since} to {now}\n"));
        for (number, change) in briefing.changes.iter().enumerate() {
            text.push_str(&wrap(&format!("{:>3}. {}", number + 1, told(&view, change))));
        }
        for (title, points) in [("Threats", &briefing.threats), ("Openings", &briefing.openings)] {
            if !points.is_empty() {
                text.push_str(&format!("{title}\n"));
                points.iter().for_each(|point| text.push_str(&wrap(&format!("  {}", point.text))));
            }
        }
        Ok(text)
    }

    /// What governments that think for themselves ordered in the last quarter, and why, for somebody who only watches.
    fn thoughts(&self, now: Month) -> String {
        let mut text = String::new();
        for dossier in self.game.dossiers(Some(self.side)) {
            let recent = dossier.notes.iter().filter(|note| now.since(note.month) <= 3);
            let said = |order| sentences::order(self.catalog(), dossier.side, order);
            let lines: String = recent.map(|note| wrap(&format!("{}: {} Why: {}.", note.month, said(&note.order), note.why))).collect();
            if !lines.is_empty() {
                text.push_str(&format!("Orders of {}\n{lines}\n", phrases::region(self.catalog(), dossier.side)));
            }
        }
        text
    }

    /// Orders of the last quarter: as they came out, or from the log after a load.
    fn own_orders(&self, now: Month) -> String {
        let known = self.outcome(&self.last);
        let text = if known.is_empty() {
            let recent = self.game.log().iter().filter(|line| line.side == self.side && now.since(line.month) <= 3);
            recent.map(|line| wrap(&format!("{}: done: {}", line.month, self.said(&line.order)))).collect()
        } else {
            known
        };
        let waiting = self.game.seat(self.side).map_or(0, |seat| seat.outbox.waiting().len());
        let waits = if waiting > 0 { format!("In the outbox: {waiting}; `orders` shows them.\n") } else { String::new() };
        if text.is_empty() { format!("You gave no orders last quarter.\n{waits}\n") } else { format!("Your orders\n{text}{waits}\n") }
    }
}

/// A change as a sentence, with what opens its reason.
fn told(view: &View<'_>, change: &Change) -> String {
    let (Some(then), Some(now)) = (change.then, change.now) else {
        return format!("{} ({}).", change.what, change.place);
    };
    let why = if change.reason.is_empty() { String::new() } else { format!(": {}", change.reason) };
    let opens = change.opens.as_ref().map(|key| format!(" `why {}`", key.words(view))).unwrap_or_default();
    let place = if change.place == "world" { String::new() } else { format!(" ({})", change.place) };
    format!("{} from {} to {} {}{place}{why}.{opens}", head(&change.what), number(then), number(now), change.unit)
}

/// The words with a capital.
fn head(text: &str) -> String {
    sentence(text).trim_end_matches('.').to_owned()
}
