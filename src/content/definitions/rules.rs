//! The numbers of the model that belong to no single item, with their meaning and range. Sources stand in `rules.ron`.

use super::capital::{Finance, Investment};
use super::cars::Entry;
use super::chance::Chance;
use super::diplomacy::Deals;
use super::doctrines::Thinking;
use super::ends::EndRules;
use super::levers::Magnets;
use super::places::Route;
use super::politics::{Diplomacy, Politics};
use super::pricing::{Plans, Prices};
use super::scores::Marks;
use crate::shape;

shape! {
    /// All of them.
    pub struct Rules {
        /// Freight routes between zones.
        pub routes: Vec<Route>,
        /// Expectations.
        pub expectations: Expectations,
        /// Trade.
        pub trade: Trade,
        /// Car buyers.
        pub buyers: Buyers,
        /// Automakers.
        pub automakers: Automakers,
        /// Automakers in markets that are new to them.
        pub entry: Entry,
        /// Plans and stocks.
        pub plans: Plans,
        /// Prices.
        pub prices: Prices,
        /// Building and closing.
        pub investment: Investment,
        /// Credit, taxes, rescue.
        pub finance: Finance,
        /// Learning and research.
        pub learning: Learning,
        /// Chargers, recycling, jobs.
        pub society: Society,
        /// Luck.
        pub chance: Chance,
        /// Moods, votes, elections.
        pub politics: Politics,
        /// Relations and tension.
        pub diplomacy: Diplomacy,
        /// Deals between governments.
        pub deals: Deals = Deals::usual(),
        /// What full marks of a score mean.
        pub marks: Marks,
        /// Magnets of rare earths.
        pub magnets: Magnets = Magnets::none(),
        /// How campaigns end, and how results are graded.
        pub ends: EndRules = EndRules::default(),
        /// How governments think that no person steers.
        pub rival: Thinking = Thinking::default(),
    }
}

shape! {
    /// How people expect (docs/month.md 3).
    pub struct Expectations {
        /// Months of price expectations (τ_p).
        pub price_months: f64 where 3 to 60,
        /// Months of demand expectations (τ_d).
        pub demand_months: f64 where 3 to 60,
        /// Months of growth expectations (τ_g).
        pub growth_months: f64 where 3 to 60,
        /// Least expected growth a year.
        pub growth_least: f64 where -1 to 0,
        /// Most expected growth a year.
        pub growth_most: f64 where 0 to 3,
        /// Belief in what each government announces, 0 to 1 (κ_g).
        pub belief: super::ByRegion where 0 to 1,
    }
}

shape! {
    /// Who trades with whom (docs/month.md 7).
    pub struct Trade {
        /// Rounds of the capacitated logit (K).
        pub rounds: u32 where 1 to 50,
        /// Weight of "do not buy" at the reservation price (w0).
        pub slack_weight: f64 where 0.0000001 to 0.1,
        /// Part of a preference's aim that capacity, nearness and bonds set; the rest is last year's shares.
        pub anchor_share: f64 where 0 to 1 = 0.4,
        /// Share of demand below which the memory of a seller that has closed is dropped.
        pub forgotten_share: f64 where 0 to 0.1 = 0.001,
        /// Share of the price lost to ordinary risk.
        pub risk_share: f64 where 0 to 0.5,
        /// Further share at relations of −100.
        pub hostile_risk_share: f64 where 0 to 2,
        /// Premium of leaked goods.
        pub leak_premium_share: f64 where 0 to 3,
        /// Penalty of a seller for short delivery, share of the contract price.
        pub short_delivery_share: f64 where 0 to 1,
        /// Penalty of a buyer for not taking, share of the contract price.
        pub take_or_pay_share: f64 where 0 to 1,
        /// Share of a contract that must be taken.
        pub take_share: f64 where 0 to 1,
        /// Largest distance of a contract's price from its signing price.
        pub collar_share: f64 where 0 to 2,
        /// Landed cost over the mean of what a buyer pays from which it calls hardship.
        pub hardship_ratio: f64 where 1 to 5 = 1.3,
        /// Smallest contract, as a share of a buyer's use.
        pub smallest_contract_share: f64 where 0 to 1 = 0.02,
        /// Gap in the wanted cover from which a buyer signs, share of that cover.
        pub signing_gap_share: f64 where 0 to 1 = 0.05,
        /// Most of its sales for which a seller binds itself.
        pub bound_share: f64 where 0 to 1 = 0.8,
        /// Part of what lies in a yard that is offered in a month.
        pub offered_share: f64 where 0.1 to 1 = 0.9,
        /// Cost of money at sea, share a year.
        pub sea_interest: f64 where 0 to 0.5 = 0.06,
        /// By how many per cent imports fall in the first years for each per cent that duties add to what is paid for them, as quotes reckon.
        pub duty_elasticity: f64 where 0 to 10 = 1.5,
    }
}

