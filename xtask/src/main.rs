//! `cargo xtask <command>`: sets up what is missing, then runs the command. Every step prints its name and
//! duration; nothing is set up twice.

mod build;
mod code;
mod data;
mod finish;
mod serve;
mod size;
mod step;
mod test;
mod tools;

use std::{env, path::PathBuf, process::ExitCode};

const USAGE: &str = "\
cargo xtask serve [--port N]        builds the app and serves it on 127.0.0.1 (8080)
                  [--development]   in one piece and not made small, which takes less time
cargo xtask test [part ...]         runs every test, or the parts: core page web e2e
                                    (e2e: --engine chromium|firefox|webkit for one browser)
cargo xtask screens                 takes pictures of every screen into target/screenshots
cargo xtask simulate [--seeds N]    simulates fleets of devices that lose nothing (10000)
                  [--from S]        beginning with this seed
cargo xtask bench                   measures side by side into target/bench
cargo xtask dist                    writes dist/, ready for any static host, and its sizes
                  [--development]   in one piece and not made small";

/// An error to report to the user.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("", arguments.as_slice()),
    };
    let done = match command {
        "serve" => serve::command(rest),
        "test" => test::command(rest),
        "screens" => test::screens(rest),
        "simulate" => test::simulate(rest),
        "bench" => test::bench(rest),
        "dist" => build::dist(rest),
        "setup" => tools::setup(),
        "licences" => tools::licences(),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the folder of the project.
fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().map_or(manifest.clone(), PathBuf::from)
}

/// Returns the target folder of cargo: the configured one, or `target`.
fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
