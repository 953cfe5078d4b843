//! The chain itself: goods, the processes that make them, chemistries, technologies, and how their prices behave.

use super::ByRegion;
use crate::content::ids::{FreightClassId, GoodId, MarketRuleId, RegionId, TariffClassId, TechnologyId};
use crate::content::shape::Table;
use crate::{choice, shape};

choice! {
    /// The stages of the chain.
    pub enum Stage {
        /// Ore, brine and flake out of the ground.
        Mining => "mining",
        /// Chemicals and purified graphite.
        Refining => "refining",
        /// Cathode, anode, electrolyte, separator, foil.
        Materials => "materials",
        /// Cells of each chemistry.
        Cells => "cells",
        /// Cars.
        Cars => "cars",
        /// Scrap, black mass, recycled metal.
        Recycling => "recycling",
    }
}

choice! {
    /// The elements whose mass is followed from mine to scrap.
    pub enum Element {
        /// Lithium.
        Li => "lithium",
        /// Nickel.
        Ni => "nickel",
        /// Cobalt.
        Co => "cobalt",
        /// Manganese.
        Mn => "manganese",
        /// Carbon of graphite.
        C => "graphite carbon",
        /// Phosphorus.
        P => "phosphorus",
    }
}

choice! {
    /// What one unit of a good is.
    pub enum Unit {
        /// Thousand tonnes of lithium carbonate equivalent (LCE) contained.
        KtLce => "kt LCE",
        /// Thousand tonnes of nickel contained.
        KtNi => "kt Ni",
        /// Thousand tonnes of cobalt contained.
        KtCo => "kt Co",
        /// Thousand tonnes of manganese contained.
        KtMn => "kt Mn",
        /// Thousand tonnes of phosphorus contained.
        KtP => "kt P",
        /// Thousand tonnes of the good itself.
        Kt => "kt",
        /// Million square metres.
        MillionM2 => "million m²",
        /// Gigawatt-hours of cells, or of packs for scrap.
        Gwh => "GWh",
        /// Thousand cars.
        ThousandCars => "thousand cars",
    }
}

shape! {
    /// A good of the chain. Its price is in million US$ (2024) per unit: $/kg for kt, $/kWh for GWh.
    pub struct Good {
        /// Name shown to players.
        pub name: String,
        /// One sentence on what it is and what it is for.
        pub about: String,
        /// Stage that makes it.
        pub stage: Stage,
        /// What one unit is.
        pub unit: Unit,
        /// Kilotonnes of each tracked element in one unit.
        pub contains_kt: Table<Element, f64> where 0 to 10 = Table::new(),
        /// How its price and trade behave.
        pub market: MarketRuleId,
        /// What it costs to carry.
        pub freight: FreightClassId,
        /// Kilotonnes (million m² for separator, GWh for cells) shipped per unit: 8 for spodumene concentrate in LCE.
        pub shipped_per_unit: f64 where 0.01 to 100 = 1.0,
        /// Ordinary duties on it.
        pub tariff: TariffClassId,
        /// Share of this good's need that users can replace within six months when it fails (model: sub_k).
        pub replaceable_share: f64 where 0 to 1 = 0.0,
        /// Yearly demand of users outside the chain: a driver series such as `lithium_nonbattery_demand`.
        pub other_use: Option<OtherUse> = None,
    }
}

shape! {
    /// Demand for a good from outside the chain (steel, glass, fertiliser…).
    pub struct OtherUse {
        /// Driver series of world demand per year, in `driver_unit_per_unit` of the good's unit.
        pub driver: String,
        /// Units of the good per unit of the driver (P per P2O5: 0.436).
        pub units_per_driver: f64 where 0.0001 to 1000 = 1.0,
        /// Share of that demand which competes for this good (the rest uses other routes).
        pub share: f64 where 0 to 1 = 1.0,
        /// Where the demand sits, as weights.
        pub regions: Table<RegionId, f64> where 0 to 1000000,
        /// Change of demand per change of price, both relative.
        pub price_elasticity: f64 where -1 to 0 = -0.1,
    }
}

