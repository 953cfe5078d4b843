//! The ladder of the two sides: what stands on each rung, what the rival would likely answer, and the cheapest ways down.

use super::components::Diplomacy;
use super::formulas;
use super::stakes::Stakes;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::{Setting, SettingKind};
use crate::content::ids::{GoodId, PolicyId, RegionId};
use crate::orders::Settings;
use crate::sim::Simulation;
use crate::sim::policy::components::Measure;
use crate::sim::policy::measures::InForce;
use crate::sim::policy::planned::plan;

/// What a rung of the ladder typically is.
pub const RUNGS: [&str; 10] = [
    "complaint",
    "review of listings, content rule, export tax",
    "tariff",
    "listing of a firm",
    "licence on one input, ban on a sector",
    "ban of technology or machines",
    "licences on several inputs, export ban",
    "secondary sanctions",
    "seizure of assets",
    "full embargo",
];

/// Replies that are told.
const REPLIES: usize = 4;

/// A measure that the rival has at hand, and what of the other's trade it would hit.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The policy.
    pub policy: PolicyId,
    /// How it would be set.
    pub settings: Settings,
    /// Its rung.
    pub rung: u32,
    /// Trade of the other side that it would hit, $M a year.
    pub musd: f64,
}

/// A way down: what is ended or suspended, and what is left then.
#[derive(Clone, Debug, PartialEq)]
pub struct Exit {
    /// The measures.
    pub measures: Vec<u32>,
    /// Lowest rung of a truce; none if measures are ended by one side.
    pub truce: Option<u32>,
    /// Tension to which things calm down then.
    pub tension: f64,
    /// By how much less that is than if nothing is ended.
    pub falls: f64,
    /// Trade that these measures keep or tax, $M a year: what giving them up costs those who took them.
    pub musd: f64,
}

/// Standing hostile measures of one side against the other, lowest rung first.
#[must_use]
pub fn standing<'a>(stakes: &Stakes<'a>, by: RegionId, against: RegionId) -> Vec<(u32, &'a Measure)> {
    let rung = |m: &Measure| stakes.facts.catalog.policies[m.policy.index()].rung;
    let mut list: Vec<(u32, &Measure)> = stakes.standing_against(by, against).map(|m| (rung(m), m)).collect();
    list.sort_by_key(|(rung, m)| (*rung, m.id));
    list
}

/// Trade between the two that a measure is about, $M a year.
#[must_use]
pub fn trade_hit(stakes: &Stakes<'_>, measure: &Measure, other: RegionId) -> f64 {
    use crate::content::definitions::effects::Effect;
    let view = InForce { measure, facts: stakes.facts, month: stakes.month.max(measure.since), phase: 1.0 };
    let mut goods: Vec<(GoodId, bool)> = Vec::new();
    for effect in &stakes.facts.catalog.policies[measure.policy.index()].effects {
        let (on, sold) = match effect {
            Effect::Tariff(e) if view.number(&e.rate) > 0.0 => (&e.on, false),
            Effect::ImportBan(e) => (&e.on, false),
            Effect::ContentRule(e) => (&e.on, false),
            Effect::ExportLicence(e) => (&e.on, true),
            Effect::ExportTax(e) if view.number(&e.rate) > 0.0 => (&e.on, true),
            _ => continue,
        };
        goods.extend(view.goods(on).into_iter().map(|good| (good, sold)));
    }
    goods.sort_unstable();
    goods.dedup();
    let value = |(good, sold): (GoodId, bool)| {
        if sold { stakes.sells(good, measure.by, other) } else { stakes.sells(good, other, measure.by) }
    };
    goods.into_iter().map(value).sum()
}

/// What a side would likely answer with: its measures on the top rung that stands, or one above, that hit most of the other's trade.
#[must_use]
pub fn replies(sim: &Simulation, stakes: &Stakes<'_>, by: RegionId, against: RegionId) -> Vec<Reply> {
    let catalog = sim.catalog();
    let rung_of = |list: Vec<(u32, &Measure)>| list.last().map_or(2, |(rung, _)| *rung);
    let top = rung_of(standing(stakes, against, by)).max(2);
    let mut list: Vec<Reply> = Vec::new();
    for (policy, definition) in catalog.all::<PolicyId>() {
        let open = !definition.by_treaty && (definition.who.is_empty() || definition.who.contains(&by));
        if !open || !(top..=top + 1).contains(&definition.rung) {
            continue;
        }
        let best = variants(sim, stakes, definition, (by, against)).into_iter().map(|settings| {
            let planned = plan(sim, by, policy, settings.clone(), None);
            let hits = super::grievances::targets(stakes.facts, &planned, stakes.month) & (1 << against.index()) != 0;
            (if hits { trade_hit(stakes, &planned, against) } else { 0.0 }, settings)
        });
        if let Some((musd, settings)) = best.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(musd, _)| *musd > 0.0) {
            list.push(Reply { policy, settings, rung: definition.rung, musd });
        }
    }
    list.sort_by(|a, b| b.musd.total_cmp(&a.musd));
    list.truncate(REPLIES);
    list
}

