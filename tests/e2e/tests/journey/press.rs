//! Irregular pressing and typing: every button twice, random actions, a page left or killed in the middle of a
//! word.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use e2e::{
    Failure,
    engine::Engine,
    expect,
    field_work::{address, plan_a_visit},
    page::Page,
    visit::{Visit, visit},
    words::{Language, Words},
};
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::portfolio::load_sample;

const PRESS: &str = include_str!("../../src/press.js");

/// Pages with buttons that write.
const PLACES: [&str; 12] = [
    "#/",
    "#/customers",
    "#/visits",
    "#/requests",
    "#/requests?tab=notices",
    "#/actions",
    "#/plans",
    "#/surveys",
    "#/segments",
    "#/settings?part=calendar",
    "#/settings?part=plans",
    "#/data",
];

/// Sections of a customer with forms.
const PARTS: [&str; 7] = ["facts", "points", "contacts", "supply", "plan", "visits", "promises"];

/// Time limit for all buttons; the other test presses the rest at random.
const PATIENCE: Duration = Duration::from_secs(100);

/// Time limit for pressing one page at random.
const AT_RANDOM: Duration = Duration::from_secs(4);

/// Buttons that reload or erase the app, leave it, remove the sample or work for seconds, in both languages,
/// because a random press may change the language.
fn out() -> Result<Value, Failure> {
    const KEYS: [&str; 6] = [
        "shell.reload",
        "surveys.hand_over",
        "today.sample_remove",
        "data.erase_confirm",
        "segments.run",
        "segments.run_first",
    ];
    let mut out = Vec::new();
    for language in Language::ALL {
        let words = Words::read(language)?;
        let known = KEYS.iter().filter(|key| words.has(key));
        out.extend(known.map(|key| words.text(key)));
    }
    expect(out.len() == KEYS.len() * Language::ALL.len(), || {
        format!("a label is missing: {out:?}")
    })?;
    Ok(json!(out))
}

