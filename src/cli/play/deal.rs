//! Dealing: proposals typed as `deal propose indonesia 60: offtake(nickel_sulfate, share=30%, by=them), infrastructure`, weighed
//! term by term, and made acceptable.

use super::desk::{Answer, Desk, Question};
use super::spell;
use crate::content::definitions::diplomacy::Giving;
use crate::content::definitions::settings::{Setting, SettingKind};
use crate::content::diagnostics::{clip, nearest};
use crate::content::ids::{ArticleId, RegionId};
use crate::orders::deals::{Clause, Giver};
use crate::orders::{Order, Settings};
use crate::reports::{Format, View, deals, render};
use crate::sim::diplomacy::counter::{Counter, acceptable};
use crate::sim::trade::components::Markets;
use crate::units::digits::number;

/// The words that may follow `deal`.
pub(super) const VERBS: &[&str] = &["propose", "take", "answer", "leave", "talks", "summit", "demand", "mediate"];

/// How they are written, for help.
pub(super) const FORMS: &str = "\
Forms:
  deal propose REGION [MONTHS]: ARTICLE(…), ARTICLE(…)   offer a deal; it is weighed before your eyes
  deal take N                                           propose number N of what would be signed instead
  deal answer OFFER yes|no                              answer an offer
  deal leave DEAL                                       leave a deal before its time
  deal talks REGION                                     for some months it would rather sign
  deal summit REGION                                    relations rise, tension falls
  deal demand REGION MEASURE [MONTHS]                   it ends, or relations suffer
  deal mediate REGION REGION                            bring two others closer

In the brackets of an ARTICLE stand a good or stage, SETTING=VALUE, and by=me, by=them or by=both.
`articles` lists what can stand in a deal, `deals` what stands and waits, `aims REGION` what somebody wants.
  deal propose indonesia 60: offtake(nickel_sulfate, share=30%, by=them), infrastructure(musd_per_year=300)
";

/// Months of a deal for which none are said.
const USUAL_MONTHS: u32 = 60;

type Spelled<T> = Result<T, String>;

impl Desk {
    /// Orders between governments.
    pub(super) fn deal(&mut self, words: &[&str]) -> Answer {
        let Some((verb, rest)) = words.split_first() else { return Err(format!("What is it about?\n{FORMS}")) };
        match (verb.to_lowercase().as_str(), rest) {
            ("propose", [_, ..]) => self.propose(&rest.join(" ")),
            ("answer", [offer, yes]) => {
                let accept = matches!(yes.to_lowercase().as_str(), "yes" | "y");
                let order = Order::AnswerOffer { offer: whole(offer)?, accept };
                self.ask(order)
            }
            ("take", [counter]) => {
                let at = usize::try_from(whole(counter)?).unwrap_or(usize::MAX);
                let order = at.checked_sub(1).and_then(|at| self.counters.get(at)).cloned();
                let none = "There is no such proposal: `deal propose` numbers those that would be signed, if it is not signed as it is.";
                self.ask(order.ok_or(none)?)
            }
            ("leave", [deal]) => self.ask(Order::LeaveDeal { deal: whole(deal)? }),
            ("talks", [with]) => self.ask(Order::OpenTalks { with: self.item("region", with)? }),
            ("summit", [with]) => self.ask(Order::HoldSummit { with: self.item("region", with)? }),
            ("demand", [to, measure, months @ ..]) => {
                let months = months.first().map_or(Ok(6), |months| whole(months))?;
                self.ask(Order::SetDeadline { to: self.item("region", to)?, measure: whole(measure)?, months })
            }
            ("mediate", [first, second]) => {
                self.ask(Order::Mediate { first: self.item("region", first)?, second: self.item("region", second)? })
            }
            (known, _) if VERBS.contains(&known) => Err(format!("It is written like this:\n{FORMS}")),
            (word, _) => {
                let hint = nearest(word, VERBS.iter().copied()).map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
                Err(format!("There is no `deal {}`.{hint}\n{FORMS}", clip(word)))
            }
        }
    }

