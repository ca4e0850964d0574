//! Programs needed for building and testing, each at a fixed version. Those that take minutes to build are found
//! on the PATH or kept in the user's cache folder, where a second clone finds them; npm packages are downloaded
//! into `target/tools`. For anything that cannot be installed, its package is named.

use std::{env, ffi::OsString, path::PathBuf, process::Command};

use crate::{
    Failure, root,
    step::{output, run, step},
};

/// A program from crates.io.
#[derive(Clone, Copy)]
pub struct Crate {
    package: &'static str,
    program: &'static str,
    version: &'static str,
}

pub const WASM_BINDGEN: Crate =
    Crate { package: "wasm-bindgen-cli", program: "wasm-bindgen", version: "0.2.129" };
pub const GECKODRIVER: Crate =
    Crate { package: "geckodriver", program: "geckodriver", version: "0.37.1" };
pub const CARGO_DENY: Crate =
    Crate { package: "cargo-deny", program: "cargo-deny", version: "0.20.2" };

/// wasm-opt, from the npm registry.
const BINARYEN: &str = "132.0.0";

const CRATES: [Crate; 3] = [WASM_BINDGEN, GECKODRIVER, CARGO_DENY];

/// Returns the folder of built programs.
fn cache() -> PathBuf {
    let given = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || env::home_dir().map(|home| home.join(".cache"));
    let cache = given.filter(|folder| folder.is_absolute()).or_else(home);
    cache.map_or_else(|| root().join("target/tools"), |cache| cache.join("busbar"))
}

fn npm_folder() -> PathBuf {
    root().join("target/tools/npm")
}

/// Returns the folder of npm packages.
pub fn npm_modules() -> PathBuf {
    npm_folder().join("node_modules")
}

fn npm_programs() -> PathBuf {
    npm_modules().join(".bin")
}

/// `cargo xtask setup`: installs what the lints need.
pub fn setup() -> Result<(), Failure> {
    ensure_wasm_target()
}

/// `cargo xtask licences`: checks that every dependency is permitted, by licence and source.
pub fn licences() -> Result<(), Failure> {
    CARGO_DENY.ensure()?;
    let checks = ["licenses", "bans", "sources"];
    run(command("cargo-deny").args(["--log-level", "error", "check"]).args(checks))
}

/// Returns the PATH with our own programs first.
pub fn path() -> OsString {
    let own = CRATES.map(|program| program.folder().join("bin"));
    let others = env::var_os("PATH").unwrap_or_default();
    let all = own.into_iter().chain([npm_programs()]).chain(env::split_paths(&others));
    env::join_paths(all).unwrap_or(others)
}

/// Creates a command that finds our own programs first.
pub fn command(program: &str) -> Command {
    let found = env::split_paths(&path())
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file());
    let mut command = Command::new(found.unwrap_or_else(|| program.into()));
    command.env("PATH", path()).current_dir(root());
    command
}

fn version_of(program: &str) -> Option<String> {
    let found = command(program);
    output(found.get_program(), &["--version"])
}

impl Crate {
    fn folder(self) -> PathBuf {
        cache().join(format!("{}-{}", self.package, self.version))
    }

    /// Ensures that the program is installed at its version.
    pub fn ensure(self) -> Result<(), Failure> {
        let is_there = version_of(self.program)
            .is_some_and(|said| said.split_whitespace().any(|word| word == self.version));
        if is_there {
            return Ok(());
        }
        step(&format!("installing {} {}", self.package, self.version), || {
            // Unoptimised: it saves more in building than it loses in running.
            run(Command::new("cargo")
                .args(["install", "--locked", "--debug", "--quiet", "--force", "--root"])
                .arg(self.folder())
                .args([self.package, "--version", self.version])
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                .env("CARGO_TARGET_DIR", root().join("target/tools/build"))
                .env_remove("RUSTFLAGS"))
        })
    }
}

/// Ensures that Rust can build for the browser.
pub fn ensure_wasm_target() -> Result<(), Failure> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let installed = output("rustc", &["--print", "sysroot"])
        .map(|sysroot| PathBuf::from(sysroot.trim()).join("lib/rustlib").join(TARGET))
        .is_some_and(|folder| folder.is_dir());
    if installed {
        return Ok(());
    }
    step("adding the wasm target", || run(Command::new("rustup").args(["target", "add", TARGET])))
}

/// Ensures that wasm-opt is installed at its version.
pub fn ensure_wasm_opt() -> Result<(), Failure> {
    let release = BINARYEN.split('.').next().unwrap_or(BINARYEN);
    let is_there = version_of("wasm-opt")
        .is_some_and(|said| said.split_whitespace().any(|word| word == release));
    if is_there {
        return Ok(());
    }
    npm("binaryen", BINARYEN).map(drop)
}

/// Ensures that an npm package is installed, and returns its folder.
pub fn npm(package: &str, version: &str) -> Result<PathBuf, Failure> {
    let folder = npm_folder();
    let installed = folder.join("node_modules").join(package);
    let manifest = std::fs::read_to_string(installed.join("package.json")).unwrap_or_default();
    if !manifest.contains(&format!("\"version\": \"{version}\"")) {
        ensure_packages(&[("npm", "npm")])?;
        step(&format!("fetching {package} {version}"), || {
            std::fs::create_dir_all(&folder)?;
            run(Command::new("npm")
                .args([
                    "install",
                    "--silent",
                    "--no-fund",
                    "--no-audit",
                    "--save-exact",
                    "--prefix",
                ])
                .arg(&folder)
                .arg(format!("{package}@{version}")))
        })?;
    }
    Ok(installed)
}

/// Ensures that Debian packages are installed: `(program or file, package)`. As root they are installed;
/// otherwise the packages are named.
pub fn ensure_packages(wanted: &[(&str, &str)]) -> Result<(), Failure> {
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|(program, _)| !is_present(program))
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = || format!("install these packages first: {}", missing.join(" "));
    let is_root = output("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    if !is_root || output("apt-get", &["--version"]).is_none() {
        return Err(by_hand().into());
    }
    step(&format!("installing {}", missing.join(" ")), || {
        let apt = |arguments: &[&str]| {
            let mut apt = Command::new("apt-get");
            apt.args(["-qq", "-o", "Dpkg::Use-Pty=0"]).args(arguments);
            run(apt.env("DEBIAN_FRONTEND", "noninteractive").stdout(std::process::Stdio::null()))
        };
        apt(&["update"])?;
        let install = ["install", "--yes", "--no-install-recommends"];
        apt(&[install.as_slice(), missing.as_slice()].concat()).map_err(|_| by_hand().into())
    })
}

fn is_present(program: &str) -> bool {
    if program.starts_with('/') {
        return std::path::Path::new(program).exists();
    }
    env::split_paths(&path()).any(|folder| folder.join(program).is_file())
}