async fn places(page: &Page) -> Result<Vec<String>, Failure> {
    load_sample(page).await?;
    let customer = plan_a_visit(page).await?;
    let visit = address(page).await?;
    page.is_saved().await?;
    let parts = PARTS.map(|part| format!("{}?tab={part}", customer.address));
    let faces = ["briefing", "capture", "summary"].map(|face| format!("{visit}?view={face}"));
    let fixed = PLACES.map(str::to_owned);
    Ok(parts.into_iter().chain(faces).chain(fixed).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_press_does_nothing_twice() -> Result<(), Failure> {
    if Engine::wanted()? != Engine::Chromium {
        return Ok(());
    }
    visit("presses-twice", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let (places, out) = (places(page).await?, out()?);
        let (mut pressed, mut wrote, mut faults) = (0, 0, Vec::new());
        let mut seen = BTreeSet::new();
        let begun = Instant::now();
        for place in &places {
            let names = vec![json!("names"), json!(place), out.clone()];
            let names = page.script_later(PRESS, names).await?;
            let names = names.as_array().ok_or("no buttons")?.iter();
            // A button on every section of a page, or in every row, is pressed once.
            let page_of = place.split('?').next().unwrap_or_default();
            let new = |name: &Value| seen.insert((page_of.to_owned(), name.to_string()));
            let new: Vec<usize> = names
                .map(new)
                .enumerate()
                .filter_map(|(index, is_new)| is_new.then_some(index))
                .collect();
            for index in new {
                if begun.elapsed() > PATIENCE {
                    break;
                }
                let given = vec![json!("twice"), json!(place), json!(index), out.clone()];
                let answer = page.script_later(PRESS, given).await?;
                let Some(all) = answer.as_array() else {
                    return Err(format!("{place}, button {index}: {answer}").into());
                };
                for one in all {
                    pressed += 1;
                    let written = one["written"].as_u64().unwrap_or_default();
                    wrote += u64::from(written > 0);
                    if written > 1 {
                        faults.push(format!("{place}: {} wrote {written} times", one["name"]));
                    }
                }
            }
        }
        println!("{pressed} buttons pressed twice, {wrote} of them wrote");
        expect(pressed > 60 && wrote > 15, || {
            format!("only {pressed} buttons were pressed, and {wrote} wrote")
        })?;
        expect(faults.is_empty(), || faults.join("\n"))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_pressed_nothing_fails() -> Result<(), Failure> {
    if Engine::wanted()? != Engine::Chromium {
        return Ok(());
    }
    visit("random-presses", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        let (places, out) = (places(page).await?, out()?);
        for (at, place) in places.iter().enumerate() {
            let seed = 20_260_701 + at as u64;
            let (count, millis) = (json!(300), json!(AT_RANDOM.as_millis() as u64));
            let given =
                vec![json!("random"), json!(place), json!(seed), count, millis, out.clone()];
            let answer = page.script_later(PRESS, given).await;
            let complaints = visit.complaints().await?;
            let is_well = matches!(answer, Ok(Value::Null)) && complaints.is_empty();
            let now = page.client().current_url().await?;
            expect(is_well, || {
                let complaints = complaints.join("\n");
                format!("{place}, seed {seed}: {answer:?}, now at {now} {complaints}")
            })?;
        }
        Ok(())
    })
    .await
}

const TYPED: &str = "宿州市埇桥区测试路 8 号";

/// Opens a field of a customer's facts and types into it, without leaving it.
async fn type_an_address(page: &Page) -> Result<String, Failure> {
    page.follow("shell.customers").await?;
    page.press(".list-row", "").await?;
    page.follow("customer.group_facts").await?;
    let name = page.words.text("customer.f_address");
    let edit = page.words.fill("labels.edit_field", &[("field", &name)]);
    page.press("button", &edit).await?;
    page.write(&name, TYPED).await?;
    Ok(edit)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_when_the_page_is_left_by_back_is_kept() -> Result<(), Failure> {
    visit("typed-and-back", async |visit| {
        visit.open().await?;
        let page = &visit.page;
        load_sample(page).await?;
        type_an_address(page).await?;
        let here = page.client().current_url().await?;
        for _ in 0..3 {
            page.client().back().await?;
            let gone = page.client().current_url().await?;
            if gone.fragment().unwrap_or_default().starts_with("/customers/") {
                continue;
            }
            break;
        }
        page.go(&format!("#{}", here.fragment().unwrap_or_default())).await?;
        // Saved, or offered as unsaved if the browser gave the page no time to save.
        let kept = "const typed = arguments[0];
            const holds = (field) => field.value === typed;
            return document.body.innerText.includes(typed) ||
                Array.from(document.querySelectorAll('.fact input')).some(holds)";
        page.until("what was typed", async || {
            let is_kept = page.script(kept, vec![json!(TYPED)]).await?;
            Ok((is_kept == json!(true)).then_some(()))
        })
        .await?;

        // A form is not submitted by that, and is restored.
        page.follow("shell.requests").await?;
        page.press_button("requests.new").await?;
        let subject = page.words.text("requests.col_subject");
        page.write(&subject, TYPED).await?;
        page.key(Key::Escape).await?;
        page.reload().await?;
        page.press_button("requests.new").await?;
        reads(page, &subject, TYPED).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_when_the_browser_is_killed_is_offered_again() -> Result<(), Failure> {
    visit("typed-and-killed", async |visit| {
        if !visit.engine.keeps_profile() {
            return Ok(());
        }
        visit.open().await?;
        load_sample(&visit.page).await?;
        type_an_address(&visit.page).await?;
        let here = visit.page.client().current_url().await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        again(visit).await?;
        let page = &visit.page;
        page.go(&format!("#{}", here.fragment().unwrap_or_default())).await?;
        let name = page.words.text("customer.f_address");
        reads(page, &name, TYPED).await?;
        page.press_button("labels.draft_save").await?;
        let edit = page.words.fill("labels.edit_field", &[("field", &name)]);
        page.find("button", &format!("{edit} {TYPED}")).await?;

        page.follow("shell.requests").await?;
        page.press_button("requests.new").await?;
        let description = page.words.text("requests.col_description");
        page.write(&description, TYPED).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        again(visit).await?;
        let page = &visit.page;
        page.go("#/requests?new=1").await?;
        reads(page, &description, TYPED).await
    })
    .await
}

async fn again(visit: &mut Visit) -> Result<(), Failure> {
    visit.kill_browser().await;
    visit.open_browser().await?;
    visit.open().await
}

/// Waits until a field has this content.
pub async fn reads(page: &Page, field: &str, text: &str) -> Result<(), Failure> {
    page.until(&format!("“{text}” in {field}"), async || {
        let Some(field) = page.look("field", field, false).await? else {
            return Ok(None);
        };
        Ok((field.prop("value").await?.as_deref() == Some(text)).then_some(()))
    })
    .await
}
