//! What events and answers say aloud.

use super::conditions::goods;
use super::{Speaker, sentence};
use crate::content::Catalog;
use crate::content::definitions::events::{Adjust, Change, Enact, Outage, Outside, Shift, Shock};
use crate::content::definitions::settings::{Setting, SettingRule};
use crate::content::ids::{EventId, RegionId};
use crate::content::shape::Table;
use crate::orders::phrases::{good, in_unit, list, money, months, number, percent, region, running, short_list};
use crate::orders::{Settings, phrases};

/// What an answer to an event says, as an order.
#[must_use]
pub fn answer(catalog: &Catalog, event: EventId, number: u32) -> String {
    let event = &catalog[event];
    let name = event.answers.get(number as usize).map_or("an answer", |answer| answer.name.as_str());
    sentence(&format!("Answer “{}”: {}", event.name, name))
}

/// What changes do, seen from a government, as one clause without a full stop.
#[must_use]
pub fn changes(catalog: &Catalog, by: RegionId, changes: &[Change]) -> String {
    let parts: Vec<String> = changes.iter().map(|change| self::change(catalog, by, change)).collect();
    if parts.is_empty() { "nothing changes".to_owned() } else { list(&parts) }
}

/// What a change does, without a full stop.
#[must_use]
pub fn change(catalog: &Catalog, by: RegionId, change: &Change) -> String {
    match change {
        Change::Enact(e) => enact(catalog, e),
        Change::End(e) => {
            format!("{} ends “{}”{}{}", region(catalog, e.by), catalog[e.policy].name, about(catalog, &e.about), after(e.after_months))
        }
        Change::Adjust(e) => adjust(catalog, e),
        Change::Outage(e) => outage(catalog, e),
        Change::Shock(e) => shock(catalog, e),
        Change::Delay(e) => {
            let whose = if e.owners.is_empty() { String::new() } else { format!(" of firms from {}", regions(catalog, &e.owners)) };
            let what = goods(catalog, &e.goods, &e.stages);
            format!("projects{whose} for {what}{} wait {} longer", at(catalog, &e.at), months_of(e.months))
        }
        Change::Expect(e) => {
            let times = if e.times >= 1.0 { percent(e.times - 1.0) + " more" } else { percent(1.0 - e.times) + " less" };
            format!("people expect {} to cost {times}", good(catalog, e.good))
        }
        Change::Relations(e) => relations(catalog, e),
        Change::Tension(e) => format!("tension {}", moved(e.points)),
        Change::Credibility(e) => format!("credibility of {} {}", region(catalog, e.of), moved(e.points)),
        Change::Capital(e) => format!("political capital of {} {}", region(catalog, e.of), moved(e.points)),
        Change::Mood(e) => mood(catalog, by, e),
        Change::Money(e) => {
            let what = if e.musd < 0.0 { "pays" } else { "gets" };
            format!("{} {what} {}", region(catalog, e.of), money(e.musd.abs()))
        }
        Change::Loss(e) => format!("{} loses {}", catalog[e.firm].name, money(e.musd)),
        Change::Readiness(e) => format!("readiness of {} {}", running(&catalog[e.technology].name), moved(e.steps)),
    }
}

fn enact(catalog: &Catalog, e: &Enact) -> String {
    let policy = &catalog[e.policy];
    let settings: Settings = e.settings.iter().map(|(name, setting)| (name.clone(), setting.clone())).collect();
    let speaker = Speaker { catalog, policy, settings: &settings, by: Some(e.by) };
    let measure = speaker.measure();
    let limit = e.months.map_or_else(String::new, |count| format!(" for {}", months(count)));
    format!("{}{} {}{limit}", region(catalog, e.by), after(e.after_months), running(measure.trim_end_matches('.')))
}

