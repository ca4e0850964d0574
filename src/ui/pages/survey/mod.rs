//! Editor of a questionnaire: its title and consent text, its questions, and the measure that each counts towards.
//! Edits of a questionnaire that has responses, is built in or is not the latest version create a new version.

mod choices;
mod condition;
mod question;

use busbar_core::{
    domain::{
        Id,
        survey::{Question, QuestionKind, Questionnaire, QuestionnaireFault, Wording, faults},
    },
    exchange::{
        questionnaire::{is_built_in, write},
        responses::headings,
    },
};
use leptos::prelude::*;
use uuid::Uuid;

use self::question::QuestionCard;
use crate::{
    state::{commands::survey, files, surveys::use_surveys, task, workspace::use_workspace},
    ui::{
        components::{
            Button, ButtonLink, Card, DraftPlace, Emphasis, EmptyState, Icon, PageHead, Tag,
            TextInput, Tone,
        },
        format,
        i18n::*,
        labels,
        navigation::{Navigation, use_navigation},
        routes::Page,
    },
};

/// A change of the questionnaire.
type Change = Box<dyn Fn(&mut Questionnaire)>;

/// A change of a wording, in one of its languages.
type WordingChange = Box<dyn Fn(&mut Wording)>;

/// Questionnaire being edited, shared by the parts of the page.
#[derive(Clone, Copy)]
struct Editing {
    /// Current state; `None` if the questionnaire does not exist.
    now: Memo<Option<Questionnaire>>,
    /// Applies and saves a change.
    change: Callback<Change>,
}

impl Editing {
    /// Returns the question at a place; `None` if there is none.
    fn question(self, place: usize) -> Memo<Option<Question>> {
        Memo::new(move |_| {
            self.now.with(|now| {
                let now = now.as_ref()?;
                now.questions.0.get(place).cloned()
            })
        })
    }

    /// Returns the faults of the questionnaire. Subscribes to changes.
    fn faults(self) -> Vec<QuestionnaireFault> {
        self.now.with(|now| now.as_ref().map(faults).unwrap_or_default())
    }

    /// Returns the key under which unsaved text of a part is stored; empty if the questionnaire does not exist. Does
    /// not subscribe.
    fn place(self, part: &str) -> String {
        let family = self.now.with_untracked(|now| now.as_ref().map(Questionnaire::family_id));
        family.map_or_else(String::new, |family| format!("survey.{family}.{part}"))
    }

    /// Changes the questionnaire.
    fn edit(self, change: impl Fn(&mut Questionnaire) + 'static) {
        self.change.run(Box::new(change));
    }

    /// Changes the list of questions, relative to the one now at this place. It is identified by its key, because
    /// earlier edits that are still being saved may move it.
    fn edit_around(self, place: usize, change: impl Fn(&mut Vec<Question>, usize) + 'static) {
        let key = self.now.with_untracked(|now| {
            let question = now.as_ref()?.questions.0.get(place)?;
            Some(question.key.clone())
        });
        let Some(key) = key else {
            return;
        };
        self.edit(move |questionnaire| {
            let questions = &mut questionnaire.questions.0;
            if let Some(place) = questions.iter().position(|question| question.key == key) {
                change(questions, place);
            }
        });
    }

    /// Changes one question.
    fn edit_question(self, place: usize, change: impl Fn(&mut Question) + 'static) {
        self.edit_around(place, move |questions, place| {
            change(&mut questions[place]);
        });
    }
}

/// Page of the questionnaire named in the address. A new version is shown in the existing inputs, so that the user
/// can continue typing.
#[component]
pub fn SurveyPage(
    /// Navigation of the app.
    navigation: Navigation,
) -> impl IntoView {
    let surveys = use_surveys();
    let id = Memo::new(move |before: Option<&Id<Questionnaire>>| match navigation.page() {
        Page::Survey(id) => Id::new(id),
        // The user is leaving the page.
        _ => before.copied().unwrap_or(Id::new(Uuid::nil())),
    });
    let family = Memo::new(move |_| {
        let id = id.get();
        surveys.get().get(id).map_or(id, Questionnaire::family_id)
    });
    move || {
        family.track();
        task::Scope::provide();
        view! { <Editor id=id /> }
    }
}

