//! List of the commitments behind the figures, latest due date first: missed, fulfilled or open ones.

use busbar_core::analysis::service_kept::Commitment;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    Shown, case,
    filter::{self, CameTo, Filter},
};
use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Button, Card, Chip, Chips, Icon, OrEmpty, Row, Rows, Tag},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
    },
};

/// Element id of the list, for jumps within the page.
pub const PART: &str = "kept-cases";
/// Number of commitments listed at first, and added by each press on *more*.
const LISTED: usize = 60;

/// List of the commitments.
#[component]
pub fn Cases(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let tables = workspace.tables;
    let listed = RwSignal::new(LISTED);
    // Commitments of the chosen group and kind, with any outcome.
    let own = Memo::new(move |_| {
        let filter = shown.filter.read();
        let customers = tables.customers.read();
        let people = workspace.people.read();
        let is_own =
            |owed: &&Commitment| filter.is_of_it(owed, customers.get(owed.customer), &people);
        let report = shown.report.read();
        let all = report.iter().flat_map(|report| &report.owed);
        all.filter(is_own).copied().collect::<Vec<Commitment>>()
    });
    let found = Memo::new(move |_| {
        let came_to = shown.filter.read().came_to;
        let mut found = own.get();
        found.retain(|owed| came_to.leaves(owed.outcome));
        found
    });
    let title = move || {
        let locale = i18n.get_locale();
        let count = format::count(locale, found.with(Vec::len));
        match shown.filter.read().came_to {
            CameTo::Missed => t_string!(i18n, kept.listed_missed, count = count),
            CameTo::Kept => t_string!(i18n, kept.listed_kept, count = count),
            CameTo::Open => t_string!(i18n, kept.listed_open, count = count),
        }
    };
    let rows = move || {
        let locale = i18n.get_locale();
        let today = shown.filter.read().today;
        let found = found.read();
        let row = |owed: &Commitment| {
            let owed = *owed;
            let customers = tables.customers.read();
            let customer = customers.get(owed.customer);
            let name = customer.map(|one| one.name.clone()).unwrap_or_default();
            let promised = case::promised(locale, &owed, (tables, &workspace.people.read()), today);
            let happened = case::happened(locale, &owed, today);
            let late = owed.late.map(|late| case::lateness(locale, late));
            let kind = labels::commitment_kind(locale, owed.matter.kind());
            let class = labels::service_class_short(locale, owed.class);
            view! {
                <Row
                    lead=move || {
                        view! {
                            <Tag text=case::outcome(locale, owed.outcome) tone=case::tone(owed.outcome) />
                        }
                    }
                    title=move || view! { {name} }
                    note=move || {
                        view! {
                            <div>{format!("{class} · {kind} · {promised}")}</div>
                            <div class="kept-happened">{happened}</div>
                        }
                    }
                    end=move || view! { <span class="kept-late">{late}</span> }
                    href=case::place(&owed).href()
                />
            }
        };
        found.iter().take(listed.get()).map(row).collect_view()
    };
    let hidden = move || found.with(Vec::len).saturating_sub(listed.get());
    view! {
        <div class="kept-cases">
            <span id=PART tabindex="-1" class="kept-anchor" />
            <Show when=move || shown.report.with(Option::is_some)>
                <Card title=title note=move || asked(i18n.get_locale(), &shown.filter.read())>
                    <Narrowed shown=shown own=own />
                    <OrEmpty
                        when=move || !found.with(Vec::is_empty)
                        icon=Icon::Check
                        title=move || t_string!(i18n, kept.none)
                    >
                        <Rows>{rows}</Rows>
                        <Show when=move || { hidden() > 0 }>
                            <Button
                                label=move || {
                                    say!(i18n, kept.more, count = hidden())
                                }
                                on_press=move |()| listed.update(|listed| *listed += LISTED)
                            />
                        </Show>
                    </OrEmpty>
                </Card>
            </Show>
        </div>
    }
}

/// Returns the filters of the list in words: class, manager, kind and period.
fn asked(locale: Locale, filter: &Filter) -> String {
    let class = filter.class.map(|class| labels::service_class(locale, class).to_owned());
    let manager = filter.manager.as_ref().map(|name| match name.as_str() {
        "" => td_string!(locale, kept.no_manager).to_owned(),
        name => name.to_owned(),
    });
    let kind = filter.kind.map(|kind| labels::commitment_kind(locale, kind).to_owned());
    let period = Some(filter::period(locale, filter.period));
    let said: Vec<String> = [class, manager, kind, period].into_iter().flatten().collect();
    said.join(" · ")
}

/// Chips of the outcomes with their counts, and a chip for each filter that removes it.
#[component]
fn Narrowed(shown: Shown, own: Memo<Vec<Commitment>>) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let filter = shown.filter;
    let came_to = move |which: CameTo| {
        let word = move || match which {
            CameTo::Missed => t_string!(i18n, kept.missed),
            CameTo::Kept => t_string!(i18n, kept.kept),
            CameTo::Open => t_string!(i18n, kept.open),
        };
        let count = move || {
            let own = own.read();
            let count = own.iter().filter(|owed| which.leaves(owed.outcome)).count();
            format::count(i18n.get_locale(), count)
        };
        view! {
            <Chip
                text=word
                count=count
                pressed=Signal::derive(move || filter.read().came_to == which)
                on_press=move |()| navigation.set_filter(filter::CAME_TO, which.name())
            />
        }
    };
    let given = move |name: &'static str, word: Option<String>| {
        word.map(|word| {
            view! {
                <Chip
                    text=move || t_string!(i18n, kept.without, what = word.clone())
                    pressed=Signal::stored(true)
                    on_press=move |()| navigation.set_filter(name, "")
                />
            }
        })
    };
    let narrowed = move || {
        let locale = i18n.get_locale();
        let filter = filter.read();
        let class = filter.class.map(|class| labels::service_class(locale, class).to_owned());
        let manager = filter.manager.as_ref().map(|name| match name.as_str() {
            "" => td_string!(locale, kept.no_manager).to_owned(),
            name => name.to_owned(),
        });
        let kind = filter.kind.map(|kind| labels::commitment_kind(locale, kind).to_owned());
        view! {
            {given(filter::CLASS, class)}
            {given(filter::MANAGER, manager)}
            {given(filter::KIND, kind)}
        }
    };
    view! {
        <Chips label=move || t_string!(i18n, kept.narrow)>
            {CameTo::ALL.iter().copied().map(came_to).collect_view()}
            {narrowed}
        </Chips>
    }
}
