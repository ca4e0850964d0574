//! 方案模板: the lines that a new plan of each class starts with, and the interval of its reviews, each with its
//! effective date.

use busbar_core::domain::{
    plan::{PlanItemKind, PlanTemplate, PlanTopic, TemplateLine},
    standard::{Offer, ServiceClass, Speciality},
};
use leptos::prelude::*;

use super::held::HoldsFrom;
use crate::{
    state::{
        chosen_day::ChosenDay,
        commands::plan::{change_template, forget_templates},
        plans::use_plans,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Bounds, Button, Card, Choice, Emphasis, Icon, NumberInput, OrEmpty, Select, TextInput,
        },
        i18n::*,
        labels,
    },
};

/// Bounds of the months between two reviews.
const MONTHS: Bounds = Bounds { least: Some(1.0), most: Some(36.0) };
/// Bounds of the number of times per year.
const TIMES: Bounds = Bounds { least: Some(1.0), most: Some(366.0) };

/// Template of a class on a date, and the callback that changes it.
#[derive(Clone, Copy)]
struct Editing {
    template: Memo<PlanTemplate>,
    change: Callback<Change>,
}

/// A change of a template.
type Change = std::sync::Arc<dyn Fn(&mut PlanTemplate) + Send + Sync>;

impl Editing {
    fn change(self, how: impl Fn(&mut PlanTemplate) + Send + Sync + 'static) {
        self.change.run(std::sync::Arc::new(how));
    }

    /// Changes the line at a place; does nothing if there is none.
    fn line(self, place: usize, how: impl Fn(&mut TemplateLine) + Send + Sync + 'static) {
        self.change(move |template| {
            if let Some(line) = template.lines.get_mut(place) {
                how(line);
            }
        });
    }
}

/// Templates tab.
#[component]
pub fn TemplatesPart() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let history = use_plans().templates;
    let from = ChosenDay::new(workspace.facts, None);
    let class = RwSignal::new(ServiceClass::Key);
    let changes = Signal::derive(move || {
        history.with(|history| history.changes().iter().map(|dated| dated.from).collect())
    });
    let editing = Editing {
        template: Memo::new(move |_| {
            history.with(|history| history.on(from.get()).of(class.get()))
        }),
        change: Callback::new(move |how: Change| {
            let (from, class) = (from.get_untracked(), class.get_untracked());
            change_template(workspace, from, class, move |template| how(template));
        }),
    };
    let classes = Signal::derive(move || {
        let word = |class: &ServiceClass| {
            let word = labels::service_class_short(i18n.get_locale(), *class);
            (*class, word.to_owned())
        };
        ServiceClass::ALL.iter().map(word).collect::<Vec<_>>()
    });
    let months = Signal::derive(move || editing.template.read().review_every_months.map(f64::from));
    let set_months = move |months: Option<f64>| {
        let months = months.map(|months| months.round() as u32);
        editing.change(move |template| template.review_every_months = months);
    };
    view! {
        <HoldsFrom
            from=from
            changes=changes
            on_forget=move |day| forget_templates(workspace, day)
        />
        <Card
            title=move || t_string!(i18n, plans.set_class)
            note=move || t_string!(i18n, plans.set_class_note)
        >
            <div class="form-pair narrow">
                <Choice
                    label=move || t_string!(i18n, plans.set_class)
                    options=classes
                    value=class
                    on_choose=move |chosen| class.set(chosen)
                />
                <NumberInput
                    label=move || t_string!(i18n, plans.set_review)
                    unit=move || t_string!(i18n, plans.set_months)
                    value=months
                    bounds=MONTHS
                    on_change=set_months
                />
            </div>
        </Card>
        <div class="columns">
            {PlanItemKind::ALL
                .iter()
                .map(|kind| view! { <Kind kind=*kind editing=editing /> })
                .collect_view()}
        </div>
    }
}

