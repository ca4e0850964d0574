//! Form of a new request: customer, subject, and the assignment made by the routing rules. The address
//! `?new=1&customer=<id>&visit=<id>` opens it, so that the page of a customer or visit can link to it.

use busbar_core::{
    books::requests::{Missing, NewRequest},
    domain::{
        Contact, Customer, Id, Link,
        request::{ConnectionKind, Request, RequestKind},
        visit::Visit,
    },
};
use leptos::prelude::*;

use crate::{
    state::{
        commands::{
            record::fresh,
            request::{destination, take_in},
        },
        requests::use_requests,
        service::use_service,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Dialog, DialogFoot, Emphasis, Select, TextInput},
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
        shared::customer_choice::CustomerChoice,
    },
};

/// Dialog of a new request; the address opens it.
#[component]
pub fn NewRequest() -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let open = RwSignal::new(false);
    let asked = RwSignal::new(NewRequest::default());
    let next = StoredValue::new(fresh());
    let wanted = navigation.filter("new");
    Effect::new(move |_| {
        let is_wanted = wanted.with(Option::is_some);
        if is_wanted {
            let query = untrack(|| navigation.query());
            asked.update(|asked| {
                asked.customer = query.parse("customer").map(Id::new).or(asked.customer);
                let visit = query.parse("visit").map(Id::<Visit>::new);
                asked.source = visit.map(Link::to);
            });
        }
        open.set(is_wanted);
    });
    // When the user closes the dialog, the address changes too.
    Effect::watch(
        move || open.get(),
        move |is_open, _, _| {
            if !is_open && wanted.get_untracked().is_some() {
                let route = untrack(|| navigation.route());
                navigation.replace(&route.with("new", "").with("visit", ""));
            }
        },
        false,
    );
    view! {
        <Dialog title=move || t_string!(i18n, requests.new) open=open wide=true>
            <Form asked=asked next=next open=open />
        </Dialog>
    }
}

#[component]
fn Form(
    asked: RwSignal<NewRequest>,
    /// Id of the new request.
    next: StoredValue<Id<Request>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let requests = use_requests();
    let service = use_service();
    let navigation = use_navigation();
    // Errors are shown after the first attempt, each until its field is filled in.
    let was_tried = RwSignal::new(false);
    let error = move |what: Missing| {
        Signal::derive(move || {
            let is_missing = was_tried.get() && asked.with(|asked| asked.missing().contains(&what));
            is_missing.then(|| labels::missing(i18n.get_locale(), what).to_owned())
        })
    };
    let text =
        move |of: fn(&NewRequest) -> &String| Signal::derive(move || asked.with(|a| of(a).clone()));
    let kinds = Signal::derive(move || {
        let locale = i18n.get_locale();
        let none = (String::new(), t_string!(i18n, requests.choose).to_owned());
        // News is sent to customers, as a notice.
        let mut kinds = labels::options(locale, labels::request_kind);
        kinds.retain(|(name, _)| name != RequestKind::News.name());
        std::iter::once(none).chain(kinds).collect::<Vec<_>>()
    });
    let connections = Signal::derive(move || {
        let locale = i18n.get_locale();
        let none = (String::new(), t_string!(i18n, request.no_connection).to_owned());
        let kinds = labels::options(locale, labels::connection_kind);
        std::iter::once(none).chain(kinds).collect::<Vec<_>>()
    });
    let contacts = Signal::derive(move || {
        let customer = asked.with(|asked| asked.customer);
        let is_own = |contact: &&Contact| {
            customer.is_some() && contact.customer == customer && !contact.is_deleted
        };
        let word = |contact: &Contact| {
            let name = format!("{} {}", contact.name, contact.role);
            (contact.id.to_string(), name.trim().to_owned())
        };
        let none = (String::new(), t_string!(i18n, requests.nobody).to_owned());
        workspace.tables.contacts.with(|contacts| {
            let own = contacts.iter().filter(is_own).map(word);
            std::iter::once(none).chain(own).collect::<Vec<_>>()
        })
    });
    let name = move |kind: Option<&'static str>| kind.unwrap_or_default().to_owned();
    let submit = move |()| {
        let now = asked.get_untracked();
        if !now.missing().is_empty() {
            was_tried.set(true);
            return;
        }
        let id = next.get_value();
        task::spawn(async move {
            // An error is shown at the top; the form keeps its input. Navigation closes the dialog.
            let taken_in = take_in(workspace, requests, service, id, now).await;
            if taken_in.is_ok() {
                next.try_set_value(fresh());
                asked.set(NewRequest::default());
                navigation.go(&Page::Request(id).route());
            }
        });
    };
    let is_business = move || asked.with(|asked| asked.kind == Some(RequestKind::Business));
    view! {
        <PickCustomer asked=asked error=error(Missing::Customer) />
        <div class="form-pair">
            <Select
                label=move || t_string!(i18n, requests.col_kind)
                options=kinds
                value=Signal::derive(move || name(asked.with(|asked| asked.kind).map(RequestKind::name)))
                on_change=move |kind: String| {
                    asked.update(|asked| asked.kind = RequestKind::named(&kind));
                }
                error=error(Missing::Kind)
            />
            <Show when=is_business>
                <Select
                    label=move || t_string!(i18n, request.connection)
                    options=connections
                    value=Signal::derive(move || {
                        name(asked.with(|asked| asked.connection).map(ConnectionKind::name))
                    })
                    on_change=move |kind: String| {
                        asked.update(|asked| asked.connection = ConnectionKind::named(&kind));
                    }
                />
            </Show>
            <Select
                label=move || t_string!(i18n, request.contact)
                options=contacts
                value=Signal::derive(move || {
                    asked.with(|asked| asked.contact).map(|id| id.to_string()).unwrap_or_default()
                })
                on_change=move |id: String| {
                    asked.update(|asked| asked.contact = id.parse().ok().map(Id::new));
                }
            />
        </div>
        <TextInput
            label=move || t_string!(i18n, requests.col_subject)
            hint=move || t_string!(i18n, requests.subject_hint)
            value=text(|asked| &asked.subject)
            on_change=move |subject| asked.update(|asked| asked.subject = subject)
            error=error(Missing::Subject)
        />
        <TextInput
            label=move || t_string!(i18n, requests.col_description)
            value=text(|asked| &asked.description)
            on_change=move |description| asked.update(|asked| asked.description = description)
            long=true
        />
        <WhereItGoes asked=asked />
        <DialogFoot
            open=open
            label=move || t_string!(i18n, requests.take_in)
            on_press=submit
        />
    }
}

