//! What effects on makers at home say aloud: money for them, and rules for their plants.

use super::Speaker;
use crate::content::definitions::effects::{self as shape, Effect};
use crate::content::definitions::settings::{Setting, Value, What, Who};
use crate::content::ids::GoodId;
use crate::orders::phrases::{list, number, price_unit};

impl Speaker<'_> {
    /// Effects on makers at home.
    pub(super) fn makers_effect(&self, effect: &Effect) -> String {
        match effect {
            Effect::ProductionCredit(e) => self.production_credit(e),
            Effect::CapexGrant(e) => {
                let cap = e.yearly_musd.as_ref().map_or_else(String::new, |cap| format!(", up to {}", self.value(cap, "M$ a year")));
                let (share, plants) = (self.value(&e.share, "share"), self.what(&e.on));
                format!("pays {share} of the capital cost of plants for {plants}{cap}{}", self.excluded(&e.excluded_owners))
            }
            Effect::SoftLoan(e) => self.loan(e),
            Effect::PriceFloor(e) => {
                let (floor, most) = (self.price(&e.musd, &e.on), self.value(&e.yearly_musd, "M$ a year"));
                format!("pays home makers of {} the gap to a price of {floor}, up to {most}", self.what(&e.on))
            }
            Effect::ProvincialCredit(e) => {
                let (grant, spread) = (self.value(&e.grant, "share"), self.value(&e.spread, "share"));
                let (plants, most) = (self.what(&e.on), self.value(&e.yearly_musd, "M$ a year"));
                format!(
                    "gives plants for {plants} land and grants worth {grant} of their cost and loans {spread} a year below the market, up to {most}"
                )
            }
            _ => self.makers_rule(effect),
        }
    }

    /// Rules for plants at home.
    fn makers_rule(&self, effect: &Effect) -> String {
        match effect {
            Effect::Permitting(e) => match self.plain(&e.days) {
                Some(days) if days < 0.0 => format!("lengthens permits of plants for {} by {} days", self.what(&e.on), number(-days)),
                _ => format!("shortens permits of plants for {} by {}", self.what(&e.on), self.value(&e.days, "days")),
            },
            Effect::WhiteList(e) => {
                let (share, goods) = (self.value(&e.dependent_share, "share"), self.what(&e.on));
                format!("bars {share} of home demand for {goods} to all makers but those of {}", self.who(&e.listed))
            }
            Effect::VentureRule(e) => {
                let (share, plants) = (self.value(&e.home_share, "share"), self.what(&e.on));
                format!("lets foreign firms build plants for {plants} only with a home partner that holds {share}")
            }
            Effect::InvestmentScreen(e) => {
                let (who, share) = (self.who(&e.against), self.value(&e.above_share, "share"));
                format!("refuses owners from {who} above {share} of plants for {}", self.what(&e.on))
            }
            Effect::PlanPriority(e) => {
                format!("takes {} a year off what plants for {} must earn", self.value(&e.hurdle, "share"), self.what(&e.on))
            }
            Effect::CapacityFreeze(e) => {
                format!("stops new plants for {}, {} of which come all the same", self.what(&e.on), self.value(&e.leak_share, "share"))
            }
            Effect::Skills(e) => format!("lets new plants for {} ripen {} faster", self.what(&e.on), self.value(&e.faster, "share")),
            _ => self.treaty_effect(effect),
        }
    }

    fn loan(&self, e: &shape::SoftLoan) -> String {
        let (lent, spread) = (self.value(&e.lent_share, "share"), self.value(&e.spread, "share"));
        let (plants, most) = (self.what(&e.on), self.value(&e.yearly_musd, "M$ a year"));
        let not = self.excluded(&e.excluded_owners);
        format!("lends {lent} of the capital cost of plants for {plants} at {spread} a year below the market, up to {most}{not}")
    }

    fn production_credit(&self, e: &shape::ProductionCredit) -> String {
        let mut parts = Vec::new();
        if !self.is_nothing(&e.musd_per_unit) {
            parts.push(self.price(&e.musd_per_unit, &e.on));
        }
        if !self.is_nothing(&e.cost_share) {
            parts.push(format!("{} of their cost", self.value(&e.cost_share, "share")));
        }
        if parts.is_empty() {
            parts.push("nothing".to_owned());
        }
        format!("pays home makers of {} {}{}", self.what(&e.on), list(&parts), self.excluded(&e.excluded_owners))
    }

    /// Money for a unit of goods: in the unit of its setting, else in that of their prices.
    fn price(&self, value: &Value, on: &What) -> String {
        let set = match value {
            Value::Setting(name) => self.policy.settings.get(name).map_or("", |rule| rule.unit.as_str()),
            Value::Fixed(_) | Value::Path(_) => "",
        };
        let unit = if set.is_empty() { self.price_unit(on) } else { set };
        self.value(value, unit)
    }

    fn price_unit(&self, on: &What) -> &'static str {
        let of = |id: &GoodId| price_unit(self.catalog[*id].unit);
        let goods = match on {
            What::Goods(goods) => goods.clone(),
            What::Stages(stages) => {
                self.catalog.all::<GoodId>().filter(|(_, good)| stages.contains(&good.stage)).map(|(id, _)| id).collect()
            }
            What::Setting(name) => match self.chosen(name) {
                Some(Setting::Good(id)) => vec![*id],
                _ => Vec::new(),
            },
        };
        match goods.split_first() {
            Some((first, rest)) if rest.iter().all(|good| of(good) == of(first)) => of(first),
            _ => "M$ per unit",
        }
    }

    fn excluded(&self, who: &Who) -> String {
        match who {
            Who::Regions(list) if list.is_empty() => String::new(),
            _ => format!(", but not to owners from {}", self.who(who)),
        }
    }
}
