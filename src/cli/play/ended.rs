//! The review of orders, and the end of a campaign: its final page, and going on without anything at stake.

use super::desk::{Answer, Desk};
use crate::cli::table::wrap;
use crate::content::definitions::scores::Index;
use crate::orders::phrases::capital;
use crate::reports::View;
use crate::reports::result::{self, FinalPage, SideResult};
use crate::reports::review::{Reviewed, review};
use crate::sim::diplomacy::orders::signed;
use crate::units::digits::fixed;

/// The most orders that the end of a quarter looks at again.
const MOST_REVIEWED: usize = 6;

impl Desk {
    /// What came of the orders of this session, newest first.
    pub(super) fn review(&mut self, _: &[&str]) -> Answer {
        let list = self.reviewed();
        if list.is_empty() {
            return Ok("No order has been carried out in this session. `briefing` tells those before.".to_owned());
        }
        Ok(list.iter().map(told).collect())
    }

    /// What is known by now of orders whose quotes said a number, at the end of a quarter: of those that are new, or began to act.
    pub(super) fn told_review(&self) -> String {
        let news = self.reviewed().into_iter().filter(|order| order.fresh && !order.compared.is_empty());
        let list: Vec<Reviewed> = news.take(MOST_REVIEWED).collect();
        let told: String = list.iter().map(told).collect();
        if list.is_empty() { String::new() } else { format!("Told and come so far; `review` tells of all\n{told}") }
    }

    fn reviewed(&self) -> Vec<Reviewed> {
        review(&View::new(self.game.simulation()), self.side, self.game.given(), &self.policies_of)
    }

    /// The final page.
    pub(super) fn result(&mut self, _: &[&str]) -> Answer {
        let page = result::page(&View::new(self.game.simulation()), self.side, self.game.log());
        page.map(|page| self.told_page(&page)).ok_or_else(|| "The campaign has not ended. `ends` shows how it may.".to_owned())
    }

    fn told_page(&self, page: &FinalPage) -> String {
        let catalog = self.catalog();
        let own = page.sides.iter().find(|side| side.region == self.side).map_or("neither won nor lost", SideResult::word);
        let mut text = wrap(format!("{}: you have {own}. {}", page.ended(), page.about).trim_end());
        let names: Vec<&str> = page.sides.iter().map(|side| catalog[side.region].short.as_str()).collect();
        text.push_str(&format!("\n{:<16}{:>8}{}\n", "", "weight", names.iter().map(|name| format!("{name:>10}")).collect::<String>()));
        for index in Index::ALL {
            let value = |side: &SideResult| {
                let known = *index != Index::Resilience || side.last.tested;
                format!("{:>10}", if known { fixed(side.last.indices[*index as usize], 0) } else { "-".to_owned() })
            };
            let weight = format!("{} %", fixed(100.0 * catalog.scenario.weight(*index), 0));
            let values: String = page.sides.iter().map(value).collect();
            text.push_str(&format!("{:<16}{weight:>8}{values}\n", capital(index.label())));
        }
        let factor = if (page.factor - 1.0).abs() > 1e-9 { format!("times {}", fixed(page.factor, 2)) } else { String::new() };
        let scores: String = page.sides.iter().map(|side| format!("{:>10}", fixed(side.last.score, 1))).collect();
        let above = |side: &SideResult| side.above_par.map(|points| format!("{:>10}", signed(points)));
        let above: Option<String> = page.sides.iter().map(above).collect();
        let above = above.map_or_else(String::new, |values| format!("{:<24}{values}\n", "Above par"));
        let grades: String = page.sides.iter().map(|side| format!(" {:>12}", side.grade)).collect();
        text.push_str(&format!("{:<16}{factor:>8}{scores}\n{above}{:<16}{:>5}{grades}\n", "Final score", "Grade", ""));
        for (title, list) in [
            (page.decided_title(), &page.decided),
            ("When it turned", &page.turning),
            ("Before your lead grew most you ordered", &page.best),
            ("Before it shrank most you ordered", &page.worst),
        ] {
            if !list.is_empty() {
                text.push_str(&format!("\n{title}\n"));
                list.iter().for_each(|line| text.push_str(&wrap(&format!("  {line}"))));
            }
        }
        if !(page.best.is_empty() && page.worst.is_empty()) {
            text.push_str("  Records tell what followed, not what would have come without.\n");
        }
        text
    }

    /// Goes on after the end.
    pub(super) fn sandbox(&mut self, _: &[&str]) -> Answer {
        if !self.game.is_over() {
            return Err("The campaign has not ended; there is nothing to go on from.".to_owned());
        }
        self.game.go_on();
        self.unsaved = true;
        Ok("The world goes on with nothing at stake; the result stays. `end` plays a quarter, `result` shows the final page.".to_owned())
    }
}

/// An order with what came of it.
fn told(order: &Reviewed) -> String {
    let paid = if order.paid.is_empty() { String::new() } else { format!(" Paid {}.", order.paid) };
    let mut text = wrap(&format!("{}: {}{paid}", order.month, order.order));
    for compared in &order.compared {
        let mark = match compared.as_told {
            Some(true) => "as told",
            Some(false) => "not as told",
            None => "open",
        };
        text.push_str(&wrap(&format!("  {}: told {}; {} ({mark}).", capital(compared.what), compared.told, compared.came)));
    }
    text
}
