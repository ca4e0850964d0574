//! 隐患: findings to be rectified and rechecked.

use busbar_core::domain::{
    Customer, Id, InOrder,
    visit::{Finding, FindingState},
};
use leptos::prelude::*;

use crate::{
    state::{commands::record::change, task, workspace::use_workspace},
    ui::{
        components::{Button, Card, Emphasis, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
    },
};

/// Card with the findings that are not closed; hidden if there are none.
#[component]
pub fn Hazards(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let findings = workspace.tables.findings;
    let open = Memo::new(move |_| {
        let today = workspace.facts.today();
        findings.with(|findings| {
            let mut open: Vec<Finding> = findings
                .of(id)
                .filter(|finding| !finding.is_deleted)
                .filter(|finding| finding.state(today) != FindingState::Closed)
                .cloned()
                .collect();
            open.order_by_key(|finding| (finding.state(today), finding.rectify_by));
            open
        })
    });
    let rows = move || {
        open.get().into_iter().map(|finding| view! { <Hazard finding=finding /> }).collect_view()
    };
    view! {
        <Show when=move || open.with(|open| !open.is_empty())>
            <Card
                title=move || t_string!(i18n, supply.hazards)
                note=move || say!(i18n, supply.hazards_open, count = open.with(Vec::len))
            >
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}

/// Row of a finding, with a button for its next step.
#[component]
fn Hazard(finding: Finding) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (id, text, by, rectified) =
        (finding.id, finding.text.clone(), finding.rectify_by, finding.rectified_on);
    let state = Memo::new(move |_| finding.state(workspace.facts.today()));
    let tone = Signal::derive(move || match state.get() {
        FindingState::Overdue => Tone::Bad,
        FindingState::Open | FindingState::Recheck => Tone::Warn,
        FindingState::Closed => Tone::Good,
    });
    let note = move || {
        let locale = i18n.get_locale();
        let day = |day| format::date(locale, day);
        match (state.get(), rectified, by) {
            (FindingState::Recheck, Some(on), _) => {
                t_string!(i18n, supply.rectified_on, day = day(on))
            }
            (_, _, Some(by)) => t_string!(i18n, supply.rectify_by, day = day(by)),
            _ => String::new(),
        }
    };
    let next = move || match state.get() {
        FindingState::Recheck => t_string!(i18n, supply.recheck),
        _ => t_string!(i18n, supply.rectify),
    };
    let go_on = move |()| {
        let today = workspace.facts.today_untracked();
        task::spawn(async move {
            // Errors are shown at the top of the page; the toast offers to undo the step.
            let _ = change(workspace, id, move |finding| match finding.rectified_on {
                None => finding.rectified_on = Some(today),
                Some(_) => finding.rechecked_on = Some(today),
            })
            .await;
        });
    };
    view! {
        <Row
            lead=move || {
                view! { <Tag text=move || labels::finding_state(i18n.get_locale(), state.get()) tone=tone /> }
            }
            title=move || text
            note=move || view! { {note} }
            end=move || view! { <Button label=next emphasis=Emphasis::Quiet on_press=go_on /> }
        />
    }
}
