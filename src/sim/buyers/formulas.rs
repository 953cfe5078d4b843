//! Terms of the choice of a car, as plain numbers. Money in k$ of 2024, distances in km.

use crate::content::definitions::rules::Buyers;
use crate::content::ids::RegionId;
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

/// Coverage of a newcomer's dealers a month later: dealers bring dealers, and the last places are hard to win (logistic growth
/// at `growth` a year). `pace` is what cash and credit allow, 0 to 1.
#[must_use]
pub fn next_coverage(coverage: f64, growth: f64, pace: f64) -> f64 {
    coverage_after(coverage, pace * growth, 1.0)
}

/// Coverage after some months at full pace.
#[must_use]
pub fn coverage_after(first: f64, growth: f64, months: f64) -> f64 {
    let grown = math::exp(growth * months / 12.0);
    first * grown / (1.0 + first * (grown - 1.0))
}

/// Trust in a newcomer's name a month later: what is missing fades with `months`.
#[must_use]
pub fn next_trust(trust: f64, months: f64) -> f64 {
    trust + (1.0 - trust) / months
}

/// Trust after some months of selling.
#[must_use]
pub fn trust_after(trust: f64, months: f64, selling: f64) -> f64 {
    1.0 - (1.0 - trust) * math::exp(-selling / months)
}

/// What buyers who cancelled at some makers add to the wishes for each: they choose again among the others, each of which gets
/// what it would if those who were left did not exist. `shares` are the makers' shares of all buyers.
#[must_use]
pub fn chosen_again(cancelled: &[f64], shares: &[f64]) -> Vec<f64> {
    let left = |m: usize| (1.0 - shares[m]).max(1e-9);
    let all: f64 = (0..shares.len()).map(|m| cancelled[m] / left(m)).sum();
    (0..shares.len()).map(|m| shares[m] * (all - cancelled[m] / left(m))).collect()
}

/// Share of models with a plug that a maker offers whatever its buyers take: what a standard asks for, and what it lives off.
#[must_use]
pub fn standing_offer(rules: &Buyers, asked: f64, quick: bool, at_home: bool) -> f64 {
    let eager = if at_home { 1.0 } else { rules.quick_abroad };
    rules.availability_floor + rules.availability_per_standard * asked + if quick { rules.quick_availability * eager } else { 0.0 }
}

/// Months in which a maker closes the gap of its models: few for one that lives off cars with a plug, for the others by what is usual
/// where they are at home, and the fewer the harder they are pushed (speeds are mixed).
#[must_use]
pub fn launch_months(rules: &Buyers, home: RegionId, quick: bool, push: f64) -> f64 {
    let alone = if quick { rules.launch_months_quick } else { rules.launch_months * rules.launch_factor.at(home) };
    1.0 / ((1.0 - push) / alone + push / rules.launch_months_pushed.min(alone))
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
    #[test]
    fn a_network_grows_slowly_then_fast_then_slowly_and_only_as_money_allows() {
        let years: Vec<f64> = (0..=15).map(|y| coverage_after(0.01, 1.0, 12.0 * f64::from(y))).collect();
        assert!((years[0] - 0.01).abs() < 1e-12 && years[2] < 0.1 && years[5] > 0.5 && years[15] < 1.0, "{years:?}");
        let mut stepped = 0.01;
        (0..60).for_each(|_| stepped = next_coverage(stepped, 1.0, 1.0));
        assert!((stepped - years[5]).abs() < 1e-9, "{stepped} {}", years[5]);
        assert_eq!(next_coverage(0.3, 1.0, 0.0), 0.3);
    }

    #[test]
    fn trust_is_earned_by_years_on_the_road() {
        let mut stepped = 0.0;
        (0..96).for_each(|_| stepped = next_trust(stepped, 96.0));
        assert!((stepped - trust_after(0.0, 96.0, 96.0)).abs() < 0.01 && stepped > 0.6 && stepped < 0.65, "{stepped}");
    }

    #[test]
    fn who_cancels_goes_to_somebody_else_and_nobody_is_lost() {
        let again = chosen_again(&[10.0, 0.0, 4.0], &[0.5, 0.3, 0.2]);
        assert!((again.iter().sum::<f64>() - 14.0).abs() < 1e-9, "{again:?}");
        let only_first = chosen_again(&[10.0, 0.0, 0.0], &[0.5, 0.3, 0.2]);
        assert!(only_first[0].abs() < 1e-9 && (only_first[1] - 6.0).abs() < 1e-9, "{only_first:?}");
    }
}
