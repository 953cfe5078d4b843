//! Policies, measures and decisions: settings that exist, are of the right kind and within their limits; needs that can be met.

use super::super::definitions::decisions::{Decided, Decision, Standing};
use super::super::definitions::policies::{Condition, Policy};
use super::super::definitions::settings::{Misfit, Setting, SettingKind, SettingRule};
use super::super::diagnostics::Problem;
use super::super::draft::ItemId;
use super::super::ids::{DecisionId, MeasureId, PolicyId, RegionId};
use super::super::shape::Table;
use super::super::syntax::{Kind, Node, Span};
use super::Check;
use std::collections::BTreeSet;

pub(super) fn check(check: &mut Check<'_>) {
    for (id, policy) in check.items::<PolicyId>() {
        settings_of(check, id, policy);
        uses_of(check, id, policy);
        let word = check.word(id);
        if policy.effects.is_empty() {
            check.error("E0609", id, &["effects"], format!("the policy `{word}` does nothing"), "give it at least one effect");
        }
        if policy.replaces.contains(&id) {
            check.error("E0609", id, &["replaces"], format!("the policy `{word}` replaces itself"), "take it out of `replaces`");
        }
        if let Some(circle) = circle_of_needs(check, id) {
            let message = format!("the policy `{word}` can never be enacted: it needs {}", circle.join(", which needs "));
            check.error("E0609", id, &["needs"], message, "take one of these needs away");
        }
    }
    for (id, measure) in check.items::<MeasureId>() {
        taken(check, id, (measure.by, measure.policy), &["settings"], &measure.settings);
        if measure.until.is_some_and(|until| until <= measure.since) {
            check.error("E0609", id, &["until"], "the measure ends before it begins".to_owned(), "");
        }
    }
    for (id, decision) in check.items::<DecisionId>() {
        match &decision.order {
            Decided::EnactPolicy(enacted) => taken(check, id, (decision.by, enacted.policy), &["order", "settings"], &enacted.settings),
            Decided::AdjustMeasure(adjusted) => {
                if let Some(policy) = stood(check, id, decision, adjusted.measure) {
                    chosen(check, id, policy, &["order", "settings"], &adjusted.settings);
                }
            }
            Decided::RepealMeasure(repealed) => {
                stood(check, id, decision, repealed.measure);
            }
        }
    }
}

/// Checks that a government can take a policy with these settings.
pub(super) fn taken<I: ItemId>(
    check: &mut Check<'_>,
    id: I,
    (by, policy): (RegionId, PolicyId),
    path: &[&str],
    settings: &Table<String, Setting>,
) {
    if check.get(policy).is_some_and(|policy| !policy.who.is_empty() && !policy.who.contains(&by)) {
        let message = format!("`{}` cannot take the policy `{}`", check.word(by), check.word(policy));
        check.error("E0609", id, &["by"], message, "only governments under `who` of the policy can");
    }
    chosen(check, id, policy, path, settings);
}

/// Checks settings against the rules of a policy; they stand at `path` of the item.
fn chosen<I: ItemId>(check: &mut Check<'_>, id: I, of: PolicyId, path: &[&str], settings: &Table<String, Setting>) {
    let Some(policy) = check.get(of) else { return };
    for (name, setting) in settings {
        let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
        let place = check.place(id, &path);
        match policy.settings.get(name) {
            Some(rule) => fits(check, rule, setting, name, place),
            None => check.problems.push(policy.lacks(check.word(of), name, place)),
        }
    }
}

/// The policy of the measure that a decision is about, which must be the same government's and stand by then.
fn stood(check: &mut Check<'_>, id: DecisionId, decision: &Decision, measure: Standing) -> Option<PolicyId> {
    let (by, since, policy) = match measure {
        Standing::Start(measure) => check.get(measure).map(|measure| (measure.by, measure.since, measure.policy))?,
        Standing::Decided(other) => {
            let other = check.get(other)?;
            let Decided::EnactPolicy(enacted) = &other.order else {
                let message = "this decision takes no measure that could be changed or ended".to_owned();
                check.error("E0609", id, &["order", "measure"], message, "name a measure of the start, or a decision that enacts a policy");
                return None;
            };
            (other.by, other.since, enacted.policy)
        }
    };
    if by != decision.by {
        let message = format!("this measure is one of `{}`, not of `{}`", check.word(by), check.word(decision.by));
        check.error("E0609", id, &["order", "measure"], message, "only the government that took a measure can change or end it");
    }
    if decision.since < since {
        let message = format!("the measure begins in {since}, after this decision");
        check.error("E0609", id, &["since"], message, "write a later month");
    }
    Some(policy)
}

