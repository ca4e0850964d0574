//! 企业宣传: notices for customers, which are passed on at visits, and the customers that have read each.

use busbar_core::domain::{
    Customer, Id,
    notice::{Notice, NoticeReceipt},
    standard::ServiceClass,
};
use leptos::prelude::*;

use crate::{
    state::{
        commands::{
            notice::{address, begin, publish},
            record::fresh,
        },
        notices::use_notices,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Card, Emphasis, EmptyState, Icon, OrEmpty, Row, Rows, Switch, Tag, Tone,
        },
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
        shared::{field::Fields, new_record::Remove, sheet::joined},
    },
};

/// Maximum number of readers listed.
const READERS: usize = 50;

/// Tab with the notices.
#[component]
pub fn Notices() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let notices = use_notices();
    let navigation = use_navigation();
    let opened = navigation.filter("notice");
    let ids = Memo::new(move |_| notices.all());
    let chosen = Memo::new(move |_| {
        let id = Id::new(opened.get()?.parse().ok()?);
        ids.with(|ids| ids.contains(&id)).then_some(id)
    });
    let next = StoredValue::new(fresh());
    let write = move |()| {
        let title = t_string!(i18n, requests.notice_untitled).to_owned();
        let id = next.get_value();
        task::spawn(async move {
            // Errors are shown at the top of the page.
            if begin(workspace, id, title).await.is_ok() {
                next.try_set_value(fresh());
                navigation.adjust("notice", id.to_string());
            }
        });
    };
    let button = move |emphasis: Emphasis| {
        view! {
            <Button
                label=move || t_string!(i18n, requests.notice_write)
                icon=Icon::Add
                emphasis=emphasis
                on_press=write
            />
        }
    };
    view! {
        <div class="page notices">
            <Show
                when=move || ids.with(|ids| !ids.is_empty())
                fallback=move || {
                    view! {
                        <EmptyState
                            title=move || t_string!(i18n, requests.notices_none)
                            text=move || t_string!(i18n, requests.notices_none_text)
                        >
                            {button(Emphasis::First)}
                        </EmptyState>
                    }
                }
            >
                <div class="columns wide-first">
                    {move || {
                        chosen
                            .get()
                            .map(|id| {
                                view! {
                                    <div class="stack notice-open">
                                        <Opened id=id />
                                    </div>
                                }
                            })
                    }}
                    <Card
                        title=move || t_string!(i18n, requests.notices)
                        note=move || match chosen.with(Option::is_none) {
                            true => t_string!(i18n, requests.notice_choose),
                            false => "",
                        }
                        tools=move || button(Emphasis::Quiet)
                    >
                        <Rows>
                            <For each=move || ids.get() key=|id| *id let:id>
                                <Listed
                                    id=id
                                    is_open=Signal::derive(move || chosen.get() == Some(id))
                                />
                            </For>
                        </Rows>
                    </Card>
                </div>
            </Show>
        </div>
    }
}

/// Returns the tag of a notice: draft, upcoming, current or expired. Subscribes to changes.
fn state_tag(i18n: leptos_i18n::I18nContext<Locale>, notice: &Notice) -> AnyView {
    let day = use_workspace().facts.day;
    let today = day.get();
    let (text, tone) = match notice.published_on {
        None => (t_string!(i18n, requests.notice_draft), Tone::Plain),
        Some(_) if notice.is_current(today) => (t_string!(i18n, requests.notice_told), Tone::Good),
        Some(from) if from > today => (t_string!(i18n, requests.notice_to_come), Tone::Plain),
        Some(_) => (t_string!(i18n, requests.notice_over), Tone::Plain),
    };
    view! { <Tag text=text tone=tone /> }.into_any()
}

/// Row of a notice.
#[component]
fn Listed(id: Id<Notice>, is_open: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let notices = use_notices();
    let notice = use_workspace().tables.record(id);
    let note = move || {
        let locale = i18n.get_locale();
        let notice = notice.get()?;
        let from = notice.published_on.map(|day| format::date(locale, day));
        let reach = notices.reach(&notice);
        let read = say!(i18n, requests.notice_reach, read = reach.read, meant = reach.meant);
        Some(joined([from, Some(read)]))
    };
    let tag = move || notice.with(|notice| notice.as_ref().map(|one| state_tag(i18n, one)));
    view! {
        <Row
            title=move || {
                view! { {move || notice.with(|one| one.as_ref().map(|one| one.title.clone()))} }
            }
            note=move || view! { {note} }
            end=move || view! { {tag} }
            href=Page::Requests
                .route()
                .with("tab", "notices")
                .with("notice", id.to_string())
                .href()
            is_current=is_open
        />
    }
}

