//! The lines of one kind of a plan, as a card: each by itself, a way to add one, and a word where there are
//! none. What a line shows is its kind's.

use busbar_core::domain::{
    Id,
    plan::{PlanItem, PlanItemKind},
};
use leptos::prelude::*;

use super::{
    About,
    add::{Adding, add_word},
    ids,
};
use crate::ui::{
    components::{Button, Card, Emphasis, Icon, OrEmpty},
    i18n::*,
};

/// The card.
#[component]
pub fn LinesCard(
    about: About,
    adding: Adding,
    kind: PlanItemKind,
    #[prop(into)] title: TextProp,
    /// Says that there are none.
    #[prop(into)]
    none: TextProp,
    /// One line.
    #[prop(into)]
    line: Callback<Id<PlanItem>, AnyView>,
) -> impl IntoView {
    let lines = ids(about, kind);
    view! {
        <Card title=title tools=move || view! { <AddLine adding=adding kind=kind /> }>
            <OrEmpty when=move || !lines.with(Vec::is_empty) title=none.clone()>
                <Lines lines=lines line=line />
            </OrEmpty>
        </Card>
    }
}

/// The lines, one below the other.
#[component]
pub fn Lines(
    lines: Memo<Vec<Id<PlanItem>>>,
    #[prop(into)] line: Callback<Id<PlanItem>, AnyView>,
) -> impl IntoView {
    view! {
        <ul class="plan-lines">
            <For each=move || lines.get() key=|id| *id children=move |id| line.run(id) />
        </ul>
    }
}

/// Asks for another line.
#[component]
pub fn AddLine(adding: Adding, kind: PlanItemKind) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Button
            label=move || add_word(i18n.get_locale(), kind)
            icon=Icon::Add
            emphasis=Emphasis::Quiet
            on_press=move |()| adding.ask(kind)
        />
    }
}
