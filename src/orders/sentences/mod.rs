//! What effects and conditions of a policy say aloud, with the numbers that a measure has set. Whole orders are in
//! `orders::sentences::order`; nothing here looks at a world.

pub mod conditions;
mod controls;
pub mod deals;
pub mod events;
mod makers;
mod treaties;

use super::phrases::{self, good, in_unit, list, money, number, percent, region, short_list, stage};
use super::{Directive, Order, Settings};
use crate::content::Catalog;
use crate::content::definitions::cars::Powertrain;
use crate::content::definitions::credits;
use crate::content::definitions::effects::{self as shape, Effect};
use crate::content::definitions::policies::{Condition, Policy};
use crate::content::definitions::settings::{Setting, Value, What, Who};
use crate::content::ids::{GoodId, RegionId};

/// Whoever puts a policy into words: the policy, the settings chosen, the government that speaks.
pub struct Speaker<'a> {
    /// What can exist.
    pub catalog: &'a Catalog,
    /// The policy.
    pub policy: &'a Policy,
    /// Settings chosen; those left out take the policy's defaults.
    pub settings: &'a Settings,
    /// Who speaks; without it "the own region" stays in words.
    pub by: Option<RegionId>,
}

/// A capital at the front and a full stop at the end.
#[must_use]
pub fn sentence(text: &str) -> String {
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{stop}", phrases::capital(text))
}

