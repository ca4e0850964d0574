//! Importing files as a person does: choosing them, seeing what they would change, writing it.

use std::path::Path;

use crate::{Failure, page::Page, table::number};

/// Chooses files on the page of imports, and waits until it is known what they would change: how many
/// rows would go in, and how many are the same already.
///
/// # Errors
/// When it does not come to be known.
pub async fn look_at(page: &Page, files: &[&Path]) -> Result<Totals, Failure> {
    page.go("#/import").await?;
    page.choose_files(files).await?;
    let words = page.words.clone();
    let [files, planning] = [
        words.fill("import.files_count", &[("count", &files.len().to_string())]),
        words.text("import.planning"),
    ];
    page.at_least(60)
        .until("what the files would change", async || {
            let text = page.text().await?;
            let is_known = text.contains(&files) && !text.contains(&planning);
            let totals = Totals::read(page).await?;
            Ok(totals.filter(|_| is_known))
        })
        .await
}

/// Writes what was looked at, and waits until it is on the disk.
///
/// # Errors
/// When it is not written.
pub async fn write(page: &Page) -> Result<(), Failure> {
    let button = page.words.start("import.import_count");
    page.press("button.first", &button).await?;
    let page = page.at_least(60);
    page.sees(&page.words.text("import.head_done")).await?;
    page.is_saved().await
}

/// What files would change, row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Go in as new.
    pub added: usize,
    /// Change what is known.
    pub changed: usize,
    /// Are known already.
    pub unchanged: usize,
    /// Do not go in.
    pub left_out: usize,
}

impl Totals {
    /// Reads them off the page; `None` while they are not known.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn read(page: &Page) -> Result<Option<Self>, Failure> {
        let read = "return Object.fromEntries(Array.from(
            document.querySelectorAll('.import-totals > div'),
            (line) => [line.querySelector('dt').innerText, line.querySelector('dd').innerText]))";
        let lines = page.script(read, vec![]).await?;
        let count = |key: &str| {
            let text = lines[page.words.text(key)].as_str()?;
            number(text).map(|count| count as usize)
        };
        let read = || {
            Some(Self {
                added: count("import.added")?,
                changed: count("import.changed")?,
                unchanged: count("import.unchanged")?,
                left_out: count("import.left_out")?,
            })
        };
        Ok(read())
    }
}
