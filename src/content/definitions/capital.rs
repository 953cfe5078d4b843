//! The numbers behind building, credit and rescue (part of [`super::rules::Rules`]).

use crate::shape;

shape! {
    /// Investment (docs/month.md 12).
    pub struct Investment {
        /// Weight of rivals' pipelines (θ).
        pub rival_weight: f64 where 0 to 2,
        /// Brake of the whole pipeline against need (g_w).
        pub pipeline_brake: f64 where 0 to 3,
        /// NPV/capex at which starts are near full speed.
        pub npv_scale: f64 where 0.05 to 5,
        /// Expected utilisation of its own plants under which a firm builds no more of them.
        pub idle_load: f64 where 0 to 0.9,
        /// The same above which they hold it back no longer.
        pub busy_load: f64 where 0.1 to 1,
        /// Share of the world's orders that is filled, under which others of the stage think of making a good.
        pub opening_fill: f64 where 0 to 1,
        /// Years that ore must last at full capacity for a mine to be extended.
        pub least_mine_years: f64 where 1 to 60,
        /// Share of a deposit that its owner opens first.
        pub first_mine_share: f64 where 0 to 1 = 0.15,
        /// Months after which permits that nobody used lapse.
        pub permit_lapse_months: f64 where 1 to 240,
        /// Loss of value per share that a partner must hold.
        pub venture_loss: f64 where 0 to 1,
        /// Cost of capital added per point of unsafety, share per year.
        pub unsafety_hurdle: f64 where 0 to 0.5,
        /// Added hurdle abroad, share per year.
        pub abroad_hurdle: f64 where 0 to 0.2,
        /// Margin below which a plant loses heart.
        pub low_margin: f64 where 0.3 to 1.2,
        /// Margin down to which a plant goes on serving the orders that it has, and idles only what is beyond them.
        pub bearable_margin: f64 where 0.3 to 1.2,
        /// Margin above which it takes heart.
        pub high_margin: f64 where 0.8 to 2,
        /// Months of low margin before mothballing.
        pub mothball_months: u32 where 1 to 60,
        /// The same, state-backed.
        pub mothball_months_backed: u32 where 1 to 120,
        /// Share mothballed a month.
        pub mothball_step: f64 where 0.01 to 1,
        /// Fixed cost that stays when mothballed.
        pub mothball_cost_share: f64 where 0 to 1,
        /// Cost of restart, share of capital cost.
        pub restart_cost_share: f64 where 0 to 1,
        /// Months of restart.
        pub restart_months: f64 where 1 to 60,
        /// Months mothballed before it is closed for good.
        pub close_months: u32 where 6 to 240,
        /// Expected NPV over capital cost below which an announced project is dropped.
        pub drop_npv: f64 where -2 to 0,
        /// Most candidates that a firm weighs a quarter.
        pub candidates: u32 where 1 to 50,
        /// Part of what is only announced that others reckon with.
        pub announced_weight: f64 where 0 to 1 = 0.5,
        /// Part of what waits for permits that others reckon with.
        pub permitting_weight: f64 where 0 to 1 = 1.0,
        /// Share of nameplate that a new line can run in its first month.
        pub first_ramp_share: f64 where 0.001 to 1 = 0.05,
        /// Least months of permits, whatever is done for haste.
        pub least_permit_months: f64 where 0 to 24 = 1.0,
        /// Least months of building.
        pub least_build_months: f64 where 0 to 24 = 3.0,
        /// Part of what its owner pays for a plant that is borrowed, as long as the bank goes along.
        pub borrowed_share: f64 where 0 to 1 = 0.66,
        /// Largest share of what a project still costs that a state pays.
        pub largest_grant_share: f64 where 0 to 1 = 0.5,
        /// Cost of saving a month of permits, share of capital cost.
        pub haste_cost_share: f64 where 0 to 0.1 = 0.004,
        /// What owners get for a site beyond what it is worth to them, share.
        pub purchase_premium: f64 where 0 to 5 = 0.3,
        /// State backing from which a host looks at a buyer as at its government, and an owner does not sell abroad.
        pub purchase_state: f64 where 0 to 1 = 0.5,
        /// Relations with the host from which its review lets such a buyer in.
        pub purchase_review: f64 where -100 to 100 = 0.0,
        /// Part of its cash that a firm puts into a purchase.
        pub purchase_cash: f64 where 0 to 1 = 0.5,
        /// Years for which a part of the output is signed away for finance from abroad.
        pub offtake_years: u32 where 1 to 40 = 10,
        /// Hurdle taken off of plants all of whose output governments have agreed to take.
        pub offtake_hurdle: f64 where 0 to 0.1 = 0.03,
    }
}

