//! The worth of a project, and what keeps a plant open, as plain numbers.

use crate::sim::plans::formulas::capital_recovery;
use crate::units::math;

/// No investor expects less use than this: a plant that can't sell at all is not weighed.
const LEAST_EXPECTED: f64 = 0.1;

/// What an investor believes about a plant.
#[derive(Clone, Copy, Debug)]
pub struct Prospect {
    /// Expected price at the gate less cash cost, $M per unit.
    pub margin: f64,
    /// Expected utilisation, 0.1 to 1.
    pub utilisation: f64,
    /// Capital cost, $M per unit of yearly capacity.
    pub capex: f64,
    /// Real hurdle rate, per year.
    pub hurdle: f64,
    /// Years until output.
    pub lead_years: f64,
    /// Years of output.
    pub life_years: f64,
    /// Share of capital cost granted.
    pub grant: f64,
    /// Share of capital cost lent below market, and the rate saved.
    pub loan: (f64, f64),
}

/// NPV over capital cost, and of it the part that public support makes.
#[must_use]
pub fn npv_over_capex(p: &Prospect) -> (f64, f64) {
    let annuity = 1.0 / capital_recovery(p.hurdle.max(0.005), p.life_years);
    let delay = math::pow(1.0 + p.hurdle.max(0.005), -p.lead_years);
    let margin = p.utilisation * p.margin / p.capex * annuity * delay;
    let soft = p.loan.0 * p.loan.1 * p.life_years.min(12.0) * 0.5;
    let support = p.grant + soft;
    (margin - 1.0 + support, support)
}

/// Utilisation that an investor expects: demand when the plant opens over capacity that stands and that comes.
#[must_use]
pub fn expected_utilisation(demand: f64, capacity: f64, coming: f64) -> f64 {
    (demand / (capacity + coming).max(1e-9)).clamp(LEAST_EXPECTED, 1.0)
}

/// New capacity that is started a month per unit of capacity that stands, by profit and by what is already under way.
#[must_use]
pub fn start_share(npv: f64, scale: f64, limit_a_year: f64, pipeline: f64, need: f64, brake: f64) -> f64 {
    let zeal = math::tanh(npv / scale).max(0.0);
    let crowd = (1.6 - brake * pipeline / need.max(1e-9)).clamp(0.0, 1.6);
    limit_a_year / 12.0 * zeal * crowd
}

/// How far a firm's own plants leave it willing to build more: not at all under the utilisation `idle`, fully above `busy`.
#[must_use]
pub fn busy_share(utilisation: f64, idle: f64, busy: f64) -> f64 {
    ((utilisation - idle) / (busy - idle)).clamp(0.0, 1.0)
}

/// Counters of low and high margins after another month with price over cash cost `ratio`.
#[must_use]
pub fn patience(ratio: f64, low: u32, high: u32, low_margin: f64, high_margin: f64) -> (u32, u32) {
    if ratio < low_margin {
        (low + 1, 0)
    } else if ratio > high_margin {
        (0, high + 1)
    } else {
        (low.saturating_sub(1), 0)
    }
}

/// Chance that permits come within the month, when they are as likely at any time within `left` ± `doubt` months.
#[must_use]
pub fn permit_chance(left: f64, doubt: f64) -> f64 {
    let (least, most) = ((left - doubt).max(0.0), left + doubt);
    if most <= 1.0 {
        1.0
    } else if least >= 1.0 {
        0.0
    } else {
        (1.0 - least) / (most - least)
    }
}

/// Months left and their doubt after a month in which no permits came: what is left of the same span.
#[must_use]
pub fn waited(left: f64, doubt: f64) -> (f64, f64) {
    let (least, most) = ((left - doubt - 1.0).max(0.0), left + doubt - 1.0);
    (0.5 * (least + most), 0.5 * (most - least))
}

/// Chance that building ends while it goes from `before` to `after` months behind its plan. Small overruns are likelier: the time lost
/// is the square of an even chance, times `most`.
#[must_use]
pub fn finish_chance(before: f64, after: f64, most: f64) -> f64 {
    if after >= most {
        return 1.0;
    }
    let ready = |late: f64| (late.max(0.0) / most).sqrt();
    (ready(after) - ready(before)) / (1.0 - ready(before))
}

