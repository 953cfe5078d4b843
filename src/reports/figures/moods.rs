//! Approval by what moved it: issues, deeds, what was inherited, each a mean over blocs.

use super::super::view::View;
use super::{Figure, FigureKey};
use crate::content::definitions::politics::Issue;
use crate::content::ids::RegionId;
use crate::sim::politics::components::NEUTRAL;
use crate::sim::politics::systems::{approval as level, blocs};
use crate::units::digits::number;

pub(super) fn approval(view: &View<'_>, region: RegionId) -> Option<Figure> {
    let side = view.politics.of(region)?;
    let moods = || blocs(view.catalog, region).zip(&side.moods);
    let value = level(view.catalog, side);
    let mut figure = Figure::new(FigureKey::Approval { region }, "Approval", view.region(region), value, "of 100");
    figure.add("those to whom it means nothing", moods().map(|(bloc, _)| bloc.weight * NEUTRAL).sum());
    for issue in Issue::ALL {
        let points: f64 = moods().map(|(bloc, mood)| bloc.weight * mood.issues[*issue as usize]).sum();
        let opens = match issue {
            Issue::Jobs => Some(FigureKey::Jobs { region }),
            Issue::Thrift => Some(FigureKey::Spending { region }),
            Issue::Climate => Some(FigureKey::PlugShare { region }),
            Issue::Independence => Some(FigureKey::Dependence { user: region, supplier: view.catalog.scenario.rival(region) }),
            _ => None,
        };
        if points != 0.0 {
            figure.open(issue.label(), points, opens);
        }
    }
    figure.any("what it did by itself, fading", moods().map(|(bloc, mood)| bloc.weight * mood.deeds).sum());
    figure.any("what it began with, fading", moods().map(|(bloc, mood)| bloc.weight * mood.inherited).sum());
    let beyond = |(bloc, mood): (&crate::content::definitions::politics::Bloc, &crate::sim::politics::components::Mood)| {
        bloc.weight * (mood.level() - (NEUTRAL + mood.inherited + mood.deeds + mood.issues.iter().sum::<f64>()))
    };
    figure.any("moods that cannot go further", moods().map(beyond).sum());
    figure.notes = moods().map(|(bloc, mood)| format!("{}: {} of 100.", bloc.name, number(mood.level()))).collect();
    Some(figure)
}