/// Reports a value that does not fit the rule of its setting.
fn fits(check: &mut Check<'_>, rule: &SettingRule, setting: &Setting, name: &str, place: Span) {
    let misfit = rule.misfit(setting);
    if matches!(misfit, None | Some(Misfit::Number(_))) {
        years(check, setting, place);
    }
    let (message, help) = match misfit {
        None => return,
        Some(Misfit::Kind) => (
            format!("the setting `{name}` is a {}, not a {}", rule.kind.label(), setting.kind().label()),
            if rule.kind == SettingKind::Number { "write a number".to_owned() } else { format!("write {}(…)", rule.kind.word()) },
        ),
        Some(Misfit::Good(good)) => {
            (format!("the setting `{name}` cannot be `{}`", check.word(good)), "`goods` of the setting lists what can be chosen".to_owned())
        }
        Some(Misfit::Number(wrong)) => (
            format!("the setting `{name}` is {wrong}, but its limits are {} and {}", rule.least, rule.most),
            "change the value, or `least` and `most` of the policy".to_owned(),
        ),
    };
    check.problems.push(Problem::error("E0610", place, message).help(help));
}

fn years(check: &mut Check<'_>, setting: &Setting, place: Span) {
    if let Setting::Path(steps) = setting
        && let Some((year, _)) = steps.iter().find(|(year, _)| !(1990..=2199).contains(year))
    {
        check.problems.push(Problem::error("E0610", place, format!("{year} is no year from 1990 to 2199")));
    }
}

fn settings_of(check: &mut Check<'_>, id: PolicyId, policy: &Policy) {
    for (name, rule) in &policy.settings {
        if rule.least > rule.most {
            let message = format!("the setting `{name}` has its least value above its most");
            check.error("E0610", id, &["settings", name, "least"], message, "");
            continue;
        }
        if !rule.goods.is_empty() && rule.kind != SettingKind::Good {
            let message = format!("the setting `{name}` is a {}, so it can list no goods", rule.kind.label());
            check.error("E0610", id, &["settings", name, "goods"], message, "");
        }
        let place = check.place(id, &["settings", name, "default"]);
        fits(check, rule, &rule.default, name, place);
    }
}

/// Checks every `Setting("…")` in effects and needs, and warns of settings that are never used.
fn uses_of(check: &mut Check<'_>, id: PolicyId, policy: &Policy) {
    let Some(node) = check.node(id) else { return };
    let mut used: Vec<(&str, Span, &[SettingKind])> = Vec::new();
    for field in ["effects", "needs"] {
        if let Some(node) = node.field(field) {
            collect(node, "", &mut used);
        }
    }
    let mut names = BTreeSet::new();
    for (name, place, kinds) in used {
        names.insert(name);
        let Some(rule) = policy.settings.get(name) else {
            let problem = Problem::error("E0303", place, format!("this policy has no setting `{name}`"));
            let problem = problem.suggest(name, policy.settings.keys().map(String::as_str));
            check.problems.push(problem.help("declare it under `settings` of the policy".to_owned()));
            continue;
        };
        if !kinds.contains(&rule.kind) {
            let labels: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
            let message = format!("the setting `{name}` is a {}, but here stands a {}", rule.kind.label(), labels.join(" or "));
            check.problems.push(Problem::error("E0610", place, message));
        }
    }
    for name in policy.settings.keys().filter(|name| !names.contains(name.as_str())) {
        check.warn("W0610", id, &["settings", name], format!("no effect uses the setting `{name}`"), "write Setting(\"…\") in an effect");
    }
}

/// All settings named below a node, with the kinds that may stand there; `field` is the field that the node is in.
fn collect<'n>(node: &'n Node, field: &str, used: &mut Vec<(&'n str, Span, &'static [SettingKind])>) {
    match &node.kind {
        Kind::Tuple { name: Some(name), items } if name == "Setting" => {
            if let Some((setting, place)) = items.first().and_then(|item| item.text().map(|text| (text, item.span))) {
                let kinds: &[SettingKind] = match field {
                    "on" => &[SettingKind::Good, SettingKind::Stage],
                    "from" | "to" | "assembled_in" | "excluded_owners" | "listed" | "against" => &[SettingKind::Region],
                    _ => &[SettingKind::Number],
                };
                used.push((setting, place, kinds));
            }
        }
        Kind::Struct { name, fields } => {
            if name.as_deref() == Some("Research") && node.field("technology").is_none() {
                used.push(("technology", node.span, &[SettingKind::Technology]));
            }
            fields.iter().for_each(|(name, _, value)| collect(value, name, used));
        }
        _ => node.children().for_each(|child| collect(child, field, used)),
    }
}

/// Policies that `conditions` ask for without an alternative.
fn asked(conditions: &[Condition]) -> Vec<PolicyId> {
    let each = conditions.iter().map(|condition| match condition {
        Condition::InForce(of) => vec![of.policy],
        Condition::All(all) => asked(&all.of),
        _ => Vec::new(),
    });
    each.flatten().collect()
}

/// The words from a policy back to itself along what it needs, if there is such a way.
fn circle_of_needs<'a>(check: &Check<'a>, start: PolicyId) -> Option<Vec<&'a str>> {
    let mut paths = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while let Some(path) = paths.pop() {
        let last = path.last().copied().unwrap_or(start);
        for next in check.get(last).map(|policy| asked(&policy.needs)).unwrap_or_default() {
            if next == start {
                return Some(path.iter().skip(1).chain([&start]).map(|id| check.word(*id)).collect());
            }
            if seen.insert(next) {
                paths.push(path.iter().copied().chain([next]).collect());
            }
        }
    }
    None
}