/// Mean of what is still to be lost `late` months behind the plan.
#[must_use]
pub fn mean_overrun(late: f64, most: f64) -> f64 {
    if late.max(0.0) >= most {
        return 0.0;
    }
    let ready = (late.max(0.0) / most).sqrt();
    most * (1.0 + ready + ready * ready) / 3.0 - late.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prospect() -> Prospect {
        Prospect {
            margin: 10.0,
            utilisation: 0.8,
            capex: 60.0,
            hurdle: 0.1,
            lead_years: 2.0,
            life_years: 15.0,
            grant: 0.0,
            loan: (0.0, 0.0),
        }
    }

    #[test]
    fn grants_and_cheap_loans_raise_npv_by_what_they_are_worth() {
        let (plain, none) = npv_over_capex(&prospect());
        let (helped, support) = npv_over_capex(&Prospect { grant: 0.2, loan: (0.5, 0.03), ..prospect() });
        assert_eq!(none, 0.0);
        assert!((helped - plain - support).abs() < 1e-12 && support > 0.2);
    }

    #[test]
    fn idle_plants_hold_new_ones_back() {
        let busy = [0.2, 0.35, 0.525, 0.7, 1.0].map(|load| busy_share(load, 0.35, 0.7));
        assert!(busy.iter().zip([0.0, 0.0, 0.5, 1.0, 1.0]).all(|(is, due)| (is - due).abs() < 1e-12), "{busy:?}");
    }

    #[test]
    fn nobody_starts_at_a_loss_or_into_a_crowd() {
        assert_eq!(start_share(-0.1, 0.8, 0.6, 0.0, 1.0, 0.93), 0.0);
        assert_eq!(start_share(1.0, 0.8, 0.6, 10.0, 1.0, 0.93), 0.0);
        assert!(start_share(1.0, 0.8, 0.6, 0.0, 1.0, 0.93) > 0.0);
    }

    /// Luck that is drawn month by month spreads permits as evenly as one throw would, and the months left are their mean.
    #[test]
    fn permits_come_at_any_time_of_their_span() {
        let (mut left, mut doubt, mut waiting, mut mean) = (10.0, 5.0, 1.0, 0.0);
        for month in 1..=15 {
            let come = waiting * permit_chance(left, doubt);
            let due = if month <= 5 { 0.0 } else { 0.1 };
            assert!((come - due).abs() < 1e-12, "{come} of all permits come in month {month}");
            mean += come * (f64::from(month) - 0.5);
            waiting -= come;
            (left, doubt) = waited(left, doubt);
        }
        assert!(waiting.abs() < 1e-12 && (mean - 10.0).abs() < 1e-12);
        assert_eq!((permit_chance(2.5, 0.0), permit_chance(1.0, 0.0), permit_chance(0.0, 0.0)), (0.0, 1.0, 1.0));
    }

    #[test]
    fn small_overruns_are_likelier_and_none_is_larger_than_the_largest() {
        let (mut late, mut open, mut mean) = (0.0, 1.0, 0.0);
        while open > 0.0 {
            let ends = open * finish_chance(late, late + 0.001, 6.0);
            mean += ends * late;
            open = if late >= 6.0 { 0.0 } else { open - ends };
            late += 0.001;
        }
        assert!((mean - mean_overrun(0.0, 6.0)).abs() < 0.01 && mean_overrun(0.0, 6.0) == 2.0);
        assert!(finish_chance(0.0, 1.0, 6.0) > finish_chance(1.0, 2.0, 6.0));
        assert_eq!((finish_chance(-0.5, 0.5, 0.0), mean_overrun(-3.0, 0.0)), (1.0, 0.0));
    }

    #[test]
    fn patience_has_two_ends() {
        assert_eq!(patience(0.9, 3, 2, 0.97, 1.1), (4, 0));
        assert_eq!(patience(1.2, 3, 2, 0.97, 1.1), (0, 3));
        assert_eq!(patience(1.0, 3, 2, 0.97, 1.1), (2, 0));
    }
}