    /// Quotes an order and asks whether it is meant.
    fn ask(&mut self, order: Order) -> Answer {
        let text = self.quoted(&order)?;
        self.question = Some(Question::Order(order));
        Ok(text + "Put it into the outbox? (yes or no)\n")
    }

    fn propose(&mut self, text: &str) -> Answer {
        let (head, body) = text.split_once(':').ok_or_else(|| format!("Write a colon before the articles.\n{FORMS}"))?;
        let mut head = head.split_whitespace();
        let to: RegionId = self.item("region", head.next().unwrap_or_default())?;
        let months = head.next().map_or(Ok(USUAL_MONTHS), whole)?;
        let articles = pieces(body).into_iter().map(|piece| self.clause(&piece, to)).collect::<Spelled<Vec<Clause>>>()?;
        let order = Order::ProposeDeal { to, articles: articles.clone(), months };
        // Weighed as it will be found: after what waits in the outbox.
        let ahead = self.game.ahead(self.side, &order);
        let simulation = ahead.as_ref().unwrap_or_else(|| self.game.simulation());
        let sum = simulation.weigh_deal(self.side, to, &articles, months, to).map_err(|refusal| format!("Refused: {refusal}"))?;
        let table = deals::sum_table(&View::new(simulation), "sum", "The proposal", to, &sum);
        let weighed = render(&[table], Format::Text);
        if sum.accepts() {
            return Ok(weighed + &self.ask(order)?);
        }
        let counters = acceptable(simulation, self.side, to, &articles, months);
        let waits = simulation.catalog().scenario.is_side(to);
        let told = weighed + &self.counters(to, months, &counters);
        self.counters = counters.into_iter().map(|counter| counter.order).collect();
        // The rival may say yes all the same.
        if waits { Ok(told + &self.ask(order)?) } else { Ok(told) }
    }

    /// Proposals that would be signed, as they are typed.
    fn counters(&self, to: RegionId, months: u32, counters: &[Counter]) -> String {
        if counters.is_empty() {
            return "Nothing that was tried beside it would make it sign.\n".to_owned();
        }
        let mut text = "It would sign one of these, the least dear for you first; `deal take N` proposes it:\n".to_owned();
        for (at, counter) in counters.iter().enumerate() {
            let Order::ProposeDeal { articles, .. } = &counter.order else { continue };
            let typed: Vec<String> = articles.iter().map(|clause| self.typed(clause)).collect();
            let region = self.catalog().word_of(to);
            text += &format!(
                "{:>3}. deal propose {region} {months}: {}\n     its sum {}, for you {} points\n",
                at + 1,
                typed.join(", "),
                number(counter.sum),
                number(-counter.cost)
            );
        }
        text
    }

    /// A clause as it is typed.
    fn typed(&self, clause: &Clause) -> String {
        let catalog = self.catalog();
        let rules = &catalog[catalog[clause.article].policy].settings;
        let is_share = |name: &str| rules.get(name).is_some_and(|rule| rule.unit.starts_with("share"));
        let value = |name: &str, setting: &Setting| match setting {
            Setting::Number(number) if is_share(name) => format!("{}%", (1e6 * number).round() / 1e4),
            Setting::Number(number) => format!("{number}"),
            Setting::Good(good) => catalog.word_of(*good).to_owned(),
            Setting::Stage(stage) => stage.label().to_owned(),
            Setting::Region(region) => catalog.word_of(*region).to_owned(),
            Setting::Technology(technology) => catalog.word_of(*technology).to_owned(),
            Setting::Chemistry(chemistry) => catalog.word_of(*chemistry).to_owned(),
            Setting::Firm(firm) => catalog.word_of(*firm).to_owned(),
            Setting::Policy(policy) => catalog.word_of(*policy).to_owned(),
            Setting::Path(_) => String::new(),
        };
        let by = match clause.by {
            Giver::Proposer => "by=me",
            Giver::Partner => "by=them",
            Giver::Both => "by=both",
        };
        let settings = clause.settings.iter().map(|(name, setting)| format!("{name}={}", value(name, setting)));
        format!("{}({})", catalog.word_of(clause.article), settings.chain([by.to_owned()]).collect::<Vec<_>>().join(", "))
    }

