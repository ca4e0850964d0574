//! Drafts of text being typed, in both storages: with another tab open, and with a full `localStorage`. A test
//! cannot kill the browser; instead it restores the earlier content of `localStorage`.

use std::collections::BTreeMap;

use busbar::platform::{drafts, preferences};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_test::wasm_bindgen_test;

/// Preference that counts the drafts written, as named in `drafts`, and prefix of their marks.
const COUNT: &str = "drafts";

/// Waits until the database has what was saved: twice the period over which keystrokes are collected.
async fn written() {
    TimeoutFuture::new(600).await;
}

/// Returns the drafts of a test in `localStorage`, by name.
fn quick(of: &str) -> BTreeMap<String, String> {
    let names = preferences::names(of).into_iter();
    names
        .filter_map(|name| {
            let text = preferences::load(&name)?;
            Some((name, text))
        })
        .collect()
}

/// Clears the drafts in both storages.
async fn nothing() {
    written().await;
    drafts::forget_all().await.unwrap();
    preferences::forget_all("typed.");
    preferences::forget_all(COUNT);
}

/// Marks a draft as another tab does, which shares `localStorage` and has collected keystrokes of its own.
fn mark_in_another_tab(name: &str) {
    let count: u64 = preferences::load(COUNT).map_or(0, |count| count.parse().unwrap());
    let mark = (count + 1).to_string();
    preferences::save(COUNT, &mark);
    preferences::save(&format!("{COUNT}.{name}"), &mark);
}

/// Simulates a browser killed before `localStorage` reached the disk.
async fn killed() {
    preferences::forget_all("typed.");
    preferences::forget_all(COUNT);
    drafts::restore().await;
}

#[wasm_bindgen_test]
async fn a_draft_of_another_tab_reaches_both_storages() {
    nothing().await;
    drafts::save("typed.tabs.here", "甲");
    // The other tab is closed before it has written to the database, which marks its draft all the same.
    preferences::save("typed.tabs.there", "乙");
    mark_in_another_tab("typed.tabs.there");
    written().await;

    drafts::restore().await;
    let both = [("typed.tabs.here", "甲"), ("typed.tabs.there", "乙")];
    let both = BTreeMap::from(both.map(|(name, text)| (name.to_owned(), text.to_owned())));
    assert_eq!(quick("typed.tabs."), both);
    written().await;

    killed().await;
    assert_eq!(quick("typed.tabs."), both);
}

#[wasm_bindgen_test]
async fn a_draft_that_another_tab_saved_does_not_come_back() {
    nothing().await;
    drafts::save("typed.saved", "甲");
    written().await;
    preferences::forget("typed.saved");
    mark_in_another_tab("typed.saved");

    drafts::restore().await;
    written().await;
    killed().await;
    assert_eq!(quick("typed.saved"), BTreeMap::new());
}

/// Fills `localStorage` completely.
fn fill() {
    let mut length = 1 << 20;
    let mut place = 0;
    while length > 0 {
        if preferences::try_save(&format!("filler.{place}"), &"x".repeat(length)) {
            place += 1;
        } else {
            length /= 2;
        }
    }
}

#[wasm_bindgen_test]
async fn a_draft_without_room_in_the_quick_storage_is_in_the_database() {
    nothing().await;
    drafts::save("typed.full.before", "甲");
    written().await;
    fill();
    drafts::save("typed.full.after", "乙");
    let was_there = preferences::load("typed.full.after");
    written().await;
    preferences::forget_all("filler.");
    assert_eq!(was_there, None);

    drafts::restore().await;
    let found = quick("typed.full.");
    let texts: Vec<&str> = found.values().map(String::as_str).collect();
    assert_eq!(texts, ["乙", "甲"]);

    // The count continues from that of the database.
    drafts::save("typed.full.after", "丙");
    written().await;
    killed().await;
    assert_eq!(quick("typed.full.")["typed.full.after"], "丙");
}

#[wasm_bindgen_test]
async fn a_draft_without_room_at_a_restart_stays_in_the_database() {
    nothing().await;
    drafts::save("typed.room.before", "甲");
    written().await;
    preferences::forget_all("typed.");
    preferences::forget_all(COUNT);
    fill();
    drafts::restore().await;
    let was_there = preferences::load("typed.room.before");
    preferences::forget_all("filler.");
    assert_eq!(was_there, None);

    drafts::save("typed.room.after", "乙");
    written().await;
    drafts::restore().await;
    let found = quick("typed.room.");
    let texts: Vec<&str> = found.values().map(String::as_str).collect();
    assert_eq!(texts, ["乙", "甲"]);
}
