//! The selected run: the latest, or the one named in the address.

use std::sync::Arc;

use busbar_core::{
    analysis::changes::{Changes, changes},
    books::segments::{StoredRun, two_from},
    domain::segment::SegmentRun,
};
use leptos::prelude::*;

use crate::{
    state::{
        segments::{Segments, read_two, use_segments},
        turns::latest,
    },
    ui::{
        components::{Notice, Select, Tone},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
    },
};

/// Key of the run in the address.
pub const RUN: &str = "run";

/// The selected run and the one before it, in the page's context.
#[derive(Clone, Copy)]
pub struct Looked {
    /// Place of the selected run among the runs; the latest is 0.
    place: Memo<usize>,
    /// The selected run; `None` until it has been read, or if there is none.
    pub run: Signal<Option<Arc<StoredRun>>>,
    /// The run before it.
    pub before: Signal<Option<Arc<StoredRun>>>,
    /// Changes from the run before to the selected one.
    pub changes: Memo<Option<Arc<Changes>>>,
}

impl Looked {
    /// Follows the address and the runs, and provides itself as context.
    pub fn provide(segments: Segments) -> Self {
        let asked = use_navigation().filter(RUN);
        let place =
            Memo::new(move |_| segments.runs.with(|runs| place_of(runs, asked.read().as_deref())));
        // The latest two runs are in memory for all pages; older ones are read on demand.
        let asked_for = move || {
            let place = place.get();
            (place > 0).then(|| two_from(&segments.runs.read(), place))
        };
        let older = latest(asked_for, move |two| async move {
            read_two(two?, move |run| async move { segments.kept(run.as_ref()).await }).await
        });
        let at = move |back: usize, held: RwSignal<Option<Arc<StoredRun>>>| {
            Signal::derive(move || {
                let place = place.get();
                if place == 0 {
                    return held.get();
                }
                let wanted = segments.runs.with(|runs| runs.get(place + back).map(|run| run.id))?;
                let kept = older.with(|older| older.as_ref()?[back].clone());
                kept.filter(|kept| kept.run.id == wanted)
            })
        };
        let (run, before) = (at(0, segments.latest), at(1, segments.before));
        let changes = Memo::new(move |_| {
            let (run, before) = (run.get()?, before.get()?);
            Some(Arc::new(changes(&before.result, &run.result)))
        });
        let this = Self { place, run, before, changes };
        provide_context(this);
        this
    }
}

/// Returns the selected run.
///
/// # Panics
/// Outside the page, because nothing provides it.
pub fn use_looked() -> Looked {
    expect_context()
}

/// Returns the place of the run named in the address; the latest if none is named or it no longer exists.
fn place_of(runs: &[SegmentRun], asked: Option<&str>) -> usize {
    let asked = asked.and_then(|asked| runs.iter().position(|run| name_of(run) == asked));
    asked.unwrap_or_default()
}

fn name_of(run: &SegmentRun) -> String {
    run.id.uuid().to_string()
}

/// Returns the number and date of a run, as in the selector; the number distinguishes runs of the same day. `runs`
/// are all stored runs, latest first. A run that is not among them has only its date.
pub fn run_word(locale: Locale, runs: &[SegmentRun], run: &SegmentRun) -> String {
    let date = run.ran_on.map(|day| format::date(locale, day));
    let date = date.unwrap_or_default();
    match runs.iter().position(|other| other.id == run.id) {
        Some(place) => say!(locale, segments.run_name, number = runs.len() - place, date = date),
        None => date,
    }
}

/// Selector of the run, with a notice while an older one is selected; empty with fewer than two runs.
#[component]
pub fn RunChoice() -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let segments = use_segments();
    let looked = use_looked();
    let options = Signal::derive(move || {
        let locale = i18n.get_locale();
        segments.runs.with(|runs| {
            let word = |(place, run): (usize, &SegmentRun)| {
                let date = run.ran_on.map(|day| format::date(locale, day));
                let word = t_string!(
                    i18n,
                    segments.run_line,
                    number = format::count(locale, runs.len() - place),
                    date = date.unwrap_or_default(),
                    customers =
                        labels::customers(locale, run.customers.unwrap_or_default().0 as usize),
                    seed = run.params.0.seed
                );
                (name_of(run), word)
            };
            runs.iter().enumerate().map(word).collect::<Vec<_>>()
        })
    });
    let value = Signal::derive(move || {
        segments.runs.with(|runs| runs.get(looked.place.get()).map(name_of)).unwrap_or_default()
    });
    let choose = move |name: String| {
        let is_latest =
            segments.runs.with_untracked(|runs| runs.first().map(name_of) == Some(name.clone()));
        navigation.adjust(RUN, if is_latest { String::new() } else { name });
    };
    view! {
        <Show when=move || { segments.runs.with(|runs| runs.len() > 1) }>
            <div class="no-print">
                <Select
                    label=move || t_string!(i18n, segments.runs)
                    options=options
                    value=value
                    on_change=choose
                />
            </div>
        </Show>
        <Show when=move || { looked.place.get() > 0 }>
            <Notice
                word=move || t_string!(i18n, segments.older_run)
                text=move || t_string!(i18n, segments.older_run_text)
                tone=Tone::Warn
            />
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{Id, Record};

    #[test]
    fn runs_of_one_day_have_different_names() {
        let day = jiff::civil::date(2026, 11, 30);
        let runs: Vec<SegmentRun> = [2, 1]
            .map(|n| SegmentRun {
                ran_on: Some(day),
                ..SegmentRun::empty(Id::new(Uuid::from_u128(n)))
            })
            .to_vec();
        let words = [1, 0].map(|place| run_word(Locale::en, &runs, &runs[place]));
        assert_eq!(words, ["Run 1 (30 Nov 2026)", "Run 2 (30 Nov 2026)"]);
        let swept = run_word(Locale::en, &runs[..1], &runs[1]);
        assert_eq!(swept, "30 Nov 2026");
    }

    #[test]
    fn the_address_names_a_run() {
        let runs: Vec<SegmentRun> =
            [3, 2, 1].map(|n| SegmentRun::empty(Id::new(Uuid::from_u128(n)))).to_vec();
        let first = Uuid::from_u128(1).to_string();
        assert_eq!(place_of(&runs, Some(&first)), 2);
        assert_eq!(place_of(&runs, None), 0);
        let gone = Uuid::from_u128(9).to_string();
        assert_eq!(place_of(&runs, Some(&gone)), 0);
        assert_eq!(place_of(&[], Some(&first)), 0);
    }
}
