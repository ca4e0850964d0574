//! The company's people: the list, people to be checked, deputies, and merging of duplicates.

use busbar_core::domain::{Id, Person, Record, people::Entered};
use leptos::prelude::*;

use crate::{
    state::{
        commands::{
            people::{check, merge, rename, separate},
            record::{add, change_detached, fresh, remove},
        },
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Card, Dialog, Emphasis, Icon, Notice, OrEmpty, Row, Rows, Select, Tag,
            TextInput, Tone,
        },
        i18n::*,
        labels,
        shared::field::{DraftField, DraftFields, Fields},
    },
};

/// People tab.
#[component]
pub fn PeoplePart() -> impl IntoView {
    let edited = RwSignal::new(None::<Id<Person>>);
    let open = RwSignal::new(false);
    view! {
        <div class="columns wide-first">
            <ListCard edited=edited open=open />
            <div class="stack loose">
                <AddCard />
                <MergedCard />
            </div>
        </div>
        <EditDialog edited=edited open=open />
    }
}

#[component]
fn ListCard(edited: RwSignal<Option<Id<Person>>>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    // People to be checked come first.
    let listed = Memo::new(move |_| {
        let people = workspace.people.read();
        let mut listed: Vec<Person> = people.here().into_iter().cloned().collect();
        listed.sort_by_key(|person| !person.is_unchecked);
        listed
    });
    let row = move |person: Person| {
        let id = person.id;
        let deputy = person
            .deputy
            .map(|deputy| t_string!(i18n, people.deputy_is, name = workspace.name(&deputy.into())));
        let parts = [person.department.clone(), person.role.clone(), person.contact.clone()];
        let parts = parts.into_iter().chain(deputy).filter(|part| !part.is_empty());
        let note = parts.collect::<Vec<_>>().join(" · ");
        let name = person.written();
        let is_unchecked = person.is_unchecked;
        view! {
            <Row
                title=move || view! { {name} }
                note=move || view! { {note} }
                end=move || {
                    view! {
                        {is_unchecked
                            .then(|| {
                                view! {
                                    <Tag text=move || t_string!(i18n, people.unchecked) tone=Tone::Warn />
                                }
                            })}
                        <Button
                            label=move || t_string!(i18n, people.edit)
                            emphasis=Emphasis::Quiet
                            on_press=move |()| {
                                edited.set(Some(id));
                                open.set(true);
                            }
                        />
                    }
                }
            />
        }
    };
    let title = move || say!(i18n, people.listed, count = listed.with(Vec::len));
    view! {
        <Card title=title note=move || t_string!(i18n, people.note)>
            <OrEmpty
                when=move || listed.with(|listed| !listed.is_empty())
                icon=Icon::Person
                title=move || t_string!(i18n, people.none)
                text=move || t_string!(i18n, people.none_text)
            >
                <Rows>{move || listed.get().into_iter().map(row).collect_view()}</Rows>
            </OrEmpty>
        </Card>
    }
}

#[component]
fn AddCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let person = RwSignal::new(Person::empty(fresh()));
    let error = RwSignal::new(None::<String>);
    let save = move |()| {
        let typed = person.get_untracked();
        let entered = workspace
            .people
            .with_untracked(|people| people.entered(&typed.name, &typed.number, typed.id));
        let new = match entered {
            Entered::Nobody => {
                return error.set(Some(t_string!(i18n, people.name_missing).to_owned()));
            }
            Entered::Known(_) | Entered::Several => {
                return error.set(Some(t_string!(i18n, people.known).to_owned()));
            }
            Entered::New(new) => new,
        };
        let Person { department, role, contact, .. } = typed;
        let new = Person { department, role, contact, ..new };
        task::spawn(async move {
            match add(workspace, &new).await {
                Ok(()) => {
                    error.set(None);
                    person.set(Person::empty(fresh()));
                }
                Err(why) => error.set(Some(labels::not_saved(i18n.get_locale_untracked(), &why))),
            }
        });
    };
    view! {
        <Card title=move || t_string!(i18n, people.add_title)>
            <div class="stack">
                <DraftField record=person field=Person::NAME error=error />
                <DraftFields record=person of=[
                    Person::NUMBER,
                    Person::DEPARTMENT,
                    Person::ROLE,
                    Person::CONTACT,
                ] />
                <div>
                    <Button
                        label=move || t_string!(i18n, people.add)
                        icon=Icon::Add
                        emphasis=Emphasis::First
                        on_press=save
                    />
                </div>
            </div>
        </Card>
    }
}

