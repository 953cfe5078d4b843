//! The names of figures: `price lithium_carbonate china`, as typed after `why` and as shown beside a term that opens.

use super::super::lookup::{Accepts, Filter, ReportError};
use super::super::view::View;
use crate::content::definitions::cars::Powertrain;
use crate::content::ids::{FirmId, GoodId, ItemKind, ProcessId, RegionId};
use crate::sim::trade::components::Customer;

/// A figure that can be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureKey {
    /// Spot price of a good in a region.
    Price {
        /// The good.
        good: GoodId,
        /// Where.
        region: RegionId,
    },
    /// What a buyer last paid for a unit, landed.
    Landed {
        /// The good.
        good: GoodId,
        /// Who buys.
        customer: Customer,
        /// Where.
        region: RegionId,
    },
    /// Orders of a good, in a region or the world.
    Demand {
        /// The good.
        good: GoodId,
        /// Where; none is the world.
        region: Option<RegionId>,
    },
    /// Full cost of a unit from a line.
    UnitCost {
        /// Number of the line.
        line: u32,
    },
    /// World mean pack price.
    PackPrice,
    /// Cost of a pack from a maker's plants in a region.
    PackCost {
        /// The maker.
        firm: FirmId,
        /// Where its plants are.
        region: RegionId,
    },
    /// List price of a maker's car.
    CarPrice {
        /// The maker.
        firm: FirmId,
        /// Where it sells.
        region: RegionId,
        /// Which car.
        powertrain: Powertrain,
    },
    /// Share of a region's car buyers who choose a maker.
    CarShare {
        /// The maker.
        firm: FirmId,
        /// Where.
        region: RegionId,
    },
    /// Share of a region's car buyers who choose a plug.
    PlugShare {
        /// Where.
        region: RegionId,
    },
    /// Dependence of a region on another, 0 to 100.
    Dependence {
        /// Who depends.
        user: RegionId,
        /// On whom.
        supplier: RegionId,
    },
    /// Who controls a good as used in a region.
    Control {
        /// The good.
        good: GoodId,
        /// Where it is used.
        region: RegionId,
    },
    /// A firm's verdict on building something somewhere: expected NPV over capital cost.
    Npv {
        /// Who.
        firm: FirmId,
        /// What.
        process: ProcessId,
        /// Where.
        region: RegionId,
    },
    /// A firm's earnings of the last month.
    Earnings {
        /// The firm.
        firm: FirmId,
    },
    /// A government's spending on the contest in the last month.
    Spending {
        /// Whose.
        region: RegionId,
    },
    /// Jobs of the chain in a region.
    Jobs {
        /// Where.
        region: RegionId,
    },
    /// Approval of a government that has politics.
    Approval {
        /// Whose.
        region: RegionId,
    },
}

