//! Deals that stand, offers that wait for an answer, demands with a date.

use egui::{Align, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::{State, partners};
use crate::content::definitions::diplomacy::Giving;
use crate::content::ids::RegionId;
use crate::orders::Order;
use crate::orders::deals::{Clause, Giver};
use crate::orders::phrases::{capital, months};
use crate::orders::sentences::deals as said;
use crate::reports::View;
use crate::reports::country::brought;
use crate::sim::diplomacy::counter::clause_of;
use crate::sim::diplomacy::deals::{Deal, Deals, Offer};
use crate::sim::diplomacy::weighing::{Scales, Sum};
use crate::ui::desk::Desk;
use crate::ui::panels::{changed, offers};
use crate::ui::theme;
use crate::ui::widgets::sum::{self, points};
use crate::ui::widgets::{bar, button, button_if, caption, card, chips, column as column_of, line, sentence, within};

/// A deal as it is drawn.
struct Standing {
    deal: Deal,
    title: String,
    term: String,
    passed: f64,
    articles: Vec<String>,
    /// What it is worth to both now.
    worth: String,
}

/// An offer as it is drawn.
struct Waiting {
    offer: Offer,
    title: String,
    articles: Vec<String>,
    /// The sum of whoever must answer.
    sum: Option<Sum>,
}

/// What stands and waits.
pub(super) struct Data {
    deals: Vec<Standing>,
    offers: Vec<Waiting>,
    demands: Vec<String>,
}

fn read(desk: &Desk) -> Data {
    let view = desk.view();
    let deals: &Deals = view.sim.world().resource();
    let scales = Scales::new(view.sim);
    let mut list: Vec<Standing> = deals.list.iter().map(|deal| standing(&view, &scales, deal)).collect();
    // The player's own first.
    list.sort_by_key(|of| !of.deal.parties.contains(&desk.side));
    let wanted = |offer: &&Offer| offer.from == desk.side || offer.to == desk.side;
    let demand = |demand: &crate::sim::diplomacy::deals::Demand| {
        let measure = view.measures.list.iter().find(|m| m.id == demand.measure);
        let name = measure.map_or("what is over", |m| view.catalog[m.policy].name.as_str());
        format!("{} demands that {} ends “{name}” by {}.", capital(view.there(demand.by)), view.there(demand.to), demand.due)
    };
    Data {
        deals: list,
        offers: deals.offers.iter().filter(wanted).map(|offer| waiting(&view, offer, desk.side)).collect(),
        demands: deals.demands.iter().map(demand).collect(),
    }
}

fn standing(view: &View<'_>, scales: &Scales<'_>, deal: &Deal) -> Standing {
    let [a, b] = deal.parties;
    let worth = |of: RegionId| brought(scales, deal, of).iter().map(|(_, points)| points).sum::<f64>();
    let (left, whole) = (deal.until.since(view.sim.now()).max(0), deal.until.since(deal.since).max(1));
    let article = |given: &crate::sim::diplomacy::deals::Given| {
        capital(&said::article(view.catalog, given.article, given.by, deal.other(given.by), &given.settings))
    };
    Standing {
        title: format!("{} and {}", capital(view.there(a)), view.there(b)),
        term: format!("until {} · {} left", deal.until, months(u32::try_from(left).unwrap_or(0))),
        passed: 1.0 - f64::from(left) / f64::from(whole),
        articles: deal.articles.iter().map(article).collect(),
        worth: format!("Worth now: {} {}, {} {} points.", view.short(a), points(worth(a)), view.short(b), points(worth(b))),
        deal: deal.clone(),
    }
}

fn waiting(view: &View<'_>, offer: &Offer, side: RegionId) -> Waiting {
    let articles = said::clauses(view.catalog, offer.from, offer.to, &offer.articles);
    Waiting {
        title: if offer.to == side {
            format!("{} offers you a deal", capital(view.there(offer.from)))
        } else {
            format!("You offer {} a deal", view.there(offer.to))
        },
        articles: articles.iter().map(|text| capital(text)).collect(),
        sum: view.sim.weigh_deal(offer.from, offer.to, &offer.articles, offer.months, offer.to).ok(),
        offer: offer.clone(),
    }
}

/// From how wide on the player's deals and those of others stand beside each other.
const WIDE: f32 = 1000.0;

/// So many deals leave room for something below them.
const FEW: usize = 2;
/// Height of a card without a deal, and of a deal in it.
const BARE: f32 = 108.0;
/// As above.
const ENTRY: f32 = 128.0;

/// Draws the page.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, state: &mut State) {
    let data = state.deals.get(desk.revision, || read(desk));
    let room = ui.max_rect();
    let waits = !(data.offers.is_empty() && data.demands.is_empty());
    // Where little stands and nothing waits, whom to make a deal with is the next question.
    let is_short = data.deals.len() <= FEW && !waits;
    let full = if is_short { room.with_max_y(room.top() + BARE + ENTRY * data.deals.len() as f32) } else { room };
    if is_short {
        partners::show(ui, room.with_min_y(full.bottom() + theme::GUTTER), desk, state);
    }
    let is_wide = full.width() > WIDE;
    let count = 1 + usize::from(waits) + usize::from(is_wide);
    let price = if waits { "" } else { "whoever leaves or breaks one loses its word with everybody" };
    let (own, others): (Vec<&Standing>, Vec<&Standing>) = data.deals.iter().partition(|of| of.deal.parties.contains(&desk.side));
    if is_wide {
        card(ui, column_of(full, 0, count), "Your deals", price, |ui| deals(ui, desk, state, &own, NONE_YET));
        card(ui, column_of(full, count - 1, count), "Deals of others", "", |ui| deals(ui, desk, state, &others, "None yet."));
    } else {
        card(ui, column_of(full, 0, count), "Deals that stand", price, |ui| {
            let full = ui.max_rect();
            let head = full.with_max_y(full.top() + 26.0);
            within(ui, head, |ui| {
                ui.horizontal(|ui| chips(ui, &["Yours", "All"], &mut state.all));
            });
            let all: Vec<&Standing> = if state.all == 1 { own.into_iter().chain(others).collect() } else { own };
            within(ui, full.with_min_y(head.bottom() + 6.0), |ui| deals(ui, desk, state, &all, NONE_YET));
        });
    }
    if waits {
        card(ui, column_of(full, 1, count), "What waits", "an offer lapses unanswered", |ui| {
            ScrollArea::vertical().id_salt("offers").auto_shrink([false, false]).show(ui, |ui| {
                data.offers.iter().for_each(|of| offer(ui, desk, of));
                if !data.demands.is_empty() {
                    caption(ui, "Demands with a date");
                    data.demands.iter().for_each(|text| sentence(ui, text, theme::TEXT));
                }
            });
        });
    }
}

