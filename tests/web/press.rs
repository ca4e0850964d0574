//! A press is handled once: until its task has ended, and for the time of a double tap, the button accepts no
//! other.

use std::{cell::Cell, rc::Rc};

use busbar::{platform::press, state::task};
use gloo_timers::future::TimeoutFuture;
use js_sys::Function;
use leptos::{
    mount::mount_to_body,
    prelude::*,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{HtmlElement, window},
};
use wasm_bindgen_test::wasm_bindgen_test;

fn button(id: &str) -> HtmlElement {
    let document = window().unwrap().document().unwrap();
    let found = document.get_element_by_id(id).unwrap();
    found.unchecked_into()
}

/// Creates a button whose press works for this long, and a counter of its starts.
fn works_for(id: &'static str, millis: u32) -> Rc<Cell<u32>> {
    let begun = Rc::new(Cell::new(0));
    let count = Rc::clone(&begun);
    mount_to_body(move || {
        let count = Rc::clone(&count);
        let press = move |_| {
            count.set(count.get() + 1);
            if millis > 0 {
                task::detach(async move { TimeoutFuture::new(millis).await });
            }
        };
        view! { <button id=id on:click=press>"?"</button> }
    });
    begun
}

#[wasm_bindgen_test]
async fn a_second_press_is_dropped_while_the_first_is_at_work() {
    press::listen();
    let quick = works_for("press-quick", 5);
    let slow = works_for("press-slow", 700);
    let pure = works_for("press-pure", 0);
    for id in ["press-quick", "press-slow", "press-pure"] {
        button(id).click();
        button(id).click();
    }
    let is_busy = |id: &str| button(id).has_attribute("aria-busy");
    assert_eq!((quick.get(), slow.get(), pure.get()), (1, 1, 2));
    assert!(is_busy("press-quick") && is_busy("press-slow") && !is_busy("press-pure"));
    // The work has ended, but a second tap of the same finger could still come.
    TimeoutFuture::new(50).await;
    button("press-quick").click();
    assert_eq!(quick.get(), 1);
    TimeoutFuture::new(450).await;
    assert!(!is_busy("press-quick") && is_busy("press-slow"));
    button("press-quick").click();
    button("press-slow").click();
    assert_eq!((quick.get(), slow.get()), (2, 1));
    TimeoutFuture::new(400).await;
    button("press-slow").click();
    assert_eq!(slow.get(), 2);
}

/// Taps an element at this point of the window.
fn tap(on: &HtmlElement, x: f64, y: f64) {
    const TAP: &str = "const at = { detail: 1, clientX: x, clientY: y };
        on.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...at }))";
    let tap = Function::new_with_args("on, x, y", TAP);
    tap.call3(&JsValue::NULL, on, &x.into(), &y.into()).unwrap();
}

#[wasm_bindgen_test]
async fn a_second_tap_on_what_came_into_the_place_of_a_button_is_dropped() {
    press::listen();
    let (is_begun, ended) = (RwSignal::new(false), Rc::new(Cell::new(0)));
    let count = Rc::clone(&ended);
    let begin = move |_| {
        task::detach(async move { is_begun.set(true) });
    };
    mount_to_body(move || {
        let count = Rc::clone(&count);
        let end = move |_| count.set(count.get() + 1);
        // Right-aligned and of different width, as at the foot of a visit.
        view! {
            <div style="position: fixed; top: 0; right: 0">
                <button id="press-begin" style="width: 80px" on:click=begin>"+"</button>
                <button
                    id="press-end"
                    style=move || if is_begun.get() { "width: 200px" } else { "display: none" }
                    on:click=end
                >
                    "-"
                </button>
            </div>
        }
    });
    let area = button("press-begin").get_bounding_client_rect();
    let (x, y) = (area.left() + 40.0, area.top() + 5.0);
    tap(&button("press-begin"), x, y);
    TimeoutFuture::new(100).await;
    tap(&button("press-end"), x, y);
    assert_eq!(ended.get(), 0);
    // Elsewhere, or later, it is a separate press.
    tap(&button("press-end"), x - 150.0, y + 100.0);
    assert_eq!(ended.get(), 1);
    TimeoutFuture::new(400).await;
    tap(&button("press-end"), x, y);
    assert_eq!(ended.get(), 2);
}

#[wasm_bindgen_test]
async fn a_task_ends_with_its_page_and_what_it_writes_does_not() {
    mount_to_body(|| ());
    let owner = Owner::new();
    let [written, touched] = [(); 2].map(|()| Rc::new(Cell::new(false)));
    owner.with(|| {
        task::Scope::provide();
        let (written, touched) = (Rc::clone(&written), Rc::clone(&touched));
        task::spawn(async move {
            let write = task::whole(async move {
                TimeoutFuture::new(50).await;
                written.set(true);
            });
            write.await;
            touched.set(true);
        });
    });
    TimeoutFuture::new(10).await;
    owner.cleanup();
    TimeoutFuture::new(150).await;
    assert!(written.get() && !touched.get());
}
