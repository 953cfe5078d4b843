//! Effects that hold something back, or hold something open, beyond duties and money: know-how, capital, customers, licences, magnets,
//! the exports of cars, the order in which users are served. What they do to the world is in `sim::policy::controls`.

use super::settings::{Value, What, Who};
use crate::content::ids::{FirmId, PolicyId};
use crate::shape;

shape! {
    /// Control of technology and machines: know-how from here passes to others only in part.
    pub struct KnowHowControl {
        /// Goods whose making is meant.
        pub on: What,
        /// Regions whose firms and plants no longer get it.
        pub to: Who,
        /// Share that is held back.
        pub held: Value where 0 to 1,
        /// Part of it by which plants of own firms in those regions are held up too.
        pub own_abroad: f64 where 0 to 1 = 0.5,
    }
}

shape! {
    /// Outbound screen: firms of the government that takes the measure may not build or buy plants there.
    pub struct OutboundScreen {
        /// Goods whose plants it is about.
        pub on: What,
        /// Regions where they may not.
        pub to: Who,
    }
}

shape! {
    /// Users abroad turn away from goods and cars of makers led from here.
    pub struct Shunning {
        /// Goods.
        pub on: What,
        /// Where they are used.
        pub by: Who,
        /// What they would rather pay, as a share of the price: weighed, not paid.
        pub penalty: Value where 0 to 5,
    }
}

shape! {
    /// A firm is named on a list: it loses loans, customers and public support of the government that names it.
    pub struct FirmListing {
        /// The firm: fixed, or left to the setting `firm`.
        pub firm: Option<FirmId> = None,
        /// What money costs it more, share a year.
        pub spread: Value where 0 to 0.2,
        /// Share of what its banks would lend it that they no longer do.
        pub credit: Value where 0 to 1 = Value::Fixed(0.0),
        /// Share of users at home who no longer buy from it.
        pub customers: Value where 0 to 1,
    }
}

shape! {
    /// Licences for magnets of rare earths, of which every car has some: a lever beside the chain.
    pub struct MagnetLicence {
        /// Destinations.
        pub to: Who,
        /// Share of applications granted once the office works.
        pub granted: Value where 0 to 1,
        /// Months without any export after entry into force.
        pub closed_months: u32 where 0 to 24 = 2,
        /// Half-life in months of the way from nothing to the granted share.
        pub half_life_months: f64 where 0.5 to 60 = 3.0,
    }
}

shape! {
    /// Most cars that may leave for a destination.
    pub struct CarQuota {
        /// Destinations; the quota is for each of them.
        pub to: Who,
        /// Cars with a plug a year, thousand.
        pub thousand: Value where 0 to 100000,
    }
}

shape! {
    /// Exporters undertake not to sell cars with a plug below a price at a border.
    pub struct PriceUndertaking {
        /// Destinations.
        pub to: Who,
        /// Least price there before freight, k$ a car.
        pub kusd: Value where 0 to 200,
    }
}

shape! {
    /// Others think better of the government while the measure stands.
    pub struct Goodwill {
        /// Who.
        pub to: Who,
        /// Points of relations to which it draws them.
        pub points: Value where 0 to 50,
    }
}

shape! {
    /// Consolidation: idle lines that lose money close, and owners with backing wait no longer than others.
    pub struct Consolidation {
        /// Goods whose plants are meant.
        pub on: What,
        /// Share of idle capacity that is closed a year.
        pub share: Value where 0 to 1,
    }
}

shape! {
    /// Emergency allocation: while a good is short, home plants serve users at home first.
    pub struct Allocation {
        /// Goods.
        pub on: What,
    }
}

shape! {
    /// Money for plants of a good abroad, against a part of their output for users at home.
    pub struct OreFinance {
        /// Goods.
        pub on: What,
        /// Where the plants stand.
        pub at: Who,
        /// Share of capital cost paid.
        pub share: Value where 0 to 0.9,
        /// Most that is awarded in a year for all its goods together, million US$.
        pub yearly_musd: Value where 0 to 1000000,
        /// Share of output that is bound to home users by contract.
        pub offtake: Value where 0 to 1,
        /// Owners that may not claim.
        pub excluded_owners: Who = Who::Rival,
    }
}

shape! {
    /// Trade remedy: a duty by origin as far as what comes in lies below what making costs at home, found once.
    pub struct TradeRemedy {
        /// Goods.
        pub on: What,
        /// Origins.
        pub from: Who,
        /// Highest duty, share of value.
        pub most: Value where 0 to 10,
    }
}

shape! {
    /// Price club: what comes in from outside of it pays at least a floor. All members levy the gap.
    pub struct ImportFloor {
        /// Goods.
        pub on: What,
        /// Least price at the border, million US$ per unit.
        pub musd: Value where 0 to 100000,
        /// Relations with the founder from which a region is a member.
        pub relations: f64 where -100 to 100 = 30.0,
        /// Highest duty, share of value.
        pub most: f64 where 0 to 10 = 3.0,
    }
}

shape! {
    /// Carbon standard: what was made with more CO2 than a threshold pays for the rest.
    pub struct CarbonStandard {
        /// Goods.
        pub on: What,
        /// CO2 that is free, as a share of what the world's mean plant emits for the good.
        pub free_share: Value where 0 to 5,
        /// Price of a tonne beyond it, US$.
        pub usd_per_t: Value where 0 to 2000,
    }
}

shape! {
    /// The word not to change a policy of one's own: plants that it supports are judged more kindly, and breaking it costs more.
    pub struct Pledge {
        /// The policy: fixed, or left to the setting `policy`.
        pub policy: Option<PolicyId> = None,
        /// Hurdle rate taken off of plants that it supports, share a year.
        pub hurdle: Value where 0 to 0.05,
        /// Credibility gained a month.
        pub credibility_a_month: f64 where 0 to 5 = 0.1,
    }
}

shape! {
    /// An office that opens its books to everybody.
    pub struct Disclosure {
        /// Million US$ a year.
        pub musd_per_year: Value where 0 to 100000,
        /// Credibility gained a month.
        pub credibility_a_month: f64 where 0 to 5 = 0.2,
    }
}
