//! Firms: who they are, who backs them, who is tied to whom.

use crate::content::ids::{FirmId, RegionId, TechnologyId};
use crate::{choice, shape};

choice! {
    /// What a firm mostly does; decides hurdle rates and what it considers building.
    pub enum Business {
        /// Digs.
        Mining => "mining",
        /// Refines.
        Refining => "refining",
        /// Makes cathode, anode and other materials.
        Materials => "materials",
        /// Makes cells.
        Cells => "cells",
        /// Makes cars.
        Cars => "cars",
        /// Recycles.
        Recycling => "recycling",
    }
}

shape! {
    /// A shareholder: a firm, a government, or both left out for the public.
    pub struct Holder {
        /// The firm that holds.
        pub firm: Option<FirmId> = None,
        /// The government that holds.
        pub government: Option<RegionId> = None,
        /// Share held.
        pub share: f64 where 0 to 1,
    }
}

shape! {
    /// A tie through which know-how passes.
    pub struct Tie {
        /// The other firm.
        pub with: FirmId,
        /// What is shared.
        pub technology: TechnologyId,
        /// Share of the venture held by this firm; for licences the licensor is `with`.
        pub share: f64 where 0 to 1 = 0.5,
    }
}

shape! {
    /// A company.
    pub struct Firm {
        /// Name shown to players.
        pub name: String,
        /// Home region: where it is led and whose government backs it.
        pub home: RegionId,
        /// What it mostly does.
        pub business: Business,
        /// Shareholders that matter; the rest is the public.
        pub owners: Vec<Holder> = Vec::new(),
        /// State backing, 0 (none) to 1 (state-owned).
        pub state_backing: f64 where 0 to 1,
        /// Real hurdle rate for ordinary projects at home, per year.
        pub hurdle_share: f64 where 0.01 to 0.4,
        /// Joint ventures.
        pub ventures: Vec<Tie> = Vec::new(),
        /// Licences taken.
        pub licences: Vec<Tie> = Vec::new(),
        /// Many small firms summed up.
        pub aggregate: bool = false,
        /// What is remarkable about it.
        pub note: String = String::new(),
    }
}