/// Said where the player has no deal.
const NONE_YET: &str = "None yet. “Make a deal” begins one.";

/// Deals under each other.
fn deals(ui: &mut Ui, desk: &mut Desk, state: &mut State, list: &[&Standing], none: &str) {
    if list.is_empty() {
        sentence(ui, none, theme::QUIET);
    }
    ScrollArea::vertical().id_salt(("deals", none)).auto_shrink([false, false]).show(ui, |ui| {
        list.iter().for_each(|of| deal(ui, desk, state, of));
    });
}

/// The frame of an entry.
pub(super) fn framed(ui: &mut Ui, edge: egui::Color32, add: impl FnOnce(&mut Ui)) {
    let frame = egui::Frame::new()
        .fill(theme::RAISED)
        .stroke(egui::Stroke::new(1.0, edge))
        .corner_radius(theme::SMALL_RADIUS)
        .inner_margin(egui::Margin::symmetric(10, 7));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        ui.spacing_mut().item_spacing.y = 3.0;
        add(ui);
    });
}

/// A title with something quiet at its right.
pub(super) fn title(ui: &mut Ui, name: &str, quiet: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    let room = crate::ui::widgets::width(ui, quiet, theme::small()) + 8.0;
    line(ui, rect.with_max_x(rect.right() - room), name, theme::bold(), theme::TEXT, Align::Min);
    line(ui, rect.with_min_x(rect.right() - room), quiet, theme::small(), theme::QUIET, Align::Max);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{name}, {quiet}")));
}

