//! Governments that think for themselves: at the start of each quarter they put their orders into their outboxes, in each month their
//! answers to what waits, and note why when these are carried out.

use super::game::{Game, is_first_of_quarter};
use super::players::{Player, Seat};
use crate::ai::{Intent, Published, answers, plan, tempered};
use crate::content::Catalog;
use crate::content::ids::{DoctrineId, RegionId};
use crate::orders::Order;
use crate::reports::dossier::Dossier;
use crate::sim::dice::{Dice, Purpose};

impl Game {
    /// Has every seat with a doctrine think, on the world as it stands for both sides. Returns what they intend.
    pub(super) fn think(&mut self) -> Vec<(RegionId, Intent)> {
        let month = self.simulation.now();
        let mut thought = Vec::new();
        let plans = is_first_of_quarter(month) || self.simulation.calendar().tick == 0;
        for seat in &mut self.seats {
            let Some(doctrine) = seat.player.doctrine() else { continue };
            let dice = Dice::of_player(self.seed, seat.side.0);
            let own = tempered(&self.level.catalog, doctrine, &dice);
            let intents = if plans {
                plan(&self.simulation, seat.side, &own, &Published, (&mut seat.mind, &dice))
            } else {
                answers(&self.simulation, seat.side, &own, &Published, &mut seat.mind)
            };
            for intent in intents {
                seat.outbox.put(intent.order.clone());
                thought.push((seat.side, intent));
            }
        }
        thought
    }
}

impl Game {
    /// What is known of both governments to somebody at a seat, or to whoever looks at the whole game: all of them if no person plays;
    /// else what the rival thinks is its own affair.
    #[must_use]
    pub fn dossiers(&self, seat: Option<RegionId>) -> Vec<Dossier> {
        let watched = self.seats.iter().any(|seat| seat.player == Player::Person);
        let open = |side: RegionId| !watched || (seat == Some(side) && self.seat(side).is_some_and(|seat| seat.player != Player::Person));
        let of = |seat: &Seat| Dossier {
            side: seat.side,
            doctrine: seat.player.doctrine().filter(|_| open(seat.side)),
            orders: self.log.iter().filter(|line| line.side == seat.side).map(|line| (line.month, line.order.clone())).collect(),
            notes: if open(seat.side) { seat.mind.notes.clone() } else { Vec::new() },
        };
        self.seats.iter().map(of).collect()
    }
}

/// Notes an order that was carried out, if it was a thought. Returns why it was given.
pub(super) fn note(seat: &mut Seat, thought: &mut Vec<(RegionId, Intent)>, order: &Order) -> Option<String> {
    let at = thought.iter().position(|(side, intent)| *side == seat.side && intent.order == *order)?;
    let (_, intent) = thought.remove(at);
    let why = intent.note.why.clone();
    seat.mind.notes.push(intent.note);
    Some(why)
}

/// The doctrine that a rival takes in a campaign, by the campaign's seed; none if the packs have none.
#[must_use]
pub fn doctrine_of_seed(catalog: &Catalog, seed: u64, side: RegionId) -> Option<DoctrineId> {
    let count = catalog.doctrines.len();
    let throw = Dice::of_player(seed, side.0).share(catalog.scenario.start, Purpose::Doctrine, 0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a throw lies between 0 and 1")]
    let at = (throw * count as f64) as usize;
    (count > 0).then(|| DoctrineId::from_index(at.min(count - 1)))
}

/// The player of a word: a doctrine of the packs, or one picked by the seed for `any`.
#[must_use]
pub fn rival(catalog: &Catalog, word: &str, seed: u64, side: RegionId) -> Option<Player> {
    match word {
        "none" => Some(Player::Nothing),
        "any" => Some(doctrine_of_seed(catalog, seed, side).map_or(Player::Nothing, Player::Doctrine)),
        _ => catalog.find::<DoctrineId>(word).map(Player::Doctrine),
    }
}

/// Who plays the two sides of a level when a person takes one of them: `rival`, or who does by itself: what the other side did in the
/// world where the level tells it, else a doctrine picked by the seed.
#[must_use]
pub fn seats_of(catalog: &Catalog, person_is_china: bool, seed: u64, rival: Option<Player>) -> (Player, Player) {
    let scenario = &catalog.scenario;
    let usual = |side: RegionId| {
        if catalog.decisions.iter().any(|decision| decision.by == side) {
            Player::History
        } else {
            doctrine_of_seed(catalog, seed, side).map_or(Player::Nothing, Player::Doctrine)
        }
    };
    if person_is_china {
        (rival.unwrap_or_else(|| usual(scenario.us)), Player::Person)
    } else {
        (Player::Person, rival.unwrap_or_else(|| usual(scenario.china)))
    }
}
