//! Settings of the workspace: one record a setting, each edited as a whole.

use super::record::record;

record! {
    /// A setting: a stable name and what it holds, as JSON of the type that its user declares.
    pub struct Setting: "setting" {
        /// The stable name: `segment.rules`, `import.mapping.customers`, ...
        pub name: String,
        /// JSON.
        pub json: String,
    }
}
