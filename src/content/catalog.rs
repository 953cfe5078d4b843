//! The unchangeable result of loading: everything that can exist, by number. Made only from packs without an error.

use super::definitions::{cars, chain, decisions, diplomacy, doctrines, events, firms, places, policies, politics, rules, scenario, start};
use super::draft::{Draft, ItemId};
use super::drivers::Drivers;
use super::edit;
use super::files::Files;
use super::ids::{Ids, ItemKind, KINDS};
use super::merge::{Merged, Step};
use super::version::Version;
use std::path::PathBuf;
use std::sync::Arc;

/// A pack that a catalog was made from.
#[derive(Clone, Debug)]
pub struct PackInfo {
    /// Its id.
    pub id: String,
    /// Name shown to players.
    pub name: String,
    /// One sentence on it.
    pub about: String,
    /// Its version.
    pub version: Version,
    /// Who made it.
    pub authors: Vec<String>,
    /// Licence of its content.
    pub licence: String,
    /// The folder it was read from; none for one embedded in the program.
    pub folder: Option<PathBuf>,
}

/// Where the value of a field comes from.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// The pack that has the last word.
    pub pack: String,
    /// Its file.
    pub file: String,
    /// The line there, from 1.
    pub line: usize,
    /// The value as it is now.
    pub value: String,
    /// What the file says beside it, usually the source of the number.
    pub remark: Option<String>,
    /// What packs did to it after its definition, first to last.
    pub steps: Vec<Step>,
}

/// Everything that can exist.
#[derive(Debug)]
pub struct Catalog {
    /// Goods of the chain.
    pub goods: Vec<chain::Good>,
    /// Ways of making them.
    pub processes: Vec<chain::Process>,
    /// Parts of the world.
    pub regions: Vec<places::Region>,
    /// Companies.
    pub firms: Vec<firms::Firm>,
    /// Named places of making.
    pub sites: Vec<places::Site>,
    /// Bodies of know-how.
    pub technologies: Vec<chain::Technology>,
    /// Cell chemistries.
    pub chemistries: Vec<chain::Chemistry>,
    /// Groups of car buyers.
    pub segments: Vec<cars::Segment>,
    /// Behaviour of prices.
    pub market_rules: Vec<chain::MarketRule>,
    /// Costs of carrying.
    pub freight_classes: Vec<chain::FreightClass>,
    /// Ordinary duties.
    pub tariff_classes: Vec<chain::TariffClass>,
    /// Measures that governments can take.
    pub policies: Vec<policies::Policy>,
    /// Start: production lines.
    pub lines: Vec<start::Line>,
    /// Start: capacity under way.
    pub projects: Vec<start::Project>,
    /// Start: firms' money and know-how.
    pub firm_states: Vec<start::FirmState>,
    /// Start: automakers by region.
    pub car_makers: Vec<start::CarMaker>,
    /// Start: car markets.
    pub car_markets: Vec<start::CarMarket>,
    /// Start: prices and flows.
    pub good_states: Vec<start::GoodState>,
    /// Start: measures in force.
    pub measures: Vec<start::Measure>,
    /// What governments decided after the start.
    pub decisions: Vec<decisions::Decision>,
    /// Start: governments.
    pub governments: Vec<start::Government>,
    /// Whom governments need.
    pub blocs: Vec<politics::Bloc>,
    /// How governments decide.
    pub polities: Vec<politics::Polity>,
    /// What comes of itself.
    pub events: Vec<events::Event>,
    /// Ways to govern the contest, for a side that no person steers.
    pub doctrines: Vec<doctrines::Doctrine>,
    /// What governments want of each other.
    pub aims: Vec<diplomacy::Aims>,
    /// Articles of deals.
    pub articles: Vec<diplomacy::Article>,
    /// What third countries do by themselves.
    pub cards: Vec<diplomacy::Card>,
    /// The numbers that belong to no single item.
    pub rules: rules::Rules,
    /// Who plays, from when to when.
    pub scenario: scenario::Scenario,
    /// Dated outside inputs.
    pub drivers: Drivers,
    /// Full ids and their numbers.
    pub ids: Ids,
    /// The packs, in the order in which they were laid over each other.
    pub packs: Vec<PackInfo>,
    /// xxh3 of everything above: equal for equal content, whatever the order of items and files.
    pub hash: u128,
    merged: Merged,
    files: Arc<Files>,
}

/// All values of a list; None if one is absent.
fn whole<T>(list: Vec<Option<T>>) -> Option<Vec<T>> {
    list.into_iter().collect()
}

