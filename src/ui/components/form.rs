//! Form controls: the browser's inputs with the label above, and hint and error below. They report a change when the
//! field is left, and keep the typed text even if it is rejected.

use jiff::civil::{Date, DateTime};
use leptos::{html, prelude::*};

use super::{
    entry::{Bounds, EntryError, read_date, read_moment, read_number, typed_moment},
    typing::Typing,
    unique_id,
    unsaved::FromBefore,
};
use crate::ui::i18n::*;

/// Ids that connect a control with its label and description.
struct Ties {
    id: String,
    about: String,
}

/// Returns a label, a control, a hint and an error, connected for screen readers.
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

/// Scrolls the field into view when an error appears, if it is the first wrong field of its dialog or page.
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

/// Returns the top and bottom of the window, in pixels.
fn whole_window() -> (f64, f64) {
    let height = window().inner_height().ok();
    let height = height.and_then(|height| height.as_f64());
    (0.0, height.unwrap_or(f64::INFINITY))
}

/// Returns a [`field`] whose text is parsed into another type. Text that cannot be parsed stays as typed, and the error
/// is shown until it can be.
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

/// Handlers of a control whose text is parsed into another type.
#[derive(Clone, Copy)]
struct Reading {
    typing: Typing,
    typed: Callback<String>,
}

/// Returns a signal that is `true` after text was typed since the current error appeared. The error is hidden
/// meanwhile, until it is reported again.
fn mended(error: Signal<Option<String>>) -> RwSignal<bool> {
    let mended = RwSignal::new(false);
    Effect::new(move |_| {
        error.track();
        mended.set(false);
    });
    mended
}

/// List of suggested values, filtered by the typed text; any other value may be typed.
#[component]
pub(super) fn Offered(
    /// Element id, referenced by the input.
    id: String,
    /// Suggested values.
    #[prop(into)]
    words: Signal<Vec<String>>,
) -> impl IntoView {
    let option = |word| view! { <option value=word /> };
    view! { <datalist id=id>{move || words.get().into_iter().map(option).collect_view()}</datalist> }
}

/// Text field with one or several lines.
#[component]
pub fn TextInput(
    /// Label of the field.
    #[prop(into)]
    label: TextProp,
    /// Current value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text when the field is left with another value.
    #[prop(into)]
    on_change: Callback<String>,
    /// Hint below the field.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// Error below the field.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Called with the text at every keystroke.
    #[prop(into, optional)]
    on_type: Option<Callback<String>>,
    /// True for several lines.
    #[prop(optional)]
    long: bool,
    /// Suggested values; any other value may be typed.
    #[prop(into, optional)]
    offered: Signal<Vec<String>>,
    /// Name under which the draft is kept, for a field of a record.
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

/// Number field.
#[component]
pub fn NumberInput(
    /// Label of the field.
    #[prop(into)]
    label: TextProp,
    /// Current value.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// Called with the number when the field is left with another value; `None` if it was cleared.
    #[prop(into)]
    on_change: Callback<Option<f64>>,
    /// Unit, beside the field.
    #[prop(into, optional)]
    unit: Option<TextProp>,
    /// Allowed range.
    #[prop(optional)]
    bounds: Bounds,
    /// Suggested values; any other value may be typed.
    #[prop(into, optional)]
    offered: Signal<Vec<String>>,
    /// Hint below the field.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// Error other than a parse error.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Name under which the draft is kept, for a field of a record.
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

/// Date field.
#[component]
pub fn DateInput(
    /// Label of the field.
    #[prop(into)]
    label: TextProp,
    /// Current value.
    #[prop(into)]
    value: Signal<Option<Date>>,
    /// Called with the date when the field is left with another value; `None` if it was cleared.
    #[prop(into)]
    on_change: Callback<Option<Date>>,
    /// Hint below the field.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// Error other than a parse error.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Name under which the draft is kept, for a field of a record.
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
                        // While the date is incomplete, the browser reports empty text; the field was not cleared.
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

/// Date and time field.
#[component]
pub fn MomentInput(
    /// Label of the field.
    #[prop(into)]
    label: TextProp,
    /// Current value, as local wall-clock time.
    #[prop(into)]
    value: Signal<Option<DateTime>>,
    /// Called with the value when the field is left with another one; `None` if it was cleared.
    #[prop(into)]
    on_change: Callback<Option<DateTime>>,
    /// Hint below the field.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// Error other than a parse error.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Name under which the draft is kept, for a field of a record.
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
                        // While the value is incomplete, the browser reports empty text; the field was not cleared.
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

/// Drop-down list of options. For few options, use [`super::Choice`].
#[component]
pub fn Select(
    /// Label of the field.
    #[prop(into)]
    label: TextProp,
    /// Options: stable names and labels.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Stable name of the chosen option; empty for none.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the stable name of the option that the user chooses.
    #[prop(into)]
    on_change: Callback<String>,
    /// Hint below the field.
    #[prop(into, optional)]
    hint: Option<TextProp>,
    /// Error below the field.
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

/// Checkbox.
#[component]
pub fn Switch(
    /// Label of the checkbox.
    #[prop(into)]
    label: TextProp,
    /// True while the checkbox is checked.
    #[prop(into)]
    value: Signal<bool>,
    /// Called with the new value.
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
