//! The command-line program, from files to its answer.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::program;

/// A folder of its own for the files of one test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("busbar-clock-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file and gives its path.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn answer(arguments: &str, files: &[&str]) -> Result<Value, String> {
    let files = files.iter().map(|file| (*file).to_owned());
    let arguments = arguments.split_whitespace().map(str::to_owned).chain(files);
    program::answer(arguments).map_err(|failure| failure.to_string())
}

#[test]
fn the_program_reads_the_clock() {
    let said = answer("--start 2026-09-28 --limit 22 --on 2026-11-02", &[]).unwrap();
    let expected = json!({
        "due": "2026-11-03", "elapsed_utility": 21, "elapsed_customer": 0, "remaining": 1, "late": false,
    });
    assert_eq!(said, expected);
}

#[test]
fn the_program_reads_pauses_and_holidays() {
    let folder = Folder::new("files");
    // As a spreadsheet saves it, with a byte order mark, and a pause twice.
    let waits = folder.file(
        "pauses.csv",
        "\u{feff}from,to\r\n2026-10-12,2026-10-16\r\n2026-10-15,2026/10/20\r\n2026-10-15,2026/10/20\r\n",
    );
    let arguments = "--on 2026-11-02 --start 2026-09-28 --limit 22 --pauses";
    let expected = json!({
        "due": "2026-11-12", "elapsed_utility": 14, "elapsed_customer": 7, "remaining": 8, "late": false,
    });
    assert_eq!(answer(arguments, &[&waits]).unwrap(), expected);
    // Saturday 17 October is worked here, and Monday 2 November is not.
    let own = folder.file("holidays.csv", "date,working\n2026-10-17,1\n2026-11-02,0\n");
    let expected = json!({
        "due": "2026-11-13", "elapsed_utility": 13, "elapsed_customer": 8, "remaining": 9, "late": false,
    });
    assert_eq!(
        answer(arguments, &[&waits, "--holidays", &own]).unwrap(),
        expected
    );
    // No pauses at all.
    for none in ["", "from,to\n"] {
        let none = folder.file("none.csv", none);
        let said = answer(
            "--start 2026-09-28 --limit 22 --on 2026-11-04 --pauses",
            &[&none],
        )
        .unwrap();
        assert_eq!(
            (&said["remaining"], &said["late"]),
            (&json!(-1), &json!(true))
        );
    }
}

#[test]
fn the_program_warns() {
    let folder = Folder::new("warns");
    let said = answer("--start 2026-12-28 --limit 5 --on 2026-12-29", &[]).unwrap();
    assert_eq!(said["due"], "2027-01-04");
    let warning = said["warnings"][0].as_str().unwrap();
    assert!(
        warning.contains("from 2027-01-01 to 2027-01-04"),
        "{warning}"
    );
    let own = folder.file("2027.csv", "2027-01-01,0\n");
    let said = answer(
        "--start 2026-12-28 --limit 5 --on 2026-12-29 --holidays",
        &[&own],
    )
    .unwrap();
    assert_eq!(
        (&said["due"], said.get("warnings")),
        (&json!("2027-01-05"), None)
    );
    let open = folder.file("open.csv", "from,to\n2026-07-03,\n");
    let said = answer(
        "--start 2026-07-01 --limit 5 --on 2026-07-07 --pauses",
        &[&open],
    )
    .unwrap();
    assert_eq!(
        (&said["due"], &said["elapsed_customer"]),
        (&json!("2026-07-13"), &json!(3))
    );
    assert!(
        said["warnings"][0]
            .as_str()
            .unwrap()
            .contains("from 2026-07-03 has no end")
    );
    let said = answer("--start 2026-07-01 --limit 5 --on 2026-06-01", &[]).unwrap();
    assert!(
        said["warnings"][0]
            .as_str()
            .unwrap()
            .contains("before the start")
    );
}

#[test]
fn the_program_knows_what_day_it_is() {
    let said = answer("--start 2025-01-02 --limit 5", &[]).unwrap();
    assert_eq!(
        (&said["due"], &said["late"]),
        (&json!("2025-01-09"), &json!(true))
    );
}

#[test]
fn what_the_program_refuses() {
    let folder = Folder::new("refuses");
    let backwards = folder.file("backwards.csv", "from,to\n2026-10-12,2026-10-01\n");
    let no_day = folder.file("no-day.csv", "from,to\n2026-10-12,soon\n");
    let turned = folder.file("turned.csv", "to,from\n2026-10-12,2026-10-13\n");
    let maybe = folder.file(
        "maybe.csv",
        "date,working\n2026-10-12,maybe\n2026-02-30,0\n",
    );
    let both = folder.file("both.csv", "2026-10-12,0\n2026-10-12,1\n");
    let start = "--start 2026-09-28 --limit 22 --on 2026-11-02";
    let (pauses, holidays) = (format!("{start} --pauses"), format!("{start} --holidays"));
    let cases: &[(&str, &[&str], &str)] = &[
        ("", &[], "--start is needed"),
        ("--start 2026-09-28", &[], "--limit is needed"),
        (
            "--start 2026-09-31 --limit 22",
            &[],
            "2026-09-31 is not a day",
        ),
        (
            "--start 2026-09-28 --limit -1",
            &[],
            "-1 is not a whole number",
        ),
        (
            "--start 2026-09-28 --limit 1.5",
            &[],
            "1.5 is not a whole number",
        ),
        (
            "--start 2026-09-28 --limit 4294967295",
            &[],
            "past the year 9999",
        ),
        (
            "--start 2026-09-28 --limit 22 --on today",
            &[],
            "today is not a day",
        ),
        ("--start 2026-09-28 --start 2026-09-29", &[], "given twice"),
        ("--start 2026-09-28 --limit", &[], "--limit needs a value"),
        (
            "--start 2026-09-28 --limit 22 --of 2026-10-01",
            &[],
            "--of does not go",
        ),
        (&pauses, &["/nowhere"], "/nowhere: "),
        (
            &pauses,
            &[&backwards],
            "a pause ends on 2026-10-01, before it begins on 2026-10-12",
        ),
        (
            &pauses,
            &[&no_day],
            "no-day.csv, line 2: 'soon' is not a day",
        ),
        (&pauses, &[&turned], "turned.csv, line 1: 'to' is not a day"),
        (
            &holidays,
            &[&maybe],
            "line 2: working 'maybe' is neither 1 nor 0\n",
        ),
        (
            &holidays,
            &[&maybe],
            "line 3: date '2026-02-30' is not a day",
        ),
        (
            &holidays,
            &[&both],
            "line 2: date '2026-10-12' says otherwise than line 1",
        ),
        (&holidays, &[&folder.file("empty.csv", "")], "empty file"),
    ];
    for (arguments, files, why) in cases {
        let refusal = answer(arguments, files).unwrap_err();
        assert!(refusal.contains(why), "{refusal}");
    }
}
