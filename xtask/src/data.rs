//! Report of the test suites that ran without the real data. Such tests pass, and cargo hides what a passing test
//! prints; so this looks for the folder itself, and finds the suites by their sources.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{Failure, finish, root};

/// Folders of tests, by the part that runs them.
const TESTS: [(&str, &str); 3] =
    [("core", "core/tests"), ("core", "cli/tests"), ("e2e", "tests/e2e/tests")];

/// Name of the module that finds the real data; sources that use it read the data.
const READER: &str = "real_data";

/// Returns the line to print when these parts were tested, or `None` if the data is there.
pub fn missing(is_tested: impl Fn(&str) -> bool) -> Result<Option<String>, Failure> {
    let folder = env::var_os("BUSBAR_DATA").map_or_else(|| "../shared/data".into(), PathBuf::from);
    line(&root().join(folder), is_tested)
}

fn line(folder: &Path, is_tested: impl Fn(&str) -> bool) -> Result<Option<String>, Failure> {
    // The same check as in the tests.
    if folder.join("reference").is_dir() {
        return Ok(None);
    }
    let mut suites = Vec::new();
    for (part, tests) in TESTS {
        if is_tested(part) {
            suites.extend(readers(tests)?);
        }
    }
    let suites = suites.join(", ");
    Ok((!suites.is_empty()).then(|| {
        let folder = folder.display();
        format!("· no real data at {folder} (BUSBAR_DATA): not checked against it: {suites}")
    }))
}

/// Returns the suites of a folder that read the real data.
fn readers(tests: &str) -> Result<Vec<String>, Failure> {
    let folder = root().join(tests);
    let mut suites: Vec<String> = Vec::new();
    for file in finish::files(&folder)? {
        let suite = file.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let is_source = file.ends_with(".rs") && suite != READER;
        if !is_source || !fs::read_to_string(folder.join(&file))?.contains(READER) {
            continue;
        }
        let suite = format!("{tests}/{suite}");
        if !suites.contains(&suite) {
            suites.push(suite);
        }
    }
    Ok(suites)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_without_their_data_are_named_in_one_line() {
        let folder = env::temp_dir().join(format!("busbar-data-{}", std::process::id()));
        let told = |parts: &[&str]| line(&folder, |part| parts.contains(&part)).unwrap();
        let all = told(&["core", "page", "e2e"]).unwrap();
        for suite in [
            "core/tests/segmentation",
            "core/tests/satisfaction",
            "core/tests/import",
            "cli/tests/programs",
            "tests/e2e/tests/journey",
        ] {
            assert_eq!(all.matches(suite).count(), 1, "{all}");
        }
        assert_eq!(all.lines().count(), 1);
        assert!(!told(&["core"]).unwrap().contains("journey"));
        assert_eq!(told(&["page", "web"]), None);

        fs::create_dir_all(folder.join("reference")).unwrap();
        let with_data = told(&["core", "e2e"]);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(with_data, None);
    }
}
