//! Acting: orders are quoted, agreed to, waited with, taken back; quarters end.

use super::desk::{Answer, Desk, Question};
use super::spell;
use crate::cli::table::wrap;
use crate::content::diagnostics::count;
use crate::orders::outbox::Put;
use crate::orders::phrases::money;
use crate::orders::{Order, Quote};
use crate::reports::View;
use crate::reports::wording;
use crate::session::game::MonthResult;
use crate::sim::ledger::components::Account;
use crate::units::MUSD_IN_CENTS;

/// The most quarters that one command plays.
const MOST_QUARTERS: usize = 400;

impl Desk {
    /// Quotes an order and asks whether it is meant.
    pub(super) fn order(&mut self, words: &[&str]) -> Answer {
        let order = spell::order(self, words)?;
        let text = self.quoted(&order)?;
        self.question = Some(Question::Order(order));
        Ok(text + "Put it into the outbox? (yes or no)\n")
    }

    /// What an order says, costs and does, or why it is refused.
    pub(super) fn quoted(&self, order: &Order) -> Answer {
        let what = self.describe(order);
        match self.game.quote(self.side, order) {
            Ok(quote) => Ok(format!("{what}{}", self.quote(order, &quote))),
            Err(refusal) => Err(format!("{what}Refused: {refusal}")),
        }
    }

    /// An order as a sentence on its own line.
    fn describe(&self, order: &Order) -> String {
        wrap(&self.said(order))
    }

    /// An order as a sentence; a measure is named by what it is and what is set anew.
    pub(super) fn said(&self, order: &Order) -> String {
        wording::order(&View::new(self.game.simulation()), self.side, order, &self.policies_of)
    }

    fn quote(&self, order: &Order, quote: &Quote) -> String {
        // What a measure does stands in the order itself, and so does what a mission spends.
        let mission = matches!(order, Order::StartMission { musd_per_year, .. } if *musd_per_year > 0.0);
        let said = mission || matches!(order, Order::EnactPolicy { .. });
        let mut text = if said { String::new() } else { wrap(&format!("  Effect: {}", quote.effect)) };
        text.push_str(&wrap(&format!("  Cost: {}", wording::cost(quote))));
        text.push_str(&format!("  First effect: {}.\n", wording::first_effect(quote)));
        text.extend(wording::at_home(quote).map(|asked| wrap(&format!("  At home: {asked}"))));
        let view = View::new(self.game.simulation());
        text.extend(wording::abroad(&view, self.side, order).map(|abroad| wrap(&format!("  Abroad: {abroad}"))));
        text.extend(quote.agree.iter().map(|consent| wrap(&format!("  Must agree: {}", wording::consent(&view, consent)))));
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
                    wrap(&format!("   Cost: {}", wording::cost(&quote)))
                }
                Err(refusal) => wrap(&format!("   It would be refused now: {refusal}")),
            });
        }
        Ok(text + &wrap(&format!("Together {} now; {}.", money(sum), self.purse())))
    }

    /// What the treasury can pay orders with.
    fn purse(&self) -> String {
        let view = View::new(self.game.simulation());
        let held = view.ledger.cash_musd(Account::Government(self.side));
        let credit = view.treasuries.get(self.side.index()).map_or(0.0, |t| t.budget - t.debt as f64 / MUSD_IN_CENTS);
        format!("the treasury holds {} and can raise {} more against a year’s budget", money(held), money(credit.max(0.0)))
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
            return Err(
                "The campaign is over. `result` shows how it ended, `sandbox` goes on with nothing at stake, `quit` leaves.".to_owned()
            );
        }
        let (first, start) = (self.game.simulation().history().notes.len(), self.game.simulation().now());
        let mut result = MonthResult::default();
        let (mut laws, mut trouble, mut stopped) = (Vec::new(), None, String::new());
        let (anyway, asked) = (words.get(1) == Some(&"anyway"), self.asked());
        for played in 0..quarters {
            if self.game.is_over() {
                break;
            }
            if played > 0 && !anyway && self.asked().iter().any(|event| !asked.contains(event)) {
                let left = quarters - played;
                stopped = format!(
                    "Stopped after {played} of {quarters} quarters, for something asks for an answer; `end {left} anyway` goes on.\n"
                );
                break;
            }
            let (before, from) = (self.measures_now(), self.game.simulation().now());
            self.policies_of.extend(before.iter().map(|m| (m.id, m.policy)));
            result.add(self.game.end_quarter());
            laws.extend(self.laws(&before, from));
            trouble = self.autosave().err().or(trouble);
        }
        let mut text = self.outcome(&result);
        self.last = result;
        self.laws = laws;
        self.ended = Some(start);
        text.push_str(&self.told_laws());
        text.push_str(&self.told_events(first));
        text.push_str(&trouble.map(|error| wrap(&error)).unwrap_or_default());
        text.push_str(&self.told_review());
        let now = self.game.simulation().now();
        if self.game.is_over() {
            let page = self.result(&[])?;
            return Ok(format!("{text}It is {now}. The campaign is over.\n\n{page}\n`sandbox` goes on with nothing at stake.\n"));
        }
        Ok(text + &self.told_asks() + &stopped + &format!("It is {now}. `briefing` tells what is new.\n"))
    }

    /// What became of this side's orders.
    pub(super) fn outcome(&self, result: &MonthResult) -> String {
        let mut text = String::new();
        for (line, receipt) in result.done.iter().filter(|(line, _)| line.side == self.side) {
            let paid =
                if receipt.quote.cost_now_musd > 0.0 { format!(" Paid: {}.", money(receipt.quote.cost_now_musd)) } else { String::new() };
            // An order that names a measure or project need not be told its number.
            let number = match line.order {
                Order::EnactPolicy { .. } | Order::SetStockpile { .. } | Order::StartMission { .. } => {
                    receipt.measure.map(|n| format!(" Measure {n}."))
                }
                Order::DirectFirm { .. } => receipt.project.map(|n| format!(" Project {n}.")),
                _ => None,
            };
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
}
