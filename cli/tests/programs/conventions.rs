//! Conventions of all subcommands.

use super::program::{Folder, run};

#[test]
fn help_is_printed() {
    for (arguments, words) in [
        (&["--help"][..], &["segment", "satisfaction", "clock"][..]),
        (&["-h"], &["segment", "satisfaction", "clock"]),
        (&["help", "segment"], &["--features <FILE>"]),
        (
            &["segment", "--help"],
            &["--features <FILE>", "--k <N|auto>", "[default: auto]", "[default: 80,95]"],
        ),
        (&["satisfaction", "--help"], &["--responses <FILE>", "--spec <FILE>", "--weights <FILE>"]),
        (&["clock", "--help"], &["--start <DATE>", "--limit <WORKING_DAYS>"]),
    ] {
        let output = run(arguments);
        let help = String::from_utf8(output.stdout).unwrap();
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
        for words in words {
            assert!(help.contains(words), "{words:?} in {help}");
        }
    }
}

#[test]
fn a_subcommand_is_needed() {
    for (arguments, words) in [
        (&[][..], "Usage: busbar <COMMAND>"),
        (&["forecast"], "'forecast'"),
        (&["--features", "x"], "'--features'"),
    ] {
        let output = run(arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
        assert!(error.contains(words), "{words:?} in {error}");
    }
}

/// A full disk is an error; a reader that stops early is not.
#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    use std::{
        fs::OpenOptions,
        process::{Command, Stdio},
    };

    let folder = Folder::new("conventions-write");
    let rows: String = (0..5000).map(|row| format!("c{row},{row}\n")).collect();
    let file = folder.file("value.csv", rows);
    let program = || {
        let mut program = Command::new(env!("CARGO_BIN_EXE_busbar"));
        program.args(["segment", "--value", &file]).stderr(Stdio::piped());
        program
    };
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = program().stdout(full).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(error.starts_with("error: standard output: "), "{error}");

    let mut running = program().stdout(Stdio::piped()).spawn().unwrap();
    drop(running.stdout.take());
    assert_eq!(running.wait().unwrap().code(), Some(0));
}
