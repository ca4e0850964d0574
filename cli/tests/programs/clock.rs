//! `busbar clock`.

use serde_json::{Value, json};

use super::program::{self, Folder, assert_refuses};

/// Splits the options at spaces and appends the files.
#[track_caller]
fn answer(options: &str, files: &[&str]) -> Result<Value, String> {
    let options: Vec<&str> = options.split_whitespace().collect();
    program::answer("clock", &[&options, files].concat())
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
    let folder = Folder::new("clock-files");
    // In the form saved by a spreadsheet, with a byte order mark, and a pause twice.
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
    assert_eq!(answer(arguments, &[&waits, "--holidays", &own]).unwrap(), expected);
}

#[test]
fn the_program_warns() {
    let folder = Folder::new("clock-warns");
    let said = answer("--start 2026-12-28 --limit 5 --on 2026-12-29", &[]).unwrap();
    assert_eq!(said["due"], "2027-01-04");
    let warning = said["warnings"][0].as_str().unwrap();
    assert!(warning.contains("from 2027-01-01 to 2027-01-04"), "{warning}");
    let own = folder.file("2027.csv", "2027-01-01,0\n");
    let said = answer("--start 2026-12-28 --limit 5 --on 2026-12-29 --holidays", &[&own]).unwrap();
    assert_eq!((&said["due"], said.get("warnings")), (&json!("2027-01-05"), None));
    let open = folder.file("open.csv", "from,to\n2026-07-03,\n");
    let said = answer("--start 2026-07-01 --limit 5 --on 2026-07-07 --pauses", &[&open]).unwrap();
    assert_eq!((&said["due"], &said["elapsed_customer"]), (&json!("2026-07-13"), &json!(3)));
    assert!(said["warnings"][0].as_str().unwrap().contains("from 2026-07-03 has no end"));
    let said = answer("--start 2026-07-01 --limit 5 --on 2026-06-01", &[]).unwrap();
    assert!(said["warnings"][0].as_str().unwrap().contains("before the start"));
}

#[test]
fn the_program_knows_what_day_it_is() {
    let said = answer("--start 2025-01-02 --limit 5", &[]).unwrap();
    assert_eq!((&said["due"], &said["late"]), (&json!("2025-01-09"), &json!(true)));
}

#[test]
fn what_the_program_refuses() {
    let folder = Folder::new("clock-refuses");
    let backwards = folder.file("backwards.csv", "from,to\n2026-10-12,2026-10-01\n");
    let no_day = folder.file("no-day.csv", "from,to\n2026-10-12,soon\n");
    let turned = folder.file("turned.csv", "to,from\n2026-10-12,2026-10-13\n");
    let maybe = folder.file("maybe.csv", "date,working\n2026-10-12,maybe\n2026-02-30,0\n");
    let both = folder.file("both.csv", "2026-10-12,0\n2026-10-12,1\n");
    let start = "--start 2026-09-28 --limit 22 --on 2026-11-02";
    let (pauses, holidays) = (format!("{start} --pauses"), format!("{start} --holidays"));
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("", &[], &["--start <DATE>", "--limit <WORKING_DAYS>", "Usage: busbar clock"]),
        ("--start 2026-09-28", &[], &["required", "--limit <WORKING_DAYS>"]),
        ("--start 2026-09-31 --limit 22", &[], &["'2026-09-31' for '--start <DATE>'", "not a day"]),
        ("--start 2026-09-28 --limit -1", &[], &["'-1' for '--limit <WORKING_DAYS>'"]),
        ("--start 2026-09-28 --limit 1.5", &[], &["'1.5' for '--limit <WORKING_DAYS>'"]),
        ("--start 2026-09-28 --limit 4294967295", &[], &["after the year 9999"]),
        (
            "--start 2026-09-28 --limit 22 --on today",
            &[],
            &["'today' for '--on <DATE>'", "not a day"],
        ),
        (
            "--start 2026-09-28 --start 2026-09-29",
            &[],
            &["'--start <DATE>' cannot be used multiple times"],
        ),
        ("--start 2026-09-28 --limit", &[], &["a value is required for '--limit"]),
        ("--start 2026-09-28 --limit 22 --of 2026-10-01", &[], &["unexpected argument '--of'"]),
        ("--start 2026-09-28 --lim 22", &[], &["unexpected argument '--lim'"]),
        ("--start 2026-09-28 --limit 22 pauses.csv", &[], &["unexpected argument 'pauses.csv'"]),
        (&pauses, &["/nowhere"], &["/nowhere: "]),
        (&pauses, &[&backwards], &["a pause ends on 2026-10-01, before it begins on 2026-10-12"]),
        (&pauses, &[&no_day], &["no-day.csv, line 2: 'soon' is not a day"]),
        (&pauses, &[&turned], &["turned.csv, line 1: 'to' is not a day"]),
        (
            &pauses,
            &[&folder.file("one.csv", "from\n2026-10-12\n")],
            &["one.csv, line 1: two dates are needed: from and to"],
        ),
        (
            &pauses,
            &[&folder.file("short.csv", "from,to\n2026-10-12\n")],
            &["short.csv, line 2: 1 cells, but the first row has 2"],
        ),
        (
            &pauses,
            &[&folder.file("long.csv", "2026-10-12,2026-10-13\n2026-10-14,2026-10-15,x\n")],
            &["long.csv, line 2: 3 cells, but the first row has 2"],
        ),
        (
            &pauses,
            &[&folder.file("open.csv", "from,to\n\"2026-10-12,2026-10-13\n")],
            &["open.csv, line 2: a quotation mark is not closed"],
        ),
        (
            &pauses,
            &[&folder.file("late.csv", "from,to\n,2026-10-13\n")],
            &["late.csv, line 2: '' is not a day"],
        ),
        (
            &pauses,
            &[&folder.file("binary.csv", [0x25, 0x50, 0x44, 0x46])],
            &["binary.csv: wrong type"],
        ),
        (&holidays, &[&maybe], &["line 2: working 'maybe' is neither 1 nor 0\n"]),
        (&holidays, &[&maybe], &["line 3: date '2026-02-30' is not a day"]),
        (&holidays, &[&both], &["line 2: date '2026-10-12' contradicts line 1"]),
        (&holidays, &[&folder.file("empty.csv", "")], &["empty file"]),
        (
            &holidays,
            &[&folder.file("no-days.csv", "date,working\n")],
            &["no-days.csv: there are no rows"],
        ),
        (
            &pauses,
            &[&folder.file("no-pauses.csv", "from,to\n")],
            &["no-pauses.csv: there are no rows"],
        ),
        (&pauses, &[&folder.file("empty.csv", "")], &["empty.csv: empty file"]),
    ];
    for (options, files, words) in cases {
        let options: Vec<&str> = options.split_whitespace().collect();
        assert_refuses("clock", &[&options, *files].concat(), words);
    }
}

