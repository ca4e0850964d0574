//! Exchange files: saves one in one browser and receives it in another. The file is handed over by the test, as Base64.

use serde_json::json;

use crate::{Failure, page::Page};

/// Keeps the next file offered by the page: browsers put downloads in different places, and some nowhere.
const KEEP: &str = "
    window.kept = null;
    const offer = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
        URL.createObjectURL = offer;
        const reader = new FileReader();
        reader.onload = () => { window.kept = reader.result.split(',')[1]; };
        reader.readAsDataURL(blob);
        return offer.call(URL, blob);
    };";

/// Chooses this file. Answers whether the page takes one.
const CHOOSE: &str = "
    const input = document.querySelector('.exchange input[type=file]');
    if (!input) return false;
    const bytes = Uint8Array.from(atob(arguments[0]), (sign) => sign.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], 'handed-over.busbar'));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return true;";

/// Saves an exchange file with this passphrase, and returns it.
///
/// # Errors
/// If it cannot be saved.
pub async fn save(page: &Page, passphrase: &str) -> Result<String, Failure> {
    let words = &page.words;
    page.go("#/data").await?;
    page.press_button("data.exchange_save").await?;
    page.script(KEEP, vec![]).await?;
    page.write(&words.text("data.exchange_passphrase"), passphrase).await?;
    page.write(&words.text("data.exchange_again"), passphrase).await?;
    page.press(".dialog-foot .first", "").await?;
    let file = page.until("the exchange file to be offered", async || {
        let kept = page.script("return window.kept ?? null", vec![]).await?;
        Ok(kept.as_str().map(str::to_owned))
    });
    let file = file.await?;
    is_closed(page).await?;
    Ok(file)
}

/// Returns the first half of a file.
pub fn cut(file: &str) -> &str {
    // Four characters of Base64 are three bytes.
    &file[..file.len() / 8 * 4]
}

/// Chooses a file to receive. The page then asks for its passphrase.
///
/// # Errors
/// If the page does not ask.
pub async fn choose(page: &Page, file: &str) -> Result<(), Failure> {
    page.go("#/data").await?;
    page.until("exchange files to be received", async || {
        let is_chosen = page.script(CHOOSE, vec![json!(file)]).await?;
        Ok((is_chosen == json!(true)).then_some(()))
    })
    .await?;
    page.find("field", &page.words.text("data.exchange_passphrase")).await.map(drop)
}

/// Enters the passphrase of the chosen file.
///
/// # Errors
/// If the page does not ask for it.
pub async fn enter(page: &Page, passphrase: &str) -> Result<(), Failure> {
    page.write(&page.words.text("data.exchange_passphrase"), passphrase).await?;
    page.press(".dialog-foot .first", "").await
}

/// Receives a file.
///
/// # Errors
/// If it is refused.
pub async fn receive(page: &Page, file: &str, passphrase: &str) -> Result<(), Failure> {
    choose(page, file).await?;
    enter(page, passphrase).await?;
    is_closed(page).await
}

/// Waits until no dialog is open.
///
/// # Errors
/// If one stays open.
pub async fn is_closed(page: &Page) -> Result<(), Failure> {
    page.until("the dialog to close", async || {
        let open = "return document.querySelectorAll('dialog:modal').length";
        Ok((page.script(open, vec![]).await? == json!(0)).then_some(()))
    })
    .await
}