/// A kind of figure, for help and for reading words.
pub struct KeyKind {
    /// First word.
    pub word: &'static str,
    /// What follows it.
    pub arguments: &'static str,
    /// What it explains.
    pub what: &'static str,
    accepts: &'static [Accepts],
    make: fn(&View<'_>, &Filter) -> Option<FigureKey>,
}

const GOOD: Accepts = Accepts::Item(ItemKind::Good);
const REGION: Accepts = Accepts::Item(ItemKind::Region);
const FIRM: Accepts = Accepts::Item(ItemKind::Firm);
const PROCESS: Accepts = Accepts::Item(ItemKind::Process);
const SITE: Accepts = Accepts::Item(ItemKind::Site);

/// Every kind of figure.
pub const KEYS: &[KeyKind] = &[
    KeyKind {
        word: "price",
        arguments: "GOOD REGION",
        what: "the spot price of a good",
        accepts: &[GOOD, REGION],
        make: |_, f| Some(FigureKey::Price { good: f.good?, region: f.region()? }),
    },
    KeyKind {
        word: "landed",
        arguments: "GOOD REGION [MAKER|storage|devices|outside|reserve]",
        what: "what a buyer pays, landed; plants unless another buyer is named",
        accepts: &[GOOD, REGION, FIRM, Accepts::Word],
        make: |_, f| Some(FigureKey::Landed { good: f.good?, customer: customer(f)?, region: f.region()? }),
    },
    KeyKind {
        word: "demand",
        arguments: "GOOD [REGION]",
        what: "orders of a good by customer",
        accepts: &[GOOD, REGION],
        make: |_, f| Some(FigureKey::Demand { good: f.good?, region: f.region() }),
    },
    KeyKind {
        word: "unit_cost",
        arguments: "LINE | SITE [PROCESS]",
        what: "the full cost of a unit from a line",
        accepts: &[Accepts::Number, SITE, PROCESS],
        make: |view, f| Some(FigureKey::UnitCost { line: f.number.or_else(|| line(view, f))? }),
    },
    KeyKind {
        word: "pack_price",
        arguments: "",
        what: "the world’s mean pack price",
        accepts: &[],
        make: |_, _| Some(FigureKey::PackPrice),
    },
    KeyKind {
        word: "pack_cost",
        arguments: "MAKER REGION",
        what: "the cost of a pack from a maker’s plants",
        accepts: &[FIRM, REGION],
        make: |_, f| Some(FigureKey::PackCost { firm: f.firm?, region: f.region()? }),
    },
    KeyKind {
        word: "car_price",
        arguments: "MAKER REGION ice|hev|phev|bev",
        what: "the list price of a car",
        accepts: &[FIRM, REGION, Accepts::Word],
        make: |_, f| Some(FigureKey::CarPrice { firm: f.firm?, region: f.region()?, powertrain: powertrain(f.words.first()?)? }),
    },
    KeyKind {
        word: "car_share",
        arguments: "MAKER REGION",
        what: "the share of a region’s car buyers who choose a maker",
        accepts: &[FIRM, REGION],
        make: |_, f| Some(FigureKey::CarShare { firm: f.firm?, region: f.region()? }),
    },
    KeyKind {
        word: "plug_share",
        arguments: "REGION",
        what: "the share of a region’s car buyers who choose a plug, by segment",
        accepts: &[REGION],
        make: |_, f| Some(FigureKey::PlugShare { region: f.region()? }),
    },
    KeyKind {
        word: "dependence",
        arguments: "USER SUPPLIER",
        what: "the dependence of a region on another",
        accepts: &[REGION],
        make: |_, f| Some(FigureKey::Dependence { user: f.region()?, supplier: *f.regions.get(1)? }),
    },
    KeyKind {
        word: "control",
        arguments: "GOOD REGION",
        what: "who controls a good as used in a region",
        accepts: &[GOOD, REGION],
        make: |_, f| Some(FigureKey::Control { good: f.good?, region: f.region()? }),
    },
    KeyKind {
        word: "npv",
        arguments: "FIRM PROCESS REGION",
        what: "what a firm thinks of building something",
        accepts: &[FIRM, PROCESS, REGION],
        make: |_, f| Some(FigureKey::Npv { firm: f.firm?, process: f.process?, region: f.region()? }),
    },
    KeyKind {
        word: "earnings",
        arguments: "FIRM",
        what: "a firm’s earnings of last month",
        accepts: &[FIRM],
        make: |_, f| Some(FigureKey::Earnings { firm: f.firm? }),
    },
    KeyKind {
        word: "spending",
        arguments: "REGION",
        what: "a government’s spending on the contest last month",
        accepts: &[REGION],
        make: |_, f| Some(FigureKey::Spending { region: f.region()? }),
    },
    KeyKind {
        word: "jobs",
        arguments: "REGION",
        what: "jobs of the chain by stage",
        accepts: &[REGION],
        make: |_, f| Some(FigureKey::Jobs { region: f.region()? }),
    },
    KeyKind {
        word: "approval",
        arguments: "REGION",
        what: "approval of a government by what moved it",
        accepts: &[REGION],
        make: |_, f| Some(FigureKey::Approval { region: f.region()? }),
    },
];

fn customer(filter: &Filter) -> Option<Customer> {
    match (filter.firm, filter.words.first().map(String::as_str)) {
        (Some(firm), None) => Some(Customer::Maker(firm)),
        (None, None | Some("plants")) => Some(Customer::Plants),
        (None, Some("storage")) => Some(Customer::Storage),
        (None, Some("devices")) => Some(Customer::Devices),
        (None, Some("outside")) => Some(Customer::Outside),
        (None, Some("reserve")) => Some(Customer::Reserve),
        _ => None,
    }
}

fn powertrain(word: &str) -> Option<Powertrain> {
    Powertrain::ALL.iter().copied().find(|p| p.word().eq_ignore_ascii_case(word))
}

/// The largest line of a site, or of a process there.
fn line(view: &View<'_>, filter: &Filter) -> Option<u32> {
    let site = filter.site?;
    let fits =
        |l: &&super::super::view::LineView<'_>| l.facility.site == Some(site) && filter.process.is_none_or(|p| p == l.facility.process);
    view.lines.iter().filter(fits).max_by(|a, b| a.capacity.nameplate.total_cmp(&b.capacity.nameplate)).map(|l| l.facility.id)
}

impl FigureKey {
    /// Reads a key from words; the first names the kind, the others may stand in any order.
    ///
    /// # Errors
    /// An unknown word, with a suggestion; or too few words.
    pub fn parse(view: &View<'_>, words: &[&str]) -> Result<Self, ReportError> {
        let Some((first, rest)) = words.split_first() else {
            let known: Vec<&str> = KEYS.iter().map(|k| k.word).collect();
            return Err(ReportError::new(format!("why what? Name one of {}", known.join(", "))));
        };
        let Some(kind) = KEYS.iter().find(|k| k.word == first.to_lowercase()) else {
            return Err(ReportError::unknown("figure", first, KEYS.iter().map(|k| k.word)));
        };
        let filter = Filter::parse(view.catalog, rest, kind.accepts)?;
        (kind.make)(view, &filter).ok_or_else(|| {
            ReportError::new(format!("`why {}` explains {}; write `why {} {}`", kind.word, kind.what, kind.word, kind.arguments))
        })
    }

