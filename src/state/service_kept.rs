//! 服务兑现 as a signal. [`busbar_core::books::service_kept`] compares promises with what was done; this module reads the
//! stored runs, from which the classes over time are known.

use std::{collections::HashMap, sync::Arc};

use busbar_core::{
    analysis::service_kept::{Period, classes::ClassHistory},
    books::{
        segments::StoredRun,
        service_kept::{Classes, CommitmentSources, ServiceKept, take_run},
    },
    domain::{InOrder, Moment, segment::SegmentRun},
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    requests::use_requests, segments::use_segments, service::use_service, turns::latest,
    visits::use_visits, workspace::use_workspace,
};
use crate::platform::clock;

/// Returns the class of every customer over time, from the stored runs; `None` until they have loaded.
fn follow_history<F>(
    runs: impl Fn() -> Vec<SegmentRun> + 'static,
    read: impl Fn(SegmentRun) -> F + Clone + 'static,
) -> RwSignal<Option<Arc<ClassHistory>>>
where
    F: Future<Output = Option<Arc<StoredRun>>>,
{
    latest(
        move || {
            let mut runs = runs();
            runs.order_by_key(|run| (run.ran_on, run.id));
            runs
        },
        move |runs| {
            let read = read.clone();
            async move { Some(Arc::new(read_runs(runs, read).await)) }
        },
    )
}

/// Reads runs one after the other.
async fn read_runs<F>(runs: Vec<SegmentRun>, read: impl Fn(SegmentRun) -> F) -> ClassHistory
where
    F: Future<Output = Option<Arc<StoredRun>>>,
{
    let mut history = ClassHistory::default();
    for run in runs {
        if let Some(kept) = read(run).await {
            take_run(&mut history, &kept);
        }
    }
    history
}

/// Returns the report of a period; `None` until the current and former classes of all customers are known. Computed
/// when first read, and again after a change.
pub fn use_service_kept(period: Signal<Period>) -> Memo<Option<Arc<ServiceKept>>> {
    let workspace = use_workspace();
    let (service, requests, visits) = (use_service(), use_requests(), use_visits());
    let segments = use_segments();
    let read = move |run: SegmentRun| async move {
        let kept = segments.kept(Some(&run)).await;
        clock::breathe().await;
        kept
    };
    let history = follow_history(move || segments.runs.get(), read);
    let tables = workspace.tables;
    let limits = requests.limits;
    let days: StoredValue<HashMap<u64, Date>> = StoredValue::default();
    Memo::new(move |_| {
        let (history, now) = (history.get()?, service.known_classes()?);
        let standards = service.standards.read();
        let classes = Classes { history: &history, now: &now, standards: &standards };
        // Converting a moment to a local day through the browser is slow; all records of an import share one moment.
        let day_of = |moment: Moment| {
            let day = |days: &mut HashMap<u64, Date>| {
                let day = days.entry(moment.0);
                *day.or_insert_with(|| clock::local(moment.0).date())
            };
            days.try_update_value(day)
        };
        let (period, today) = (period.get(), workspace.facts.day.get());
        let report = requests.look(|book, requests, steps| {
            let sources = CommitmentSources {
                customers: &tables.customers.read(),
                people: &workspace.people.read(),
                visits: (&tables.visits.read(), &visits.index()),
                requests: (requests, steps, book),
                actions: &tables.actions.read(),
                plans: &tables.plans.read(),
                items: &tables.plan_items.read(),
                links: &tables.plan_links.read(),
                outages: &tables.outages.read(),
                limits: &limits.read(),
            };
            sources.report(period, today, &classes, day_of)
        });
        Some(Arc::new(report))
    })
}

#[cfg(test)]
mod tests {
    use busbar_core::{analysis::segmentation::Member, domain::standard::ServiceClass};

    use super::*;
    use crate::state::{
        segments::tests::kept,
        turns::by_hand::{Asked, page, settle},
    };

    #[test]
    fn a_class_history_that_is_read_late_does_not_take_the_place_of_the_latest() {
        let _page = page();
        let [first, second, third] = [1, 2, 3].map(kept);
        let runs = RwSignal::new(vec![first.run.clone()]);
        let store = Asked::new();
        let history = follow_history(move || runs.get(), {
            let store = store.clone();
            move |run: SegmentRun| store.ask(run.id)
        });
        settle();
        // The earlier one of these is read first, regardless of their order.
        runs.set(vec![third.run.clone(), second.run.clone()]);
        settle();
        store.answer(&second.run.id, Some(second.clone()));
        assert_eq!(history.get_untracked(), None);
        store.answer(&third.run.id, Some(third.clone()));
        store.answer(&first.run.id, Some(first.clone()));

        let mut expected = ClassHistory::default();
        for kept in [second, third] {
            let members = kept.result.members.iter();
            let class = |member: &Member| (member.customer, ServiceClass::C);
            let on = kept.run.ran_on.unwrap();
            expected.take_run(on, members.map(class));
        }
        assert_eq!(history.get_untracked().as_deref(), Some(&expected));
    }
}
