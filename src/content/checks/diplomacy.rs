//! Aims, articles and cards: one list of aims a region, articles whose measures are treaties, settings that exist.

use super::super::definitions::diplomacy::{Article, Flow, Stake};
use super::super::definitions::settings::{SettingKind, What};
use super::super::ids::{AimsId, ArticleId, CardId};
use super::Check;
use super::policies::taken;

pub(super) fn check(check: &mut Check<'_>) {
    check.once::<AimsId, _>("region", "one region", |aims| aims.region);
    for (id, article) in check.items::<ArticleId>() {
        article_of(check, id, article);
    }
    for (id, card) in check.items::<CardId>() {
        if card.who.is_empty() {
            check.error("E0628", id, &["who"], format!("nobody holds the card `{}`", check.word(id)), "name the regions that hold it");
        }
        for by in &card.who {
            taken(check, id, (*by, card.policy), &["settings"], &card.settings);
        }
        if check.get(card.policy).is_some_and(|policy| policy.by_treaty) {
            let message = format!("`{}` can be taken in a deal alone", check.word(card.policy));
            check.error("E0628", id, &["policy"], message, "name a policy that is no treaty");
        }
    }
}

fn article_of(check: &mut Check<'_>, id: ArticleId, article: &Article) {
    let Some(policy) = check.get(article.policy) else { return };
    let word = check.word(article.policy);
    if !policy.by_treaty {
        let message = format!("the policy `{word}` of this article can be taken without a deal");
        check.error("E0628", id, &["policy"], message, "write `by_treaty: true` in the policy");
    }
    if article.worth.is_empty() {
        let message = "this article is worth nothing to anybody".to_owned();
        check.error("E0628", id, &["worth"], message, "say to whom it is worth what");
    }
    for worth in &article.worth {
        let (good, stage) = (SettingKind::Good, SettingKind::Stage);
        let named = [
            worth.by.as_ref().map(|name| (name, vec![SettingKind::Number])),
            about(&worth.stake).map(|name| (name, vec![good, stage])),
            if let Stake::Pays(pays) = &worth.stake { Some((&pays.setting, vec![SettingKind::Number])) } else { None },
        ];
        for (name, kinds) in named.into_iter().flatten() {
            match policy.settings.get(name) {
                None => {
                    let place = check.place(id, &["worth"]);
                    check.problems.push(policy.lacks(word, name, place));
                }
                Some(rule) if !kinds.contains(&rule.kind) => {
                    let message = format!("the setting `{name}` of `{word}` is a {}", rule.kind.label());
                    check.error("E0628", id, &["worth"], message, "name a setting of the kind that is asked for here");
                }
                Some(_) => {}
            }
        }
    }
}

/// The setting that says which goods a stake is about.
const fn about(stake: &Stake) -> Option<&String> {
    let (Stake::GiverSells(Flow { on })
    | Stake::ReceiverSells(Flow { on })
    | Stake::Opening(Flow { on })
    | Stake::HeldBack(Flow { on })
    | Stake::GiverMakes(Flow { on })
    | Stake::ReceiverMakes(Flow { on })
    | Stake::ReceiverUses(Flow { on })) = stake
    else {
        return None;
    };
    match on {
        What::Setting(name) => Some(name),
        What::Goods(_) | What::Stages(_) => None,
    }
}
