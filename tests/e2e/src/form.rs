//! Forms, filled in as a user does: type and leave a field, choose an option, sign.

use std::time::Duration;

use fantoccini::{
    actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    key::Key,
};
use serde_json::json;

use crate::{Failure, page::Page};

/// Replaces the content of the field of this name, and leaves it.
///
/// # Errors
/// If there is no such field.
pub async fn fill(page: &Page, name: &str, text: &str) -> Result<(), Failure> {
    page.write(name, text).await?;
    page.key(Key::Tab).await
}

/// Chooses an option of a row; several rows may have options with the same text.
///
/// # Errors
/// If it is not offered, or is not selected afterwards.
pub async fn choose(page: &Page, row: &str, choice: &str) -> Result<(), Failure> {
    let choices = format!("[role=radiogroup][aria-label=\"{row}\"] input");
    page.press(&choices, choice).await?;
    page.until(&format!("“{choice}” to be chosen"), async || {
        let chosen = "return Array.from(document.querySelectorAll(arguments[0] + ':checked'),
            (one) => one.labels[0].innerText.trim())";
        let chosen = page.script(chosen, vec![json!(choices)]).await?;
        Ok((chosen == json!([choice])).then_some(()))
    })
    .await
}

/// Picks an option of a list.
///
/// # Errors
/// If there is no such list or option.
pub async fn pick(page: &Page, list: &str, option: &str) -> Result<(), Failure> {
    page.until(&format!("“{option}” of “{list}”"), async || {
        let Some(list) = page.look("field", list, false).await? else {
            return Ok(None);
        };
        list.select_by_label(option).await?;
        Ok(Some(()))
    })
    .await
}

/// Draws a line like a signature on the open signature pad.
///
/// # Errors
/// If there is none, or no line appears.
pub async fn sign(page: &Page) -> Result<(), Failure> {
    const SURFACE: &str = "svg.pen-surface";
    let surface = page.find(SURFACE, "").await?;
    let into_sight = "arguments[0].scrollIntoView({ block: 'center' })";
    page.script(into_sight, vec![serde_json::to_value(&surface)?]).await?;
    let at = |(x, y): (f64, f64)| PointerAction::MoveToElement {
        element: surface.clone(),
        duration: Some(Duration::from_millis(20)),
        x,
        y,
    };
    let up = PointerAction::Up { button: MOUSE_BUTTON_LEFT };
    let down = PointerAction::Down { button: MOUSE_BUTTON_LEFT };
    // From the middle of the pad.
    let line = [(-60.0, 0.0), (-30.0, -30.0), (0.0, 20.0), (60.0, -10.0)];
    let mut hand = MouseActions::new("hand".into()).then(at(line[0])).then(down);
    for point in &line[1..] {
        hand = hand.then(at(*point));
    }
    page.client().perform_actions(hand.then(up)).await?;
    page.until("a line to be written", async || {
        let lines = "return Array.from(document.querySelectorAll(arguments[0] + ' path'),
            (line) => line.getTotalLength())";
        let lines = page.script(lines, vec![json!(SURFACE)]).await?;
        let length = lines[0].as_f64().unwrap_or_default();
        Ok((length > 50.0).then_some(()))
    })
    .await
}
