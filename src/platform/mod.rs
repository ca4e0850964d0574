//! The browser: the only home of `web_sys` and `js_sys`. Each file is one of its services, offered in
//! plain types.

#[cfg(feature = "app")]
pub mod address;
#[cfg(feature = "app")]
pub mod clock;
#[cfg(feature = "app")]
pub mod files;
#[cfg(feature = "app")]
pub mod idb;
#[cfg(feature = "app")]
pub mod locks;
#[cfg(feature = "app")]
pub mod persist;
#[cfg(feature = "app")]
pub mod pool;
#[cfg(feature = "app")]
pub mod preferences;
#[cfg(feature = "app")]
pub mod random;
#[cfg(feature = "app")]
pub mod service_worker;
#[cfg(feature = "app")]
pub mod tabs;
#[cfg(feature = "worker")]
pub mod worker_scope;
