//! A proposal in the making: articles with their settings, how the other weighs them, what it would sign instead, the order.

use std::sync::Arc;

use egui::{ComboBox, RichText, ScrollArea, Ui};

use super::policies::setting;
use crate::content::definitions::diplomacy::Giving;
use crate::content::ids::{ArticleId, RegionId};
use crate::orders::deals::{Clause, Giver};
use crate::orders::phrases::{capital, region};
use crate::orders::sentences::deals as said;
use crate::orders::{Order, Settings};
use crate::sim::diplomacy::counter::{Counter, acceptable};
use crate::sim::diplomacy::deals::Deals;
use crate::sim::diplomacy::weighing::Sum;
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::panels::offers;
use crate::ui::theme;
use crate::ui::widgets::{button, card, chip, sentence, signed};

/// Most months that can be dialled.
const MOST_MONTHS: f64 = 120.0;

/// What is being worked out.
type Key = (u64, RegionId, Vec<Clause>, u32);

/// A proposal in the making.
#[derive(Default)]
pub struct Draft {
    /// To whom.
    pub to: Option<RegionId>,
    articles: Vec<Clause>,
    months: f64,
    sum: Cached<Key, Option<Sum>>,
    /// What the other would sign, once it has been asked for.
    counters: Option<(Key, Vec<Counter>)>,
}

impl Draft {
    /// Begins anew with another region.
    pub fn turn_to(&mut self, to: RegionId) {
        if self.to != Some(to) {
            *self = Self { to: Some(to), months: 60.0, ..Self::default() };
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "dialled between 3 and 120")]
    fn term(&self) -> u32 {
        self.months.round().clamp(1.0, MOST_MONTHS) as u32
    }
}

/// Shows the proposal.
pub fn show(ui: &mut Ui, desk: &mut Desk, draft: &mut Draft, to: RegionId) {
    let full = ui.max_rect();
    let name = desk.catalog()[to].name.clone();
    card(ui, full, &format!("Dealing with {}", region(desk.catalog(), to)), "", |ui| {
        ScrollArea::vertical().id_salt("dealing").auto_shrink([false, false]).show(ui, |ui| {
            waiting(ui, desk, to);
            meetings(ui, desk, to);
            articles(ui, desk, draft, to);
            if draft.articles.is_empty() {
                sentence(ui, &format!("Add an article to offer {name} a deal."), theme::QUIET);
                return;
            }
            ui.horizontal(|ui| {
                ui.label(RichText::new("Months").font(theme::small()).color(theme::QUIET));
                offers::slider(ui, &mut draft.months, 3.0..=MOST_MONTHS, "", false);
            });
            weighed(ui, desk, draft, to);
            let order = Order::ProposeDeal { to, articles: draft.articles.clone(), months: draft.term() };
            offers::terms(ui, desk, &order);
        });
    });
}

/// Offers of the region that wait for the player, and deals that can be left.
fn waiting(ui: &mut Ui, desk: &mut Desk, to: RegionId) {
    let deals: Deals = desk.game.simulation().world().resource::<Deals>().clone();
    for offer in deals.offers.iter().filter(|offer| (offer.from, offer.to) == (to, desk.side)) {
        let says: Vec<String> =
            said::clauses(desk.catalog(), offer.from, offer.to, &offer.articles).iter().map(|text| capital(text)).collect();
        sentence(ui, &format!("Offer {}, until {}: {}.", offer.id, offer.lapses, says.join("; ")), theme::TEXT);
        ui.horizontal(|ui| {
            for (word, accept) in [("Accept", true), ("Decline", false)] {
                if button(ui, word).clicked() {
                    desk.draft(Order::AnswerOffer { offer: offer.id, accept });
                }
            }
        });
    }
    for deal in deals.list.iter().filter(|deal| deal.is_between(to, desk.side)) {
        let given = |given: &crate::sim::diplomacy::deals::Given| {
            capital(&said::article(desk.catalog(), given.article, given.by, deal.other(given.by), &given.settings))
        };
        let says: Vec<String> = deal.articles.iter().map(given).collect();
        sentence(ui, &format!("Deal {}, until {}: {}.", deal.id, deal.until, says.join("; ")), theme::QUIET);
        if button(ui, "Leave it").clicked() {
            desk.draft(Order::LeaveDeal { deal: deal.id });
        }
    }
}