shape! {
    /// Car buyers (docs/month.md 4).
    pub struct Buyers {
        /// Similarity of makers within a powertrain (ν).
        pub nest: f64 where 0.1 to 1,
        /// Elasticity of the market's size to the mean car price.
        pub market_elasticity: f64 where -3 to 0,
        /// Standard deviation of the monthly shock of the market's size.
        pub market_shock: f64 where 0 to 0.2,
        /// Persistence of that shock a month.
        pub market_shock_memory: f64 where 0 to 0.999,
        /// Share of that shock's variance that all markets have in common: booms and slumps of the world.
        pub market_shock_common: f64 where 0 to 1 = 0.0,
        /// Rate at which running costs of later years are discounted.
        pub running_cost_discount: f64 where 0 to 1,
        /// Years of running costs that count.
        pub running_cost_years: u32 where 1 to 15,
        /// Range in km at which the penalty of missing range falls to 1/e.
        pub range_scale_km: f64 where 10 to 1000,
        /// Charger adequacy at which public charging is about good (CH0).
        pub charger_scale: f64 where 0.01 to 1,
        /// Share of the battery penalties that a plug-in hybrid has.
        pub phev_penalty_share: f64 where 0 to 1,
        /// Share of a plug-in hybrid's distance on electricity.
        pub phev_electric_share: f64 where 0 to 1,
        /// Litres per 100 km of combustion, hybrid and (burning) plug-in hybrid.
        pub litres_per_100_km: Fuel,
        /// Battery cars' use, kWh per 100 km with charging loss.
        pub kwh_per_100_km: f64 where 5 to 60,
        /// Real range in km per kWh of battery.
        pub km_per_kwh: f64 where 2 to 12,
        /// Availability floor (a0).
        pub availability_floor: f64 where 0 to 0.2,
        /// Availability per share of the segment's sales six months ago (a1).
        pub availability_per_share: f64 where 0 to 5,
        /// Availability per share asked by a fleet standard (a2).
        pub availability_per_standard: f64 where 0 to 5,
        /// Availability per share that the segment's buyers would choose if all models came with a plug: makers ask before they launch.
        pub availability_per_potential: f64 where 0 to 2 = 0.0,
        /// Availability of a maker told to go electric (a3).
        pub availability_push: f64 where 0 to 1,
        /// Share of models that makers who live off cars with a plug offer at home whatever the market.
        pub quick_availability: f64 where 0 to 1 = 0.1,
        /// The same abroad, as a part of that at home.
        pub quick_abroad: f64 where 0 to 1 = 0.25,
        /// Months of availability of makers quick to launch.
        pub launch_months_quick: f64 where 3 to 120,
        /// Share of plug-in cars in a maker's sales beyond which it is quick.
        pub quick_share: f64 where 0 to 1 = 0.3,
        /// Months of availability of incumbents.
        pub launch_months: f64 where 3 to 240,
        /// Factor on these months by where a maker is at home.
        pub launch_factor: super::ByRegion where 0.05 to 2 = super::ByRegion::everywhere(1.0),
        /// The same of an incumbent that was told to go electric with all it can.
        pub launch_months_pushed: f64 where 3 to 240 = 36.0,
        /// Share of a market under which makers renew fewer combustion models than they had.
        pub combustion_share: f64 where 0.01 to 1,
        /// Months in which the combustion models on offer follow the market.
        pub combustion_months: f64 where 6 to 240,
        /// Months in which models vanish.
        pub withdraw_months: f64 where 3 to 240,
        /// Familiarity from marketing a month (f_m).
        pub familiarity_marketing: f64 where 0 to 0.1,
        /// Familiarity from the fleet a month (f_s).
        pub familiarity_fleet: f64 where 0 to 2,
        /// Forgetting a month (δ_W).
        pub forgetting: f64 where 0 to 0.1,
        /// Share of next quarter's sales pulled forward by an announced cut.
        pub pull_forward_share: f64 where 0 to 1,
        /// Cut that pulls so much forward, k$ a car; smaller ones pull in proportion.
        pub pull_forward_kusd: f64 where 0.1 to 100 = 5.0,
        /// Months in which the hole behind it fills.
        pub pull_forward_months: f64 where 1 to 24 = 4.0,
        /// Change of storage demand per change of pack price, both relative.
        pub storage_elasticity: f64 where -3 to 0,
        /// Power of cost in the choice of storage's chemistry.
        pub storage_power: f64 where 1 to 30,
        /// Share of the buyers who wait for a car that cancels in a month.
        pub cancel_share: f64 where 0 to 1,
        /// Share of those who cancelled that choose another maker's car in the next month; the rest keeps the old one.
        pub again_share: f64 where 0 to 1,
    }
}

