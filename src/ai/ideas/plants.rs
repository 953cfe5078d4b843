//! Plants that home firms could be asked to build: of what home uses and does not make, by the firm that knows it best.

use super::{Idea, letter};
use crate::ai::sight::Sight;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::doctrines::{Aim, Deed};
use crate::content::ids::{FirmId, GoodId, ProcessId};
use crate::orders::{Directive, Order};
use crate::units::math;

/// Plants that are thought of at once.
const MOST: usize = 3;
/// Share of what home lacks of a good that one plant should make.
const SHARE: f64 = 0.2;

pub(super) fn think(sight: &Sight<'_>, ideas: &mut Vec<Idea>) {
    let mut goods: Vec<(f64, GoodId)> =
        sight.view.goods().map(|good| (worth(sight, good), good)).filter(|(worth, _)| *worth > 0.0).collect();
    goods.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let plans = goods.into_iter().filter_map(|(_, good)| plant(sight, good).map(|plan| (good, plan)));
    for (good, (firm, process, capacity)) in plans.take(MOST) {
        let order = Order::DirectFirm { firm, directive: Directive::BuildPlant { process, region: sight.side, capacity } };
        let stake = sight.stakes.of(good);
        let share = math::pow((stake.gap() / stake.used.max(1e-9)).clamp(0.0, 1.0), sight.thinking.stake_power);
        let mut idea = letter(sight, Deed::BuildPlant, order, share, &format!("build {process:?} {firm:?}"));
        for (aim, points) in &mut idea.serves {
            if *aim == Aim::Resilience {
                *points *= stake.held;
            }
        }
        idea.liking = cares(sight, good);
        ideas.push(idea);
    }
}

fn cares(sight: &Sight<'_>, good: GoodId) -> f64 {
    let stage = sight.view.catalog[good].stage;
    sight.doctrine.stages.get(&stage).copied().unwrap_or(1.0) * sight.doctrine.goods.get(&good).copied().unwrap_or(1.0)
}

/// What home lacks of a good, million US$ a year, more where the rival holds it.
fn worth(sight: &Sight<'_>, good: GoodId) -> f64 {
    if matches!(sight.view.catalog[good].stage, Stage::Mining | Stage::Recycling) {
        return 0.0;
    }
    let stake = sight.stakes.of(good);
    stake.gap() * (0.3 + stake.held) * cares(sight, good)
}

/// The home firm that knows a process for the good best and is not building it, and how much it should build.
fn plant(sight: &Sight<'_>, good: GoodId) -> Option<(FirmId, ProcessId, f64)> {
    let view = &sight.view;
    let node = view.markets.of(good).node(sight.side);
    let mut best: Option<(f64, FirmId, ProcessId)> = None;
    for (id, _) in view.catalog.all::<ProcessId>().filter(|(_, process)| process.makes == good && !process.inputs.is_empty()) {
        let technology = view.facts.process(id).technology.index();
        for (firm, learned) in view.know_how.iter().enumerate() {
            let (definition, finance) = (&view.catalog.firms[firm], view.finances[firm]);
            let fits = definition.home == sight.side && !finance.failed && finance.receiver_months == 0;
            let knows = learned.experience.get(technology).copied().unwrap_or(0.0);
            let who = FirmId::from_index(firm);
            if !fits || knows <= 0.0 || builds(sight, who, id) {
                continue;
            }
            if best.is_none_or(|(most, ..)| knows > most) {
                best = Some((knows, who, id));
            }
        }
    }
    let (_, firm, process) = best?;
    let least = view.catalog[process].module_units;
    let lacking = 12.0 * (node.used - node.made).max(0.0);
    let capacity = (SHARE * lacking / least).round().max(1.0) * least;
    Some((firm, process, capacity))
}

fn builds(sight: &Sight<'_>, firm: FirmId, process: ProcessId) -> bool {
    sight.view.pipeline.projects.iter().any(|p| p.firm == firm && p.process == process && !p.ended)
}
