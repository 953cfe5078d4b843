//! Merged items read into their types, those that cannot be read being absent. The one list of kinds and their types.

use super::catalog::Catalog;
use super::definitions::{cars, chain, decisions, diplomacy, doctrines, events, firms, places, policies, politics, rules, scenario, start};
use super::diagnostics::{Problem, Problems, count};
use super::ids::{
    AimsId, ArticleId, BlocId, CarMakerId, CarMarketId, CardId, ChemistryId, DecisionId, DoctrineId, EventId, FirmId, FirmStateId,
    FreightClassId, GoodId, GoodStateId, GovernmentId, Ids, ItemKind, LineId, MarketRuleId, MeasureId, PolicyId, PolityId, ProcessId,
    ProjectId, RegionId, RulesId, ScenarioId, SegmentId, SiteId, TariffClassId, TechnologyId,
};
use super::merge::Merged;
use super::shape::{Read, Reader};
use super::syntax::Span;

/// An id of some kind of items, and where a catalog has them.
pub trait ItemId: Copy + Ord {
    /// What it names.
    type Item: 'static;
    /// The kind that it names.
    const KIND: ItemKind;
    /// The id of an index.
    fn of_index(index: usize) -> Self;
    /// The id as an index.
    fn at(self) -> usize;
    /// The items of a catalog.
    fn list(catalog: &Catalog) -> &[Self::Item];
    /// The items of a draft, in the same order.
    fn drafted(draft: &Draft) -> &[Option<Self::Item>];
}

macro_rules! kinds {
    ($( $field:ident, $id:ident, $item:ty, |$catalog:ident| $list:expr );* $(;)?) => {
        /// Typed items by kind, in the order of [`Ids`]; `None` where one cannot be used.
        #[derive(Debug, Default)]
        pub struct Draft {
            $( #[doc = concat!("Items of [`", stringify!($id), "`].")] pub $field: Vec<Option<$item>>, )*
        }

        impl Draft {
            fn read_all(&mut self, merged: &Merged, reader: &mut Reader<'_>, uses: &mut Uses) {
                $( self.$field = read_kind(<$id as ItemId>::KIND, merged, reader, uses); )*
            }
        }

        $( impl ItemId for $id {
            type Item = $item;
            const KIND: ItemKind = $id::KIND;
            fn of_index(index: usize) -> Self { Self::from_index(index) }
            fn at(self) -> usize { self.index() }
            fn list($catalog: &Catalog) -> &[$item] { $list }
            fn drafted(draft: &Draft) -> &[Option<$item>] { &draft.$field }
        } )*
    };
}

kinds! {
    goods, GoodId, chain::Good, |catalog| &catalog.goods;
    processes, ProcessId, chain::Process, |catalog| &catalog.processes;
    regions, RegionId, places::Region, |catalog| &catalog.regions;
    firms, FirmId, firms::Firm, |catalog| &catalog.firms;
    sites, SiteId, places::Site, |catalog| &catalog.sites;
    technologies, TechnologyId, chain::Technology, |catalog| &catalog.technologies;
    chemistries, ChemistryId, chain::Chemistry, |catalog| &catalog.chemistries;
    segments, SegmentId, cars::Segment, |catalog| &catalog.segments;
    market_rules, MarketRuleId, chain::MarketRule, |catalog| &catalog.market_rules;
    freight_classes, FreightClassId, chain::FreightClass, |catalog| &catalog.freight_classes;
    tariff_classes, TariffClassId, chain::TariffClass, |catalog| &catalog.tariff_classes;
    policies, PolicyId, policies::Policy, |catalog| &catalog.policies;
    lines, LineId, start::Line, |catalog| &catalog.lines;
    projects, ProjectId, start::Project, |catalog| &catalog.projects;
    firm_states, FirmStateId, start::FirmState, |catalog| &catalog.firm_states;
    car_makers, CarMakerId, start::CarMaker, |catalog| &catalog.car_makers;
    car_markets, CarMarketId, start::CarMarket, |catalog| &catalog.car_markets;
    good_states, GoodStateId, start::GoodState, |catalog| &catalog.good_states;
    measures, MeasureId, start::Measure, |catalog| &catalog.measures;
    decisions, DecisionId, decisions::Decision, |catalog| &catalog.decisions;
    governments, GovernmentId, start::Government, |catalog| &catalog.governments;
    blocs, BlocId, politics::Bloc, |catalog| &catalog.blocs;
    polities, PolityId, politics::Polity, |catalog| &catalog.polities;
    events, EventId, events::Event, |catalog| &catalog.events;
    doctrines, DoctrineId, doctrines::Doctrine, |catalog| &catalog.doctrines;
    aims, AimsId, diplomacy::Aims, |catalog| &catalog.aims;
    articles, ArticleId, diplomacy::Article, |catalog| &catalog.articles;
    cards, CardId, diplomacy::Card, |catalog| &catalog.cards;
    rules, RulesId, rules::Rules, |catalog| std::slice::from_ref(&catalog.rules);
    scenarios, ScenarioId, scenario::Scenario, |catalog| std::slice::from_ref(&catalog.scenario);
}

/// Which items are used how often, and which could not be read.
#[derive(Default)]
struct Uses {
    used: std::collections::BTreeMap<(ItemKind, usize), usize>,
    failed: Vec<(ItemKind, usize, Span)>,
}

fn read_kind<T: Read>(kind: ItemKind, merged: &Merged, reader: &mut Reader<'_>, uses: &mut Uses) -> Vec<Option<T>> {
    let items = merged.of(kind);
    let ids = reader.ids;
    let mut list = Vec::with_capacity(items.len());
    for (index, known) in ids.of(kind).iter().enumerate() {
        let Some(item) = items.get(known.word()) else {
            list.push(None);
            continue;
        };
        let read = T::read(&item.node, reader);
        if read.is_none() {
            uses.failed.push((kind, index, item.span));
        }
        for (kind, used) in reader.uses.drain(..) {
            *uses.used.entry((kind, usize::from(used))).or_default() += 1;
        }
        list.push(read);
    }
    list
}

/// Reads all merged items. Every problem is reported; an item with one is absent, and the first problem in it tells how
/// many uses of it were let pass in silence.
pub fn read(merged: &Merged, ids: &Ids, problems: &mut Problems) -> Draft {
    let mut draft = Draft::default();
    let mut uses = Uses::default();
    let mut reader = Reader { problems, ids, uses: Vec::new() };
    draft.read_all(merged, &mut reader, &mut uses);
    for (kind, index, span) in uses.failed {
        let hidden = uses.used.get(&(kind, index)).copied().unwrap_or(0);
        let word = ids.of(kind)[index].word();
        let end = merged.of(kind).get(word).map_or(span.end, |item| item.node.span.end);
        let inside = |problem: &&mut Problem| {
            problem.span.is_some_and(|s| s.file == span.file && s.start >= span.start.saturating_sub(8) && s.end <= end)
        };
        if let Some(first) = problems.list_mut().iter_mut().filter(inside).min_by_key(|problem| problem.span) {
            first.help.push(skipped(hidden));
        }
    }
    draft
}

/// What is said of an item that is left out.
#[must_use]
pub fn skipped(hidden: usize) -> String {
    if hidden == 0 {
        "this item was skipped".to_owned()
    } else {
        format!("this item was skipped; {} caused by it {} hidden", count(hidden, "later error"), if hidden == 1 { "is" } else { "are" })
    }
}
