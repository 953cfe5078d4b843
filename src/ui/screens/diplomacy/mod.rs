//! The world: countries between the two sides, deals and offers, the making of a deal, the ladder of the two sides, the rival's dossier.

mod composer;
mod contacts;
mod countries;
mod deals;
mod ladder;
mod partners;
mod proposal;
mod rival;

use egui::Ui;

use crate::content::ids::RegionId;
use crate::orders::deals::Clause;
use crate::reports::Table;
use crate::reports::country::Country;
use crate::sim::diplomacy::deals::Deals;
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::panels::offers;
use crate::ui::widgets::table::Sorting;
use crate::ui::widgets::{chips, within};

/// Pages of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Page {
    /// Countries between the two sides.
    #[default]
    Countries,
    /// The making of a deal.
    Composer,
    /// What stands and what waits.
    Deals,
    /// The ladder of the two sides.
    Ladder,
    /// What is known of the rival.
    Rival,
}

/// Pages in the order of their chips.
const PAGES: [Page; 5] = [Page::Countries, Page::Composer, Page::Deals, Page::Ladder, Page::Rival];

/// Words of the pages.
pub const PAGE_WORDS: &[&str] = &["countries", "deal", "deals", "ladder", "rival"];

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    page: Page,
    sorting: Sorting,
    chosen: Option<RegionId>,
    list: Cached<u64, (Table, Vec<RegionId>)>,
    country: Cached<(u64, RegionId), Country>,
    contact: offers::Memory,
    proposal: proposal::Proposal,
    /// The deal that may be left.
    deal: Option<u32>,
    /// Whether deals of others are listed too.
    all: usize,
    deals: Cached<u64, deals::Data>,
    partners: Cached<u64, Vec<Country>>,
    ladder: Cached<u64, ladder::Data>,
    dossier: Cached<u64, rival::Data>,
}

impl State {
    /// Opens a page.
    pub(super) fn turn(&mut self, page: usize) {
        self.page = PAGES.get(page).copied().unwrap_or_default();
    }

    /// Opens the making of a deal with a country; what was begun with another is left.
    fn compose(&mut self, with: RegionId) {
        self.page = Page::Composer;
        self.proposal.begin(with);
    }

    /// Opens the making of a deal as it is told.
    fn renew(&mut self, with: RegionId, articles: Vec<Clause>, months: u32) {
        self.compose(with);
        self.proposal.set(articles, months);
    }
}

/// Offers that wait for the player's answer.
fn waiting(desk: &Desk) -> usize {
    let deals: &Deals = desk.game.simulation().world().resource();
    deals.offers.iter().filter(|offer| offer.to == desk.side).count()
}

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.diplomacy);
    let full = ui.max_rect();
    let head = full.with_max_y(full.top() + 26.0);
    let mut at = PAGES.iter().position(|page| *page == state.page).unwrap_or(0);
    let deals = match waiting(desk) {
        0 => "Deals".to_owned(),
        1 => "Deals · 1 offer waits".to_owned(),
        n => format!("Deals · {n} offers wait"),
    };
    let rival = format!("Dossier of {}", desk.view().there(desk.catalog().scenario.rival(desk.side)));
    within(ui, head, |ui| {
        ui.horizontal(|ui| {
            if chips(ui, &["Countries", "Make a deal", &deals, "The ladder", &rival], &mut at) {
                state.page = PAGES[at];
            }
        });
    });
    let body = full.with_min_y(head.bottom() + 8.0);
    within(ui, body, |ui| match state.page {
        Page::Countries => countries::show(ui, desk, &mut state),
        Page::Composer => composer::show(ui, desk, &mut state),
        Page::Deals => deals::show(ui, desk, &mut state),
        Page::Ladder => ladder::show(ui, desk, &mut state),
        Page::Rival => rival::show(ui, desk, &mut state),
    });
    desk.states.diplomacy = state;
}

/// Draws the right column.
pub fn column(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.diplomacy);
    match state.page {
        Page::Countries => contacts::show(ui, desk, &mut state),
        Page::Composer => composer::column(ui, desk, &mut state),
        Page::Deals => deals::column(ui, desk, &mut state),
        Page::Ladder => ladder::column(ui, desk, &mut state),
        Page::Rival => crate::ui::panels::changed::show(ui, desk),
    }
    desk.states.diplomacy = state;
}
