//! The making of a deal: its articles at the left, what it is to the partner at the right, its terms in the column.

use egui::{Align, ComboBox, Rect, RichText, ScrollArea, Ui, pos2, vec2};

use super::State;
use super::proposal::{Proposal, Weighed, givers, usual_settings};
use crate::content::ids::{ArticleId, RegionId};
use crate::orders::Order;
use crate::orders::deals::{Clause, Giver};
use crate::orders::phrases::{capital, months};
use crate::orders::sentences::deals as said;
use crate::reports::country::{Country, country};
use crate::sim::diplomacy::counter::Counter;
use crate::sim::diplomacy::terms::{MOST_ARTICLES, MOST_MONTHS};
use crate::ui::desk::Desk;
use crate::ui::panels::offers;
use crate::ui::screens::policies;
use crate::ui::theme;
use crate::ui::widgets::sum::{self, points};
use crate::ui::widgets::{button, caption, card, chip, line, sentence, within, wrapped};

/// Draws the page.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, state: &mut State) {
    let rival = desk.catalog().scenario.rival(desk.side);
    let with = state.proposal.with.or(state.chosen).unwrap_or(rival);
    state.proposal.begin(with);
    state.proposal.forget_signed(desk);
    let full = ui.max_rect();
    let width = (full.width() - theme::GUTTER) / 2.0;
    let left = full.with_max_x(full.left() + width);
    let caption = format!("{} of {MOST_ARTICLES} articles", state.proposal.articles.len());
    card(ui, left, "The deal", &caption, |ui| draft(ui, desk, &mut state.proposal, with));
    let about = state.country.get((desk.revision, with), || country(&desk.view(), with));
    weigh(ui, full.with_min_x(left.right() + theme::GUTTER), desk, &mut state.proposal, &about);
}

/// The partner, the term, the articles, and what could be added.
fn draft(ui: &mut Ui, desk: &mut Desk, proposal: &mut Proposal, with: RegionId) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("With").font(theme::small()).color(theme::QUIET));
        let mut chosen = with;
        ComboBox::from_id_salt("partner").width(150.0).selected_text(&desk.catalog()[with].name).show_ui(ui, |ui| {
            for region in desk.view().regions().filter(|region| *region != desk.side) {
                ui.selectable_value(&mut chosen, region, &desk.catalog()[region].name);
            }
        });
        if chosen != with {
            proposal.begin(chosen);
        }
    });
    ui.horizontal(|ui| {
        ui.label(RichText::new("For").font(theme::small()).color(theme::QUIET));
        let least = proposal.articles.iter().map(|clause| desk.catalog()[clause.article].least_months).max().unwrap_or(1);
        let mut term = f64::from(proposal.months.max(least));
        offers::slider(ui, &mut term, f64::from(least)..=f64::from(MOST_MONTHS / 2), "months", false);
        proposal.months = term.round().max(1.0) as u32;
    });
    additions(ui, desk, proposal, with);
    ui.add_space(4.0);
    let full = ui.available_rect_before_wrap();
    ui.painter().hline(full.x_range(), full.top(), theme::hairline());
    within(ui, full.with_min_y(full.top() + 8.0), |ui| articles(ui, desk, proposal, with));
}

/// Articles of the proposal with their givers and settings.
fn articles(ui: &mut Ui, desk: &Desk, proposal: &mut Proposal, with: RegionId) {
    if proposal.articles.is_empty() {
        sentence(ui, "Nothing yet. Add what you ask for, then what you give for it.", theme::QUIET);
    }
    let mut removed = None;
    ScrollArea::vertical().id_salt("articles").auto_shrink([false, false]).show(ui, |ui| {
        for (at, clause) in proposal.articles.iter_mut().enumerate() {
            ui.push_id(at, |ui| {
                if article(ui, desk, clause, with) {
                    removed = Some(at);
                }
            });
        }
    });
    if let Some(at) = removed {
        proposal.articles.remove(at);
    }
}

/// An article; true if it is to be taken out.
fn article(ui: &mut Ui, desk: &Desk, clause: &mut Clause, with: RegionId) -> bool {
    let definition = &desk.catalog()[clause.article];
    let mut removed = false;
    let frame = egui::Frame::new().fill(theme::RAISED).corner_radius(theme::SMALL_RADIUS).inner_margin(egui::Margin::symmetric(10, 7));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        ui.spacing_mut().item_spacing.y = 4.0;
        let head = ui.available_rect_before_wrap();
        ui.label(RichText::new(&definition.name).font(theme::bold())).on_hover_text(&definition.about);
        let close = Rect::from_min_size(pos2(head.right() - 16.0, head.top()), vec2(18.0, 18.0));
        let response = ui.interact(close, ui.id().with("out"), egui::Sense::click());
        line(ui, close, "×", theme::title(), if response.hovered() { theme::WORSE } else { theme::QUIET }, Align::Center);
        let name = format!("Take out {}", definition.name);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &name));
        removed = response.clicked();
        ui.horizontal(|ui| {
            let (place, _) = ui.allocate_exact_size(vec2(92.0, 18.0), egui::Sense::hover());
            line(ui, place, "Given by", theme::small(), theme::QUIET, Align::Min);
            who(ui, desk, clause, with);
        });
        let policy = &desk.catalog()[definition.policy];
        for (word, rule) in &policy.settings {
            let now = clause.settings.get(word).unwrap_or(&rule.default).clone();
            if let Some(set) = policies::setting(ui, desk, (word, rule), &now) {
                clause.settings.insert(word.clone(), set);
            }
        }
    });
    removed
}

