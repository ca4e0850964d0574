//! Dialog that links records to a line: the customer's visits, actions and requests, open ones first, or a new action
//! or visit.

use std::collections::BTreeSet;

use busbar_core::{
    books::plans::Linked,
    domain::{
        Id, InOrder, Link,
        plan::{LinkedState, PlanItem},
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    About, line,
    linked::{state_tone, state_word, told},
};
use crate::{
    state::{
        commands::{
            plan::{plan_visit, promise, relink},
            record::fresh,
        },
        plans::use_plans,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Choice, DateInput, Dialog, DialogFoot, EmptyState, Switch, Tag, TextInput,
        },
        format,
        i18n::*,
        labels,
        shared::sending::Sending,
    },
};

/// State of the dialog: open or closed, and the line to link to.
#[derive(Clone, Copy)]
pub struct Linking {
    open: RwSignal<bool>,
    item: RwSignal<Option<Id<PlanItem>>>,
}

impl Linking {
    /// Creates the state with a closed dialog.
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), item: RwSignal::new(None) }
    }

    /// Opens the dialog for this line.
    pub fn ask(self, item: Id<PlanItem>) {
        self.item.set(Some(item));
        self.open.set(true);
    }
}

/// Dialog that links records to a line.
#[component]
pub fn LinkDialog(about: About, linking: Linking) -> impl IntoView {
    let i18n = use_i18n();
    let content = move || {
        let item = linking.item.get()?;
        Some(view! {
            <Chosen about=about id=item open=linking.open />
            <New about=about id=item open=linking.open />
        })
    };
    view! {
        <Dialog title=move || t_string!(i18n, plan.link_title) open=linking.open wide=true>
            {content()}
        </Dialog>
    }
}

/// Records that can be linked, each with a checkbox.
#[component]
fn Chosen(about: About, id: Id<PlanItem>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let plans = use_plans();
    let line = line(about, id);
    let (customer, year) = about
        .with_untracked(|about| {
            let plan = &about.as_ref()?.plan;
            Some((plan.customer, plan.calendar_year()))
        })
        .unwrap_or_default();
    let before: Vec<Linked> = line
        .with_untracked(|line| line.as_ref().map(|line| line.links.clone()))
        .unwrap_or_default();
    let chosen: RwSignal<BTreeSet<Link>> =
        RwSignal::new(before.iter().map(|linked| linked.of.clone()).collect());
    let with_done = RwSignal::new(!before.is_empty());
    let sending = Sending::new(open);
    let candidates = Memo::new(move |_| {
        let (Some(customer), Some(year)) = (customer, year) else {
            return Vec::new();
        };
        let mut all = plans.linkable(customer, year);
        all.order_by_key(|(of, state)| (*state, of.kind().to_owned(), of.clone()));
        all
    });
    let shown = move || {
        let (all, chosen) = (candidates.get(), chosen.get_untracked());
        let is_wanted = |(of, state): &(Link, LinkedState)| {
            *state != LinkedState::Done || with_done.get() || chosen.contains(of)
        };
        all.into_iter().filter(is_wanted).collect::<Vec<_>>()
    };
    let row = move |(of, state): (Link, LinkedState)| {
        let locale = i18n.get_locale();
        let told = told(locale, workspace, &of)?;
        let kind = labels::record_kind(locale, of.kind()).unwrap_or_default();
        let day = told.day.map(|day| format::date(locale, day));
        let (held, changed) = (of.clone(), of);
        Some(view! {
            <label class="pick">
                <input
                    type="checkbox"
                    prop:checked=move || chosen.with(|chosen| chosen.contains(&held))
                    on:change=move |event| {
                        let is_on = event_target_checked(&event);
                        chosen.update(|chosen| {
                            if is_on {
                                chosen.insert(changed.clone());
                            } else {
                                chosen.remove(&changed);
                            }
                        });
                    }
                />
                <span class="pick-text">
                    {told.title}
                    <small>{[Some(kind.to_owned()), day].into_iter().flatten().collect::<Vec<_>>().join(" · ")}</small>
                </span>
                <Tag text=state_word(locale, state) tone=state_tone(state) />
            </label>
        })
    };
    let rows = move || {
        let shown = shown();
        if shown.is_empty() {
            return view! { <EmptyState title=t_string!(i18n, plan.link_none) /> }.into_any();
        }
        shown.into_iter().filter_map(row).collect_view().into_any()
    };
    let save = move |()| {
        let chosen = chosen.get_untracked();
        let was = |of: &Link| before.iter().any(|linked| linked.of == *of);
        let new: Vec<Link> = chosen.iter().filter(|of| !was(of)).cloned().collect();
        let gone: Vec<_> = (before.iter())
            .filter(|linked| !chosen.contains(&linked.of))
            .map(|linked| linked.id)
            .collect();
        sending.send(relink(workspace, id, customer, new, gone));
    };
    view! {
        <p class="plan-linking">
            {move || {
                line.with(|line| {
                    line.as_ref().map(|line| labels::plan_item(i18n.get_locale(), &line.item))
                })
            }}
        </p>
        <Switch
            label=move || t_string!(i18n, plan.link_done_too)
            value=with_done
            on_change=move |is_on| with_done.set(is_on)
        />
        <div class="picks" role="group" aria-label=move || t_string!(i18n, plan.link_title)>
            {rows}
        </div>
        <p class="field-error" role="alert">{move || sending.error.get()}</p>
        <DialogFoot open=open label=move || t_string!(i18n, plan.link_save) on_press=save />
    }
}

