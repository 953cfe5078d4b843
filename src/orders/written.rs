//! Orders as a script writes them: `EnactPolicy(policy: "import_tariff", settings: {"rate": 0.25})`. Read with the machinery
//! of packs, so that a mistake is told with file, line and column. Printing is in `orders::print`.

use super::written_deals::{AnswerOfferFile, LeaveDealFile, MediateFile, ProposeDealFile, SetDeadlineFile, WithFile};
use super::{Dated, Directive, Order, Settings};
use crate::content::Catalog;
use crate::content::definitions::settings::Setting;
use crate::content::diagnostics::{Problem, Problems};
use crate::content::files::{Files, SourceFile};
use crate::content::ids::{ChemistryId, EventId, FirmId, GoodId, ItemKind, PolicyId, ProcessId, RegionId, SiteId, TechnologyId};
use crate::content::parser::{parse_document, parse_value};
use crate::content::shape::{Read, Reader, Table};
use crate::content::syntax::{Kind, Node};
use crate::units::Month;
use crate::{shape, variants};

/// A measure by its number, or by its id if the level has it from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasureNumber(pub u32);

impl Read for MeasureNumber {
    fn wanted() -> String {
        "the number of a measure, or the id of one that the level starts with".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(node.kind, Kind::Number(_)) {
            return u32::read(node, reader).map(Self);
        }
        crate::content::ids::MeasureId::read(node, reader).map(|id| Self(u32::from(id.0)))
    }
}

variants! {
    /// An order as written.
    pub enum OrderFile {
        /// Take a measure.
        EnactPolicy(EnactPolicyFile),
        /// Change settings of a measure of one's own.
        AdjustMeasure(AdjustMeasureFile),
        /// End a measure of one's own.
        RepealMeasure(RepealMeasureFile),
        /// Pay a part of what a project still costs.
        FundProject(FundProjectFile),
        /// Halve what is left of a project's permits.
        FastTrackProject(FastTrackProjectFile),
        /// Ask a firm to do something.
        DirectFirm(DirectFirmFile),
        /// Hold so many months of home use of a good.
        SetStockpile(SetStockpileFile),
        /// Put public money into a technology.
        StartMission(StartMissionFile),
        /// Answer an event.
        AnswerEvent(AnswerEventFile),
        /// Offer another government a deal.
        ProposeDeal(ProposeDealFile),
        /// Answer an offer.
        AnswerOffer(AnswerOfferFile),
        /// Leave a deal before its time.
        LeaveDeal(LeaveDealFile),
        /// Open talks.
        OpenTalks(WithFile),
        /// Hold a summit.
        HoldSummit(WithFile),
        /// Demand that a measure ends by a date.
        SetDeadline(SetDeadlineFile),
        /// Mediate between two others.
        Mediate(MediateFile),
    }
}

shape! {
    /// Take a measure.
    pub struct EnactPolicyFile {
        /// Which.
        pub policy: PolicyId,
        /// How; what is left out takes the policy's defaults.
        pub settings: Table<String, Setting> = Table::new(),
    }
}

shape! {
    /// Change a measure.
    pub struct AdjustMeasureFile {
        /// Which.
        pub measure: MeasureNumber,
        /// What changes.
        pub settings: Table<String, Setting>,
    }
}

shape! {
    /// End a measure.
    pub struct RepealMeasureFile {
        /// Which.
        pub measure: MeasureNumber,
    }
}

shape! {
    /// Pay towards a project.
    pub struct FundProjectFile {
        /// Number of the project.
        pub project: u32,
        /// Million US$.
        pub musd: f64 where 0 to 1000000,
    }
}

shape! {
    /// Haste for a project.
    pub struct FastTrackProjectFile {
        /// Number of the project.
        pub project: u32,
    }
}

shape! {
    /// Ask a firm.
    pub struct DirectFirmFile {
        /// Who.
        pub firm: FirmId,
        /// What.
        pub directive: DirectiveFile,
    }
}

shape! {
    /// A stockpile.
    pub struct SetStockpileFile {
        /// Which good.
        pub good: GoodId,
        /// Months of home use.
        pub months: f64 where 0 to 36,
    }
}

shape! {
    /// A research mission.
    pub struct StartMissionFile {
        /// Which technology.
        pub technology: TechnologyId,
        /// Million US$ a year.
        pub musd_per_year: f64 where 0 to 100000,
    }
}

shape! {
    /// An answer.
    pub struct AnswerEventFile {
        /// To which event.
        pub event: EventId,
        /// Number of the answer, from 0.
        pub answer: u32 where 0 to 9,
    }
}

