//! Automated accessibility checks: axe-core, run through the driver, because the page's content security policy
//! permits no foreign script.

use std::fs;

use serde_json::Value;

use crate::{Failure, page::Page, settings};

const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] })
        .then((found) => done(found.violations.map((broken) => ({
            rule: broken.id,
            help: broken.help,
            nodes: broken.nodes.map((node) => node.html.slice(0, 200) + ' — ' + node.failureSummary),
        }))))
        .catch((error) => done([{ rule: 'axe', help: String(error), nodes: [] }]));
";

/// A fault found on a page.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Rule, with its requirement.
    pub rule: String,
    /// First place of the fault, with a suggested fix.
    pub example: String,
}

/// Returns the faults that axe finds on the current page.
///
/// # Errors
/// If axe-core is missing or does not run.
pub async fn violations(page: &Page) -> Result<Vec<Broken>, Failure> {
    if page.script("return typeof axe", vec![]).await? != "object" {
        let file = settings::axe();
        let script = fs::read_to_string(&file)
            .map_err(|error| format!("axe-core is not in {}: {error}", file.display()))?;
        page.script(&format!("{script}\n;window.axe = axe;"), vec![]).await?;
    }
    let found = page.script_later(RUN, vec![]).await?;
    Ok(found.as_array().into_iter().flatten().map(read).collect())
}

fn read(broken: &Value) -> Broken {
    let nodes: Vec<&str> =
        broken["nodes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let word = |name: &str| broken[name].as_str().unwrap_or_default();
    Broken {
        rule: format!("{} ({})", word("rule"), word("help")),
        example: format!("{} times, {}", nodes.len(), nodes.first().copied().unwrap_or_default()),
    }
}