/// Kind of the new record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Promise,
    Visit,
}

/// Form that creates an action or visit linked to the line.
#[component]
fn New(about: About, id: Id<PlanItem>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let line = line(about, id);
    let kind = RwSignal::new(Kind::Promise);
    let text = RwSignal::new(String::new());
    let day = RwSignal::new(None::<Date>);
    let sending = Sending::new(open);
    let kinds = Signal::derive(move || {
        vec![
            (Kind::Promise, t_string!(i18n, plan.a_promise).to_owned()),
            (Kind::Visit, t_string!(i18n, labels.kind_visit).to_owned()),
        ]
    });
    let (visit, action) = (fresh(), fresh());
    let save = move |()| {
        let Some(plan) = about.with_untracked(|about| Some(about.as_ref()?.plan.clone())) else {
            return;
        };
        let missing = t_string!(i18n, actions.text_missing);
        let Some(said) = sending.required(&text.get_untracked(), missing) else {
            return;
        };
        let owner = line.with_untracked(|line| line.as_ref().map(|line| line.item.owner.clone()));
        let owner =
            owner.filter(|owner| !owner.is_nobody()).unwrap_or_else(|| plan.responsible.clone());
        let (kind, on) = (kind.get_untracked(), day.get_untracked());
        let today = workspace.facts.today_untracked();
        sending.send(async move {
            match kind {
                Kind::Promise => promise(workspace, &plan, (action, id), (said, owner), on).await,
                Kind::Visit => {
                    plan_visit(workspace, &plan, (visit, id), said, on.unwrap_or(today)).await
                }
            }
        });
    };
    view! {
        <section class="taken">
            <div class="spread">
                <h3>{t!(i18n, plan.link_new)}</h3>
                <Choice
                    label=move || t_string!(i18n, plan.link_new)
                    options=kinds
                    value=kind
                    on_choose=move |chosen| kind.set(chosen)
                />
            </div>
            <div class="form-pair">
                <TextInput
                    label=move || t_string!(i18n, actions.f_text)
                    value=text
                    on_change=move |words| text.set(words)
                    error=sending.error
                />
                <DateInput
                    label=move || t_string!(i18n, plan.f_due_on)
                    value=day
                    on_change=move |on| day.set(on)
                />
            </div>
            <div>
                <Button label=move || t_string!(i18n, plan.link_new_save) on_press=save />
            </div>
        </section>
    }
}
