//! Acting: orders are quoted, agreed to, waited with, taken back; quarters end.

use super::desk::{Answer, Desk, Question};
use super::spell;
use crate::cli::table::wrap;
use crate::content::diagnostics::count;
use crate::orders::outbox::Put;
use crate::orders::phrases::{self, money, months};
use crate::orders::{Order, Party, Quote, sentences};
use crate::session::game::MonthResult;
use crate::sim::ledger::components::{Account, Ledger};
use crate::sim::policy::components::Measures;

/// The most quarters that one command plays.
const MOST_QUARTERS: usize = 400;
/// The most events that the end of a quarter tells.
const MOST_EVENTS: usize = 12;

impl Desk {
    /// Quotes an order and asks whether it is meant.
    pub(super) fn order(&mut self, words: &[&str]) -> Answer {
        let order = spell::order(self, words)?;
        let what = self.describe(&order);
        match self.game.quote(self.side, &order) {
            Ok(quote) => {
                let text = format!("{what}{}", self.quote(&quote));
                self.question = Some(Question::Order(order));
                Ok(text + "Put it into the outbox? (yes or no)\n")
            }
            Err(refusal) => Err(format!("{what}Refused: {refusal}")),
        }
    }

    /// An order as a sentence on its own line.
    fn describe(&self, order: &Order) -> String {
        wrap(&self.said(order))
    }

    /// An order as a sentence; a measure is named by what it is.
    pub(super) fn said(&self, order: &Order) -> String {
        let text = sentences::order(self.catalog(), order);
        let (Order::AdjustMeasure { measure, .. } | Order::RepealMeasure { measure }) = order else { return text };
        let list = &self.game.simulation().world().resource::<Measures>().list;
        let Some(found) = list.iter().find(|m| m.id == *measure) else { return text };
        format!("{} ({}).", text.trim_end_matches('.'), self.catalog()[found.policy].name)
    }

    fn quote(&self, quote: &Quote) -> String {
        let catalog = self.catalog();
        let mut text = wrap(&format!("  Effect: {}", quote.effect));
        text.push_str(&wrap(&format!("  Cost: {} now; in full effect it {}.", money(quote.cost_now_musd), yearly(quote))));
        text.push_str(&format!("  First effect: after {}.\n", months(quote.lag_months)));
        for consent in &quote.agree {
            let who = match consent.who {
                Party::Firm(firm) => &catalog[firm].name,
                Party::Government(region) => phrases::region(catalog, region),
            };
            let price =
                if consent.sweetener_musd > 0.0 { format!("for {}", money(consent.sweetener_musd)) } else { "for nothing".to_owned() };
            text.push_str(&wrap(&format!("  Must agree: {who}, {price}: {}", consent.why)));
        }
        text
    }

    /// Puts an order into the outbox.
    pub(super) fn put(&mut self, order: Order) -> Answer {
        let (_, put) = self.game.draft(self.side, order).map_err(|refusal| format!("Refused: {refusal}"))?;
        self.unsaved = true;
        Ok(match put {
            Put::Added => "It waits in the outbox; `end` gives it.".to_owned(),
            Put::Replaced => "It waits in the outbox in place of the one about the same thing.".to_owned(),
            Put::AlreadyThere => "The same order waits already.".to_owned(),
        })
    }

    pub(super) fn orders(&mut self, _: &[&str]) -> Answer {
        let waiting = self.game.seat(self.side).map_or(&[][..], |seat| seat.outbox.waiting());
        if waiting.is_empty() {
            return Ok("The outbox is empty.".to_owned());
        }
        let mut sum = 0.0;
        let mut text = String::new();
        for (at, order) in waiting.iter().enumerate() {
            text.push_str(&wrap(&format!("{}. {}", at + 1, self.said(order))));
            text.push_str(&match self.game.quote(self.side, order) {
                Ok(quote) => {
                    sum += quote.cost_now_musd;
                    wrap(&format!("   {} now; in full effect it {}.", money(quote.cost_now_musd), yearly(&quote)))
                }
                Err(refusal) => wrap(&format!("   It would be refused now: {refusal}")),
            });
        }
        let held = self.game.simulation().world().resource::<Ledger>().cash_musd(Account::Government(self.side));
        Ok(format!("{text}Together {} now; the treasury holds {}.", money(sum), money(held)))
    }

    pub(super) fn undo(&mut self, _: &[&str]) -> Answer {
        self.outbox_step(|outbox| outbox.undo(), "There is nothing to undo. No order was put in or taken out since the quarter began.")
    }

    pub(super) fn redo(&mut self, _: &[&str]) -> Answer {
        self.outbox_step(|outbox| outbox.redo(), "There is nothing to do again. Nothing was undone.")
    }

    pub(super) fn drop_order(&mut self, words: &[&str]) -> Answer {
        let number = words.first().and_then(|word| word.parse::<usize>().ok()).and_then(|n| n.checked_sub(1));
        let number = number.ok_or("Which order? `orders` shows the numbers.")?;
        self.outbox_step(|outbox| outbox.take_back(number).is_some(), "There is no order of this number.")
    }