choice! {
    /// How a price is found.
    pub enum Pricing {
        /// From scarcity: stock cover around an anchor of marginal cost and expectations.
        Scarcity => "scarcity",
        /// As scarcity, but the anchor is what users can pay: the worth of what they make of it less their own costs. For scrap,
        /// whose makers have no cost of their own to go by.
        Netback => "netback",
        /// From the maker's own cost plus a mark-up that grows with utilisation.
        CostPlus => "cost plus",
    }
}

shape! {
    /// How price, stocks and trade of a class of goods behave (docs/month.md 5, 7, 10).
    pub struct MarketRule {
        /// Name shown to players.
        pub name: String,
        /// How the price is found.
        pub pricing: Pricing,
        /// Stock that sellers want, in months of expected demand (cov*).
        pub sellers_stock_months: f64 where 0.2 to 12,
        /// Stock that users want, in months of use (cov_in*).
        pub users_stock_months: f64 where 0.2 to 12,
        /// Response of ln price to ln(wanted cover / cover of sellers) (γ).
        pub cover_response: f64 where 0 to 5,
        /// Response of ln price to users' stock (c_u).
        pub users_stock_response: f64 where 0 to 5,
        /// Response of ln price to (orders − output)/(orders + output) (λ).
        pub flow_response: f64 where 0 to 5,
        /// Largest distance of ln price from the anchor (tm).
        pub tightness_limit: f64 where 0.05 to 4,
        /// Weight of marginal cost, against expectations, in the anchor (ω).
        pub cost_weight: f64 where 0 to 1,
        /// Share of the users' margin that the seller gets; netback only.
        pub payable_share: f64 where 0 to 1 = 0.8,
        /// Share of a region's own scarcity and cost, against the world's, in its price.
        pub regional_weight: f64 where 0 to 1,
        /// How far a region's price follows its own plants and buyers alone where its makers sell in a market that licences, bans or content rules
        /// have parted from the others'.
        pub parted_weight: f64 where 0 to 1 = 1.0,
        /// Months in which a spot price moves to its level (τ_S).
        pub spot_months: f64 where 1 to 24,
        /// Months in which a contract price follows its index (τ_C).
        pub contract_lag_months: f64 where 1 to 36,
        /// Share of need that users want under contract.
        pub contract_share: f64 where 0 to 1,
        /// Length of a contract.
        pub contract_months: u32 where 1 to 240,
        /// Extra stock bought while prices rise (s).
        pub speculation: f64 where 0 to 3 = 0.0,
        /// Months of momentum that speculation looks at (m).
        pub momentum_months: f64 where 0 to 24 = 6.0,
        /// Share of output that follows price and cost alone, not orders: mines run while they earn, and let stocks grow.
        pub price_led_share: f64 where 0 to 1 = 0.0,
        /// Power of the price ratio in the choice of supplier (η), a whole number.
        pub trade_power: u32 where 1 to 16,
        /// Months in which buyers come to know a supplier: preferences drift that fast. Ore sells on the next ship, cells are
        /// qualified for years.
        pub preference_months: f64 where 2 to 240 = 24.0,
        /// How much readier the suppliers left are than what a buyer knows of those cut off goes on being missed (κ): with f the part
        /// known of those left, κf/(κf + 1 − f) of its bid is filled; others must be qualified first.
        pub switch_factor: f64 where 1 to 100 = 4.0,
        /// How much more a plant in the buyer's region counts than one elsewhere, at the same capacity and cost, in the choice of
        /// suppliers over the years.
        pub home_weight: f64 where 1 to 200 = 4.0,
        /// Months in which capacity that lies idle at the start is put to use by those who make what they can sell.
        pub start_slack_months: f64 where 1 to 120 = 36.0,
        /// Mark-up on cost at the reference utilisation (μ0); cost-plus only.
        pub markup_share: f64 where 0 to 1 = 0.03,
        /// Change of the mark-up per unit of utilisation above 0.72 (μ1); cost-plus only.
        pub markup_per_utilisation: f64 where 0 to 2 = 0.12,
    }
}

