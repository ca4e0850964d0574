//! Handles each press once. From the moment a button starts a task until its last task has ended, and for at
//! least as long as a double tap takes, further presses on it are dropped and it is marked `aria-busy`. A press
//! that starts no task (a menu, a tab) is not held back.
//!
//! Works for every button of the document: tasks started while a press is handled belong to that press. A second
//! tap can hit another button or link that has replaced the pressed one (*check in* becomes *end the visit*, a
//! list moves up). It is dropped as well: within the time of a double tap, or until the task has ended if the
//! pressed button is gone. The style sheet defines the look of a busy button; the root's `data-dropped` counts
//! the dropped presses.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AddEventListenerOptions, DomRect, Element, Event, MouseEvent};

use super::{clock, preferences};

/// Time within which a second press on the same button counts as the same press, in milliseconds.
pub const SECOND_TAP: u64 = 400;

const BUTTON: &str = "button, [role='button'], summary";

const LINK: &str = "a[href]";

/// A press on a button or link, to be handled.
struct Tap {
    target: Element,
    point: (f64, f64),
    /// Time of the input event, in milliseconds; a busy page handles it later.
    made_at: f64,
}

impl Tap {
    fn of(event: &Event) -> Option<Self> {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        let target = target.closest(&format!("{BUTTON}, {LINK}")).ok()??;
        let mouse = event.dyn_ref::<MouseEvent>();
        let point = match mouse.filter(|mouse| mouse.detail() > 0) {
            Some(mouse) => (f64::from(mouse.client_x()), f64::from(mouse.client_y())),
            // By keyboard or script: the position of the button.
            None => {
                let area = target.get_bounding_client_rect();
                let half = area.height() / 2.0;
                let into = half.min(area.width() / 2.0);
                (area.left() + into, area.top() + half)
            }
        };
        Some(Self { target, point, made_at: event.time_stamp() })
    }

    /// Returns the button; `None` for a link.
    fn button(&self) -> Option<&Element> {
        let is_button = self.target.matches(BUTTON).unwrap_or_default();
        is_button.then_some(&self.target)
    }
}

/// A press that started something.
#[derive(Debug)]
struct Pressed {
    button: Element,
    area: DomRect,
    made_at: f64,
    at: u64,
    running: Cell<usize>,
    is_busy: Cell<bool>,
}

thread_local! {
    /// The press being handled.
    static NOW: RefCell<Option<Rc<Pressed>>> = const { RefCell::new(None) };
    /// Presses whose buttons are busy.
    static BUSY: RefCell<Vec<Rc<Pressed>>> = const { RefCell::new(Vec::new()) };
    static DROPPED: Cell<u32> = const { Cell::new(0) };
}

impl Pressed {
    fn new(button: &Element, made_at: f64) -> Self {
        Self {
            button: button.clone(),
            area: button.get_bounding_client_rect(),
            made_at,
            at: clock::now_millis(),
            running: Cell::new(0),
            is_busy: Cell::new(false),
        }
    }

    /// Returns `true` if a tap repeats this press: on this button or where it was, soon after the press, or on
    /// the replacement of a button that is gone.
    fn is_repeated_by(&self, tap: &Tap) -> bool {
        let (x, y) = tap.point;
        let (across, down) =
            (self.area.left()..self.area.right(), self.area.top()..self.area.bottom());
        let is_soon = tap.made_at - self.made_at < SECOND_TAP as f64;
        let may_repeat = is_soon || !self.button.is_connected();
        self.button == tap.target || may_repeat && across.contains(&x) && down.contains(&y)
    }

    fn begin(self: &Rc<Self>) {
        self.running.set(self.running.get() + 1);
        if !self.is_busy.replace(true) {
            let _ = self.button.set_attribute("aria-busy", "true");
            BUSY.with_borrow_mut(|busy| busy.push(Rc::clone(self)));
        }
    }

    fn end(self: &Rc<Self>) {
        self.running.set(self.running.get().saturating_sub(1));
        if self.running.get() > 0 {
            return;
        }
        match (self.at + SECOND_TAP).saturating_sub(clock::now_millis()) {
            0 => self.release(),
            // Never longer, even if the clock was changed.
            left => {
                let this = Rc::clone(self);
                let left = left.min(SECOND_TAP) as u32;
                Timeout::new(left, move || this.release()).forget();
            }
        }
    }

    fn release(self: &Rc<Self>) {
        if self.running.get() == 0 && self.is_busy.replace(false) {
            let _ = self.button.remove_attribute("aria-busy");
            BUSY.with_borrow_mut(|busy| busy.retain(|one| !Rc::ptr_eq(one, self)));
        }
    }
}

/// A task that belongs to the press during which it was created, if any.
#[derive(Debug)]
pub struct Tracked<F> {
    task: Pin<Box<F>>,
    press: Option<Rc<Pressed>>,
}

impl<F: Future> Tracked<F> {
    /// Makes `task` part of the press being handled.
    pub fn new(task: F) -> Self {
        let press = NOW.with_borrow(Clone::clone);
        if let Some(press) = &press {
            press.begin();
        }
        Self { task: Box::pin(task), press }
    }
}

impl<F: Future> Future for Tracked<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.get_mut();
        // Anything the task starts belongs to the same press.
        let before = NOW.replace(this.press.clone());
        let polled = this.task.as_mut().poll(context);
        NOW.replace(before);
        polled
    }
}

impl<F> Drop for Tracked<F> {
    fn drop(&mut self) {
        if let Some(press) = &self.press {
            press.end();
        }
    }
}

/// Drops repeated presses, for the lifetime of the page; called once, by the root.
pub fn listen() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let first = Closure::<dyn Fn(Event)>::new(|event: Event| {
        let Some(tap) = Tap::of(&event) else {
            return;
        };
        let is_second =
            BUSY.with_borrow(|busy| busy.iter().any(|press| press.is_repeated_by(&tap)));
        if is_second {
            event.stop_immediate_propagation();
            event.prevent_default();
            let dropped = DROPPED.with(|dropped| dropped.replace(dropped.get() + 1)) + 1;
            preferences::set_root_attribute("data-dropped", &dropped.to_string());
            return;
        }
        let Some(button) = tap.button() else {
            return;
        };
        NOW.replace(Some(Rc::new(Pressed::new(button, tap.made_at))));
        // A handler that stops the event keeps it from the listener below.
        Timeout::new(0, || drop(NOW.take())).forget();
    });
    let last = Closure::<dyn Fn(Event)>::new(|_| drop(NOW.take()));
    let capture = AddEventListenerOptions::new();
    capture.set_capture(true);
    let _ = window.add_event_listener_with_callback_and_add_event_listener_options(
        "click",
        first.as_ref().unchecked_ref(),
        &capture,
    );
    let _ = window.add_event_listener_with_callback("click", last.as_ref().unchecked_ref());
    first.forget();
    last.forget();
}
