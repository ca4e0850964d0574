//! Filter of the answers listed and exported: by questionnaire, by region and account manager of the customer. It is
//! stored in the address. The only view here is the row of selectors.

use std::collections::BTreeSet;

use busbar_core::{
    books::{surveys::Questionnaires, table::Table},
    domain::{
        Customer, Id, InOrder, People,
        survey::{Questionnaire, Response},
    },
};
use leptos::prelude::*;

use crate::{
    state::{pinyin::use_pinyin, surveys::use_surveys, workspace::use_workspace},
    ui::{
        components::Select,
        i18n::*,
        labels,
        navigation::{Navigation, use_navigation},
    },
};

/// Keys of the filters in the address.
const QUESTIONNAIRE: &str = "of";
const REGION: &str = "region";
const MANAGER: &str = "manager";

/// Filter of answers; the default admits all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// First version of a questionnaire; admits all its versions.
    pub family: Option<Id<Questionnaire>>,
    /// Region of the customer.
    pub region: Option<String>,
    /// Account manager of the customer.
    pub manager: Option<String>,
}

/// Reads a text field of a customer.
type TextOf = for<'a> fn(&'a Customer, &'a People) -> &'a str;

impl Wanted {
    /// Returns the filter in the address.
    pub fn follow(navigation: Navigation) -> Memo<Self> {
        let family = navigation.filter(QUESTIONNAIRE);
        let (region, manager) = (navigation.filter(REGION), navigation.filter(MANAGER));
        Memo::new(move |_| Self {
            family: family.with(|id| id.as_deref()?.parse().ok()).map(Id::new),
            region: region.get(),
            manager: manager.get(),
        })
    }

    /// Returns `true` if the filter admits all answers.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Returns `true` if a response matches the filter.
    pub fn admits(
        &self,
        response: &Response,
        asked: &Questionnaires,
        (customers, people): (&Table<Customer>, &People),
    ) -> bool {
        let family = || {
            let questionnaire = asked.get(response.questionnaire?)?;
            Some(questionnaire.family_id())
        };
        let customer = response.customer.and_then(|id| customers.get(id));
        let is = |wanted: &Option<String>, of: TextOf| {
            let has = |wanted: &str| customer.is_some_and(|one| of(one, people) == wanted);
            wanted.as_deref().is_none_or(has)
        };
        self.family.is_none_or(|wanted| family() == Some(wanted))
            && is(&self.region, |one, _| &one.region)
            && is(&self.manager, |one, people| people.name(&one.account_manager))
    }
}

