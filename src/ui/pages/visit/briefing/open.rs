//! Open matters of a customer: actions and recently completed ones, requests, hazards and inspections, development
//! needs, notices.

use busbar_core::domain::{Id, action::Action};
use leptos::prelude::*;

use super::super::topic::{equipment, subject};
use crate::{
    state::{briefing::Briefing, workspace::use_workspace},
    ui::{
        components::{Card, EmptyState, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
        routes::Page,
        shared::{
            promise::PromiseRow,
            request_status,
            sheet::{joined, need_in_words},
            tones,
        },
    },
};

/// 承诺: open actions and recently completed ones.
#[component]
pub fn Promises(briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let ids = Memo::new(move |_| {
        let (open, kept) = (briefing.open.read(), briefing.kept.read());
        let all = open.iter().chain(kept.iter());
        all.map(|action| action.id).collect::<Vec<Id<Action>>>()
    });
    let title = move || match briefing.open.read().len() {
        0 if briefing.kept.with(Vec::is_empty) => t_string!(i18n, visit.promises).to_owned(),
        0 => t_string!(i18n, visit.promises_none_open).to_owned(),
        count => {
            say!(i18n, visit.promises_open, count = count)
        }
    };
    view! {
        <Card title=title>
            <Show when=move || ids.with(Vec::is_empty)>
                <EmptyState title=move || t_string!(i18n, visit.promises_none) />
            </Show>
            <Rows>
                <For
                    each=move || ids.get()
                    key=|id| *id
                    children=|id| view! { <PromiseRow id=id without_customer=true /> }
                />
            </Rows>
        </Card>
    }
}

/// Card of the 诉求 that are not closed.
#[component]
pub fn Requests(briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let rows = move || {
        let locale = i18n.get_locale();
        let asked = briefing.requests.get().into_iter();
        asked
            .filter_map(|asked| {
                let title = subject(locale, tables, asked.request)?;
                let (received, department) = tables.read(asked.request, |request| {
                    (request.received_on, request.department.clone())
                })?;
                let received = received.map(|day| say!(i18n, visit.received_on, day = day));
                let note = joined([received, Some(department)]);
                let (word, tone) = if asked.is_settled {
                    (t_string!(i18n, visit.why_settled), Tone::Plain)
                } else {
                    let urgency = asked.urgency;
                    (labels::urgency(locale, urgency), request_status::tone(urgency))
                };
                Some(view! {
                    <Row
                        lead=move || view! { <Tag text=word tone=tone /> }
                        title=move || view! { {title} }
                        note=move || view! { {note} }
                        href=Page::Request(asked.request).href()
                    />
                })
            })
            .collect_view()
    };
    view! {
        <Show when=move || !briefing.requests.read().is_empty()>
            <Card title=move || {
                say!(i18n, visit.requests_open, count = briefing.requests.read().len())
            }>
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}

/// Card of the hazards that are not closed, and of the equipment due for inspection.
#[component]
pub fn Hazards(briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let hazards = move || {
        let locale = i18n.get_locale();
        let today = briefing.about.today();
        let hazards = briefing.hazards.get().into_iter();
        hazards
            .map(|finding| {
                let state = finding.state(today);
                let tone = tones::finding_state(state);
                let severity = finding.severity;
                let severity = severity.map(|one| labels::severity(locale, one).to_owned());
                let by = finding.rectify_by;
                let by = by.map(|day| say!(i18n, visit.due_on, day = day));
                let (text, note) = (finding.text, joined([severity, by]));
                view! {
                    <Row
                        lead=move || {
                            view! { <Tag text=labels::finding_state(locale, state) tone=tone /> }
                        }
                        title=move || view! { {text} }
                        note=move || view! { {note} }
                    />
                }
            })
            .collect_view()
    };
    let inspections = move || {
        let locale = i18n.get_locale();
        let today = briefing.about.today();
        let due = briefing.equipment.get().into_iter();
        due.map(|(one, by)| {
            let day = format::date(locale, by);
            let note = joined([Some(t_string!(i18n, visit.due_on, day = day)), Some(one.note.clone())]);
            let name = equipment(locale, &one);
            let tone = if by < today { Tone::Warn } else { Tone::Plain };
            view! {
                <Row
                    lead=move || {
                        view! { <Tag text=move || t_string!(i18n, visit.why_inspection) tone=tone /> }
                    }
                    title=move || view! { {name} }
                    note=move || view! { {note} }
                />
            }
        })
        .collect_view()
    };
    let is_any =
        move || !briefing.hazards.read().is_empty() || !briefing.equipment.read().is_empty();
    view! {
        <Show when=is_any>
            <Card title=move || t_string!(i18n, visit.hazards)>
                <Rows>{hazards} {inspections}</Rows>
            </Card>
        </Show>
    }
}

/// Card of the development needs that are not closed.
#[component]
pub fn Needs(briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let rows = move || {
        let locale = i18n.get_locale();
        let needs = briefing.needs.get().into_iter();
        needs
            .map(|need| {
                let note = need_in_words(locale, &need);
                let likelihood = need.likelihood;
                let text = need.text;
                view! {
                    <Row
                        title=move || view! { {text} }
                        note=move || view! { {note} }
                        end=move || {
                            likelihood.map(|one| view! { <Tag text=labels::likelihood(locale, one) /> })
                        }
                    />
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || !briefing.needs.read().is_empty()>
            <Card title=move || t_string!(i18n, visit.needs)>
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}

/// Card of the current notices that the customer has not read.
#[component]
pub fn News(briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let rows = move || {
        let notices = briefing.notices.get().into_iter();
        notices
            .map(|notice| view! { <Row title=move || view! { {notice.title} } /> })
            .collect_view()
    };
    view! {
        <Show when=move || !briefing.notices.read().is_empty()>
            <Card title=move || t_string!(i18n, visit.news)>
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}