/// Editor of one questionnaire, in any version.
#[component]
fn Editor(id: Memo<Id<Questionnaire>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let surveys = use_surveys();
    let navigation = use_navigation();
    let now = Memo::new(move |_| {
        let id = id.get();
        surveys.get().get(id).filter(|one| !one.is_deleted).cloned()
    });
    let which = ArcStoredValue::new(id.get_untracked());
    Effect::new({
        let which = which.clone();
        move |_| which.set_value(id.get())
    });
    let change = Callback::new(move |change: Change| {
        let which = which.clone();
        task::spawn(async move {
            // Errors are shown at the top of the page; the input keeps its text.
            let _ = survey::revise(workspace, surveys, which.clone(), change).await;
            let kept = which.get_value();
            // The signal is gone if leaving the page has saved a pending input.
            let Some(id) = id.try_get_untracked() else {
                return;
            };
            let is_here = untrack(|| navigation.page()) == Page::Survey(id.uuid());
            if kept != id && is_here {
                navigation.replace(&Page::Survey(kept.uuid()).route());
            }
        });
    });
    let editing = Editing { now, change };
    let is_here = Memo::new(move |_| now.with(Option::is_some));
    let places =
        Memo::new(move |_| now.with(|now| now.as_ref().map_or(0, |now| now.questions.0.len())));
    view! {
        <Show
            when=move || is_here.get()
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Surveys
                        title=move || t_string!(i18n, survey.gone)
                        text=move || t_string!(i18n, survey.gone_text)
                    >
                        <ButtonLink
                            label=move || t_string!(i18n, survey.all)
                            href=Page::Surveys.href()
                        />
                    </EmptyState>
                }
            }
        >
            <div class="page narrow">
                {move || view! { <Head id=id.get() editing=editing /> }}
                <Titles editing=editing />
                <Keys editing=editing />
                <ol class="stack questions">
                    <For each=move || 0..places.get() key=|place| *place let:place>
                        <QuestionCard place=place editing=editing />
                    </For>
                </ol>
                <Button
                    label=move || t_string!(i18n, survey.add_question)
                    icon=Icon::Add
                    on_press=move |()| editing.edit(add_question)
                />
            </div>
        </Show>
    }
}

/// Adds a question at the end: a scale, the most common kind.
fn add_question(questionnaire: &mut Questionnaire) {
    let questions = &mut questionnaire.questions.0;
    let is_free = |key: &String| questions.iter().all(|question| question.key != *key);
    let key = (questions.len() + 1..)
        .map(|number| format!("q{number}"))
        .find(is_free)
        .unwrap_or_default();
    questions.push(Question {
        key,
        text: Wording::default(),
        hint: Wording::default(),
        kind: QuestionKind::Scale {
            least: 1,
            most: 5,
            low: Wording::default(),
            high: Wording::default(),
        },
        is_required: true,
        show_if: None,
        measure: None,
    });
}

