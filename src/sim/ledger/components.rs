//! Money: accounts in whole cents, what a unit costs, what a firm owes.

use bevy_ecs::prelude::{Component, Resource};
use serde::{Deserialize, Serialize};

use crate::choice;
use crate::content::ids::{FirmId, RegionId};
use crate::units::math::single;
use crate::units::{Cents, cents};

choice! {
    /// What a payment is for.
    pub enum Tag {
        /// Goods of the chain: what sellers take.
        Goods => "goods",
        /// Goods of the chain: what buyers pay.
        Purchases => "purchases",
        /// Cars sold to buyers.
        Cars => "cars",
        /// Wages.
        Wages => "wages",
        /// Energy.
        Energy => "energy",
        /// Reagents, maintenance, parts from outside the chain.
        Other => "other inputs",
        /// Freight and insurance.
        Freight => "freight",
        /// Import duties.
        Tariffs => "tariffs",
        /// Export taxes, less rebates.
        ExportTaxes => "export taxes",
        /// Profit tax.
        ProfitTax => "profit tax",
        /// Royalties on minerals.
        Royalties => "royalties",
        /// Value-added and purchase taxes.
        SalesTax => "sales taxes",
        /// Credits to makers.
        ProductionCredits => "production credits",
        /// Credits to car buyers.
        PurchaseCredits => "purchase credits",
        /// Grants for building.
        Grants => "grants",
        /// Interest.
        Interest => "interest",
        /// Loans taken (received) and repaid (paid).
        Loans => "loans",
        /// Building.
        Capex => "capital spending",
        /// Research.
        Research => "research",
        /// Dividends.
        Dividends => "dividends",
        /// Rescues by the state and capital from owners.
        Bailouts => "bail-outs and new capital",
        /// Sales of plants.
        Assets => "sale of plants",
        /// Penalties of contracts.
        Penalties => "penalties of contracts",
        /// Credits under fleet standards, bought from and sold to other makers.
        FleetCredits => "credits of fleet standards",
        /// Fines of fleet standards.
        Fines => "fines of fleet standards",
        /// Public programmes: chargers, set-up, stockpiles.
        Programmes => "public programmes",
        /// A government's yearly budget for the contest, from general revenue.
        Budget => "budget",
        /// What a firm earns by its business outside the chain.
        OutsideBusiness => "business outside the chain",
    }
}

/// Number of tags.
pub const TAGS: usize = Tag::ALL.len();

/// An account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// A firm.
    Firm(FirmId),
    /// A government.
    Government(RegionId),
    /// The households of a region.
    Households(RegionId),
    /// The banks of the world.
    Banks,
    /// The economy outside the chain.
    Outside,
    /// The clearing house through which goods are paid; empty at the end of each month.
    Clearing,
}

/// Cash of everybody, and what moved.
#[derive(Resource, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    pub(in crate::sim) firms: u32,
    pub(in crate::sim) regions: u32,
    /// Cash by account.
    pub(in crate::sim) cash: Vec<Cents>,
    /// Net flow of this month by account and tag.
    pub(in crate::sim) flows: Vec<Cents>,
    /// Net flow of the last month of each account and tag, for reports.
    pub(in crate::sim) last: Vec<Cents>,
    /// Net flow of the calendar year so far.
    pub(in crate::sim) year: Vec<Cents>,
    /// Sum of all cash at the start; it never changes.
    pub(in crate::sim) total: Cents,
}

/// What a unit costs a line, $M per unit of output.
#[derive(Component, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UnitCost {
    /// Each input, after yield.
    pub inputs: [f64; crate::sim::production::components::INPUTS],
    /// Energy.
    pub energy: f64,
    /// Wages.
    pub labour: f64,
    /// Everything else that learns.
    pub other: f64,
    /// Royalty.
    pub royalty: f64,
    /// Worth of by-products, to be taken off.
    pub byproducts: f64,
    /// Production credit, to be taken off.
    pub credit: f64,
    /// Cash cost: the sum of the above.
    pub cash: f64,
    /// Capital recovery.
    pub capital: f64,
    /// Full cost: cash and capital.
    pub full: f64,
    /// What moves with markets (inputs, royalty, by-products) as investors expect it: it lags as expected prices do, so that a
    /// fall of input prices does not look like a margin.
    pub expected_materials: f64,
}

impl UnitCost {
    /// Adds the parts up, as they are remembered.
    pub(in crate::sim) fn add_up(&mut self) {
        for part in &mut self.inputs {
            *part = single(*part);
        }
        self.energy = single(self.energy);
        self.labour = single(self.labour);
        self.other = single(self.other);
        self.royalty = single(self.royalty);
        self.byproducts = single(self.byproducts);
        self.credit = single(self.credit);
        self.capital = single(self.capital);
        let made_of = self.inputs.iter().sum::<f64>() + self.energy + self.labour + self.other;
        self.cash = made_of + self.royalty + self.byproducts + self.credit;
        self.full = self.cash + self.capital;
    }

    /// The part of cash cost that moves with the markets of other goods.
    #[must_use]
    pub fn materials(&self) -> f64 {
        self.inputs.iter().sum::<f64>() + self.royalty + self.byproducts
    }

    /// Cash cost with materials at expected prices.
    #[must_use]
    pub fn expected_cash(&self) -> f64 {
        self.cash - self.materials() + self.expected_materials
    }
}

/// What a firm owes to a government.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicLoan {
    /// Who lent.
    pub by: RegionId,
    /// What is still owed.
    pub owed: Cents,
    /// Rate that the firm saves against its banks', per year.
    pub saved: f64,
}

impl Finance {
    /// Takes plants that are no longer used out of the books, `book` $M as far as the books hold so much.
    pub(in crate::sim) fn write_down(&mut self, book: f64) {
        self.plant -= cents(book).clamp(0, self.plant.max(0));
    }
}

/// A firm's debts and condition.
#[derive(Component, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Finance {
    /// Debt to banks and governments.
    pub debt: Cents,
    /// Of it to governments.
    pub public: Vec<PublicLoan>,
    /// Debt of the start that is renewed when it falls due: banks that lent it within the limit lend it again.
    pub revolving: Cents,
    /// Book value of plant in the chain.
    pub plant: Cents,
    /// Book value of the business outside the chain, which keeps it up out of its own revenue.
    pub outside_plant: Cents,
    /// Book value of stocks, at cost.
    pub stocks: Cents,
    /// Earnings before interest, tax and depreciation over the last 12 months, $M a year (a mean).
    pub earnings: f64,
    /// Revenue of all business, before any cost, the same.
    pub revenue: f64,
    /// Running costs in the chain, purchases among them, the same.
    pub costs: f64,
    /// Interest rate now, per year.
    pub rate: f64,
    /// Limit of debt, $M.
    pub limit: f64,
    /// Earnings from business outside the chain, $M a year.
    pub outside_earnings: f64,
    /// Revenue from business outside the chain, $M a year.
    pub outside_revenue: f64,
    /// Share of revenue that goes into research on the chain: the start's where it is told, else the usual one.
    pub research_share: f64,
    /// Months of negative equity.
    pub insolvent_months: u32,
    /// Months in receivership; 0 means in business.
    pub receiver_months: u32,
    /// No longer exists.
    pub failed: bool,
    /// Months of its rescues, as far as they still count.
    pub rescued: Vec<crate::units::Month>,
    /// Share of committed building that cash and credit allow.
    pub room_share: f64,
}