/// Who gives an article: the word, or a choice.
fn who(ui: &mut Ui, desk: &Desk, clause: &mut Clause, with: RegionId) {
    let can = givers(desk, clause.article, with);
    let partner = desk.catalog()[with].short.clone();
    let name = |giver: Giver| match giver {
        Giver::Proposer => "you".to_owned(),
        Giver::Partner => partner.clone(),
        Giver::Both => "both".to_owned(),
    };
    ui.spacing_mut().item_spacing.x = 4.0;
    match can.as_slice() {
        [] | [_] => {
            ui.label(RichText::new(name(clause.by)).font(theme::small()));
        }
        list => {
            for giver in list {
                if chip(ui, clause.by == *giver, &name(*giver)).clicked() && clause.by != *giver {
                    clause.by = *giver;
                    // What it is about is what its new giver has.
                    let by = if *giver == Giver::Partner { with } else { desk.side };
                    clause.settings.extend(usual_settings(desk, clause.article, by));
                }
            }
        }
    }
}

/// Room for a row with an article and what it is, over two lines.
const TOLD: f32 = 46.0;

/// Articles that can be added.
fn additions(ui: &mut Ui, desk: &Desk, proposal: &mut Proposal, with: RegionId) {
    let full = proposal.articles.len() >= MOST_ARTICLES;
    caption(ui, if full { "The deal is full." } else { "Add an article; pointing at one tells what it is" });
    if full {
        return;
    }
    let list: Vec<(ArticleId, String, String)> = desk
        .catalog()
        .all::<ArticleId>()
        .filter(|(id, _)| !givers(desk, *id, with).is_empty())
        .map(|(id, article)| (id, article.name.clone(), article.about.clone()))
        .collect();
    // Where there is room below, each is told beside its name, until there is something to look at there.
    if proposal.articles.is_empty() && ui.available_height() > TOLD * list.len() as f32 {
        for (id, name, about) in list {
            ui.horizontal(|ui| {
                let before = ui.cursor().left();
                let picked = chip(ui, false, &name).clicked();
                ui.add_space((before + 190.0 - ui.cursor().left()).max(0.0));
                wrapped(ui, &about, ui.available_width() - 8.0, theme::QUIET);
                if picked {
                    proposal.add(desk, id);
                }
            });
        }
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for (id, name, about) in list {
            if chip(ui, false, &name).on_hover_text(about).clicked() {
                proposal.add(desk, id);
            }
        }
    });
}

/// What the proposal is to the partner, and what would make it sign.
fn weigh(ui: &mut Ui, rect: Rect, desk: &mut Desk, proposal: &mut Proposal, about: &Country) {
    let name = desk.view().there(about.region).to_owned();
    let weighed = proposal.weighed(desk);
    let verdict = match weighed.as_deref() {
        None => String::new(),
        Some(Err(_)) => "cannot be offered so".to_owned(),
        Some(Ok(both)) if both.theirs.accepts() => "it signs from a sum of 0 on · signs".to_owned(),
        Some(Ok(_)) => "it signs from a sum of 0 on · does not sign".to_owned(),
    };
    card(ui, rect, &format!("As {name} weighs it"), &verdict, |ui| match weighed.as_deref() {
        None => wanted(ui, about),
        Some(Err(refusal)) => sentence(ui, &refusal.to_string(), theme::WORSE),
        Some(Ok(both)) => {
            ScrollArea::vertical().id_salt("sum").auto_shrink([false, false]).show(ui, |ui| weighing(ui, desk, proposal, both, &name));
        }
    });
}

/// What a partner is after, while nothing is proposed.
fn wanted(ui: &mut Ui, about: &Country) {
    sentence(ui, &about.about, theme::TEXT);
    let list: Vec<String> =
        about.wants.iter().map(|want| format!("{} {}", want.interest.label(), crate::units::digits::fixed(want.weight, 1))).collect();
    offers::fact(ui, "Wants", &format!("{} (weights, 1 being usual)", list.join(", ")));
    about.red_lines.iter().for_each(|text| offers::fact(ui, "Red line", text));
    ui.add_space(6.0);
    sentence(
        ui,
        "Each article counts by what it brings or takes. All terms will stand here and add up; it signs from a sum of 0 on.",
        theme::QUIET,
    );
}

