//! Policies: typed conditions and effects whose numbers are constants or settings of the measure. Pure data; what an effect
//! does to the world is in `sim::policy`, how it reads aloud in `orders::sentences`.

use super::cars::Powertrain;
use super::chain::Stage;
use crate::content::ids::{ChemistryId, GoodId, PolicyId, RegionId, TechnologyId};
use crate::content::shape::{Bounded, Read, Reader, Table, word};
use crate::content::syntax::{Kind, Node};
use crate::{choice, shape, variants};
use serde::{Deserialize, Serialize};

/// A chosen setting of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Setting {
    /// A number, in the unit of the setting.
    Number(f64),
    /// A number that changes with the calendar year: from that year on.
    Path(Vec<(i32, f64)>),
    /// A region.
    Region(RegionId),
    /// A good.
    Good(GoodId),
    /// A stage.
    Stage(Stage),
    /// A technology.
    Technology(TechnologyId),
    /// A chemistry.
    Chemistry(ChemistryId),
}

/// The single value inside `Name(value)`.
fn inside<'n>(node: &'n Node, reader: &mut Reader<'_>) -> Option<&'n Node> {
    match &node.kind {
        Kind::Tuple { items, .. } if items.len() == 1 => Some(&items[0]),
        _ => {
            reader.expected(node, "one value in parentheses");
            None
        }
    }
}

fn path(node: &Node, reader: &mut Reader<'_>) -> Option<Vec<(i32, f64)>> {
    let table = Table::<u32, f64>::read(node, reader)?;
    #[expect(clippy::cast_possible_wrap, reason = "years are small")]
    let steps: Vec<(i32, f64)> = table.into_iter().map(|(year, value)| (year as i32, value)).collect();
    if steps.is_empty() {
        reader.expected(node, "at least one `year: number`");
        return None;
    }
    Some(steps)
}

impl Read for Setting {
    fn wanted() -> String {
        "a number, Path({year: number}), Region(\"…\"), Good(\"…\"), Stage(…), Technology(\"…\") or Chemistry(\"…\")".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(node.kind, Kind::Number(_)) {
            return f64::read(node, reader).map(Self::Number);
        }
        let known = ["Path", "Region", "Good", "Stage", "Technology", "Chemistry"];
        let name = word(node, &known, reader)?;
        let value = inside(node, reader)?;
        match name {
            "Path" => path(value, reader).map(Self::Path),
            "Region" => RegionId::read(value, reader).map(Self::Region),
            "Good" => GoodId::read(value, reader).map(Self::Good),
            "Stage" => Stage::read(value, reader).map(Self::Stage),
            "Technology" => TechnologyId::read(value, reader).map(Self::Technology),
            _ => ChemistryId::read(value, reader).map(Self::Chemistry),
        }
    }
}

/// A number of an effect: written out, by year, or taken from a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Always this.
    Fixed(f64),
    /// From that calendar year on.
    Path(Vec<(i32, f64)>),
    /// The named setting of the measure.
    Setting(String),
}

impl Read for Value {
    fn wanted() -> String {
        "a number, Path({year: number}) or Setting(\"name\")".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(node.kind, Kind::Number(_)) {
            return f64::read(node, reader).map(Self::Fixed);
        }
        let name = word(node, &["Path", "Setting"], reader)?;
        let value = inside(node, reader)?;
        if name == "Path" { path(value, reader).map(Self::Path) } else { String::read(value, reader).map(Self::Setting) }
    }
}

impl Bounded for Value {
    fn numbers(&self, check: &mut dyn FnMut(f64)) {
        match self {
            Self::Fixed(value) => check(*value),
            Self::Path(steps) => steps.iter().for_each(|(_, value)| check(*value)),
            Self::Setting(_) => {}
        }
    }
}

/// Which regions an effect is about, seen from the government that takes the measure.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// Everybody, the own region included.
    Anyone,
    /// The own region.
    Own,
    /// Everybody else.
    Foreign,
    /// The other playing side.
    Rival,
    /// These regions.
    Regions(Vec<RegionId>),
    /// Everybody but these regions.
    AllBut(Vec<RegionId>),
    /// The region named by a setting.
    Setting(String),
}

impl Read for Who {
    fn wanted() -> String {
        "Anyone, Own, Foreign, Rival, Regions([…]), AllBut([…]) or Setting(\"name\")".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let name = word(node, &["Anyone", "Own", "Foreign", "Rival", "Regions", "AllBut", "Setting"], reader)?;
        match name {
            "Anyone" => Some(Self::Anyone),
            "Own" => Some(Self::Own),
            "Foreign" => Some(Self::Foreign),
            "Rival" => Some(Self::Rival),
            "Regions" => Vec::read(inside(node, reader)?, reader).map(Self::Regions),
            "AllBut" => Vec::read(inside(node, reader)?, reader).map(Self::AllBut),
            _ => String::read(inside(node, reader)?, reader).map(Self::Setting),
        }
    }
}

/// Which goods an effect is about.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// These goods.
    Goods(Vec<GoodId>),
    /// Every good of these stages.
    Stages(Vec<Stage>),
    /// The good or stage named by a setting.
    Setting(String),
}

impl Read for What {
    fn wanted() -> String {
        "Goods([…]), Stages([…]) or Setting(\"name\")".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let name = word(node, &["Goods", "Stages", "Setting"], reader)?;
        let value = inside(node, reader)?;
        match name {
            "Goods" => Vec::read(value, reader).map(Self::Goods),
            "Stages" => Vec::read(value, reader).map(Self::Stages),
            _ => String::read(value, reader).map(Self::Setting),
        }
    }
}