/// Talks and summits.
fn meetings(ui: &mut Ui, desk: &mut Desk, with: RegionId) {
    ui.horizontal(|ui| {
        for (word, order) in [("Open talks", Order::OpenTalks { with }), ("Hold a summit", Order::HoldSummit { with })] {
            let answer = desk.quote(&order);
            let planned = desk.is_planned(&order);
            let text = match answer.as_ref() {
                Ok(quote) => quote.effect.clone(),
                Err(refusal) => refusal.to_string(),
            };
            if crate::ui::widgets::button_if(ui, answer.is_ok() && !planned, word).on_hover_text(text).clicked() {
                desk.draft(order);
            }
        }
    });
    ui.add_space(4.0);
}

/// The articles of the proposal, and those that could be added.
fn articles(ui: &mut Ui, desk: &mut Desk, draft: &mut Draft, to: RegionId) {
    let mut gone = None;
    for (at, clause) in draft.articles.iter_mut().enumerate() {
        let (article, policy) = {
            let article = &desk.catalog()[clause.article];
            (article.clone(), desk.catalog()[article.policy].clone())
        };
        ui.horizontal(|ui| {
            ui.label(RichText::new(&article.name).font(theme::small_bold()).color(theme::TEXT));
            if article.gives == Giving::Either && article.who.is_empty() {
                for (word, by) in [("we give", Giver::Proposer), ("they give", Giver::Partner)] {
                    if chip(ui, clause.by == by, word).clicked() {
                        clause.by = by;
                    }
                }
            }
            if button(ui, "Take out").clicked() {
                gone = Some(at);
            }
        });
        ui.push_id(("article", at), |ui| {
            for (word, rule) in &policy.settings {
                let now = clause.settings.get(word).unwrap_or(&rule.default).clone();
                if let Some(chosen) = setting(ui, desk, (word, rule), &now) {
                    clause.settings.insert(word.clone(), chosen);
                }
            }
        });
    }
    if let Some(at) = gone {
        draft.articles.remove(at);
    }
    let names: Vec<(ArticleId, String)> = desk.catalog().all::<ArticleId>().map(|(id, article)| (id, article.name.clone())).collect();
    ComboBox::from_id_salt("add article").selected_text("Add an article").width(220.0).show_ui(ui, |ui| {
        for (article, name) in names {
            if ui.selectable_label(false, name).clicked() {
                let by = usual_giver(desk, article, to);
                draft.articles.push(Clause { article, by, settings: Settings::new() });
            }
        }
    });
}

/// Who gives an article at first: who alone can, else the player.
fn usual_giver(desk: &Desk, article: ArticleId, to: RegionId) -> Giver {
    let definition = &desk.catalog()[article];
    match definition.gives {
        Giving::Both => Giver::Both,
        Giving::Either if definition.who.contains(&to) && !definition.who.contains(&desk.side) => Giver::Partner,
        Giving::Either => Giver::Proposer,
    }
}

/// The acceptance sum, and what would be signed instead.
fn weighed(ui: &mut Ui, desk: &mut Desk, draft: &mut Draft, to: RegionId) {
    let key: Key = (desk.revision, to, draft.articles.clone(), draft.term());
    let (side, articles, months) = (desk.side, draft.articles.clone(), draft.term());
    let sum: Arc<Option<Sum>> = draft.sum.get(key.clone(), || desk.game.simulation().weigh_deal(side, to, &articles, months, to).ok());
    let Some(sum) = sum.as_ref() else { return };
    ui.add_space(4.0);
    for line in &sum.lines {
        sentence(ui, &format!("{}  {}", signed(line.points), capital(&line.what)), theme::TEXT);
    }
    let (verdict, color) = if sum.accepts() { ("it signs", theme::BETTER) } else { ("it does not sign", theme::WORSE) };
    sentence(ui, &format!("Sum {}: {verdict}.", signed(sum.total())), color);
    sum.red.iter().for_each(|red| sentence(ui, red, theme::WORSE));
    if sum.accepts() {
        return;
    }
    if button(ui, "Make it acceptable").clicked() {
        draft.counters = Some((key.clone(), acceptable(desk.game.simulation(), side, to, &articles, months)));
    }
    let Some((of, counters)) = draft.counters.as_ref().filter(|(of, _)| *of == key) else { return };
    if counters.is_empty() {
        sentence(ui, "Nothing that was tried beside it would make it sign.", theme::QUIET);
    }
    let mut taken = None;
    for counter in counters {
        let Order::ProposeDeal { articles, .. } = &counter.order else { continue };
        let names: Vec<&str> = articles.iter().map(|clause| desk.catalog()[clause.article].name.as_str()).collect();
        let text = format!("{} · sum {} · for us {}", names.join(", "), signed(counter.sum), signed(-counter.cost));
        if button(ui, &text).clicked() {
            taken = Some(articles.clone());
        }
    }
    debug_assert_eq!(of.1, to);
    if let Some(articles) = taken {
        draft.articles = articles;
    }
}