/// Card of the merged people, with a button to undo each merge.
#[component]
fn MergedCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let merged = Memo::new(move |_| {
        let persons = workspace.tables.persons.read();
        let merged = persons.iter().filter(|person| person.merged_into.is_some());
        merged.map(|person| (person.id, person.written())).collect::<Vec<_>>()
    });
    let row = move |(id, name): (Id<Person>, String)| {
        let into = move || t_string!(i18n, people.merged_into, name = workspace.name(&id.into()));
        view! {
            <Row
                title=move || view! { {name} }
                note=move || view! { {into} }
                end=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, people.separate)
                            icon=Icon::Undo
                            emphasis=Emphasis::Quiet
                            on_press=move |()| separate(workspace, id)
                        />
                    }
                }
            />
        }
    };
    view! {
        <Show when=move || merged.with(|merged| !merged.is_empty())>
            <Card title=move || t_string!(i18n, people.merged)>
                <Rows>{move || merged.get().into_iter().map(row).collect_view()}</Rows>
            </Card>
        </Show>
    }
}

#[component]
fn EditDialog(edited: RwSignal<Option<Id<Person>>>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let content = move || {
        let id = edited.get()?;
        Some(view! { <EditForm id=id open=open /> })
    };
    view! {
        <Dialog title=move || t_string!(i18n, people.edit_title) open=open wide=true>
            {content}
        </Dialog>
    }
}

#[component]
fn EditForm(id: Id<Person>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let table = workspace.tables.persons;
    let of = move |field: fn(&Person) -> String| {
        Signal::derive(move || table.with(|all| all.get(id).map(field).unwrap_or_default()))
    };
    let is_unchecked =
        move || table.with(|all| all.get(id).is_some_and(|person| person.is_unchecked));
    view! {
        <Show when=is_unchecked>
            <Notice
                word=move || t_string!(i18n, people.unchecked)
                text=move || t_string!(i18n, people.unchecked_text)
                tone=Tone::Warn
            >
                <Button
                    label=move || t_string!(i18n, people.check)
                    icon=Icon::Check
                    on_press=move |()| check(workspace, id)
                />
            </Notice>
        </Show>
        <TextInput
            label=move || t_string!(i18n, people.f_name)
            value=of(|person| person.name.clone())
            hint=move || t_string!(i18n, people.f_name_hint)
            on_change=move |name| {
                task::spawn(async move {
                    // Errors are shown at the top of the page.
                    let _ = rename(workspace, id, name).await;
                });
            }
        />
        <dl class="facts">
            <Fields id of=[Person::NUMBER, Person::DEPARTMENT, Person::ROLE, Person::CONTACT] />
        </dl>
        <Select
            label=move || t_string!(i18n, people.f_deputy)
            options=others(id)
            value=of(|person| person.deputy.map(|deputy| deputy.to_string()).unwrap_or_default())
            on_change=move |chosen: String| {
                let deputy = chosen.parse().ok().map(Id::new);
                change_detached(workspace, id, move |person: &mut Person| person.deputy = deputy);
            }
        />
        <MergeForm id=id open=open />
        <div class="dialog-foot">
            <Button
                label=move || t_string!(i18n, people.remove)
                icon=Icon::Delete
                emphasis=Emphasis::Quiet
                on_press=move |()| {
                    remove(workspace, id);
                    open.set(false);
                }
            />
            <Button label=move || t_string!(i18n, labels.close) on_press=move |()| open.set(false) />
        </div>
    }
}

/// Form to merge this person into another one.
#[component]
fn MergeForm(id: Id<Person>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let into = RwSignal::new(String::new());
    let save = move |()| {
        if let Ok(other) = into.get_untracked().parse() {
            task::spawn(async move {
                // Errors are shown at the top of the page.
                if merge(workspace, id, Id::new(other)).await.is_ok() {
                    open.set(false);
                }
            });
        }
    };
    view! {
        <div class="add-line">
            <Select
                label=move || t_string!(i18n, people.merge_with)
                options=others(id)
                value=into
                on_change=move |chosen| into.set(chosen)
                hint=move || t_string!(i18n, people.merge_hint)
            />
            <Button
                label=move || t_string!(i18n, people.merge)
                disabled=Signal::derive(move || into.with(String::is_empty))
                on_press=save
            />
        </div>
    }
}

/// Returns options for all other people who are not merged or deleted, preceded by an empty one.
fn others(id: Id<Person>) -> Signal<Vec<(String, String)>> {
    let i18n = use_i18n();
    let workspace = use_workspace();
    Signal::derive(move || {
        let people = workspace.people.read();
        let others = people.here().into_iter().filter(|person| person.id != id);
        let others = others.map(|person| (person.id.to_string(), person.written()));
        let none = (String::new(), t_string!(i18n, labels.nothing).to_owned());
        std::iter::once(none).chain(others).collect()
    })
}
