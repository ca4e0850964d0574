//! 议程: the agenda of a visit, whose items are ticked off, and suggested topics.

use busbar_core::domain::visit::{AgendaItem, agenda::AgendaTopic};
use leptos::prelude::*;

use super::topic::{Words, words};
use crate::{
    state::{
        briefing::Briefing,
        commands::visit::{keep_internal, leave_out, speak_about, tick},
        visit::Captured,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, Emphasis, Icon, Tag},
        i18n::*,
    },
};

/// Card of the agenda.
#[component]
pub fn Agenda(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let id = captured.id;
    let items = Memo::new(move |_| captured.visit.read().agenda.0.clone());
    let typed = RwSignal::new(String::new());
    let add = move || {
        let text = typed.get_untracked();
        if !text.trim().is_empty() {
            let item = AgendaItem { text, ..AgendaItem::default() };
            speak_about(workspace, id, vec![item]);
            typed.set(String::new());
        }
    };
    let note = move || {
        let items = items.read();
        let done = items.iter().filter(|item| item.is_done).count();
        match items.len() {
            0 => String::new(),
            all => format!("{done} / {all}"),
        }
    };
    let item = move |item: AgendaItem| {
        let [ticked, dropped, turned] = [(); 3].map(|()| item.text.clone());
        let text = StoredValue::new(item.text.clone());
        let now = move |of: fn(&AgendaItem) -> bool| {
            let items = items.read();
            text.with_value(|text| items.iter().any(|one| one.text == *text && of(one)))
        };
        let is_done = move || now(|one| one.is_done);
        let is_internal = Memo::new(move |_| now(|one| one.is_internal));
        view! {
            <li class="agenda-item">
                <label class="switch">
                    <input
                        type="checkbox"
                        prop:checked=is_done
                        on:change=move |event| {
                            tick(workspace, id, ticked.clone(), event_target_checked(&event));
                        }
                    />
                    <span>{item.text}</span>
                </label>
                <button
                    type="button"
                    class="seen-by no-print"
                    aria-pressed=move || (!is_internal.get()).to_string()
                    title=move || t_string!(i18n, visit.agenda_seen_hint)
                    on:click=move |_| {
                        keep_internal(workspace, id, turned.clone(), !is_internal.get_untracked());
                    }
                >
                    {move || {
                        if is_internal.get() {
                            t_string!(i18n, visit.agenda_internal)
                        } else {
                            t_string!(i18n, visit.agenda_seen)
                        }
                    }}
                </button>
                <Button
                    label=move || t_string!(i18n, visit.leave_out)
                    icon=Icon::Close
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| leave_out(workspace, id, dropped.clone())
                />
            </li>
        }
    };
    view! {
        <Card title=move || t_string!(i18n, visit.agenda) note=note>
            <ul class="agenda">
                <For each=move || items.get() key=|item| item.text.clone() children=item />
            </ul>
            <div class="add-line no-print">
                <input
                    type="text"
                    aria-label=move || t_string!(i18n, visit.agenda_add)
                    placeholder=move || t_string!(i18n, visit.agenda_add)
                    prop:value=typed
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:change=move |_| add()
                />
                <Button
                    label=move || t_string!(i18n, visit.add)
                    icon=Icon::Add
                    icon_only=true
                    on_press=move |()| add()
                />
            </div>
        </Card>
    }
}

/// Returns a topic as an agenda item.
fn as_item(words: &Words) -> AgendaItem {
    AgendaItem { text: words.text.clone(), is_internal: words.is_internal, ..AgendaItem::default() }
}

/// Card of the suggested topics that are not on the agenda.
#[component]
pub fn Suggested(captured: Captured, briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (id, tables) = (captured.id, workspace.tables);
    let topics = briefing.topics();
    let told = move |topic: AgendaTopic| {
        words(i18n.get_locale(), tables, workspace.facts.day.get(), topic)
    };
    let left = Memo::new(move |_| {
        let visit = captured.visit.read();
        let is_new = |text: &str| visit.agenda.0.iter().all(|item| item.text != text);
        let topics = topics.get().into_iter().filter_map(told);
        topics.filter(|words| is_new(&words.text)).collect::<Vec<_>>()
    });
    let take_all = move |()| {
        let items = left.read_untracked().iter().map(as_item).collect();
        speak_about(workspace, id, items);
    };
    let rows = move || {
        left.get()
            .into_iter()
            .map(|words| {
                let item = as_item(&words);
                let name = words.text.clone();
                let tone = words.tone;
                view! {
                    <li class="agenda-item">
                        <span class="grow">{words.text}</span>
                        <Tag text=words.why tone=tone />
                        <Button
                            label=move || t_string!(i18n, visit.take_one, text = name.clone())
                            icon=Icon::Add
                            icon_only=true
                            emphasis=Emphasis::Quiet
                            on_press=move |()| speak_about(workspace, id, vec![item.clone()])
                        />
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || !left.read().is_empty()>
            <Card
                title=move || t_string!(i18n, visit.suggested)
                note=move || t_string!(i18n, visit.suggested_note)
                tools=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, visit.take_all)
                            emphasis=Emphasis::Quiet
                            on_press=take_all
                        />
                    }
                }
            >
                <ul class="agenda">{rows}</ul>
            </Card>
        </Show>
    }
}
