//! What articles of deals say aloud.

use super::Speaker;
use crate::content::definitions::effects::Effect;

impl Speaker<'_> {
    /// Effects between the two parties of a deal.
    pub(super) fn treaty_effect(&self, effect: &Effect) -> String {
        match effect {
            Effect::TariffRelief(e) => {
                format!("takes {} off its duties on {} from {}", self.value(&e.share, "share"), self.what(&e.on), self.who(&e.from))
            }
            Effect::LicenceWaiver(e) => format!(
                "lets {} of what its licences hold back of {} go to {}",
                self.value(&e.share, "share"),
                self.what(&e.on),
                self.who(&e.to)
            ),
            Effect::CountsAsHome(e) => {
                format!("counts {} from {} as made at home in its rules and credits", self.what(&e.on), self.who(&e.from))
            }
            Effect::OfftakeShare(e) => format!(
                "has its makers sell {} of their {} to buyers of {} under contract",
                self.value(&e.share, "share"),
                self.what(&e.on),
                self.who(&e.to)
            ),
            Effect::HurdleRelief(e) => format!(
                "protects owners from {}, who ask {} a year less of plants for {}",
                self.who(&e.owners),
                self.value(&e.hurdle, "share"),
                self.what(&e.on)
            ),
            Effect::Infrastructure(e) => format!(
                "pays {} for roads, ports and power for {} in the country of {}",
                self.value(&e.musd_per_year, "M$ a year"),
                self.what(&e.on),
                self.who(&e.to)
            ),
            Effect::TechnologyLicence(e) => format!(
                "lets firms of {} learn {} of what a licence from its best firm would teach",
                self.who(&e.to),
                self.value(&e.part, "share")
            ),
            Effect::Guarantee(e) => format!(
                "promises {} help, which lifts relations by {} and takes {}",
                self.who(&e.to),
                self.value(&e.points, "points"),
                self.value(&e.musd_per_year, "M$ a year")
            ),
            Effect::Truce(e) => {
                format!("suspends its measures against {} from rung {} up until the deal ends", self.who(&e.with), self.value(&e.rung, ""))
            }
            _ => String::new(),
        }
    }
}
