//! What columns of tables mean whose names do not say it all; told when the pointer rests on a head.

/// A column by its name in the reports, and what it is.
const ABOUT: &[(&str, &str)] = &[
    ("stock", "How long what lies in stock lasts at what is used a month."),
    ("orders filled", "How much of what was ordered in the month could be delivered."),
    ("change in 12 months", "Change of the price within a year."),
    ("utilisation", "What is made against what the plant could make."),
    ("unit cost", "All costs of a unit, capital included."),
    ("price", "What a unit sells for in the month."),
    ("held back by", "What kept the plant from making more in the last month."),
    ("of it for plug cars", "How much of the capacity builds cars with a plug."),
    ("readiness", "From 1, an idea, to 9, made in great numbers. Research moves it."),
    ("ready at", "The readiness from which firms build plants with it."),
    ("research stock", "Research of firms and states so far, less what has aged."),
    ("firms", "How many firms know how."),
    ("mean conversion cost", "What making costs on average, inputs aside, against the start of the level. Experience lowers it."),
    ("lowest", "The same of the firm that is best at it."),
    ("leader", "The firm that makes it at the lowest cost."),
    ("share of first", "How much of what is used comes through the country that most of it comes through, over all stages."),
    ("believes you", "How far it counts on what you promise: words that are kept raise it, broken ones lower it."),
    ("chain output", "Worth of what it makes along the chain."),
    ("makes most of", "The good of which it makes the largest part of the world’s output."),
];

/// What a column is, if its name does not say it all.
#[must_use]
pub fn about(column: &str) -> Option<&'static str> {
    ABOUT.iter().find(|(name, _)| *name == column).map(|(_, about)| *about)
}
