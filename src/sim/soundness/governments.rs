//! Whether politics, diplomacy and events of a snapshot can be those of a level.

use super::Check;
use crate::content::Catalog;
use crate::sim::politics::components::ISSUES;
use crate::sim::scoreboard::scores::Scores;
use crate::sim::state::Snapshot;

pub(super) fn politics(check: &mut Check, s: &Snapshot, fresh: &Snapshot, catalog: &Catalog) {
    check.long("the list of governments with politics", s.politics.sides.len(), fresh.politics.sides.len());
    for (have, want) in s.politics.sides.iter().zip(&fresh.politics.sides) {
        check.that(have.region == want.region, || "a government's politics stand in another's place".to_owned());
        check.long("moods", have.moods.len(), want.moods.len());
        check.long("credibility", have.credibility.len(), want.credibility.len());
        check.long("seats", have.seats.len(), want.seats.len());
        let remembered = have.past.len();
        check.that(remembered.is_multiple_of(ISSUES) && remembered <= 12 * ISSUES, || "a year of issues has too many months".to_owned());
        let dates = [have.election.map(|e| e.0), have.handover.map(|h| h.0)];
        dates.into_iter().flatten().for_each(|month| check.date("politics", month));
    }
    let sides = |scores: &Scores| scores.sides.iter().map(|side| side.region).collect::<Vec<_>>();
    check.that(sides(&s.scores) == sides(&fresh.scores), || "the scores are those of other sides".to_owned());
    check.long("the list of events", s.events.list.len(), catalog.events.len());
    for status in &s.events.list {
        [status.seen, status.came, status.waits].into_iter().flatten().for_each(|month| check.date("an event", month));
    }
    for lasting in &s.events.lasting {
        check.date("what lasts of an event", lasting.since);
        check.that(lasting.change(catalog).is_some(), || "something lasts that no event changes".to_owned());
    }
    s.events.told.iter().for_each(|region| check.below("a government that is told", region.index(), catalog.regions.len()));
    crate::sim::diplomacy::sound::check(&s.deals, (catalog, s.measures.next), &mut |holds, fault| check.that(holds, || fault.to_owned()));
    for step in &s.diplomacy.steps {
        check.below("a step's government", step.by.index(), catalog.regions.len());
        check.date("a step", step.month);
    }
}
