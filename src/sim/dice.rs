//! Chance, asked with a purpose: the same question in the same month of the same world has the same answer, whatever
//! else was asked before. An imagined copy of the world asks under another key, so nobody can foresee luck.

use bevy_ecs::prelude::Resource;
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;
use serde::{Deserialize, Serialize};

use crate::units::Month;

/// What a throw of the dice decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The monthly shock of a region's car market.
    CarMarket = 1,
    /// Whether a technology takes a step of readiness.
    Readiness = 2,
    /// Whether permits come.
    Permits = 3,
    /// Whether what overran its time is built.
    Building = 4,
    /// Whether a plant is struck.
    Stoppage = 5,
    /// How badly.
    Loss = 6,
    /// By what.
    Cause = 7,
    /// Whether an office is kept.
    Election = 8,
    /// Whether a measure lapses with an office.
    Lapse = 9,
    /// Whether a court stops a measure.
    Court = 10,
    /// What a government that no person steers fancies; asked of its own dice.
    Whim = 15,
    /// Which doctrine a rival takes.
    Doctrine = 16,
    /// In what a government differs from its doctrine; asked of its own dice.
    Temper = 17,
    /// Whether an event comes.
    Event = 20,
    /// Whether a breach of a deal is found.
    Breach = 13,
}

/// The dice of one world.
#[derive(Resource, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dice {
    seed: u64,
    key: u64,
}

impl Dice {
    /// The true dice of a campaign.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, key: 0 }
    }

    /// The seed of the campaign.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// Other dice for an imagined future. The true seed takes no part, so no forecast can lean on it.
    #[must_use]
    pub fn imagined(key: u64) -> Self {
        Self { seed: 0x00CA_7A0D_E000, key: key | 1 << 63 }
    }

    /// The dice of a player of a campaign: they share nothing with the world's, so nobody can foresee by them.
    #[must_use]
    pub const fn of_player(seed: u64, player: u16) -> Self {
        Self { seed, key: 1 << 62 | player as u64 }
    }

    fn generator(&self, month: Month, purpose: Purpose, id: u64) -> Pcg64Mcg {
        let mut bytes = [0_u8; 40];
        let parts = [self.seed, self.key, u64::from_ne_bytes(i64::from(month.since(Month::new(0, 1))).to_ne_bytes()), purpose as u64, id];
        for (slot, part) in bytes.chunks_exact_mut(8).zip(parts) {
            slot.copy_from_slice(&part.to_le_bytes());
        }
        Pcg64Mcg::seed_from_u64(xxhash_rust::xxh3::xxh3_64(&bytes))
    }

    /// A number in 0..1.
    #[must_use]
    pub fn share(&self, month: Month, purpose: Purpose, id: u64) -> f64 {
        uniform(&mut self.generator(month, purpose, id))
    }

    /// A number with mean 0 and standard deviation 1: the sum of twelve uniforms less six, exact arithmetic only.
    #[must_use]
    pub fn normal(&self, month: Month, purpose: Purpose, id: u64) -> f64 {
        let mut generator = self.generator(month, purpose, id);
        (0..12).map(|_| uniform(&mut generator)).sum::<f64>() - 6.0
    }
}

/// The dice in a month: what those who ask at one time share.
#[derive(Clone, Copy)]
pub struct Luck<'a> {
    /// The dice.
    pub dice: &'a Dice,
    /// The month.
    pub month: Month,
}

impl Luck<'_> {
    /// Whether the permits of a project come this month.
    #[must_use]
    pub fn permits_come(&self, project: u32, chance: f64) -> bool {
        self.dice.share(self.month, Purpose::Permits, u64::from(project)) < chance
    }

    /// Whether a project whose planned time is over is ready this month.
    #[must_use]
    pub fn building_ends(&self, project: u32, chance: f64) -> bool {
        self.dice.share(self.month, Purpose::Building, u64::from(project)) < chance
    }
}

fn uniform(generator: &mut Pcg64Mcg) -> f64 {
    use rand::Rng;
    (generator.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_depends_on_the_question_only() {
        let (dice, month) = (Dice::new(7), Month::new(2024, 1));
        let first = dice.share(month, Purpose::CarMarket, 3);
        let _ = dice.share(month, Purpose::Readiness, 3);
        assert_eq!(first, dice.share(month, Purpose::CarMarket, 3));
        assert_ne!(first, dice.share(month, Purpose::CarMarket, 4));
        assert_ne!(first, Dice::new(8).share(month, Purpose::CarMarket, 3));
    }

    #[test]
    fn imagined_dice_do_not_know_the_seed() {
        let month = Month::new(2030, 5);
        assert_eq!(Dice::imagined(1).share(month, Purpose::CarMarket, 0), Dice::imagined(1).share(month, Purpose::CarMarket, 0));
        assert_ne!(Dice::imagined(1).share(month, Purpose::CarMarket, 0), Dice::imagined(2).share(month, Purpose::CarMarket, 0));
    }
}