/// The articles of a deal as the player would offer them again.
fn again(desk: &Desk, deal: &Deal) -> Vec<Clause> {
    let mut list: Vec<Clause> = Vec::new();
    for given in &deal.articles {
        let both = desk.catalog()[given.article].gives == Giving::Both;
        let clause = clause_of(given, desk.side);
        let clause = if both { Clause { by: Giver::Both, ..clause } } else { clause };
        // What both give stands in a deal twice, in a proposal once.
        if !list.contains(&clause) {
            list.push(clause);
        }
    }
    list
}

fn deal(ui: &mut Ui, desk: &mut Desk, state: &mut State, of: &Standing) {
    let own = of.deal.parties.contains(&desk.side);
    let chosen = state.deal == Some(of.deal.id);
    framed(ui, crate::ui::widgets::edge(chosen, false), |ui| {
        title(ui, &of.title, &of.term);
        let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
        let strip = Rect::from_min_max(pos2(place.left(), place.center().y - 1.5), pos2(place.right(), place.center().y + 1.5));
        bar::share(ui, strip, of.passed, theme::QUIET, None);
        of.articles.iter().for_each(|text| sentence(ui, &format!("{text}."), theme::TEXT));
        sentence(ui, &of.worth, theme::QUIET);
        if !own {
            return;
        }
        ui.horizontal(|ui| {
            ui.push_id(of.deal.id, |ui| {
                if button(ui, "Leave it").on_hover_text("Shows in the column what that would cost").clicked() {
                    state.deal = if chosen { None } else { Some(of.deal.id) };
                }
                if button(ui, "Offer it anew").on_hover_text("Begins a deal with the same articles").clicked() {
                    let articles = again(desk, &of.deal);
                    let term = u32::try_from(of.deal.until.since(of.deal.since)).unwrap_or(12);
                    state.renew(of.deal.other(desk.side), articles, term);
                }
            });
        });
    });
}

fn offer(ui: &mut Ui, desk: &mut Desk, of: &Waiting) {
    let asked = of.offer.to == desk.side;
    framed(ui, if asked { theme::ACCENT } else { theme::HAIRLINE }, |ui| {
        title(ui, &of.title, &format!("lapses {}", of.offer.lapses));
        sentence(ui, &format!("For {}:", months(of.offer.months)), theme::QUIET);
        of.articles.iter().for_each(|text| sentence(ui, &format!("{text}."), theme::TEXT));
        if let Some(weighed) = &of.sum {
            let by = if asked { "By your own aims".to_owned() } else { format!("As {} weighs it", desk.view().there(of.offer.to)) };
            caption(ui, &by);
            let rows: Vec<(String, f64)> = weighed.lines.iter().map(|line| (capital(&line.what), line.points)).collect();
            sum::show(ui, &rows, "Sum");
            ui.spacing_mut().item_spacing.y = 4.0;
            weighed.red.iter().for_each(|red| sentence(ui, red, theme::WORSE));
        }
        if !asked {
            sentence(ui, "It waits for their answer.", theme::QUIET);
            return;
        }
        ui.horizontal(|ui| {
            for (name, accept) in [("Accept", true), ("Decline", false)] {
                let order = Order::AnswerOffer { offer: of.offer.id, accept };
                if desk.is_planned(&order) {
                    ui.label(RichText::new(format!("✓ {name}")).font(theme::small_bold()).color(theme::BETTER));
                    continue;
                }
                let answer = desk.quote(&order);
                let response = button_if(ui, answer.is_ok(), name);
                if response.clicked() {
                    desk.draft(order);
                }
                if let Err(refusal) = answer.as_ref() {
                    response.on_disabled_hover_text(refusal.to_string());
                }
            }
        });
    });
}

/// Draws the column: what leaving the chosen deal would cost; else what changed.
pub(super) fn column(ui: &mut Ui, desk: &mut Desk, state: &mut State) {
    let deals: &Deals = desk.game.simulation().world().resource();
    let chosen = state.deal.filter(|id| deals.list.iter().any(|deal| deal.id == *id));
    let Some(deal) = chosen else {
        changed::show(ui, desk);
        return;
    };
    card(ui, ui.max_rect(), "Leaving a deal", "", |ui| {
        ScrollArea::vertical().id_salt("leaving").auto_shrink([false, false]).show(ui, |ui| {
            offers::terms(ui, desk, &Order::LeaveDeal { deal });
        });
    });
}
