//! Effects that give buyers of cars money, with the conditions on which it hangs.

use super::cars::Powertrain;
use super::effects::Origin;
use super::settings::{Value, What, Who};
use crate::content::ids::ChemistryId;
use crate::shape;

shape! {
    /// A condition on where value comes from. What fails it loses its part of the credit; lost parts add up.
    pub struct ContentTest {
        /// Goods whose origin is traced.
        pub on: What,
        /// Origins that count as good.
        pub from: Who,
        /// What makes an origin.
        pub by: Origin = Origin::Both,
        /// Share of value that must come from there; 0 switches the test off.
        pub at_least: Value where 0 to 1,
        /// Part of the credit that is lost if it fails.
        pub part: f64 where 0 to 1,
    }
}

shape! {
    /// What cars with some cells get of a credit, as where it rises with the energy density of packs.
    pub struct CellShare {
        /// Chemistries.
        pub chemistries: Vec<ChemistryId>,
        /// Part of the credit that is paid.
        pub share: Value where 0 to 2,
    }
}

shape! {
    /// Money for buyers.
    pub struct PurchaseCredit {
        /// Powertrains that get it.
        pub powertrains: Vec<Powertrain>,
        /// Amount, k$ per car.
        pub kusd: Value where 0 to 100,
        /// No credit above this price before tax, k$; nothing means no cap.
        pub price_cap_kusd: Option<Value> where 0 to 1000 = None,
        /// Share of buyers who qualify (income caps).
        pub buyers_share: Value where 0 to 1 = Value::Fixed(1.0),
        /// Only cars assembled in these regions.
        pub assembled_in: Who = Who::Anyone,
        /// Tests of content: the credit is what the failed ones leave of it.
        pub tests: Vec<ContentTest> = Vec::new(),
        /// Share of buyers who lease and so escape assembly, price and content tests.
        pub lease_share: f64 where 0 to 1 = 0.0,
        /// Cells for which more or less is paid; the whole credit for all others.
        pub cells: Vec<CellShare> = Vec::new(),
    }
}

shape! {
    /// Relief from purchase tax.
    pub struct PurchaseTaxRelief {
        /// Powertrains that get it.
        pub powertrains: Vec<Powertrain>,
        /// Share of the price before tax.
        pub share: Value where 0 to 1,
        /// Largest relief, k$.
        pub cap_kusd: Option<Value> where 0 to 1000 = None,
    }
}
