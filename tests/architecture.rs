//! Rules of ARCHITECTURE.md that can be checked in the source: imports between rooms, places where the browser
//! and user-facing texts are allowed, the first line of every file, and the use of tokens in styles.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Source folders of the product, by crate.
const SOURCES: &[&str] = &["core/src", "cli/src", "src"];

/// A room, and the rooms it may import besides itself. The first that matches a file applies. The compiler checks
/// that the core imports nothing of the page, and the command line only the core.
const ROOMS: &[(&str, &[&str])] = &[
    ("core/src/domain/", &[]),
    ("core/src/analysis/", &["domain"]),
    ("core/src/books/", &["domain", "analysis"]),
    ("core/src/exchange/", &["domain"]),
    ("core/src/sync/", &["domain"]),
    ("core/src/storage/", &["domain", "sync"]),
    ("core/src/sample/", &["domain", "analysis", "exchange"]),
    ("core/src/messages/", &["domain", "analysis", "exchange", "sync", "storage", "sample"]),
    ("core/src/jobs/", &["domain", "analysis", "exchange", "sample", "messages"]),
    ("src/chart/", &["domain", "analysis"]),
    // The one place where jobs are done; the page carries their messages alone.
    ("src/platform/worker_scope.rs", &["jobs", "messages", "platform"]),
    ("src/platform/", &["domain", "sync", "storage", "exchange", "messages"]),
    (
        "src/state/",
        &[
            "domain", "analysis", "books", "exchange", "sync", "storage", "sample", "messages",
            "platform",
        ],
    ),
    ("src/ui/components/", &["domain", "books", "chart", "ui"]),
    (
        "src/ui/shared/",
        &[
            "domain", "analysis", "books", "exchange", "messages", "storage", "chart", "state",
            "platform", "ui",
        ],
    ),
    (
        "src/ui/pages/",
        &["domain", "analysis", "books", "exchange", "messages", "storage", "chart", "state", "ui"],
    ),
    (
        "src/ui/",
        &["domain", "analysis", "books", "exchange", "storage", "chart", "state", "platform", "ui"],
    ),
];

/// Sources without user-facing texts except in comments and tests. Headings of files and names of sample
/// customers are data of `exchange` and `sample`.
const WORDLESS: &[&str] = &[
    "core/src/domain/",
    "core/src/analysis/",
    "core/src/books/",
    "core/src/sync/",
    "core/src/storage/",
    "core/src/messages/",
    "core/src/jobs/",
    "src/",
];

/// Maximum number of lines of code per file, without comments and tests.
const LINES: usize = 450;
/// A single table, which is easier to read whole.
const TABLES: &[&str] = &["core/src/exchange/field.rs"];