shape! {
    /// Finance (docs/month.md 9).
    pub struct Finance {
        /// Real safe rate by region, per year.
        pub safe_rate: super::ByRegion where -0.05 to 0.2,
        /// Spread of ordinary borrowers.
        pub spread: f64 where 0 to 0.2,
        /// Further spread per turn of debt above the threshold.
        pub leverage_spread: f64 where 0 to 0.2,
        /// Debt over yearly earnings above which spreads grow.
        pub leverage_threshold: f64 where 0 to 10,
        /// Spread taken off by full state backing.
        pub backing_spread: f64 where 0 to 0.2,
        /// Debt limit in yearly earnings.
        pub limit_earnings: f64 where 0 to 20,
        /// Debt limit in net plant.
        pub limit_plant_share: f64 where 0 to 1,
        /// Share of profit paid out.
        pub dividend_share: f64 where 0 to 1,
        /// Months of cost that firms keep in cash.
        pub cash_months: f64 where 0 to 24,
        /// Months over which debt is repaid.
        pub repay_months: f64 where 12 to 360,
        /// Months of failure before assets are sold.
        pub receiver_months: u32 where 1 to 36,
        /// Share of net plant paid at auction at most.
        pub auction_share: f64 where 0 to 1,
        /// Score above which a state rescues.
        pub rescue_score: f64 where 0 to 1,
        /// Share of assets to which a rescue brings equity.
        pub rescue_share: f64 where 0 to 1,
        /// Most rescues of a firm within [`Self::rescue_years`]; the next failure is its end.
        pub rescue_most: u32 where 0 to 100,
        /// Years for which a rescue counts.
        pub rescue_years: u32 where 1 to 50,
        /// Share of a government's revenue that rescues may take a year.
        pub rescue_budget_share: f64 where 0 to 1,
        /// What a government pays above its borrowing rate for each year of budget that it owes, per year.
        pub public_premium: f64 where 0 to 1 = 0.0,
        /// The most that it pays above that rate, per year.
        pub public_premium_most: f64 where 0 to 1 = 0.06,
        /// Months over which a book of plant is written down on average.
        pub depreciation_months: u32 where 12 to 600 = 168,
        /// Part of the cost of standing plants that is not yet written off on average.
        pub book_share: f64 where 0 to 1 = 0.5,
        /// Months of negative equity after which a firm counts as broke though it still pays.
        pub insolvent_months: u32 where 1 to 120 = 12,
        /// Share of a firm that firms must hold together to stand for it as its parents.
        pub parents_share: f64 where 0 to 1 = 0.5,
        /// Part of the hole that those add who refinance a sound firm.
        pub rescue_margin: f64 where 0 to 2 = 0.25,
        /// Score of a rescue under full state backing.
        pub rescue_backed: f64 where 0 to 2 = 1.3,
        /// The same without any backing.
        pub rescue_unbacked: f64 where 0 to 2 = 0.1,
        /// Part of capital cost that banks of provinces lend.
        pub provinces_lend_share: f64 where 0 to 1 = 0.6,
        /// Earnings of automakers at the start, share of revenue.
        pub start_car_margin: f64 where 0 to 0.5 = 0.085,
        /// Worth at the start of business outside the chain whose balance is not told, years of its earnings.
        pub start_outside_years: f64 where 0 to 30 = 6.0,
        /// Part of revenue outside the chain that stays as earnings where the level does not tell.
        pub start_outside_margin: f64 where 0 to 1 = 0.1,
        /// The most of it that debts may show.
        pub start_outside_margin_most: f64 where 0 to 1 = 0.4,
        /// Debt at the start of firms without data, years of earnings.
        pub start_debt_years: f64 where 0 to 20 = 2.0,
        /// Most that a firm with good plans takes for new shares in a year, share of its revenue.
        pub issue_share: f64 where 0 to 2 = 0.0,
        /// Expected NPV over capital cost of a plan that owners like.
        pub issue_npv: f64 where 0 to 5 = 0.2,
        /// Growth of orders for cars with a plug that owners of makers like, against the mean of the year before.
        pub issue_growth: f64 where 0 to 5 = 0.1,
    }
}
