//! A bill: how the votes stand for a policy, what the marginal ones cost, how long it lasts.

use egui::{Align, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::politics::{State, picker};
use crate::content::ids::{PolicyId, RegionId};
use crate::orders::{Order, Refusal, Vote, phrases};
use crate::sim::politics::orders::tally;
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::{bar, card, line, pair, sentence};
use crate::units::digits::{fixed, number};

/// What there is to say of a bill.
pub struct Bill {
    votes: Vec<Vote>,
    favours: Option<f64>,
    capital: f64,
    attention: f64,
    lasting: &'static str,
    lag: u32,
    refusal: Option<Refusal>,
}

fn read(desk: &mut Desk, side: RegionId, policy: PolicyId) -> Bill {
    let settings = desk.states.policies.selected().filter(|(chosen, _)| *chosen == policy).map(|(_, settings)| settings.clone());
    let order = Order::EnactPolicy { policy, settings: settings.unwrap_or_default() };
    let answer = if side == desk.side { (*desk.quote(&order)).clone() } else { desk.game.quote(side, &order) };
    let definition = desk.catalog()[policy].clone();
    let counted = tally(desk.game.simulation(), side, &definition);
    let lasting = match (counted.is_some(), definition.contestable) {
        (true, _) => "It is a law: it lasts until it is ended.",
        (false, true) => "No law: it may lapse when another party takes office, and a court may stop it in its first year.",
        (false, false) => "It needs no law, and lasts until it is ended; another party in office may let it lapse.",
    };
    let plan_lasts = "It needs no vote, and lasts until it is ended.";
    let has_chambers = desk.view().politics.of(side).is_some_and(|politics| !politics.seats.is_empty());
    let (favours, votes) = counted.map_or((Some(0.0), Vec::new()), |tally| (tally.favours, tally.votes));
    let price = answer.as_ref().ok().map(|quote| (quote.political.capital, quote.political.attention, quote.lag_months));
    let own = definition.capital + favours.unwrap_or(0.0);
    let (capital, attention, lag) = price.unwrap_or((own, definition.attention, definition.lag_months));
    let lasting = if has_chambers { lasting } else { plan_lasts };
    Bill { votes, favours, capital, attention, lasting, lag, refusal: answer.err() }
}

/// Draws the bill of the chosen policy.
pub(super) fn show(ui: &mut Ui, rect: Rect, desk: &mut Desk, state: &mut State, side: RegionId) {
    let fits = |id: &PolicyId| desk.catalog()[*id].who.is_empty() || desk.catalog()[*id].who.contains(&side);
    let list: Vec<(PolicyId, String)> =
        desk.catalog().all::<PolicyId>().filter(|(id, _)| fits(id)).map(|(id, policy)| (id, policy.name.clone())).collect();
    let known = |id: PolicyId| list.iter().any(|(of, _)| *of == id);
    // What stands already can only be adjusted: it is not what one asks votes for.
    let stands = |id: PolicyId| desk.view().measures.list.iter().any(|measure| measure.by == side && measure.policy == id);
    let law = list.iter().find(|(id, _)| desk.catalog()[*id].law && !stands(*id)).or(list.first()).map(|(id, _)| *id);
    let selected = desk.states.policies.selected().map(|(id, _)| id);
    let Some(policy) = [state.policy, selected, law].into_iter().flatten().find(|id| known(*id)) else { return };
    let key = (desk.revision, side, policy);
    let mut cached = std::mem::take(&mut state.bill);
    let bill = cached.get(key, || read(desk, side, policy));
    state.bill = cached;
    let caption = if desk.view().politics.of(side).is_some_and(|politics| !politics.seats.is_empty()) {
        ("A bill", "how the votes would stand today")
    } else {
        ("A measure", "what it would take today")
    };
    card(ui, rect, caption.0, caption.1, |ui| {
        if let Some(picked) = picker(ui, &list, policy) {
            state.policy = Some(picked);
        }
        ui.add_space(2.0);
        ScrollArea::vertical().id_salt("votes on the bill").auto_shrink([false, false]).show(ui, |ui| body(ui, &bill));
    });
}

fn body(ui: &mut Ui, bill: &Bill) {
    ui.spacing_mut().item_spacing.y = 2.0;
    bill.votes.iter().for_each(|vote| chamber(ui, vote));
    if !bill.votes.is_empty() {
        let bought: f64 = bill.votes.iter().map(|vote| (vote.votes - vote.willing).max(0.0)).sum();
        let text = match bill.favours {
            Some(favours) if favours > 0.005 => {
                format!(
                    "{} votes are bought with {} of political capital: {} a vote.",
                    fixed(bought, 0),
                    number(favours),
                    number(favours / bought.max(1.0))
                )
            }
            Some(_) => "It passes without a favour.".to_owned(),
            None => "No favour that can be paid brings enough votes.".to_owned(),
        };
        sentence(ui, &text, if bill.favours.is_some() { theme::QUIET } else { theme::WORSE });
        ui.add_space(4.0);
    }
    pair(ui, "Political capital", &number(bill.capital), "");
    pair(ui, "Attention", &number(bill.attention), "");
    pair(ui, "First effect", &if bill.lag == 0 { "at once".to_owned() } else { format!("after {}", phrases::months(bill.lag)) }, "");
    sentence(ui, bill.lasting, theme::QUIET);
    if let Some(refusal) = &bill.refusal {
        sentence(ui, &refusal.to_string(), theme::WORSE);
    }
}

/// Votes of a chamber: the willing as a bar, those bought behind it, a tick where there are enough.
fn chamber(ui: &mut Ui, vote: &Vote) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 8.0, 32.0), Sense::hover());
    let head = rect.with_max_y(rect.top() + 18.0);
    let enough = vote.votes + 1e-6 >= vote.needed;
    let text = format!("{} willing, {} needed", fixed(vote.willing, 0), fixed(vote.needed, 0));
    line(ui, head.with_max_x(head.right() - 150.0), &vote.chamber, theme::small_bold(), theme::TEXT, Align::Min);
    line(ui, head.with_min_x(head.right() - 148.0), &text, theme::small(), theme::QUIET, Align::Max);
    let strip = Rect::from_min_max(pos2(rect.left(), rect.top() + 20.0), pos2(rect.right(), rect.top() + 27.0));
    let whole = 2.0 * vote.needed.max(1.0);
    bar::share(ui, strip, vote.votes / whole, theme::faded(if enough { theme::BETTER } else { theme::WORSE }, 0.45), None);
    let willing = strip.with_max_x(strip.left() + strip.width() * (vote.willing / whole).clamp(0.0, 1.0) as f32);
    ui.painter().rect_filled(willing, 2, if enough { theme::BETTER } else { theme::WORSE });
    ui.painter().vline(strip.left() + strip.width() * 0.5, strip.expand(2.0).y_range(), egui::Stroke::new(2.0, theme::ACCENT));
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{}: {text}", vote.chamber)));
}