/// Calls that end the app for the user.
const PANICS: &[&str] =
    &[".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];

/// Files outside the rooms.
const DOORS: &[&str] = &["core/src/lib.rs", "src/lib.rs", "src/bin/app.rs", "src/bin/worker.rs"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns every file of this type in a folder: its path relative to the folder, and its text.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let base = root().join(folder);
    let mut found = Vec::new();
    walk(&base, &mut found);
    found.sort();
    found
        .into_iter()
        .filter(|path| path.extension().is_some_and(|is| is == extension))
        .map(|path| {
            let name = path.strip_prefix(&base).unwrap();
            let name = name.to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// Returns every source file of the product: its path from the root, and its text.
fn sources() -> Vec<(String, String)> {
    let of_crate = |folder: &&str| {
        let own = files(folder, "rs");
        assert!(!own.is_empty(), "{folder} has source files");
        own.into_iter()
            .map(move |(file, text)| (format!("{folder}/{file}"), text))
            .collect::<Vec<_>>()
    };
    SOURCES.iter().flat_map(of_crate).collect()
}

/// Returns the code alone: without comments, and without the tests at the end of the file.
fn code(text: &str) -> String {
    let product = text.split("#[cfg(test)]").next().unwrap_or_default();
    product
        .lines()
        .map(|line| match line.find("//") {
            // Two slashes in an address are not a comment.
            Some(at) if !line[..at].ends_with(':') => &line[..at],
            _ => line,
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns the rooms named in code, of its own crate and of the core.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for root in ["crate::", "busbar_core::"] {
        for (at, _) in code.match_indices(root) {
            found.extend(names(&code[at + root.len()..]));
        }
    }
    found
}

/// Returns the first name of a path, or those of each path in a group.
fn names(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else {
        return vec![first_name(path)];
    };
    let mut found = Vec::new();
    let mut depth = 0;
    let mut is_start = true;
    for (place, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => is_start = true,
            sign if depth == 0 && is_start && !sign.is_whitespace() => {
                found.push(first_name(&group[place..]));
                is_start = false;
            }
            _ => {}
        }
    }
    found
}

fn first_name(text: &str) -> String {
    text.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect()
}

/// Returns the faults in the imports of a file.
fn import_faults(file: &str, text: &str) -> Vec<String> {
    // The command line has no rooms, and may import anything from the core.
    if file.starts_with("cli/") {
        return Vec::new();
    }
    let Some((room, allowed)) = ROOMS.iter().find(|(room, _)| file.starts_with(room)) else {
        if DOORS.contains(&file) {
            return Vec::new();
        }
        return vec![format!("{file} is in no room")];
    };
    let own = room.split_once("src/").map(|(_, room)| first_name(room));
    let own = own.unwrap_or_default();
    let is_fine = |import: &str| {
        import == own && own != "ui" || allowed.contains(&import) || import.ends_with("_contract")
    };
    let code = code(text);
    let mut faults: Vec<String> = imports(&code)
        .into_iter()
        .filter(|import| !is_fine(import))
        .map(|import| format!("{file} imports {import}"))
        .collect();
    let is_component = file.starts_with("src/ui/components/");
    if is_component && (code.contains("crate::state") || code.contains("use_workspace")) {
        faults.push(format!("{file} knows the state"));
    }
    if is_component && code.contains("shared::") {
        faults.push(format!("{file} imports what pages share"));
    }
    if file.starts_with("src/ui/shared/") {
        let above = ["pages::", "shell::", "parts::"];
        let named = above.iter().filter(|room| code.contains(**room));
        faults.extend(named.map(|room| format!("{file} imports {room}")));
    }
    if let Some(page) = file.strip_prefix("src/ui/pages/") {
        let own = page.split('/').next().unwrap_or_default();
        for (at, _) in code.match_indices("pages::") {
            let other = first_name(&code[at + "pages::".len()..]);
            if other != own.trim_end_matches(".rs") {
                faults.push(format!("{file} imports the page {other}"));
            }
        }
    }
    faults
}

fn is_chinese(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9fff}' | '\u{3000}'..='\u{303f}')
}

/// Returns other faults of a file.
fn manner_faults(file: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if file.ends_with("/tests.rs") || file.contains("/tests/") {
        return faults;
    }
    let code = code(text);
    if !text.starts_with("//!") {
        faults.push(format!("{file} does not begin with what lives there"));
    }
    let is_platform = file.starts_with("src/platform/");
    let names_browser = ["web_sys::", "js_sys::"].iter().any(|name| code.contains(name));
    if names_browser && !is_platform {
        faults.push(format!("{file} talks to the browser"));
    }
    let may_be_leptos =
        ["src/state/", "src/ui/", "src/bin/"].iter().any(|room| file.starts_with(room));
    if code.contains("leptos") && !may_be_leptos {
        faults.push(format!("{file} knows the user interface"));
    }
    let lines = code.lines().filter(|line| !line.trim().is_empty()).count();
    if lines > LINES && !TABLES.contains(&file) {
        faults.push(format!("{file} has {lines} lines of code"));
    }
    // The storage contract is a test run by others.
    if file != "core/src/storage/contract.rs" {
        let panics = PANICS.iter().filter(|call| code.contains(**call));
        faults.extend(panics.map(|call| format!("{file} may panic: {call}")));
    }
    if file.starts_with("src/state/") && code.contains("view!") {
        faults.push(format!("{file} has a view"));
    }
    // The names of errors are English, for the log and the command line.
    if file.starts_with("src/ui/") && code.contains("error.to_string()") {
        faults.push(format!("{file} shows an error in its own words"));
    }
    let is_wordless = WORDLESS.iter().any(|room| file.starts_with(room));
    // Separators between words and in written months are not words.
    let has_words = code.lines().any(|line| {
        line.chars().filter(|sign| is_chinese(*sign)).any(|sign| !"、，。　年月".contains(sign))
    });
    if is_wordless && has_words {
        faults.push(format!("{file} has words for people outside the locales"));
    }
    faults
}

/// Returns raw colours in a style sheet.
fn colour_faults(file: &str, text: &str) -> Vec<String> {
    const RAW: [&str; 4] = ["oklch(", "rgb(", "hsl(", ": #"];
    // Tokens are defined by them, and print is black and white.
    if ["tokens.css", "print.css"].contains(&file) {
        return Vec::new();
    }
    RAW.iter()
        .filter(|raw| text.contains(**raw))
        .map(|raw| format!("{file} has a raw colour: {raw}"))
        .collect()
}

/// Returns the placeholders of a text.
fn placeholders(text: &str) -> BTreeSet<String> {
    text.split("{{")
        .skip(1)
        .filter_map(|rest| rest.split("}}").next())
        .map(|name| name.trim().to_owned())
        .collect()
}

fn assert_none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rooms_import_only_what_they_may() {
    let faults = sources().iter().flat_map(|(file, text)| import_faults(file, text)).collect();
    assert_none(faults);
}

#[test]
fn files_keep_the_manners() {
    let faults = sources().iter().flat_map(|(file, text)| manner_faults(file, text)).collect();
    assert_none(faults);
}

/// Names shared by several public types, with the reason why they are not confused: no reader sees both.
const SHARED_NAMES: &[(&str, &str)] = &[
    ("Adding", "A form of one page each."),
    ("Bounds", "Limits of an input of the page; ends of the cells of a row that is read."),
    ("By", "How one page groups its rows."),
    ("Carry", "Lines of a plan into its next year; visits of one page to another day."),
    ("Colour", "A chart's colour by name; a pixel's by number."),
    (
        "Column",
        "Stored values, answers of a file, and a table on the page: each is its room's own.",
    ),
    ("Entry", "What a row of one page, an input or a list of weights is."),
    ("Failure", "Why the command line ends; what could not be saved."),
    ("Filter", "What one list or page filters by."),
    ("Group", "Rows of one page; weights and entries of a file."),
    ("Heading", "Of a file, of a table on the page, and what one page sorts by."),
    ("Latest", "The last month of a file; the last changes of the history."),
    ("Look", "At a file before it is read; for a new version of the app."),
    ("Measure", "What a question measures; how a figure is written."),
    ("Part", "Of an archive, of a package and of a paper that is signed."),
    ("Step", "Of a questionnaire that is answered; of a plan on its page."),
    ("Table", "Rows of records, a table that is exported and one of the command line."),
    ("Words", "What is said of a visit to plan; of a topic on its page."),
    ("Write", "To a store; a number on a chart."),
];

/// The names of the public types that a file declares.
fn public_types(text: &str) -> Vec<String> {
    let declared = |line: &str| {
        let line = line.trim_start();
        let line = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) "))?;
        let kinds = ["struct ", "enum ", "type ", "trait ", "union "];
        kinds.iter().find_map(|kind| line.strip_prefix(kind)).map(first_name)
    };
    // The name that a macro gives to its enum or struct is its caller's.
    code(text).lines().filter_map(declared).filter(|name| !name.is_empty()).collect()
}

/// The files that declare each public type.
fn declared(sources: &[(String, String)]) -> BTreeMap<String, Vec<String>> {
    let mut declared: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (file, text) in sources {
        for name in public_types(text) {
            declared.entry(name).or_default().push(file.clone());
        }
    }
    declared
}

/// Names shared by several types that are not listed, and listed names that are not shared.
fn name_faults(declared: &BTreeMap<String, Vec<String>>, shared: &[(&str, &str)]) -> Vec<String> {
    let is_listed = |name: &str| shared.iter().any(|(listed, _)| *listed == name);
    let twice = declared.iter().filter(|(name, files)| files.len() > 1 && !is_listed(name));
    let twice = twice.map(|(name, files)| format!("{name} is declared in {}", files.join(" and ")));
    let is_one = |name: &str| declared.get(name).is_none_or(|files| files.len() < 2);
    let one = shared.iter().filter(|(name, _)| is_one(name));
    twice.chain(one.map(|(name, _)| format!("{name} is listed and not shared"))).collect()
}

/// Types named in the glossary that are not declared.
fn glossary_faults(document: &str, declared: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let glossary = document.split("\n## ").find(|part| part.starts_with("Glossary\n"));
    let rows: Vec<Vec<&str>> = glossary
        .unwrap_or_default()
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    if rows.is_empty() {
        return vec!["there is no glossary".into()];
    }
    let mut faults = Vec::new();
    let mut terms = BTreeSet::new();
    for row in rows {
        // The edges of a row are empty cells.
        let [_, term, chinese, types, meaning, _] = row[..] else {
            faults.push(format!("{row:?} is no row of the glossary"));
            continue;
        };
        if !terms.insert(term) || [term, chinese, meaning].contains(&"") {
            faults.push(format!("{term} stands twice or says nothing"));
        }
        let types = types.split('`').skip(1).step_by(2);
        let unknown = types.filter(|name| !declared.contains_key(*name));
        faults.extend(unknown.map(|name| format!("{term}: there is no type {name}")));
    }
    faults
}

#[test]
fn one_name_is_one_type() {
    let declared = declared(&sources());
    assert_none(name_faults(&declared, SHARED_NAMES));
    let document = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    assert_none(glossary_faults(&document, &declared));
}

#[test]
fn two_types_of_one_name_are_found() {
    let files =
        [("core/src/a.rs", "pub struct Book;"), ("src/b.rs", "    pub(crate) enum Book {}")];
    let sources = files.map(|(file, text)| (file.to_owned(), text.to_owned()));
    let declared = declared(&sources);
    let twice = "Book is declared in core/src/a.rs and src/b.rs";
    assert_eq!(name_faults(&declared, &[]), [twice]);
    assert_eq!(name_faults(&declared, &[("Book", "why")]), [""; 0]);
    assert_eq!(name_faults(&declared, &[("Book", ""), ("Page", "")]).len(), 1);
    let glossary = "# A\n\n## Glossary\n\n| book | 书 | `Book`, `Shelf` | pages |\n\n## B\n";
    assert_eq!(glossary_faults(glossary, &declared), ["book: there is no type Shelf"]);
    assert_eq!(glossary_faults("# A\n", &declared), ["there is no glossary"]);
    let bare = "\n## Glossary\n| book | | `Book` | pages |\n| book | 书 | `Book` | pages |\n";
    assert_eq!(glossary_faults(bare, &declared).len(), 2);
}

/// Tasks that are started other than through the one place that knows about presses and pages.
fn task_faults(file: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let is_within = file.starts_with("src/ui/") || file.starts_with("src/state/");
    let found = ["spawn_local", "task::spawn_blocking"].into_iter();
    found
        .filter(|word| is_within && file != "src/state/task.rs" && code.contains(word))
        .map(|word| format!("{file}: {word}, use state::task"))
        .collect()
}

#[test]
fn pages_begin_tasks_that_end_with_them() {
    let faults = sources().iter().flat_map(|(file, text)| task_faults(file, text)).collect();
    assert_none(faults);
    let bare = "use leptos::task::spawn_local;";
    assert!(!task_faults("src/ui/pages/today/mod.rs", bare).is_empty());
    assert!(task_faults("src/state/task.rs", bare).is_empty());
}

/// Commands that create an id of their own. Every other command takes the id that its form created when it was
/// opened, so that a repeated or retried submission is written once.
const MAKE_IDS: &[&str] = &[
    "record.rs: fresh",
    // Each press, and each chosen file, adds one more.
    "attachment.rs: add_file",
    "attachment.rs: add_photo",
    "visit.rs: found",
    "visit.rs: learned",
    "visit.rs: meet",
    "visit.rs: promise",
    // Searched for when it is its turn to be written.
    "plan.rs: begin",
    "sample.rs: load",
    "survey.rs: look_at_questionnaire",
    "survey.rs: revise",
    // Computed at each press; the button is disabled meanwhile.
    "archive.rs: restore",
    "exchange.rs: receive",
    "import/write.rs: planned",
    "segment.rs: run",
];

/// Returns commands that create an id and are not in that list.
fn id_faults(file: &str, text: &str) -> Vec<String> {
    let (mut function, mut faults) = (String::new(), Vec::new());
    for line in code(text).lines() {
        if let Some((_, after)) = line.split_once("fn ") {
            function = format!("{file}: {}", first_name(after));
        }
        let makes_one = ["fresh()", "(fresh)", "random::uuid()"];
        let is_made = makes_one.iter().any(|call| line.contains(call));
        if is_made && !MAKE_IDS.contains(&function.as_str()) {
            faults.push(format!("{function} makes an id"));
        }
    }
    faults
}

#[test]
fn what_a_form_makes_has_its_id_from_the_form() {
    let faults = files("src/state/commands", "rs")
        .iter()
        .flat_map(|(file, text)| id_faults(file, text))
        .collect();
    assert_none(faults);
    let own = "pub async fn begin() {\n    let visit = Visit::empty(fresh());\n}";
    assert_eq!(id_faults("visit.rs", own), ["visit.rs: begin makes an id"]);
}

/// Returns popovers with a menu that do not declare themselves as menus. A menu closes once an item was chosen.
fn menu_faults(file: &str, text: &str) -> Vec<String> {
    let popovers = text.split("<Popover").skip(1);
    let open = popovers.filter_map(|after| after.split("</Popover>").next());
    open.filter(|popover| popover.contains("class=\"menu\"") && !popover.contains("is_menu"))
        .map(|_| format!("{file}: a menu that stays open"))
        .collect()
}

#[test]
fn menus_close_once_something_was_chosen() {
    let faults = sources().iter().flat_map(|(file, text)| menu_faults(file, text)).collect();
    assert_none(faults);
    let stays = "<Popover kind=Trigger::Chip><div class=\"menu\"></div></Popover>";
    assert_eq!(menu_faults("a.rs", stays).len(), 1);
    let closes = stays.replace("<Popover ", "<Popover is_menu=true ");
    assert_eq!(menu_faults("a.rs", &closes).len(), 0);
}

#[test]
fn styles_use_tokens_and_are_all_linked() {
    let styles = files("style", "css");
    let mut faults: Vec<String> =
        styles.iter().flat_map(|(file, text)| colour_faults(file, text)).collect();
    let page = fs::read_to_string(root().join("index.html")).unwrap();
    faults.extend(
        styles
            .iter()
            .filter(|(file, _)| !page.contains(&format!("href=\"./style/{file}\"")))
            .map(|(file, _)| format!("{file} is not linked")),
    );
    assert_none(faults);
}

#[test]
fn both_languages_say_the_same() {
    let mut faults = Vec::new();
    for (file, zh) in files("src/ui/locales/zh", "json") {
        let en = fs::read_to_string(root().join("src/ui/locales/en").join(&file)).unwrap();
        let read = |text: &str| -> serde_json::Map<String, serde_json::Value> {
            serde_json::from_str(text).unwrap()
        };
        let (zh, en) = (read(&zh), read(&en));
        for (key, text) in &zh {
            let [ours, theirs] = [Some(text), en.get(key)]
                .map(|text| text.and_then(|text| text.as_str()).map(placeholders));
            if ours != theirs {
                faults.push(format!("{file}: {key}"));
            }
        }
        faults.extend(
            en.keys()
                .filter(|key| !zh.contains_key(*key))
                .map(|key| format!("{file}: {key} is English only")),
        );
    }
    assert_none(faults);
}

/// Returns the names of texts in a source file, such as `labels.close`, among other words with a dot.
fn names_of_texts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !(letter.is_ascii_alphanumeric() || "._".contains(letter)))
}

#[test]
fn every_text_is_used() {
    let sources = sources();
    let used: BTreeSet<&str> = sources.iter().flat_map(|(_, text)| names_of_texts(text)).collect();
    let mut faults = Vec::new();
    for (file, texts) in files("src/ui/locales/en", "json") {
        let texts: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&texts).unwrap();
        let room = file.trim_end_matches(".json");
        let names = texts.keys().map(|key| format!("{room}.{key}"));
        faults.extend(names.filter(|name| !used.contains(&**name)));
    }
    assert_none(faults);
}

