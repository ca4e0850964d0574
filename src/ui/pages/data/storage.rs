//! Storage space, persistence and offline use of this device as figures, with a button to request persistence.

use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    state::{
        device::{Persistence, use_device},
        task,
        updates::{Offline, use_updates},
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Figure, Figures, Message, Notice, Tone, use_toasts},
        format::{self, Measure},
        i18n::*,
    },
};

/// Figures, and a notice while the browser may evict the data.
#[component]
pub fn Storage() -> impl IntoView {
    let i18n = use_i18n();
    let device = use_device();
    let updates = use_updates();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let ask = move |()| {
        task::spawn(async move {
            let is_kept = device.ask_to_keep().await;
            toasts.done(Message::of(move |locale| match is_kept {
                true => td_string!(locale, data.asked_kept),
                false => td_string!(locale, data.asked_refused),
            }));
        });
    };
    let nothing = move || Measure { number: t_string!(i18n, labels.nothing).to_owned(), unit: "" };
    let used = Memo::new(move |_| device.room.get().map(|room| room.used as u64));
    let used =
        move || used.get().map_or_else(nothing, |bytes| format::size(i18n.get_locale(), bytes));
    let quota = move || match device.room.get() {
        Some(room) => t_string!(
            i18n,
            data.of_quota,
            quota = format::size(i18n.get_locale(), room.quota as u64).to_string(),
            share = format::percent(i18n.get_locale(), room.used / room.quota.max(1.0), 1)
        ),
        None => t_string!(i18n, data.room_unknown).to_owned(),
    };
    let kept = move || match device.persistence.get() {
        Some(Persistence::Kept) => t_string!(i18n, data.kept),
        Some(Persistence::MayBeEvicted) => t_string!(i18n, data.not_kept),
        Some(Persistence::Unknown) => t_string!(i18n, data.kept_unknown),
        None => t_string!(i18n, labels.nothing),
    };
    let kept_context = move || match device.persistence.get() {
        Some(Persistence::Kept) => t_string!(i18n, data.kept_context),
        Some(Persistence::MayBeEvicted) => t_string!(i18n, data.not_kept_context),
        Some(Persistence::Unknown) | None => t_string!(i18n, data.kept_unknown_context),
    };
    let kept_tone = Signal::derive(move || match device.persistence.get() {
        Some(Persistence::Kept) => Tone::Good,
        Some(Persistence::MayBeEvicted) => Tone::Warn,
        Some(Persistence::Unknown) | None => Tone::Plain,
    });
    let offline = move || match updates.offline.get() {
        Offline::Kept => t_string!(i18n, data.offline_kept),
        Offline::Fetching => t_string!(i18n, data.offline_fetching),
        Offline::Unsupported => t_string!(i18n, data.offline_unsupported),
    };
    let offline_context = move || match updates.offline.get() {
        Offline::Kept => t_string!(i18n, data.offline_kept_context),
        Offline::Fetching => t_string!(i18n, data.offline_fetching_context),
        Offline::Unsupported => t_string!(i18n, data.offline_unsupported_context),
    };
    let offline_tone = Signal::derive(move || match updates.offline.get() {
        Offline::Kept => Tone::Good,
        Offline::Fetching => Tone::Plain,
        Offline::Unsupported => Tone::Warn,
    });
    let commits = workspace.head;
    view! {
        <Figures>
            <Figure
                label=move || t_string!(i18n, data.used)
                value=move || used().number
                unit=move || used().unit
                context=quota
            />
            <Figure
                label=move || t_string!(i18n, data.keeping)
                value=kept
                context=kept_context
                tone=kept_tone
            />
            <Figure
                label=move || t_string!(i18n, data.offline)
                value=offline
                context=offline_context
                tone=offline_tone
            />
            <Figure
                label=move || t_string!(i18n, data.commits)
                value=move || format::count(i18n.get_locale(), commits.get() as usize)
                context=move || t_string!(i18n, data.commits_context)
            />
        </Figures>
        <Show when=move || device.persistence.get() == Some(Persistence::MayBeEvicted)>
            <Notice
                word=move || t_string!(i18n, data.not_kept)
                text=move || t_string!(i18n, data.not_kept_text)
                tone=Tone::Warn
            >
                <Button
                    label=move || t_string!(i18n, data.ask_to_keep)
                    on_press=ask
                />
            </Notice>
        </Show>
    }
}
