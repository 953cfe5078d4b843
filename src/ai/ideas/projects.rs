//! Projects at home that starve or wait: money and haste for those on which most hangs.

use super::{Idea, letter};
use crate::ai::sight::Sight;
use crate::content::definitions::doctrines::{Aim, Deed};
use crate::content::definitions::start::Progress;
use crate::orders::Order;
use crate::sim::investment::components::Project;

/// Projects of each kind that are thought of at once.
const MOST: usize = 2;
/// Months of waiting below which nobody hastens permits.
const LONG: f64 = 8.0;
/// Share of what a project still costs its owner that is offered.
const GRANT: f64 = 0.2;

pub(super) fn think(sight: &Sight<'_>, ideas: &mut Vec<Idea>) {
    let at_home = sight.view.pipeline.projects.iter().filter(|p| p.region == sight.side && !p.ended);
    let mut list: Vec<(f64, &Project)> = at_home.map(|p| (stake(sight, p), p)).collect();
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
    let waits = |p: &Project| p.progress == Progress::Permitting && p.months_left >= LONG && !p.fast_tracked;
    for (stake, p) in list.iter().filter(|(_, p)| waits(p)).take(MOST) {
        let order = Order::FastTrackProject { project: p.id };
        ideas.push(about(sight, letter(sight, Deed::FastTrack, order, *stake, &format!("haste {}", p.id)), p));
    }
    let left = |p: &Project| (p.cost - p.spent).max(0.0) * (1.0 - p.grant_share);
    let starves =
        |p: &Project| left(p) > 1.0 && p.ordered_by != Some(sight.side) && (p.raises || p.npv < 0.05 || p.progress != Progress::Building);
    for (stake, p) in list.iter().filter(|(_, p)| starves(p)).take(MOST) {
        let musd = (GRANT * left(p)).min(0.2 * sight.means.budget).min(sight.means.cash.max(0.0)).floor();
        if musd >= 1.0 {
            let order = Order::FundProject { project: p.id, musd };
            ideas.push(about(sight, letter(sight, Deed::FundProject, order, *stake, &format!("fund {}", p.id)), p));
        }
    }
}

/// What a project will make against what home uses of it.
fn stake(sight: &Sight<'_>, project: &Project) -> f64 {
    let made = sight.view.facts.process(project.process).makes;
    let stake = sight.stakes.of(made);
    let price = if sight.view.facts.is_traded(made) { sight.view.markets.of(made).node(sight.side).spot } else { return 0.5 };
    (project.capacity * price / stake.used.max(1.0)).clamp(0.0, 1.0)
}

/// Resilience is served as far as the rival holds the good; the doctrine cares for its stage.
fn about(sight: &Sight<'_>, mut idea: Idea, project: &Project) -> Idea {
    let made = sight.view.facts.process(project.process).makes;
    let held = sight.stakes.of(made).held;
    for (aim, points) in &mut idea.serves {
        if *aim == Aim::Resilience {
            *points *= 0.3 + held;
        }
    }
    idea.liking = sight.doctrine.stages.get(&sight.view.catalog[made].stage).copied().unwrap_or(1.0);
    idea
}
