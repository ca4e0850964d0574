//! The period and the filters of the page, stored in the address.

use busbar_core::{
    analysis::service_kept::{Commitment, CommitmentKind, CommitmentOutcome, Period, Span},
    domain::{Customer, Month, People, record::named, standard::ServiceClass},
};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::ui::{
    components::{Button, Choice, Emphasis, Icon},
    format,
    i18n::*,
    navigation::use_navigation,
    routes::{Query, Route},
};

/// Key of the length of the period in the address.
const SPAN: &str = "per";
/// Key of a month of the period in the address.
const AT: &str = "at";
/// Key of the class in the address.
pub const CLASS: &str = "class";
/// Key of the manager in the address.
pub const MANAGER: &str = "manager";
/// Key of the kind in the address.
pub const KIND: &str = "kind";
/// Key of the outcome in the address.
pub const CAME_TO: &str = "came";
/// Value of [`MANAGER`] for customers without a manager.
const NOBODY: &str = "-";

named! {
    /// Outcome of the listed commitments.
    #[derive(Default)]
    pub enum CameTo {
        /// Late, or not done at all.
        #[default]
        Missed = "missed",
        /// Done in time.
        Kept = "kept",
        /// Not due yet.
        Open = "open",
    }
}

impl CameTo {
    /// Returns `true` if commitments with this outcome are listed.
    pub const fn leaves(self, outcome: CommitmentOutcome) -> bool {
        match self {
            Self::Missed => outcome.is_miss(),
            Self::Kept => matches!(outcome, CommitmentOutcome::Kept),
            Self::Open => matches!(outcome, CommitmentOutcome::Open),
        }
    }
}

/// Period and filters.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// Period.
    pub period: Period,
    /// Today.
    pub today: Date,
    /// Class of the customers; `None` for all.
    pub class: Option<ServiceClass>,
    /// Manager of the customers; `None` for all, empty for customers without a manager.
    pub manager: Option<String>,
    /// Kind of commitment; `None` for all.
    pub kind: Option<CommitmentKind>,
    /// Outcome of the listed commitments.
    pub came_to: CameTo,
}

impl Filter {
    /// Reads the address; without a period there, uses the current quarter.
    pub fn read(query: &Query, today: Date) -> Self {
        let span = query.get(SPAN).and_then(Span::named);
        let month = query.parse(AT).unwrap_or_else(|| Month::of(today));
        let manager = query.get(MANAGER).map(|name| match name {
            NOBODY => String::new(),
            name => name.to_owned(),
        });
        Self {
            period: Period::of(span.unwrap_or(Span::Quarter), month),
            today,
            class: query.get(CLASS).and_then(ServiceClass::named),
            manager,
            kind: query.get(KIND).and_then(CommitmentKind::named),
            came_to: query.get(CAME_TO).and_then(CameTo::named).unwrap_or_default(),
        }
    }

    /// Returns `true` if a commitment is of the chosen group and kind; the outcome is ignored.
    pub fn is_of_it(
        &self,
        owed: &Commitment,
        customer: Option<&Customer>,
        people: &People,
    ) -> bool {
        let manager = customer.map_or("", |one| people.name(&one.account_manager));
        self.class.is_none_or(|class| class == owed.class)
            && self.kind.is_none_or(|kind| kind == owed.matter.kind())
            && self.manager.as_ref().is_none_or(|asked| asked == manager)
    }
}

/// Returns the address of the commitments of one cell: class or manager, kind (`None` for all), and outcome. Keeps
/// the period.
pub fn of_cell(
    route: Route,
    class: Option<ServiceClass>,
    manager: Option<&str>,
    kind: Option<CommitmentKind>,
    came_to: CameTo,
) -> Route {
    let manager = manager.map_or("", |name| if name.is_empty() { NOBODY } else { name });
    route
        .with(CLASS, class.map_or("", ServiceClass::name))
        .with(MANAGER, manager)
        .with(KIND, kind.map_or("", CommitmentKind::name))
        .with(
            CAME_TO,
            match came_to {
                CameTo::Missed => "",
                other => other.name(),
            },
        )
}

/// Returns the name of a period.
pub fn period(locale: Locale, period: Period) -> String {
    let month = period.month();
    let year = month.year();
    match period.span() {
        Span::Month => format::month(locale, month),
        Span::Quarter => {
            td_string!(locale, kept.quarter_of, year = year, quarter = (month.month() - 1) / 3 + 1)
        }
        Span::Year => td_string!(locale, kept.year_of, year = year),
    }
}

/// Controls for the length of the period, and for the previous and next period.
#[component]
pub fn PeriodChoice(filter: Memo<Filter>) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let spans = Signal::derive(move || {
        vec![
            (Span::Month, t_string!(i18n, kept.month).to_owned()),
            (Span::Quarter, t_string!(i18n, kept.quarter).to_owned()),
            (Span::Year, t_string!(i18n, kept.year).to_owned()),
        ]
    });
    let step = move |by: i32| {
        let month = filter.read_untracked().period.step(by).month();
        navigation.adjust(AT, month.to_string());
    };
    let is_present = Signal::derive(move || {
        let filter = filter.read();
        filter.period.contains(filter.today)
    });
    view! {
        <div class="kept-period no-print">
            <Choice
                label=move || t_string!(i18n, kept.period)
                options=spans
                value=Signal::derive(move || filter.read().period.span())
                on_choose=move |span: Span| navigation.adjust(SPAN, span.name())
            />
            <div class="line">
                <Button
                    label=move || t_string!(i18n, kept.before)
                    icon=Icon::Back
                    icon_only=true
                    on_press=move |()| step(-1)
                />
                <strong class="kept-name" aria-live="polite">
                    {move || period(i18n.get_locale(), filter.read().period)}
                </strong>
                <Button
                    label=move || t_string!(i18n, kept.after)
                    icon=Icon::Forward
                    icon_only=true
                    disabled=is_present
                    on_press=move |()| step(1)
                />
                <Show when=move || !is_present.get()>
                    <Button
                        label=move || t_string!(i18n, kept.present)
                        emphasis=Emphasis::Quiet
                        on_press=move |()| navigation.adjust(AT, "")
                    />
                </Show>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::ui::routes::Page;

    #[test]
    fn what_is_asked_for_is_in_the_address() {
        let today = date(2026, 11, 24);
        let read = |address: &str| Filter::read(&Route::read(address).query, today);
        let plain = read("#/kept");
        let quarter = Period::of(Span::Quarter, Month::of(today));
        assert_eq!((plain.period, plain.came_to), (quarter, CameTo::Missed));
        assert_eq!((plain.class, plain.manager.as_ref(), plain.kind), (None, None, None));
        let month = read("#/kept?per=month&at=2026-03");
        assert_eq!(month.period.last(), date(2026, 3, 31));
        // Invalid values are ignored.
        assert_eq!(read("#/kept?per=week&at=soon&class=x&kind=y&came=z"), plain);

        let base = Page::ServiceKept.route().with(SPAN, "year");
        let cell = of_cell(base, None, Some(""), Some(CommitmentKind::Visit), CameTo::Open);
        let asked = Filter::read(&Route::read(&cell.href()).query, today);
        assert_eq!(asked.manager.as_deref(), Some(""));
        assert_eq!((asked.kind, asked.came_to), (Some(CommitmentKind::Visit), CameTo::Open));
        assert_eq!(asked.period.span(), Span::Year);
        // Another cell keeps nothing of this one.
        let other = of_cell(cell, Some(ServiceClass::Key), None, None, CameTo::Missed);
        assert_eq!(other.to_string(), "/kept?class=key&per=year");
    }
}