#[test]
fn the_checks_can_fail() {
    let cases = [
        ("src/helpers/a.rs", ""),
        ("core/src/helpers/a.rs", ""),
        ("core/src/domain/a.rs", "use crate::analysis::pareto;"),
        ("src/state/a.rs", "use busbar_core::jobs::compute::compute;"),
        ("core/src/messages/a.rs", "use crate::jobs::compute::Computed;"),
        ("core/src/books/a.rs", "use crate::{domain::Month, exchange::questionnaire};"),
        ("core/src/analysis/a.rs", "use crate::books::table::Table;"),
        (
            "core/src/analysis/a.rs",
            "use crate::{\n    domain::Month,\n    exchange::{export::Cell},\n};",
        ),
        ("src/chart/a.rs", "fn f() -> crate::state::Facts {}"),
        ("src/chart/a.rs", "use busbar_core::exchange::export::Cell;"),
        ("src/platform/a.rs", "use busbar_core::{domain::Month, analysis::pareto};"),
        ("src/ui/components/a.rs", "use crate::state::workspace::Workspace;"),
        ("src/ui/components/a.rs", "use busbar_core::*;"),
        ("src/ui/components/a.rs", "use crate::ui::shared::due;"),
        ("src/ui/shared/a.rs", "use crate::ui::{i18n::*, pages::today::Watch};"),
        ("src/ui/pages/today/a.rs", "use crate::platform::clock;"),
        ("src/ui/pages/today/a.rs", "use crate::ui::pages::customers::Tools;"),
    ];
    for (file, text) in cases {
        assert!(!import_faults(file, text).is_empty(), "{file}: {text}");
    }
    let fine = [
        ("core/src/domain/a.rs", "use super::Month; // crate::state"),
        (
            "src/ui/pages/today/a.rs",
            "use busbar_core::{analysis::{self, pareto}, domain::Month};\n\
             use crate::{state::facts::Facts, ui::pages::today::watch};",
        ),
        ("src/ui/shared/a.rs", "use crate::{state::facts::Facts, ui::components::Tag};"),
        (
            "core/src/analysis/a.rs",
            "use crate::domain::Month;\n#[cfg(test)]\nmod tests { use crate::exchange; }",
        ),
    ];
    for (file, text) in fine {
        assert_eq!(import_faults(file, text), [""; 0], "{file}");
    }
    let wrong = [
        ("core/src/domain/a.rs", "fn f() {}"),
        ("src/state/a.rs", "//! a\nfn f() { web_sys::window(); }"),
        ("src/chart/a.rs", "//! a\nuse leptos::prelude::*;"),
        ("src/state/a.rs", "//! a\nfn f() { view! {} }"),
        ("core/src/domain/a.rs", "//! a\nlet title = \"客户\";"),
        ("cli/src/a.rs", "//! a\nfn f() { panic!(); }"),
        ("src/ui/a.rs", "//! a\nlet title = \"客户\";"),
        ("src/ui/a.rs", "//! a\ntoasts.failed(error.to_string());"),
        ("src/ui/a.rs", "//! a\nlet first = rows.first().expect(\"one\");"),
        ("src/ui/a.rs", &format!("//! a{}", "\nf();".repeat(LINES + 1))),
    ];
    for (file, text) in wrong {
        assert_eq!(manner_faults(file, text).len(), 1, "{file}");
    }
    assert_eq!(manner_faults("src/ui/a.rs", "//! a 客户\n// 客户"), [""; 0]);
    let tested = "//! a\n#[cfg(test)]\nmod tests { fn f() { one().unwrap(); } }";
    assert_eq!(manner_faults("src/ui/a.rs", tested), [""; 0]);
    assert_eq!(colour_faults("components/a.css", "a { color: #fff }").len(), 1);
    assert_eq!(placeholders("{{ a }} of {{b}}").len(), 2);
}

