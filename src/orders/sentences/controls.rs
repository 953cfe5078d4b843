//! What effects say aloud that hold something back or open: know-how, capital, customers, licences, magnets, cars, duties that are found.

use super::Speaker;
use crate::content::definitions::effects::Effect;
use crate::content::definitions::policies::Condition;
use crate::content::definitions::settings::{Setting, Who};
use crate::content::ids::{FirmId, PolicyId};
use crate::orders::phrases::percent;

impl Speaker<'_> {
    /// Effects beyond duties and money.
    pub(super) fn control(&self, effect: &Effect) -> String {
        match effect {
            Effect::KnowHowControl(e) => format!(
                "keeps {} of know-how and machines for {} from {}, and half as much from own plants there",
                self.value(&e.held, "share"),
                self.what(&e.on),
                self.whom(&e.to)
            ),
            Effect::OutboundScreen(e) => {
                format!("forbids own firms to build or buy plants for {} in {}", self.what(&e.on), self.whom(&e.to))
            }
            Effect::Shunning(e) => {
                let (what, by, share) = (self.what(&e.on), self.whom(&e.by), self.value(&e.penalty, "share"));
                format!("makes {what} of own makers count {share} dearer with users in {by}")
            }
            Effect::FirmListing(e) => format!(
                "makes money {} a year dearer for {}, closes {} of its credit, and takes {} of its customers here, and its public support",
                self.value(&e.spread, "share"),
                self.firm(e.firm),
                self.value(&e.credit, "share"),
                self.value(&e.customers, "share")
            ),
            Effect::MagnetLicence(e) => {
                format!("lets {} of exports of rare-earth magnets {} through", self.value(&e.granted, "share"), self.towards(&e.to))
            }
            Effect::CarQuota(e) => {
                format!("lets {} cars with a plug a year leave for {}", self.value(&e.thousand, "thousand"), self.whom(&e.to))
            }
            Effect::PriceUndertaking(e) => {
                format!("has cars with a plug cost {} or more at the border of {}", self.value(&e.kusd, "k$"), self.whom(&e.to))
            }
            Effect::Goodwill(e) => {
                format!("draws relations with {} up by {}", self.whom(&e.to), self.value(&e.points, "points"))
            }
            _ => self.levy(effect),
        }
    }

    /// Duties that are found, order among users, money abroad, offices and pledges.
    fn levy(&self, effect: &Effect) -> String {
        match effect {
            Effect::Consolidation(e) => {
                format!("closes {} a year of the idle lines for {} that lose money", self.value(&e.share, "share"), self.what(&e.on))
            }
            Effect::Allocation(e) => format!("has home plants serve home users of {} first while it is short", self.what(&e.on)),
            Effect::OreFinance(e) => format!(
                "pays {} of the capital cost of plants for {} in {}, up to {}, against {} of their output",
                self.value(&e.share, "share"),
                self.what(&e.on),
                self.whom(&e.at),
                self.value(&e.yearly_musd, "M$ a year"),
                self.value(&e.offtake, "share")
            ),
            Effect::TradeRemedy(e) => format!(
                "adds a duty on {} from {} as far as they come in below what making costs at home, {} at most",
                self.what(&e.on),
                self.who(&e.from),
                self.value(&e.most, "share")
            ),
            Effect::ImportFloor(e) => format!(
                "has all governments on good terms lift {} from outside to a price of {} at their borders",
                self.what(&e.on),
                self.price(&e.musd, &e.on)
            ),
            Effect::CarbonStandard(e) => format!(
                "charges {} a tonne on CO2 in imports of {} beyond {} of the world’s mean",
                self.value(&e.usd_per_t, "$"),
                self.what(&e.on),
                self.value(&e.free_share, "share")
            ),
            Effect::Pledge(e) => format!(
                "promises not to touch {}: plants that it supports must earn {} a year less, and breaking the word costs double",
                self.named_policy(e.policy),
                self.value(&e.hurdle, "share")
            ),
            Effect::Disclosure(e) => format!(
                "spends {} on an office that opens its books, for {} of credibility a month",
                self.value(&e.musd_per_year, "M$ a year"),
                e.credibility_a_month
            ),
            _ => self.treaty_effect(effect),
        }
    }

    /// Regions after a word such as "in".
    fn whom(&self, who: &Who) -> String {
        match who {
            Who::Foreign => "all other countries".to_owned(),
            Who::Anyone => "all countries".to_owned(),
            _ => self.who(who),
        }
    }

    fn firm(&self, fixed: Option<FirmId>) -> String {
        let chosen = match self.chosen("firm") {
            Some(Setting::Firm(firm)) => Some(*firm),
            _ => None,
        };
        fixed.or(chosen).map_or_else(|| "a firm".to_owned(), |firm| self.catalog[firm].name.clone())
    }

    fn named_policy(&self, fixed: Option<PolicyId>) -> String {
        let chosen = match self.chosen("policy") {
            Some(Setting::Policy(policy)) => Some(*policy),
            _ => None,
        };
        fixed.or(chosen).map_or_else(|| "a policy".to_owned(), |policy| format!("“{}”", self.catalog[policy].name))
    }

    /// Conditions about trade, users and relations.
    pub(super) fn state_of_things(&self, condition: &Condition) -> String {
        match condition {
            Condition::Injury(e) => format!(
                "{} from {} take more than {} of home use while home plants run below {}",
                self.what(&e.on),
                self.who(&e.from),
                percent(e.import_share),
                percent(e.load)
            ),
            Condition::Shortage(e) => {
                format!("home users get less than {} of the {} that they ask for", percent(e.fill), self.what(&e.on))
            }
            Condition::Friends(e) => {
                format!("{} other governments think of yours at {:.0} points or better", e.count, e.relations)
            }
            Condition::RelationsAtLeast(e) => format!("relations with {} stand at {:.0} or better", self.whom(&e.with), e.least),
            _ => String::new(),
        }
    }
}
