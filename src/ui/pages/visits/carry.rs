//! Moves a visit or a customer to a day: by drag and drop, or by *move* and a press on the day, which also works by
//! keyboard. Escape cancels.

use std::time::Duration;

use busbar_core::domain::{
    Customer, Id, date,
    visit::{Visit, VisitState},
};
use jiff::civil::Date;
use leptos::{html, prelude::*};

use super::seen;
use crate::{
    state::{
        commands::{
            planning::{self, When},
            record::fresh,
        },
        task,
        visits::use_visits,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Button, Emphasis},
        i18n::*,
        navigation::use_navigation,
        shared::due,
    },
};

/// Distance from which a pointer movement is a drag and not a press, pixels.
const DRAG_FROM: f64 = 6.0;

/// Item being moved to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// A visit to move.
    Visit(Id<Visit>),
    /// A customer to plan a visit for.
    Customer(Id<Customer>),
}

/// A drag in progress.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drag {
    what: Carried,
    from: (f64, f64),
    at: (f64, f64),
    has_moved: bool,
}

/// State of picking up and dragging.
#[derive(Clone, Copy)]
pub struct Carry {
    /// Item picked up by a press.
    pub held: RwSignal<Option<Carried>>,
    /// Day under the pointer during a drag.
    pub over: RwSignal<Option<Date>>,
    drag: RwSignal<Option<Drag>>,
    was_dragged: StoredValue<bool>,
    put: Callback<(Carried, Date)>,
}

impl Carry {
    /// Creates the state with nothing picked up. Dropping an item on a day plans or moves a visit.
    pub fn provide() -> Self {
        let i18n = use_i18n();
        let navigation = use_navigation();
        let (workspace, visits) = (use_workspace(), use_visits());
        let put = move |(what, day): (Carried, Date)| {
            let when = When::On(day);
            match what {
                Carried::Visit(id) => task::spawn(async move {
                    // Errors are shown by the shell.
                    let _ = planning::shift(workspace, visits, id, when).await;
                }),
                Carried::Customer(customer) => {
                    let list = visits.due();
                    let due = list.iter().find(|due| due.customer == customer);
                    let words = due::words(i18n.get_locale_untracked(), due, workspace.tables);
                    task::spawn(async move {
                        let which = (fresh(), customer);
                        let _ = planning::plan(workspace, visits, which, when, words).await;
                    });
                }
            }
            navigation.adjust(seen::DAY, day.to_string());
        };
        Self {
            held: RwSignal::new(None),
            over: RwSignal::new(None),
            drag: RwSignal::new(None),
            was_dragged: StoredValue::new(false),
            put: Callback::new(move |carried| untrack(|| put(carried))),
        }
    }

    /// Picks the item up, or releases it if it is picked up already.
    fn press(self, what: Carried) {
        if self.held.get_untracked() == Some(what) {
            self.held.set(None);
        } else {
            self.pick(what);
        }
    }

    /// Picks up an item outside the calendar, and scrolls the calendar into view.
    pub fn pick(self, what: Carried) {
        self.held.set(Some(what));
        let calendar = document().query_selector(".visit-calendar").ok();
        if let Some(calendar) = calendar.flatten() {
            calendar.scroll_into_view();
        }
    }

    /// Puts the picked-up item on a day. Returns `false` if there is none.
    pub fn put_on(self, day: Date) -> bool {
        let held = self.held.get_untracked();
        self.held.set(None);
        if let Some(what) = held {
            self.put.run((what, day));
        }
        held.is_some()
    }

    /// Cancels on Escape.
    pub fn key(self, event: &leptos::ev::KeyboardEvent) {
        if event.key() == "Escape" {
            self.held.set(None);
            self.drag.set(None);
            self.over.set(None);
        }
    }

    fn drag_from(self, what: Carried, from: (f64, f64)) {
        self.drag.set(Some(Drag { what, from, at: from, has_moved: false }));
    }

    /// Follows the pointer. Returns `true` if it is dragging.
    fn drag_to(self, at: (f64, f64)) -> bool {
        let Some(drag) = self.drag.get_untracked() else {
            return false;
        };
        let (across, down) = (at.0 - drag.from.0, at.1 - drag.from.1);
        let has_moved = drag.has_moved || across.hypot(down) >= DRAG_FROM;
        if has_moved {
            self.drag.set(Some(Drag { at, has_moved, ..drag }));
            self.over.set(day_at(at));
        }
        has_moved
    }