shape! {
    /// Fuel use.
    pub struct Fuel {
        /// Combustion.
        pub ice: f64 where 2 to 20,
        /// Hybrid.
        pub hev: f64 where 2 to 20,
        /// Plug-in hybrid while it burns.
        pub phev: f64 where 2 to 20,
    }
}

shape! {
    /// Automakers (docs/month.md 5).
    pub struct Automakers {
        /// Months in which list prices follow costs.
        pub price_months: f64 where 1 to 24,
        /// Lowest price against cost for a maker without backing.
        pub price_floor_share: f64 where 0.3 to 1,
        /// Months in which the worth of credits moves.
        pub credit_months: f64 where 1 to 36,
        /// Steepness of that worth (k_d).
        pub credit_slope: f64 where 0.1 to 20,
        /// Years after the one in which they were earned for which credits can be used.
        pub credit_bank_years: u32 where 0 to 10 = 3,
        /// Credits of a plug-in hybrid.
        pub phev_credits: f64 where 0 to 10 = 0.6,
        /// Credits of a battery car.
        pub bev_credits: f64 where 0 to 10 = 1.0,
        /// Power of landed cost in the choice of plant, a whole number.
        pub plant_power: u32 where 1 to 20 = 6,
        /// Weight of a plant for dealers in its bloc, against 1 for those in its own region.
        pub plant_bloc_weight: f64 where 0 to 1 = 0.3,
        /// The same of a plant at home for all other dealers.
        pub plant_home_weight: f64 where 0 to 1 = 0.12,
        /// The same of any other plant.
        pub plant_far_weight: f64 where 0 to 1 = 0.06,
        /// Part of body cost that moves with local wages.
        pub wage_part: f64 where 0 to 1 = 0.15,
        /// Wage at which body costs are told, $ an hour.
        pub wage_reference_usd: f64 where 1 to 200 = 42.0,
        /// Least that a maker takes of the mark-up that buyers bear.
        pub least_markup_taken: f64 where 0 to 1 = 0.02,
        /// Most of it.
        pub most_markup_taken: f64 where 1 to 20 = 3.0,
        /// Share of a market beyond which nothing is added to a maker's mark-up.
        pub most_markup_share: f64 where 0 to 0.95 = 0.6,
        /// Power of cost in the choice of chemistry (η_h).
        pub chemistry_power: f64 where 1 to 30,
        /// Share of the mix that moves a month.
        pub chemistry_speed: f64 where 0.005 to 0.5,
        /// Appeal of a chemistry that nobody uses yet, beside 1 for one that is trusted.
        pub newcomer_appeal: f64 where 0.0001 to 1,
        /// Share by which trust in a new chemistry grows a month, once its technology is ready, as long as few have it.
        pub newcomer_trust: f64 where 0 to 0.5,
        /// Months of cell use that car plants hold.
        pub cell_stock_months: f64 where 0.2 to 6,
        /// Months of sales that dealers hold.
        pub dealer_stock_months: f64 where 0.2 to 6,
        /// Months in which dealers correct their stock.
        pub dealer_stock_adjust_months: f64 where 0.5 to 24,
        /// Cost of a platform launch, million US$: models of one drive with a plug for one segment, offered in full.
        pub platform_musd: f64 where 50 to 10000,
        /// How far the classes of cars with a plug become those of all cars as their models come, 0 to 1.
        pub class_convergence: f64 where 0 to 1 = 0.0,
        /// Body and drives of a plug-in hybrid against a car of the same class with an engine; a battery car's learn on their own.
        pub phev_body: f64 where 0.5 to 2 = 1.1,
        /// Part of that cost that packs of another chemistry in the same models take.
        pub repack_share: f64 where 0 to 1 = 0.1,
        /// Learning of battery-car parts other than cells, per doubling.
        pub glider_learning: f64 where 0 to 0.3,
        /// Power by which what is around the cells costs less a kWh in larger packs: a case, cooling and electronics serve more of them.
        pub pack_size_power: f64 where 0 to 1 = 0.0,
        /// Months in which batteries grow as packs get cheaper.
        pub pack_size_months: f64 where 6 to 240,
        /// Growth of pack size per fall of pack price, both in logs.
        pub pack_size_elasticity: f64 where 0 to 1,
        /// Largest real range wanted, km.
        pub range_wanted_km: f64 where 100 to 1500,
        /// Learning of packs per doubling of world cells.
        pub pack_learning: f64 where 0 to 0.4,
        /// World share above which a maker can be global.
        pub global_share: f64 where 0 to 0.5,
        /// Share of own sales in one bloc above which a maker is regional.
        pub regional_share: f64 where 0.3 to 1,
        /// Share of own sales that counts as presence in a bloc.
        pub presence_share: f64 where 0 to 0.5,
        /// Months that a new status must hold.
        pub status_months: u32 where 0 to 60,
        /// Use of plug lines at which a maker aims when it plans more.
        pub plug_use: f64 where 0.3 to 1 = 0.8,
        /// Growth of orders a year that it plans for at most.
        pub planned_growth: f64 where 0 to 2 = 0.5,
        /// Part of its plants that it converts or adds a quarter at most.
        pub step_share: f64 where 0.01 to 1 = 0.15,
        /// Time of a conversion, as a share of building a plant.
        pub conversion_time_share: f64 where 0 to 1 = 0.4,
        /// Cost of a conversion, as a share of a plant's.
        pub conversion_cost_share: f64 where 0 to 1 = 0.3,
        /// Use below which a maker sheds plants.
        pub shed_use: f64 where 0 to 1 = 0.35,
        /// Part of them that it sheds a quarter.
        pub shed_share: f64 where 0 to 0.5 = 0.03,
        /// Saving a year over capital cost from which a plant abroad is built.
        pub abroad_return: f64 where 0 to 1 = 0.16,
        /// Part of what it imports that such a plant makes.
        pub abroad_share: f64 where 0 to 1 = 0.5,
        /// Imports a year from which it thinks of a plant there, thousand cars with a plug.
        pub abroad_least: f64 where 0 to 1000 = 60.0,
    }
}

