//! Problems with the stored data: unreadable rows, and records with conflicting changes.

use busbar_core::{
    domain::{
        Customer, Id, Record, action::Action, request::Request, setting::Setting, visit::Visit,
    },
    storage::rows::Unreadable,
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use uuid::Uuid;

use super::subject::ChangeSubject;
use crate::{
    state::workspace::{Workspace, use_workspace},
    ui::{
        components::{Card, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
        routes::Page,
    },
};

/// Maximum number of entries named for each problem.
const NAMED: usize = 50;

/// Card of the checks.
#[component]
pub fn Checks() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let unreadable = workspace.unreadable;
    let in_conflict = workspace.in_conflict;
    let damaged = Memo::new(move |_| unreadable.with(Vec::len));
    let contested = Memo::new(move |_| in_conflict.with(Vec::len));
    let title = move || match damaged.get() + contested.get() {
        0 => t_string!(i18n, data.checks_good),
        _ => t_string!(i18n, data.checks_bad),
    };
    view! {
        <Card title=title>
            <Rows>
                <Check
                    title=move || t_string!(i18n, data.unreadable)
                    text=move || t_string!(i18n, data.unreadable_text)
                    count=damaged
                />
                <Check
                    title=move || t_string!(i18n, data.in_conflict)
                    text=move || t_string!(i18n, data.in_conflict_text)
                    count=contested
                />
            </Rows>
            <Show when=move || damaged.get() != 0>
                <Named label=move || t_string!(i18n, data.unreadable) count=damaged>
                    {move || {
                        unreadable
                            .with(|rows| rows.iter().take(NAMED).map(|row| damage(i18n.get_locale(), row)).collect_view())
                    }}
                </Named>
            </Show>
            <Show when=move || contested.get() != 0>
                <Named label=move || t_string!(i18n, data.in_conflict) count=contested>
                    {move || {
                        in_conflict
                            .with(|records| {
                                records
                                    .iter()
                                    .take(NAMED)
                                    .map(|(kind, id)| conflict(i18n.get_locale(), workspace, kind, *id))
                                    .collect_view()
                            })
                    }}
                </Named>
            </Show>
        </Card>
    }
}

#[component]
fn Check(
    #[prop(into)] title: TextProp,
    #[prop(into)] text: TextProp,
    count: Memo<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let word = move || match count.get() {
        0 => t_string!(i18n, data.none).to_owned(),
        count => format::count(i18n.get_locale(), count),
    };
    let tone = Signal::derive(move || if count.get() == 0 { Tone::Good } else { Tone::Warn });
    view! {
        <Row
            title=move || view! { {move || title.get()} }
            note=move || view! { {move || text.get()} }
            end=move || view! { <Tag text=word tone=tone /> }
        />
    }
}

/// List of the affected entries, shown on demand.
#[component]
fn Named(#[prop(into)] label: TextProp, count: Memo<usize>, children: ChildrenFn) -> impl IntoView {
    let i18n = use_i18n();
    let more = move || {
        let rest = count.get().saturating_sub(NAMED);
        (rest > 0).then(|| {
            let rest = format::count(i18n.get_locale(), rest);
            view! { <p class="quiet-text">{t_string!(i18n, data.and_more, count = rest)}</p> }
        })
    };
    view! {
        <details class="data-named">
            <summary>{move || label.get()}</summary>
            <ul>{children()}</ul>
            {more}
        </details>
    }
}

fn damage(locale: Locale, row: &Unreadable) -> impl IntoView + use<> {
    let why = if row.is_newer {
        td_string!(locale, data.unreadable_newer)
    } else {
        td_string!(locale, data.unreadable_damaged)
    };
    view! {
        <li>
            <code class="clip">{format!("{}/{}", row.table.name(), row.key)}</code>
            <small>{why}</small>
        </li>
    }
}

fn conflict(locale: Locale, workspace: Workspace, kind: &str, id: Uuid) -> impl IntoView + use<> {
    let subject = ChangeSubject::of(locale, workspace, kind, id);
    let name = subject.name.unwrap_or_else(|| id.to_string());
    // Page on which the conflict can be resolved.
    let page = match kind {
        Visit::RECORD_KIND => Some(Page::Visit(Id::new(id)).route()),
        Request::RECORD_KIND => Some(Page::Request(Id::new(id)).route()),
        Customer::RECORD_KIND => Some(Page::Customer(Id::new(id)).route().with("tab", "history")),
        Action::RECORD_KIND => {
            let customer = subject.customer.map(|id| Page::Customer(id).route());
            Some(customer.map_or(Page::Actions.route(), |page| page.with("tab", "promises")))
        }
        Setting::RECORD_KIND => Some(Page::Settings.route()),
        _ => subject.customer.map(|id| Page::Customer(id).route()),
    };
    let name = match page {
        Some(page) => view! { <a class="clip" href=page.href()>{name}</a> }.into_any(),
        None => view! { <span class="clip">{name}</span> }.into_any(),
    };
    let kind = labels::record_kind(locale, kind);
    view! {
        <li>
            {name}
            <small>{kind.unwrap_or_else(|| td_string!(locale, data.record_other))}</small>
        </li>
    }
}
