//! Current version of the app, and the check for a newer one.

use leptos::prelude::*;

use crate::{
    state::{
        updates::{Look, Newer, Offline, VERSION, use_updates},
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, Emphasis, Icon},
        i18n::*,
    },
};

/// Card of the version.
#[component]
pub fn VersionCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let updates = use_updates();
    let has_newer = Memo::new(move |_| updates.newer.get() != Newer::None);
    let status = move || match (updates.newer.get(), updates.look.get()) {
        (Newer::Elsewhere, _) => t_string!(i18n, shell.update_elsewhere),
        (Newer::TakingOver, _) => t_string!(i18n, shell.update_taking_over),
        (Newer::Waiting, _) => t_string!(i18n, shell.update_waiting),
        (Newer::None, Look::NotYet) => t_string!(i18n, data.version_text),
        (Newer::None, Look::Looking) => t_string!(i18n, data.version_looking),
        (Newer::None, Look::IsNewest) => t_string!(i18n, data.version_newest),
        (Newer::None, Look::Found) => t_string!(i18n, data.version_found),
        (Newer::None, Look::Failed) => t_string!(i18n, data.version_failed),
    };
    let cannot_look = Signal::derive(move || {
        updates.offline.get() == Offline::Unsupported || updates.look.get() == Look::Looking
    });
    let is_taking_over = Signal::derive(move || updates.newer.get() == Newer::TakingOver);
    view! {
        <Card title=move || t_string!(i18n, data.version, version = VERSION)>
            <div class="stack">
                <p class="quiet-text" role="status">{status}</p>
                <div class="line">
                    <Show
                        when=move || has_newer.get()
                        fallback=move || {
                            view! {
                                <Button
                                    label=move || t_string!(i18n, data.version_look)
                                    icon=Icon::Repeat
                                    disabled=cannot_look
                                    on_press=move |()| updates.look()
                                />
                            }
                        }
                    >
                        <Button
                            label=move || t_string!(i18n, shell.update_now)
                            emphasis=Emphasis::First
                            disabled=is_taking_over
                            on_press=move |()| updates.agree(workspace)
                        />
                    </Show>
                </div>
            </div>
        </Card>
    }
}
