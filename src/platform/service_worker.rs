//! The service worker, which keeps the app on the device: starting it, listening for newer versions, and
//! activating them. The worker itself is `public/service-worker.js`.

use std::{cell::Cell, rc::Rc};

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    EventTarget, RegistrationOptions, ServiceWorker, ServiceWorkerContainer,
    ServiceWorkerRegistration, ServiceWorkerState, ServiceWorkerUpdateViaCache,
};

use super::clock;

const SCRIPT: &str = "./service-worker.js";

/// Interval at which an open page checks for a newer version, in milliseconds.
const LOOKS_EVERY: u64 = 60 * 60 * 1000;

/// Events about versions of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// A version is completely on the device: the app starts offline.
    Kept,
    /// A newer version is on the device, waiting for the user's consent.
    Waiting,
    /// Another tab activated a newer version, while this page still runs the older one.
    Replaced,
}

/// Service worker of this app. Clones share it.
#[derive(Clone, Debug)]
pub struct Keeper(ServiceWorkerRegistration);

type Tell = Rc<dyn Fn(News)>;

/// Starts the service worker; `tell` is called with its events, for the lifetime of the page. `None` if the
/// browser has none: an old browser, a private window, an address that is neither https nor localhost.
pub async fn start(tell: impl Fn(News) + 'static) -> Option<Keeper> {
    let container = container()?;
    let tell: Tell = Rc::new(tell);
    hear_replacement(&container, &tell);
    let options = RegistrationOptions::new();
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let registering = container.register_with_options(SCRIPT, &options);
    let registration: ServiceWorkerRegistration =
        JsFuture::from(registering).await.ok()?.dyn_into().ok()?;
    if registration.active().is_some() {
        tell(News::Kept);
    }
    if registration.active().is_some() && registration.waiting().is_some() {
        tell(News::Waiting);
    }
    hear_new_version(&registration, &tell);
    let keeper = Keeper(registration);
    look_now_and_then(keeper.clone());
    Some(keeper)
}

impl Keeper {
    /// Checks for a newer version and starts to download it. `None` if the host does not answer, otherwise
    /// whether there is one.
    pub async fn look(&self) -> Option<bool> {
        JsFuture::from(self.0.update().ok()?).await.ok()?;
        Some(self.0.installing().is_some() || self.0.waiting().is_some())
    }

    /// Activates the newer version and calls `then` once it is active; immediately if none is waiting.
    pub fn replace(&self, then: impl Fn() + 'static) {
        let Some(worker) = self.0.waiting() else {
            return then();
        };
        on_state(&worker, move |state| {
            if matches!(state, ServiceWorkerState::Activated | ServiceWorkerState::Redundant) {
                then();
            }
        });
        // A worker that cannot be reached is gone, and its state then says so.
        let _ = worker.post_message(&JsValue::from_str("activate"));
    }
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let container = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.dyn_into().ok()
}

/// A page without a worker is claimed by its first one; that replaces nothing.
fn hear_replacement(container: &ServiceWorkerContainer, tell: &Tell) {
    let was_served = Cell::new(container.controller().is_some());
    let tell = Rc::clone(tell);
    on(container, "controllerchange", move || {
        tell(if was_served.replace(true) { News::Replaced } else { News::Kept });
    });
}

fn hear_new_version(registration: &ServiceWorkerRegistration, tell: &Tell) {
    let follow = {
        let (registration, tell) = (registration.clone(), Rc::clone(tell));
        move || {
            let Some(worker) = registration.installing() else {
                return;
            };
            let (registration, tell) = (registration.clone(), Rc::clone(&tell));
            on_state(&worker, move |state| match state {
                ServiceWorkerState::Installed if registration.active().is_some() => {
                    tell(News::Waiting);
                }
                ServiceWorkerState::Activated => tell(News::Kept),
                _ => {}
            });
        }
    };
    // One may already be installing.
    follow();
    on(registration, "updatefound", follow);
}

/// A tablet's page stays open for days, and fragment navigation never makes the browser check.
fn look_now_and_then(keeper: Keeper) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let looked = Cell::new(clock::now_millis());
    let shown = document.clone();
    on(&document, "visibilitychange", move || {
        let now = clock::now_millis();
        if shown.hidden() || now.saturating_sub(looked.get()) < LOOKS_EVERY {
            return;
        }
        looked.set(now);
        let keeper = keeper.clone();
        wasm_bindgen_futures::spawn_local(async move {
            keeper.look().await;
        });
    });
}

fn on_state(worker: &ServiceWorker, heard: impl Fn(ServiceWorkerState) + 'static) {
    let of = worker.clone();
    on(worker, "statechange", move || heard(of.state()));
}

/// Calls `heard` at every such event, for the lifetime of the page.
fn on(target: &EventTarget, event: &str, heard: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn()>::new(heard);
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}
