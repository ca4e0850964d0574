//! A question that stands before everything else, as the browser's own `<dialog>`: it keeps the
//! focus, closes on Escape and gives the focus back.

use leptos::{html, prelude::*};

use super::{
    button::{Button, Emphasis},
    icon::Icon,
    typing::FormDraft,
    unique_id,
};
use crate::ui::{i18n::*, navigation::focus_first};

/// A dialog. Its content is made anew each time it opens. What is typed in it is kept until the dialog has
/// done its work or is cancelled: left by Escape, by its cross or by a reload, it is there again.
#[component]
pub fn Dialog(
    /// What it asks.
    #[prop(into)]
    title: TextProp,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Takes the width of a form rather than of a question.
    #[prop(optional)]
    wide: bool,
    /// Shows something rather than asks: the keyboard goes to its first button, not to a field, so that a
    /// tablet's own keyboard does not cover it.
    #[prop(optional)]
    shows: bool,
    /// The matter, with its buttons in a [`DialogFoot`].
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = unique_id("dialog");
    let heading = id.clone();
    let body = unique_id("dialog-body");
    let inside = body.clone();
    let dialog = NodeRef::<html::Dialog>::new();
    let draft = StoredValue::new(None::<FormDraft>);
    let is_left = StoredValue::new(false);
    let leave = move || {
        is_left.set_value(true);
        open.set(false);
    };
    let name = {
        let title = title.clone();
        move || {
            // The page it stands on: of which record it is.
            let address = window().location().hash().unwrap_or_default();
            let page = address.split('?').next().unwrap_or_default().to_owned();
            format!("{page}.{}", untrack(|| title.get()))
        }
    };
    Effect::new(move |before: Option<bool>| {
        let wanted = open.get();
        // Closed by its work, or cancelled.
        if before == Some(true) && !wanted && !is_left.get_value() {
            draft.with_value(|draft| {
                if let Some(draft) = draft {
                    draft.done();
                }
            });
        }
        if wanted {
            is_left.set_value(false);
        }
        if let Some(dialog) = dialog.get() {
            match (wanted, dialog.open()) {
                // Refused only when it is already open or not on the page; both leave it as it is.
                (true, false) => {
                    drop(dialog.show_modal());
                    // The browser puts the keyboard on the first thing there is, the cross.
                    let first = first_inside(&inside, shows);
                    request_animation_frame(move || {
                        focus_first(&first);
                    });
                }
                (false, true) => dialog.close(),
                _ => {}
            }
        }
        wanted
    });
    view! {
        <dialog
            node_ref=dialog
            class="dialog"
            class:wide=wide
            aria-labelledby=id
            on:close=move |_| {
                // By the person; what closes it by its work has said so already. The browser tells of it
                // later, when the page may be gone.
                if open.try_get_untracked() == Some(true) {
                    leave();
                }
            }
        >
            <header>
                <h2 id=heading>{move || title.get()}</h2>
                <Button
                    label=move || t_string!(i18n, labels.close)
                    icon=Icon::Close
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| leave()
                />
            </header>
            <Show when=move || open.get()>
                {draft.set_value(Some(FormDraft::provide(name())))}
                <div class="dialog-body" id=body.clone()>{children()}</div>
            </Show>
        </dialog>
    }
}

/// Selectors of what takes the keyboard when a dialog opens, the first that is there: what took it already,
/// the first field, or the first button of the foot that takes nothing away.
fn first_inside(body: &str, shows: bool) -> Vec<String> {
    let field = ":is(input:not([type=hidden], [type=file]), select, textarea)\
                 :not(:disabled, details:not([open]) *)";
    let button = ".dialog-foot button:not(:disabled, .danger)";
    let inside = |what: &str| format!("#{body} {what}");
    let fields = (!shows).then(|| inside(field));
    [inside(":focus")].into_iter().chain(fields).chain([inside(button)]).collect()
}

/// The foot of a dialog: leave it, other ways on, or do what it is for.
#[component]
pub fn DialogFoot(
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// What it does.
    #[prop(into)]
    label: TextProp,
    /// Cannot be done now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Does it.
    #[prop(into)]
    on_press: Callback<()>,
    /// What leaving is called, where it is not to cancel.
    #[prop(into, optional)]
    leave: Option<TextProp>,
    /// How much the deed stands out.
    #[prop(default = Emphasis::First)]
    emphasis: Emphasis,
    /// The mark of the deed.
    #[prop(into, optional)]
    icon: Option<Icon>,
    /// Other ways on, as buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let i18n = use_i18n();
    let cancel = move || TextProp::from(move || t_string!(i18n, labels.cancel));
    let leave = leave.unwrap_or_else(cancel);
    let deed = match icon {
        Some(icon) => {
            view! { <Button label=label icon=icon emphasis=emphasis disabled=disabled on_press=on_press /> }
        }
        None => {
            view! { <Button label=label emphasis=emphasis disabled=disabled on_press=on_press /> }
        }
    };
    view! {
        <div class="dialog-foot">
            <Button label=leave on_press=move |()| open.set(false) />
            {children.map(|children| children())}
            {deed}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::first_inside;

    #[test]
    fn the_keyboard_goes_to_a_field_and_never_to_what_takes_away() {
        let [typed, field, button] = first_inside("body-1", false).try_into().unwrap();
        assert_eq!(typed, "#body-1 :focus");
        assert!(field.starts_with("#body-1 :is(input"), "{field}");
        assert!(field.contains("textarea):not(:disabled"), "{field}");
        assert!(button.ends_with(".dialog-foot button:not(:disabled, .danger)"));
        assert_eq!(first_inside("body-1", true), [typed, button]);
    }
}
