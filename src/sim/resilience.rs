//! What a side still makes if the rival stops all exports, to whomever: tried out each December in copies of the world under imagined
//! luck, one whole and one cut off for each side. A stop of what goes to this side alone would be got round within months through
//! third countries, and who stops exports can forbid these to pass on what is made of its goods.

use std::panic::resume_unwind;
use std::thread;

use super::Simulation;
use super::buyers::components::Cars;
use super::cut::Cut;
use super::scoreboard::scores::Scores;
use super::trade::components::Markets;
use crate::content::definitions::scores::Index;
use crate::content::ids::RegionId;
use crate::units::Month;

/// Months for which a cut is tried out.
const MONTHS: usize = 12;

/// Cells made in a region this month, GWh.
#[must_use]
pub fn cells_made(sim: &Simulation, region: RegionId) -> f64 {
    let markets = sim.world().resource::<Markets>();
    sim.facts().cells.iter().map(|good| markets.of(*good).node(region).made).sum()
}

/// Cars of some powertrains built in a region this month, thousand.
#[must_use]
pub fn cars_built(sim: &Simulation, region: RegionId, powertrains: &[usize]) -> f64 {
    let cars = sim.world().resource::<Cars>();
    cars.in_region(region).map(|presence| powertrains.iter().map(|p| presence.built[*p]).sum::<f64>()).sum()
}

impl Simulation {
    /// From now on resilience is tested each December: for campaigns that are played, not for those that only look ahead.
    pub fn keep_score(&mut self) {
        self.world_mut().resource_mut::<Scores>().kept = true;
    }

    /// Whether resilience is tested each December.
    #[must_use]
    pub fn keeps_score(&self) -> bool {
        self.world().resource::<Scores>().kept
    }

    /// Tests the resilience of both sides if a year or the campaign has just ended.
    pub(super) fn test_resilience(&mut self) {
        let played = self.now().plus(-1);
        if !self.world().resource::<Scores>().kept || (played.of_year() != 12 && !self.is_unsealed()) {
            return;
        }
        let sides: Vec<RegionId> = self.world().resource::<Scores>().sides.iter().map(|side| side.region).collect();
        let shares = self.shares_kept(&sides);
        let mut scores = self.world_mut().resource_mut::<Scores>();
        for (side, share) in scores.sides.iter_mut().zip(shares) {
            let Some(share) = share else { continue };
            side.resilience = Some((100.0 * share, played));
            side.indices[Index::Resilience as usize] = 100.0 * share;
        }
    }

    /// Share of a year's cells and cars with a plug that each side still makes when its rival exports nothing; none where no policy could cut.
    fn shares_kept(&self, sides: &[RegionId]) -> Vec<Option<f64>> {
        // The luck hangs on the month alone, as in every test of a cut.
        let key = u64::try_from(self.now().since(Month::default())).unwrap_or_default();
        let whole = self.imagine(key);
        let rival = |side: &RegionId| self.catalog().scenario.rival(*side);
        let cut = |side: &RegionId| whole.cut_off(&Cut { from: rival(side), to: Vec::new(), goods: Vec::new() }).ok();
        let twins: Vec<Option<Self>> = sides.iter().map(cut).collect();
        let kept = |[uncut, cut]: [[f64; 2]; 2]| {
            let shares = uncut.iter().zip(cut).map(|(uncut, cut)| if *uncut > 1e-9 { (cut / uncut).min(1.0) } else { 0.0 });
            shares.sum::<f64>() / 2.0
        };
        // The worlds know nothing of each other, so each goes its year on a thread of its own; which ends first changes nothing.
        let (uncut, cut) = thread::scope(|scope| {
            let started = |(twin, side): (Option<Self>, RegionId)| twin.map(|twin| scope.spawn(move || year_of(twin, &[side])));
            let twins: Vec<_> = twins.into_iter().zip(sides.iter().copied()).map(started).collect();
            let uncut = year_of(whole, sides);
            let join = |twin: thread::ScopedJoinHandle<'_, Vec<[f64; 2]>>| twin.join().unwrap_or_else(|cause| resume_unwind(cause))[0];
            (uncut, twins.into_iter().map(|twin| twin.map(join)).collect::<Vec<_>>())
        });
        uncut.into_iter().zip(cut).map(|(uncut, cut)| cut.map(|cut| kept([uncut, cut]))).collect()
    }
}

/// Cells and cars with a plug that sides make in the year to come.
fn year_of(mut world: Simulation, sides: &[RegionId]) -> Vec<[f64; 2]> {
    let mut sums = vec![[0.0; 2]; sides.len()];
    for _ in 0..MONTHS {
        world.step_month();
        for (sum, side) in sums.iter_mut().zip(sides) {
            let made = [cells_made(&world, *side), cars_built(&world, *side, &[2, 3])];
            sum.iter_mut().zip(made).for_each(|(sum, made)| *sum += made);
        }
    }
    sums
}
