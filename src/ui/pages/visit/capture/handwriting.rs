//! Handwritten notes: a sheet to write on, saved as a drawing of the visit.

use busbar_core::domain::{Id, Link, visit::Visit};
use leptos::prelude::*;

use crate::{
    state::{
        commands::{
            attachment::{Place, add_handwriting},
            record::fresh,
        },
        task, unfinished,
        visit::Captured,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Dialog, Emphasis, Icon, Pen, Stroke, drawing},
        i18n::*,
        labels,
    },
};

/// Width and height of a sheet, in its own units.
const SHEET: (u32, u32) = (900, 560);

/// Returns the key under which a visit's unsaved sheet is stored.
fn name(id: Id<Visit>) -> String {
    format!("handwriting.{id}")
}

/// Button that opens a sheet; an unsaved sheet is restored.
#[component]
pub fn Handwriting(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let name = StoredValue::new(name(captured.id));
    let open = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let strokes = RwSignal::new(Vec::<Stroke>::new());
    let press = move |()| {
        strokes.set(name.with_value(|name| unfinished::load(name)).unwrap_or_default());
        error.set(None);
        open.set(true);
    };
    // Stored after every stroke, because a page that is killed cannot store it anymore.
    Effect::watch(
        move || strokes.get(),
        move |strokes, _, _| {
            if open.get_untracked() {
                name.with_value(|name| unfinished::save(name, strokes));
            }
        },
        false,
    );
    let next = StoredValue::new(fresh());
    let keep = move |()| {
        let svg = strokes.with_untracked(|strokes| drawing(strokes, SHEET));
        let to = Place { customer: captured.customer, of: Link::to(captured.id) };
        let id = next.get_value();
        task::spawn(async move {
            match add_handwriting(workspace, id, to, svg).await {
                Ok(()) => {
                    next.try_set_value(fresh());
                    name.try_with_value(|name| unfinished::forget(name));
                    open.set(false);
                }
                Err(why) => {
                    error.set(Some(labels::not_saved(i18n.get_locale_untracked(), &why)));
                }
            }
        });
    };
    view! {
        <Button label=move || t_string!(i18n, visit.write) icon=Icon::Pen on_press=press />
        <Dialog title=move || t_string!(i18n, visit.handwriting) open=open wide=true>
            <Pen
                label=move || t_string!(i18n, visit.handwriting)
                size=SHEET
                strokes=strokes
            />
            <p class="field-error" role="alert">
                {move || error.get()}
            </p>
            <div class="dialog-foot">
                <Button
                    label=move || t_string!(i18n, visit.keep_sheet)
                    emphasis=Emphasis::First
                    disabled=Signal::derive(move || strokes.read().is_empty())
                    on_press=keep
                />
            </div>
        </Dialog>
    }
}