/// Customer of the request, or a search for one.
#[component]
fn PickCustomer(asked: RwSignal<NewRequest>, error: Signal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let chosen = Memo::new(move |_| {
        let id = asked.with(|asked| asked.customer)?;
        tables.read(id, |one| (one.name.clone(), one.account_number.clone()))
    });
    let choose = move |customer: Option<Id<Customer>>| {
        asked.update(|asked| {
            asked.customer = customer;
            asked.contact = None;
        });
    };
    move || match chosen.get() {
        Some((name, number)) => view! {
            <div class="spread">
                <p>
                    <small>{t!(i18n, requests.col_customer)}</small>
                    <br />
                    <strong>{name}</strong>
                    " "
                    <small>{number}</small>
                </p>
                <Button
                    label=move || t_string!(i18n, requests.other_customer)
                    emphasis=Emphasis::Quiet
                    on_press=move |()| choose(None)
                />
            </div>
        }
        .into_any(),
        None => view! {
            <CustomerChoice
                label=move || t_string!(i18n, requests.col_customer)
                chosen=Signal::derive(move || asked.with(|asked| asked.customer))
                on_choose=choose
                error=error
            />
        }
        .into_any(),
    }
}

/// Preview of the class, channel and department assigned by the rules.
#[component]
fn WhereItGoes(asked: RwSignal<NewRequest>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let requests = use_requests();
    let service = use_service();
    let told = move || {
        let locale = i18n.get_locale();
        let asked = asked.get();
        asked.customer.zip(asked.kind)?;
        let to = destination(workspace, requests, service, &asked);
        let Some(class) = to.class else {
            return Some(t_string!(i18n, requests.class_unknown).to_owned());
        };
        let class = labels::service_class(locale, class);
        let channel = if to.is_priority {
            t_string!(i18n, field_work.offer_green_channel)
        } else {
            t_string!(i18n, requests.usual_channel)
        };
        let or = |name: String, none: &str| match name.as_str() {
            "" => none.to_owned(),
            _ => name,
        };
        Some(t_string!(
            i18n,
            requests.goes_to,
            class = class,
            channel = channel,
            department = or(to.route.department, t_string!(i18n, requests.no_department)),
            responsible =
                or(workspace.name(&to.route.responsible), t_string!(i18n, requests.nobody))
        ))
    };
    view! { <p class="quiet-text" role="status">{told}</p> }
}