impl Speaker<'_> {
    fn chosen(&self, name: &str) -> Option<&Setting> {
        self.settings.get(name).or_else(|| self.policy.settings.get(name).map(|rule| &rule.default))
    }

    /// A number in a unit: `25 %`, or `25 % from 2023 and 50 % from 2026`.
    fn value(&self, value: &Value, unit: &str) -> String {
        match value {
            Value::Fixed(number) => in_unit(*number, unit),
            Value::Path(steps) => phrases::path(steps, unit),
            Value::Setting(name) => self.chosen(name).map_or_else(|| in_unit(0.0, unit), |s| phrases::setting(self.catalog, s, unit)),
        }
    }

    /// The number itself where it is one: for what is left out when it is nothing.
    fn plain(&self, value: &Value) -> Option<f64> {
        match value {
            Value::Fixed(number) => Some(*number),
            Value::Path(_) => None,
            Value::Setting(name) => match self.chosen(name) {
                Some(Setting::Number(number)) => Some(*number),
                _ => None,
            },
        }
    }

    fn is_nothing(&self, value: &Value) -> bool {
        self.plain(value) == Some(0.0)
    }

    fn regions(&self, list_of: &[RegionId]) -> String {
        short_list(&list_of.iter().map(|r| region(self.catalog, *r).to_owned()).collect::<Vec<_>>())
    }

    /// Regions, after a word such as "from".
    fn who(&self, who: &Who) -> String {
        match who {
            Who::Anyone => "anywhere".to_owned(),
            Who::Own => self.by.map_or_else(|| "home".to_owned(), |r| region(self.catalog, r).to_owned()),
            Who::Foreign => "abroad".to_owned(),
            Who::Rival => self.rival(),
            Who::Partner => "the partner".to_owned(),
            Who::Regions(list) if list.is_empty() => "nowhere".to_owned(),
            Who::Regions(list) => self.regions(list),
            Who::AllBut(list) => format!("anywhere but {}", self.regions(list)),
            Who::Setting(name) => self.chosen(name).map_or_else(|| "anywhere".to_owned(), |s| phrases::setting(self.catalog, s, "")),
        }
    }

    fn rival(&self) -> String {
        let scenario = &self.catalog.scenario;
        let side = self.by.filter(|by| scenario.is_side(*by));
        side.map_or_else(|| "the rival".to_owned(), |by| region(self.catalog, scenario.rival(by)).to_owned())
    }

    fn what(&self, what: &What) -> String {
        match what {
            What::Goods(goods) => self.goods(goods),
            What::Stages(stages) => list(&stages.iter().map(|s| stage_goods(*s)).collect::<Vec<_>>()),
            What::Setting(name) => match self.chosen(name) {
                Some(Setting::Stage(stage)) => stage_goods(*stage),
                Some(Setting::Good(id)) => good(self.catalog, *id),
                _ => "goods".to_owned(),
            },
        }
    }

    fn goods(&self, goods: &[GoodId]) -> String {
        short_list(&goods.iter().map(|g| good(self.catalog, *g)).collect::<Vec<_>>())
    }

    /// What a setting is set to: `Rate: 25 %`.
    #[must_use]
    pub fn setting(&self, name: &str) -> String {
        let rule = self.policy.settings.get(name);
        let (label, unit) = rule.map_or(("Setting", ""), |r| (r.name.as_str(), r.unit.as_str()));
        let value = self.chosen(name).map_or_else(|| "not set".to_owned(), |s| phrases::setting(self.catalog, s, unit));
        format!("{label}: {value}")
    }

    /// What an effect does, without a full stop: "adds 25 % duty on cells from China".
    #[must_use]
    pub fn effect(&self, effect: &Effect) -> String {
        match effect {
            Effect::Tariff(e) => self.tariff(e),
            Effect::ExportTax(e) => self.export_tax(e),
            Effect::ExportLicence(e) => self.licence(e),
            Effect::ImportBan(e) => format!("keeps out {} from {}", self.what(&e.on), self.who(&e.from)),
            Effect::PurchaseCredit(e) => self.credit(e),
            Effect::PurchaseTaxRelief(e) => self.relief(e),
            Effect::ContentRule(e) => format!(
                "makes {} cost {} more to home users unless they come from {}",
                self.what(&e.on),
                self.value(&e.penalty, "share"),
                self.who(&e.from)
            ),
            Effect::FleetStandard(e) => format!(
                "asks that {} of cars sold have a plug, at {} for each that is missing",
                self.value(&e.plug_share, "share"),
                self.value(&e.fine_kusd, "k$")
            ),
            Effect::Charging(e) => {
                format!("spends {} on charging points at ${}k each", self.value(&e.musd_per_year, "M$ a year"), number(e.kusd_per_point))
            }
            Effect::Stockpile(e) => format!(
                "buys {} until {} of home use are in store, at most {} a month",
                self.what(&e.on),
                self.value(&e.months, "months"),
                self.value(&e.pace_months, "months’ worth")
            ),
            Effect::Procurement(e) => self.procurement(e),
            Effect::RecyclingMandate(e) => format!(
                "has {} of dead packs collected, at {}",
                self.value(&e.collected, "share"),
                self.value(&e.musd_per_gwh, "M$ per GWh sold")
            ),
            Effect::Research(e) => self.research(e),
            _ => self.makers_effect(effect),
        }
    }

    fn tariff(&self, e: &shape::Tariff) -> String {
        let (rate, what, from) = (self.value(&e.rate, "share"), self.what(&e.on), self.who(&e.from));
        // A rate with dates is too long to stand before its noun.
        if self.plain(&e.rate).is_some() {
            format!("adds {rate} duty on {what} from {from}")
        } else {
            format!("adds a duty of {rate} on {what} from {from}")
        }
    }

    fn export_tax(&self, e: &shape::ExportTax) -> String {
        match self.plain(&e.rate) {
            Some(rate) if rate < 0.0 => {
                format!("pays exporters {} of the price of {} sold {}", percent(-rate), self.what(&e.on), self.towards(&e.to))
            }
            _ => format!("takes {} of the price of {} sold {}", self.value(&e.rate, "share"), self.what(&e.on), self.towards(&e.to)),
        }
    }

    fn towards(&self, who: &Who) -> String {
        match who {
            Who::Foreign => "abroad".to_owned(),
            Who::Anyone => "anywhere".to_owned(),
            _ => format!("to {}", self.who(who)),
        }
    }

    fn licence(&self, e: &shape::ExportLicence) -> String {
        if self.is_nothing(&e.granted) {
            return format!("stops exports of {} {}", self.what(&e.on), self.towards(&e.to));
        }
        let closed = if e.closed_months == 0 { String::new() } else { format!(", after {} without any", phrases::months(e.closed_months)) };
        format!("lets {} of exports of {} {} through{closed}", self.value(&e.granted, "share"), self.what(&e.on), self.towards(&e.to))
    }

    fn credit(&self, e: &credits::PurchaseCredit) -> String {
        let mut text = format!("gives buyers of {} {}", cars(&e.powertrains), self.value(&e.kusd, "k$ per car"));
        if let Some(cap) = &e.price_cap_kusd
            && self.plain(cap).is_none_or(|c| c < 1000.0)
        {
            text += &format!(" up to a price of {}", self.value(cap, "k$"));
        }
        if self.plain(&e.buyers_share) != Some(1.0) {
            text += &format!(", for {} of buyers", self.value(&e.buyers_share, "share"));
        }
        if !matches!(e.assembled_in, Who::Anyone) {
            text += &format!(", if assembled in {}", self.who(&e.assembled_in));
        }
        for test in e.tests.iter().filter(|t| !self.is_nothing(&t.at_least)) {
            text += &format!(
                ", {} of it lost unless {} of {} come from {}",
                percent(test.part),
                self.value(&test.at_least, "share"),
                self.what(&test.on),
                self.who(&test.from)
            );
        }
        for part in e.cells.iter().filter(|part| self.plain(&part.share) != Some(1.0)) {
            let cells: Vec<String> = part.chemistries.iter().map(|id| self.catalog[*id].name.clone()).collect();
            text += &format!(", {} of it for {}", self.value(&part.share, "share"), phrases::list(&cells));
        }
        text
    }

    fn relief(&self, e: &credits::PurchaseTaxRelief) -> String {
        let cap = match &e.cap_kusd {
            Some(cap) if self.plain(cap).is_none_or(|c| c < 1000.0) => format!(", at most {}", self.value(cap, "k$")),
            _ => String::new(),
        };
        format!("spares buyers of {} {} of the price in tax{cap}", cars(&e.powertrains), self.value(&e.share, "share"))
    }

    fn procurement(&self, e: &shape::Procurement) -> String {
        format!(
            "buys {} of grid storage and {} fleet cars a year",
            self.value(&e.storage_gwh, "GWh"),
            self.value(&e.cars_thousand, "thousand")
        )
    }

    fn research(&self, e: &shape::Research) -> String {
        let named = e.technology.map(|t| phrases::running(&self.catalog[t].name));
        let technology = named.or_else(|| self.chosen("technology").map(|s| phrases::setting(self.catalog, s, "")));
        format!(
            "spends {} on research into {}",
            self.value(&e.musd_per_year, "M$ a year"),
            technology.unwrap_or_else(|| "a technology".to_owned())
        )
    }

    /// All effects as one sentence. Effects whose number is set to nothing are left out while others remain.
    #[must_use]
    pub fn measure(&self) -> String {
        let live: Vec<String> = self.policy.effects.iter().filter(|e| !self.is_idle(e)).map(|e| self.effect(e)).collect();
        let parts = if live.is_empty() { self.policy.effects.iter().take(1).map(|e| self.effect(e)).collect() } else { live };
        sentence(&list(&parts))
    }

    /// Whether an effect is set to nothing, as the unused lines of a tariff schedule are.
    fn is_idle(&self, effect: &Effect) -> bool {
        match effect {
            Effect::Tariff(e) => self.is_nothing(&e.rate),
            Effect::ExportTax(e) => self.is_nothing(&e.rate),
            Effect::PurchaseCredit(e) => self.is_nothing(&e.kusd),
            _ => false,
        }
    }

    /// What a condition asks, without a full stop: "home plants of cells run below 70 %".
    #[must_use]
    pub fn condition(&self, condition: &Condition) -> String {
        let each = |of: &[Condition]| of.iter().map(|c| self.condition(c)).collect::<Vec<_>>();
        match condition {
            Condition::All(e) => list(&each(&e.of)),
            Condition::Any(e) => format!("one of these holds: {}", each(&e.of).join("; or ")),
            Condition::None(e) => format!("none of these holds: {}", each(&e.of).join("; or ")),
            Condition::UtilisationBelow(e) => {
                format!("home plants for {} run below {} of their capacity", self.what(&e.on), percent(e.share))
            }
            Condition::MakesAny(e) => format!("home plants make {}", self.what(&e.on)),
            Condition::Injury(_) | Condition::Shortage(_) | Condition::Friends(_) | Condition::RelationsAtLeast(_) => {
                self.state_of_things(condition)
            }
            _ => conditions::condition(self.catalog, self.by, condition),
        }
    }
}

