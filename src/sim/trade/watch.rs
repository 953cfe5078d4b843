//! Whether measures or relations say anything new of a good: if not, its lanes are those of last month.

use super::lanes::Landing;
use crate::sim::policy::components::Effects;

/// What measures and relations said when they were last looked at.
#[derive(Default)]
pub struct Watch {
    relations: Vec<f64>,
    /// Tariff, export tax, licence and leak of every pair.
    pairs: Vec<[f64; 4]>,
    /// Pairs that measures had changed.
    touched: Vec<usize>,
    /// By good, whether anything is new.
    changed: Vec<bool>,
}

impl Watch {
    /// Looks at the month's measures and relations; at measures only where they may be others than last month's.
    pub fn look(&mut self, landing: &Landing<'_>, rebuilt: bool) {
        let effects = landing.effects;
        let places = effects.regions * effects.regions;
        self.changed.clear();
        if self.pairs.len() != effects.tariff.len() || !self.relations.iter().eq(landing.relations.iter().copied().flatten()) {
            self.relations = landing.relations.concat();
            self.pairs = (0..effects.tariff.len()).map(|at| said(effects, at)).collect();
            self.remember(effects);
            self.changed.resize(effects.tariff.len() / places, true);
            return;
        }
        self.changed.resize(effects.tariff.len() / places, false);
        if rebuilt {
            for at in self.touched.iter().chain(&effects.touched).chain(&effects.licensed) {
                let now = said(effects, *at);
                if self.pairs[*at] != now {
                    self.pairs[*at] = now;
                    self.changed[*at / places] = true;
                }
            }
            self.remember(effects);
        }
    }

    fn remember(&mut self, effects: &Effects) {
        self.touched.clone_from(&effects.touched);
        self.touched.extend_from_slice(&effects.licensed);
    }

    /// Whether anything is new of the good with this number.
    #[must_use]
    pub fn changed(&self, good: usize) -> bool {
        self.changed[good]
    }
}

fn said(effects: &Effects, at: usize) -> [f64; 4] {
    [effects.tariff[at], effects.export_tax[at], effects.licence[at], effects.leak[at]]
}
