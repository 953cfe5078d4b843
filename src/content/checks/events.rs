//! Events: answers that can be given and are worth giving, events that can come, changes that somebody can make.

use super::super::definitions::events::{Answer, Change, Event};
use super::super::definitions::policies::Condition;
use super::super::definitions::scenario::Scenario;
use super::super::definitions::settings::{Setting, SettingKind};
use super::super::diagnostics::Problem;
use super::super::ids::{EventId, GovernmentId, PolicyId, PolityId, RegionId, RulesId};
use super::super::shape::Table;
use super::policies::{chosen, taken};
use super::{Check, conditions};

/// The most political capital that a government can have.
const MOST_CAPITAL: f64 = 100.0;

pub(super) fn check(check: &mut Check<'_>, scenario: Option<&Scenario>) {
    for (id, event) in check.items::<EventId>() {
        shape_of(check, id, event);
        if let Some(scenario) = scenario {
            comes(check, id, event, scenario);
        }
        conditions::of_list(check, id, &["needs"], &event.needs);
        asks_of_events(check, id, &["needs"], &event.needs);
        for (number, raise) in event.hazard.iter().flat_map(|hazard| &hazard.raised).enumerate() {
            let path = ["hazard", "raised", &number.to_string(), "when"];
            conditions::one(check, id, &path, &raise.when);
            asks_of_events(check, id, &path[..3], std::slice::from_ref(&raise.when));
        }
        changes_of(check, id, &["changes"], &event.changes);
        for (number, answer) in event.answers.iter().enumerate() {
            let number = number.to_string();
            conditions::of_list(check, id, &["answers", &number, "needs"], &answer.needs);
            asks_of_events(check, id, &["answers", &number, "needs"], &answer.needs);
            changes_of(check, id, &["answers", &number, "changes"], &answer.changes);
            afford(check, id, event, (&number, answer));
        }
        dominated(check, id, event);
    }
}

/// Whether the parts of an event fit each other.
fn shape_of(check: &mut Check<'_>, id: EventId, event: &Event) {
    let count = event.answers.len();
    if count == 1 || count > 9 {
        let message = format!("an event has no answer, or two to nine; here are {count}");
        check.error("E0630", id, &["answers"], message, "whoever is asked must have a choice");
    }
    if count > 0 && event.asks.is_none() {
        check.error("E0630", id, &["answers"], "nobody is asked for these answers".to_owned(), "say whom with `asks`");
    }
    if event.about.trim().is_empty() {
        check.error("E0613", id, &["about"], "`about` is empty".to_owned(), "");
    }
    for (number, answer) in event.answers.iter().enumerate().filter(|(_, answer)| answer.name.trim().is_empty()) {
        let _ = answer;
        check.error("E0613", id, &["answers", &number.to_string(), "name"], "`name` is empty".to_owned(), "");
    }
    if event.hazard.as_ref().is_some_and(|hazard| matches!((hazard.from, hazard.until), (Some(from), Some(until)) if until < from)) {
        check.error("E0630", id, &["hazard", "until"], "this hazard ends before it begins".to_owned(), "");
    }
    let Some(usual) = event.answers.get(event.usual as usize) else {
        if count > 0 {
            let message = format!("there is no answer {}: there are {count}, counted from 0", event.usual);
            check.error("E0630", id, &["usual"], message, "");
        }
        return;
    };
    if usual.capital + usual.attention + usual.cost_musd > 0.0 || !usual.needs.is_empty() {
        let message = format!("“{}” is what happens if nobody answers, but it costs or needs something", usual.name);
        let help = "let `usual` be an answer without `capital`, `attention`, `cost_musd` and `needs`";
        check.error("E0630", id, &["answers", &event.usual.to_string()], message, help);
    }
}

