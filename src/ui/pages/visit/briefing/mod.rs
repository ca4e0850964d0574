//! 走访准备: the information to read before a visit, which fits on one sheet of paper.

mod answers;
mod open;
mod standing;
mod use_and_bills;
mod visits;

use busbar_core::domain::visit::VisitState;
use leptos::prelude::*;

use super::agenda::{Agenda, Suggested};
use crate::{
    state::{briefing::Briefing, commands::planning, visit::Captured, workspace::use_workspace},
    ui::{
        components::{Button, Emphasis},
        i18n::*,
    },
};

/// Briefing tab.
#[component]
pub fn BriefingFace(
    captured: Captured,
    briefing: Briefing,
    state: Memo<VisitState>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_ahead = move || matches!(state.get(), VisitState::Planned | VisitState::Missed);
    view! {
        <div class="columns wide-first visit-briefing">
            <div class="stack">
                <Agenda captured=captured />
                <Suggested captured=captured briefing=briefing />
                <open::Promises briefing=briefing />
                <open::Requests briefing=briefing />
                <use_and_bills::UseAndBills briefing=briefing />
                <visits::Visits briefing=briefing />
            </div>
            <div class="stack">
                <standing::People briefing=briefing />
                <standing::Facts briefing=briefing />
                <standing::Class briefing=briefing />
                <answers::Answers briefing=briefing />
                <open::Hazards briefing=briefing />
                <open::Needs briefing=briefing />
                // On paper, the notices are part of the agenda or the suggested topics.
                <div class="no-print">
                    <open::News briefing=briefing />
                </div>
            </div>
        </div>
        <Show when=is_ahead>
            <div class="no-print">
                <Button
                    label=move || t_string!(i18n, visit.call_off)
                    emphasis=Emphasis::Danger
                    on_press=move |()| planning::cancel(workspace, captured.id, "")
                />
            </div>
        </Show>
    }
}
