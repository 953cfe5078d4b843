//! Learning curves as plain numbers.

use crate::units::math;

/// Cost after `experience` against the cost at `reference`: each doubling lowers the part above the floor by `learning`
/// (Wright's law; Ziegler & Trancik 2021, Barwick et al. 2025), research by its own power. All shares; never below floor.
#[must_use]
pub fn cost_factor(experience: f64, reference: f64, learning: f64, research_ratio: f64, research_power: f64, floor: f64) -> f64 {
    Curve::new(learning, research_ratio, research_power, floor).cost_factor(experience, reference)
}

/// The same with all that does not depend on the firm reckoned once.
#[derive(Clone, Copy, Debug)]
pub struct Curve {
    power: f64,
    above_floor: f64,
    floor: f64,
}

impl Curve {
    /// The curve of a technology at a stock of research against that of the start.
    #[must_use]
    pub fn new(learning: f64, research_ratio: f64, research_power: f64, floor: f64) -> Self {
        let power = -math::ln(1.0 - learning) / math::ln(2.0);
        Self { power, above_floor: (1.0 - floor) * math::pow(research_ratio.max(1e-6), -research_power), floor }
    }

    /// Cost after `experience` against the cost at `reference`.
    #[must_use]
    pub fn cost_factor(&self, experience: f64, reference: f64) -> f64 {
        self.floor + self.above_floor * math::pow((experience / reference).max(1e-6), -self.power)
    }
}

/// Chance that a technology takes a step of readiness in a month, given the money spent on it that month.
#[must_use]
pub fn step_chance(hazard: f64, spent: f64, step_cost: f64) -> f64 {
    1.0 - math::exp(-hazard * spent / step_cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubling_lowers_cost_by_the_learning_rate() {
        let factor = cost_factor(200.0, 100.0, 0.18, 1.0, 0.1, 0.0);
        assert!((factor - 0.82).abs() < 1e-9);
        assert!(cost_factor(1e12, 100.0, 0.18, 1.0, 0.1, 0.3) >= 0.3);
        assert_eq!(cost_factor(100.0, 100.0, 0.18, 1.0, 0.1, 0.3), 1.0);
    }
}
