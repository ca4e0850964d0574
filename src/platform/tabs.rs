//! Other tabs on this device: notifying them of writes, and listening. The store ensures that tabs never
//! overwrite each other; this only makes them show changes quickly.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const CHANNEL: &str = "busbar";

/// Channel between the tabs; absent if the browser has none, in which case each tab sees the others' writes at
/// its own next write.
#[derive(Clone, Debug)]
pub struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Joins the channel; `written` is called whenever another tab wrote, for the lifetime of the page.
    pub fn join(written: impl Fn() + 'static) -> Self {
        let channel = BroadcastChannel::new(CHANNEL).ok();
        if let Some(channel) = &channel {
            let closure = Closure::<dyn Fn(MessageEvent)>::new(move |_| written());
            channel.set_onmessage(Some(closure.as_ref().unchecked_ref()));
            closure.forget();
        }
        Self(channel)
    }

    /// Notifies the other tabs of a write.
    pub fn tell(&self) {
        if let Some(channel) = &self.0 {
            let _ = channel.post_message(&"written".into());
        }
    }
}
