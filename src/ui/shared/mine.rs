//! Choice between the user's own work and everyone's, for pages that start with the user's own.

use leptos::prelude::*;

use crate::{
    state::mine::use_mine,
    ui::{components::Choice, i18n::*, navigation::use_navigation},
};

/// Choice between own work and everyone's; nothing if no work belongs to the current user.
#[component]
pub fn MineChoice(
    /// Filter in the address that selects one person by name; cleared when the user makes this choice.
    #[prop(optional)]
    instead_of: Option<&'static str>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let mine = use_mine();
    let options = Signal::derive(move || {
        vec![
            (true, t_string!(i18n, labels.mine).to_owned()),
            (false, t_string!(i18n, labels.everybodys).to_owned()),
        ]
    });
    view! {
        <Show when=move || mine.is_known()>
            <Choice
                label=move || t_string!(i18n, labels.whose)
                options=options
                value=Signal::derive(move || mine.is_only())
                on_choose=move |only| {
                    if let Some(filter) = instead_of {
                        navigation.set_filter(filter, "");
                    }
                    mine.choose(only);
                }
            />
        </Show>
    }
}