variants! {
    /// A directive as written.
    pub enum DirectiveFile {
        /// An automaker's plants in a region move to a chemistry.
        ChooseChemistry(ChooseChemistryFile),
        /// An automaker's plants in a region buy cells from a supplier.
        SourceFrom(SourceFromFile),
        /// Build capacity.
        BuildPlant(BuildPlantFile),
        /// Found a joint venture.
        JointVenture(JointVentureFile),
        /// Take a licence.
        TakeLicence(TakeLicenceFile),
        /// Launch more models with a plug.
        RampPlugs(RampPlugsFile),
        /// Start selling in a region.
        EnterMarket(MarketFile),
        /// Stop selling in a region.
        LeaveMarket(MarketFile),
        /// Buy a site of another firm.
        BuySite(BuySiteFile),
    }
}

shape! {
    /// A chemistry for plants.
    pub struct ChooseChemistryFile {
        /// Which.
        pub chemistry: ChemistryId,
        /// Where the plants are.
        pub region: RegionId,
    }
}

shape! {
    /// A supplier for plants.
    pub struct SourceFromFile {
        /// From whom.
        pub supplier: FirmId,
        /// Where the plants are.
        pub region: RegionId,
        /// Share of its cells.
        pub share: f64 where 0 to 1,
    }
}

shape! {
    /// A plant.
    pub struct BuildPlantFile {
        /// Of what.
        pub process: ProcessId,
        /// Where.
        pub region: RegionId,
        /// Units of the main good a year.
        pub capacity: f64 where 0 to 1000000,
    }
}

shape! {
    /// A joint venture.
    pub struct JointVentureFile {
        /// With whom.
        pub partner: FirmId,
        /// In what.
        pub technology: TechnologyId,
    }
}

shape! {
    /// A licence.
    pub struct TakeLicenceFile {
        /// From whom.
        pub licensor: FirmId,
        /// In what.
        pub technology: TechnologyId,
    }
}

shape! {
    /// A push for models with a plug.
    pub struct RampPlugsFile {
        /// How hard.
        pub push: f64 where 0 to 1,
    }
}

shape! {
    /// A car market.
    pub struct MarketFile {
        /// Where.
        pub region: RegionId,
    }
}

shape! {
    /// A site that is bought.
    pub struct BuySiteFile {
        /// Which.
        pub site: SiteId,
    }
}

shape! {
    /// A line of a script.
    pub struct DatedFile {
        /// Month at whose start the order is given.
        pub month: Month,
        /// Who orders.
        pub side: RegionId,
        /// What.
        pub order: OrderFile,
    }
}

impl From<OrderFile> for Order {
    fn from(file: OrderFile) -> Self {
        match file {
            OrderFile::EnactPolicy(f) => Self::EnactPolicy { policy: f.policy, settings: f.settings },
            OrderFile::AdjustMeasure(f) => Self::AdjustMeasure { measure: f.measure.0, settings: f.settings },
            OrderFile::RepealMeasure(f) => Self::RepealMeasure { measure: f.measure.0 },
            OrderFile::FundProject(f) => Self::FundProject { project: f.project, musd: f.musd },
            OrderFile::FastTrackProject(f) => Self::FastTrackProject { project: f.project },
            OrderFile::DirectFirm(f) => Self::DirectFirm { firm: f.firm, directive: f.directive.into() },
            OrderFile::SetStockpile(f) => Self::SetStockpile { good: f.good, months: f.months },
            OrderFile::StartMission(f) => Self::StartMission { technology: f.technology, musd_per_year: f.musd_per_year },
            OrderFile::AnswerEvent(f) => Self::AnswerEvent { event: f.event, answer: f.answer },
            OrderFile::ProposeDeal(f) => {
                Self::ProposeDeal { to: f.to, articles: f.articles.into_iter().map(Into::into).collect(), months: f.months }
            }
            OrderFile::AnswerOffer(f) => Self::AnswerOffer { offer: f.offer, accept: f.accept },
            OrderFile::LeaveDeal(f) => Self::LeaveDeal { deal: f.deal },
            OrderFile::OpenTalks(f) => Self::OpenTalks { with: f.with },
            OrderFile::HoldSummit(f) => Self::HoldSummit { with: f.with },
            OrderFile::SetDeadline(f) => Self::SetDeadline { to: f.to, measure: f.measure.0, months: f.months },
            OrderFile::Mediate(f) => Self::Mediate { first: f.first, second: f.second },
        }
    }
}

