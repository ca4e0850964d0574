//! Totals over all commitments of the period: all, fulfilled, missed and open ones.

use busbar_core::analysis::service_kept::{CommitmentKind, Tallies, Tally};
use leptos::prelude::*;

use super::{Shown, filter};
use crate::ui::{
    components::{Explanation, Figure, Figures, Tone},
    format,
    i18n::*,
    labels,
};

/// One of the totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Promised,
    Kept,
    Missed,
    Open,
}

impl Which {
    const fn of(self, tally: Tally) -> usize {
        match self {
            Self::Promised => tally.promised(),
            Self::Kept => tally.kept,
            Self::Missed => tally.missed(),
            Self::Open => tally.open,
        }
    }
}

/// The totals, each with an explanation.
#[component]
pub fn Totals(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let all = Memo::new(move |_| {
        let report = shown.report.read();
        report.as_ref().map(|report| report.all()).unwrap_or_default()
    });
    let number =
        move |which: Which| move || format::count(i18n.get_locale(), which.of(all.read().all()));
    let explain = move |which: Which| move |()| explanation(i18n.get_locale(), which, &all.get());
    let period = move || filter::period(i18n.get_locale(), shown.filter.read().period);
    let split = move || {
        let all = all.read().all();
        say!(i18n, kept.missed_split, undone = all.undone, late = all.late)
    };
    let share = move || {
        let (locale, share) = (i18n.get_locale(), all.read().all().share());
        share.map_or_else(
            || t_string!(i18n, labels.nothing).to_owned(),
            |share| format::percent(locale, share, 1),
        )
    };
    let kept_of = move || {
        let all = all.read().all();
        say!(i18n, kept.kept_of, kept = all.kept, judged = all.judged())
    };
    let tone = Signal::derive(move || match all.read().all().missed() {
        0 => Tone::Plain,
        _ => Tone::Warn,
    });
    view! {
        <Figures>
            <Figure
                label=move || t_string!(i18n, kept.promised)
                value=number(Which::Promised)
                context=period
                explain=explain(Which::Promised)
            />
            <Figure
                label=move || t_string!(i18n, kept.kept_share)
                value=share
                context=kept_of
                explain=explain(Which::Kept)
            />
            <Figure
                label=move || t_string!(i18n, kept.missed)
                value=number(Which::Missed)
                context=split
                tone=tone
                explain=explain(Which::Missed)
            />
            <Figure
                label=move || t_string!(i18n, kept.open)
                value=number(Which::Open)
                context=move || t_string!(i18n, kept.open_note)
                explain=explain(Which::Open)
            />
        </Figures>
    }
}

fn explanation(locale: Locale, which: Which, all: &Tallies) -> Explanation {
    let formula = match which {
        Which::Promised => td_string!(locale, kept.ex_promised),
        Which::Kept => td_string!(locale, kept.ex_kept),
        Which::Missed => td_string!(locale, kept.ex_missed),
        Which::Open => td_string!(locale, kept.ex_open),
    };
    let line = |kind: &CommitmentKind| {
        let tally = all.of(*kind);
        let value = match (which, tally.share()) {
            (Which::Kept, Some(share)) => say!(
                locale,
                kept.in_share,
                kept = tally.kept,
                judged = tally.judged(),
                share = format::percent(locale, share, 0)
            ),
            (Which::Kept, None) => td_string!(locale, labels.nothing).to_owned(),
            _ => format::count(locale, which.of(tally)),
        };
        (labels::commitment_kind(locale, *kind).to_owned(), value)
    };
    let promised = |kind: &&CommitmentKind| all.of(**kind).promised() > 0;
    Explanation {
        formula: formula.to_owned(),
        inputs: CommitmentKind::ALL.iter().filter(promised).map(line).collect(),
        n: None,
        source: td_string!(locale, kept.source).to_owned(),
        caution: Some(td_string!(locale, kept.caution).to_owned()),
    }
}
