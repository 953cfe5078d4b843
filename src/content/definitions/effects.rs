//! What measures change: typed effects whose numbers are constants or settings of the measure. Pure data; what an effect does to
//! the world is in `sim::policy`, how it reads aloud in `orders::sentences`.

use super::controls::{
    Allocation, CarQuota, CarbonStandard, Consolidation, Disclosure, FirmListing, Goodwill, ImportFloor, KnowHowControl, MagnetLicence,
    OreFinance, OutboundScreen, Pledge, PriceUndertaking, Shunning, TradeRemedy,
};
use super::credits::{PurchaseCredit, PurchaseTaxRelief};
pub use super::programmes::{Charging, Procurement, Research, Skills, Stockpile};
use super::settings::{Value, What, Who};
use super::treaties::{
    CountsAsHome, Guarantee, HurdleRelief, Infrastructure, LicenceWaiver, OfftakeShare, TariffRelief, TechnologyLicence, Truce,
};
use crate::{choice, shape, variants};

variants! {
    /// What a measure changes (docs/month.md 2).
    pub enum Effect {
        /// Import duty on top of the ordinary one.
        Tariff(Tariff),
        /// Tax on exports; negative is a rebate.
        ExportTax(ExportTax),
        /// Exports need a licence of which a share is granted.
        ExportLicence(ExportLicence),
        /// Imports are forbidden.
        ImportBan(ImportBan),
        /// Money for buyers of cars.
        PurchaseCredit(PurchaseCredit),
        /// Buyers are spared a share of the price in tax.
        PurchaseTaxRelief(PurchaseTaxRelief),
        /// Money per unit made at home.
        ProductionCredit(ProductionCredit),
        /// Share of capital cost paid by the state.
        CapexGrant(CapexGrant),
        /// Loans below market rates.
        SoftLoan(SoftLoan),
        /// Faster or slower permits.
        Permitting(Permitting),
        /// The state pays the gap between market price and a floor.
        PriceFloor(PriceFloor),
        /// Inputs from elsewhere than listed cost more.
        ContentRule(ContentRule),
        /// Only listed owners' cells count for purchase credits.
        WhiteList(WhiteList),
        /// Foreign firms need a home partner.
        VentureRule(VentureRule),
        /// Owners from some regions may not build or buy.
        InvestmentScreen(InvestmentScreen),
        /// Packs must be collected and recycled.
        RecyclingMandate(RecyclingMandate),
        /// A share of cars sold must have a plug, or a fine is due.
        FleetStandard(FleetStandard),
        /// Public money for charging points.
        Charging(Charging),
        /// The state buys and holds a good.
        Stockpile(Stockpile),
        /// The state buys storage or fleets.
        Procurement(Procurement),
        /// Firms of a stage are asked to build: lower hurdles.
        PlanPriority(PlanPriority),
        /// Provinces lend and give land.
        ProvincialCredit(ProvincialCredit),
        /// No new capacity.
        CapacityFreeze(CapacityFreeze),
        /// Public research.
        Research(Research),
        /// Training and equipment: plants learn to run faster.
        Skills(Skills),
        /// Know-how and machines from here pass to others only in part.
        KnowHowControl(KnowHowControl),
        /// Own firms may not build abroad.
        OutboundScreen(OutboundScreen),
        /// Users abroad turn away from own makers.
        Shunning(Shunning),
        /// A named firm loses loans, customers and support.
        FirmListing(FirmListing),
        /// Exports of magnets need a licence.
        MagnetLicence(MagnetLicence),
        /// Most cars that may leave.
        CarQuota(CarQuota),
        /// Least price of cars that leave.
        PriceUndertaking(PriceUndertaking),
        /// Others think better of the government.
        Goodwill(Goodwill),
        /// Idle plants that lose money close.
        Consolidation(Consolidation),
        /// Users at home are served first.
        Allocation(Allocation),
        /// Money for plants abroad against a part of their output.
        OreFinance(OreFinance),
        /// Duty as found in a case of dumping or subsidies.
        TradeRemedy(TradeRemedy),
        /// Least price at the borders of a club.
        ImportFloor(ImportFloor),
        /// CO2 beyond a threshold pays at the border.
        CarbonStandard(CarbonStandard),
        /// The word not to change a policy.
        Pledge(Pledge),
        /// Books that are open to everybody.
        Disclosure(Disclosure),
        /// In a deal: duties on a partner's goods are taken off.
        TariffRelief(TariffRelief),
        /// Export licences and bans of one's own are waived in part.
        LicenceWaiver(LicenceWaiver),
        /// In a deal: a partner's goods count as made at home.
        CountsAsHome(CountsAsHome),
        /// In a deal: makers at home sell a share to a partner's buyers.
        OfftakeShare(OfftakeShare),
        /// In a deal: a partner's owners ask less of plants here.
        HurdleRelief(HurdleRelief),
        /// In a deal: roads, ports and power in a partner's country.
        Infrastructure(Infrastructure),
        /// In a deal: a partner's firms hear what those at home know.
        TechnologyLicence(TechnologyLicence),
        /// In a deal: a partner is promised help.
        Guarantee(Guarantee),
        /// In a deal: hostile measures against a partner are suspended.
        Truce(Truce),
    }
}

