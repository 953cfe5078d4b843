//! Whether deals that came from a file can be deals of this level.

use super::deals::Deals;
use crate::content::Catalog;
use crate::content::definitions::settings::Setting;
use crate::content::ids::RegionId;
use crate::orders::Settings;
use crate::units::Month;

/// Tells what is wrong: every reference must exist, every date be one, every word be a share of a hundred.
pub fn check(deals: &Deals, (catalog, measures): (&Catalog, u32), that: &mut dyn FnMut(bool, &str)) {
    let region = |region: RegionId| region.index() < catalog.regions.len();
    let date = |month: Month| (1900..=2300).contains(&month.year());
    let settings = |settings: &Settings| {
        settings.values().all(|setting| match setting {
            Setting::Number(_) | Setting::Path(_) | Setting::Stage(_) => true,
            Setting::Region(id) => region(*id),
            Setting::Good(id) => id.index() < catalog.goods.len(),
            Setting::Technology(id) => id.index() < catalog.technologies.len(),
            Setting::Chemistry(id) => id.index() < catalog.chemistries.len(),
            Setting::Firm(id) => id.index() < catalog.firms.len(),
            Setting::Policy(id) => id.index() < catalog.policies.len(),
        })
    };
    that(deals.word.len() == catalog.regions.len(), "governments’ credibility does not have an entry for each region");
    that(deals.word.iter().all(|word| (0.0..=100.0).contains(word)), "a government’s word is worth more than all or less than nothing");
    for deal in &deals.list {
        that(deal.parties.iter().all(|party| region(*party)), "a deal has a party that does not exist");
        that(date(deal.since) && date(deal.until), "a deal is dated outside any calendar of the game");
        that(deal.id < deals.next, "two deals may get one number");
        for given in &deal.articles {
            that(given.article.index() < catalog.articles.len(), "a deal has an article that does not exist");
            that(deal.parties.contains(&given.by), "an article is given by somebody else than its parties");
            that(given.measure < measures && settings(&given.settings), "an article points to something that does not exist");
        }
    }
    for offer in &deals.offers {
        let known = offer.articles.iter().all(|clause| clause.article.index() < catalog.articles.len() && settings(&clause.settings));
        that(known && region(offer.from) && region(offer.to) && date(offer.lapses), "an offer is about something that does not exist");
    }
    for demand in &deals.demands {
        let known = region(demand.by) && region(demand.to) && date(demand.made) && date(demand.due);
        that(known, "a demand is about something that does not exist");
    }
    for contact in &deals.contacts {
        that(contact.between.iter().all(|one| region(*one)) && date(contact.month), "a meeting is one of governments that do not exist");
    }
    for played in &deals.played {
        let known = played.card.index() < catalog.cards.len() && region(played.by) && date(played.month);
        that(known, "a card is played that does not exist");
    }
}
