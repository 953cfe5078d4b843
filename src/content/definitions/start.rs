//! The state of the world when a level begins. All of it is the level's, none of it the base's.

use super::cars::Powertrain;
use super::settings::Setting;
use crate::content::ids::{ChemistryId, FirmId, GoodId, PolicyId, ProcessId, RegionId, SegmentId, SiteId, TechnologyId};
use crate::content::shape::Table;
use crate::units::Month;
use crate::{choice, shape};

shape! {
    /// A production line that stands when the level begins.
    pub struct Line {
        /// Where.
        pub site: SiteId,
        /// What it runs.
        pub process: ProcessId,
        /// Nameplate capacity, units of the process's output a year.
        pub capacity_units: f64 where 0 to 1000000,
        /// Share of nameplate that is run in, the rest still ramping.
        pub ramped_share: f64 where 0 to 1 = 1.0,
        /// Utilisation of what is run in; scaled at the start so that the chain balances.
        pub utilisation_share: f64 where 0 to 1.2 = 0.75,
        /// Share that is mothballed.
        pub mothballed_share: f64 where 0 to 1 = 0.0,
        /// First month of output, for age.
        pub since: Month,
    }
}

choice! {
    /// How far a project is.
    pub enum Progress {
        /// Made public, nothing spent.
        Announced => "announced",
        /// Waiting for permits.
        Permitting => "permitting",
        /// Being built.
        Building => "building",
    }
}

shape! {
    /// Capacity that was under way or made public before the level begins.
    pub struct Project {
        /// Where.
        pub site: SiteId,
        /// What it will run.
        pub process: ProcessId,
        /// Capacity, units a year.
        pub capacity_units: f64 where 0.0001 to 100000,
        /// How far it is.
        pub progress: Progress,
        /// First output as planned.
        pub due: Month,
        /// Capital cost, if published, million US$ of 2024.
        pub capex_musd: Option<f64> where 0 to 100000 = None,
    }
}

shape! {
    /// A firm's money and know-how at the start, million US$ of 2024.
    pub struct FirmState {
        /// The firm.
        pub firm: FirmId,
        /// Cash and securities.
        pub cash_musd: f64 where 0 to 1000000,
        /// Interest-bearing debt.
        pub debt_musd: f64 where 0 to 1000000,
        /// Revenue of the last year, all business.
        pub revenue_musd: f64 where 0 to 1000000 = 0.0,
        /// Earnings before interest, tax and depreciation of the last year, all business; left out means a tenth of the revenue
        /// outside the chain, and what the model's plants earn.
        pub earnings_musd: Option<f64> where 0 to 1000000 = None,
        /// Equity of the last balance sheet, all business; left out means six years of earnings as plant outside the chain, and
        /// never so little that debts outweigh what the firm has.
        pub equity_musd: Option<f64> where 0 to 1000000 = None,
        /// Research spending a year on the chain.
        pub research_musd: f64 where 0 to 100000 = 0.0,
        /// Experience by technology, units of its goods made so far; left out means from age and capacity.
        pub experience_units: Table<TechnologyId, f64> where 0 to 1000000 = Table::new(),
    }
}

shape! {
    /// The price and flow of a good at the start.
    pub struct GoodState {
        /// The good.
        pub good: GoodId,
        /// Spot price by region, million US$ of 2024 per unit; regions left out take the first price plus freight.
        pub price_musd: super::ByRegion where 0.0001 to 1000000,
        /// Mean price of the last 12 months, what people expect.
        pub expected_price_musd: Option<f64> where 0.0001 to 1000000 = None,
        /// Mean price of the last 6 months, where contracts stand.
        pub contract_price_musd: Option<f64> where 0.0001 to 1000000 = None,
        /// Expected growth of demand a year (three-year mean).
        pub growth_share: f64 where -0.2 to 1.5 = 0.1,
        /// Months in which the unexplained part of the start price fades; 36 unless the data itself was out of balance.
        pub settles_in_months: f64 where 1 to 240 = 36.0,
        /// Cover of users' stocks against the wanted one at the start.
        pub users_stock_factor: f64 where 0.1 to 5 = 1.0,
        /// Yearly output of each region in the first year, where known; utilisation follows.
        pub output_units: Table<RegionId, f64> where 0 to 1000000 = Table::new(),
        /// Known yearly flows `(from, to, units)`, a prior for the fitted ones.
        pub flows: Vec<Flow> = Vec::new(),
    }
}

shape! {
    /// A known yearly flow.
    pub struct Flow {
        /// Seller's region.
        pub from: RegionId,
        /// Buyer's region.
        pub to: RegionId,
        /// Units a year.
        pub units: f64 where 0 to 1000000,
    }
}

