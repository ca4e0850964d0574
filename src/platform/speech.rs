//! Speech recognition, if offered by the system. It may send the audio to its vendor, and may need a network; the
//! app itself sends nothing. Most browsers have it under a prefixed name, so it is looked up by name.

use std::{cell::Cell, rc::Rc};

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// Names of the interface.
const NAMES: [&str; 2] = ["SpeechRecognition", "webkitSpeechRecognition"];

/// Reason why recognition ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Stopped by the user, or by silence.
    Stopped,
    /// The microphone is not permitted.
    Refused,
    /// The service cannot be reached; most need a network.
    Unreachable,
}

/// Active recognition; the microphone is on until this is dropped.
pub struct Listening {
    service: Object,
    _heard: Closure<dyn FnMut(JsValue)>,
    _failed: Closure<dyn FnMut(JsValue)>,
    _ended: Closure<dyn FnMut(JsValue)>,
}

impl std::fmt::Debug for Listening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Listening")
    }
}

/// Returns `true` if the system offers it.
pub fn is_offered() -> bool {
    constructor().is_some()
}

fn constructor() -> Option<Function> {
    let window = web_sys::window()?;
    NAMES.iter().find_map(|name| Reflect::get(&window, &(*name).into()).ok()?.dyn_into().ok())
}

/// Starts recognition in this language (`zh-CN`, `en`). `heard` is called with every phrase, `ended` once.
pub fn listen(
    language: &str,
    mut heard: impl FnMut(String) + 'static,
    mut ended: impl FnMut(Ended) + 'static,
) -> Option<Listening> {
    let service: Object =
        Reflect::construct(&constructor()?, &js_sys::Array::new()).ok()?.unchecked_into();
    let reason = Rc::new(Cell::new(Ended::Stopped));
    let on_heard = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        for phrase in phrases(&event) {
            heard(phrase);
        }
    });
    let failed = reason.clone();
    let on_failed = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        failed.set(match get(&event, "error").as_string().as_deref() {
            Some("not-allowed" | "service-not-allowed" | "audio-capture") => Ended::Refused,
            Some("network" | "language-not-supported") => Ended::Unreachable,
            _ => Ended::Stopped,
        });
    });
    let on_ended = Closure::<dyn FnMut(JsValue)>::new(move |_| ended(reason.get()));
    let set = |name: &str, value: &JsValue| Reflect::set(&service, &name.into(), value);
    set("lang", &language.into()).ok()?;
    set("continuous", &JsValue::TRUE).ok()?;
    set("onresult", on_heard.as_ref()).ok()?;
    set("onerror", on_failed.as_ref()).ok()?;
    set("onend", on_ended.as_ref()).ok()?;
    call(&service, "start")?;
    Some(Listening { service, _heard: on_heard, _failed: on_failed, _ended: on_ended })
}

impl Listening {
    /// Stops; phrases heard so far are still delivered.
    pub fn stop(&self) {
        call(&self.service, "stop");
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        for name in ["onresult", "onerror", "onend"] {
            let _ = Reflect::set(&self.service, &name.into(), &JsValue::NULL);
        }
        call(&self.service, "abort");
    }
}

/// Returns the final phrases of an event.
fn phrases(event: &JsValue) -> Vec<String> {
    let results = get(event, "results");
    let number = |of: &JsValue, name: &str| get(of, name).as_f64().unwrap_or_default() as u32;
    (number(event, "resultIndex")..number(&results, "length"))
        .filter_map(|place| {
            let result = Reflect::get_u32(&results, place).ok()?;
            let is_final = get(&result, "isFinal").is_truthy();
            let best = Reflect::get_u32(&result, 0).ok()?;
            get(&best, "transcript").as_string().filter(|_| is_final)
        })
        .collect()
}

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

fn call(service: &Object, name: &str) -> Option<JsValue> {
    let method: Function = get(service, name).dyn_into().ok()?;
    method.call0(service).ok()
}
