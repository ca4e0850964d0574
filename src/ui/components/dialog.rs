//! Modal dialog, based on the browser's `<dialog>`, which traps the focus, closes on Escape and restores the focus.

use leptos::{html, prelude::*};

use super::{
    button::{Button, Emphasis},
    icon::Icon,
    typing::FormDraft,
    unique_id,
};
use crate::ui::{i18n::*, navigation::focus_first};

/// Dialog. Its content is created each time it opens. Text typed in it is kept as a draft until the action is done or
/// cancelled; after Escape, the close button or a reload, the text is offered again.
#[component]
pub fn Dialog(
    /// Title of the dialog.
    #[prop(into)]
    title: TextProp,
    /// True while the dialog is open.
    open: RwSignal<bool>,
    /// True for the width of a form instead of a question.
    #[prop(optional)]
    wide: bool,
    /// True for a dialog that only shows something: the focus goes to its first button instead of a field, so that the
    /// on-screen keyboard of a tablet does not cover it.
    #[prop(optional)]
    shows: bool,
    /// Content, with the buttons in a [`DialogFoot`].
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
            // The address of the page identifies the record.
            let address = window().location().hash().unwrap_or_default();
            let page = address.split('?').next().unwrap_or_default().to_owned();
            format!("{page}.{}", untrack(|| title.get()))
        }
    };
    Effect::new(move |before: Option<bool>| {
        let wanted = open.get();
        // Closed by its action, or cancelled.
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
                // Fails only if the dialog is already open or not on the page; neither needs handling.
                (true, false) => {
                    drop(dialog.show_modal());
                    // The browser focuses the first focusable element, the close button.
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
                // Closed by the user; if the action closed the dialog, `open` is already false. The event arrives
                // later, when the page may have been removed.
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

/// Returns the selectors of the element to focus when a dialog opens, in order of preference: the element that already
/// has the focus, the first field, the first button of the foot that is not destructive.
fn first_inside(body: &str, shows: bool) -> Vec<String> {
    let field = ":is(input:not([type=hidden], [type=file]), select, textarea)\
                 :not(:disabled, details:not([open]) *)";
    let button = ".dialog-foot button:not(:disabled, .danger)";
    let inside = |what: &str| format!("#{body} {what}");
    let fields = (!shows).then(|| inside(field));
    [inside(":focus")].into_iter().chain(fields).chain([inside(button)]).collect()
}

/// Foot of a dialog: the button that leaves it, other buttons, and the main action.
#[component]
pub fn DialogFoot(
    /// True while the dialog is open; the leave button sets it to false.
    open: RwSignal<bool>,
    /// Label of the main action.
    #[prop(into)]
    label: TextProp,
    /// True while the main action cannot be performed.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// Called on a press of the main action.
    #[prop(into)]
    on_press: Callback<()>,
    /// Label of the leave button, if not "Cancel".
    #[prop(into, optional)]
    leave: Option<TextProp>,
    /// Visual weight of the main action.
    #[prop(default = Emphasis::First)]
    emphasis: Emphasis,
    /// Icon of the main action.
    #[prop(into, optional)]
    icon: Option<Icon>,
    /// Other buttons.
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