    fn drop(self) {
        let (drag, over) = (self.drag.get_untracked(), self.over.get_untracked());
        self.give_up();
        if let Some(drag) = drag.filter(|drag| drag.has_moved) {
            // The browser reports a click right after a drag; it is ignored.
            self.was_dragged.set_value(true);
            set_timeout(move || self.was_dragged.set_value(false), Duration::ZERO);
            if let Some(day) = over {
                self.held.set(None);
                self.put.run((drag.what, day));
            }
        }
    }

    fn give_up(self) {
        self.drag.set(None);
        self.over.set(None);
    }
}

/// Returns the calendar day at a point of the window; `None` if there is none.
fn day_at((left, top): (f64, f64)) -> Option<Date> {
    let under = document().element_from_point(left as f32, top as f32)?;
    let day = under.closest("[data-day]").ok()??;
    date::read(&day.get_attribute("data-day")?)
}

/// Button that can be dragged to a day. A press runs `on_press`, or without it picks the item up.
#[component]
pub fn Handle(
    carry: Carry,
    /// Item to move.
    what: Carried,
    /// True while the item can be moved.
    #[prop(into)]
    enabled: Signal<bool>,
    /// CSS classes.
    class: &'static str,
    /// Accessible name.
    #[prop(into)]
    label: TextProp,
    /// Called on a press.
    #[prop(into, optional)]
    on_press: Option<Callback<()>>,
    /// Content of the button.
    children: Children,
) -> impl IntoView {
    let button = NodeRef::<html::Button>::new();
    let is_picked_up = on_press.is_none();
    let down = move |event: leptos::ev::PointerEvent| {
        if event.button() == 0 && enabled.get_untracked() {
            carry.drag_from(what, point(&event));
        }
    };
    let moved = move |event: leptos::ev::PointerEvent| {
        if carry.drag_to(point(&event))
            && let Some(button) = button.get_untracked()
        {
            // Pointer capture lets the drag continue over other elements. It fails if the pointer is gone, which ends
            // the drag.
            let _ = button.set_pointer_capture(event.pointer_id());
        }
    };
    view! {
        <button
            type="button"
            node_ref=button
            class=class
            class:held=move || carry.held.get() == Some(what)
            aria-label=move || label.get()
            aria-pressed=move || {
                is_picked_up.then(|| (carry.held.get() == Some(what)).to_string())
            }
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=move |_| carry.drop()
            on:pointercancel=move |_| carry.give_up()
            on:click=move |_| match on_press {
                // The click that ends a drag is ignored.
                _ if carry.was_dragged.get_value() => {}
                Some(open) => open.run(()),
                None if enabled.get_untracked() => carry.press(what),
                None => {}
            }
        >
            {children()}
        </button>
    }
}

fn point(event: &leptos::ev::PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// Label of the dragged item, under the pointer.
#[component]
pub fn Ghost(carry: Carry) -> impl IntoView {
    let workspace = use_workspace();
    let drag = Memo::new(move |_| carry.drag.get().filter(|drag| drag.has_moved));
    let what = Memo::new(move |_| drag.get().map(|drag| drag.what));
    let place = move || {
        let (left, top) = drag.get().map(|drag| drag.at).unwrap_or_default();
        format!("translate({left:.0}px, {top:.0}px)")
    };
    move || {
        what.get().map(|what| {
            view! {
                <div class="visit-ghost" aria-hidden="true" style=("transform", place)>
                    {name_of(workspace, what)}
                </div>
            }
        })
    }
}

/// Status line for the picked-up item, with a button to release it.
#[component]
pub fn Held(carry: Carry) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let text = move || {
        let what = carry.held.get()?;
        Some(t_string!(i18n, visits.carrying, customer = name_of(workspace, what)))
    };
    view! {
        <div class="visit-held" role="status" class:empty-held=move || carry.held.read().is_none()>
            <Show when=move || carry.held.read().is_some()>
                <p>{text}</p>
                <Button
                    label=move || t_string!(i18n, labels.cancel)
                    emphasis=Emphasis::Quiet
                    on_press=move |()| carry.held.set(None)
                />
            </Show>
        </div>
    }
}

/// Returns the name of the customer concerned.
fn name_of(workspace: Workspace, what: Carried) -> String {
    let customer = match what {
        Carried::Customer(customer) => Some(customer),
        Carried::Visit(visit) => workspace.tables.read(visit, |visit| visit.customer).flatten(),
    };
    workspace.tables.customer_name(customer).unwrap_or_default()
}

/// Returns `true` if a visit can be moved to another day.
pub fn can_carry(entry: &seen::Entry) -> bool {
    matches!(entry.state, VisitState::Planned | VisitState::Missed)
}
