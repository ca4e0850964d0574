//! 全程: timeline of the customer's events, filtered by strand.

use busbar_core::{
    books::timeline::{Happening, Strand},
    domain::{People, plan::ServicePlan},
};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    state::{about::About, workspace::use_workspace},
    ui::{
        components::{Button, Card, Chip, Chips, Icon, OrEmpty, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
    },
};

/// Number of events shown at first, and added by each press on *more*.
const SHOWN: usize = 40;
/// Filter of the address that names the strand.
const STRAND: &str = "strand";

/// Section with the timeline.
#[component]
pub fn TimelineTab(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let workspace = use_workspace();
    let all = about.timeline();
    let strand = navigation.filter(STRAND);
    let chosen = move || strand.with(|name| name.as_deref().and_then(Strand::named));
    let shown = RwSignal::new(SHOWN);
    let count = move |strand: Strand| {
        all.with(|all| all.iter().filter(|(_, one)| one.strand() == strand).count())
    };
    let chip = move |of: Strand| {
        let is_on = Signal::derive(move || chosen() == Some(of));
        view! {
            <Show when=move || { count(of) > 0 }>
                <Chip
                    text=move || strand_word(i18n.get_locale(), of)
                    count=move || format::count(i18n.get_locale(), count(of))
                    pressed=is_on
                    on_press=move |()| {
                        shown.set(SHOWN);
                        navigation.set_filter(STRAND, if is_on.get_untracked() { "" } else { of.name() });
                    }
                />
            </Show>
        }
    };
    let found = Memo::new(move |_| {
        let chosen = chosen();
        all.with(|all| {
            let is_wanted = |one: &Happening| chosen.is_none_or(|chosen| one.strand() == chosen);
            all.iter().filter(|(_, one)| is_wanted(one)).count()
        })
    });
    let rows = move || {
        let (locale, chosen) = (i18n.get_locale(), chosen());
        let people = workspace.people.read();
        all.with(|all| {
            all.iter()
                .filter(|(_, one)| chosen.is_none_or(|chosen| one.strand() == chosen))
                .take(shown.get())
                .map(|(on, one)| event(locale, *on, one, &people))
                .collect_view()
        })
    };
    view! {
        <OrEmpty
            when=move || all.with(|all| !all.is_empty())
            icon=Icon::History
            title=move || t_string!(i18n, timeline.none)
            text=move || t_string!(i18n, timeline.none_text)
        >
            <div class="stack">
                <Chips label=move || t_string!(i18n, timeline.strands)>
                    {Strand::ALL.iter().copied().map(chip).collect_view()}
                </Chips>
                <Card
                    title=move || t_string!(i18n, customer.tab_timeline)
                    note=move || {
                        say!(i18n, timeline.count, count = found.get())
                    }
                >
                    <Rows>{rows}</Rows>
                    <Show when=move || { found.get() > shown.get() }>
                        <div>
                            <Button
                                label=move || t_string!(i18n, labels.more)
                                icon=Icon::Down
                                on_press=move |()| shown.update(|shown| *shown += SHOWN)
                            />
                        </div>
                    </Show>
                </Card>
            </div>
        </OrEmpty>
    }
}

/// Returns the label of a strand.
fn strand_word(locale: Locale, strand: Strand) -> &'static str {
    match strand {
        Strand::Visits => td_string!(locale, timeline.visits),
        Strand::Requests => td_string!(locale, timeline.requests),
        Strand::Promises => td_string!(locale, timeline.promises),
        Strand::Plans => td_string!(locale, timeline.plans),
        Strand::Surveys => td_string!(locale, timeline.surveys),
        Strand::Bills => td_string!(locale, timeline.bills),
        Strand::Outages => td_string!(locale, timeline.outages),
    }
}

/// Returns the name of a plan, with its year.
fn plan_of(locale: Locale, plan: &ServicePlan) -> String {
    let year = plan.calendar_year().unwrap_or_default();
    td_string!(locale, timeline.plan_of, year = year)
}

/// Texts of an event, its tone, and its link.
struct Told {
    what: String,
    text: String,
    who: String,
    tone: Tone,
    href: Option<String>,
}

fn event(
    locale: Locale,
    on: Date,
    happening: &Happening,
    people: &People,
) -> impl IntoView + use<> {
    let told = told(locale, happening, people);
    let day = format::date(locale, on);
    let note =
        [day, told.who].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ");
    let text = told.text;
    let lead = move || view! { <Tag text=told.what tone=told.tone /> };
    match told.href {
        Some(href) => {
            view! { <Row lead=lead title=move || text note=move || note href=href /> }.into_any()
        }
        None => view! { <Row lead=lead title=move || text note=move || note /> }.into_any(),
    }
}

