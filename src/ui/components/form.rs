//! Form controls: the browser's own inputs with a label above, a hint below and the error beside the
//! field. They tell of a change when the field is left, and keep what was typed whatever comes of it.

use jiff::civil::{Date, DateTime};
use leptos::{html, prelude::*};

use super::{
    entry::{Bounds, EntryError, read_date, read_moment, read_number, typed_moment},
    typing::{FromBefore, Typing},
    unique_id,
};
use crate::ui::i18n::*;

/// What a control is tied to: its own id, and the id of what describes it.
struct Ties {
    id: String,
    about: String,
}

/// A label, a control, a hint and an error, tied together for those who hear the page.
fn field(
    label: TextProp,
    hint: Option<TextProp>,
    error: Signal<Option<String>>,
    control: impl FnOnce(Ties) -> AnyView,
) -> impl IntoView {
    let id = unique_id("field");
    let about = format!("{id}-about");
    let node = NodeRef::<html::Div>::new();
    keep_in_sight(node, error);
    view! {
        <div node_ref=node class="field" class:wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>{move || label.get()}</label>
            {control(Ties { id, about: about.clone() })}
            <div id=about class="field-about">
                {move || {
                    error.get().map(|error| view! { <p class="field-error" role="alert">{error}</p> })
                }}
                {hint.map(|hint| view! { <p class="quiet-text">{move || hint.get()}</p> })}
            </div>
        </div>
    }
}

/// Scrolls the field into sight when an error appears, if it is the first wrong field of its dialog or page.
pub fn keep_in_sight(node: NodeRef<html::Div>, error: Signal<Option<String>>) {
    Effect::new(move |_| {
        let Some(node) = node.get().filter(|_| error.with(Option::is_some)) else {
            return;
        };
        // Waits until all fields show their errors.
        request_animation_frame(move || {
            let within = |selector: &str| node.closest(selector).ok().flatten();
            let all = within(".dialog-body, main");
            let first = all.and_then(|all| all.query_selector(".wrong").ok().flatten());
            if first.is_some_and(|first| first != **node) {
                return;
            }
            let frame = within(".dialog-body").map(|frame| frame.get_bounding_client_rect());
            let (top, bottom) =
                frame.map_or_else(whole_window, |frame| (frame.top(), frame.bottom()));
            let place = node.get_bounding_client_rect();
            if place.top() < top {
                node.scroll_into_view_with_bool(true);
            } else if place.bottom() > bottom {
                node.scroll_into_view_with_bool(false);
            }
        });
    });
}

/// From the top of the window to its bottom, in pixels.
fn whole_window() -> (f64, f64) {
    let height = window().inner_height().ok();
    let height = height.and_then(|height| height.as_f64());
    (0.0, height.unwrap_or(f64::INFINITY))
}

/// As [`field`], where the text is read as something else. What cannot be read stays as it was typed, and
/// what is wrong with it is said until it can.
fn read_field<T: 'static>(
    (label, hint, error): (TextProp, Option<TextProp>, Signal<Option<String>>),
    shown: Signal<String>,
    draft: Option<String>,
    read: impl Fn(&str) -> Result<T, EntryError> + Copy + Send + Sync + 'static,
    on_change: Callback<T>,
    control: impl FnOnce(Ties, Reading) -> AnyView,
) -> impl IntoView {
    let i18n = use_i18n();
    let misread = RwSignal::new(None);
    let left = Callback::new(move |text: String| match read(&text) {
        Ok(value) => {
            misread.set(None);
            on_change.run(value);
        }
        Err(wrong) => misread.set(Some(wrong.text(i18n.get_locale_untracked()))),
    });
    let typing = Typing::new(shown, left, draft, &label);
    let mended = mended(error);
    let typed = Callback::new(move |text: String| {
        typing.typed(&text);
        mended.set(true);
        if read(&text).is_ok() {
            misread.set(None);
        }
    });
    let error = Signal::derive(move || {
        let told = || error.get().filter(|_| !mended.get());
        misread.get().or_else(told)
    });
    field(label, hint, error, move |ties| {
        let control = control(ties, Reading { typing, typed });
        view! {
            {control}
            <FromBefore typing=typing />
        }
        .into_any()
    })
}