/// What the goods of a stage are called within a sentence.
fn stage_goods(value: crate::content::definitions::chain::Stage) -> String {
    use crate::content::definitions::chain::Stage;
    match value {
        Stage::Mining => "ores and concentrates".to_owned(),
        Stage::Refining => "refined minerals".to_owned(),
        Stage::Materials => "battery materials".to_owned(),
        Stage::Recycling => "battery scrap".to_owned(),
        Stage::Cells | Stage::Cars => stage(value),
    }
}

/// Powertrains in a sentence.
fn cars(list_of: &[Powertrain]) -> String {
    let name = |p: &Powertrain| match p {
        Powertrain::Ice => "combustion cars".to_owned(),
        Powertrain::Hev => "hybrids".to_owned(),
        Powertrain::Phev => "plug-in hybrids".to_owned(),
        Powertrain::Bev => "battery cars".to_owned(),
    };
    list(&list_of.iter().map(name).collect::<Vec<_>>())
}

/// What an order of a government says, as a short imperative: "Enact “Tariff on a stage”: Adds 25 % duty on cells from China."
#[must_use]
pub fn order(catalog: &Catalog, by: RegionId, order: &Order) -> String {
    match order {
        Order::EnactPolicy { policy, settings } => {
            let definition = &catalog[*policy];
            let speaker = Speaker { catalog, policy: definition, settings, by: Some(by) };
            format!("Enact “{}”: {}", definition.name, speaker.measure())
        }
        Order::AdjustMeasure { measure, .. } => format!("Adjust measure {measure}."),
        Order::RepealMeasure { measure } => format!("End measure {measure}."),
        Order::FundProject { project, musd } => format!("Pay {} towards project {project}.", money(*musd)),
        Order::FastTrackProject { project } => format!("Halve the permits of project {project}."),
        Order::DirectFirm { firm, directive: what } => format!("Ask {} to {}.", catalog[*firm].name, directive(catalog, what)),
        Order::SetStockpile { good: id, months } => format!("Hold {} months of home use of {}.", number(*months), good(catalog, *id)),
        Order::AnswerEvent { event, answer } => events::answer(catalog, *event, *answer),
        Order::StartMission { technology, musd_per_year } => {
            format!("Spend {} a year on research into {}.", money(*musd_per_year), phrases::running(&catalog[*technology].name))
        }
        other => deals::order(catalog, by, other),
    }
}

