//! Putting a visit or a customer on a day: dragged there, or picked up by *move* and put down by a press on
//! the day, which is how the keyboard does it too. Escape lets go.

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

/// A pointer that moved by fewer pixels pressed; it did not drag.
const DRAG_FROM: f64 = 6.0;

/// What is on its way to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// A visit that is moved.
    Visit(Id<Visit>),
    /// A customer for whom a visit is planned.
    Customer(Id<Customer>),
}

/// A drag under way.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drag {
    what: Carried,
    from: (f64, f64),
    at: (f64, f64),
    has_moved: bool,
}

/// What is carried.
#[derive(Clone, Copy)]
pub struct Carry {
    /// Picked up by a press.
    pub held: RwSignal<Option<Carried>>,
    /// The day under a drag.
    pub over: RwSignal<Option<Date>>,
    drag: RwSignal<Option<Drag>>,
    was_dragged: StoredValue<bool>,
    put: Callback<(Carried, Date)>,
}

impl Carry {
    /// Nothing yet. What is put on a day is planned or moved.
    pub fn provide() -> Self {
        let i18n = use_i18n();
        let navigation = use_navigation();
        let (workspace, visits) = (use_workspace(), use_visits());
        let put = move |(what, day): (Carried, Date)| {
            let when = When::On(day);
            match what {
                Carried::Visit(id) => task::spawn(async move {
                    // What went wrong is told by the shell.
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

    /// Picks up, or lets go of what was picked up.
    fn press(self, what: Carried) {
        if self.held.get_untracked() == Some(what) {
            self.held.set(None);
        } else {
            self.pick(what);
        }
    }

    /// Picks up what stands elsewhere, and brings the calendar into sight.
    pub fn pick(self, what: Carried) {
        self.held.set(Some(what));
        let calendar = document().query_selector(".visit-calendar").ok();
        if let Some(calendar) = calendar.flatten() {
            calendar.scroll_into_view();
        }
    }

    /// Puts what was picked up on a day, and says whether anything was.
    pub fn put_on(self, day: Date) -> bool {
        let held = self.held.get_untracked();
        self.held.set(None);
        if let Some(what) = held {
            self.put.run((what, day));
        }
        held.is_some()
    }

    /// Escape lets go.
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

    /// Follows the pointer, and says whether it drags.
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
            // The press that the browser tells of right after a drag is none.
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

/// The day of the calendar at a point of the window.
fn day_at((left, top): (f64, f64)) -> Option<Date> {
    let under = document().element_from_point(left as f32, top as f32)?;
    let day = under.closest("[data-day]").ok()??;
    date::read(&day.get_attribute("data-day")?)
}

/// A button that is dragged to a day. A press opens what it shows, or, where it opens nothing, picks it up.
#[component]
pub fn Handle(
    carry: Carry,
    /// What is carried.
    what: Carried,
    /// Whether it can be.
    #[prop(into)]
    enabled: Signal<bool>,
    /// How it looks.
    class: &'static str,
    /// Its name.
    #[prop(into)]
    label: TextProp,
    /// The action of a press.
    #[prop(into, optional)]
    on_press: Option<Callback<()>>,
    /// The content.
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
            // So that the drag goes on over other elements; a pointer that is gone has ended it.
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
                // The press that ends a drag opens nothing.
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

/// What is dragged, under the pointer.
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

/// What was picked up, and how to let go of it.
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

/// Whom it is about.
fn name_of(workspace: Workspace, what: Carried) -> String {
    let customer = match what {
        Carried::Customer(customer) => Some(customer),
        Carried::Visit(visit) => workspace.tables.read(visit, |visit| visit.customer).flatten(),
    };
    workspace.tables.customer_name(customer).unwrap_or_default()
}

/// Whether this entry can be carried to another day.
pub fn can_carry(entry: &seen::Entry) -> bool {
    matches!(entry.state, VisitState::Planned | VisitState::Missed)
}
