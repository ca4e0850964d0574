//! Settings that `cargo xtask` passes to the tests, with defaults for manual runs.

use std::{
    env,
    path::{Path, PathBuf},
};

fn given(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Returns the project folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Returns the built site.
pub fn site() -> PathBuf {
    given("BUSBAR_SITE").unwrap_or_else(|| root().join("dist"))
}

/// Returns the folder of results.
pub fn out() -> PathBuf {
    given("BUSBAR_OUT").unwrap_or_else(|| root().join("target"))
}

/// Returns the factor by which the page's processor is slowed down: `BUSBAR_SLOWER=6` is about a tablet a few
/// years old.
pub fn slower() -> u32 {
    let given = env::var("BUSBAR_SLOWER").ok();
    given.and_then(|rate| rate.parse().ok()).unwrap_or(1)
}

/// Returns the path of axe-core, as one script.
pub fn axe() -> PathBuf {
    given("BUSBAR_AXE")
        .unwrap_or_else(|| root().join("target/tools/npm/node_modules/axe-core/axe.min.js"))
}

/// Returns the folder of real data, if it exists.
pub fn data() -> Option<PathBuf> {
    let data = given("BUSBAR_DATA").unwrap_or_else(|| root().join("../shared/data"));
    data.join("electricity").is_dir().then_some(data)
}
