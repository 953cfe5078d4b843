//! What governments want of each other: aims, articles of deals, and the cards of third countries. What an article does stands
//! in its policy, as for any measure; how deals are weighed is in `sim::diplomacy`.

use super::settings::{Setting, What};
use crate::content::ids::{ArticleId, GoodId, PolicyId, RegionId};
use crate::content::shape::Table;
use crate::units::Month;
use crate::{choice, shape, variants};

choice! {
    /// What a government may want. A deal is worth to it what it weighs each of these.
    pub enum Interest {
        /// Export earnings and money for the treasury.
        Revenue => "revenue",
        /// Making more of its ore at home.
        Processing => "local processing",
        /// Buyers abroad for what it makes.
        Market => "market access",
        /// Plants and capital from abroad.
        Investment => "investment",
        /// Inputs that come whatever happens.
        Supply => "secure supply",
        /// Protection, and standing with its protector.
        Security => "security",
        /// Not to hang on one large buyer or supplier.
        Independence => "independence",
        /// Work in plants that stand today.
        Jobs => "jobs",
    }
}

shape! {
    /// What a government wants of others, and what it will never sign.
    pub struct Aims {
        /// Whose.
        pub region: RegionId,
        /// What it is after, one or two sentences.
        pub about: String,
        /// How much each interest weighs; 1 is usual, and one left out weighs half.
        pub interests: Table<Interest, f64> where 0 to 3,
        /// What it never signs.
        pub red_lines: Vec<RedLine> = Vec::new(),
    }
}

/// Weight of an interest about which a government says nothing.
pub const USUAL_WEIGHT: f64 = 0.5;

variants! {
    /// What a government never signs.
    pub enum RedLine {
        /// It never gives an article.
        NeverGives(NeverGives),
        /// It never signs with a government.
        NeverWith(NeverWith),
        /// A measure of its own stays: no article may take it back.
        Keeps(Keeps),
    }
}

shape! {
    /// An article that is never given.
    pub struct NeverGives {
        /// The article.
        pub article: ArticleId,
        /// To whom it is not given; nothing means nobody.
        pub to: Option<RegionId> = None,
        /// Why, after "because".
        pub why: String,
    }
}

shape! {
    /// A government with which nothing is signed.
    pub struct NeverWith {
        /// The government.
        pub region: RegionId,
        /// Why, after "because".
        pub why: String,
    }
}

shape! {
    /// A measure that stays.
    pub struct Keeps {
        /// The policy.
        pub policy: PolicyId,
        /// The good that it is about; nothing means any.
        pub good: Option<GoodId> = None,
        /// Why, after "because".
        pub why: String,
    }
}

choice! {
    /// Who may give an article.
    pub enum Giving {
        /// Either party to the other.
        Either => "either party",
        /// Always both to each other.
        Both => "both parties",
    }
}

shape! {
    /// Something that one government gives another while a deal stands.
    pub struct Article {
        /// Name shown to players.
        pub name: String,
        /// Two sentences: what is given, and what it is good for.
        pub about: String,
        /// Who gives it.
        pub gives: Giving,
        /// The measure that the giver takes towards its partner. It can be taken in a deal alone.
        pub policy: PolicyId,
        /// Governments that can give it; empty means every one.
        pub who: Vec<RegionId> = Vec::new(),
        /// Least months of a deal with it.
        pub least_months: u32 where 1 to 480 = 12,
        /// What it is worth, line by line.
        pub worth: Vec<Worth>,
    }
}

choice! {
    /// To whom something is worth something.
    pub enum Party {
        /// Who gives the article.
        Giver => "the giver",
        /// Who receives it.
        Receiver => "the receiver",
        /// The one as the other.
        Each => "each",
    }
}

shape! {
    /// A line of what an article is worth (docs/month.md 14).
    pub struct Worth {
        /// To whom.
        pub to: Party,
        /// Which interest it serves (or hurts, if points are negative).
        pub interest: Interest,
        /// Points at a full stake, a full setting and a weight of 1.
        pub points: f64 where -100 to 100,
        /// What is at stake; 0 to 1 in the end.
        pub stake: Stake,
        /// The setting that says how far it goes, counted from its least to its most; nothing means in full.
        pub by: Option<String> = None,
    }
}