/// Whether an event can come in the level that is checked.
fn comes(check: &mut Check<'_>, id: EventId, event: &Event, scenario: &Scenario) {
    let word = check.word(id);
    let never = event.needs.iter().position(|need| conditions::settled(need) == Some(false));
    let rate = event.hazard.as_ref().map_or(0.0, |hazard| hazard.per_year);
    if let Some(need) = never {
        check.warn("W0631", id, &["needs", &need.to_string()], format!("the event `{word}` can never come: what it needs never holds"), "");
    } else if event.date.is_none() && rate <= 0.0 {
        let path: &[&str] = if event.hazard.is_some() { &["hazard", "per_year"] } else { &["name"] };
        check.warn("W0631", id, path, format!("the event `{word}` can never come: it has no date and no hazard"), "give it one of the two");
    } else if let Some(date) = event.date.filter(|date| *date < scenario.start && event.hazard.is_none()) {
        let message = format!("the event `{word}` does not come in this level: {date} is before its start in {}", scenario.start);
        check
            .problems
            .push(Problem::note("N0631", check.place(id, &["date"]), message).help("a hazard would let it come all the same".to_owned()));
    }
}

/// Reports conditions that only a measure that is being planned can answer.
fn asks_of_events(check: &mut Check<'_>, id: EventId, path: &[&str], list: &[Condition]) {
    for condition in list {
        match condition {
            Condition::All(e) | Condition::Any(e) | Condition::None(e) => asks_of_events(check, id, path, &e.of),
            Condition::UtilisationBelow(_) | Condition::MakesAny(_) => {
                let message = "an event cannot ask this: it is about the settings of a measure".to_owned();
                check.error("E0630", id, path, message, "AtLeast and Below with the gauges Load and MadeShare ask much the same");
            }
            _ => {}
        }
    }
}

/// Checks what an event or an answer changes; the list stands at `path`.
fn changes_of(check: &mut Check<'_>, id: EventId, path: &[&str], list: &[Change]) {
    for (number, change) in list.iter().enumerate() {
        let number = number.to_string();
        let at = |field: &'static str| -> Vec<&str> { path.iter().copied().chain([number.as_str(), field]).collect() };
        match change {
            Change::Enact(e) => taken(check, id, (e.by, e.policy), &at("settings"), &e.settings),
            Change::End(e) => taken(check, id, (e.by, e.policy), &at("about"), &e.about),
            Change::Adjust(e) => {
                taken(check, id, (e.by, e.policy), &at("about"), &e.about);
                let set: Table<String, Setting> = e.set.iter().map(|(name, number)| (name.clone(), Setting::Number(*number))).collect();
                chosen(check, id, e.policy, &at("set"), &set);
                moved(check, id, e.policy, &at("add"), &e.add);
                if e.set.is_empty() && e.add.is_empty() {
                    check.warn("W0633", id, &at("policy"), "this changes no number".to_owned(), "name one under `set` or `add`");
                }
            }
            Change::Relations(e) if e.of.contains(&e.to) => {
                check.warn("W0633", id, &at("of"), format!("`{}` has no opinion of itself", check.word(e.to)), "take it out of `of`");
            }
            Change::Outage(e) if e.share <= 0.0 => {
                check.warn("W0633", id, &at("share"), "this outage stops nothing".to_owned(), "");
            }
            _ => {}
        }
    }
}

/// Checks that what moves is a number of the policy.
fn moved(check: &mut Check<'_>, id: EventId, of: PolicyId, path: &[&str], add: &Table<String, f64>) {
    let Some(policy) = check.get(of) else { return };
    for name in add.keys() {
        let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
        match policy.settings.get(name) {
            None => check.problems.push(policy.lacks(check.word(of), name, check.place(id, &path))),
            Some(rule) if rule.kind != SettingKind::Number => {
                check.error(
                    "E0610",
                    id,
                    &path,
                    format!("the setting `{name}` is a {}, so nothing can be added to it", rule.kind.label()),
                    "",
                );
            }
            Some(_) => {}
        }
    }
}

