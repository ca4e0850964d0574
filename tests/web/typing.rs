//! Typed text reaches its form, even if the browser does not report that a field was left, as while its window is
//! in the background.

use std::{cell::RefCell, rc::Rc};

use busbar::ui::{
    components::{Button, TextInput},
    i18n::I18nContextProvider,
};
use gloo_timers::future::TimeoutFuture;
use leptos::{
    mount::mount_to_body,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Event, HtmlElement, HtmlInputElement},
};
use wasm_bindgen_test::wasm_bindgen_test;

/// Types into a field with the browser's input events, and does not leave it.
fn write(form: &str, place: u32, text: &str) {
    let fields = document().query_selector_all(&format!("#{form} input")).unwrap();
    let field: HtmlInputElement = fields.item(place).unwrap().unchecked_into();
    field.set_value(text);
    field.dispatch_event(&Event::new("input").unwrap()).unwrap();
}

#[wasm_bindgen_test]
async fn a_press_sends_what_was_typed_in_fields_that_were_never_left() {
    let sent = Rc::new(RefCell::new(Vec::new()));
    let heard = Rc::clone(&sent);
    mount_to_body(move || {
        let [name, role] = [(); 2].map(|()| RwSignal::new(String::new()));
        let heard = StoredValue::new_local(Rc::clone(&heard));
        view! {
            <I18nContextProvider>
                <div id="typing-form">
                    <TextInput label="name" value=name on_change=move |text| name.set(text) />
                    <TextInput label="role" value=role on_change=move |text| role.set(text) />
                    <Button
                        label="send"
                        on_press=move |()| {
                            heard.with_value(|heard| {
                                heard.borrow_mut().push((name.get_untracked(), role.get_untracked()));
                            });
                        }
                    />
                </div>
            </I18nContextProvider>
        }
    });
    TimeoutFuture::new(20).await;
    write("typing-form", 0, "陆嘉言");
    write("typing-form", 1, "班长");
    let button = document().query_selector("#typing-form > button").unwrap().unwrap();
    button.unchecked_into::<HtmlElement>().click();
    let expected = ("陆嘉言".to_owned(), "班长".to_owned());
    assert_eq!(*sent.borrow(), [expected]);
}
