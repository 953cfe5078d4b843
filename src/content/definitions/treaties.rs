//! Effects of measures that one government takes towards another in a deal. They act between the two while the deal stands; what
//! they do to the world is in `sim::policy::pacts`.

use super::settings::{Value, What, Who};
use crate::shape;

shape! {
    /// Duties of one's own are taken off.
    pub struct TariffRelief {
        /// Goods.
        pub on: What,
        /// Origins.
        pub from: Who,
        /// Share of all duties, the ordinary ones included, that is taken off.
        pub share: Value where 0 to 1,
    }
}

shape! {
    /// Export licences and bans of one's own are waived.
    pub struct LicenceWaiver {
        /// Goods.
        pub on: What,
        /// Destinations.
        pub to: Who,
        /// Share of what is held back that is let through.
        pub share: Value where 0 to 1,
    }
}

shape! {
    /// Goods of a partner count as made at home: in content rules, in tests of credits, for public money.
    pub struct CountsAsHome {
        /// Goods whose origin is asked for.
        pub on: What,
        /// Whose goods count.
        pub from: Who,
    }
}

shape! {
    /// Makers at home sell a share of what they make to buyers of a partner, under contracts.
    pub struct OfftakeShare {
        /// The good.
        pub on: What,
        /// Whose buyers.
        pub to: Who,
        /// Share of what each maker sells.
        pub share: Value where 0 to 1,
    }
}

shape! {
    /// Owners from a partner are protected and welcome: they ask less of plants here.
    pub struct HurdleRelief {
        /// Goods whose plants it is about.
        pub on: What,
        /// Owners' homes.
        pub owners: Who,
        /// Hurdle rate taken off, share per year.
        pub hurdle: Value where 0 to 0.1,
    }
}

shape! {
    /// Roads, ports and power in a partner's country: money for it, and plants there that pay sooner.
    pub struct Infrastructure {
        /// Goods whose plants there it helps.
        pub on: What,
        /// Whose country.
        pub to: Who,
        /// Million US$ a year, from treasury to treasury.
        pub musd_per_year: Value where 0 to 100000,
        /// Hurdle rate that it takes off at 1,000 million US$ a year; less money takes off less in proportion.
        pub hurdle_per_busd: f64 where 0 to 0.2 = 0.02,
    }
}

shape! {
    /// Firms of a partner hear what those at home know of a technology, as licensees do.
    pub struct TechnologyLicence {
        /// Whose firms.
        pub to: Who,
        /// Part of what a licence from the best firm would pass on.
        pub part: Value where 0 to 1,
    }
}

shape! {
    /// The partner is promised help: both think better of each other.
    pub struct Guarantee {
        /// Who is promised.
        pub to: Who,
        /// Points above history to which relations rise.
        pub points: Value where 0 to 100,
        /// What readiness costs, million US$ a year.
        pub musd_per_year: Value where 0 to 100000,
    }
}

shape! {
    /// Hostile measures of one's own against a partner are suspended; they come back when the deal is over.
    pub struct Truce {
        /// Against whom.
        pub with: Who,
        /// The lowest rung of the ladder that is suspended.
        pub rung: Value where 1 to 10,
    }
}
