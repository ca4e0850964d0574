//! Import of files as a user does: choose, review the changes, write.

use std::path::Path;

use crate::{Failure, page::Page, table::number};

/// Chooses files on the import page, and waits for the preview: the number of new and of unchanged rows.
///
/// # Errors
/// If the preview does not appear.
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

/// Writes the reviewed files, and waits until they are saved.
///
/// # Errors
/// If they are not written.
pub async fn write(page: &Page) -> Result<(), Failure> {
    let button = page.words.start("import.import_count");
    page.press("button.first", &button).await?;
    let page = page.at_least(60);
    page.sees(&page.words.text("import.head_done")).await?;
    page.is_saved().await
}

/// Preview of an import, in rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// New.
    pub added: usize,
    /// Changed.
    pub changed: usize,
    /// Unchanged.
    pub unchanged: usize,
    /// Left out.
    pub left_out: usize,
}

impl Totals {
    /// Reads the totals from the page; `None` until they are known.
    ///
    /// # Errors
    /// If the page does not answer.
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