fn told(locale: Locale, happening: &Happening, people: &People) -> Told {
    let plain = |what: &str, text: &str, who: &str| Told {
        what: what.to_owned(),
        text: text.to_owned(),
        who: who.to_owned(),
        tone: Tone::Plain,
        href: None,
    };
    match happening {
        Happening::Visited(visit) => {
            let text = Some(visit.summary.as_str()).filter(|summary| !summary.is_empty());
            Told {
                tone: Tone::Accent,
                href: Some(Page::Visit(visit.id).href()),
                ..plain(
                    td_string!(locale, timeline.visited),
                    text.unwrap_or(&visit.purpose),
                    people.name(&visit.account_manager),
                )
            }
        }
        Happening::Found(finding) => Told {
            tone: Tone::Warn,
            href: finding.visit.map(|visit| Page::Visit(visit).href()),
            ..plain(
                finding.kind.map_or("", |kind| labels::finding_kind(locale, kind)),
                &finding.text,
                finding.severity.map_or("", |severity| labels::severity(locale, severity)),
            )
        },
        Happening::Learned(need) => Told {
            href: need.visit.map(|visit| Page::Visit(visit).href()),
            ..plain(
                td_string!(locale, timeline.learned),
                &need.text,
                need.likelihood.map_or("", |likely| labels::likelihood(locale, likely)),
            )
        },
        Happening::Asked(request) => Told {
            tone: Tone::Accent,
            href: Some(Page::Request(request.id).href()),
            ..plain(
                request.kind.map_or("", |kind| labels::request_kind(locale, kind)),
                &request.subject,
                people.name(&request.responsible),
            )
        },
        Happening::Stepped(request, step) => {
            let what = step.stage.map(|stage| labels::stage(locale, stage));
            let what = what.or(step.kind.map(|kind| labels::step_kind(locale, kind)));
            let text = Some(step.reason.as_str()).filter(|reason| !reason.is_empty());
            Told {
                href: Some(Page::Request(request.id).href()),
                ..plain(
                    what.unwrap_or_default(),
                    text.unwrap_or(&request.subject),
                    &step.department,
                )
            }
        }
        Happening::Promised(action) => {
            plain(td_string!(locale, timeline.promised), &action.text, people.name(&action.owner))
        }
        Happening::Kept(action) => Told {
            tone: Tone::Good,
            ..plain(td_string!(locale, timeline.kept), &action.text, people.name(&action.owner))
        },
        Happening::Agreed(plan) => Told {
            tone: Tone::Accent,
            href: Some(Page::Plan(plan.id).href()),
            ..plain(td_string!(locale, timeline.agreed), &plan_of(locale, plan), &plan.agreed_with)
        },
        Happening::Reviewed(review) => Told {
            href: review.plan.map(|plan| Page::Plan(plan).href()),
            ..plain(td_string!(locale, timeline.reviewed), &review.agreed, &review.theirs)
        },
        Happening::Closed(plan) => {
            let text = plan_of(locale, plan);
            let text =
                Some(plan.outcome.as_str()).filter(|outcome| !outcome.is_empty()).unwrap_or(&text);
            Told {
                tone: Tone::Good,
                href: Some(Page::Plan(plan.id).href()),
                ..plain(td_string!(locale, timeline.closed), text, people.name(&plan.responsible))
            }
        }
        Happening::Answered(response) => plain(
            td_string!(locale, timeline.answered),
            td_string!(locale, timeline.answered_text),
            &response.respondent,
        ),
        Happening::Billed(bill) => {
            let amount = format::money(locale, bill.amount_cny).to_string();
            let month = format::month(locale, bill.month);
            let text = td_string!(locale, timeline.billed, month = month, amount = amount);
            match (bill.paid_on, bill.due_on) {
                _ if !bill.is_to_be_paid() => plain(td_string!(locale, customer.refund), &text, ""),
                (None, _) => {
                    Told { tone: Tone::Warn, ..plain(td_string!(locale, timeline.due), &text, "") }
                }
                (Some(paid), Some(due)) if paid > due => Told {
                    tone: Tone::Warn,
                    ..plain(td_string!(locale, timeline.paid_late), &text, "")
                },
                _ => plain(td_string!(locale, timeline.paid), &text, ""),
            }
        }
        Happening::Off(outage) => {
            let minutes = outage.duration_min.unwrap_or_default();
            let hours = format::decimal(locale, minutes / 60.0, 1);
            Told {
                tone: Tone::Bad,
                ..plain(
                    outage.kind.map_or("", |kind| labels::outage_kind(locale, kind)),
                    &outage.cause,
                    &td_string!(locale, timeline.hours, hours = hours),
                )
            }
        }
    }
}
