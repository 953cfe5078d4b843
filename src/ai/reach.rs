//! What an effect reaches, and which setting makes it strong: all that a government must know of effects to take policies that it has
//! never seen. An effect that is not named here reaches everybody, and its measure is taken with the usual settings.

use crate::content::definitions::effects::Effect;
use crate::content::definitions::settings::{Value, What, Who};

/// What an effect reaches.
#[derive(Clone, Copy)]
pub(super) enum Reach<'a> {
    /// Goods that come from some regions.
    Imports(&'a What, &'a Who),
    /// Goods that go to some regions.
    Exports(&'a What, &'a Who),
    /// Home plants for goods.
    Makers(&'a What),
    /// The state's stores of goods.
    Stores(&'a What),
    /// A technology of choice.
    Research,
    /// All buyers, or everybody.
    Everybody,
}

/// How a setting makes an effect strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// The more the stronger.
    More,
    /// The less the stronger.
    Less,
    /// A share of sales with a plug that must lie above today's.
    PlugShare,
    /// A price of the good, to be set about its market price.
    Price,
}

/// What an effect reaches.
pub(super) const fn reach(effect: &Effect) -> Reach<'_> {
    match effect {
        Effect::Tariff(e) => Reach::Imports(&e.on, &e.from),
        Effect::ImportBan(e) => Reach::Imports(&e.on, &e.from),
        Effect::ContentRule(e) => Reach::Imports(&e.on, &Who::Foreign),
        Effect::ExportTax(e) => Reach::Exports(&e.on, &e.to),
        Effect::ExportLicence(e) => Reach::Exports(&e.on, &e.to),
        Effect::ProductionCredit(e) => Reach::Makers(&e.on),
        Effect::CapexGrant(e) => Reach::Makers(&e.on),
        Effect::SoftLoan(e) => Reach::Makers(&e.on),
        Effect::ProvincialCredit(e) => Reach::Makers(&e.on),
        Effect::Permitting(e) => Reach::Makers(&e.on),
        Effect::PriceFloor(e) => Reach::Makers(&e.on),
        Effect::WhiteList(e) => Reach::Makers(&e.on),
        Effect::VentureRule(e) => Reach::Makers(&e.on),
        Effect::InvestmentScreen(e) => Reach::Makers(&e.on),
        Effect::PlanPriority(e) => Reach::Makers(&e.on),
        Effect::CapacityFreeze(e) => Reach::Makers(&e.on),
        Effect::Skills(e) => Reach::Makers(&e.on),
        Effect::TradeRemedy(e) => Reach::Imports(&e.on, &e.from),
        Effect::ImportFloor(e) => Reach::Imports(&e.on, &Who::Foreign),
        Effect::CarbonStandard(e) => Reach::Imports(&e.on, &Who::Foreign),
        Effect::KnowHowControl(e) => Reach::Exports(&e.on, &e.to),
        Effect::OutboundScreen(e) => Reach::Exports(&e.on, &e.to),
        Effect::LicenceWaiver(e) => Reach::Exports(&e.on, &e.to),
        Effect::Consolidation(e) => Reach::Makers(&e.on),
        Effect::Allocation(e) => Reach::Makers(&e.on),
        Effect::OreFinance(e) => Reach::Imports(&e.on, &e.at),
        Effect::Stockpile(e) => Reach::Stores(&e.on),
        Effect::Research(_) => Reach::Research,
        _ => Reach::Everybody,
    }
}

/// Whether an effect pays for each car or cell, so that it costs more the more are sold.
pub(super) const fn pays_by_piece(effect: &Effect) -> bool {
    matches!(effect, Effect::PurchaseCredit(_) | Effect::PurchaseTaxRelief(_) | Effect::ProductionCredit(_))
}

/// The setting that makes an effect strong, and how.
pub(super) fn strength(effect: &Effect) -> Option<(&str, Strength)> {
    use Strength::{Less, More, PlugShare, Price};
    let (value, how) = match effect {
        Effect::Tariff(e) => (&e.rate, More),
        Effect::ExportTax(e) => (&e.rate, More),
        Effect::ContentRule(e) => (&e.penalty, More),
        Effect::ExportLicence(e) => (&e.granted, Less),
        Effect::ProductionCredit(e) => (if matches!(e.musd_per_unit, Value::Setting(_)) { &e.musd_per_unit } else { &e.cost_share }, More),
        Effect::CapexGrant(e) => (&e.share, More),
        Effect::SoftLoan(e) => (&e.yearly_musd, More),
        Effect::ProvincialCredit(e) => (&e.yearly_musd, More),
        Effect::Permitting(e) => (&e.days, More),
        Effect::PriceFloor(e) => (&e.musd, Price),
        Effect::WhiteList(e) => (&e.dependent_share, More),
        Effect::VentureRule(e) => (&e.home_share, More),
        Effect::InvestmentScreen(e) => (&e.above_share, Less),
        Effect::PlanPriority(e) => (&e.hurdle, More),
        Effect::CapacityFreeze(e) => (&e.leak_share, Less),
        Effect::Skills(e) => (&e.faster, More),
        Effect::Stockpile(e) => (&e.months, More),
        Effect::Research(e) => (&e.musd_per_year, More),
        Effect::Charging(e) => (&e.musd_per_year, More),
        Effect::FleetStandard(e) => (&e.plug_share, PlugShare),
        Effect::RecyclingMandate(e) => (&e.collected, More),
        Effect::PurchaseCredit(e) => (&e.kusd, More),
        Effect::PurchaseTaxRelief(e) => (&e.share, More),
        Effect::KnowHowControl(e) => (&e.held, More),
        Effect::MagnetLicence(e) => (&e.granted, Less),
        Effect::Consolidation(e) => (&e.share, More),
        Effect::Pledge(e) => (&e.hurdle, More),
        Effect::Disclosure(e) => (&e.musd_per_year, More),
        Effect::OreFinance(e) => (&e.yearly_musd, More),
        Effect::ImportFloor(e) => (&e.musd, Price),
        Effect::Procurement(e) => (if matches!(e.storage_gwh, Value::Setting(_)) { &e.storage_gwh } else { &e.cars_thousand }, More),
        _ => return None,
    };
    match value {
        Value::Setting(name) => Some((name.as_str(), how)),
        _ => None,
    }
}