shape! {
    /// An amount of a good in a recipe.
    pub struct Amount {
        /// The good.
        pub good: GoodId,
        /// Units of it per unit of the process's output.
        pub units: f64 where 0.000001 to 1000000,
    }
}

shape! {
    /// A way of making one good. Amounts are per unit of good output at full yield; the plant's yield divides inputs.
    pub struct Process {
        /// Name shown to players.
        pub name: String,
        /// One sentence on how it works.
        pub about: String,
        /// The good it makes.
        pub makes: GoodId,
        /// What one unit of output takes.
        pub inputs: Vec<Amount> = Vec::new(),
        /// What comes out beside it, per unit of output.
        pub byproducts: Vec<Amount> = Vec::new(),
        /// Kilotonnes of each element taken from the ground per unit of output (mines only).
        pub mined_kt: Table<Element, f64> where 0 to 10 = Table::new(),
        /// Good that rejected output becomes (cell scrap), in the same unit as the output.
        pub rejects: Option<GoodId> = None,
        /// Yield of a mature plant.
        pub yield_share: ByRegion where 0.05 to 1 = super::ByRegion::everywhere(1.0),
        /// Yield in the first month of a new plant.
        pub first_yield_share: ByRegion where 0.05 to 1 = super::ByRegion::everywhere(1.0),
        /// Months in which the gap to mature yield falls to 1/e.
        pub yield_months: ByRegion where 1 to 120 = super::ByRegion::everywhere(9.0),
        /// Electricity per unit, MWh (kWh per kWh × 1,000 for a GWh).
        pub energy_mwh_per_unit: f64 where 0 to 100000000,
        /// Jobs per unit of yearly capacity.
        pub jobs_per_unit: ByRegion where 0 to 10000,
        /// Reagents, maintenance, overhead and other conversion cost per unit, million US$; learns.
        pub other_cost_musd_per_unit: ByRegion where 0 to 100000,
        /// What the sale of things outside the model brings in, $M per unit of output: copper, aluminium, steel.
        pub other_income_musd_per_unit: f64 where 0 to 100000 = 0.0,
        /// Capital cost per unit of yearly capacity, million US$.
        pub capex_musd_per_unit: ByRegion where 0.00001 to 100000,
        /// Months of permits for a new site.
        pub permit_months: ByRegion where 0 to 240,
        /// Months of building for a new site.
        pub build_months: ByRegion where 1 to 120,
        /// Months from first output to 80 % of nameplate.
        pub ramp_months: ByRegion where 1 to 120,
        /// Permit and build time of an extension, as a share of a new site's.
        pub extension_share: f64 where 0.1 to 1 = 0.6,
        /// Economic life.
        pub life_years: f64 where 3 to 60,
        /// Smallest module that is built, units a year.
        pub module_units: f64 where 0.0001 to 10000,
        /// Lines of the same family at a site can be converted into each other.
        pub family: String = String::new(),
        /// Cost of conversion as a share of capital cost.
        pub convert_share: f64 where 0 to 1 = 0.15,
        /// Know-how that makes it cheaper.
        pub technology: TechnologyId,
        /// Greenhouse gas per unit beside electricity, kt CO2-equivalent.
        pub co2_kt_per_unit: f64 where 0 to 10000 = 0.0,
        /// Largest new capacity a year, as a share of what stands (s_max).
        pub growth_limit_share: f64 where 0.01 to 3 = 0.6,
    }
}