shape! {
    /// Learning (docs/month.md 11).
    pub struct Learning {
        /// Decay of experience a year.
        pub forgetting_share: f64 where 0 to 0.5,
        /// Further decay of know-how by the share of a firm's plants that stands idle, a year.
        pub idle_forgetting_share: f64 where 0 to 0.9,
        /// Power of plant size in conversion cost (b_s).
        pub size_power: f64 where 0 to 0.3,
        /// Modules of a line beyond which it gains nothing by growing.
        pub size_modules: f64 where 1 to 100,
        /// Decay of the research stock a year.
        pub research_decay: f64 where 0 to 0.5,
        /// Longer ramps of plants that get no machines and engineers from where all know-how is, in ordinary ramps.
        pub barred_ramp: f64 where 0 to 10 = 1.7,
        /// The same of building.
        pub barred_building: f64 where 0 to 10 = 0.5,
        /// Months before a venture's know-how counts.
        pub venture_months: u32 where 0 to 120,
        /// Scale of the hazard of a step of readiness (κ_T).
        pub readiness_hazard: f64 where 0 to 10,
        /// Research of firms as a share of revenue.
        pub research_share: f64 where 0 to 0.3,
        /// Yearly growth of labour productivity.
        pub productivity: f64 where 0 to 0.1,
        /// Months in which a technology takes a step without any money on the books: universities and start-ups.
        pub curiosity_months: f64 where 1 to 1200 = 72.0,
        /// Part of a car beside its battery that learns.
        pub electric_share: f64 where 0 to 1 = 0.1,
        /// Part of the cost of packs around cells that learning leaves.
        pub pack_floor_share: f64 where 0 to 1 = 0.25,
        /// Most that firms spend on research, share of earnings.
        pub research_most_share: f64 where 0 to 1 = 0.4,
    }
}

shape! {
    /// Chargers, recycling, jobs (docs/month.md 13).
    pub struct Society {
        /// Public points per thousand cars of a region, with a plug or without, at which charging is adequate everywhere.
        pub points_per_thousand_cars: f64 where 0.1 to 100,
        /// Months in which operators build the points that pay.
        pub charger_months: f64 where 1 to 120,
        /// Cars with a plug but without one at home by which a public point lives without public money.
        pub cars_per_point: f64 where 1 to 100,
        /// Mean life of a pack, years (Weibull).
        pub pack_life_years: f64 where 3 to 40,
        /// Shape of that life.
        pub pack_life_shape: f64 where 1 to 10,
        /// Share of dead packs that is collected without a mandate.
        pub collected_share: f64 where 0 to 1,
        /// Months of work that shredders take into their yards; what nobody takes is stored away for good.
        pub scrap_yard_months: f64 where 0.1 to 60,
        /// Share of the mass of elements recovered in dismantling.
        pub dismantling_share: f64 where 0 to 1,
        /// CO2 of a litre of fuel, kg.
        pub co2_kg_per_litre: f64 where 0 to 5,
        /// Weight of the value of cells in the index of dependence; all three make 1.
        pub dependence_value: f64 where 0 to 1 = 0.35,
        /// Weight of the worst bottleneck.
        pub dependence_bottleneck: f64 where 0 to 1 = 0.45,
        /// Weight of concentration.
        pub dependence_concentration: f64 where 0 to 1 = 0.2,
        /// Months of stock that cover a bottleneck in full.
        pub dependence_cover_months: f64 where 0.1 to 60 = 6.0,
    }
}
