//! The plan for the customer, on screen and on paper: the signed part, drawn from the type that is hashed, and
//! below the signature its progress and reviews. The class, notes and budget are internal and left out.

use busbar_core::{
    books::plans::{PlanDetail, PlanLine},
    domain::{Link, plan::PlanItemKind},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{About, reviews::signatures};
use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Notice, Tone},
        format,
        i18n::*,
        labels,
        shared::{
            picture::AttachedPicture,
            sheet::{Paper, plan_paper},
        },
    },
};

/// Sheet for the customer.
#[component]
pub fn Sheet(about: About, #[prop(optional)] signatures: bool) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let title = move || {
        let year = about.with(|about| about.as_ref()?.plan.calendar_year());
        t_string!(i18n, plan.sheet_title, year = year.unwrap_or_default())
    };
    let paper = Signal::derive(move || {
        let locale = i18n.get_locale();
        about
            .with(|about| {
                let about = about.as_ref()?;
                Some(plan_paper(locale, &about.for_customer(&workspace.people.read())))
            })
            .unwrap_or_default()
    });
    view! {
        <h2>{title}</h2>
        <Paper parts=paper />
        {signatures.then(|| view! { <Signatures about=about /> })}
        <Beyond about=about />
    }
}

/// The part that the signature does not cover: the agreement, progress, reviews and outcome.
#[component]
fn Beyond(about: About) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let locale = i18n.get_locale();
        about.with(|about| {
            let about = about.as_ref()?;
            let parts = [
                agreed(locale, about),
                goals(locale, about),
                services(locale, about),
                reviews(locale, about),
                outcome(locale, about),
            ];
            let parts: Vec<AnyView> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| {
                view! {
                    <section class="stack">
                        <h3>{t!(i18n, labels.beyond_signature)}</h3>
                        {parts}
                    </section>
                }
            })
        })
    }
}

fn section(title: &str, content: AnyView) -> AnyView {
    let title = title.to_owned();
    view! { <section><h4>{title}</h4>{content}</section> }.into_any()
}

/// Returns a titled table; `None` if there are no rows.
fn table(title: &str, head: &[&str], rows: Vec<Vec<String>>) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let heading = |text: &&str| view! { <th scope="col">{(*text).to_owned()}</th> };
    let head = head.iter().map(heading).collect_view();
    let row = |row: Vec<String>| {
        let cell = |text: String| view! { <td>{text}</td> };
        view! { <tr>{row.into_iter().map(cell).collect_view()}</tr> }
    };
    let rows = rows.into_iter().map(row).collect_view();
    let grid = view! {
        <table class="plain-table words">
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    Some(section(title, grid.into_any()))
}

fn agreed(locale: Locale, about: &PlanDetail) -> Option<AnyView> {
    let plan = &about.plan;
    let agreed = plan.agreed_on.map(|day| format::date(locale, day));
    let facts = [
        (td_string!(locale, plan.f_agreed_with), plan.agreed_with.clone()),
        (td_string!(locale, plan.f_agreed_on), agreed.unwrap_or_default()),
    ];
    let fact = |(name, value): (&'static str, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let known: Vec<_> = (facts.into_iter()).filter(|(_, value)| !value.is_empty()).collect();
    (!known.is_empty()).then(|| {
        let facts = known.into_iter().map(fact).collect_view();
        view! { <dl class="facts">{facts}</dl> }.into_any()
    })
}

/// The current value of each goal.
fn goals(locale: Locale, about: &PlanDetail) -> Option<AnyView> {
    let row = |line: &PlanLine| {
        let actual = line.progress.actual?;
        Some(vec![
            labels::plan_item(locale, &line.item),
            labels::plan_actual(locale, &line.item, actual),
        ])
    };
    let head = [td_string!(locale, plan.f_goal), td_string!(locale, plan.f_reached)];
    let rows = about.of_kind(PlanItemKind::Goal).filter_map(row).collect();
    table(td_string!(locale, plan.goals), &head, rows)
}

/// The count of each service, done and planned.
fn services(locale: Locale, about: &PlanDetail) -> Option<AnyView> {
    let row = |line: &PlanLine| {
        let (done, of) = line.progress.actual.zip(line.progress.target)?;
        Some(vec![
            labels::plan_item(locale, &line.item),
            format!("{} / {}", format::plain(locale, done), format::plain(locale, of)),
        ])
    };
    let head = [td_string!(locale, plan.f_service), td_string!(locale, plan.f_done_of)];
    let rows = about.of_kind(PlanItemKind::Service).filter_map(row).collect();
    table(td_string!(locale, plan.services), &head, rows)
}

fn reviews(locale: Locale, about: &PlanDetail) -> Option<AnyView> {
    let rows = (about.reviews.iter().rev())
        .map(|review| {
            let day = review.on.map(|day| format::date(locale, day));
            let who = [review.theirs.as_str(), review.ours.as_str()];
            let who: Vec<&str> = who.into_iter().filter(|text| !text.is_empty()).collect();
            vec![day.unwrap_or_default(), review.agreed.clone(), who.join(" · ")]
        })
        .collect();
    let head = [
        td_string!(locale, plan.f_reviewed_on),
        td_string!(locale, plan.f_review_agreed),
        td_string!(locale, plan.f_who),
    ];
    table(td_string!(locale, plan.reviews), &head, rows)
}

fn outcome(locale: Locale, about: &PlanDetail) -> Option<AnyView> {
    let outcome = &about.plan.outcome;
    let is_told = about.plan.closed_on.is_some() && !outcome.is_empty();
    is_told.then(|| {
        let text = view! { <p class="said">{outcome.clone()}</p> };
        section(td_string!(locale, plan.f_outcome), text.into_any())
    })
}

/// Signature fields of both parties, with the customer's signature if the plan is signed.
#[component]
fn Signatures(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let plan = about.with_untracked(|about| Some(about.as_ref()?.plan.id));
    let signed = plan.map(|id| signatures(Link::to(id)));
    let signed_by = move || {
        about.with(|about| {
            let plan = &about.as_ref()?.plan;
            let at = workspace.wall_clock(plan.signed_at?.0);
            let at = format::moment(i18n.get_locale(), at);
            Some(format!("{} · {at}", plan.agreed_with))
        })
    };
    let drawn = move || {
        signed_by()?;
        let attachment = signed?.get().pop()?;
        Some(view! {
            <AttachedPicture attachment=attachment label=move || t_string!(i18n, plan.signature) />
        })
    };
    let responsible =
        move || about.with(|about| Some(workspace.name(&about.as_ref()?.plan.responsible)));
    let differs = move || {
        about.with(|about| {
            let people = workspace.people.read();
            let differs = about.as_ref().and_then(|about| about.differs_from_signed(&people));
            differs == Some(true)
        })
    };
    view! {
        <div class="signatures">
            <div>
                <h3>{t!(i18n, plan.for_customer)}</h3>
                <div class="signature">{drawn}</div>
                <p class="quiet-text">{signed_by}</p>
            </div>
            <div>
                <h3>{t!(i18n, plan.for_company)}</h3>
                <div class="signature" />
                <p class="quiet-text">{responsible}</p>
            </div>
        </div>
        <Show when=differs>
            <Notice
                word=move || t_string!(i18n, plan.changed_since)
                text=move || t_string!(i18n, plan.changed_since_text)
                tone=Tone::Warn
            />
        </Show>
    }
}
