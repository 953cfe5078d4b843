//! The unchangeable result of loading: what can exist.
use super::definitions::{cars, chain, effects, firms, places, rules, scenario, start};
use super::ids::*;
/// temporary
pub struct Catalog {
    pub goods: Vec<chain::Good>,
    pub processes: Vec<chain::Process>,
    pub regions: Vec<places::Region>,
    pub firms: Vec<firms::Firm>,
    pub sites: Vec<places::Site>,
    pub technologies: Vec<chain::Technology>,
    pub chemistries: Vec<chain::Chemistry>,
    pub segments: Vec<cars::Segment>,
    pub market_rules: Vec<chain::MarketRule>,
    pub freight_classes: Vec<chain::FreightClass>,
    pub tariff_classes: Vec<chain::TariffClass>,
    pub policies: Vec<effects::Policy>,
    pub lines: Vec<start::Line>,
    pub projects: Vec<start::Project>,
    pub firm_states: Vec<start::FirmState>,
    pub car_makers: Vec<start::CarMaker>,
    pub car_markets: Vec<start::CarMarket>,
    pub good_states: Vec<start::GoodState>,
    pub measures: Vec<start::Measure>,
    pub governments: Vec<start::Government>,
    pub rules: rules::Rules,
    pub scenario: scenario::Scenario,
    pub drivers: Drivers,
    pub ids: Ids,
}
pub struct Drivers;
impl Drivers { pub fn at(&self, _s: &str, _r: Option<RegionId>, _m: crate::units::Month) -> Option<f64> { None } }
pub trait Named: Sized { fn kind() -> ItemKind; fn from_index(i: usize) -> Self; }
impl Catalog { pub fn find<T: Named>(&self, word: &str) -> Option<T> { self.ids.find(T::kind(), word).map(T::from_index) }
 pub fn word(&self, kind: ItemKind, index: usize) -> &str { self.ids.of(kind)[index].word() } }
impl Named for GoodId { fn kind() -> ItemKind { ItemKind::Good } fn from_index(i: usize) -> Self { GoodId(i as u16) } }