impl Catalog {
    /// A catalog from a draft in which nothing is absent.
    pub(super) fn new(draft: Draft, scenario: usize, drivers: Drivers, parts: Parts) -> Option<Self> {
        let Parts { ids, packs, merged, files } = parts;
        let hash = content_hash(&merged, &ids, &drivers);
        let scenario = whole(draft.scenarios)?.into_iter().nth(scenario)?;
        Some(Self {
            goods: whole(draft.goods)?,
            processes: whole(draft.processes)?,
            regions: whole(draft.regions)?,
            firms: whole(draft.firms)?,
            sites: whole(draft.sites)?,
            technologies: whole(draft.technologies)?,
            chemistries: whole(draft.chemistries)?,
            segments: whole(draft.segments)?,
            market_rules: whole(draft.market_rules)?,
            freight_classes: whole(draft.freight_classes)?,
            tariff_classes: whole(draft.tariff_classes)?,
            policies: whole(draft.policies)?,
            lines: whole(draft.lines)?,
            projects: whole(draft.projects)?,
            firm_states: whole(draft.firm_states)?,
            car_makers: whole(draft.car_makers)?,
            car_markets: whole(draft.car_markets)?,
            good_states: whole(draft.good_states)?,
            measures: whole(draft.measures)?,
            decisions: whole(draft.decisions)?,
            blocs: whole(draft.blocs)?,
            polities: whole(draft.polities)?,
            events: whole(draft.events)?,
            doctrines: whole(draft.doctrines)?,
            governments: whole(draft.governments)?,
            aims: whole(draft.aims)?,
            articles: whole(draft.articles)?,
            cards: whole(draft.cards)?,
            rules: whole(draft.rules)?.into_iter().next()?,
            scenario,
            drivers,
            ids,
            packs,
            hash,
            merged,
            files,
        })
    }

    /// The id of a word: `catalog.find::<GoodId>("lfp_cell")`.
    #[must_use]
    pub fn find<I: ItemId>(&self, word: &str) -> Option<I> {
        self.ids.find(I::KIND, word).map(I::of_index)
    }

    /// Every item of a kind with its id, in order: `catalog.all::<GoodId>()`.
    pub fn all<I: ItemId>(&self) -> impl Iterator<Item = (I, &I::Item)> {
        I::list(self).iter().enumerate().map(|(index, item)| (I::of_index(index), item))
    }

    /// The word of an item, without its pack.
    #[must_use]
    pub fn word(&self, kind: ItemKind, index: usize) -> &str {
        self.ids.of(kind).get(index).map_or("", |known| known.word())
    }

    /// The word of an id.
    #[must_use]
    pub fn word_of<I: ItemId>(&self, id: I) -> &str {
        self.word(I::KIND, id.at())
    }

    /// Where the value of a field comes from. `field` is a path such as `capex_musd_per_unit.at.china`; a field that has its
    /// default has no place of its own, and then there is none.
    #[must_use]
    pub fn provenance(&self, kind: ItemKind, word: &str, field: &str) -> Option<Provenance> {
        let word = word.rsplit_once(':').map_or(word, |(_, bare)| bare);
        let item = self.merged.of(kind).get(word)?;
        let path: Vec<&str> = field.split('.').filter(|part| !part.is_empty()).collect();
        let node = edit::find(&item.node, &path)?;
        let about = |step: &&Step| step.path.iter().zip(&path).all(|(a, b)| a == b);
        let file = self.files.of(node.span)?;
        Some(Provenance {
            pack: file.pack.clone(),
            file: file.path.clone(),
            line: file.place(node.span.start).0,
            value: node.canonical(),
            remark: file.remark(node.span.end).map(str::to_owned),
            steps: item.history.iter().filter(about).cloned().collect(),
        })
    }

    /// The texts that the catalog was read from.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }
}

impl<I: ItemId> std::ops::Index<I> for Catalog {
    type Output = I::Item;

    fn index(&self, id: I) -> &I::Item {
        &I::list(self)[id.at()]
    }
}

/// What a catalog keeps beside its items.
pub(super) struct Parts {
    pub(super) ids: Ids,
    pub(super) packs: Vec<PackInfo>,
    pub(super) merged: Merged,
    pub(super) files: Arc<Files>,
}

fn content_hash(merged: &Merged, ids: &Ids, drivers: &Drivers) -> u128 {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    for &kind in KINDS {
        for known in ids.of(kind) {
            if let Some(item) = merged.of(kind).get(known.word()) {
                hasher.update(format!("{} {} {}\n", kind.file_word(), known.full, item.node.canonical()).as_bytes());
            }
        }
    }
    hasher.update(drivers.canonical(ids).as_bytes());
    hasher.digest128()
}
