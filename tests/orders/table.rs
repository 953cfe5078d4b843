//! The table of policies: for every one of the base, settings, a figure, and the way in which it must move.

/// What is looked at, after the run.
#[derive(Clone, Copy, Debug)]
pub enum Figure {
    /// Mean of a recorded series over the last year: name and region.
    Series(&'static str, &'static str),
    /// Output of all goods of a stage in a region over the last year, $M at the level's first prices.
    Output(&'static str, &'static str),
    /// Purchases of goods of a stage in a region from all others in the last year, $M at the level's first prices.
    Imports(&'static str, &'static str),
    /// Share of cars with a plug in a region's sales of the last year.
    PlugShare(&'static str),
    /// Capital in a stage of a region, standing and under way, $M.
    Capital(&'static str, &'static str),
    /// Units of goods that a region bought from another in the last year: good, from, to.
    Trade(&'static str, &'static str, &'static str),
    /// Expected NPV over capital cost of a firm's plant: firm, process, region.
    Npv(&'static str, &'static str, &'static str),
    /// Purchase support of a mean battery car in a region, k$.
    Support(&'static str),
    /// Units of a good in a government's store.
    Reserve(&'static str, &'static str),
    /// Research stock of a technology, $M.
    Research(&'static str),
    /// Batteries that ended as scrap collected, GWh-equivalent stocks of scrap and black mass at plants.
    Scrap,
    /// Money that a government paid under a tag of the books in the last month, $M: tag label, region.
    Paid(&'static str, &'static str),
    /// Ramped capacity of a good over its nameplate, region.
    Ramped(&'static str, &'static str),
    /// Cars built in a region that are sold in another, thousand a year.
    CarsFrom(&'static str, &'static str),
    /// What firms owe to a government, $M.
    Lent(&'static str),
    /// Cars that a firm sells in a region, thousand a year: firm, region.
    Sold(&'static str, &'static str),
    /// Units of a good that a firm sold to a region in the last year: firm, good, region.
    Supplies(&'static str, &'static str, &'static str),
    /// Share of dead packs that is collected in a region.
    Collected(&'static str),
    /// Capacity that a firm would start of a process in a region, units a quarter.
    Start(&'static str, &'static str, &'static str),
}

/// Where a case is run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
    /// `two_regions`.
    Small,
    /// `battery_race`, where the small level lacks what the policy is about.
    Large,
}

/// A row.
pub struct Case {
    /// Policy.
    pub policy: &'static str,
    /// Who takes it.
    pub by: &'static str,
    /// Settings as written.
    pub settings: &'static str,
    /// Orders before it, in both runs: side and order.
    pub first: &'static [(&'static str, &'static str)],
    /// Level.
    pub level: Level,
    /// Months run.
    pub months: usize,
    /// What moves.
    pub figure: Figure,
    /// Least change, with its sign: as a share of what it is without the policy. Of an NPV, which may lie near nothing, and of
    /// what is nothing without the policy, in the figure's own unit. About a third of what was seen when the row was written.
    pub least: f64,
}

pub const fn case(policy: &'static str, by: &'static str, settings: &'static str, months: usize, figure: Figure, least: f64) -> Case {
    Case { policy, by, settings, first: &[], level: Level::Small, months, figure, least }
}

pub const fn after(first: &'static [(&'static str, &'static str)], case: Case) -> Case {
    Case { first, ..case }
}

pub const fn large(case: Case) -> Case {
    Case { level: Level::Large, ..case }
}

use Figure as F;

/// What an American maker of cells thinks of a plant at home.
const ULTIUM: Figure = F::Npv("ultium_cells", "lfp_cell_production", "us");
/// What a Chinese one thinks of a plant at home, and of one in the United States.
const CATL: [Figure; 2] = [F::Npv("catl", "lfp_cell_production", "china"), F::Npv("catl", "lfp_cell_production", "us")];
/// Cells and anodes that the United States buy from China.
const CELLS: Figure = F::Trade("lfp_cell", "china", "us");
const ANODES: Figure = F::Trade("anode_material", "china", "us");

/// Every policy of the base.
pub const CASES: &[Case] = &[
    // Demand.
    case("purchase_credit", "us", r#"{"kusd": 6, "phev_kusd": 3}"#, 24, F::PlugShare("us"), 0.066),
    case("purchase_credit_origin", "us", r#"{"kusd": 7.5, "minerals_share": 0.1, "parts_share": 0.1}"#, 24, F::Support("us"), 1.38),
    case("purchase_credit_home", "us", r#"{"kusd": 6, "cells_share": 0.2}"#, 24, F::PlugShare("us"), 0.069),
    case("lease_credit", "us", r#"{"kusd": 7.5, "buyers_share": 0.9}"#, 24, F::PlugShare("us"), 0.049),
    case("purchase_tax_relief", "china", r#"{"share": 0.1}"#, 24, F::PlugShare("china"), 0.058),
    case("trade_in_premium", "china", r#"{"plug_kusd": 4, "other_kusd": 0}"#, 24, F::PlugShare("china"), 0.02),
    case("fleet_standard", "us", r#"{"plug_share": 0.4, "fine_kusd": 10}"#, 36, F::PlugShare("us"), 0.11),
    case("charging_programme", "us", r#"{"musd_per_year": 2000}"#, 36, F::Series("chargers.adequacy", "us"), 0.094),
    case("street_charging", "china", r#"{"musd_per_year": 500}"#, 24, F::Series("chargers.adequacy", "china"), 0.045),
    case("public_procurement", "us", r#"{"storage_gwh": 5, "cars_thousand": 60}"#, 24, F::Series("sales.bev", "us"), 0.045),
    // Finance.
    case("loan_programme", "us", r#"{"stage": Stage(Cells), "spread": 0.06, "lent_share": 0.8}"#, 18, ULTIUM, 0.095),
    case("capex_grant", "us", r#"{"stage": Stage(Cells), "share": 0.5}"#, 24, ULTIUM, 0.16),
    case("capex_grant_restricted", "us", r#"{"stage": Stage(Cells), "share": 0.5}"#, 24, ULTIUM, 0.16),
    case(
        "defence_production_awards",
        "us",
        r#"{"stage": Stage(Mining), "share": 0.5}"#,
        24,
        F::Npv("albemarle", "brine_extraction", "us"),
        0.16,
    ),
    case("provincial_credit", "china", r#"{"stage": Stage(Cells), "grant": 0.4, "spread": 0.04}"#, 24, CATL[0], 0.16),
    // Industry.
    case("production_credit_cells", "us", r#"{"usd_per_kwh": 35}"#, 24, F::Output("Cells", "us"), 0.022),
    case("production_credit_cells_restricted", "us", r#"{"usd_per_kwh": 35}"#, 24, F::Output("Cells", "us"), 0.022),
    case("production_credit_modules", "us", r#"{"usd_per_kwh": 25}"#, 24, F::Output("Cells", "us"), 0.014),
    case("production_credit_materials", "us", r#"{"share": 0.4}"#, 24, F::Npv("redwood", "nmc_high_cathode_production", "us"), 0.43),
    case("production_credit_minerals", "us", r#"{"share": 0.4}"#, 24, F::Series("output.lithium_hydroxide", "us"), 0.005),
    case("production_credit_cars", "us", r#"{"share": 0.2}"#, 24, F::PlugShare("us"), 0.063),
    case("price_floor", "us", r#"{"good": Good("lithium_hydroxide"), "floor_musd": 60}"#, 24, F::Paid("public programmes", "us"), 7.02),
    case("content_rule", "us", r#"{"stage": Stage(Cells), "penalty": 0.5}"#, 36, CELLS, -0.0058),
    after(
        &[("us", r#"EnactPolicy(policy: "purchase_credit", settings: {"kusd": 1})"#)],
        // In two years it shows under every seed; in three, plants that opened under other luck drown it.
        case("origin_rule", "us", r#"{"stage": Stage(Cells), "penalty": 0.5}"#, 24, CELLS, -0.021),
    ),
    case(
        "secure_supply_rule",
        "china",
        r#"{"stage": Stage(Materials), "penalty": 0.8}"#,
        30,
        F::Trade("nmc_high_cathode", "us", "china"),
        -0.1,
    ),
    case("white_list", "us", r#"{"dependent_share": 0.9}"#, 24, F::Trade("nmc_high_cell", "china", "us"), -0.05),
    case("joint_venture_rule", "us", r#"{"stage": Stage(Cells), "home_share": 0.5}"#, 12, CATL[1], -0.054),
    case("plan_priority", "china", r#"{"stage": Stage(Cells), "hurdle": 0.05}"#, 24, CATL[0], 0.14),
    large(case("capacity_freeze", "china", r#"{"stage": Stage(Cells), "leak_share": 0}"#, 24, F::Capital("Cells", "china"), -0.021)),
    case("permitting_reform", "us", r#"{"stage": Stage(Mining), "days": 300}"#, 36, F::Npv("albemarle", "brine_extraction", "us"), 0.005),
    large(case("skills_programme", "us", r#"{"stage": Stage(Cells), "faster": 0.5}"#, 24, F::Ramped("nmc_high_cell", "us"), 0.045)),
    // Resources.
    case(
        "stockpile",
        "us",
        r#"{"good": Good("anode_material"), "months": 3, "pace_months": 0.3}"#,
        24,
        F::Reserve("anode_material", "us"),
        2.48,
    ),
    large(case("recycling_mandate", "us", r#"{"collected": 1, "musd_per_gwh": 5}"#, 36, F::Scrap, 0.0066)),
    case(
        "state_mining_share",
        "chile",
        r#"{"good": Good("lithium_brine"), "home_share": 0.9}"#,
        12,
        F::Npv("ganfeng", "brine_extraction", "chile"),
        -0.16,
    ),
    // Technology.
    case(
        "research_mission",
        "us",
        r#"{"technology": Technology("solid_state"), "musd_per_year": 3000}"#,
        24,
        F::Research("solid_state"),
        0.36,
    ),
    // Trade.
    case("import_tariff", "us", r#"{"stage": Stage(Cells), "origin": Region("china"), "rate": 0.5}"#, 24, CELLS, -0.11),
    case("good_tariff", "us", r#"{"good": Good("anode_material"), "origin": Region("china"), "rate": 1}"#, 30, ANODES, -0.033),
    case("tariff_schedule", "us", r#"{"origin": Region("china"), "cells": 0.5, "anodes": 0.5}"#, 24, CELLS, -0.12),
    case("global_tariff", "us", r#"{"stage": Stage(Cells), "rate": 0.5}"#, 24, CELLS, -0.092),
    case("import_ban", "us", r#"{"good": Good("lfp_cell"), "origin": Region("china")}"#, 24, CELLS, -0.5),
    large(case("vehicle_security_ban", "us", r#"{"origin": Region("china")}"#, 24, F::CarsFrom("china", "us"), -0.9)),
    large(case("waste_import_ban", "korea", "{}", 18, F::Imports("Recycling", "korea"), -0.16)),
    case("export_licence", "china", r#"{"good": Good("anode_material"), "granted": 0.3}"#, 24, ANODES, -0.18),
    case("export_licence_country", "china", r#"{"good": Good("lfp_cell"), "destination": Region("us"), "granted": 0.3}"#, 24, CELLS, -0.18),
    case("export_ban", "china", r#"{"good": Good("lfp_cell")}"#, 24, CELLS, -0.5),
    case("export_embargo", "china", r#"{"destination": Region("us")}"#, 18, CELLS, -0.4),
    case("export_tax", "china", r#"{"good": Good("lfp_cell"), "rate": 0.4}"#, 24, CELLS, -0.11),
    case("export_tax_rebate", "china", r#"{"cells": 0.13}"#, 24, CELLS, -0.051),
    large(case(
        "investment_screen",
        "us",
        r#"{"stage": Stage(Cells), "origin": Region("china"), "above_share": 0.25}"#,
        12,
        F::Start("catl", "lfp_cell_production", "us"),
        -0.9,
    )),
];

/// Policies as their defaults are, and settings that each must count for: beside what stands above.
pub const FURTHER: &[Case] = &[
    // In the small level, where no other programme lends.
    case("loan_programme", "us", r#"{"stage": Stage(Cells)}"#, 72, F::Lent("us"), 355.0),
    case("provincial_credit", "china", "{}", 48, F::Lent("china"), 780.0),
    large(case("provincial_credit", "china", r#"{"stage": Stage(Mining)}"#, 36, F::Lent("china"), 0.027)),
    large(case("secure_supply_rule", "china", "{}", 24, F::Sold("gm", "china"), -0.097)),
    large(case("content_rule", "us", r#"{"stage": Stage(Cars), "penalty": 0.3}"#, 24, F::Sold("toyota", "us"), -0.072)),
    case("recycling_mandate", "us", "{}", 60, F::Collected("us"), 0.095),
    large(case("investment_screen", "us", r#"{"stage": Stage(Cells)}"#, 12, F::Start("catl", "lfp_cell_production", "us"), -0.9)),
];
