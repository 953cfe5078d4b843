//! The stress test: one imagined future twice, once with a trade cut off, and who stops first. Neither copy has the true dice,
//! so nobody reads off it which plants will be struck.

use crate::content::ids::{GoodId, RegionId};
use crate::sim::Simulation;
use crate::sim::buyers::components::Cars;
use crate::sim::cut::Cut;
use crate::sim::production::components::{Facility, Run};
use crate::sim::resilience::{cars_built, cells_made};
use crate::sim::trade::components::Markets;
use crate::units::Month;

/// Output below this share of the uncut world's counts as stopped.
const STOPPED_BELOW: f64 = 0.5;
/// Lines that made less than this share of their region's output of the good are not told one by one.
const LEAST_SHARE: f64 = 0.02;

/// One month of both worlds, seen from one region.
#[derive(Clone, Debug, PartialEq)]
pub struct CutMonth {
    /// The month.
    pub month: Month,
    /// Cells made there, GWh: cut and uncut.
    pub cells: (f64, f64),
    /// Cars with a plug built there, thousand: cut and uncut.
    pub plug_cars: (f64, f64),
    /// All cars built there, thousand: cut and uncut.
    pub cars: (f64, f64),
    /// Plants that stopped in this month.
    pub stops: Vec<Stop>,
}

/// A plant that stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Its owner and what it makes, or the automaker.
    pub who: String,
    /// What it lacks, as far as one thing is known.
    pub short_of: Option<String>,
}

/// A whole test.
#[derive(Clone, Debug, PartialEq)]
pub struct StressTest {
    /// Month by month.
    pub months: Vec<CutMonth>,
    /// The first input that ran short at a plant there, and when.
    pub first_short: Option<(Month, String)>,
}

impl StressTest {
    /// Share of output over the whole test that still came: cells, and cars with a plug. 1 if there was none to lose.
    #[must_use]
    pub fn kept(&self) -> (f64, f64) {
        let share = |pick: fn(&CutMonth) -> (f64, f64)| {
            let (cut, whole) = self.months.iter().map(pick).fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            if whole > 0.0 { cut / whole } else { 1.0 }
        };
        (share(|m| m.cells), share(|m| m.plug_cars))
    }
}

/// Runs a cut for so many months beside the uncut world, both under the same imagined luck: whatever differs comes from the cut. It is
/// told of one region, wherever the goods stop.
/// The luck hangs on the month alone, so that asking again gives the same answer and no better one.
///
/// # Errors
/// If the level has no policy that could do it.
pub fn stress(
    world: &Simulation,
    cut: &Cut,
    region: RegionId,
    months: usize,
    mut each_month: impl FnMut(usize),
) -> Result<StressTest, String> {
    let mut with = world.imagine(u64::try_from(world.now().since(Month::default())).unwrap_or_default());
    let mut without = with.cut_off(cut)?;
    let mut test = StressTest { months: Vec::new(), first_short: None };
    let mut stopped_lines = std::collections::BTreeSet::new();
    let mut stopped_makers = std::collections::BTreeSet::new();
    for played in 0..months {
        if with.is_over() {
            break;
        }
        let month = with.now();
        with.step_month();
        without.step_month();
        let pair = Pair { cut: &without, whole: &with, region };
        let mut stops = pair.stopped_lines(&mut stopped_lines);
        stops.extend(pair.stopped_makers(&mut stopped_makers));
        if test.first_short.is_none() {
            test.first_short = pair.first_short().map(|what| (month, what));
        }
        let both = |f: &dyn Fn(&Simulation) -> f64| (f(&without), f(&with));
        test.months.push(CutMonth {
            month,
            cells: both(&|w| cells_made(w, region)),
            plug_cars: both(&|w| cars_built(w, region, &[2, 3])),
            cars: both(&|w| cars_built(w, region, &[0, 1, 2, 3])),
            stops,
        });
        each_month(played + 1);
    }
    Ok(test)
}