/// Card of the open notice; each field is saved when the user leaves it.
#[component]
fn Opened(id: Id<Notice>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let notice = workspace.tables.record(id);
    let of = move |is: fn(&Notice) -> bool| notice.with(|notice| notice.as_ref().is_some_and(is));
    let is_published = Memo::new(move |_| of(|notice| notice.published_on.is_some()));
    let refused = RwSignal::new(None::<String>);
    // The cause of the error may have been corrected.
    Effect::new(move |_| {
        notice.track();
        refused.set(None);
    });
    let set_published = move |is_published: bool| {
        task::spawn(async move {
            let why = publish(workspace, id, is_published).await.err();
            let locale = i18n.get_locale_untracked();
            refused.set(why.map(|why| labels::not_saved(locale, &why)));
        });
    };
    let class = move |class: ServiceClass| {
        let is_meant = Signal::derive(move || {
            notice.with(|notice| {
                notice.as_ref().is_some_and(|notice| notice.audience.0.classes.contains(&class))
            })
        });
        view! {
            <Switch
                label=move || labels::service_class(i18n.get_locale(), class)
                value=is_meant
                on_change=move |is_meant| {
                    task::spawn(async move {
                        // Errors are shown at the top of the page.
                        let _ = address(workspace, id, class, is_meant).await;
                    });
                }
            />
        }
    };
    let to_all = move || of(|notice| notice.audience.0.classes.is_empty());
    let title = move || {
        notice.with(|notice| notice.as_ref().map(|notice| notice.title.clone())).unwrap_or_default()
    };
    view! {
        <Card
            title=title
            tools=move || {
                view! {
                    <Remove id label=move || t_string!(i18n, request.remove) />
                }
            }
        >
            <div class="stack loose">
                <dl class="stack">
                    <Fields id of=[Notice::TITLE, Notice::TEXT] />
                </dl>
                <dl class="facts">
                    <Fields id of=[Notice::PUBLISHED_ON, Notice::UNTIL] />
                </dl>
                <fieldset class="field">
                    <legend>{t!(i18n, requests.notice_audience)}</legend>
                    <div class="line">
                        {ServiceClass::ALL.iter().copied().map(class).collect_view()}
                    </div>
                    <Show when=to_all>
                        <p class="quiet-text">{t!(i18n, requests.notice_to_all)}</p>
                    </Show>
                </fieldset>
                <p class="field-error" role="alert">
                    {move || refused.get()}
                </p>
                <div>
                    <Show
                        when=move || is_published.get()
                        fallback=move || {
                            view! {
                                <Button
                                    label=move || t_string!(i18n, requests.notice_publish)
                                    emphasis=Emphasis::First
                                    on_press=move |()| set_published(true)
                                />
                            }
                        }
                    >
                        <Button
                            label=move || t_string!(i18n, requests.notice_withdraw)
                            on_press=move |()| set_published(false)
                        />
                    </Show>
                </div>
            </div>
        </Card>
        <Readers id=id notice=notice />
    }
}

/// Card with the customers that have read the notice, latest first.
#[component]
fn Readers(id: Id<Notice>, notice: Memo<Option<Notice>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let notices = use_notices();
    let receipts = Memo::new(move |_| {
        workspace.tables.receipts.with(|receipts| {
            let is_own =
                |receipt: &&NoticeReceipt| receipt.notice == Some(id) && !receipt.is_deleted;
            let own = receipts.iter().rev().filter(is_own).take(READERS);
            own.cloned().collect::<Vec<_>>()
        })
    });
    let title = move || {
        let reach = notice.with(|notice| notice.as_ref().map(|notice| notices.reach(notice)));
        let reach = reach.unwrap_or_default();
        say!(i18n, requests.notice_reach, read = reach.read, meant = reach.meant)
    };
    let name = move |customer: Option<Id<Customer>>| {
        workspace.tables.read(customer?, |customer| customer.name.clone())
    };
    let row = move |receipt: NoticeReceipt| {
        let day = receipt.read_on;
        view! {
            <Row
                title=move || view! { {name(receipt.customer)} }
                note=move || view! { {receipt.read_by} }
                end=move || {
                    view! { {move || day.map(|day| format::date(i18n.get_locale(), day))} }
                }
            />
        }
    };
    view! {
        <Card title=title note=move || t_string!(i18n, requests.notice_reach_note)>
            <OrEmpty
                when=move || receipts.with(|receipts| !receipts.is_empty())
                title=move || t_string!(i18n, requests.notice_unread)
            >
                <Rows>{move || receipts.get().into_iter().map(row).collect_view()}</Rows>
            </OrEmpty>
        </Card>
    }
}
