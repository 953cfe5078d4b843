//! What hostile steps do to relations and tension, as plain numbers (docs/month.md 14).

use crate::content::definitions::politics::Diplomacy;

/// Points of tension that a step on a rung adds; each further rung weighs more than the last.
#[must_use]
pub fn tension_of(rules: &Diplomacy, rung: u32) -> f64 {
    let rung = f64::from(rung);
    rules.tension_per_rung * rung * (1.0 + rung / 10.0)
}

/// Points of relations that a measure on a rung costs while it stands.
#[must_use]
pub fn grievance(rules: &Diplomacy, rung: u32) -> f64 {
    rules.grievance_per_rung * f64::from(rung)
}

/// Relations after a quarter, drawn to where history and standing grievances put them.
#[must_use]
pub fn drifted(rules: &Diplomacy, now: f64, base: f64, grievances: f64) -> f64 {
    let aim = (base - grievances).clamp(-100.0, 100.0);
    (now + (aim - now) * (3.0 / rules.relation_months).min(1.0)).clamp(-100.0, 100.0)
}

/// Tension after a month without a step: it falls by a fixed pace to what relations make of it.
#[must_use]
pub fn eased(rules: &Diplomacy, tension: f64, relations: f64) -> f64 {
    let least = (rules.tension_at_worst * (-relations / 100.0)).max(0.0);
    if tension <= least { (tension + rules.tension_ease).min(least) } else { (tension - rules.tension_ease).max(least) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::definitions::politics::Diplomacy;

    fn rules() -> Diplomacy {
        Diplomacy {
            tension_per_rung: 0.8,
            grievance_per_rung: 2.0,
            shock_share: 0.5,
            doer_share: 0.25,
            relation_months: 48.0,
            tension_ease: 0.67,
            tension_at_worst: 40.0,
            step_months: 60,
        }
    }

    #[test]
    fn quiet_years_ease_tension_to_what_distrust_leaves() {
        let after = (0..120).fold(80.0, |tension, _| eased(&rules(), tension, -50.0));
        assert_eq!(after, 20.0);
        assert_eq!(eased(&rules(), 5.0, 60.0), 5.0 - 0.67);
    }

    #[test]
    fn higher_rungs_weigh_more_than_their_number() {
        let steps: Vec<f64> = (0..=10).map(|rung| tension_of(&rules(), rung)).collect();
        assert!(steps[0] == 0.0 && steps.windows(3).all(|w| w[2] - w[1] > w[1] - w[0]), "{steps:?}");
    }
}