fn adjust(catalog: &Catalog, e: &Adjust) -> String {
    let policy = &catalog[e.policy];
    let named = |name: &String, text: &dyn Fn(&SettingRule) -> String| {
        policy.settings.get(name).map_or_else(String::new, |rule| format!("“{}” {}", rule.name, text(rule)))
    };
    let set = e.set.iter().map(|(name, number)| named(name, &|rule| format!("is {}", in_unit(*number, &rule.unit))));
    let add = e.add.iter().map(|(name, step)| {
        let way = if *step < 0.0 { "falls" } else { "rises" };
        named(name, &|rule| format!("{way} by {}", in_unit(step.abs(), &rule.unit)))
    });
    let moves: Vec<String> = set.chain(add).collect();
    let (whose, what) = (region(catalog, e.by), about(catalog, &e.about));
    format!("{whose} changes “{}”{what}{}: {}", policy.name, after(e.after_months), list(&moves))
}

fn about(catalog: &Catalog, settings: &Table<String, Setting>) -> String {
    let parts: Vec<String> = settings.values().map(|setting| phrases::setting(catalog, setting, "")).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", list(&parts)) }
}

fn after(count: u32) -> String {
    if count <= 1 { String::new() } else { format!(" after {}", months(count)) }
}

fn months_of(count: f64) -> String {
    format!("{} months", number(count))
}

fn outage(catalog: &Catalog, e: &Outage) -> String {
    let whose = match (e.site, e.firm) {
        (Some(site), _) => format!(" at {}", catalog[site].name),
        (None, Some(firm)) => format!(" of {}", catalog[firm].name),
        (None, None) => String::new(),
    };
    let what = goods(catalog, &e.goods, &e.stages);
    format!("{} of plants{whose} for {what}{} stand still for {}", percent(e.share), at(catalog, &e.at), months(e.months))
}

fn shock(catalog: &Catalog, e: &Shock) -> String {
    let place = match e.of {
        Outside::CarMarket | Outside::Storage | Outside::Power => at(catalog, &e.at),
        Outside::Freight | Outside::CarCarriers | Outside::Oil => String::new(),
    };
    let fades = if e.fading_months == 0 { String::new() } else { format!(", then less and less for {}", months(e.fading_months)) };
    let size = if e.times >= 1.0 { format!("{} above", percent(e.times - 1.0)) } else { format!("{} below", percent(1.0 - e.times)) };
    format!("{}{place} is {size} what it would be for {}{fades}", e.of.label(), months(e.months))
}

fn at(catalog: &Catalog, list_of: &[RegionId]) -> String {
    if list_of.is_empty() { String::new() } else { format!(" in {}", regions(catalog, list_of)) }
}

fn regions(catalog: &Catalog, list_of: &[RegionId]) -> String {
    short_list(&list_of.iter().map(|r| region(catalog, *r).to_owned()).collect::<Vec<_>>())
}

fn relations(catalog: &Catalog, e: &Shift) -> String {
    let who = if e.of.is_empty() { "third countries".to_owned() } else { regions(catalog, &e.of) };
    let (what, points) = if e.points < 0.0 { ("worse", -e.points) } else { ("better", e.points) };
    let think = if e.of.len() == 1 { "thinks" } else { "think" };
    format!("{who} {think} {} points {what} of {}", number(points), region(catalog, e.to))
}

fn moved(points: f64) -> String {
    if points < 0.0 { format!("falls by {}", number(-points)) } else { format!("rises by {}", number(points)) }
}

fn mood(catalog: &Catalog, by: RegionId, e: &crate::content::definitions::events::Said) -> String {
    let (good, bad): (Vec<_>, Vec<_>) = e.issues.iter().partition(|(_, points)| **points > 0.0);
    let names = |list_of: &[(&crate::content::definitions::politics::Issue, &f64)]| {
        phrases::list(&list_of.iter().map(|(issue, _)| issue.label().to_owned()).collect::<Vec<_>>())
    };
    let whose = if e.of == by { "people".to_owned() } else { format!("people in {}", region(catalog, e.of)) };
    match (good.is_empty(), bad.is_empty()) {
        (false, true) => format!("{whose} who want {} are pleased", names(&good)),
        (true, false) => format!("{whose} who want {} are angry", names(&bad)),
        (false, false) => format!("{whose} who want {} are pleased, those who want {} angry", names(&good), names(&bad)),
        (true, true) => format!("{whose} shrug"),
    }
}
