//! Current user of the device: asked at the first start, shown in the top line, and changed there.

use busbar_core::domain::{Id, Person, Who, people::Entered};
use leptos::prelude::*;

use crate::{
    platform::preferences,
    state::{
        choices,
        commands::{people, record::fresh},
        task,
        workspace::{Opening, Workspace, use_workspace},
    },
    ui::{
        appearance::LanguageChoice,
        components::{Button, Dialog, Emphasis, Glyph, Icon, TextInput},
        i18n::*,
        labels,
    },
};

/// Maximum number of people offered as buttons; others are found by typing.
const OFFERED: usize = 12;
/// Preference that is set once the question was postponed.
const PUT_OFF: &str = "author_put_off";

/// True after the question was postponed until the next start; in context below the root.
#[derive(Clone, Copy, Debug)]
struct PutOff(RwSignal<bool>);

/// Returns `true` while the question replaces the pages: no user is chosen, or the chosen one no longer exists, and the
/// question was not postponed. If the storage cannot be opened, that error takes precedence.
pub fn asks_who(workspace: Workspace) -> Memo<bool> {
    let put_off = RwSignal::new(false);
    provide_context(PutOff(put_off));
    Memo::new(move |_| {
        let is_missing = match workspace.opening.get() {
            Opening::Opening => workspace.author.with(Who::is_nobody),
            Opening::Ready => workspace.my_name().is_empty(),
            Opening::Blocked | Opening::Failed(_) => false,
        };
        is_missing && !put_off.get()
    })
}

/// Question at the first start. The user can postpone it once.
#[component]
pub fn FirstStart() -> impl IntoView {
    let i18n = use_i18n();
    let PutOff(put_off) = expect_context();
    let can_wait = preferences::load(PUT_OFF).is_none();
    let wait = move |()| {
        preferences::save(PUT_OFF, "yes");
        put_off.set(true);
    };
    view! {
        <main id="main" class="first-start" tabindex="-1">
            <div class="first-start-paper stack loose">
                <div class="line">
                    <Glyph icon=Icon::Mark />
                    <span class="spread-end"><LanguageChoice /></span>
                </div>
                <h1>{t!(i18n, people.who_title)}</h1>
                <p class="quiet-text">{t!(i18n, people.who_text)}</p>
                <ChooseForm on_done=|()| () />
                {can_wait
                    .then(|| {
                        view! {
                            <div class="stack">
                                <p class="quiet-text">{t!(i18n, people.skip_text)}</p>
                                <div>
                                    <Button
                                        label=move || t_string!(i18n, people.skip)
                                        emphasis=Emphasis::Quiet
                                        on_press=wait
                                    />
                                </div>
                            </div>
                        }
                    })}
            </div>
        </main>
    }
}

/// Name of the current user in the top line; a press opens the dialog that changes it.
#[component]
pub fn WorksHere() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let open = RwSignal::new(false);
    let name = move || match workspace.my_name() {
        name if name.is_empty() => t_string!(i18n, people.nobody_chosen).to_owned(),
        name => name,
    };
    view! {
        <button
            type="button"
            class="popover-trigger works-here"
            title=move || t_string!(i18n, people.works_here)
            on:click=move |_| open.set(true)
        >
            <Glyph icon=Icon::Person />
            <span class="clip">{name}</span>
        </button>
        <Dialog title=move || t_string!(i18n, people.who_title) open=open wide=true>
            <ChooseForm on_done=move |()| open.set(false) />
        </Dialog>
    }
}

/// Form that chooses a known person or adds a new one.
#[component]
fn ChooseForm(
    /// Called after a person was chosen or added.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let new: Id<Person> = fresh();
    let [name, number, department] = [(); 3].map(|()| RwSignal::new(String::new()));
    let error = RwSignal::new(None::<String>);
    let choose = move |id: Id<Person>| {
        workspace.set_author(id.into());
        on_done.run(());
    };
    let known = move || {
        let people = workspace.people.read();
        let here = people.here();
        let pick = |person: &&Person| {
            let id = person.id;
            let words = people.name_of(id).unwrap_or_default().to_owned();
            let is_chosen = move || {
                workspace.people.with(|people| people.is(&workspace.author.read(), id)).to_string()
            };
            view! {
                <button
                    type="button"
                    class="pick"
                    role="radio"
                    aria-checked=is_chosen
                    on:click=move |_| choose(id)
                >
                    {words}
                    <small>{person.department.clone()}</small>
                </button>
            }
        };
        let picks: Vec<_> = here.iter().take(OFFERED).map(pick).collect();
        (!picks.is_empty()).then(|| {
            view! {
                <div class="picks" role="radiogroup" aria-label=t_string!(i18n, people.who_known)>
                    {picks}
                </div>
            }
        })
    };
    let save = move |()| {
        let entered = workspace.people.with_untracked(|people| {
            people.entered(&name.read_untracked(), &number.read_untracked(), new)
        });
        let locale = i18n.get_locale_untracked();
        match entered {
            Entered::Nobody => error.set(Some(t_string!(i18n, people.name_missing).to_owned())),
            Entered::Several => error.set(Some(t_string!(i18n, people.number_missing).to_owned())),
            Entered::Known(id) => choose(id),
            Entered::New(person) => {
                let department = department.get_untracked().trim().to_owned();
                let person = Person { department, ..person };
                task::spawn(async move {
                    match people::work_as(workspace, &person).await {
                        // At the first start, the pages have replaced this form by now.
                        Ok(()) => drop(on_done.try_run(())),
                        Err(why) => drop(error.try_set(Some(labels::not_saved(locale, &why)))),
                    }
                });
            }
        }
    };
    view! {
        {known}
        <TextInput
            label=move || t_string!(i18n, people.f_name)
            value=name
            on_change=move |text| name.set(text)
            offered=Signal::derive(move || choices::people(workspace))
            error=error
        />
        <div class="form-pair">
            <TextInput
                label=move || t_string!(i18n, people.f_number)
                value=number
                on_change=move |text| number.set(text)
                hint=move || t_string!(i18n, people.f_number_hint)
            />
            <TextInput
                label=move || t_string!(i18n, people.f_department)
                value=department
                on_change=move |text| department.set(text)
            />
        </div>
        <div>
            <Button
                label=move || t_string!(i18n, people.work_as)
                emphasis=Emphasis::First
                disabled=Signal::derive(move || {
                    workspace.opening.with(|opening| *opening != Opening::Ready)
                })
                on_press=save
            />
        </div>
    }
}
