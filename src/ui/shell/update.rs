//! Notice of a newer version of the app, which is installed only with the user's consent. A customer who has the tablet
//! does not see it.

use leptos::prelude::*;

use crate::{
    state::{
        updates::{Newer, use_updates},
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Emphasis, Notice, Tone},
        i18n::*,
    },
};

/// Notice that offers the newer version; nothing if there is none.
#[component]
pub fn UpdateNotice() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let updates = use_updates();
    let is_put_off = RwSignal::new(false);
    let is_shown = Memo::new(move |_| match updates.newer.get() {
        Newer::None => false,
        Newer::Waiting => !is_put_off.get(),
        Newer::TakingOver | Newer::Elsewhere => true,
    });
    let text = move || match updates.newer.get() {
        Newer::Elsewhere => t_string!(i18n, shell.update_elsewhere),
        Newer::TakingOver => t_string!(i18n, shell.update_taking_over),
        Newer::None | Newer::Waiting => t_string!(i18n, shell.update_waiting),
    };
    let is_taking_over = Signal::derive(move || updates.newer.get() == Newer::TakingOver);
    let can_put_off = move || updates.newer.get() == Newer::Waiting;
    view! {
        <Show when=move || is_shown.get()>
            <div class="shell-note" role="status">
                <Notice word=move || t_string!(i18n, shell.update) text=text tone=Tone::Accent>
                    <Button
                        label=move || t_string!(i18n, shell.update_now)
                        emphasis=Emphasis::First
                        disabled=is_taking_over
                        on_press=move |()| updates.agree(workspace)
                    />
                    <Show when=can_put_off>
                        <Button
                            label=move || t_string!(i18n, shell.update_later)
                            emphasis=Emphasis::Quiet
                            on_press=move |()| is_put_off.set(true)
                        />
                    </Show>
                </Notice>
            </div>
        </Show>
    }
}