choice! {
    /// What a setting chooses.
    pub enum SettingKind {
        /// A number between two ends.
        Number => "number",
        /// A region.
        Region => "region",
        /// A good.
        Good => "good",
        /// A stage of the chain.
        Stage => "stage",
        /// A technology.
        Technology => "technology",
        /// A chemistry.
        Chemistry => "chemistry",
    }
}

shape! {
    /// What a player may set in a policy.
    pub struct SettingRule {
        /// Name shown to players.
        pub name: String,
        /// What is chosen.
        pub kind: SettingKind,
        /// Unit shown behind the number: `k$ per car`, `share`, `months`.
        pub unit: String = String::new(),
        /// Value when nothing is chosen.
        pub default: Setting,
        /// Smallest number allowed.
        pub least: f64 = 0.0,
        /// Largest number allowed.
        pub most: f64 = 1.0,
        /// Goods that may be chosen; empty means any.
        pub goods: Vec<GoodId> = Vec::new(),
    }
}

choice! {
    /// Where a policy stands in menus.
    pub enum Field {
        /// Buyers and roads.
        Demand => "demand",
        /// Making things at home.
        Industry => "industry",
        /// Borders.
        Trade => "trade",
        /// Money for building.
        Finance => "finance",
        /// Know-how.
        Technology => "technology",
        /// Ore, stocks, scrap.
        Resources => "resources",
    }
}

shape! {
    /// A measure that a government can take.
    pub struct Policy {
        /// Name shown to players.
        pub name: String,
        /// Two sentences: what it does, what it costs besides money.
        pub about: String,
        /// Where it stands in menus.
        pub field: Field,
        /// Governments that can take it; empty means every one.
        pub who: Vec<RegionId> = Vec::new(),
        /// What can be set.
        pub settings: Table<String, SettingRule> = Table::new(),
        /// What must hold to enact it.
        pub needs: Vec<Condition> = Vec::new(),
        /// Months from the order to the first effect.
        pub lag_months: u32 where 0 to 60 = 1,
        /// Months over which it comes into full effect.
        pub phase_months: u32 where 0 to 120 = 0,
        /// One-time cost of setting it up, million US$.
        pub setup_musd: f64 where 0 to 100000 = 0.0,
        /// Whether several at once, with different settings, are possible (a tariff on cells and one on cars).
        pub several: bool = false,
        /// Measures by the same government that it replaces.
        pub replaces: Vec<PolicyId> = Vec::new(),
        /// What it does.
        pub effects: Vec<Effect>,
    }
}

variants! {
    /// What must hold.
    pub enum Condition {
        /// All of these.
        All(Conditions),
        /// At least one of these.
        Any(Conditions),
        /// None of these.
        None(Conditions),
        /// A measure of ours is in force.
        InForce(InForce),
        /// Utilisation of home capacity is below a share.
        UtilisationBelow(UtilisationBelow),
        /// Home production of some good of a stage exists.
        MakesAny(MakesAny),
        /// The treasury holds this much.
        TreasuryAtLeast(TreasuryAtLeast),
        /// The date is reached.
        NotBefore(NotBefore),
    }
}

shape! {
    /// A list of conditions.
    pub struct Conditions {
        /// The conditions.
        pub of: Vec<Condition>,
    }
}

shape! {
    /// A measure in force.
    pub struct InForce {
        /// The policy.
        pub policy: PolicyId,
    }
}

shape! {
    /// Utilisation of home capacity.
    pub struct UtilisationBelow {
        /// Goods whose plants are looked at.
        pub on: What,
        /// Share of nameplate.
        pub share: f64 where 0 to 1,
    }
}

shape! {
    /// Home production.
    pub struct MakesAny {
        /// Goods, of which one must be made at home.
        pub on: What,
    }
}

shape! {
    /// Money in the contest budget.
    pub struct TreasuryAtLeast {
        /// Million US$.
        pub musd: f64 where 0 to 10000000,
    }
}

shape! {
    /// A date.
    pub struct NotBefore {
        /// First month.
        pub month: crate::units::Month,
    }
}

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
        pub half_life_months: f64 where 0.5 to 60 = 6.0,
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
    /// Charging points.
    pub struct Charging {
        /// Million US$ a year.
        pub musd_per_year: Value where 0 to 1000000,
        /// Cost of a public point, k$.
        pub kusd_per_point: f64 where 1 to 200 = 15.0,
    }
}

shape! {
    /// State stockpile.
    pub struct Stockpile {
        /// The good.
        pub on: What,
        /// Wanted stock in months of home use; below it the state buys, above it sells.
        pub months: Value where 0 to 36,
        /// Most that is bought in a month, in months of home use.
        pub pace_months: Value where 0 to 3 = Value::Fixed(0.1),
    }
}

shape! {
    /// Public buying.
    pub struct Procurement {
        /// Grid storage bought a year beyond the market, GWh.
        pub storage_gwh: Value where 0 to 1000 = Value::Fixed(0.0),
        /// Electric fleet cars bought a year, thousand.
        pub cars_thousand: Value where 0 to 5000 = Value::Fixed(0.0),
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

shape! {
    /// Public research.
    pub struct Research {
        /// The technology: fixed, or left to the setting `technology`.
        pub technology: Option<TechnologyId> = None,
        /// Million US$ a year.
        pub musd_per_year: Value where 0 to 100000,
    }
}

shape! {
    /// Training and equipment.
    pub struct Skills {
        /// Goods whose plants it helps.
        pub on: What,
        /// Share by which yields rise and ramps run faster.
        pub faster: Value where 0 to 2,
    }
}
