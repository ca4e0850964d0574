//! Card of the lines of one kind, with a button that adds one. The content of a line is in the module of its kind.

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

/// Card with the lines of one kind.
#[component]
pub fn LinesCard(
    about: About,
    adding: Adding,
    kind: PlanItemKind,
    #[prop(into)] title: TextProp,
    /// Title while there are no lines.
    #[prop(into)]
    none: TextProp,
    /// View of one line.
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

/// List of lines.
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

/// Button that adds a line.
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
