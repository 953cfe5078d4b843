//! The table of policies that hold something back or open: settings, a figure, and the way in which it must move.

use super::table::{Case, Figure as F, after, case, large};

/// What an American maker of cells thinks of a plant at home.
const ULTIUM: F = F::Npv("ultium_cells", "lfp_cell_production", "us");
/// Cells and anodes that the United States buy from China.
const CELLS: F = F::Trade("lfp_cell", "china", "us");
const ANODES: F = F::Trade("anode_material", "china", "us");

/// Nothing comes from China any more.
const CUT_OFF: &[(&str, &str)] = &[("china", r#"EnactPolicy(policy: "export_embargo", settings: {"destination": Region("us")})"#)];

/// Every policy of `levels/base/policies/controls.ron`.
pub const CONTROLS: &[Case] = &[
    large(case("technology_control", "china", r#"{"stage": Stage(Cells), "held": 1}"#, 24, F::Ramped("nmc_high_cell", "us"), -0.03)),
    large(case(
        "outbound_screen",
        "korea",
        r#"{"stage": Stage(Cells), "destination": Region("us")}"#,
        24,
        F::Start("lges", "lfp_cell_production", "us"),
        -0.3,
    )),
    large(case("firm_listing", "us", r#"{"firm": Firm("catl"), "customers": 0.9}"#, 17, F::Supplies("catl", "lfp_cell", "us"), -0.1)),
    after(
        &[("china", r#"EnactPolicy(policy: "export_licence_country", settings: {"good": Good("anode_material"), "granted": 0.1})"#)],
        case("general_licence", "china", r#"{"good": Good("anode_material"), "destination": Region("us")}"#, 8, ANODES, 0.2),
    ),
    case("magnet_licence", "china", r#"{"destination": Region("us"), "granted": 0}"#, 18, F::Series("sales.bev", "us"), -0.2),
    large(case(
        "vehicle_export_permits",
        "china",
        r#"{"destination": Region("europe"), "thousand": 100}"#,
        18,
        F::CarsFrom("china", "europe"),
        -0.2,
    )),
    large(case(
        "price_undertaking",
        "china",
        r#"{"destination": Region("europe"), "kusd": 50}"#,
        24,
        F::CarsFrom("china", "europe"),
        -0.02,
    )),
    large(case("trade_remedy", "us", r#"{"good": Good("anode_material"), "most": 1}"#, 30, ANODES, -0.02)),
    large(case(
        "price_floor_club",
        "us",
        r#"{"good": Good("lithium_hydroxide"), "floor_musd": 60}"#,
        17,
        F::Trade("lithium_hydroxide", "china", "korea"),
        -0.02,
    )),
    large(case("carbon_standard", "us", r#"{"stage": Stage(Cells), "free_share": 0.2, "usd_per_t": 400}"#, 48, CELLS, -0.01)),
    large(after(
        CUT_OFF,
        case("emergency_allocation", "us", r#"{"good": Good("anode_material")}"#, 8, F::Trade("anode_material", "us", "europe"), -0.05),
    )),
    case(
        "mining_access",
        "us",
        r#"{"good": Good("lithium_brine"), "days": 900}"#,
        48,
        F::Npv("albemarle", "brine_extraction", "us"),
        0.005,
    ),
    large(case(
        "overseas_ore_finance",
        "china",
        r#"{"good": Good("nickel_intermediates"), "host": Region("indonesia"), "share": 0.6, "yearly_musd": 5000}"#,
        36,
        F::Capital("Refining", "indonesia"),
        0.01,
    )),
    large(case("consolidation", "china", r#"{"stage": Stage(Cells), "share": 0.6}"#, 30, F::Capital("Cells", "china"), -0.02)),
    after(
        &[("us", r#"EnactPolicy(policy: "production_credit_cells", settings: {"usd_per_kwh": 20})"#)],
        case("stability_pledge", "us", r#"{"policy": Policy("production_credit_cells")}"#, 18, ULTIUM, 0.01),
    ),
    // What it does to credibility is in `tests/politics.rs`: nobody here has politics.
    case("disclosure_office", "us", r#"{"musd_per_year": 100}"#, 12, F::Paid("public programmes", "us"), 2.5),
];
