//! The choice between one's own work and everybody's, wherever a page begins with one's own.

use leptos::prelude::*;

use crate::{
    state::mine::use_mine,
    ui::{components::Choice, i18n::*, navigation::use_navigation},
};

/// The choice; nothing where no work belongs to the person working here.
#[component]
pub fn MineChoice(
    /// The filter of the address that asks for one person by name; the choice takes its place.
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
