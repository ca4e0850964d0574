//! The command-line programs as their tests call them: files to give them, and a run of the built one.
#![allow(dead_code, reason = "no test needs all of it")]

use std::{
    path::PathBuf,
    process::{Command, Output},
};

use serde_json::Value;

/// A folder of its own for the files of one test, gone afterwards.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("busbar-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file and gives its path.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a program as a person does, built afresh where it is not.
pub fn run(example: &str, arguments: &[&str]) -> Output {
    let cargo = ["run", "--quiet", "--no-default-features", "--example"];
    let mut command = Command::new(env!("CARGO"));
    let command = command.args(cargo).args([example, "--"]).args(arguments);
    command.output().unwrap()
}

/// An answer goes to standard output as JSON, the same to the last digit, with nothing beside it.
#[track_caller]
pub fn assert_answers(example: &str, arguments: &[&str], answer: &Value) {
    let output = run(example, arguments);
    let [said, told] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert_eq!((output.status.code(), told.as_str()), (Some(0), ""));
    assert_eq!(said, format!("{answer:#}\n"));
}

/// A refusal goes to standard error, with exit code 2 and nothing on standard output.
#[track_caller]
pub fn assert_refuses(example: &str, arguments: &[&str], why: &str) {
    let output = run(example, arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(output.stdout.is_empty());
    assert!(
        said.starts_with(&format!("{example}: ")) && said.contains(why),
        "{said}"
    );
}

/// The names of the fields of an object, in order.
pub fn keys(of: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = of.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}
