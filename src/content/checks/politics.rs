//! Blocs and polities: weights that add up, moods that agree with approval, chambers that can pass something.

use super::super::definitions::politics::{Bloc, Form, Polity};
use super::super::ids::{BlocId, GovernmentId, PolityId, RegionId};
use super::{Check, ROUNDING, rounded};

/// Points by which the mean mood of a government's blocs may miss its approval at the start.
const NEAR: f64 = 1.5;

pub(super) fn check(check: &mut Check<'_>) {
    check.once::<PolityId, _>("region", "one region", |polity| polity.region);
    for (id, polity) in check.items::<PolityId>() {
        let blocs: Vec<(BlocId, &Bloc)> = check.items::<BlocId>().filter(|(_, bloc)| bloc.region == polity.region).collect();
        blocs_of(check, id, polity.region, &blocs);
        if let Form::Congress(congress) = &polity.form {
            for chamber in &congress.chambers {
                let seats: f64 = chamber.caucuses.iter().map(|caucus| caucus.seats).sum();
                if seats < chamber.needed {
                    let message = format!("the chamber “{}” has {seats} seats, but a law needs {} votes", chamber.name, chamber.needed);
                    check.error("E0626", id, &["form", "chambers"], message, "lower `needed`, or add seats");
                }
            }
            caucuses(check, id, polity);
        }
    }
}

fn blocs_of(check: &mut Check<'_>, id: PolityId, region: RegionId, blocs: &[(BlocId, &Bloc)]) {
    let word = check.word(region);
    if blocs.is_empty() {
        let message = format!("no bloc belongs to `{word}`, so nobody there has a mood");
        check.error("E0626", id, &["region"], message, "define blocs for it, or leave the polity out");
        return;
    }
    let sum: f64 = blocs.iter().map(|(_, bloc)| bloc.weight).sum();
    if (sum - 1.0).abs() > ROUNDING {
        let message = format!("the weights of the blocs of `{word}` add up to {}", rounded(sum));
        check.error("E0611", blocs[0].0, &["weight"], message, "they must add up to 1");
    }
    let mean: f64 = blocs.iter().map(|(_, bloc)| bloc.weight * bloc.mood).sum();
    let government = check.items::<GovernmentId>().find(|(_, government)| government.region == region);
    if let Some((of, government)) = government.filter(|(_, government)| (government.approval - mean).abs() > NEAR) {
        let message = format!("approval of `{word}` is {}, but the moods of its blocs have a mean of {mean:.1}", government.approval);
        check.warn("W0627", of, &["approval"], message, "change `approval`, or the moods");
    }
}

fn caucuses(check: &mut Check<'_>, id: PolityId, polity: &Polity) {
    let Form::Congress(congress) = &polity.form else { return };
    let parties = congress.parties.len();
    for caucus in congress.chambers.iter().flat_map(|chamber| &chamber.caucuses) {
        if caucus.party as usize >= parties {
            let message = format!("“{}” is of party {}, but there are {parties}, counted from 0", caucus.name, caucus.party);
            check.error("E0626", id, &["form", "chambers"], message, "");
        }
        let foreign = caucus.blocs.keys().find(|bloc| check.get(**bloc).is_some_and(|bloc| bloc.region != polity.region));
        if let Some(bloc) = foreign {
            let message = format!("“{}” listens to `{}`, which belongs to another government", caucus.name, check.word(*bloc));
            check.error("E0626", id, &["form", "chambers"], message, "");
        }
    }
}