/// Settings of a policy against the other: its region, and each good or stage that is traded.
fn variants(sim: &Simulation, stakes: &Stakes<'_>, policy: &Policy, (by, against): (RegionId, RegionId)) -> Vec<Settings> {
    use crate::content::definitions::chain::Stage;
    let mut settings: Settings = policy.settings.iter().map(|(name, rule)| (name.clone(), rule.default.clone())).collect();
    let mut open: Option<(String, Vec<Setting>)> = None;
    for (name, rule) in &policy.settings {
        match rule.kind {
            SettingKind::Region => {
                settings.insert(name.clone(), Setting::Region(against));
            }
            SettingKind::Good => {
                let traded = |good: &GoodId| stakes.sells(*good, by, against) + stakes.sells(*good, against, by);
                let allowed = |good: &GoodId| rule.goods.is_empty() || rule.goods.contains(good);
                let mut goods: Vec<(GoodId, f64)> =
                    sim.catalog().all::<GoodId>().map(|(id, _)| id).filter(allowed).map(|id| (id, traded(&id))).collect();
                goods.sort_by(|a, b| b.1.total_cmp(&a.1));
                open = Some((name.clone(), goods.into_iter().take(3).map(|(good, _)| Setting::Good(good)).collect()));
            }
            SettingKind::Stage => open = Some((name.clone(), Stage::ALL.iter().map(|stage| Setting::Stage(*stage)).collect())),
            _ => {}
        }
    }
    match open {
        Some((name, choices)) => choices
            .into_iter()
            .map(|choice| {
                let mut chosen = settings.clone();
                chosen.insert(name.clone(), choice);
                chosen
            })
            .collect(),
        None => vec![settings],
    }
}

/// Ways down for both sides, the calmest first, the least dear of those that calm alike before others: a truce from each rung that is taken, and each side's top measures ended alone.
#[must_use]
pub fn exits(sim: &Simulation, stakes: &Stakes<'_>) -> Vec<Exit> {
    let scenario = &sim.catalog().scenario;
    let (us, china) = (scenario.us, scenario.china);
    let (mine, theirs) = (standing(stakes, us, china), standing(stakes, china, us));
    let mut list = Vec::new();
    let left_alone = calm(sim, &mine, &theirs, &[]);
    let mut rungs: Vec<u32> = mine.iter().chain(&theirs).map(|(rung, _)| *rung).collect();
    rungs.sort_unstable();
    rungs.dedup();
    for least in rungs {
        let of = |list: &[(u32, &Measure)], other: RegionId| -> (Vec<u32>, f64) {
            let held = || list.iter().filter(|(rung, _)| *rung >= least);
            (held().map(|(_, m)| m.id).collect(), held().map(|(_, m)| trade_hit(stakes, m, other)).sum())
        };
        let ((ours, our_musd), (others, their_musd)) = (of(&mine, china), of(&theirs, us));
        let both: Vec<u32> = ours.iter().chain(&others).copied().collect();
        let tension = |ended: &[u32]| calm(sim, &mine, &theirs, ended);
        for alone in [&ours, &others].into_iter().filter(|alone| !alone.is_empty()) {
            let musd = if std::ptr::eq(alone, &ours) { our_musd } else { their_musd };
            let then = tension(alone);
            list.push(Exit { measures: alone.clone(), truce: None, tension: then, falls: left_alone - then, musd });
        }
        let then = tension(&both);
        list.push(Exit { tension: then, falls: left_alone - then, measures: both, truce: Some(least), musd: our_musd + their_musd });
    }
    // What calms most comes first, and of what calms alike the least dear.
    list.sort_by(|a, b| a.tension.total_cmp(&b.tension).then(a.musd.total_cmp(&b.musd)));
    list.dedup_by(|a, b| a.measures == b.measures && a.truce == b.truce);
    list
}

/// Tension to which the two calm down if some of the measures that stand were gone.
fn calm(sim: &Simulation, mine: &[(u32, &Measure)], theirs: &[(u32, &Measure)], ended: &[u32]) -> f64 {
    let (facts, scenario) = (sim.facts(), &sim.catalog().scenario);
    let (us, china) = (scenario.us.index(), scenario.china.index());
    let rules = &facts.catalog.rules.diplomacy;
    let start = sim.calendar().start;
    let points = |list: &[(u32, &Measure)]| -> f64 {
        // What stood before the level began is in its relations of the start already.
        let left = list.iter().filter(|(_, m)| m.announced >= start && !ended.contains(&m.id));
        left.map(|(rung, _)| formulas::grievance(rules, *rung)).sum()
    };
    let (ours, others) = (points(mine), points(theirs));
    let base = |of: usize, to: usize| facts.base_relations[of * facts.regions + to];
    let aim = |base: f64, suffered: f64, done: f64| (base - suffered - rules.doer_share * done).clamp(-100.0, 100.0);
    let worst = aim(base(us, china), others, ours).min(aim(base(china, us), ours, others));
    (rules.tension_at_worst * (-worst / 100.0)).max(0.0)
}

/// How tension came about: what hostile steps of the last years added, newest last, and what quiet took since.
#[must_use]
pub fn tension_terms(sim: &Simulation) -> Vec<(String, f64)> {
    let diplomacy = sim.world().resource::<Diplomacy>();
    let catalog = sim.catalog();
    let rules = &catalog.rules.diplomacy;
    let step = |step: &super::components::Step| {
        let who = crate::orders::phrases::capital(crate::orders::phrases::region(catalog, step.by));
        (format!("{who} in {}: rung {}", step.month, step.rung), formulas::tension_of(rules, step.rung))
    };
    let mut terms = vec![("at the start of the level".to_owned(), catalog.scenario.tension)];
    terms.extend(diplomacy.steps.iter().map(step));
    let rest = diplomacy.tension - terms.iter().map(|(_, points)| points).sum::<f64>();
    terms.push(("quiet months, summits, and what distrust leaves".to_owned(), rest));
    terms
}
