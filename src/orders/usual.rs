//! What a setting of a policy is for a government that leaves it out.

use super::Settings;
use crate::content::Catalog;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::{Setting, SettingRule};
use crate::content::ids::RegionId;

/// A setting that is left out: the policy's default, but where that is the side itself, its rival. A policy is written for either
/// side, and no side means its own goods and firms by it.
#[must_use]
pub fn usual(catalog: &Catalog, by: RegionId, rule: &SettingRule) -> Setting {
    let scenario = &catalog.scenario;
    match &rule.default {
        Setting::Region(region) if *region == by && scenario.is_side(by) => Setting::Region(scenario.rival(by)),
        default => default.clone(),
    }
}

/// Settings that are chosen, and of those left out the ones for which the policy's default would not do.
#[must_use]
pub fn aimed(catalog: &Catalog, by: RegionId, policy: &Policy, mut settings: Settings) -> Settings {
    for (name, rule) in &policy.settings {
        let usual = usual(catalog, by, rule);
        if usual != rule.default {
            settings.entry(name.clone()).or_insert(usual);
        }
    }
    settings
}