variants! {
    /// What is at stake for a party, measured in the world and set against the size of its own chain.
    pub enum Stake {
        /// Always in full.
        Always(Whole),
        /// What the giver sells to the receiver a year.
        GiverSells(Flow),
        /// What the receiver sells to the giver a year.
        ReceiverSells(Flow),
        /// What duties of the giver keep the receiver from selling there.
        Opening(Flow),
        /// What licences of the giver hold back of what the receiver needs.
        HeldBack(Flow),
        /// What the giver makes a year.
        GiverMakes(Flow),
        /// What the receiver makes a year.
        ReceiverMakes(Flow),
        /// What the receiver uses a year, from wherever it comes.
        ReceiverUses(Flow),
        /// Money that the article pays a year.
        Pays(Pays),
        /// How far the giver is ahead in a technology.
        Lead(Whole),
        /// Hostile measures of the giver that stand against the receiver.
        Quarrel(Whole),
        /// How the receiver stands with the rival of the giver: the worse, the more.
        Threat(Whole),
    }
}

shape! {
    /// All of it, or a part.
    pub struct Whole {
        /// Part that counts.
        pub part: f64 where 0 to 1 = 1.0,
    }
}

shape! {
    /// Goods that flow.
    pub struct Flow {
        /// Which.
        pub on: What,
    }
}

shape! {
    /// Money a year.
    pub struct Pays {
        /// The setting that says how much, million US$ a year.
        pub setting: String,
    }
}

choice! {
    /// A measured figure, 0 to 1, that makes a card worth playing.
    pub enum Sign {
        /// Always in full.
        Always => "always",
        /// The country's share of what the world makes of the good.
        Power => "its share of the world’s output",
        /// The part of its output that leaves it unworked.
        Raw => "the part that leaves unworked",
        /// How far the price stands above what the marginal plant costs.
        Rent => "the price above cost",
        /// How far the price has fallen below that of the start.
        Slump => "the fall of the price",
        /// The share of home sales that comes from the other country.
        Surge => "the other’s share of home sales",
        /// The part of what plants for the good cost in the other country that its government gives.
        Subsidy => "what the other gives its plants",
        /// How much better relations with the other are than with its rival.
        Favour => "relations with the other, above those with its rival",
        /// How bad relations with the other are.
        Distrust => "bad relations with the other",
    }
}

shape! {
    /// A measure that a third country takes by itself when it pays.
    pub struct Card {
        /// Name shown to players.
        pub name: String,
        /// What it is after, one sentence.
        pub about: String,
        /// Who holds it.
        pub who: Vec<RegionId>,
        /// The measure.
        pub policy: PolicyId,
        /// How it is set.
        pub settings: Table<String, Setting>,
        /// The good that it is about.
        pub good: GoodId,
        /// The country that it is aimed at; nothing means everybody.
        pub against: Option<RegionId> = None,
        /// Earliest month.
        pub not_before: Option<Month> = None,
        /// What makes it worth playing.
        pub gains: Vec<Gain>,
        /// Points that it costs by itself.
        pub cost: f64 where 0 to 100 = 3.0,
    }
}

shape! {
    /// A line of what a card gains.
    pub struct Gain {
        /// Which interest it serves.
        pub interest: Interest,
        /// Points at a full sign and a weight of 1; negative is a loss.
        pub points: f64 where -100 to 100,
        /// The figures that are multiplied, each 0 to 1.
        pub signs: Vec<Sign>,
    }
}