/// The three selectors.
#[component]
pub fn AnswerFilter(
    /// Current filter.
    wanted: Memo<Wanted>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let tables = workspace.tables;
    let (surveys, navigation, pinyin) = (use_surveys(), use_navigation(), use_pinyin());
    pinyin.fetch();
    let questionnaires = Signal::derive(move || {
        let all = surveys.get();
        let any = t_string!(i18n, surveys.any_questionnaire).to_owned();
        let current = all.current().into_iter().map(|one| {
            let title = labels::wording(i18n.get_locale(), &one.title.0);
            (one.family_id().to_string(), title)
        });
        std::iter::once((String::new(), any)).chain(current).collect::<Vec<_>>()
    });
    // Distinct values of the customers with answers, sorted by name.
    let texts = move |of: TextOf| {
        Memo::new(move |_| {
            let customers = tables.customers.read();
            let responses = tables.responses.read();
            let answered = responses.iter().filter(|one| !one.is_deleted && one.is_complete);
            let answered = answered.filter_map(|one| customers.get(one.customer?));
            let people = workspace.people.read();
            let answered = answered.map(|one| of(one, &people));
            let texts: BTreeSet<&str> = answered.filter(|text| !text.is_empty()).collect();
            let mut texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
            if let Some(pinyin) = pinyin.get() {
                texts.order_by(|a, b| pinyin.order(a, b));
            }
            texts
        })
    };
    let options = move |texts: Memo<Vec<String>>, any: Signal<&'static str>| {
        Signal::derive(move || {
            let any = (String::new(), any.get().to_owned());
            let texts = texts.get().into_iter().map(|text| (text.clone(), text));
            std::iter::once(any).chain(texts).collect::<Vec<_>>()
        })
    };
    let regions = options(
        texts(|one, _| &one.region),
        Signal::derive(move || t_string!(i18n, surveys.any_region)),
    );
    let managers = options(
        texts(|one, people| people.name(&one.account_manager)),
        Signal::derive(move || t_string!(i18n, surveys.any_manager)),
    );
    view! {
        <div class="form-pair narrow answer-filter" role="group" aria-label=move || t_string!(i18n, surveys.filters)>
            <Select
                label=move || t_string!(i18n, surveys.f_questionnaire)
                options=questionnaires
                value=Signal::derive(move || {
                    wanted.read().family.map(|id| id.to_string()).unwrap_or_default()
                })
                on_change=move |id: String| navigation.set_filter(QUESTIONNAIRE, id)
            />
            <Select
                label=move || t_string!(i18n, surveys.f_region)
                options=regions
                value=Signal::derive(move || wanted.read().region.clone().unwrap_or_default())
                on_change=move |text: String| navigation.set_filter(REGION, text)
            />
            <Select
                label=move || t_string!(i18n, surveys.f_manager)
                options=managers
                value=Signal::derive(move || wanted.read().manager.clone().unwrap_or_default())
                on_change=move |text: String| navigation.set_filter(MANAGER, text)
            />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{Count, Record};

    #[test]
    fn answers_are_those_of_a_questionnaire_a_region_and_a_manager() {
        let _owner = Owner::new();
        let id = |n: u128| Uuid::from_u128(n);
        let customer = |n, region: &str, manager: &str| Customer {
            region: region.into(),
            account_manager: manager.into(),
            ..Customer::empty(Id::new(id(n)))
        };
        let mut customers = Table::default();
        customers.extend([customer(1, "城东", "李明"), customer(2, "城西", "李明")]);
        let first = Questionnaire::empty(Id::new(id(10)));
        let second = Questionnaire {
            family: Some(first.id),
            version: Some(Count(2)),
            ..Questionnaire::empty(Id::new(id(11)))
        };
        let other = Questionnaire::empty(Id::new(id(12)));
        let asked = Questionnaires::of(Vec::new(), [first, second, other].iter(), [].iter());
        let response = |n, of, customer: Option<u128>| Response {
            questionnaire: Some(Id::new(id(of))),
            customer: customer.map(|n| Id::new(id(n))),
            ..Response::empty(Id::new(id(n)))
        };
        let all = [
            response(20, 10, Some(1)),
            response(21, 11, Some(2)),
            response(22, 12, Some(1)),
            response(23, 12, None),
        ];
        let found = |wanted: &Wanted| -> Vec<u128> {
            let found = all
                .iter()
                .filter(|one| wanted.admits(one, &asked, (&customers, &People::default())));
            found.map(|one| one.id.uuid().as_u128()).collect()
        };
        let region = |text: &str| Wanted { region: Some(text.into()), ..Wanted::default() };
        let of = |n| Wanted { family: Some(Id::new(id(n))), ..Wanted::default() };
        for (wanted, expected) in [
            (Wanted::default(), vec![20, 21, 22, 23]),
            (of(10), vec![20, 21]),
            (of(12), vec![22, 23]),
            (region("城东"), vec![20, 22]),
            (Wanted { manager: Some("李明".into()), ..of(12) }, vec![22]),
            (region("城南"), vec![]),
        ] {
            assert_eq!(found(&wanted), expected, "{wanted:?}");
        }
        assert!(Wanted::default().is_all() && !of(10).is_all());
    }
}
