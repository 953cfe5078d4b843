//! The one list of everything that is the state of a world. Copies, saves and checksums are made from it; a state type that
//! is missing here fails the test at the bottom of `simulation.rs`.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::buyers::components::Cars;
use super::calendar::components::Calendar;
use super::compact::Compact;
use super::dice::Dice;
use super::diplomacy::components::Diplomacy;
use super::diplomacy::deals::Deals;
use super::events::components::Events;
use super::investment::components::{Capacity, Pipeline};
use super::ledger::components::{Finance, Ledger, UnitCost};
use super::plans::components::Plan;
use super::policy::components::Measures;
use super::politics::components::Politics;
use super::production::components::{Facility, Run, Stocks};
use super::scoreboard::ends::Ends;
use super::scoreboard::scores::Scores;
use super::setup::StartFacts;
use super::society::components::{Batteries, Dependence, Land, Treasury};
use super::technology::components::{KnowHow, Technologies, Ties};
use super::trade::components::Markets;

macro_rules! state {
    ($( $kind:ident: { $( $name:ident: $type:ty ),* $(,)? } ),* ; resources: { $( $resource:ident: $rtype:ty ),* $(,)? }) => {
        $(
            /// The components of one kind of agent, each a column in the order of the agents' numbers.
            #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
            #[allow(missing_docs, reason = "the columns are named after their components")]
            pub struct $kind { $( pub $name: Vec<$type> ),* }

            impl $kind {
                fn capture(world: &World) -> Self {
                    let mut columns = Self::default();
                    if let Some(mut query) = world.try_query::<($(&$type,)*)>() {
                        let count = query.iter(world).len();
                        $( columns.$name.reserve_exact(count); )*
                        for ($($name,)*) in query.iter(world) {
                            $( columns.$name.push($name.clone()); )*
                        }
                    }
                    columns
                }

                fn restore(self, world: &mut World) {
                    let count = self.agents().unwrap_or(0);
                    $( let mut $name = self.$name.into_iter(); )*
                    world.spawn_batch((0..count).map_while(|_| Some(($( $name.next()?, )*))));
                }

                /// Number of agents, if all columns agree.
                #[must_use]
                pub fn agents(&self) -> Option<usize> {
                    let lengths = [$(self.$name.len()),*];
                    lengths.iter().all(|l| *l == lengths[0]).then_some(lengths[0])
                }
            }
        )*

        /// A whole world as plain values, written as one piece of bytes.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(remote = "Self")]
        #[allow(missing_docs, reason = "the fields are named after their types")]
        pub struct Snapshot {
            pub lines: LineColumns,
            pub firms: FirmColumns,
            pub lands: LandColumns,
            $( pub $resource: $rtype, )*
        }

        impl Serialize for Snapshot {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, Compact(serializer))
            }
        }

        impl<'de> Deserialize<'de> for Snapshot {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(deserializer)
            }
        }

        impl Snapshot {
            /// Reads a world. The world must hold a complete state.
            #[must_use]
            pub fn capture(world: &World) -> Self {
                Self {
                    lines: LineColumns::capture(world),
                    firms: FirmColumns::capture(world),
                    lands: LandColumns::capture(world),
                    $( $resource: world.resource::<$rtype>().clone(), )*
                }
            }

            /// Fills an empty world.
            pub fn restore(self, world: &mut World) {
                self.lines.restore(world);
                self.firms.restore(world);
                self.lands.restore(world);
                $( world.insert_resource(self.$resource); )*
            }

            /// A number that two states share only if they are the same to the last bit.
            #[must_use]
            pub fn checksum(&self) -> u64 {
                let bytes = rmp_serde::to_vec(self).unwrap_or_default();
                xxhash_rust::xxh3::xxh3_64(&bytes)
            }
        }
    };
}

state! {
    LineColumns: { facility: Facility, stocks: Stocks, run: Run, plan: Plan, cost: UnitCost, capacity: Capacity },
    FirmColumns: { finance: Finance, know_how: KnowHow },
    LandColumns: { land: Land, treasury: Treasury };
    resources: {
        calendar: Calendar,
        dice: Dice,
        markets: Markets,
        cars: Cars,
        ledger: Ledger,
        pipeline: Pipeline,
        measures: Measures,
        politics: Politics,
        diplomacy: Diplomacy,
        events: Events,
        deals: Deals,
        technologies: Technologies,
        ties: Ties,
        batteries: Batteries,
        dependence: Dependence,
        scores: Scores,
        ends: Ends,
        start: StartFacts,
    }
}
