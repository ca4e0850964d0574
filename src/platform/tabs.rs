//! The other tabs on this device: telling them that something was written, and hearing it. That
//! two tabs never overwrite each other is the store's doing; this only makes them quick to show it.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const CHANNEL: &str = "busbar";

/// The channel between the tabs; absent where the browser has none, and then each tab sees the
/// others' writes at its own next one.
#[derive(Clone, Debug)]
pub struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Joins the channel; `written` is called whenever another tab wrote, for as long as the page
    /// lives.
    pub fn join(written: impl Fn() + 'static) -> Self {
        let channel = BroadcastChannel::new(CHANNEL).ok();
        if let Some(channel) = &channel {
            let closure = Closure::<dyn Fn(MessageEvent)>::new(move |_| written());
            channel.set_onmessage(Some(closure.as_ref().unchecked_ref()));
            closure.forget();
        }
        Self(channel)
    }

    /// Tells the other tabs that something was written.
    pub fn tell(&self) {
        if let Some(channel) = &self.0 {
            let _ = channel.post_message(&"written".into());
        }
    }
}