    /// The words that [`FigureKey::parse`] reads as this key.
    #[must_use]
    pub fn words(&self, view: &View<'_>) -> String {
        let good = |id: &GoodId| view.word(ItemKind::Good, id.index());
        let region = |id: &RegionId| view.word(ItemKind::Region, id.index());
        let firm = |id: &FirmId| view.word(ItemKind::Firm, id.index());
        match self {
            Self::Price { good: g, region: r } => format!("price {} {}", good(g), region(r)),
            Self::Landed { good: g, customer, region: r } => {
                let who = match customer {
                    Customer::Plants => String::new(),
                    Customer::Maker(maker) => format!(" {}", firm(maker)),
                    Customer::Storage => " storage".to_owned(),
                    Customer::Devices => " devices".to_owned(),
                    Customer::Outside => " outside".to_owned(),
                    Customer::Reserve => " reserve".to_owned(),
                };
                format!("landed {} {}{who}", good(g), region(r))
            }
            Self::Demand { good: g, region: None } => format!("demand {}", good(g)),
            Self::Demand { good: g, region: Some(r) } => format!("demand {} {}", good(g), region(r)),
            Self::UnitCost { line } => unit_cost_words(view, *line),
            Self::PackPrice => "pack_price".to_owned(),
            Self::PackCost { firm: f, region: r } => format!("pack_cost {} {}", firm(f), region(r)),
            Self::CarPrice { firm: f, region: r, powertrain } => {
                format!("car_price {} {} {}", firm(f), region(r), powertrain.word().to_lowercase())
            }
            Self::CarShare { firm: f, region: r } => format!("car_share {} {}", firm(f), region(r)),
            Self::PlugShare { region: r } => format!("plug_share {}", region(r)),
            Self::Dependence { user, supplier } => format!("dependence {} {}", region(user), region(supplier)),
            Self::Control { good: g, region: r } => format!("control {} {}", good(g), region(r)),
            Self::Npv { firm: f, process, region: r } => {
                format!("npv {} {} {}", firm(f), view.word(ItemKind::Process, process.index()), region(r))
            }
            Self::Earnings { firm: f } => format!("earnings {}", firm(f)),
            Self::Spending { region: r } => format!("spending {}", region(r)),
            Self::Jobs { region: r } => format!("jobs {}", region(r)),
            Self::Approval { region: r } => format!("approval {}", region(r)),
        }
    }
}

/// Site and process where they mean one line only, its number else.
fn unit_cost_words(view: &View<'_>, line: u32) -> String {
    let found = view.lines.iter().find(|l| l.facility.id == line).map(|l| (l.facility.site, l.facility.process));
    let Some((Some(site), process)) = found else { return format!("unit_cost {line}") };
    let same = view.lines.iter().filter(|l| (l.facility.site, l.facility.process) == (Some(site), process)).count();
    if same > 1 {
        return format!("unit_cost {line}");
    }
    format!("unit_cost {} {}", view.word(ItemKind::Site, site.index()), view.word(ItemKind::Process, process.index()))
}
