//! Runs the built program on files written by a test.

use std::{
    path::PathBuf,
    process::{Command, Output},
};

use serde_json::Value;

/// A temporary folder for the files of one test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("busbar-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file and returns its path.
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

/// Runs the program.
pub fn run(arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_busbar"));
    program.args(arguments).output().unwrap()
}

/// Returns the answer of a subcommand, or its error message. An answer is JSON on standard output with exit code 0
/// and nothing else; an error goes to standard error with exit code 2 and leaves standard output empty.
#[track_caller]
pub fn answer(subcommand: &str, arguments: &[&str]) -> Result<Value, String> {
    let output = run(&[&[subcommand], arguments].concat());
    let [answer, error] =
        [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    match output.status.code() {
        Some(0) => {
            assert_eq!(error, "");
            let read: Value = serde_json::from_str(&answer).unwrap();
            assert_eq!(answer, format!("{read:#}\n"));
            Ok(read)
        }
        code => {
            assert_eq!((code, answer.as_str()), (Some(2), ""), "{error}");
            assert!(error.starts_with("error: "), "{error}");
            Err(error)
        }
    }
}

/// Checks that a subcommand rejects the arguments with a message that contains each of the words.
#[track_caller]
pub fn assert_refuses(subcommand: &str, arguments: &[&str], words: &[&str]) {
    let error = answer(subcommand, arguments).unwrap_err();
    for words in words {
        assert!(error.contains(words), "{words:?} in {error}");
    }
}

/// Returns the names of the fields of an object, sorted.
pub fn keys(of: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = of.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}