    /// Changes the outbox, tells what came in and went out, and shows it.
    fn outbox_step(&mut self, step: impl FnOnce(&mut crate::orders::outbox::Outbox) -> bool, nothing: &str) -> Answer {
        let waiting = |desk: &Self| desk.game.seat(desk.side).map_or_else(Vec::new, |seat| seat.outbox.waiting().to_vec());
        let before = waiting(self);
        if !self.game.outbox_mut(self.side).is_some_and(step) {
            return Err(nothing.to_owned());
        }
        self.unsaved = true;
        let after = waiting(self);
        let told = |what: &str, order: &Order| wrap(&format!("{what}: {}", self.said(order)));
        let mut text: String = before.iter().filter(|order| !after.contains(order)).map(|order| told("Taken out", order)).collect();
        text.extend(after.iter().filter(|order| !before.contains(order)).map(|order| told("Put in", order)));
        Ok(text
            + &if after.is_empty() {
                "The outbox is empty.".to_owned()
            } else {
                format!("{} now in the outbox.", count(after.len(), "order"))
            })
    }

    /// Ends one quarter or several.
    pub(super) fn end(&mut self, words: &[&str]) -> Answer {
        let quarters = match words.first() {
            None => 1,
            Some(word) => {
                let number = word.parse().ok().filter(|n| (1..=MOST_QUARTERS).contains(n));
                number.ok_or_else(|| format!("Say how many quarters: 1 to {MOST_QUARTERS}."))?
            }
        };
        if self.game.is_over() {
            return Err("The level is over. `overview` and `history` show what became of it; `quit` leaves.".to_owned());
        }
        let before = self.game.simulation().history().notes.len();
        let mut result = MonthResult::default();
        let mut trouble = None;
        for _ in 0..quarters {
            if self.game.is_over() {
                break;
            }
            result.add(self.game.end_quarter());
            trouble = self.autosave().err().or(trouble);
        }
        let mut text = self.outcome(&result);
        self.last = result;
        text.push_str(&self.events(before));
        text.push_str(&trouble.map(|error| wrap(&error)).unwrap_or_default());
        let over = if self.game.is_over() { " The level is over." } else { " `briefing` tells what is new." };
        Ok(text + &format!("It is {}.{over}\n", self.game.simulation().now()))
    }

    /// What became of this side's orders.
    pub(super) fn outcome(&self, result: &MonthResult) -> String {
        let mut text = String::new();
        for (line, receipt) in result.done.iter().filter(|(line, _)| line.side == self.side) {
            let paid =
                if receipt.quote.cost_now_musd > 0.0 { format!(" Paid: {}.", money(receipt.quote.cost_now_musd)) } else { String::new() };
            let known = matches!(line.order, Order::AdjustMeasure { .. } | Order::RepealMeasure { .. });
            let measure = receipt.measure.filter(|_| !known).map(|n| format!(" Measure {n}."));
            let number = measure.or_else(|| receipt.project.map(|n| format!(" Project {n}.")));
            let number = number.unwrap_or_default();
            text.push_str(&wrap(&format!("{}: done: {}{number}{paid}", line.month, self.said(&line.order))));
        }
        for refused in result.refused.iter().filter(|refused| refused.order.side == self.side) {
            let order = self.said(&refused.order.order);
            text.push_str(&wrap(&format!("{}: refused: {order} {}", refused.order.month, refused.refusal)));
        }
        if let Err(fault) = crate::cli::failure::books(&result.faults) {
            text.push_str(&wrap(fault.message().unwrap_or_default()));
        }
        text
    }

    /// What happened since note number `first` in the player's own region, the latest last, and how much elsewhere.
    fn events(&self, first: usize) -> String {
        let notes = self.game.simulation().history().notes.get(first..).unwrap_or_default();
        let home = phrases::region(self.catalog(), self.side);
        let own: Vec<_> = notes.iter().filter(|(_, note)| note.contains(home)).collect();
        let latest = own.iter().skip(own.len().saturating_sub(MOST_EVENTS));
        let mut text: String = latest.map(|(month, note)| wrap(&format!("{month}: {note}"))).collect();
        let hidden = notes.len() - own.len().min(MOST_EVENTS);
        if hidden > 0 {
            text.push_str(&format!("{} more, most of them elsewhere; `history` lists them.\n", count(hidden, "event")));
        }
        text
    }
}

/// What a quote says of the yearly cost.
fn yearly(quote: &Quote) -> String {
    let year = quote.year;
    match (quote.cost_per_year_musd, quote.in_force_musd) {
        (cost, Some(standing)) if cost > 0.0 => format!("costs {} more in {year} than as it stands ({})", money(cost), flow(standing)),
        (cost, Some(standing)) if cost < 0.0 => format!("costs {} less in {year} than as it stands ({})", money(-cost), flow(standing)),
        (_, Some(standing)) => format!("costs as much in {year} as it stands ({})", flow(standing)),
        (cost, None) if cost > 0.0 => format!("costs {} in {year}", money(cost)),
        (cost, None) if cost < 0.0 => format!("brings {} in {year}", money(-cost)),
        _ => "costs nothing a year".to_owned(),
    }
}

/// Money of a year, in or out.
fn flow(musd: f64) -> String {
    if musd < 0.0 { format!("it brings {}", money(-musd)) } else { money(musd) }
}
