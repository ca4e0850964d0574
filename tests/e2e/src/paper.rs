//! What is put on paper: whether the page asks the system to print, and what stands on the sheet then.

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

/// What stands before what is packed in a PDF.
const STREAM: &[u8] = b"stream\n";

/// From now on a page that asks the system to print only says so: the system's own dialog would stand in
/// the way.
///
/// # Errors
/// When the page cannot be told.
pub async fn watch(page: &Page) -> Result<(), Failure> {
    let watch = "window.printed = 0; window.print = () => { window.printed += 1; }";
    page.script(watch, vec![]).await.map(drop)
}

/// Waits until the page asks to print.
///
/// # Errors
/// When it does not.
pub async fn is_asked_for(page: &Page) -> Result<(), Failure> {
    page.until("the page to ask to print", async || {
        let printed = page.script("return window.printed", vec![]).await?;
        Ok((printed == json!(1)).then_some(()))
    })
    .await
}

/// Prints the page into a file beside the pictures, and tells how many sheets it fills; none where the
/// driver cannot print.
///
/// # Errors
/// When what is printed is no PDF.
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

/// Runs a script while the page is laid out for paper; none where the driver cannot do that.
///
/// # Errors
/// When it throws.
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

/// How many pages a PDF has, by the objects that say they are one; some writers pack them into streams.
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
        // What is packed otherwise is no list of objects.
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