/// Reports answers that the government that is asked can never pay for.
fn afford(check: &mut Check<'_>, id: EventId, event: &Event, (number, answer): (&str, &Answer)) {
    let Some(asked) = event.asks else { return };
    let attention = check.items::<PolityId>().find(|(_, p)| p.region == asked).map(|(_, polity)| polity.attention);
    let carried = check.items::<RulesId>().next().map_or(0.0, |(_, rules)| rules.politics.prepared_most);
    let budget = check.items::<GovernmentId>().find(|(_, g)| g.region == asked).map(|(_, government)| 1000.0 * government.budget_busd);
    let too_much = [
        ("capital", answer.capital, Some(MOST_CAPITAL), "political capital, and no government has more than"),
        ("attention", answer.attention, attention.map(|a| a + carried), "of attention, and in a quarter there is at most"),
        ("cost_musd", answer.cost_musd, budget, "million US$, and the budget of a year is"),
    ];
    for (field, asked, limit, text) in too_much {
        if let Some(limit) = limit.filter(|limit| asked > *limit) {
            let message = format!("nobody can afford the answer “{}”: it takes {asked} {text} {limit}", answer.name);
            check.warn("W0634", id, &["answers", number, field], message, "");
        }
    }
}

/// Reports answers that change what another one changes, and ask no less.
fn dominated(check: &mut Check<'_>, id: EventId, event: &Event) {
    let written = |number: usize, field: &str| {
        let node = check.node(id).and_then(|node| super::edit::find(node, &["answers", &number.to_string(), field]));
        node.map(super::Node::canonical).unwrap_or_default()
    };
    let texts: Vec<[String; 2]> = (0..event.answers.len()).map(|number| [written(number, "changes"), written(number, "needs")]).collect();
    let mut found = Vec::new();
    for (worse, answer) in event.answers.iter().enumerate() {
        let beats = |better: &usize| {
            let other = &event.answers[*better];
            let alike = texts[*better][0] == texts[worse][0] && (texts[*better][1] == texts[worse][1] || other.needs.is_empty());
            let costs = |a: &Answer| [a.capital, a.attention, a.cost_musd];
            let cheaper = costs(other).iter().zip(costs(answer)).all(|(cost, worse)| *cost <= worse);
            // Two answers that are the same in all are told once, at the second.
            let same = costs(other) == costs(answer) && other.issues == answer.issues;
            *better != worse && alike && cheaper && pleases(other, answer) && (!same || *better < worse)
        };
        found.extend((0..event.answers.len()).find(beats).map(|better| (worse, better)));
    }
    for (worse, better) in found {
        let (name, other) = (&event.answers[worse].name, &event.answers[better].name);
        let message = format!("nobody has a reason to answer “{name}”: “{other}” changes the same and asks no more");
        check.warn("W0635", id, &["answers", &worse.to_string()], message, "let it change something of its own, or make it cheaper");
    }
}

/// Whether an answer says nothing less to anybody than another.
fn pleases(answer: &Answer, other: &Answer) -> bool {
    let points = |a: &Answer, issue| a.issues.get(issue).copied().unwrap_or(0.0);
    answer.issues.keys().chain(other.issues.keys()).all(|issue| points(answer, issue) >= points(other, issue))
}

/// Warns of policies that nobody can take.
pub(super) fn out_of_reach(check: &mut Check<'_>) {
    use super::super::definitions::politics::Form;
    let factor = check.items::<PolityId>().filter_map(|(_, polity)| match &polity.form {
        Form::Plan(plan) => Some((polity.region, plan.outside_factor)),
        Form::Congress(_) => None,
    });
    let plans: Vec<(RegionId, f64)> = factor.collect();
    let governments: Vec<RegionId> = check.items::<GovernmentId>().map(|(_, government)| government.region).collect();
    for (id, policy) in check.items::<PolicyId>() {
        let word = check.word(id);
        let open = |region: &RegionId| policy.who.is_empty() || policy.who.contains(region);
        if !governments.is_empty() && !governments.iter().any(open) {
            check.warn("W0636", id, &["who"], format!("no government of this level may take the policy `{word}`"), "add one to `who`");
        }
        if governments.iter().any(|region| open(region) && !plans.iter().any(|(planned, _)| planned == region)) {
            continue;
        }
        let planned = plans.iter().filter(|(region, _)| policy.directional && open(region)).map(|(_, factor)| factor * policy.capital);
        let Some(asked) = planned.min_by(f64::total_cmp).filter(|asked| *asked > MOST_CAPITAL) else { continue };
        let message = format!(
            "outside of a plan's window the policy `{word}` takes {asked} political capital, and nobody has more than {MOST_CAPITAL}"
        );
        check.warn("W0636", id, &["capital"], message, "lower `capital`");
    }
}