shape! {
    /// Import duty.
    pub struct Tariff {
        /// Goods.
        pub on: What,
        /// Origins.
        pub from: Who,
        /// Rate, share of the value at the border.
        pub rate: Value where 0 to 10,
    }
}

shape! {
    /// Export tax or, if negative, rebate of value-added tax.
    pub struct ExportTax {
        /// Goods.
        pub on: What,
        /// Destinations.
        pub to: Who,
        /// Rate, share of the price asked.
        pub rate: Value where -0.5 to 5,
    }
}

shape! {
    /// Export licences.
    pub struct ExportLicence {
        /// Goods.
        pub on: What,
        /// Destinations.
        pub to: Who,
        /// Share of applications granted once the office works (φ*).
        pub granted: Value where 0 to 1,
        /// Months without any export after entry into force.
        pub closed_months: u32 where 0 to 24 = 2,
        /// Half-life in months of the way from nothing to the granted share.
        pub half_life_months: Value where 0.5 to 60 = Value::Fixed(6.0),
        /// Share of blocked flow that leaks through third regions.
        pub leak_share: f64 where 0 to 1 = 0.15,
    }
}

shape! {
    /// Import ban.
    pub struct ImportBan {
        /// Goods.
        pub on: What,
        /// Origins.
        pub from: Who,
    }
}

choice! {
    /// What makes the origin of a step of making.
    pub enum Origin {
        /// Half where it is made, half where its owner is at home.
        Both => "place and owner",
        /// Where it is made.
        Place => "place",
        /// Where its owner is at home.
        Owner => "owner",
    }
}

shape! {
    /// Production credit.
    pub struct ProductionCredit {
        /// Goods.
        pub on: What,
        /// Million US$ per unit made ($/kWh for cells, $/kg for materials).
        pub musd_per_unit: Value where 0 to 100000 = Value::Fixed(0.0),
        /// Share of the cost of making (instead, or beside).
        pub cost_share: Value where 0 to 1 = Value::Fixed(0.0),
        /// Owners (home regions) that may not claim.
        pub excluded_owners: Who = Who::Regions(Vec::new()),
    }
}

shape! {
    /// Capital grant or investment tax credit.
    pub struct CapexGrant {
        /// Goods whose plants get it.
        pub on: What,
        /// Share of capital cost.
        pub share: Value where 0 to 0.9,
        /// Owners that may not claim.
        pub excluded_owners: Who = Who::Regions(Vec::new()),
        /// Most that is awarded in a year for all its goods together, million US$; nothing means uncapped.
        pub yearly_musd: Option<Value> where 0 to 1000000 = None,
    }
}

