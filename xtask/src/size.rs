//! Sizes of the files of the site, and their limits.

use std::{fs, io::Write, path::Path};

use crate::{Failure, finish, step::on_every_core};

/// Size of a file, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    pub file: String,
    pub raw: usize,
    pub brotli: usize,
    pub is_first_load: bool,
}

/// Limit of the first load, in bytes after brotli.
const FIRST_LOAD: usize = 800_000;

/// Limits by the start of a file name, in bytes after brotli: parts fetched later, code they share, and the worker.
const BUDGETS: [(&str, usize); 6] = [
    ("split_keeping", 265_000),
    ("split_people", 365_000),
    ("split_study", 280_000),
    ("split_visiting", 530_000),
    ("chunk_", 115_000),
    ("worker_bg", 1_120_000),
];

/// Returns the size of each file of the site, computed on all cores.
pub fn of(dist: &Path) -> Result<Vec<Size>, Failure> {
    let mut sizes = on_every_core(finish::files(dist)?, |file| {
        let bytes = fs::read(dist.join(&file))?;
        Ok(Size {
            raw: bytes.len(),
            brotli: packed(&bytes)?,
            is_first_load: finish::is_first_load(&file),
            file,
        })
    })?;
    sizes.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(sizes)
}

/// Prints the size of each file and of the first load.
pub fn print(sizes: &[Size]) {
    let print =
        |name: &str, raw: usize, brotli: usize| println!("{name:<44} {raw:>10} {brotli:>10}");
    println!("\n{:<44} {:>10} {:>10}", "part", "raw", "brotli");
    for size in sizes {
        print(&size.file, size.raw, size.brotli);
    }
    let raw = first(sizes).map(|size| size.raw).sum();
    print("first load (page, style, app)", raw, first_load(sizes));
}

/// Returns an error that names every file above its limit.
pub fn check(sizes: &[Size]) -> Result<(), Failure> {
    let mut over = Vec::new();
    let mut weigh = |what: &str, brotli: usize, most: usize| {
        if brotli > most {
            over.push(format!("{what} weighs {brotli} bytes, and may weigh {most}"));
        }
    };
    weigh("the first load", first_load(sizes), FIRST_LOAD);
    for size in sizes {
        let name = size.file.rsplit('/').next().unwrap_or_default();
        let budget = BUDGETS.iter().find(|(start, _)| name.starts_with(start));
        if let Some((_, most)) = budget {
            weigh(&size.file, size.brotli, *most);
        }
    }
    if over.is_empty() { Ok(()) } else { Err(over.join("\n").into()) }
}

fn first(sizes: &[Size]) -> impl Iterator<Item = &Size> {
    sizes.iter().filter(|size| size.is_first_load)
}

fn first_load(sizes: &[Size]) -> usize {
    first(sizes).map(|size| size.brotli).sum()
}

fn packed(bytes: &[u8]) -> Result<usize, Failure> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    writer.write_all(bytes)?;
    writer.flush()?;
    Ok(writer.into_inner().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_weighs_too_much_is_named() {
        let size = |file: &str, brotli: usize, is_first_load: bool| Size {
            file: file.into(),
            raw: brotli,
            brotli,
            is_first_load,
        };
        let page = size("app-1/app_bg.wasm", FIRST_LOAD - 10, true);
        let style = |brotli| size("style.css", brotli, true);
        let part = |brotli| size("app-1/split_study.wasm", brotli, false);
        let most = BUDGETS[2].1;
        assert!(check(&[page.clone(), style(10), part(most)]).is_ok());
        let told = |sizes: &[Size]| check(sizes).unwrap_err().to_string();
        assert!(told(&[page, style(11)]).starts_with("the first load weighs 800001 bytes"));
        assert!(told(&[part(most + 1)]).starts_with("app-1/split_study.wasm weighs"));
    }
}
