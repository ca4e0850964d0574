//! Last visits: date, purpose and summary.

use busbar_core::domain::visit::Visit;
use leptos::prelude::*;

use crate::{
    state::{briefing::Briefing, workspace::use_workspace},
    ui::{
        components::{Card, EmptyState, Row, Rows},
        format,
        i18n::*,
        routes::Page,
        shared::sheet::joined,
    },
};

/// Card of the last visits.
#[component]
pub fn Visits(briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let row = move |visit: Visit| {
        let locale = i18n.get_locale();
        let day = visit.arrived_at.map(|at| workspace.wall_clock(at.0).date());
        let day = day.map(|day| format::date(locale, day)).unwrap_or_default();
        let (text, note) = (
            visit.summary,
            joined([Some(visit.purpose), Some(workspace.name(&visit.account_manager))]),
        );
        view! {
            <Row
                lead=move || view! { <time>{day}</time> }
                title=move || view! { {note} }
                note=move || view! { {text} }
                href=Page::Visit(visit.id).href()
            />
        }
    };
    let rows = move || briefing.visits.get().into_iter().map(row).collect_view();
    view! {
        <Card title=move || t_string!(i18n, visit.last_visits)>
            <Show when=move || briefing.visits.read().is_empty()>
                <EmptyState title=move || t_string!(i18n, visit.last_visits_none) />
            </Show>
            <Rows>{rows}</Rows>
        </Card>
    }
}