#[test]
fn every_answer_has_this_shape() {
    let folder = Folder::new("clock-shape");
    let written = |name: &str, content: &str| folder.file(name, content);
    // The first and last day of a pause count as the customer's, whatever the file format.
    let expected = json!({
        "due": "2026-07-13", "elapsed_utility": 4, "elapsed_customer": 3, "remaining": 1, "late": false,
    });
    let start = "--start 2026-07-01 --limit 5 --on 2026-07-10 --pauses";
    for (name, content) in [
        ("comma.csv", "from,to\n2026-07-02,2026-07-06\n"),
        ("bare.csv", "2026-07-02,2026-07-06"),
        ("bom.csv", "\u{feff}From,To\r\n2026-07-02,2026-07-06\r\n"),
        ("semicolon.csv", "from;to\n2026/7/2;2026/7/6\n"),
        ("tab.csv", "from\tto\n20260702\t20260706\n"),
        ("quoted.csv", "\"from\",\"to\"\n\"2026-07-02\",\"2026年7月6日\"\n"),
        ("blank.csv", "\nfrom,to\n\n,\n2026-07-02,2026-07-06\n\n"),
        ("overlap.csv", "from,to\n2026-07-03,2026-07-06\n2026-07-02,2026-07-03\n"),
        (
            "outside.csv",
            "from,to\n2026-07-02,2026-07-06\n2026-06-01,2026-07-01\n2026-08-03,2026-08-04\n",
        ),
    ] {
        assert_eq!(answer(start, &[&written(name, content)]).unwrap(), expected, "{name}");
    }
    for (arguments, due, remaining, late) in [
        // A limit of zero is due on the day it starts.
        ("--start 2026-07-01 --limit 0 --on 2026-07-01", "2026-07-01", 0, false),
        ("--start 2026-07-01 --limit 0 --on 2026-07-02", "2026-07-01", -1, true),
        // A start on a holiday, and on a Sunday that is worked.
        ("--start 2026-10-01 --limit 1 --on 2026-10-01", "2026-10-08", 1, false),
        ("--start 2026-09-20 --limit 1 --on 2026-09-21", "2026-09-21", 0, false),
    ] {
        let said = answer(arguments, &[]).unwrap();
        let expected = (json!(due), json!(remaining), json!(late));
        let ours = (said["due"].clone(), said["remaining"].clone(), said["late"].clone());
        assert_eq!(ours, expected, "{arguments}");
        assert_eq!(said.get("warnings"), None, "{arguments}");
    }
    // Days past the calendar are decided by weekday, and the user's own list covers them.
    let said = answer("--start 2027-04-30 --limit 1 --on 2027-05-01", &[]).unwrap();
    assert_eq!((&said["due"], &said["late"]), (&json!("2027-05-03"), &json!(false)));
    let warning = said["warnings"][0].as_str().unwrap();
    assert!(warning.contains("decided by weekday"), "{warning}");
    // The user's list overrides the built-in one: National Day is worked here.
    let own = written("own.csv", "date,working\n2026-10-01,1\n");
    let said = answer("--start 2026-09-30 --limit 1 --on 2026-10-01 --holidays", &[&own]).unwrap();
    assert_eq!((&said["due"], &said["elapsed_utility"]), (&json!("2026-10-01"), &json!(1)));
}