/// Returns `true` if the path of an item, `domain::clock::Pause`, leads to a module that names it.
fn is_in_the_tree(path: &str) -> bool {
    let parts: Vec<&str> = path.split("::").collect();
    let text = |folder: &str, parts: &[&str]| {
        let module = format!("{folder}/{}", parts.join("/"));
        let places = [format!("{module}.rs"), format!("{module}/mod.rs")];
        places.iter().find_map(|place| fs::read_to_string(place).ok())
    };
    ["core/src", "src"].iter().any(|folder| {
        let [before @ .., item] = &parts[..] else { return false };
        text(folder, &parts).is_some()
            || text(folder, before).is_some_and(|text| {
                let code = code(&text);
                let mut words = code.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
                words.any(|word| word == *item)
            })
    })
}

#[test]
fn what_the_document_points_to_is_there() {
    let text = fs::read_to_string("ARCHITECTURE.md").unwrap();
    let section = text.split("## Where to find it").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let paths = section.split('`').skip(1).step_by(2);
    let paths: Vec<&str> = paths.filter(|path| path.starts_with(char::is_lowercase)).collect();
    assert!(paths.len() > 25, "{paths:?}");
    let lost: Vec<&&str> = paths.iter().filter(|path| !is_in_the_tree(path)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(is_in_the_tree("domain::clock::Pause"));
    assert!(!is_in_the_tree("domain::clock::Paus") && !is_in_the_tree("domain::clock::Paws"));
}
