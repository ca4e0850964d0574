//! What `cargo xtask` tells the tests, with what a person who calls them by hand would mean.

use std::{
    env,
    path::{Path, PathBuf},
};

fn given(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The project's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// The built site.
pub fn site() -> PathBuf {
    given("BUSBAR_SITE").unwrap_or_else(|| root().join("dist"))
}

/// Where results go.
pub fn out() -> PathBuf {
    given("BUSBAR_OUT").unwrap_or_else(|| root().join("target"))
}

/// By how much the processor of the page is slowed down: `BUSBAR_SLOWER=6` is about a tablet of some years.
pub fn slower() -> u32 {
    let given = env::var("BUSBAR_SLOWER").ok();
    given.and_then(|rate| rate.parse().ok()).unwrap_or(1)
}

/// axe-core, as one script.
pub fn axe() -> PathBuf {
    given("BUSBAR_AXE")
        .unwrap_or_else(|| root().join("target/tools/npm/node_modules/axe-core/axe.min.js"))
}

/// The real data, where it is.
pub fn data() -> Option<PathBuf> {
    let data = given("BUSBAR_DATA").unwrap_or_else(|| root().join("../shared/data"));
    data.join("electricity").is_dir().then_some(data)
}
