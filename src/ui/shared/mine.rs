//! The choice between one's own work and everybody's, wherever a page begins with one's own.

use leptos::prelude::*;

use crate::{
    state::mine::use_mine,
    ui::{components::Choice, i18n::*},
};

/// The choice; nothing where the person who works here looks after nobody.
#[component]
pub fn MineChoice() -> impl IntoView {
    let i18n = use_i18n();
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
                on_choose=move |only| mine.choose(only)
            />
        </Show>
    }
}
