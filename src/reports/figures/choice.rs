//! Why buyers choose a maker, or a plug. A maker is compared with the mean car of its rivals in every segment and group of
//! buyers: the logarithm of a car's weight is a sum of reasons, and logarithmic means turn each into a part of the share.

use super::super::view::View;
use super::{Figure, FigureKey};
use crate::content::definitions::cars::Powertrain;
use crate::content::ids::{FirmId, RegionId};
use crate::orders::phrases;
use crate::sim::buyers::components::POWERTRAINS;
use crate::sim::buyers::utility::{Choice, RegionView, SegmentView};
use crate::units::digits::{fixed, number};
use crate::units::math;

/// The reasons, in the order shown.
const REASONS: [&str; 13] = [
    "price with taxes",
    "purchase support",
    "running cost",
    "range and charging",
    "models on offer",
    "appeal of the brand",
    "home brand",
    "taste for the powertrain",
    "familiarity",
    "crowd of similar cars",
    "content rule",
    "dealers",
    "a name still new",
];

/// One maker's car of one powertrain, as a segment weighs it.
struct Offer {
    maker: usize,
    powertrain: usize,
    reasons: [f64; REASONS.len()],
}

impl Offer {
    fn weight(&self) -> f64 {
        math::exp(self.reasons.iter().sum())
    }
}

/// Everything on offer to a segment, with the logarithm of each weight split into reasons.
fn offers(view: &View<'_>, sees: &RegionView<'_>, id: usize, see: &SegmentView) -> Vec<Offer> {
    let region = sees.land.id as usize;
    let segments = view.catalog.segments.len();
    let nest = view.catalog.rules.buyers.nest;
    let tax = sees.tax_factor();
    let mut list = Vec::new();
    let mut crowd = [0.0; POWERTRAINS];
    for (index, maker) in view.cars.makers.iter().enumerate() {
        let at = index * view.facts.regions + region;
        let presence = &view.cars.presences[at];
        let home = if maker.home.index() == region { sees.market.home_brand_fondness } else { 0.0 };
        for p in 0..POWERTRAINS {
            let available = if p < 2 { presence.combustion } else { view.cars.availability[(at * segments + id) * 2 + p - 2] };
            if !presence.selling || available <= 0.0 || presence.price[p] <= 0.0 {
                continue;
            }
            let fondness = see.base[p] + see.beta * (see.running[p] + see.penalty[p]);
            let reasons = [
                -see.beta * see.size * presence.price[p] * tax[p] / nest,
                see.beta * presence.support[p] / nest,
                -see.beta * see.running[p] / nest,
                -see.beta * see.penalty[p] / nest,
                math::ln(available),
                presence.appeal[p] / nest,
                home / nest,
                (fondness + view.cars.powertrain_appeal[region * POWERTRAINS + p]) / nest,
                0.0,
                0.0,
                -see.beta * see.size * presence.price[p] * sees.shunned(maker.home, p) / nest,
                math::ln(sees.reach(maker.firm, presence).max(1e-12)),
                -sees.distrust(presence) / nest,
            ];
            let offer = Offer { maker: index, powertrain: p, reasons };
            crowd[p] += offer.weight();
            list.push(offer);
        }
    }
    list.retain(|offer| sees.land.familiarity[offer.powertrain] > 0.0 && crowd[offer.powertrain] > 0.0);
    for offer in &mut list {
        offer.reasons[8] = math::ln(sees.land.familiarity[offer.powertrain]);
        offer.reasons[9] = (nest - 1.0) * math::ln(crowd[offer.powertrain]);
    }
    list
}

/// Groups of a segment's buyers: their share, and what they can use.
fn groups(see: &SegmentView) -> [(f64, [bool; POWERTRAINS]); 3] {
    let [bev, phev] = see.feasible;
    [(bev, [true; 4]), ((phev - bev).max(0.0), [true, true, true, false]), ((1.0 - phev).max(0.0), [true, true, false, false])]
}

/// A maker's share as it adds up over segments and groups.
#[derive(Default)]
struct Tally {
    share: f64,
    even: f64,
    reasons: [f64; REASONS.len()],
}