/// The handlers of a control whose text is parsed into another type.
#[derive(Clone, Copy)]
struct Reading {
    typing: Typing,
    typed: Callback<String>,
}

/// Returns a signal that is `true` if text was typed since this error was shown: it is hidden then, until it
/// is shown again.
fn mended(error: Signal<Option<String>>) -> RwSignal<bool> {
    let mended = RwSignal::new(false);
    Effect::new(move |_| {
        error.track();
        mended.set(false);
    });
    mended
}

/// The known values, found by typing; any other may be typed as well.
#[component]
pub(super) fn Offered(
    /// The id by which the field names it.
    id: String,
    /// The known values.
    #[prop(into)]
    words: Signal<Vec<String>>,
) -> impl IntoView {
    let option = |word| view! { <option value=word /> };
    view! { <datalist id=id>{move || words.get().into_iter().map(option).collect_view()}</datalist> }
}

/// A line of text, or several.
#[component]
pub fn TextInput(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// What it holds.
    #[prop(into)]
    value: Signal<String>,
    /// It was left with another value.
    #[prop(into)]
    on_change: Callback<String>,
    /// What to bear in mind.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// What is wrong.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// A letter was typed: what stands in it now.
    #[prop(into, optional)]
    on_type: Option<Callback<String>>,
    /// Several lines.
    #[prop(optional)]
    long: bool,
    /// What is likely entered; anything else may be.
    #[prop(into, optional)]
    offered: Signal<Vec<String>>,
    /// The name of the draft, for a field of a record.
    #[prop(optional_no_strip)]
    draft: Option<String>,
) -> impl IntoView {
    let typing = Typing::new(value, on_change, draft, &label);
    let mended = mended(error);
    let error = Signal::derive(move || error.get().filter(|_| !mended.get()));
    field(label, hint, error, move |Ties { id, about }| {
        let list = format!("{id}-list");
        let left = move |event| typing.left(event_target_value(&event));
        let typed = move |event| {
            let text = event_target_value(&event);
            typing.typed(&text);
            mended.set(true);
            if let Some(on_type) = on_type {
                on_type.run(text);
            }
        };
        if long {
            view! {
                <textarea
                    id=id
                    aria-describedby=about
                    rows="3"
                    prop:value=move || typing.shown()
                    on:input=typed
                    on:change=left
                    on:blur=move |_| typing.ended()
                />
                <FromBefore typing=typing />
            }
            .into_any()
        } else {
            view! {
                <input
                    type="text"
                    id=id
                    list=list.clone()
                    aria-describedby=about
                    prop:value=move || typing.shown()
                    on:input=typed
                    on:change=left
                    on:blur=move |_| typing.ended()
                />
                <Offered id=list words=offered />
                <FromBefore typing=typing />
            }
            .into_any()
        }
    })
}

/// A number.
#[component]
pub fn NumberInput(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// What it holds.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// It was left with another number, or with nothing.
    #[prop(into)]
    on_change: Callback<Option<f64>>,
    /// The unit, beside the field.
    #[prop(into, optional)]
    unit: Option<TextProp>,
    /// The allowed range.
    #[prop(optional)]
    bounds: Bounds,
    /// The likely values; any other may be entered.
    #[prop(into, optional)]
    offered: Signal<Vec<String>>,
    /// What to bear in mind.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// What is wrong with it besides.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The name of the draft, for a field of a record.
    #[prop(optional_no_strip)]
    draft: Option<String>,
) -> impl IntoView {
    let read = move |typed: &str| read_number(typed, bounds);
    let shown = move || value.get().map(|number| number.to_string());
    let shown = Signal::derive(move || shown().unwrap_or_default());
    read_field(
        (label, hint, error),
        shown,
        draft,
        read,
        on_change,
        move |Ties { id, about }, Reading { typing, typed }| {
            view! {
                            <span class="with-unit">
                                <input
                                    type="text"
                                    inputmode="decimal"
                                    class="number"
                                    list=format!("{id}-list")
                                    id=id.clone()
                                    aria-describedby=about
                                    prop:value=move || typing.shown()
                                    on:input=move |event| typed.run(event_target_value(&event))
            on:change=move |event| typing.left(event_target_value(&event))
            on:blur=move |_| typing.ended()
                                />
                                {unit.map(|unit| view! { <span>{move || unit.get()}</span> })}
                                <Offered id=format!("{id}-list") words=offered />
                            </span>
                        }
            .into_any()
        },
    )
}