fn weighing(ui: &mut Ui, desk: &mut Desk, proposal: &mut Proposal, both: &Weighed, name: &str) {
    let rows = |sum: &crate::sim::diplomacy::weighing::Sum| -> Vec<(String, f64)> {
        sum.lines.iter().map(|line| (capital(&line.what), line.points)).collect()
    };
    sum::show(ui, &rows(&both.theirs), "Sum");
    ui.spacing_mut().item_spacing.y = 5.0;
    ui.add_space(6.0);
    both.theirs.red.iter().for_each(|red| sentence(ui, red, theme::WORSE));
    if both.theirs.accepts() {
        sentence(ui, &format!("✓ {} signs this.", capital(name)), theme::BETTER);
    } else {
        counters(ui, desk, proposal, name);
    }
    ui.add_space(6.0);
    let mine = both.mine.total();
    egui::CollapsingHeader::new(RichText::new(format!("By your own aims: {}", points(mine))).font(theme::small_bold()))
        .id_salt("own sum")
        .show(ui, |ui| sum::show(ui, &rows(&both.mine), "Sum"));
    both.mine.red.iter().for_each(|red| sentence(ui, red, theme::WORSE));
}

/// The search for something that would be signed, and what it found.
fn counters(ui: &mut Ui, desk: &mut Desk, proposal: &mut Proposal, name: &str) {
    let mut taken = None;
    match proposal.counters(desk) {
        None => {
            if button(ui, "Make it acceptable").on_hover_text("Searches for the changes that cost you least").clicked() {
                proposal.search(desk);
            }
        }
        Some(found) if found.is_empty() => sentence(ui, "Nothing that was tried beside it would make it sign.", theme::QUIET),
        Some(found) => {
            caption(ui, &format!("{} would sign, the least dear for you first:", capital(name)));
            for (at, counter) in found.iter().enumerate() {
                if self::counter(ui, desk, proposal, at, counter) {
                    taken = Some(counter.order.clone());
                }
            }
        }
    }
    if let Some(Order::ProposeDeal { articles, months, .. }) = taken {
        proposal.set(articles, months);
    }
}

/// A proposal that would be signed: what is new in it; true if it is taken.
fn counter(ui: &mut Ui, desk: &Desk, proposal: &Proposal, at: usize, counter: &Counter) -> bool {
    let Order::ProposeDeal { to, articles, .. } = &counter.order else { return false };
    let new: Vec<Clause> = articles.iter().filter(|clause| !proposal.articles.contains(clause)).cloned().collect();
    let texts = said::clauses(desk.catalog(), desk.side, *to, &new);
    let mut taken = false;
    let frame = egui::Frame::new().fill(theme::RAISED).corner_radius(theme::SMALL_RADIUS).inner_margin(egui::Margin::symmetric(10, 6));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        texts.iter().for_each(|text| sentence(ui, &format!("{}.", capital(text)), theme::TEXT));
        ui.horizontal(|ui| {
            ui.push_id(at, |ui| taken = button(ui, "Take this").clicked());
            let told = format!("its sum {}, for you {} points", points(counter.sum), points(-counter.cost));
            ui.label(RichText::new(told).font(theme::small()).color(theme::QUIET));
        });
    });
    taken
}

/// Draws the column: the terms of the proposal, or why it is refused.
pub(super) fn column(ui: &mut Ui, desk: &mut Desk, state: &mut State) {
    let weighed = state.proposal.weighed(desk);
    let full = ui.max_rect();
    let (Some(order), Some(with)) = (state.proposal.order(), state.proposal.with) else {
        card(ui, full, "Terms", "", |ui| sentence(ui, "A proposal shows here what it costs, before it is offered.", theme::QUIET));
        return;
    };
    let term = months(state.proposal.months);
    card(ui, full, "Terms", &term, |ui| {
        ScrollArea::vertical().id_salt("terms of a deal").auto_shrink([false, false]).show(ui, |ui| {
            let third = !desk.catalog().scenario.is_side(with);
            match weighed.as_deref() {
                Some(Ok(both)) if third && !both.theirs.accepts() => {
                    sentence(ui, &desk.describe(&order), theme::TEXT);
                    let name = capital(desk.view().there(with));
                    let sum = points(both.theirs.total());
                    let why = both.theirs.red.first().cloned().unwrap_or_else(|| format!("The sum is {sum}."));
                    offers::fact(ui, "Refused", &format!("{name} does not sign. {why}"));
                    let help = if both.theirs.red.is_empty() {
                        "Offer more of what it wants, ask for less, or open talks; “Make it acceptable” searches for the cheapest change."
                    } else {
                        "Leave this article out."
                    };
                    offers::fact(ui, "What would help", help);
                }
                _ => offers::terms(ui, desk, &order),
            }
        });
    });
}