impl From<DirectiveFile> for Directive {
    fn from(file: DirectiveFile) -> Self {
        match file {
            DirectiveFile::ChooseChemistry(f) => Self::ChooseChemistry { chemistry: f.chemistry, region: f.region },
            DirectiveFile::SourceFrom(f) => Self::SourceFrom { supplier: f.supplier, region: f.region, share: f.share },
            DirectiveFile::BuildPlant(f) => Self::BuildPlant { process: f.process, region: f.region, capacity: f.capacity },
            DirectiveFile::JointVenture(f) => Self::JointVenture { partner: f.partner, technology: f.technology },
            DirectiveFile::TakeLicence(f) => Self::TakeLicence { licensor: f.licensor, technology: f.technology },
            DirectiveFile::RampPlugs(f) => Self::RampPlugs { push: f.push },
            DirectiveFile::EnterMarket(f) => Self::EnterMarket { region: f.region },
            DirectiveFile::LeaveMarket(f) => Self::LeaveMarket { region: f.region },
            DirectiveFile::BuySite(f) => Self::BuySite { site: f.site },
        }
    }
}

/// What reading a text of orders gave.
#[derive(Debug)]
pub struct Script {
    /// The orders that could be read, in the order written.
    pub orders: Vec<Dated>,
    /// Everything that is wrong, with places.
    pub problems: Problems,
    /// The text, so that problems can be drawn (`content::render::text`).
    pub files: Files,
}

/// Reads `Orders([(month: "2024-03", side: "us", order: …), …])`. `path` is how the text is called in messages.
#[must_use]
pub fn read_script(catalog: &Catalog, path: &str, text: &str) -> Script {
    let (mut problems, mut files) = (Problems::default(), Files::default());
    let file = files.add(SourceFile::new("script".to_owned(), path.to_owned(), text.to_owned()));
    let mut list = Vec::new();
    let document = parse_document(file, text, &mut list);
    list.into_iter().for_each(|problem| problems.push(problem));
    if let Some((head, span)) = document.head.as_ref().filter(|(head, _)| head != "Orders") {
        problems.push(
            Problem::error("E0601", *span, format!("expected `Orders([…])`, found `{head}`"))
                .help("a script begins with `Orders([`".to_owned()),
        );
    }
    let mut reader = Reader { problems: &mut problems, ids: &catalog.ids, uses: Vec::new() };
    let mut orders = Vec::new();
    for node in &document.items {
        orders.extend(read_line(catalog, node, &mut reader));
    }
    problems.sort();
    Script { orders, problems, files }
}

/// Reads a line of a script, `(month: …, side: …, order: …)`.
pub fn read_line(catalog: &Catalog, node: &Node, reader: &mut Reader<'_>) -> Option<Dated> {
    let line = DatedFile::read(node, reader)?;
    check_settings(catalog, &line.order, node, reader);
    Some(Dated { month: line.month, side: line.side, order: line.order.into() })
}

/// Reads one order. What is wrong is returned as text with the place in it.
pub fn read_order(catalog: &Catalog, text: &str) -> Result<Order, String> {
    let (mut problems, mut files) = (Problems::default(), Files::default());
    let file = files.add(SourceFile::new("order".to_owned(), "order".to_owned(), text.to_owned()));
    let mut list = Vec::new();
    let node = parse_value(file, text, &mut list);
    list.into_iter().for_each(|problem| problems.push(problem));
    let mut reader = Reader { problems: &mut problems, ids: &catalog.ids, uses: Vec::new() };
    let order = node.and_then(|node| {
        let read = OrderFile::read(&node, &mut reader)?;
        check_settings(catalog, &read, &node, &mut reader);
        Some(read)
    });
    match order {
        Some(order) if !problems.any_error() => Ok(order.into()),
        _ => Err(problems.list().iter().map(|problem| crate::content::render::draw(problem, &files)).collect()),
    }
}

/// Settings that the policy does not have are told with their place and the nearest name.
fn check_settings(catalog: &Catalog, order: &OrderFile, node: &Node, reader: &mut Reader<'_>) {
    let (policy, settings): (PolicyId, &Settings) = match order {
        OrderFile::EnactPolicy(f) => (f.policy, &f.settings),
        OrderFile::AdjustMeasure(f) => match catalog.measures.get(f.measure.0 as usize) {
            Some(measure) => (measure.policy, &f.settings),
            None => return,
        },
        _ => return,
    };
    let definition = &catalog[policy];
    let place = node.field("order").unwrap_or(node).field("settings").unwrap_or(node);
    let key = |name: &str| match &place.kind {
        Kind::Map(entries) => entries.iter().find(|(key, _)| key.text() == Some(name)).map(|(key, _)| key.span),
        _ => None,
    };
    for name in settings.keys().filter(|name| !definition.settings.contains_key(*name)) {
        let span = key(name).unwrap_or(place.span);
        reader.problems.push(definition.lacks(catalog.word(ItemKind::Policy, policy.index()), name, span));
    }
}
