//! `busbar satisfaction`.

mod answers;
mod refuses;

use serde_json::Value;

use super::program;

#[track_caller]
fn answer(arguments: &[&str]) -> Result<Value, String> {
    program::answer("satisfaction", arguments)
}
