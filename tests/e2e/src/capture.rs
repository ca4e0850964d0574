//! A questionnaire on the tablet, with the customer: handed over, answered question by question, handed back.

use serde_json::json;

use crate::{Failure, page::Page};

/// Answers of the customer; for a scale, the index of the point from its low end.
#[derive(Clone, Copy, Debug)]
pub struct Mood {
    /// For scales of up to five points and choices.
    pub small: usize,
    /// For scales of eleven points.
    pub large: usize,
}

/// A satisfied customer.
pub const CONTENT: Mood = Mood { small: 4, large: 9 };

/// Heading and kind of the screen: `consent`, `thanks`, or the type of the question.
const STEP: &str = "
    const heading = document.querySelector('main.capture h1')?.innerText ?? '';
    const kind = document.querySelector('.capture-consent') ? 'consent'
        : document.querySelector('.capture-scale') ? 'scale'
        : document.querySelector('.capture-choice') ? 'choice'
        : document.querySelector('.capture-answer textarea, .capture-answer input') ? 'field'
        : document.querySelector('main.capture') ? 'thanks' : '';
    return [kind, heading];";

/// A screen of the questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// `consent`, `scale`, `choice`, `field` or `thanks`.
    pub kind: String,
    /// Heading.
    pub heading: String,
}

impl Screen {
    /// Returns the current screen.
    ///
    /// # Errors
    /// If the page cannot be queried.
    pub async fn now(page: &Page) -> Result<Self, Failure> {
        let step = page.script(STEP, vec![]).await?;
        let word = |place: usize| step[place].as_str().unwrap_or_default().to_owned();
        Ok(Self { kind: word(0), heading: word(1) })
    }
}

/// Hands the questionnaire of this title to a customer, from the page of questionnaires.
///
/// # Errors
/// If it is not offered.
pub async fn hand_over(page: &Page, title: &str, customer: &str) -> Result<(), Failure> {
    let words = &page.words;
    page.press_beside(title, "button", &words.text("surveys.begin")).await?;
    if !customer.is_empty() {
        page.write(&words.text("surveys.whom"), customer).await?;
        page.press("radio", customer).await?;
    }
    page.press_button("surveys.hand_over").await?;
    set_pin(page).await?;
    page.sees(&words.text("capture.agree")).await
}

/// PIN used by these tests.
pub const PIN: &str = "2468";

/// Sets the PIN when the app asks for one, before the first hand-over.
///
/// # Errors
/// If it is not accepted.
pub async fn set_pin(page: &Page) -> Result<(), Failure> {
    page.find("main.capture", "").await?;
    let asks = "return !!document.querySelector('.capture-prepare')";
    if page.script(asks, vec![]).await? != json!(true) {
        return Ok(());
    }
    let words = &page.words;
    page.write(&words.text("capture.pin_new"), PIN).await?;
    page.write(&words.text("capture.pin_again"), PIN).await?;
    page.press_button("capture.pin_set").await?;
    page.until("the PIN to be set", async || {
        Ok((page.script(asks, vec![]).await? != json!(true)).then_some(()))
    })
    .await
}

/// Enters a PIN in the dialog to return to the app.
///
/// # Errors
/// If there is no such dialog.
pub async fn enter_pin(page: &Page, pin: &str) -> Result<(), Failure> {
    page.write(&page.words.text("capture.pin"), pin).await?;
    page.press_button("capture.i_am_manager").await
}

/// Answers the current screen and continues until the thanks; returns the screens.
///
/// # Errors
/// If it does not continue.
pub async fn answer_all(page: &Page, mood: Mood) -> Result<Vec<Screen>, Failure> {
    let mut screens = Vec::new();
    loop {
        let screen = Screen::now(page).await?;
        screens.push(screen.clone());
        if screen.kind == "thanks" {
            return Ok(screens);
        }
        if screens.len() > 100 {
            return Err(format!("the questionnaire does not end: {screens:?}").into());
        }
        answer(page, &screen, mood).await?;
        go_on(page, &screen).await?;
    }
}

/// Answers a question; a screen without one is left as it is.
///
/// # Errors
/// If it cannot be answered.
pub async fn answer(page: &Page, screen: &Screen, mood: Mood) -> Result<(), Failure> {
    match screen.kind.as_str() {
        "scale" => {
            let count = "return document.querySelectorAll('.capture-scale label').length";
            let count = page.script(count, vec![]).await?.as_u64().unwrap_or_default() as usize;
            let place = if count > 6 { mood.large } else { mood.small };
            let place = place.min(count.saturating_sub(1)) + 1;
            let target = format!(".capture-scale label:nth-child({place})");
            page.press(&target, "").await?;
            page.until("the box to be chosen", async || {
                let chosen = "return !!document.querySelector(arguments[0] + ' input:checked')";
                let chosen = page.script(chosen, vec![json!(target)]).await?;
                Ok((chosen == json!(true)).then_some(()))
            })
            .await
        }
        "choice" => page.press(".capture-choice", "").await,
        "field" => {
            let field = ".capture-answer textarea, .capture-answer input";
            let field = page.find(field, "").await?;
            Ok(field.send_keys("7").await?)
        }
        _ => Ok(()),
    }
}

/// Continues and waits for the next screen.
///
/// # Errors
/// If none appears.
pub async fn go_on(page: &Page, from: &Screen) -> Result<(), Failure> {
    // The label depends on the step: agree, continue, finish.
    page.press(".capture footer .button.first", "").await?;
    page.until(&format!("what comes after “{}”", from.heading), async || {
        Ok((Screen::now(page).await? != *from).then_some(()))
    })
    .await
}

/// Hands the tablet back to the manager.
///
/// # Errors
/// If the app does not return.
pub async fn hand_back(page: &Page) -> Result<(), Failure> {
    page.press_button("capture.take_back").await?;
    enter_pin(page, PIN).await?;
    page.until("the manager's screen", async || {
        let rail = "return !!document.querySelector('nav.rail')";
        Ok((page.script(rail, vec![]).await? == json!(true)).then_some(()))
    })
    .await
}

/// Returns the title of a built-in questionnaire, in the language of the page.
///
/// # Errors
/// If there is no such file.
pub fn title(page: &Page, file: &str) -> Result<String, Failure> {
    let path = crate::settings::root().join("core/src/exchange/questionnaires").join(file);
    let questionnaire: serde_json::Value = serde_json::from_slice(&std::fs::read(path)?)?;
    let code = page.words.language().code();
    Ok(questionnaire["title"][code].as_str().unwrap_or_default().into())
}
