//! A press is done once. From the moment a button begins a task until the last task it began has ended,
//! and for as long as a second tap of the same finger takes to arrive, further presses on it are
//! dropped and it is marked `aria-busy`. A press that begins no task (a menu, a tab) is not held back.
//!
//! Works for every button of the document, whoever made it: tasks that are begun while a press is
//! handled belong to that press. A button that came into the place of a pressed one (*publish* becomes
//! *withdraw*) is held back as long. How a busy button looks is the style sheet's; the root's
//! `data-dropped` counts the presses that were dropped.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AddEventListenerOptions, Element, Event};

use super::{clock, preferences};

/// The time within which a second press on the same button is the same press, in milliseconds.
pub const SECOND_TAP: u64 = 400;

/// Distance a button may move when it is redrawn and still count as the same one, in pixels.
const SAME_PLACE: f64 = 12.0;

const BUTTON: &str = "button, [role='button'], summary";

/// A press that began something.
#[derive(Debug)]
struct Pressed {
    button: Element,
    place: (f64, f64),
    at: u64,
    running: Cell<usize>,
    is_busy: Cell<bool>,
}

thread_local! {
    /// The press that is being handled.
    static NOW: RefCell<Option<Rc<Pressed>>> = const { RefCell::new(None) };
    /// The presses whose buttons are busy.
    static BUSY: RefCell<Vec<Rc<Pressed>>> = const { RefCell::new(Vec::new()) };
    static DROPPED: Cell<u32> = const { Cell::new(0) };
}

impl Pressed {
    fn new(button: Element) -> Self {
        Self {
            place: place(&button),
            button,
            at: clock::now_millis(),
            running: Cell::new(0),
            is_busy: Cell::new(false),
        }
    }

    /// Returns `true` if a press on `button` would repeat this one: it is this button, or the one redrawn in
    /// its place meanwhile.
    fn is_of(&self, button: &Element) -> bool {
        if self.button == *button {
            return true;
        }
        let (x, y) = place(button);
        !self.button.is_connected()
            && (x - self.place.0).abs() < SAME_PLACE
            && (y - self.place.1).abs() < SAME_PLACE
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
            // Never longer than that, whatever happened to the clock.
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

fn place(button: &Element) -> (f64, f64) {
    let place = button.get_bounding_client_rect();
    (place.x(), place.y())
}

/// A task that belongs to the press under whose handling it was made, if any.
#[derive(Debug)]
pub struct Tracked<F> {
    task: Pin<Box<F>>,
    press: Option<Rc<Pressed>>,
}

impl<F: Future> Tracked<F> {
    /// Makes `task` part of the press that is being handled.
    pub fn new(task: F) -> Self {
        let press = NOW.with_borrow(Clone::clone);
        if let Some(press) = &press {
            press.begin();
        }
        Self {
            task: Box::pin(task),
            press,
        }
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

/// Holds back second presses, for as long as the page lives; once, by the root.
pub fn listen() {
    let Some(window) = web_sys::window() else {
        return;
    };
    let first = Closure::<dyn Fn(Event)>::new(|event: Event| {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let button = target.and_then(|it| it.closest(BUTTON).ok().flatten());
        let Some(button) = button else {
            return;
        };
        let is_second = BUSY.with_borrow(|busy| busy.iter().any(|press| press.is_of(&button)));
        if is_second {
            event.stop_immediate_propagation();
            event.prevent_default();
            let dropped = DROPPED.with(|dropped| dropped.replace(dropped.get() + 1)) + 1;
            preferences::set_root_attribute("data-dropped", &dropped.to_string());
            return;
        }
        NOW.replace(Some(Rc::new(Pressed::new(button))));
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