/// Card of the lines of one kind.
#[component]
fn Kind(kind: PlanItemKind, editing: Editing) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || match kind {
        PlanItemKind::Goal => t_string!(i18n, plans.set_goals),
        PlanItemKind::Service => t_string!(i18n, plans.set_services),
        PlanItemKind::Duty => t_string!(i18n, plans.set_duties),
        PlanItemKind::Budget => t_string!(i18n, plans.set_budget),
    };
    // Compares which lines exist, not their figures, so that an input keeps its focus while the user types.
    let places = Memo::new(move |_| {
        editing.template.with(|template| {
            let lines = template.of_kind(kind);
            lines
                .map(|(place, line)| {
                    (place, line.topic, line.offer, line.speciality, line.text.clone())
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Card title=title>
            <div class="stack">
                <OrEmpty
                    when=move || !places.with(Vec::is_empty)
                    title=move || t_string!(i18n, plans.set_none)
                >
                    <ul class="plan-lines">
                        <For
                            each=move || places.get()
                            key=|line| line.clone()
                            children=move |(place, ..)| {
                                view! { <Line place=place kind=kind editing=editing /> }
                            }
                        />
                    </ul>
                </OrEmpty>
                <AddLine kind=kind editing=editing />
            </div>
        </Card>
    }
}

/// One line with its figure.
#[component]
fn Line(place: usize, kind: PlanItemKind, editing: Editing) -> impl IntoView {
    let i18n = use_i18n();
    let line = Memo::new(move |_| editing.template.with(|all| all.lines.get(place).cloned()));
    let name = move || {
        line.with(|line| {
            let line = line.as_ref()?;
            Some(labels::template_line(i18n.get_locale(), line))
        })
        .unwrap_or_default()
    };
    let figure = Signal::derive(move || {
        line.with(|line| {
            let line = line.as_ref()?;
            match kind {
                PlanItemKind::Goal => line.target,
                PlanItemKind::Service => line.times,
                PlanItemKind::Budget => line.budget_cny,
                PlanItemKind::Duty => None,
            }
        })
    });
    let label = move || match kind {
        PlanItemKind::Goal => t_string!(i18n, plans.set_target),
        PlanItemKind::Service => t_string!(i18n, plans.set_times),
        PlanItemKind::Duty | PlanItemKind::Budget => t_string!(i18n, plans.set_amount),
    };
    let unit = move || {
        let topic = line.with(|line| Some((line.as_ref()?.topic?, line.as_ref()?.target)));
        let unit = topic.map(|(topic, to)| labels::topic_unit(i18n.get_locale(), topic, to));
        unit.unwrap_or_default()
    };
    let set = move |number: Option<f64>| {
        editing.line(place, move |line| match kind {
            PlanItemKind::Goal => line.target = number,
            PlanItemKind::Service => line.times = number,
            PlanItemKind::Budget => line.budget_cny = number,
            PlanItemKind::Duty => {}
        });
    };
    let bounds = match kind {
        PlanItemKind::Goal => Bounds::default(),
        PlanItemKind::Service => TIMES,
        PlanItemKind::Duty | PlanItemKind::Budget => Bounds::POSITIVE,
    };
    let has_figure = kind != PlanItemKind::Duty;
    view! {
        <li class="plan-line short template-line">
            <div class="spread">
                <h3>{name}</h3>
                <Button
                    label=move || t_string!(i18n, plans.set_remove)
                    icon=Icon::Delete
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| {
                        editing.change(move |template| {
                            if place < template.lines.len() {
                                template.lines.remove(place);
                            }
                        });
                    }
                />
            </div>
            {has_figure
                .then(|| {
                    view! {
                        <NumberInput label=label unit=unit value=figure bounds=bounds on_change=set />
                    }
                })}
        </li>
    }
}

/// Returns the predefined lines of a kind, by stable name and label.
fn known(locale: Locale, kind: PlanItemKind) -> Vec<(String, String)> {
    let pair = |name: &str, word: &str| (name.to_owned(), word.to_owned());
    match kind {
        PlanItemKind::Goal => (PlanTopic::ALL.iter())
            .map(|one| pair(one.name(), labels::topic(locale, *one)))
            .collect(),
        PlanItemKind::Service => (Offer::ALL.iter())
            .filter(|one| **one != Offer::ServicePlan)
            .map(|one| pair(one.name(), labels::offer(locale, *one)))
            .collect(),
        PlanItemKind::Duty => (Speciality::ALL.iter())
            .map(|one| pair(one.name(), labels::speciality(locale, *one)))
            .collect(),
        PlanItemKind::Budget => Vec::new(),
    }
}

fn named(kind: PlanItemKind, name: &str) -> Option<TemplateLine> {
    match kind {
        PlanItemKind::Goal => PlanTopic::named(name).map(TemplateLine::goal),
        PlanItemKind::Service => Offer::named(name).map(|offer| TemplateLine::service(offer, 1.0)),
        PlanItemKind::Duty => Speciality::named(name).map(TemplateLine::duty),
        PlanItemKind::Budget => None,
    }
}

/// Form to add a predefined line or one with its own text.
#[component]
fn AddLine(kind: PlanItemKind, editing: Editing) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    let options = Signal::derive(move || {
        let own = (String::new(), t_string!(i18n, plans.set_own).to_owned());
        let known = known(i18n.get_locale(), kind);
        std::iter::once(own).chain(known).collect::<Vec<_>>()
    });
    let is_own = Memo::new(move |_| chosen.with(String::is_empty));
    let add = move |()| {
        let own = || TemplateLine {
            text: text.get_untracked().trim().to_owned(),
            ..TemplateLine::new(kind)
        };
        let line = named(kind, &chosen.get_untracked()).unwrap_or_else(own);
        text.set(String::new());
        chosen.set(String::new());
        editing.change(move |template| template.add(line.clone()));
    };
    let has_known = kind != PlanItemKind::Budget;
    view! {
        <div class="form-pair narrow">
            {has_known
                .then(|| {
                    view! {
                        <Select
                            label=move || t_string!(i18n, plans.set_choose)
                            options=options
                            value=chosen
                            on_change=move |name| chosen.set(name)
                        />
                    }
                })}
            <Show when=move || is_own.get()>
                <TextInput
                    label=move || t_string!(i18n, plans.set_own_text)
                    value=text
                    on_change=move |words| text.set(words)
                    on_type=move |words: String| text.set(words)
                />
            </Show>
            <div>
                <Button
                    label=move || t_string!(i18n, plans.set_add)
                    icon=Icon::Add
                    disabled=Signal::derive(move || {
                        is_own.get() && text.with(|text| text.trim().is_empty())
                    })
                    on_press=add
                />
            </div>
        </div>
    }
}
