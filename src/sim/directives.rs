//! What makes a firm do as it is told: its own gain, its government's word, or money. One mechanism for all directives; what
//! a directive is worth and does is decided in the domain that it concerns.

use super::simulation::Simulation;
use super::{buyers, investment, technology, trade};
use crate::content::ids::{FirmId, RegionId};
use crate::orders::phrases::{money, percent, region as region_name};
use crate::orders::sentences::{directive as words, sentence};
use crate::orders::{Consent, Directive, Party, Quote, Refusal};
use crate::sim::ledger::components::{Account, Finance, Tag};
use crate::sim::policy::purse::{can_pay, pay};
use crate::sim::society::components::Treasury;
use crate::units::digits::fixed;

/// What a foreign firm asks for what it would lose, and for taking orders at all, against a home firm without backing (E:
/// it must be won against its own government's wish, and leaves when the money ends).
const FOREIGN_PRICE: f64 = 3.0;
/// Share of what is at stake that orders of another government cost a foreign firm (E: lawyers, hedges, its own government's frown).
const FOREIGN_FEE: f64 = 0.05;
/// Relations below which a government keeps its firms from serving another (E: the level of open sanctions).
pub const SHUT: f64 = -50.0;

/// What a directive means to the firm that gets it.
pub struct Appraisal {
    /// What the firm gains by it, present value, $M; negative is a loss.
    pub gain_musd: f64,
    /// Money that is moved by it, present value, $M.
    pub stake_musd: f64,
    /// Months to the first effect.
    pub lag_months: u32,
    /// What it does, with numbers.
    pub effect: String,
    /// Where gain or loss comes from, with numbers.
    pub why: String,
    /// What the other firm wants, if there is one.
    pub partner: Option<Consent>,
}

/// A directive that can be given.
pub struct Asked {
    /// Its terms.
    pub quote: Quote,
}

impl Simulation {
    /// What a directive would take, or why it cannot be given.
    pub(in crate::sim) fn can_direct(&self, side: RegionId, firm: FirmId, directive: &Directive) -> Result<Asked, Refusal> {
        let definition = &self.catalog()[firm];
        if finance(self, firm).is_none_or(|f| f.failed || f.receiver_months > 0) {
            return Err(Refusal::new(format!("{} is not in business.", definition.name), "Choose another firm."));
        }
        may_direct(self, side, firm, directive)?;
        let appraisal = appraise(self, firm, directive)?;
        let consent = consent(self, side, firm, &appraisal);
        let mut agree = vec![consent];
        agree.extend(appraisal.partner);
        let cost = agree.iter().map(|c| c.sweetener_musd).sum();
        can_pay(self, side, cost)?;
        Ok(Asked { quote: Quote { agree, lag_months: appraisal.lag_months, ..Quote::once(cost, self.now().year(), appraisal.effect) } })
    }

    /// Pays the sweeteners and has the firm act. Returns the number of a project that begins.
    pub(in crate::sim) fn do_direct(&mut self, side: RegionId, firm: FirmId, directive: &Directive) -> Result<Option<u32>, Refusal> {
        let asked = self.can_direct(side, firm, directive)?;
        for consent in &asked.quote.agree {
            if let Party::Firm(who) = consent.who {
                pay(self, side, Account::Firm(who), Tag::Grants, consent.sweetener_musd);
            }
        }
        match directive {
            Directive::ChooseChemistry { chemistry, region } => buyers::orders::do_choose_chemistry(self, firm, *chemistry, *region),
            Directive::SourceFrom { supplier, region, share } => trade::orders::do_source(self, firm, *supplier, *region, *share),
            Directive::BuildPlant { process, region, capacity } => {
                return Ok(Some(investment::orders::do_build(self, side, firm, *process, *region, *capacity)));
            }
            Directive::JointVenture { partner, technology } => technology::orders::do_join(self, side, firm, *partner, *technology),
            Directive::TakeLicence { licensor, technology } => {
                technology::orders::do_take_licence(self, side, firm, *licensor, *technology)
            }
            Directive::RampPlugs { push } => buyers::orders::do_ramp(self, firm, *push),
            Directive::EnterMarket { region } => buyers::entry::do_enter(self, firm, *region),
            Directive::LeaveMarket { region } => buyers::presence::do_leave(self, firm, *region),
            Directive::BuySite { site } => investment::purchase::do_buy(self, firm, *site),
        }
        Ok(None)
    }
}

