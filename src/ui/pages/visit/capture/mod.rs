//! 走访现场: everything captured during a visit. Each field is saved when the user leaves it, so that an interrupted
//! capture can be continued.

mod arrival;
mod findings;
mod follow_up;
mod handwriting;
mod needs;
mod news;
mod situation;
mod survey;

use busbar_core::domain::Link;
use leptos::prelude::*;

pub use self::{
    arrival::{Arrive, Locating, minutes_in_words},
    follow_up::Promises,
    handwriting::Handwriting,
    needs::begin_need,
};
use super::{
    agenda::Agenda,
    attached::{AddFile, AddPhoto, Files, Taking},
    pictures::Pictures,
};
use crate::{
    state::{briefing::Briefing, preferences::Preferences, visit::Captured},
    ui::{
        components::{Card, Switch},
        i18n::*,
    },
};

/// Element id of the findings.
pub const FINDINGS: &str = "visit-findings";
/// Element id of the development needs.
pub const NEEDS: &str = "visit-needs";

/// Capture tab.
#[component]
pub fn CaptureFace(captured: Captured, briefing: Briefing) -> impl IntoView {
    view! {
        <Taking />
        <div class="columns visit-capture">
            <div class="stack">
                <arrival::Arrival captured=captured briefing=briefing />
                <Agenda captured=captured />
                <div id=FINDINGS tabindex="-1">
                    <findings::Findings captured=captured />
                </div>
                <div id=NEEDS tabindex="-1">
                    <needs::Needs captured=captured />
                </div>
            </div>
            <div class="stack">
                <situation::Situation captured=captured />
                <situation::Talk captured=captured />
                <Promises captured=captured />
                <Papers captured=captured />
                <news::News captured=captured briefing=briefing />
                <survey::Surveys captured=captured briefing=briefing />
            </div>
        </div>
    }
}

/// Card of the photos, handwriting and files of the visit itself.
#[component]
fn Papers(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let photo_place = expect_context::<Preferences>().photo_place;
    view! {
        <Card title=move || t_string!(i18n, visit.papers)>
            <div class="stack">
                <Pictures captured=captured of=Link::to(captured.id) />
                <Files captured=captured />
                <div class="line">
                    <AddPhoto captured=captured of=Link::to(captured.id) />
                    <Handwriting captured=captured />
                    <AddFile captured=captured />
                </div>
                <Switch
                    label=move || t_string!(i18n, visit.photo_place)
                    value=photo_place
                    on_change=move |wanted| photo_place.set(wanted)
                />
            </div>
        </Card>
    }
}
