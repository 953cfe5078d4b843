//! Terms of the choice of a car, as plain numbers. Money in k$ of 2024, distances in km.

use crate::content::definitions::rules::Buyers;
use crate::units::math;

/// Present worth of a yearly cost over the years that buyers look ahead.
#[must_use]
pub fn years_of(cost: f64, years: u32, discount: f64) -> f64 {
    (1..=years).map(|y| cost / math::whole_power(1.0 + discount, y)).sum()
}

/// What a year of driving costs in energy, k$, by powertrain (ICE, HEV, PHEV, BEV).
/// `fuel` in $/litre, `power` in $/kWh, `distance` in km a year.
#[must_use]
pub fn running_cost(rules: &Buyers, fuel: f64, power: f64, distance: f64) -> [f64; 4] {
    let litres = &rules.litres_per_100_km;
    let hundreds = distance / 100.0;
    let electric = rules.kwh_per_100_km * power * hundreds / 1000.0;
    let share = rules.phev_electric_share;
    [
        litres.ice * fuel * hundreds / 1000.0,
        litres.hev * fuel * hundreds / 1000.0,
        share * electric + (1.0 - share) * litres.phev * fuel * hundreds / 1000.0,
        electric,
    ]
}

/// What a battery car lacks, k$: range, charging away from home, warmth.
#[must_use]
pub fn battery_penalty(
    range: f64,
    range_scale: f64,
    range_worth: f64,
    charging_worth: f64,
    home: f64,
    chargers: f64,
    charger_scale: f64,
    cold: f64,
) -> f64 {
    range_worth * math::exp(-range / range_scale) + charging_worth * (1.0 - 0.7 * home) / (1.0 + chargers / charger_scale) + cold
}

/// Share of a segment's buyers who can use a battery car at all: a plug at home or chargers, and enough range.
#[must_use]
pub fn feasible_share(home: f64, chargers: f64, charger_scale: f64, range: f64, range_need: f64) -> f64 {
    let plug = home + (1.0 - home) * (1.0 - math::exp(-chargers / charger_scale));
    let ratio = range / range_need;
    plug * (1.0 - math::exp(-ratio * ratio))
}

/// The same for a plug-in hybrid.
#[must_use]
pub fn feasible_share_phev(battery: f64) -> f64 {
    (1.3 * battery + 0.2).min(1.0)
}

/// Shares of the powertrains among buyers who may use `allowed` ones: nested logit with familiarity as size.
/// `inclusive[p]` is Z_p^ν.
#[must_use]
pub fn powertrain_shares(familiarity: &[f64; 4], inclusive: &[f64; 4], allowed: [bool; 4]) -> [f64; 4] {
    let mut shares = [0.0; 4];
    let mut sum = 0.0;
    for p in 0..4 {
        if allowed[p] {
            shares[p] = familiarity[p] * inclusive[p];
            sum += shares[p];
        }
    }
    if sum > 0.0 {
        shares.iter_mut().for_each(|s| *s /= sum);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chargers_and_range_let_more_people_use_a_battery_car() {
        let none = feasible_share(0.1, 0.0, 0.16, 400.0, 140.0);
        let some = feasible_share(0.1, 0.3, 0.16, 400.0, 140.0);
        let short = feasible_share(0.1, 0.3, 0.16, 150.0, 140.0);
        assert!(some > none && short < some && some <= 1.0);
    }

    #[test]
    fn shares_add_up() {
        let shares = powertrain_shares(&[1.0, 1.0, 0.5, 0.2], &[2.0, 1.0, 1.0, 3.0], [true, true, false, true]);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(shares[2], 0.0);
    }
}