/// Both worlds after the same month.
struct Pair<'a> {
    cut: &'a Simulation,
    whole: &'a Simulation,
    region: RegionId,
}

/// A line as a stress test sees it.
struct LineView {
    facility: Facility,
    made: f64,
    limit: i8,
}

/// All lines of a world, in order of their numbers.
fn lines(world: &Simulation) -> Vec<LineView> {
    let world = world.world();
    let Some(mut query) = world.try_query::<(&Facility, &Run)>() else { return Vec::new() };
    query.iter(world).map(|(facility, run)| LineView { facility: facility.clone(), made: run.made, limit: run.limit }).collect()
}

impl Pair<'_> {
    /// Lines of the region that make less than half of what they make in the uncut world, told once.
    fn stopped_lines(&self, told: &mut std::collections::BTreeSet<u32>) -> Vec<Stop> {
        let catalog = self.cut.catalog();
        let markets = self.whole.world().resource::<Markets>();
        let mut stops = Vec::new();
        for (cut, whole) in lines(self.cut).iter().zip(&lines(self.whole)) {
            if cut.facility.region != self.region || whole.made <= 0.0 || cut.made >= STOPPED_BELOW * whole.made {
                continue;
            }
            let makes = self.cut.facts().process(cut.facility.process).makes;
            if whole.made < LEAST_SHARE * markets.of(makes).node(self.region).made || !told.insert(cut.facility.id) {
                continue;
            }
            let who = format!("{} ({})", catalog[cut.facility.owner].name, catalog[makes].name);
            stops.push(Stop { who, short_of: self.input_name(cut) });
        }
        stops.sort_by(|a, b| (&a.who, &a.short_of).cmp(&(&b.who, &b.short_of)));
        stops.dedup();
        stops
    }

    /// Automakers whose plants in the region build less than half as many plug cars as in the uncut world, told once.
    fn stopped_makers(&self, told: &mut std::collections::BTreeSet<usize>) -> Vec<Stop> {
        let (cut, whole) = (self.cut.world().resource::<Cars>(), self.whole.world().resource::<Cars>());
        let plugs = |built: &[f64; 4]| built[2] + built[3];
        let mut stops = Vec::new();
        for (at, (cut_one, whole_one)) in cut.presences.iter().zip(&whole.presences).enumerate() {
            let here = cut_one.region == self.region && plugs(&whole_one.built) > 0.1;
            if here && plugs(&cut_one.built) < STOPPED_BELOW * plugs(&whole_one.built) && told.insert(at) {
                let firm = cut.makers[cut_one.maker as usize].firm;
                let who = format!("{} (cars with a plug)", self.cut.catalog()[firm].name);
                stops.push(Stop { who, short_of: (cut_one.limit == 3).then(|| "cells".to_owned()) });
            }
        }
        stops
    }

    /// What the largest line that waits only in the cut world waits for.
    fn first_short(&self) -> Option<String> {
        let both = lines(self.cut).into_iter().zip(lines(self.whole));
        let waits = both.filter(|(cut, whole)| cut.facility.region == self.region && cut.limit >= 0 && whole.limit != cut.limit);
        let worst = waits.filter(|(cut, whole)| cut.made < 0.9 * whole.made).max_by(|a, b| {
            let worth = |(cut, whole): &(LineView, LineView)| {
                let makes = self.cut.facts().process(cut.facility.process).makes;
                (whole.made - cut.made) * self.whole.world().resource::<Markets>().of(makes).world_price
            };
            worth(a).total_cmp(&worth(b))
        });
        worst.and_then(|(cut, _)| self.input_name(&cut))
    }

    fn input_name(&self, line: &LineView) -> Option<String> {
        let slot = usize::try_from(line.limit).ok()?;
        let inputs = &self.cut.facts().process(line.facility.process).inputs;
        let good: GoodId = inputs.get(slot)?.0;
        Some(self.cut.catalog()[good].name.clone())
    }
}