shape! {
    /// An automaker in one region at the start.
    pub struct CarMaker {
        /// The firm.
        pub firm: FirmId,
        /// The region.
        pub region: RegionId,
        /// Sales a year by powertrain, thousand cars.
        pub sales_thousand: Table<Powertrain, f64> where 0 to 100000 = Table::new(),
        /// Assembly capacity a year, thousand cars, any powertrain.
        pub capacity_thousand: f64 where 0 to 100000 = 0.0,
        /// Assembly capacity for cars with a plug, part of the former.
        pub plug_capacity_thousand: f64 where 0 to 100000 = 0.0,
        /// Who supplies cells for the cars built here, as shares of GWh.
        pub cell_suppliers: Table<FirmId, f64> where 0 to 1 = Table::new(),
        /// Chemistry of the cells for cars built here, as shares of GWh.
        pub chemistries: Table<ChemistryId, f64> where 0 to 1 = Table::new(),
    }
}

shape! {
    /// A region's car market and economy at the start; money in US$ of 2024.
    pub struct CarMarket {
        /// The region.
        pub region: RegionId,
        /// Mean price before tax by powertrain, k$.
        pub price_kusd: Table<Powertrain, f64> where 1 to 500,
        /// Battery by powertrain (PHEV, BEV), kWh.
        pub pack_kwh: Table<Powertrain, f64> where 1 to 200,
        /// Value added tax on cars, share.
        pub vat_share: f64 where 0 to 1,
        /// Registration and purchase taxes by powertrain, share of the price before tax.
        pub purchase_tax_share: Table<Powertrain, f64> where -0.5 to 3,
        /// Fuel, $/litre with tax.
        pub fuel_usd_per_litre: f64 where 0 to 10,
        /// Household electricity, $/kWh.
        pub home_power_usd_per_kwh: f64 where 0 to 2,
        /// Public charging, $/kWh.
        pub public_power_usd_per_kwh: f64 where 0 to 3,
        /// Distance a year, km.
        pub distance_km: f64 where 1000 to 60000,
        /// Shares of the buyer segments, adding up to 1.
        pub segments: Table<SegmentId, f64> where 0 to 1,
        /// Share of each segment that can charge at home.
        pub home_charging: Table<SegmentId, f64> where 0 to 1,
        /// Public charging points, thousand.
        pub chargers_thousand: f64 where 0 to 100000,
        /// Cars on the road, million.
        pub fleet_million: f64 where 0 to 1000,
        /// Of these with a plug, million.
        pub plug_fleet_million: f64 where 0 to 1000,
        /// What a k$ weighs here against the segments' own weight: buyers of cheaper cars mind it more.
        pub price_weight: f64 where 0.2 to 5 = 1.0,
        /// Added to the utility of home brands.
        pub home_brand_fondness: f64 where -3 to 3 = 0.0,
        /// Cost of cold winters to a battery car, k$.
        pub cold_kusd: f64 where 0 to 10 = 0.0,
        /// Mean life of a car, years.
        pub car_life_years: f64 where 5 to 40,
        /// Jobs per thousand cars a year in assembly.
        pub assembly_jobs_per_thousand: f64 where 1 to 100,
        /// Capital cost of assembly, million US$ per thousand cars a year.
        pub assembly_capex_musd_per_thousand: f64 where 0.1 to 100,
        /// CO2 of electricity, t/MWh.
        pub grid_co2_t_per_mwh: f64 where 0 to 2,
    }
}

shape! {
    /// A government's money and standing at the start.
    pub struct Government {
        /// The region.
        pub region: RegionId,
        /// Budget for this contest, billion US$ of 2024 a year.
        pub budget_busd: f64 where 0 to 1000,
        /// Real rate at which it borrows, per year.
        pub borrowing_share: f64 where -0.05 to 0.5,
        /// Profit tax, share.
        pub profit_tax_share: f64 where 0 to 0.9,
        /// Royalty on minerals, share of revenue.
        pub royalty_share: f64 where 0 to 0.9 = 0.0,
        /// Safety of investment, 0 to 1; the gap to 1 adds to hurdle rates.
        pub investment_safety: f64 where 0 to 1,
        /// Approval, 0 to 100.
        pub approval: f64 where 0 to 100,
        /// Relations to other governments, −100 to 100.
        pub relations: Table<RegionId, f64> where -100 to 100,
    }
}

shape! {
    /// A measure in force when the level begins, or a dated step that was law by then.
    pub struct Measure {
        /// What.
        pub policy: PolicyId,
        /// By whom.
        pub by: RegionId,
        /// Since when; a month after the level's start is a dated step.
        pub since: Month,
        /// Until when, if the law says so.
        pub until: Option<Month> = None,
        /// Its settings; those left out take the policy's defaults.
        pub settings: Table<String, Setting> = Table::new(),
    }
}
