//! 服务兑现: what every customer was promised in a period against what was done. What counts as promised
//! is [`busbar_core::analysis::service_kept`]'s; what is looked up for it is [`asked`]'s; here it is put together, with
//! who was of which class.

mod asked;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use busbar_core::{
    analysis::{
        segmentation::Member,
        service_kept::{Commitment, Period, Tallies, classes::ClassHistory, tally},
    },
    domain::{
        Customer, Id, InOrder, Moment, People, plan::PlanItem, segment::SegmentRun,
        standard::ServiceClass,
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use self::asked::{Asked, Classes};
use super::{
    requests::use_requests,
    segments::{StoredRun, use_segments},
    service::use_service,
    table::Table,
    turns::latest,
    visits::use_visits,
    workspace::use_workspace,
};
use crate::platform::clock;

/// What was promised in a period, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceKept {
    /// The period.
    pub period: Period,
    /// The day on which it was looked at.
    pub today: Date,
    /// Every promise, the latest due first.
    pub owed: Vec<Commitment>,
    /// Counted by class.
    pub by_class: BTreeMap<ServiceClass, Tallies>,
    /// Counted by the manager that the customer has now; empty where it has none.
    pub by_manager: BTreeMap<String, Tallies>,
}

impl ServiceKept {
    fn new(
        period: Period,
        today: Date,
        mut owed: Vec<Commitment>,
        (customers, people): (&Table<Customer>, &People),
    ) -> Self {
        owed.order_by(|a, b| {
            let key = |one: &Commitment| (one.due_on, one.matter.kind() as usize, one.customer);
            key(b).cmp(&key(a))
        });
        let by_class = tally(&owed, |one| one.class);
        let manager = |one: &Commitment| {
            let customer = customers.get(one.customer);
            customer.map_or("", |customer| people.name(&customer.account_manager)).to_owned()
        };
        let by_manager = tally(&owed, manager);
        Self { period, today, by_class, by_manager, owed }
    }

    /// All together.
    pub fn all(&self) -> Tallies {
        let all = tally(&self.owed, |_| ());
        all.into_values().next().unwrap_or_default()
    }
}

/// Returns the class of every customer over time, by the kept runs; `None` until they are read.
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
        let ran_on = run.ran_on;
        if let Some((on, kept)) = ran_on.zip(read(run).await) {
            let members = kept.result.members.iter();
            let class = |member: &Member| {
                let class = ServiceClass::of(member.is_key, member.class);
                (member.customer, class)
            };
            history.take_run(on, members.map(class));
        }
    }
    history
}

/// What was promised in a period; `None` until the class of every customer is known, then and now. Worked out
/// when it is first looked at, and anew when something changed.
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
        let asked = Asked { period: period.get(), today: workspace.facts.day.get() };
        let standards = service.standards.read();
        let classes = Classes { history: &history, now: &now, standards: &standards };
        let customers = tables.customers.read();
        let is_here = |id| customers.get(id).is_some_and(|it| !it.is_deleted);
        // Asking the browser which day a moment was takes long; an import makes all in one.
        let day_of = |moment: Moment| {
            let day = |days: &mut HashMap<u64, Date>| {
                let day = days.entry(moment.0);
                *day.or_insert_with(|| clock::local(moment.0).date())
            };
            days.try_update_value(day)
        };
        let made_on = |id: Id<Customer>| day_of(id.made_at()?);
        let (plans, items) = (tables.plans.read(), tables.plan_items.read());
        let outages = tables.outages.read();
        let (all_visits, index) = (tables.visits.read(), visits.index());
        let linked: HashSet<Id<PlanItem>> = {
            let links = tables.plan_links.read();
            let here = links.iter().filter(|link| !link.is_deleted);
            here.filter_map(|link| link.item).collect()
        };
        let is_linked = |item| linked.contains(&item);
        let owed = [
            asked.visits(&customers, (&all_visits, &index), &classes, made_on),
            asked.requests(requests, is_here, &classes),
            asked.actions(tables.actions.read().iter(), is_here, &classes),
            asked.plans(&customers, &plans, &classes),
            asked.outages(outages.iter(), &limits.read(), is_here, day_of, &classes),
            asked.measures((&items, &plans), is_linked, is_here, &classes),
        ]
        .concat();
        Some(Arc::new(ServiceKept::new(
            asked.period,
            asked.today,
            owed,
            (&customers, &workspace.people.read()),
        )))
    })
}

#[cfg(test)]
mod tests {
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
        // The earlier of these is read first, whatever their order.
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
