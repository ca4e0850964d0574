//! Building the app: Trunk brings its parts together, `finish` makes them a site.

use std::{fs, io::Write, path::Path};

use crate::{
    Failure, finish, root,
    step::{run, step},
    tools,
};

/// Builds the release into `dist/`.
pub fn release() -> Result<(), Failure> {
    tools::ensure_wasm_target()?;
    tools::WASM_BINDGEN.ensure()?;
    tools::TRUNK.ensure()?;
    let can_optimise = tools::ensure_wasm_opt()?;
    step("building the app", || {
        run(tools::command("trunk")
            .args(["build", "--release", "--quiet"])
            .env_remove("RUSTFLAGS")
            .env_remove("NO_COLOR"))
    })?;
    step("finishing the site", || {
        finish::site(&root().join("dist"), can_optimise)
    })
}

/// `cargo xtask dist`.
pub fn dist() -> Result<(), Failure> {
    release()?;
    print_sizes(&root().join("dist"))
}

fn print_sizes(dist: &Path) -> Result<(), Failure> {
    println!("\n{:<44} {:>10} {:>10}", "part", "raw", "brotli");
    let (mut raw_sum, mut packed_sum) = (0, 0);
    for file in finish::files(dist)? {
        let bytes = fs::read(dist.join(&file))?;
        let packed = packed(&bytes)?;
        println!("{file:<44} {:>10} {packed:>10}", bytes.len());
        if finish::is_first_load(&file) {
            raw_sum += bytes.len();
            packed_sum += packed;
        }
    }
    println!(
        "{:<44} {raw_sum:>10} {packed_sum:>10}",
        "first load (page, style, app)"
    );
    Ok(())
}

fn packed(bytes: &[u8]) -> Result<usize, Failure> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    writer.write_all(bytes)?;
    writer.flush()?;
    Ok(writer.into_inner().len())
}