fn appraise(sim: &Simulation, firm: FirmId, directive: &Directive) -> Result<Appraisal, Refusal> {
    match directive {
        Directive::ChooseChemistry { chemistry, region } => buyers::orders::can_choose_chemistry(sim, firm, *chemistry, *region),
        Directive::SourceFrom { supplier, region, share } => trade::orders::can_source(sim, firm, *supplier, *region, *share),
        Directive::BuildPlant { process, region, capacity } => investment::orders::can_build(sim, firm, *process, *region, *capacity),
        Directive::JointVenture { partner, technology } => technology::orders::can_join(sim, firm, *partner, *technology),
        Directive::TakeLicence { licensor, technology } => technology::orders::can_take_licence(sim, firm, *licensor, *technology),
        Directive::RampPlugs { push } => buyers::orders::can_ramp(sim, firm, *push),
        Directive::EnterMarket { region } => buyers::entry::can_enter(sim, firm, *region),
        Directive::LeaveMarket { region } => buyers::presence::can_leave(sim, firm, *region),
        Directive::BuySite { site } => investment::purchase::can_buy(sim, firm, *site),
    }
}

/// A government speaks to its own firms about anything, to foreign ones about what they do in its country or with its
/// firms, and to nobody whose government has shut the door.
fn may_direct(sim: &Simulation, side: RegionId, firm: FirmId, directive: &Directive) -> Result<(), Refusal> {
    let catalog = sim.catalog();
    let definition = &catalog[firm];
    if definition.home == side {
        return Ok(());
    }
    let relation = relations(sim, side, definition.home);
    if relation < SHUT {
        let missing =
            format!("{} may not deal with {}: relations stand at {}.", definition.name, region_name(catalog, side), fixed(relation, 0));
        return Err(Refusal::new(missing, format!("Relations of {} or better would do.", fixed(SHUT, 0))));
    }
    let ours = directive.region() == Some(side) || directive.partner().is_some_and(|p| catalog[p].home == side);
    if ours && !matches!(directive, Directive::LeaveMarket { .. }) {
        return Ok(());
    }
    let missing = format!("{} takes no orders from {} to {}.", definition.name, region_name(catalog, side), words(catalog, directive));
    Err(Refusal::new(missing, "Foreign firms can only be asked about plants and sales here, or ventures with firms of ours."))
}

/// What the firm itself wants for complying.
fn consent(sim: &Simulation, side: RegionId, firm: FirmId, appraisal: &Appraisal) -> Consent {
    let catalog = sim.catalog();
    let definition = &catalog[firm];
    let loss = (-appraisal.gain_musd).max(0.0);
    let command = catalog[side].command_economy * definition.state_backing;
    let trouble = FOREIGN_FEE * appraisal.stake_musd;
    let (sweetener, note) = if definition.home != side && appraisal.gain_musd >= trouble {
        (0.0, format!("more than its trouble of {} with {}, so it complies", money(trouble), region_name(catalog, definition.home)))
    } else if definition.home != side {
        let asked = FOREIGN_PRICE * (trouble - appraisal.gain_musd);
        let home = region_name(catalog, definition.home);
        (asked, format!("and has trouble of {} with {home}; it asks {FOREIGN_PRICE:.0} times what that costs it", money(trouble)))
    } else if loss > 0.0 {
        let discount = if command > 0.005 {
            format!("of which the state’s word covers {}", percent(command))
        } else {
            "which somebody must pay".to_owned()
        };
        (loss * (1.0 - command), discount)
    } else {
        (0.0, "so it complies".to_owned())
    };
    let verdict =
        if appraisal.gain_musd >= 0.0 { format!("gains {}", money(appraisal.gain_musd)) } else { format!("loses {}", money(loss)) };
    let why = sentence(&format!("{} {verdict} by it ({}), {note}", definition.name, appraisal.why));
    Consent { who: Party::Firm(firm), sweetener_musd: sweetener, why }
}

/// Relations of a government to another region, −100 to 100.
#[must_use]
pub fn relations(sim: &Simulation, side: RegionId, other: RegionId) -> f64 {
    let Some(mut query) = sim.world().try_query::<&Treasury>() else { return 0.0 };
    query.iter(sim.world()).nth(side.index()).and_then(|t| t.relations.get(other.index()).copied()).unwrap_or(0.0)
}

/// A firm's books.
#[must_use]
pub fn finance(sim: &Simulation, firm: FirmId) -> Option<Finance> {
    sim.world().try_query::<&Finance>()?.iter(sim.world()).nth(firm.index()).cloned()
}
