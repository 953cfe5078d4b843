//! Money, jobs and dependence: sums whose parts the simulation keeps by itself.

use super::super::view::View;
use super::{Figure, FigureKey};
use crate::content::definitions::chain::Stage;
use crate::content::ids::{FirmId, GoodId, ProcessId, RegionId};
use crate::orders::phrases;
use crate::sim::ledger::components::{Account, Tag};
use crate::sim::ledger::firms::EARNINGS;
use crate::sim::ledger::systems::CONTEST;
use crate::units::digits::{fixed, number};

/// Dependence of a region on another: three parts, the worst bottleneck by name.
pub fn dependence(view: &View<'_>, user: RegionId, supplier: RegionId) -> Option<Figure> {
    let pair = view.dependence.pairs.get(user.index() * view.facts.regions + supplier.index()).filter(|_| user != supplier)?;
    let name = format!("Dependence on {}", view.there(supplier));
    let mut figure =
        Figure::new(FigureKey::Dependence { user, supplier }, name, view.region(user), pair.index(&view.catalog.rules.society), "of 100");
    let [value, worst, concentration] = pair.terms(&view.catalog.rules.society);
    figure.add("value of the cells in its cars", value);
    let good = pair.bottleneck_good.map(GoodId);
    let opens = good.map(|good| FigureKey::Control { good, region: user });
    let bottleneck = good.map_or_else(|| "worst bottleneck".to_owned(), |good| format!("worst bottleneck: {}", view.said(good)));
    figure.open(bottleneck, worst, opens);
    figure.add("concentration of suppliers", concentration);
    if good.is_some() {
        let share = |value: f64| fixed(100.0 * value, 0);
        let [held, fixed, bare] = pair.factors.map(f64::from);
        figure.notes.push(format!(
            "Bottleneck: {} % controlled there, {} % irreplaceable within half a year, {} % not covered by stock.",
            share(held),
            share(fixed),
            share(bare)
        ));
    }
    Some(figure)
}

/// Shares of control over a good as used in a region, by controller; empty before anything is traced.
pub fn control_row<'a>(view: &View<'a>, good: GoodId, region: RegionId) -> &'a [f32] {
    let regions = view.facts.regions;
    let first = (good.index() * regions + region.index()) * regions;
    view.dependence.control.get(first..first + regions).unwrap_or_default()
}

/// Who controls a good as used in a region, %.
pub fn control(view: &View<'_>, good: GoodId, region: RegionId) -> Option<Figure> {
    let row: Vec<f64> = control_row(view, good, region).iter().map(|share| 100.0 * f64::from(*share)).collect();
    let mut order: Vec<usize> = (0..row.len()).collect();
    order.sort_by(|a, b| row[*b].total_cmp(&row[*a]).then(a.cmp(b)));
    order.retain(|r| row[*r] > 0.0 || *r == region.index());
    let total: f64 = row.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let mut figure =
        Figure::new(FigureKey::Control { good, region }, format!("Control over {}", view.said(good)), view.region(region), total, "%");
    for r in &order {
        figure.add(view.region(RegionId::from_index(*r)), row[*r]);
    }
    if figure.terms.len() < 2 {
        figure.add("everybody else", 0.0);
    }
    figure.notes.push("A plant’s own step counts half for its owner’s home, half for where it stands.".to_owned());
    Some(figure)
}

/// What a firm thought of building something, over its capital cost.
pub fn npv(view: &View<'_>, firm: FirmId, process: ProcessId, region: RegionId) -> Option<Figure> {
    let verdict =
        view.pipeline.verdicts.iter().find(|v| (v.firm, v.process, v.region) == (firm, process, region)).filter(|v| v.npv.is_finite())?;
    let name = format!("Worth of {} to {}", phrases::running(&view.catalog.processes[process.index()].name), view.firm(firm));
    let mut figure = Figure::new(FigureKey::Npv { firm, process, region }, name, view.region(region), verdict.npv, "of capital cost");
    let good = view.facts.process(process).makes;
    figure.open("margin over its life", verdict.margin, Some(FigureKey::Price { good, region }));
    figure.add("grants and cheap loans", verdict.support);
    figure.add("capital cost", -1.0);
    figure.notes.push(format!(
        "Hurdle {} % a year, expected utilisation {} %.",
        fixed(100.0 * verdict.hurdle, 1),
        fixed(100.0 * verdict.utilisation, 0)
    ));
    if verdict.refused {
        figure.notes.push("Refused by the government there.".to_owned());
    }
    Some(figure)
}

/// Sum of an account's flows of the last month under some tags: exact, because it is counted in cents.
fn flows(view: &View<'_>, account: Account, tags: &[Tag], sign: f64, figure: &mut Figure) {
    let mut sum = 0.0;
    for tag in tags {
        let value = sign * view.ledger.last_musd(account, *tag);
        figure.any(tag.label(), value);
        sum += value;
    }
    for tag in tags {
        if figure.terms.len() < 2 && figure.term(tag.label()).is_none() {
            figure.add(tag.label(), 0.0);
        }
    }
    figure.value = sum;
}

/// A firm's earnings before interest, tax and depreciation, last month.
pub fn earnings(view: &View<'_>, firm: FirmId) -> Option<Figure> {
    let finance = view.finances.get(firm.index())?;
    let mut figure = Figure::new(FigureKey::Earnings { firm }, "Earnings of last month", view.firm(firm), 0.0, "$M");
    flows(view, Account::Firm(firm), &EARNINGS, 1.0, &mut figure);
    figure.notes.push(format!(
        "Over twelve months {} $M of earnings on {} $M of revenue.",
        number(finance.earnings),
        number(finance.revenue)
    ));
    Some(figure)
}

/// A government's spending on the contest, last month.
pub fn spending(view: &View<'_>, region: RegionId) -> Option<Figure> {
    let treasury = view.treasuries.get(region.index())?;
    let mut figure = Figure::new(FigureKey::Spending { region }, "Spending on the contest last month", view.region(region), 0.0, "$M");
    flows(view, Account::Government(region), &CONTEST, -1.0, &mut figure);
    figure.notes.push(format!(
        "Over twelve months {} $M a year; the budget is {} $M a year.",
        number(treasury.spending),
        number(treasury.budget)
    ));
    Some(figure)
}

/// Jobs of the chain by stage.
pub fn jobs(view: &View<'_>, region: RegionId) -> Option<Figure> {
    let land = view.lands.get(region.index())?;
    let total = land.jobs.iter().sum();
    let mut figure = Figure::new(FigureKey::Jobs { region }, "Jobs in the chain", view.region(region), total, "thousand");
    for (stage, jobs) in Stage::ALL.iter().zip(land.jobs) {
        figure.add(stage.label(), jobs);
    }
    Some(figure)
}
