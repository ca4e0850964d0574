//! A press is done once: until its task has ended, and until a second tap would have come, the button takes
//! no other.

use std::{cell::Cell, rc::Rc};

use busbar::{platform::press, state::task};
use gloo_timers::future::TimeoutFuture;
use leptos::{
    mount::mount_to_body,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, window},
};
use wasm_bindgen_test::wasm_bindgen_test;

fn button(id: &str) -> HtmlElement {
    let document = window().unwrap().document().unwrap();
    let found = document.get_element_by_id(id).unwrap();
    found.unchecked_into()
}

/// A button whose press works for so long, and how often it began.
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
