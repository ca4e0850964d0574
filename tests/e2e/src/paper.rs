//! Printing: whether the page calls the print dialog, and the content of the printed pages.

use std::{fs, io::Read};

use fantoccini::wd::PrintConfiguration;
use flate2::read::ZlibDecoder;
use serde_json::{Value, json};

use crate::{
    Failure,
    engine::{Browser, Engine},
    page::Page,
    pictures,
    visit::vendor,
};

/// Marker before a compressed stream in a PDF.
const STREAM: &[u8] = b"stream\n";

/// Replaces the print dialog by a flag, because the real dialog would block the test.
///
/// # Errors
/// If the page cannot be reached.
pub async fn watch(page: &Page) -> Result<(), Failure> {
    let watch = "window.printed = 0; window.print = () => { window.printed += 1; }";
    page.script(watch, vec![]).await.map(drop)
}

/// Waits until the page calls the print dialog.
///
/// # Errors
/// If it does not.
pub async fn is_asked_for(page: &Page) -> Result<(), Failure> {
    page.until("the page to ask to print", async || {
        let printed = page.script("return window.printed", vec![]).await?;
        Ok((printed == json!(1)).then_some(()))
    })
    .await
}

/// Prints the page to a file beside the screenshots, and returns the number of pages; `None` if the driver cannot
/// print.
///
/// # Errors
/// If the output is not a PDF.
pub async fn sheets(browser: &Browser, name: &str) -> Result<Option<usize>, Failure> {
    if browser.engine == Engine::WebKit {
        return Ok(None);
    }
    let file = browser.client.print(PrintConfiguration::default()).await?;
    let folder = pictures::folder();
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("{name}-{}.pdf", browser.engine.name())), &file)?;
    if !file.starts_with(b"%PDF-") {
        return Err("what was printed is no PDF".into());
    }
    Ok(Some(pages(&file)))
}

/// Runs a script while the page is laid out for print; `None` if the driver cannot do that.
///
/// # Errors
/// If it throws.
pub async fn on_paper(
    browser: &Browser,
    page: &Page,
    script: &str,
) -> Result<Option<Value>, Failure> {
    if browser.engine != Engine::Chromium {
        return Ok(None);
    }
    let medium = async |medium: &str| {
        let ask = json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "media": medium } });
        vendor(browser, "goog/cdp/execute", ask).await
    };
    medium("print").await?;
    let seen = page.script(script, vec![]).await;
    medium("").await?;
    seen.map(Some)
}

/// Returns the number of pages of a PDF, from its page objects, which some writers compress into streams.
fn pages(file: &[u8]) -> usize {
    let is_page = |rest: &&str| {
        let rest = rest.trim_start().strip_prefix("/Page");
        rest.is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_ascii_alphabetic()))
    };
    let count = |text: &[u8]| {
        let text = String::from_utf8_lossy(text);
        text.split("/Type").skip(1).filter(is_page).count()
    };
    let begins = file.windows(STREAM.len()).enumerate();
    let begins = begins.filter(|(_, bytes)| *bytes == STREAM);
    let packed = begins.filter_map(|(at, _)| {
        let mut text = Vec::new();
        let mut unpacked = ZlibDecoder::new(&file[at + STREAM.len()..]);
        // A stream with other compression is not a list of objects.
        unpacked.read_to_end(&mut text).ok().map(|_| count(&text))
    });
    count(file) + packed.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    #[test]
    fn pages_are_counted_and_their_tree_is_not() {
        let file = b"%PDF-1.4 <</Type /Pages /Count 2>> <</Type /Page\n>> <</Type/Page>>";
        assert_eq!(pages(file), 2);
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(b"<</Type /Page /Parent 1 0 R>>").unwrap();
        let file = [&b"%PDF-1.5 5 0 obj stream\n"[..], &packed.finish().unwrap()].concat();
        assert_eq!(pages(&file), 1);
    }
}
