//! Segmentation as a command-line program: CSV in, JSON on standard output; errors on standard error
//! with exit code 2. The numbers are the analysis room's; only reading and writing live here. What the
//! answers hold is told in `docs/command-line.md`.
//!
//! ```text
//! segment --features FILE.csv [--k N|auto] [--seed S] [--starts 20]
//! segment --value FILE.csv [--cuts 80,95]
//! segment --portfolio --customers C.csv --readings R.csv [--bills B.csv] [--supply-points P.csv]
//!         [--k N|auto] [--seed S] [--starts 20]
//! ```

mod clusters;
#[path = "../command_line/mod.rs"]
mod command_line;
#[path = "../command_line/options.rs"]
mod options;
mod portfolio;
mod table;
#[path = "../command_line/table_file.rs"]
mod table_file;
mod value;

use std::process::ExitCode;

use busbar::{analysis::matrix::Matrix, domain::segment::AbcCuts};
use clusters::{Clustered, How};
use command_line::{Failure, say};
use options::Options;
use serde_json::Value;
use table::Table;

fn main() -> ExitCode {
    say("segment", answer(std::env::args().skip(1)))
}

const USAGE: &str = "usage: segment --features FILE.csv [--k N|auto] [--seed S] [--starts 20]
       segment --value FILE.csv [--cuts 80,95]
       segment --portfolio --customers C.csv --readings R.csv [--bills B.csv] [--supply-points P.csv]
               [--k N|auto] [--seed S] [--starts 20]";

/// The answer to these arguments.
///
/// # Errors
/// In words, what is wrong with them or with the files they name.
pub fn answer(arguments: impl Iterator<Item = String>) -> Result<Value, Failure> {
    let (flags, arguments): (Vec<_>, Vec<_>) = arguments.partition(|word| word == "--portfolio");
    let mut options = Options::read(arguments.into_iter(), USAGE)?;
    if !flags.is_empty() {
        let how = How::read(&mut options)?;
        let mut files = vec![
            options.needed("--customers")?,
            options.needed("--readings")?,
        ];
        files.extend(options.take("--bills"));
        files.extend(options.take("--supply-points"));
        options.finish()?;
        portfolio::portfolio(&files, how)
    } else if let Some(file) = options.take("--features") {
        let how = How::read(&mut options)?;
        options.finish()?;
        let table = Table::read(&file, None)?;
        let numbers = Matrix::new(table.columns, table.numbers)?;
        let ids = table.ids.iter().map(String::as_str);
        Ok(Clustered::of(&numbers, how)?.answer(ids))
    } else {
        let file = options.needed("--value")?;
        let cuts = match options.take("--cuts") {
            Some(text) => value::cuts(&text)?,
            None => AbcCuts::default(),
        };
        options.finish()?;
        value::classes(&Table::read(&file, Some(1))?, cuts)
    }
}
