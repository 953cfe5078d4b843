//! Which orders concern a plant or an automaker. Whether they may be given is judged elsewhere, when they are quoted.

use crate::content::ids::{ChemistryId, FirmId, RegionId};
use crate::orders::{Directive, Order};
use crate::reports::{View, stage};
use crate::ui::panels::offers::{Dial, Offer, Pick};

/// Partners that are offered for a licence or a venture.
const PARTNERS: usize = 12;

fn dial(name: &'static str, unit: &str, least: f64, most: f64, start: f64) -> Dial {
    Dial { name, unit: unit.to_owned(), least, most, start, percent: false }
}

fn share(name: &'static str, start: f64) -> Dial {
    Dial { name, unit: String::new(), least: 0.0, most: 1.0, start, percent: true }
}

fn plain(title: impl Into<String>, dial: Dial, make: impl Fn(f64) -> Order + 'static) -> Offer {
    Offer { title: title.into(), dial: Some(dial), picks: Vec::new(), make: Box::new(move |value, _| make(value)) }
}

/// Orders on a production line, its owner, its good and its technology.
#[must_use]
pub fn of_plant(view: &View<'_>, at: usize) -> Vec<Offer> {
    let line = view.lines[at];
    let (firm, region, process) = (line.facility.owner, line.facility.region, line.facility.process);
    let good = view.makes(&line);
    let technology = view.catalog.processes[process.index()].technology;
    let size = line.capacity.nameplate.max(1.0);
    let mut list = vec![plain(
        "Build more",
        dial("Capacity", &format!("{} a year", view.unit(good)), size * 0.1, size * 2.0, size * 0.5),
        move |capacity| Order::DirectFirm { firm, directive: Directive::BuildPlant { process, region, capacity } },
    )];
    for project in view.pipeline.projects.iter().filter(|p| p.firm == firm && p.region == region && p.process == process && !p.ended) {
        let (id, left) = (project.id, (project.cost - project.spent).max(1.0));
        // By its size, which tells what it is, and by its number, by which the plan and the news call it.
        let named = format!("{} {} (no. {id})", crate::units::digits::number(project.capacity), view.unit(good));
        list.push(plain(format!("Fund {named}"), dial("Money", "$M", 0.0, left, left * 0.2), move |musd| Order::FundProject {
            project: id,
            musd,
        }));
        let make = Box::new(move |_: f64, _: &[usize]| Order::FastTrackProject { project: id });
        list.push(Offer { title: format!("Speed permits of no. {id}"), dial: None, picks: Vec::new(), make });
    }
    if view.facts.is_traded(good) {
        list.push(plain("Stockpile", dial("Months of home use", "", 0.0, 24.0, 3.0), move |months| Order::SetStockpile { good, months }));
    }
    list.push(plain("Research mission", dial("Money a year", "$M", 0.0, 1000.0, 200.0), move |musd_per_year| Order::StartMission {
        technology,
        musd_per_year,
    }));
    let knowing =
        || stage::knowing(view, technology, firm).into_iter().take(PARTNERS).map(|f| (view.firm(f).to_owned(), f.index())).collect();
    let partner = move |directive: fn(FirmId, crate::content::ids::TechnologyId) -> Directive| {
        Box::new(move |_: f64, chosen: &[usize]| {
            let other = FirmId::from_index(chosen.first().copied().unwrap_or(0));
            Order::DirectFirm { firm, directive: directive(other, technology) }
        })
    };
    list.push(Offer {
        title: "Take a licence".to_owned(),
        dial: None,
        picks: vec![Pick { name: "From", among: knowing() }],
        make: partner(|licensor, technology| Directive::TakeLicence { licensor, technology }),
    });
    list.push(Offer {
        title: "Joint venture".to_owned(),
        dial: None,
        picks: vec![Pick { name: "With", among: knowing() }],
        make: partner(|partner, technology| Directive::JointVenture { partner, technology }),
    });
    if let Some(site) = line.facility.site {
        let make = Box::new(move |_: f64, chosen: &[usize]| {
            let firm = FirmId::from_index(chosen.first().copied().unwrap_or(0));
            Order::DirectFirm { firm, directive: Directive::BuySite { site } }
        });
        list.push(Offer { title: "Have it bought".to_owned(), dial: None, picks: vec![Pick { name: "By", among: knowing() }], make });
    }
    list
}

/// Orders on an automaker.
#[must_use]
pub fn of_maker(view: &View<'_>, firm: FirmId) -> Vec<Offer> {
    let Some(maker) = view.cars.maker(firm) else { return Vec::new() };
    let presence = |region: RegionId| view.cars.presence(maker, region, view.facts.regions);
    let named = |regions: Vec<RegionId>| regions.into_iter().map(|r| (view.region(r).to_owned(), r.index())).collect::<Vec<_>>();
    let plants = || named(view.regions().filter(|r| presence(*r).capacity > 0.0).collect());
    let chemistries = (0..view.catalog.chemistries.len()).map(|c| (view.catalog.chemistries[c].name.clone(), c)).collect();
    let mut cell_makers: Vec<(String, usize)> = Vec::new();
    for line in
        view.lines.iter().filter(|l| view.facts.process(l.facility.process).stage == crate::content::definitions::chain::Stage::Cells)
    {
        let owner = line.facility.owner;
        if line.capacity.nameplate > 0.0 && cell_makers.iter().all(|(_, known)| *known != owner.index()) {
            cell_makers.push((view.firm(owner).to_owned(), owner.index()));
        }
    }
    cell_makers.sort();
    let order = move |directive| Order::DirectFirm { firm, directive };
    let at = move |chosen: &[usize], place: usize| chosen.get(place).copied().unwrap_or(0);
    let absent = named(view.regions().filter(|r| !presence(*r).selling && view.car_market(*r).is_some()).collect());
    let there = named(view.regions().filter(|r| presence(*r).selling).collect());
    vec![
        plain("Push plug models", share("How hard", 0.5), move |push| order(Directive::RampPlugs { push })),
        Offer {
            title: "Choose a chemistry".to_owned(),
            dial: None,
            picks: vec![Pick { name: "Chemistry", among: chemistries }, Pick { name: "Plants in", among: plants() }],
            make: Box::new(move |_, chosen| {
                let (chemistry, region) = (ChemistryId::from_index(at(chosen, 0)), RegionId::from_index(at(chosen, 1)));
                order(Directive::ChooseChemistry { chemistry, region })
            }),
        },
        Offer {
            title: "Source cells".to_owned(),
            dial: Some(share("Share", 0.3)),
            picks: vec![Pick { name: "From", among: cell_makers }, Pick { name: "Plants in", among: plants() }],
            make: Box::new(move |share, chosen| {
                let (supplier, region) = (FirmId::from_index(at(chosen, 0)), RegionId::from_index(at(chosen, 1)));
                order(Directive::SourceFrom { supplier, region, share })
            }),
        },
        Offer {
            title: "Enter a market".to_owned(),
            dial: None,
            picks: vec![Pick { name: "Market", among: absent }],
            make: Box::new(move |_, chosen| order(Directive::EnterMarket { region: RegionId::from_index(at(chosen, 0)) })),
        },
        Offer {
            title: "Leave a market".to_owned(),
            dial: None,
            picks: vec![Pick { name: "Market", among: there }],
            make: Box::new(move |_, chosen| order(Directive::LeaveMarket { region: RegionId::from_index(at(chosen, 0)) })),
        },
    ]
}
