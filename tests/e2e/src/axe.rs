//! Whether everybody can use a page, as far as a machine can tell: axe-core, run through the driver,
//! because the page's own policy lets no foreign script in.

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

/// Something that is wrong with a page.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The rule, and what it asks.
    pub rule: String,
    /// The first place where it is broken, and how to mend it.
    pub example: String,
}

/// What axe finds wrong with the page as it stands.
///
/// # Errors
/// When axe-core is not there or does not run.
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