/// What a directive asks, after "to".
#[must_use]
pub fn directive(catalog: &Catalog, directive: &Directive) -> String {
    match directive {
        Directive::ChooseChemistry { chemistry, region: at } => {
            format!("build its cars in {} on {} cells", region(catalog, *at), catalog[*chemistry].name)
        }
        Directive::SourceFrom { supplier, region: at, share } => {
            format!("buy {} of its cells in {} from {}", percent(*share), region(catalog, *at), catalog[*supplier].name)
        }
        Directive::BuildPlant { process, region: at, capacity } => {
            let made = catalog[*process].makes;
            format!(
                "build {} {} a year of {} in {}",
                number(*capacity),
                catalog[made].unit.label(),
                good(catalog, made),
                region(catalog, *at)
            )
        }
        Directive::JointVenture { partner, technology } => {
            format!("found a joint venture with {} in {}", catalog[*partner].name, phrases::running(&catalog[*technology].name))
        }
        Directive::TakeLicence { licensor, technology } => {
            format!("take a licence from {} for {}", catalog[*licensor].name, phrases::running(&catalog[*technology].name))
        }
        Directive::RampPlugs { push } => format!("push plug-in models at {} of what it can", percent(*push)),
        Directive::EnterMarket { region: at } => format!("sell cars in {}", region(catalog, *at)),
        Directive::BuySite { site } => format!("buy {}", catalog[*site].name),
        Directive::LeaveMarket { region: at } => format!("leave the car market of {}", region(catalog, *at)),
    }
}
