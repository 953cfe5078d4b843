//! Public charging points: who builds them, and how far they reach.

use crate::content::definitions::rules::Society;
use crate::content::definitions::start::CarMarket;

/// Adequacy of public charging, 0 to 1: how near `points`, thousand, come to a network that drivers find wherever there are cars. It is
/// counted by all cars of the `fleet`, million, for a network must cover the roads before there is anybody to use it; points per
/// car with a plug are most where there are hardly any of either.
#[must_use]
pub fn adequacy(points: f64, fleet: f64, points_per_thousand_cars: f64) -> f64 {
    (points / (points_per_thousand_cars * fleet.max(1e-6))).min(1.0)
}

/// Points that operators add in a month without public money, thousand: up to one for every so many of the `plugs`, million, that cannot
/// charge at home. Points that the state has paid for take their customers too.
#[must_use]
pub fn private_entry(rules: &Society, market: &CarMarket, points: f64, plugs: f64) -> f64 {
    let pays = 1000.0 * plugs * (1.0 - home_share(market)) / rules.cars_per_point;
    (pays - points).max(0.0) / rules.charger_months
}

/// Share of a market's buyers who can charge where they live.
fn home_share(market: &CarMarket) -> f64 {
    market.segments.iter().map(|(segment, share)| share * market.home_charging.get(segment).copied().unwrap_or(0.0)).sum()
}

#[cfg(test)]
mod tests {
    use super::adequacy;

    #[test]
    fn a_network_counts_by_the_roads_it_covers() {
        let few = adequacy(20.0, 250.0, 10.0);
        assert!(few > 0.0 && few < 0.05, "{few}");
        assert!((adequacy(40.0, 250.0, 10.0) - 2.0 * few).abs() < 1e-12, "early points count in full");
        assert_eq!(adequacy(1e6, 250.0, 10.0), 1.0, "a full network cannot be fuller");
    }
}