shape! {
    /// The numbers of deals (docs/month.md 14).
    pub struct Deals {
        /// Part of a country's chain (its yearly output and imports) at which a stake counts half.
        pub half_stake_share: f64 where 0.001 to 10 = 0.05,
        /// Smallest amount at which a stake counts half, million US$ a year.
        pub least_stake_musd: f64 where 0.1 to 100000 = 60.0,
        /// Part of what could be sold that duties are thought to keep out.
        pub reach_share: f64 where 0 to 1 = 0.2,
        /// Months of a deal at which what it brings counts half.
        pub half_months: f64 where 1 to 240 = 18.0,
        /// Points for perfect relations with the proposer, and against for the worst.
        pub standing_points: f64 where 0 to 100 = 6.0,
        /// Points that talks under way add.
        pub talks_points: f64 where 0 to 100 = 1.5,
        /// Points by which anybody would rather sign nothing.
        pub inertia_points: f64 where 0 to 100 = 2.0,
        /// Points lost for what the proposer's rival would think, if it bought all that the country sells and stood well with it.
        pub displeasure_points: f64 where 0 to 100 = 6.0,
        /// Part that counts of what is promised by somebody whom nobody believes.
        pub least_credence: f64 where 0 to 1 = 0.3,
        /// Credibility of governments without a polity at the start, 0 to 100.
        pub start_credibility: f64 where 0 to 100 = 65.0,
        /// Months that an offer to the rival waits.
        pub offer_months: u32 where 1 to 36 = 3,
        /// Months that talks last.
        pub talks_months: u32 where 1 to 36 = 6,
        /// Months between two summits, mediations or talks with the same partner.
        pub summit_months: u32 where 1 to 60 = 12,
        /// Tension that a summit takes away.
        pub summit_tension: f64 where 0 to 100 = 8.0,
        /// Points of relations that a summit brings.
        pub summit_points: f64 where 0 to 100 = 6.0,
        /// Points of relations that mediation brings between two others.
        pub mediation_points: f64 where 0 to 100 = 4.0,
        /// Relations that a quarter of a kept deal adds.
        pub kept_points: f64 where 0 to 10 = 0.4,
        /// Most points above history to which kept deals lift relations.
        pub kept_most: f64 where 0 to 100 = 15.0,
        /// Credibility that a quarter of a kept deal adds with the partner.
        pub kept_credibility: f64 where 0 to 10 = 0.5,
        /// Chance a year that a breach is found.
        pub found_share: f64 where 0 to 1 = 0.7,
        /// Credibility lost with the partner by breaking a deal.
        pub broken_partner: f64 where 0 to 100 = 25.0,
        /// Credibility lost with everybody else.
        pub broken_all: f64 where 0 to 100 = 10.0,
        /// Relations lost with the partner.
        pub broken_relations: f64 where 0 to 100 = 12.0,
        /// Relations lost by a demand that is not met, on both sides.
        pub demand_points: f64 where 0 to 100 = 6.0,
        /// Credibility lost by a demand that is not met and has no consequence.
        pub bluff_credibility: f64 where 0 to 100 = 5.0,
        /// Attention of a quarter that a proposal takes.
        pub deal_attention: f64 where 0 to 5 = 1.0,
        /// The same of a summit.
        pub summit_attention: f64 where 0 to 5 = 3.0,
        /// Points above nothing from which a third country plays a card.
        pub card_enact: f64 where 0 to 100 = 1.5,
        /// Points below nothing from which it takes it back, after twice the months between two cards; its cost is spent then, and half of
        /// what it feared has come.
        pub card_end: f64 where 0 to 100 = 1.5,
        /// Months between two cards of a country.
        pub card_months: u32 where 3 to 120 = 12,
        /// Points of relations that a third country takes off of whoever made it give way.
        pub yielded_points: f64 where 0 to 100 = 3.0,
        /// Months for which it does not try again what it gave up.
        pub yielded_months: u32 where 0 to 240 = 36,
        /// Points lost for what those at whom a card is aimed may do, if they bought all that the country sells and stood well with it.
        pub fear_points: f64 where 0 to 100 = 5.0,
    }
}

impl Deals {
    /// The numbers of a pack that says nothing about deals.
    #[must_use]
    pub fn usual() -> Self {
        Self {
            half_stake_share: 0.05,
            least_stake_musd: 60.0,
            reach_share: 0.2,
            half_months: 18.0,
            standing_points: 6.0,
            talks_points: 1.5,
            inertia_points: 2.0,
            displeasure_points: 6.0,
            least_credence: 0.3,
            start_credibility: 65.0,
            offer_months: 3,
            talks_months: 6,
            summit_months: 12,
            summit_tension: 8.0,
            summit_points: 6.0,
            mediation_points: 4.0,
            kept_points: 0.4,
            kept_most: 15.0,
            kept_credibility: 0.5,
            found_share: 0.7,
            broken_partner: 25.0,
            broken_all: 10.0,
            broken_relations: 12.0,
            demand_points: 6.0,
            bluff_credibility: 5.0,
            deal_attention: 1.0,
            summit_attention: 3.0,
            card_enact: 1.5,
            card_end: 1.5,
            card_months: 12,
            yielded_points: 3.0,
            yielded_months: 36,
            fear_points: 5.0,
        }
    }
}
