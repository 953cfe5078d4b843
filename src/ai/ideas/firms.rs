//! Ventures and licences through which home firms could learn what others know.

use super::{Idea, letter};
use crate::ai::sight::Sight;
use crate::content::definitions::doctrines::Deed;
use crate::content::ids::{FirmId, TechnologyId};
use crate::orders::{Directive, Order};

/// Technologies that are thought of at once.
const MOST: usize = 2;
/// Experience of a partner from which there is something to learn.
const KNOWS: f64 = 1.0;
/// Relations below which firms of a country are not asked.
const COLD: f64 = -45.0;

pub(super) fn think(sight: &Sight<'_>, ideas: &mut Vec<Idea>) {
    let count = sight.view.catalog.technologies.len();
    let mut list: Vec<(f64, TechnologyId)> =
        (0..count).map(TechnologyId::from_index).map(|t| (sight.needs.technology(t), t)).filter(|(lack, _)| *lack > 0.2).collect();
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let pairs = list.into_iter().filter_map(|(lack, t)| pair(sight, t).map(|pair| (lack, t, pair)));
    for (lack, technology, (firm, partner)) in pairs.take(MOST) {
        let matter = |what: &str| format!("{what} {firm:?} {partner:?} {technology:?}");
        let venture = Order::DirectFirm { firm, directive: Directive::JointVenture { partner, technology } };
        ideas.push(letter(sight, Deed::JointVenture, venture, lack, &matter("venture")));
        let licence = Order::DirectFirm { firm, directive: Directive::TakeLicence { licensor: partner, technology } };
        ideas.push(letter(sight, Deed::TakeLicence, licence, lack, &matter("licence")));
    }
}

/// The home firm that makes most with a technology, and the foreign one that knows most of it and may speak to home.
fn pair(sight: &Sight<'_>, technology: TechnologyId) -> Option<(FirmId, FirmId)> {
    let view = &sight.view;
    let relations = &view.treasuries.get(sight.side.index())?.relations;
    let best = |fits: &dyn Fn(usize) -> bool, knows: &dyn Fn(usize) -> f64| {
        let sound = |firm: &usize| !view.finances[*firm].failed && view.finances[*firm].receiver_months == 0;
        let list = (0..view.know_how.len()).filter(sound).filter(|firm| fits(*firm));
        list.max_by(|a, b| knows(*a).total_cmp(&knows(*b)).then(b.cmp(a)))
    };
    let experience = |firm: usize| view.know_how[firm].experience.get(technology.index()).copied().unwrap_or(0.0);
    let home = |firm: usize| view.catalog.firms[firm].home;
    let learner = best(&|firm| home(firm) == sight.side && experience(firm) > 0.0, &experience)?;
    let open = |firm: usize| home(firm) != sight.side && relations.get(home(firm).index()).is_none_or(|relation| *relation > COLD);
    let teacher = best(&|firm| open(firm) && experience(firm) >= KNOWS, &experience)?;
    (experience(teacher) > experience(learner)).then(|| (FirmId::from_index(learner), FirmId::from_index(teacher)))
}