shape! {
    /// A body of know-how: learned by doing, researched, leaked.
    pub struct Technology {
        /// Name shown to players.
        pub name: String,
        /// One sentence on what it is.
        pub about: String,
        /// Fall of conversion cost per doubling of experience (learning rate of Wright's law).
        pub learning_share: f64 where 0 to 0.4,
        /// Share of conversion cost below which learning cannot push (floor).
        pub floor_share: f64 where 0 to 1,
        /// Fall of what a plant costs to build per doubling of the world's experience: machines are bought from everybody's suppliers.
        pub equipment_learning_share: f64 where 0 to 0.4 = 0.0,
        /// Power of the research stock in conversion cost (b2).
        pub research_power: f64 where 0 to 0.5 = 0.05,
        /// Readiness at the level's start is in its goods' states; 9 is ordinary production.
        pub ready_at: f64 where 1 to 9 = 9.0,
        /// Research money for one step of readiness, million US$.
        pub step_cost_musd: f64 where 1 to 100000 = 3000.0,
        /// Weight of experience of others in the same country (sp_c).
        pub country_spillover: f64 where 0 to 1 = 0.25,
        /// Weight of experience of the rest of the world (sp_w).
        pub world_spillover: f64 where 0 to 1 = 0.3,
        /// Weight of a joint-venture partner's experience after 24 months (sp_JV).
        pub venture_spillover: f64 where 0 to 1 = 0.35,
        /// Weight of a licensor's experience (sp_L).
        pub licence_spillover: f64 where 0 to 1 = 0.3,
    }
}

shape! {
    /// A cell chemistry: which good its cells are, and what a car maker weighs beside its price.
    pub struct Chemistry {
        /// Name shown to players.
        pub name: String,
        /// One sentence on it.
        pub about: String,
        /// The cell good.
        pub cell: GoodId,
        /// Scrap good that its dead packs and rejects become.
        pub scrap: GoodId,
        /// What weight costs a car above 450 km range, $/kWh; it falls as packs learn to do with fewer parts.
        pub range_penalty_usd_per_kwh: f64 where 0 to 200,
        /// Licence and patent cost outside China, $/kWh.
        pub licence_usd_per_kwh: ByRegion where 0 to 50 = super::ByRegion::everywhere(0.0),
        /// Pack cost around the cells at the level's start, $/kWh.
        pub pack_usd_per_kwh: ByRegion where 0 to 200,
        /// Technology that must be ready before makers choose it.
        pub technology: TechnologyId,
        /// Whether most makers still have to learn to trust it at the level's start, though it is ready and some use it.
        pub is_young: bool = false,
        /// Suitability for grid storage, 0 to 1.
        pub storage_fit: f64 where 0 to 1,
        /// Share of the cells for grid storage at the level's start.
        pub storage_share: f64 where 0 to 1 = 0.0,
        /// Share of the cells for buses and trucks.
        pub heavy_share: f64 where 0 to 1 = 0.0,
        /// Share of the cells for two-wheelers, tools and electronics (lithium cobalt oxide counted with its nearest).
        pub device_share: f64 where 0 to 1 = 0.0,
    }
}

shape! {
    /// Cost and time of carrying a class of goods, by route.
    pub struct FreightClass {
        /// Name shown to players.
        pub name: String,
        /// Cost on each route, million US$ per unit shipped (k$ per t; $ per kWh; k$ per car).
        pub routes: Table<String, f64> where 0 to 1000,
        /// The index that moves it: `container_freight_index`, or the square root of `roro_freight_index` (charter rates).
        pub index: String,
        /// Insurance and handling as a share of value.
        pub value_share: f64 where 0 to 0.5 = 0.01,
    }
}

shape! {
    /// Ordinary import duties on a class of goods, shares of the value at the border.
    pub struct TariffClass {
        /// Name shown to players.
        pub name: String,
        /// Most-favoured-nation rate of each importer.
        pub mfn_share: ByRegion where 0 to 10,
        /// Rates between partners of trade agreements, replacing the ordinary rate.
        pub preferential: Vec<Preference> = Vec::new(),
    }
}

shape! {
    /// A rate between two partners.
    pub struct Preference {
        /// Who exports.
        pub from: RegionId,
        /// Who imports.
        pub to: RegionId,
        /// Rate as a share of value.
        pub share: f64 where 0 to 10,
    }
}
