//! Bar at the bottom of the screen with the next steps of a visit: arriving, capturing, leaving, signing.

use busbar_core::domain::{Link, visit::VisitState};
use leptos::prelude::*;

use super::{
    Face,
    attached::AddPhoto,
    capture::{Arrive, FINDINGS, Handwriting, begin_need},
    summary::{Share, Sign},
};
use crate::{
    state::{
        commands::visit::{go_on, leave},
        files::print,
        visit::Captured,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, ButtonLink, Emphasis, Icon},
        i18n::*,
        navigation::{go_to_part, to_top, use_navigation},
        routes::Page,
    },
};

/// The bar.
#[component]
pub fn Bar(captured: Captured, state: Memo<VisitState>, face: Memo<Face>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let id = captured.id;
    let is_signed = Memo::new(move |_| captured.visit.read().signed_at.is_some());
    let content = move || match (state.get(), face.get()) {
        (VisitState::Cancelled, _) => ().into_any(),
        (VisitState::Planned | VisitState::Missed, face) => view! {
            {(face == Face::Briefing).then(|| view! { <PrintButton /> })}
            <span class="grow" />
            <Arrive captured=captured />
        }
        .into_any(),
        (VisitState::Underway, Face::Capture) => view! {
            <AddPhoto captured=captured of=Link::to(id) />
            <Button
                label=move || t_string!(i18n, visit.found_short)
                icon=Icon::Flag
                on_press=move |()| go_to_part(FINDINGS)
            />
            <Button
                label=move || t_string!(i18n, visit.need_short)
                icon=Icon::Plug
                on_press=move |()| begin_need(workspace, captured)
            />
            <Handwriting captured=captured />
            <span class="grow" />
            <Button
                label=move || t_string!(i18n, visit.leave)
                emphasis=Emphasis::First
                on_press=move |()| leave(workspace, id)
            />
        }
        .into_any(),
        (VisitState::Underway, face) => view! {
            <ButtonLink
                label=move || t_string!(i18n, visit.back_to_capture)
                href=Face::Capture.href(id)
                emphasis=back_emphasis(face, is_signed.get())
            />
            <span class="grow" />
            {(face == Face::Summary).then(|| view! { <Sign captured=captured /> })}
        }
        .into_any(),
        (VisitState::Done, Face::Summary) => view! {
            {is_signed.get().then(|| view! { <Sign captured=captured /> })}
            <Share captured=captured />
            <span class="grow" />
            {if is_signed.get() {
                view! { <PrintButton emphasis=Emphasis::First /> }.into_any()
            } else {
                view! {
                    <PrintButton />
                    <Sign captured=captured />
                }
                .into_any()
            }}
        }
        .into_any(),
        (VisitState::Done, face) => view! {
            {if face == Face::Briefing {
                view! { <PrintButton /> }.into_any()
            } else {
                view! {
                    <Button
                        label=move || t_string!(i18n, visit.go_on)
                        on_press=move |()| go_on(workspace, id)
                    />
                }
                .into_any()
            }}
            <span class="grow" />
            <ButtonLink
                label=move || t_string!(i18n, visit.to_summary)
                href=Face::Summary.href(id)
                emphasis=Emphasis::First
            />
        }
        .into_any(),
    };
    // After a change of state, the address must not keep the tab of the previous state.
    let navigation = use_navigation();
    Effect::watch(
        move || state.get(),
        move |_, _, _| navigation.replace(&Page::Visit(id).route()),
        false,
    );
    // A newly opened tab starts at its top.
    Effect::watch(move || face.get(), |_, _, _| to_top(), false);
    view! { <div class="visit-bar no-print">{content}</div> }
}

/// Returns the emphasis of the button back to capture: the primary action, except on a summary that is not signed.
const fn back_emphasis(face: Face, is_signed: bool) -> Emphasis {
    match (face, is_signed) {
        (Face::Summary, false) => Emphasis::Plain,
        _ => Emphasis::First,
    }
}

/// Button that prints the page.
#[component]
fn PrintButton(#[prop(optional)] emphasis: Emphasis) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Button
            label=move || t_string!(i18n, labels.print)
            icon=Icon::Print
            emphasis=emphasis
            on_press=|()| print()
        />
    }
}
