//! Archives everything, erases the device, and restores all of it.

use serde_json::json;

use crate::{Failure, expect, page::Page};

/// Keeps the next file offered by the page where a reloaded page finds it again: browsers put downloads in
/// different places, and some nowhere.
const KEEP: &str = "
    const offer = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
        URL.createObjectURL = offer;
        blob.arrayBuffer().then((bytes) => {
            const opened = indexedDB.open('kept', 1);
            opened.onupgradeneeded = () => opened.result.createObjectStore('files');
            opened.onsuccess = () => {
                const writing = opened.result.transaction('files', 'readwrite');
                writing.objectStore('files').put(bytes, 'archive');
                writing.oncomplete = () => { window.kept = bytes.byteLength; opened.result.close(); };
            };
        });
        return offer.call(URL, blob);
    };";

/// Chooses that file, truncated to the given number of bytes.
const CHOOSE: &str = "
    const [length] = arguments;
    const done = arguments[arguments.length - 1];
    const opened = indexedDB.open('kept', 1);
    opened.onsuccess = () => {
        const reading = opened.result.transaction('files').objectStore('files').get('archive');
        reading.onsuccess = () => {
            opened.result.close();
            const files = new DataTransfer();
            const bytes = reading.result.slice(0, length ?? undefined);
            files.items.add(new File([bytes], 'archive.zip', { type: 'application/zip' }));
            const input = document.querySelector('.file-button input[accept*=zip]');
            input.files = files.files;
            input.dispatchEvent(new Event('change', { bubbles: true }));
            done(true);
        };
    };";

/// Archives everything, erases the device, and restores it; in between, a truncated file is refused.
///
/// # Errors
/// If a step does not succeed.
pub async fn there_and_back(page: &Page) -> Result<(), Failure> {
    let words = &page.words;
    page.go("#/data").await?;
    page.sees(&words.text("data.backup_never")).await?;
    let length = archive(page).await?;
    page.sees(&words.text("data.backup_since_none")).await?;

    page.press_button("data.erase").await?;
    page.sees(&words.text("data.erase_saved")).await?;
    loads_anew(page, async || page.press("dialog[open] .danger", "").await).await?;
    page.sees(&words.text("data.title_empty")).await?;

    page.script_later(CHOOSE, vec![json!(length / 2)]).await?;
    page.sees(&words.text("data.restore_cut")).await?;
    page.sees(&words.text("data.title_empty")).await?;
    loads_anew(page, async || page.script_later(CHOOSE, vec![json!(null)]).await.map(drop)).await?;
    page.sees(&words.text("data.backup_since_none")).await?;
    // The restored workspace gives the same archive.
    let again = archive(page).await?;
    expect(again == length, || format!("an archive of {length} bytes came back as one of {again}"))
}

async fn archive(page: &Page) -> Result<u64, Failure> {
    page.script(KEEP, vec![]).await?;
    page.press_button("data.archive_make").await?;
    page.until("the archive to be offered", async || {
        let kept = page.script("return window.kept ?? null", vec![]).await?;
        Ok(kept.as_u64())
    })
    .await
}

/// Waits until the page has reloaded after this.
async fn loads_anew(
    page: &Page,
    act: impl AsyncFnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    page.script("window.isBefore = true", vec![]).await?;
    act().await?;
    page.until("the page to load anew", async || {
        let is_before = page.script("return !!window.isBefore", vec![]).await?;
        Ok((is_before == json!(false)).then_some(()))
    })
    .await?;
    page.stands().await
}