#[component]
fn Head(id: Id<Questionnaire>, editing: Editing) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let surveys = use_surveys();
    let navigation = use_navigation();
    let title = move || {
        editing.now.with(|now| {
            now.as_ref()
                .map(|now| labels::wording(i18n.get_locale(), &now.title.0))
                .unwrap_or_default()
        })
    };
    let over = move || {
        let number = editing.now.with(|now| now.as_ref().map_or(1, Questionnaire::number));
        t_string!(i18n, survey.over, number = number)
    };
    let fixed = move || {
        let answered = surveys.get().answered(id);
        if answered > 0 {
            Some(t_string!(i18n, survey.fixed_answered, count = answered))
        } else {
            is_built_in(id).then(|| t_string!(i18n, survey.fixed_built_in).to_owned())
        }
    };
    let faulty = move || {
        let faults = editing.faults();
        let count = faults.len();
        let of_the_whole = faults
            .into_iter()
            .filter(|fault| fault.question().is_none())
            .map(|fault| labels::questionnaire_fault(i18n.get_locale(), fault))
            .map(|text| view! { <Tag tone=Tone::Warn text=text /> })
            .collect_view();
        (count > 0).then(|| {
            view! {
                <Tag
                    tone=Tone::Warn
                    text=move || t_string!(i18n, survey.faults, count = count)
                />
                {of_the_whole}
            }
        })
    };
    let save_file = move |()| {
        editing.now.with_untracked(|now| {
            if let Some(now) = now {
                files::save("questionnaire.json", "application/json", write(now).as_bytes());
            }
        });
    };
    let remove = move |()| {
        survey::remove(workspace, id);
        navigation.go(&Page::Surveys.route());
    };
    view! {
        <PageHead over=over title=title>
            <ButtonLink
                label=move || t_string!(i18n, survey.all)
                icon=Icon::Back
                href=Page::Surveys.href()
            />
            <Button
                label=move || t_string!(i18n, survey.save_file)
                icon=Icon::Export
                on_press=save_file
            />
            {(!is_built_in(id))
                .then(|| {
                    view! {
                        <Button
                            label=move || t_string!(i18n, survey.remove)
                            emphasis=Emphasis::Danger
                            on_press=remove
                        />
                    }
                })}
        </PageHead>
        <p class="line">
            {faulty} <span class="quiet-text">{fixed}</span>
        </p>
    }
}

/// Card with the title and the consent text.
#[component]
fn Titles(editing: Editing) -> impl IntoView {
    let i18n = use_i18n();
    DraftPlace::provide(editing.place(""));
    let read = move |of: fn(&Questionnaire) -> &Wording| {
        Signal::derive(move || {
            editing.now.with(|now| now.as_ref().map(|now| of(now).clone()).unwrap_or_default())
        })
    };
    view! {
        <Card title=move || t_string!(i18n, survey.wording)>
            <WordingInput
                label=Signal::derive(move || t_string!(i18n, survey.title))
                value=read(|one| &one.title.0)
                on_change=move |change: WordingChange| editing.edit(move |one| change(&mut one.title.0))
            />
            <WordingInput
                label=Signal::derive(move || t_string!(i18n, survey.consent))
                value=read(|one| &one.consent.0)
                long=true
                on_change=move |change: WordingChange| editing.edit(move |one| change(&mut one.consent.0))
            />
        </Card>
    }
}

/// Card with the column headings of a file of answers, with a button to save an empty file.
#[component]
fn Keys(editing: Editing) -> impl IntoView {
    let i18n = use_i18n();
    let heading = Memo::new(move |_| {
        let language = format::language(i18n.get_locale());
        editing.now.with(|now| now.as_ref().map(|now| headings(language, now)))
    });
    let line = move || heading.get().map(|all| all.join(",")).unwrap_or_default();
    let save = move |()| {
        let file = format!("\u{feff}{}\r\n", untrack(line));
        files::save("answers.csv", "text/csv", file.as_bytes());
    };
    view! {
        <Card
            title=move || t_string!(i18n, survey.keys)
            tools=move || {
                view! {
                    <Button
                        label=move || t_string!(i18n, survey.save_template)
                        icon=Icon::Export
                        emphasis=Emphasis::Quiet
                        on_press=save
                    />
                }
            }
        >
            <p class="quiet-text">{t!(i18n, survey.keys_note)}</p>
            <p class="keys"><code>{line}</code></p>
        </Card>
    }
}

/// Inputs for a text in both languages, side by side.
#[component]
fn WordingInput(
    #[prop(into)] label: Signal<&'static str>,
    #[prop(into)] value: Signal<Wording>,
    #[prop(optional)] long: bool,
    #[prop(into)] on_change: Callback<WordingChange>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="form-pair">
            <TextInput
                label=move || t_string!(i18n, survey.in_chinese, label = label.get())
                value=Signal::derive(move || value.get().zh)
                long=long
                on_change=move |zh: String| {
                    on_change.run(Box::new(move |wording| wording.zh = zh.clone()));
                }
            />
            <TextInput
                label=move || t_string!(i18n, survey.in_english, label = label.get())
                value=Signal::derive(move || value.get().en)
                long=long
                on_change=move |en: String| {
                    on_change.run(Box::new(move |wording| wording.en = en.clone()));
                }
            />
        </div>
    }
}