shape! {
    /// Public loans.
    pub struct SoftLoan {
        /// Goods whose plants get it.
        pub on: What,
        /// Rate saved, share per year.
        pub spread: Value where 0 to 0.2,
        /// Share of capital cost that is lent.
        pub lent_share: Value where 0 to 1 = Value::Fixed(0.6),
        /// Most that is lent in a year for all its goods together, million US$.
        pub yearly_musd: Value where 0 to 1000000,
        /// Owners that may not borrow.
        pub excluded_owners: Who = Who::Regions(Vec::new()),
    }
}

shape! {
    /// Permits.
    pub struct Permitting {
        /// Goods whose plants it is about.
        pub on: What,
        /// Days saved (negative: added).
        pub days: Value where -3650 to 3650,
        /// Share of the luck of permits that is taken out of them.
        pub certainty: f64 where 0 to 1 = 0.0,
    }
}

shape! {
    /// Contract for difference.
    pub struct PriceFloor {
        /// Goods.
        pub on: What,
        /// Floor, million US$ per unit.
        pub musd: Value where 0 to 100000,
        /// Most that is paid in a year for all its goods together, million US$.
        pub yearly_musd: Value where 0 to 1000000,
    }
}

shape! {
    /// Local-content or origin rule on inputs.
    pub struct ContentRule {
        /// Goods as bought by home users.
        pub on: What,
        /// Controllers whose goods conform.
        pub from: Who,
        /// Cost of not conforming, as a share of the landed price.
        pub penalty: Value where 0 to 5,
    }
}

shape! {
    /// Approved-supplier list.
    pub struct WhiteList {
        /// Goods, mostly cells.
        pub on: What,
        /// Owners' homes that are listed.
        pub listed: Who,
        /// Share of home demand that depends on the list.
        pub dependent_share: Value where 0 to 1,
    }
}

shape! {
    /// Joint-venture rule.
    pub struct VentureRule {
        /// Goods whose plants it is about; cars included by their stage.
        pub on: What,
        /// Home partner's least share.
        pub home_share: Value where 0 to 1,
    }
}

shape! {
    /// Inbound investment screen.
    pub struct InvestmentScreen {
        /// Goods whose plants are screened.
        pub on: What,
        /// Owners' homes that are refused.
        pub against: Who,
        /// Foreign share above which it bites.
        pub above_share: Value where 0 to 1,
    }
}

shape! {
    /// Recycling mandate.
    pub struct RecyclingMandate {
        /// Share of dead packs that must be collected.
        pub collected: Value where 0 to 1,
        /// Cost to makers per GWh sold, million US$.
        pub musd_per_gwh: Value where 0 to 100 = Value::Fixed(0.5),
    }
}

shape! {
    /// Fleet standard or dual credit.
    pub struct FleetStandard {
        /// Share of sales with a plug that is asked.
        pub plug_share: Value where 0 to 1,
        /// Largest worth of one missing plug car to a maker, k$ (fine or price of credits).
        pub fine_kusd: Value where 0 to 50,
    }
}

shape! {
    /// Priority of a plan.
    pub struct PlanPriority {
        /// Goods whose plants are wanted.
        pub on: What,
        /// Hurdle rate taken off, share per year.
        pub hurdle: Value where 0 to 0.1,
    }
}

shape! {
    /// Provincial land, power and credit.
    pub struct ProvincialCredit {
        /// Goods whose plants get it.
        pub on: What,
        /// Rate saved, share per year.
        pub spread: Value where 0 to 0.1,
        /// Share of capital cost given as land and grants.
        pub grant: Value where 0 to 0.6,
        /// Most that is given and lent in a year for all its goods together, million US$, off the budget.
        pub yearly_musd: Value where 0 to 1000000,
    }
}

shape! {
    /// Freeze of new capacity.
    pub struct CapacityFreeze {
        /// Goods whose plants are frozen.
        pub on: What,
        /// Share that is built all the same (provinces, exceptions).
        pub leak_share: Value where 0 to 1 = Value::Fixed(0.3),
    }
}
