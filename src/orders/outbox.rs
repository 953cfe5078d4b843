//! Orders that wait for the month to begin. They can be taken back and put in again; nothing here touches a world.

use serde::{Deserialize, Serialize};

use super::{Directive, Order};

/// What the player did to the outbox, so that it can be undone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    /// An order came in at the end.
    Added(Order),
    /// An order took the place of another about the same thing.
    Replaced(usize, Order, Order),
    /// An order was taken out of its place.
    Removed(usize, Order),
}

/// One side's waiting orders, in the order in which they will be given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outbox {
    waiting: Vec<Order>,
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// What became of an order that was put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It waits at the end.
    Added,
    /// It took the place of a waiting order about the same thing.
    Replaced,
    /// The very same order waits already.
    AlreadyThere,
}

impl Outbox {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The waiting orders.
    #[must_use]
    pub fn waiting(&self) -> &[Order] {
        &self.waiting
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Puts an order in. One about the same thing takes the place of the one that waits.
    pub fn put(&mut self, order: Order) -> Put {
        if self.waiting.contains(&order) {
            return Put::AlreadyThere;
        }
        self.undone.clear();
        if let Some(at) = self.waiting.iter().position(|old| is_about_the_same(old, &order)) {
            let old = std::mem::replace(&mut self.waiting[at], order.clone());
            self.done.push(Step::Replaced(at, old, order));
            return Put::Replaced;
        }
        self.waiting.push(order.clone());
        self.done.push(Step::Added(order));
        Put::Added
    }

    /// Takes the order at a place back. Nothing happens if there is none.
    pub fn take_back(&mut self, at: usize) -> Option<Order> {
        if at >= self.waiting.len() {
            return None;
        }
        self.undone.clear();
        let order = self.waiting.remove(at);
        self.done.push(Step::Removed(at, order.clone()));
        Some(order)
    }

    /// Whether there is something to undo.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Undoes the last step. False if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.done.pop() else { return false };
        match &step {
            Step::Added(_) => {
                self.waiting.pop();
            }
            Step::Replaced(at, old, _) => self.waiting[*at] = old.clone(),
            Step::Removed(at, order) => self.waiting.insert(*at, order.clone()),
        }
        self.undone.push(step);
        true
    }

    /// Does the last undone step again. False if there is none.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.undone.pop() else { return false };
        match &step {
            Step::Added(order) => self.waiting.push(order.clone()),
            Step::Replaced(at, _, new) => self.waiting[*at] = new.clone(),
            Step::Removed(at, _) => {
                self.waiting.remove(*at);
            }
        }
        self.done.push(step);
        true
    }

    /// Hands all waiting orders over; what was done to them can no longer be undone.
    pub fn send(&mut self) -> Vec<Order> {
        self.done.clear();
        self.undone.clear();
        std::mem::take(&mut self.waiting)
    }
}

/// Whether two orders decide the same thing, so that only the later one can be meant.
fn is_about_the_same(a: &Order, b: &Order) -> bool {
    match (a, b) {
        (Order::EnactPolicy { policy, settings }, Order::EnactPolicy { policy: other, settings: new }) => {
            policy == other && choices(settings).eq(choices(new))
        }
        (
            Order::AdjustMeasure { measure, .. } | Order::RepealMeasure { measure },
            Order::AdjustMeasure { measure: other, .. } | Order::RepealMeasure { measure: other },
        ) => measure == other,
        (Order::FundProject { project, .. }, Order::FundProject { project: other, .. })
        | (Order::FastTrackProject { project }, Order::FastTrackProject { project: other }) => project == other,
        (Order::SetStockpile { good, .. }, Order::SetStockpile { good: other, .. }) => good == other,
        (Order::ProposeDeal { to, .. }, Order::ProposeDeal { to: other, .. }) => to == other,
        (Order::AnswerOffer { offer, .. }, Order::AnswerOffer { offer: other, .. }) => offer == other,
        (Order::StartMission { technology, .. }, Order::StartMission { technology: other, .. }) => technology == other,
        (Order::AnswerEvent { event, .. }, Order::AnswerEvent { event: other, .. }) => event == other,
        (Order::DirectFirm { firm, directive }, Order::DirectFirm { firm: other, directive: new }) => {
            firm == other && is_same_matter(directive, new)
        }
        _ => false,
    }
}

/// The settings that say what a measure is about: everything but numbers.
fn choices(settings: &super::Settings) -> impl Iterator<Item = (&String, &crate::content::definitions::settings::Setting)> {
    use crate::content::definitions::settings::Setting;
    settings.iter().filter(|(_, value)| !matches!(value, Setting::Number(_) | Setting::Path(_)))
}

fn is_same_matter(a: &Directive, b: &Directive) -> bool {
    match (a, b) {
        (Directive::ChooseChemistry { region, .. }, Directive::ChooseChemistry { region: other, .. }) => region == other,
        (Directive::SourceFrom { supplier, region, .. }, Directive::SourceFrom { supplier: from, region: other, .. }) => {
            (supplier, region) == (from, other)
        }
        (Directive::BuildPlant { process, region, .. }, Directive::BuildPlant { process: what, region: other, .. }) => {
            (process, region) == (what, other)
        }
        (Directive::RampPlugs { .. }, Directive::RampPlugs { .. }) => true,
        (
            Directive::EnterMarket { region } | Directive::LeaveMarket { region },
            Directive::EnterMarket { region: other } | Directive::LeaveMarket { region: other },
        ) => region == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::ids::GoodId;

    fn pile(good: u16, months: f64) -> Order {
        Order::SetStockpile { good: GoodId(good), months }
    }

    #[test]
    fn a_second_order_on_the_same_thing_takes_the_first_ones_place() {
        let mut outbox = Outbox::new();
        assert_eq!(outbox.put(pile(1, 3.0)), Put::Added);
        assert_eq!(outbox.put(pile(2, 3.0)), Put::Added);
        assert_eq!(outbox.put(pile(1, 6.0)), Put::Replaced);
        assert_eq!(outbox.put(pile(1, 6.0)), Put::AlreadyThere);
        assert_eq!(outbox.waiting(), [pile(1, 6.0), pile(2, 3.0)]);
    }

    #[test]
    fn every_step_can_be_undone_and_done_again() {
        let mut outbox = Outbox::new();
        let mut seen = vec![outbox.waiting().to_vec()];
        for step in 0..4 {
            match step {
                0 => drop(outbox.put(pile(1, 3.0))),
                1 => drop(outbox.put(pile(2, 1.0))),
                2 => drop(outbox.put(pile(1, 6.0))),
                _ => drop(outbox.take_back(0)),
            }
            seen.push(outbox.waiting().to_vec());
        }
        for old in seen.iter().rev().skip(1) {
            assert!(outbox.undo());
            assert_eq!(outbox.waiting(), old.as_slice());
        }
        assert!(!outbox.undo());
        for new in &seen[1..] {
            assert!(outbox.redo());
            assert_eq!(outbox.waiting(), new.as_slice());
        }
        assert!(!outbox.redo());
    }

    #[test]
    fn what_is_sent_is_gone() {
        let mut outbox = Outbox::new();
        outbox.put(pile(1, 3.0));
        assert_eq!(outbox.send(), vec![pile(1, 3.0)]);
        assert!(outbox.is_empty() && !outbox.can_undo());
        assert_eq!(outbox.take_back(0), None);
    }
}