/// A calendar day.
#[component]
pub fn DateInput(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// What it holds.
    #[prop(into)]
    value: Signal<Option<Date>>,
    /// It was left with another day, or with none.
    #[prop(into)]
    on_change: Callback<Option<Date>>,
    /// What to bear in mind.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// What is wrong with it besides.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The name of the draft, for a field of a record.
    #[prop(optional_no_strip)]
    draft: Option<String>,
) -> impl IntoView {
    let shown = move || value.get().map(|date| date.to_string());
    let shown = Signal::derive(move || shown().unwrap_or_default());
    read_field(
        (label, hint, error),
        shown,
        draft,
        read_date,
        on_change,
        move |Ties { id, about }, Reading { typing, typed }| {
            view! {
                            <input
                                type="date"
                                id=id
                                aria-describedby=about
                                prop:value=move || typing.shown()
                                on:input=move |event| {
                        // A day of which a part is taken out is none yet, and is not emptied.
                        let text = event_target_value(&event);
                        if !text.is_empty() {
                            typed.run(text);
                        }
                    }
            on:change=move |event| typing.left(event_target_value(&event))
            on:blur=move |_| typing.ended()
                            />
                        }
            .into_any()
        },
    )
}

/// A calendar day and a time of it.
#[component]
pub fn MomentInput(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// What it holds, as the wall clock shows it.
    #[prop(into)]
    value: Signal<Option<DateTime>>,
    /// It was left with another moment, or with none.
    #[prop(into)]
    on_change: Callback<Option<DateTime>>,
    /// What to bear in mind.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// What is wrong with it besides.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The name of the draft, for a field of a record.
    #[prop(optional_no_strip)]
    draft: Option<String>,
) -> impl IntoView {
    let shown = move || value.get().map(typed_moment);
    let shown = Signal::derive(move || shown().unwrap_or_default());
    read_field(
        (label, hint, error),
        shown,
        draft,
        read_moment,
        on_change,
        move |Ties { id, about }, Reading { typing, typed }| {
            view! {
                            <input
                                type="datetime-local"
                                id=id
                                aria-describedby=about
                                prop:value=move || typing.shown()
                                on:input=move |event| {
                        // A day of which a part is taken out is none yet, and is not emptied.
                        let text = event_target_value(&event);
                        if !text.is_empty() {
                            typed.run(text);
                        }
                    }
            on:change=move |event| typing.left(event_target_value(&event))
            on:blur=move |_| typing.ended()
                            />
                        }
            .into_any()
        },
    )
}

/// One of many, by name. Where few enough to see at once, [`super::Choice`].
#[component]
pub fn Select(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The stable names and the words of the choices.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The name of the chosen one; empty for none.
    #[prop(into)]
    value: Signal<String>,
    /// Another one was chosen.
    #[prop(into)]
    on_change: Callback<String>,
    /// What to bear in mind.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// The error shown below the field.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let list = move || {
        options
            .get()
            .into_iter()
            .map(|(name, text)| {
                let this = name.clone();
                view! {
                    <option value=name prop:selected=move || value.with(|value| *value == this)>
                        {text}
                    </option>
                }
            })
            .collect_view()
    };
    field(label, hint, error, move |Ties { id, about }| {
        view! {
            <select
                id=id
                aria-describedby=about
                aria-invalid=move || error.with(Option::is_some).to_string()
                on:change=move |event| on_change.run(event_target_value(&event))
            >
                {list}
            </select>
        }
        .into_any()
    })
}

/// Yes or no.
#[component]
pub fn Switch(
    /// What is so or not.
    #[prop(into)]
    label: TextProp,
    /// Whether it is.
    #[prop(into)]
    value: Signal<bool>,
    /// It was changed.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="switch">
            <input
                type="checkbox"
                prop:checked=value
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span>{move || label.get()}</span>
        </label>
    }
}