    /// A clause from `offtake(nickel_sulfate, share=30%, by=them)`.
    fn clause(&self, text: &str, to: RegionId) -> Spelled<Clause> {
        let (word, inside) = text.split_once('(').map_or((text, ""), |(word, rest)| (word, rest.trim_end().trim_end_matches(')')));
        let article: ArticleId = self.item("article", word.trim())?;
        let catalog = self.catalog();
        let policy = &catalog[catalog[article].policy];
        let (mut settings, mut by) = (Settings::new(), None);
        for part in inside.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = match part.split_once('=') {
                Some(("by", who)) => {
                    by = Some(giver(who.trim())?);
                    continue;
                }
                Some((name, value)) => (name.trim(), value.trim()),
                None => {
                    let thing = policy.settings.iter().find(|(_, rule)| rule.kind != SettingKind::Number);
                    (thing.map_or("", |(name, _)| name.as_str()), part)
                }
            };
            let rule = policy.settings.get(name).ok_or_else(|| {
                let names: Vec<&str> = policy.settings.keys().map(String::as_str).collect();
                format!("“{}” has no setting `{}`; it has {}.", catalog[article].name, clip(name), names.join(", "))
            })?;
            settings.insert(name.to_owned(), spell::setting(catalog, rule, value)?);
        }
        let by = by.unwrap_or_else(|| self.usual_giver(article, &settings, to));
        Ok(Clause { article, by, settings })
    }

    /// Who gives an article if nobody is named: who alone can, else who makes more of its good, else the player.
    fn usual_giver(&self, article: ArticleId, settings: &Settings, to: RegionId) -> Giver {
        let definition = &self.catalog()[article];
        if definition.gives == Giving::Both {
            return Giver::Both;
        }
        if !definition.who.is_empty() {
            return if definition.who.contains(&self.side) { Giver::Proposer } else { Giver::Partner };
        }
        let markets = self.game.simulation().world().resource::<Markets>();
        let good = settings.values().find_map(|setting| if let Setting::Good(good) = setting { Some(*good) } else { None });
        let makes = |good, region| markets.of(good).node(region).made;
        match good {
            Some(good) if makes(good, to) > makes(good, self.side) => Giver::Partner,
            _ => Giver::Proposer,
        }
    }
}

fn giver(word: &str) -> Spelled<Giver> {
    match word.to_lowercase().as_str() {
        "me" | "us" => Ok(Giver::Proposer),
        "them" | "partner" => Ok(Giver::Partner),
        "both" => Ok(Giver::Both),
        other => Err(format!("`by={}` is not known: write by=me, by=them or by=both.", clip(other))),
    }
}

/// A whole number, with or without a `#`.
fn whole(word: &str) -> Spelled<u32> {
    word.trim_start_matches('#').parse().map_err(|_| format!("`{}` is no whole number.", clip(word)))
}

/// The parts of a list whose commas stand outside of brackets.
fn pieces(text: &str) -> Vec<String> {
    let (mut list, mut depth) = (vec![String::new()], 0_i32);
    for letter in text.chars() {
        depth += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if letter == ',' && depth == 0 {
            list.push(String::new());
        } else if let Some(last) = list.last_mut() {
            last.push(letter);
        }
    }
    list.into_iter().map(|piece| piece.trim().to_owned()).filter(|piece| !piece.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_told_apart_by_commas_outside_of_brackets() {
        assert_eq!(pieces("a(b, c=1), d , e(f)"), ["a(b, c=1)", "d", "e(f)"]);
        assert!(pieces(" , ").is_empty());
        assert_eq!((whole("#7"), whole("x").is_err(), giver("them")), (Ok(7), true, Ok(Giver::Partner)));
    }
}