impl Tally {
    /// Adds one group of one segment, `part` of all buyers.
    fn add(&mut self, list: &[Offer], allowed: &[bool; POWERTRAINS], maker: usize, part: f64) {
        let open: Vec<(&Offer, f64)> = list.iter().filter(|o| allowed[o.powertrain]).map(|o| (o, o.weight())).collect();
        let total: f64 = open.iter().map(|(_, w)| w).sum();
        let rivals: f64 = open.iter().filter(|(o, _)| o.maker != maker).map(|(_, w)| w).sum();
        if total <= 0.0 || part <= 0.0 {
            return;
        }
        let mut mean = [0.0; REASONS.len()];
        for (offer, weight) in open.iter().filter(|(o, _)| o.maker != maker && rivals > 0.0) {
            (0..REASONS.len()).for_each(|k| mean[k] += weight / rivals * offer.reasons[k]);
        }
        let rival = math::exp(mean.iter().sum()) / total;
        for (offer, weight) in open.iter().filter(|(o, _)| o.maker == maker) {
            let share = weight / total;
            self.share += part * share;
            if rivals <= 0.0 || share <= 0.0 || rival <= 0.0 {
                self.even += part * share;
                continue;
            }
            let scale = part * math::log_mean(share, rival);
            self.even += part * rival;
            (0..REASONS.len()).for_each(|k| self.reasons[k] += scale * (offer.reasons[k] - mean[k]));
        }
    }
}

/// Share of a region's buyers who choose a maker: what its cars would get if each were like the mean car of its rivals,
/// then what each difference adds.
pub fn car_share(view: &View<'_>, firm: FirmId, region: RegionId) -> Option<Figure> {
    let maker = view.cars.maker(firm)?;
    let sees = view.buyers(region)?;
    if !view.cars.presence(maker, region, view.facts.regions).selling {
        return None;
    }
    let mut tally = Tally::default();
    for (id, segment) in view.catalog.segments.iter().enumerate() {
        let see = sees.segment(id, segment);
        let list = offers(view, &sees, id, &see);
        for (part, allowed) in groups(&see) {
            tally.add(&list, &allowed, maker, see.share * part);
        }
    }
    let name = format!("Share of buyers who choose {}", view.firm(firm));
    let mut figure = Figure::new(FigureKey::CarShare { firm, region }, name, view.region(region), 100.0 * tally.share, "%");
    figure.add("its cars, if each were like its rivals’ mean car", 100.0 * tally.even);
    for (index, (reason, value)) in REASONS.iter().zip(tally.reasons).enumerate() {
        let opens = (index == 0).then(|| best_seller(view, maker, region)).flatten().map(|powertrain| FigureKey::CarPrice {
            firm,
            region,
            powertrain,
        });
        figure.open(*reason, 100.0 * value, opens);
    }
    let sold: f64 = view.cars.presence(maker, region, view.facts.regions).sold_year.iter().sum::<f64>() * 12.0;
    let share = super::super::view::percent(sold, view.sales(region).iter().sum());
    figure.notes.push(format!("Of the last year’s sales it had {} %.", number(share)));
    Some(figure)
}

/// The powertrain that a maker sells most of in a region.
fn best_seller(view: &View<'_>, maker: usize, region: RegionId) -> Option<Powertrain> {
    let presence = view.cars.presence(maker, region, view.facts.regions);
    let priced = Powertrain::ALL.iter().copied().filter(|p| presence.price[*p as usize] > 0.0 && presence.landed_cost[*p as usize] > 0.0);
    priced.max_by(|a, b| presence.sold_year[*a as usize].total_cmp(&presence.sold_year[*b as usize]))
}

/// Share of a region's buyers who choose a plug, by segment.
pub fn plug_share(view: &View<'_>, region: RegionId) -> Option<Figure> {
    let sees = view.buyers(region)?;
    let plug = Choice::of(&sees, view.cars).plug;
    let mut figure = Figure::new(FigureKey::PlugShare { region }, "Share of buyers who choose a plug", view.region(region), 0.0, "%");
    for (id, segment) in view.catalog.segments.iter().enumerate() {
        let see = sees.segment(id, segment);
        figure.add(phrases::running(&segment.name), 100.0 * see.share * plug[id]);
        let percent = |v: f64| fixed(100.0 * v, 0);
        figure.notes.push(format!(
            "{}: {} % of buyers, {} % of them choose a plug; {} % could use a battery car.",
            segment.name,
            percent(see.share),
            percent(plug[id]),
            percent(see.feasible[0])
        ));
    }
    figure.value = figure.sum();
    let sold = view.sales(region);
    figure.notes.push(format!(
        "Of the last year’s sales {} % had a plug.",
        number(super::super::view::percent(sold[2] + sold[3], sold.iter().sum()))
    ));
    Some(figure)
}
