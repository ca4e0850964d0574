//! Columns of the requests, on the screen and in a file.

use busbar_core::{
    books::{requests::RequestStatus, table::Table},
    domain::{Customer, People, request::Request},
    exchange::export::Cell,
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::ui::{components::Column, format, i18n::*, labels, shared::request_status};

/// Columns of the list, in order.
pub const ALL: [&str; 7] =
    ["urgency", "subject", "customer", "kind", "phase", "department", "received"];

/// Request with the data its columns need.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// Request.
    pub request: &'a Request,
    /// Current status.
    pub status: &'a RequestStatus,
    /// Customers.
    pub customers: &'a Table<Customer>,
    /// People of the company.
    pub people: &'a People,
}

impl Line<'_> {
    /// Returns the name of the responsible person; empty if there is none.
    pub fn responsible(&self) -> &str {
        self.people.name(&self.request.responsible)
    }

    /// Returns the name of the customer, marked if it was removed; a placeholder if the customer is unknown.
    pub fn customer(&self, locale: Locale) -> String {
        let customer = self.request.customer.and_then(|id| self.customers.get(id));
        match customer {
            Some(customer) if customer.is_here() => customer.name.clone(),
            Some(customer) => {
                td_string!(locale, request.customer_gone, name = customer.name.as_str())
            }
            None => td_string!(locale, request.customer_none).to_owned(),
        }
    }

    /// Returns the subject; the kind of request if it is empty.
    pub fn subject(&self, locale: Locale) -> String {
        if self.request.subject.is_empty() {
            self.kind(locale).to_owned()
        } else {
            self.request.subject.clone()
        }
    }

    /// Returns the kind of connection or request; a dash if neither is known.
    pub fn kind(&self, locale: Locale) -> &'static str {
        match (self.request.connection, self.request.kind) {
            (Some(connection), _) => labels::connection_kind(locale, connection),
            (None, Some(kind)) => labels::request_kind(locale, kind),
            (None, None) => td_string!(locale, labels.nothing),
        }
    }

    /// Returns the department; a placeholder if none is assigned.
    pub fn department(&self, locale: Locale) -> String {
        match self.status.department.as_str() {
            "" => td_string!(locale, requests.no_department).to_owned(),
            name => name.to_owned(),
        }
    }

    fn text(&self, locale: Locale, key: &str) -> String {
        match key {
            "subject" => self.subject(locale),
            "customer" => self.customer(locale),
            "kind" => self.kind(locale).to_owned(),
            "phase" => labels::phase(locale, self.status.phase).to_owned(),
            "department" => self.department(locale),
            "responsible" => self.responsible().to_owned(),
            _ => String::new(),
        }
    }

    /// Returns the content of a column on the screen.
    pub fn view(&self, locale: Locale, key: &'static str) -> AnyView {
        match key {
            "urgency" => {
                let pressing = request_status::pressing(locale, self.status);
                view! {
                    <span class="request-urgency">
                        {request_status::status_tag(locale, self.status)}
                        <small class="clip">{pressing}</small>
                    </span>
                }
                .into_any()
            }
            "subject" => {
                let mark = self.request.is_priority.then(|| request_status::green_channel(locale));
                view! {
                    <span class="cell-name">
                        <strong>{self.subject(locale)}</strong>
                        {mark}
                    </span>
                }
                .into_any()
            }
            "received" => {
                let received = self.request.received_on;
                received.map(|day| format::day(locale, day)).into_any()
            }
            key => self.text(locale, key).into_any(),
        }
    }

    /// Returns the content of a column in a file.
    pub fn cell(&self, locale: Locale, key: &str) -> Cell {
        match key {
            // Closed requests have no urgency here; their own page shows whether limits were met.
            "urgency" if !self.status.is_open() => Cell::Empty,
            "urgency" => Cell::text(labels::urgency(locale, self.status.urgency)),
            "due" => self.status.pressing.map_or(Cell::Empty, |pressing| Cell::Date(pressing.due)),
            "remaining" => {
                Cell::number(self.status.pressing.map(|pressing| pressing.remaining as f64))
            }
            "green" => Cell::text(yes_or_no(locale, self.request.is_priority)),
            "score" => Cell::number(self.status.score),
            "description" => Cell::text(self.request.description.as_str()),
            "received" => self.request.received_on.map_or(Cell::Empty, Cell::Date),
            key => Cell::text(self.text(locale, key)),
        }
    }
}

fn yes_or_no(locale: Locale, is_so: bool) -> &'static str {
    if is_so { td_string!(locale, labels.yes) } else { td_string!(locale, labels.no) }
}

/// Returns the heading of a column, on the screen or in a file.
pub fn heading(locale: Locale, key: &str) -> &'static str {
    match key {
        "urgency" => td_string!(locale, requests.col_urgency),
        "subject" => td_string!(locale, requests.col_subject),
        "customer" => td_string!(locale, requests.col_customer),
        "kind" => td_string!(locale, requests.col_kind),
        "phase" => td_string!(locale, requests.col_phase),
        "department" => td_string!(locale, requests.col_department),
        "responsible" => td_string!(locale, requests.col_responsible),
        "due" => td_string!(locale, requests.col_due),
        "remaining" => td_string!(locale, requests.col_remaining),
        "green" => td_string!(locale, field_work.offer_green_channel),
        "score" => td_string!(locale, requests.col_score),
        "description" => td_string!(locale, requests.col_description),
        _ => td_string!(locale, requests.col_received),
    }
}

/// Returns a column of the list.
pub fn column(locale: Locale, key: &'static str) -> Column {
    // Fractions in proportion to the minimum widths, so that the heading is never wider than the rows.
    let width = match key {
        "urgency" => "minmax(11.5rem, 11.5fr)",
        "subject" => "minmax(12rem, 12fr)",
        "customer" => "minmax(10rem, 10fr)",
        "phase" => "minmax(6.5rem, 6.5fr)",
        "kind" => "minmax(6rem, 6fr)",
        "department" => "minmax(5.75rem, 5.75fr)",
        _ => "minmax(4.75rem, 4.75fr)",
    };
    Column {
        key,
        label: heading(locale, key).to_owned(),
        width,
        is_number: false,
        is_sortable: true,
    }
}
