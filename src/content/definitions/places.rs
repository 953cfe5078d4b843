//! Regions and the sites in them: what does not change with the date.

use crate::content::ids::{FirmId, ProcessId, RegionId};
use crate::{choice, shape};

choice! {
    /// The blocs by which an automaker's reach is judged.
    pub enum Bloc {
        /// United States, Canada, Mexico.
        NorthAmerica => "North America",
        /// China.
        China => "China",
        /// Europe.
        Europe => "Europe",
        /// Japan and Korea.
        JapanKorea => "Japan and Korea",
        /// India and South-East Asia.
        IndiaAsean => "India and ASEAN",
        /// Latin America.
        LatinAmerica => "Latin America",
        /// Everybody else.
        Other => "other",
    }
}

choice! {
    /// The zones between which freight routes run.
    pub enum Zone {
        /// United States, Canada, Mexico.
        NorthAmerica => "North America",
        /// China, Korea, Japan.
        EastAsia => "East Asia",
        /// Indonesia, Philippines.
        SoutheastAsia => "South-East Asia",
        /// India.
        SouthAsia => "South Asia",
        /// Australia.
        Australia => "Australia",
        /// Europe and Morocco.
        Europe => "Europe and the Mediterranean",
        /// DR Congo, Zimbabwe.
        Africa => "Africa",
        /// Chile, Argentina, Brazil.
        SouthAmerica => "South America",
        /// Rest of the world, taken as a mean route to everywhere.
        Rest => "rest of the world",
    }
}

shape! {
    /// A part of the world with its own government, prices and buyers.
    pub struct Region {
        /// Name shown to players.
        pub name: String,
        /// Name inside a sentence, with its article, such as `the United States`; the name itself if left out.
        pub in_text: String = String::new(),
        /// Short name for tables, at most 12 letters.
        pub short: String,
        /// Bloc for automakers' reach.
        pub bloc: Bloc,
        /// Zone for freight.
        pub zone: Zone,
        /// Whether firms may be told what to do by decree at little cost (SOEs, party), 0 to 1.
        pub command_economy: f64 where 0 to 1 = 0.0,
    }
}

shape! {
    /// A firm's part in a site.
    pub struct Part {
        /// The firm; several parts add up to 1, the largest operates.
        pub firm: FirmId,
        /// Share of ownership.
        pub share: f64 where 0 to 1,
    }
}

shape! {
    /// A named place where something is made. Capacity and lines are the level's.
    pub struct Site {
        /// Name shown to players.
        pub name: String,
        /// Where it is.
        pub region: RegionId,
        /// Who owns it; the first named runs it.
        pub owners: Vec<Part>,
        /// Processes that can run here.
        pub processes: Vec<ProcessId>,
        /// Cash cost against the process's ordinary cost (ore grade, age, place).
        pub cost_factor: f64 where 0.2 to 5 = 1.0,
        /// Kilotonnes of the process's main good left in the ground, for mines; none means enough for the campaign.
        pub reserve_units: Option<f64> where 0 to 1000000 = None,
        /// Most that licence, water or ore let a mine make here, units a year; none means no limit but its reserve.
        pub ceiling_units: Option<f64> where 0 to 1000000 = None,
        /// Units a year that it sells to anybody, where what it makes beyond is for its owners' own plants (a captive mine); none means
        /// that all is for sale.
        pub merchant_units: Option<f64> where 0 to 1000000 = None,
        /// An aggregate that fills the gap between named sites and a region's total.
        pub aggregate: bool = false,
        /// What is remarkable about it.
        pub note: String = String::new(),
    }
}

impl Site {
    /// Most that the deposit carries, units a year: its ceiling, and no more than empties its reserve in `years`. Infinite where
    /// neither is known.
    #[must_use]
    pub fn most_units(&self, years: f64) -> f64 {
        let reserve = self.reserve_units.map_or(f64::INFINITY, |kt| kt / years);
        self.ceiling_units.unwrap_or(f64::INFINITY).min(reserve)
    }

    /// The firm that runs the site: the first named of its owners.
    #[must_use]
    pub fn operator(&self) -> Option<FirmId> {
        self.owners.first().map(|part| part.firm)
    }
}

shape! {
    /// Freight routes between zones; part of the rules.
    pub struct Route {
        /// One end.
        pub from: Zone,
        /// The other end.
        pub to: Zone,
        /// Route class, a key of every freight class.
        pub class: String,
        /// Months door to door.
        pub months: u32 where 0 to 2,
    }
}
