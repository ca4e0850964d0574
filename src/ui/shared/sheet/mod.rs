//! Papers for customers, composed of parts: the same content for the screen, for signing, for print and as shared text.
//! The content comes only from the types that are hashed for a signature.

mod plan;
mod visit;

use leptos::prelude::*;

pub use self::{
    plan::{plan_paper, review_paper},
    visit::{joined, need_in_words, visit_report},
};

/// Part of a paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Heading; empty for the first part, which identifies the parties and the date.
    pub title: String,
    /// Content.
    pub content: Content,
}

/// Content of a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Facts: names with values.
    Facts(Vec<(String, String)>),
    /// Running text.
    Text(String),
    /// Points, each with `true` if it is done.
    Points(Vec<(String, bool)>),
    /// Headings and rows.
    Table(Vec<String>, Vec<Vec<String>>),
}

impl Content {
    fn is_empty(&self) -> bool {
        match self {
            Self::Facts(facts) => facts.is_empty(),
            Self::Text(text) => text.is_empty(),
            Self::Points(points) => points.is_empty(),
            Self::Table(_, rows) => rows.is_empty(),
        }
    }
}

fn part(title: &str, content: Content) -> Part {
    Part { title: title.to_owned(), content }
}

/// Returns the parts that are not empty.
fn filled(parts: impl IntoIterator<Item = Part>) -> Vec<Part> {
    let parts = parts.into_iter();
    parts.filter(|part| !part.content.is_empty()).collect()
}

/// Returns the facts that have a value.
fn facts<const N: usize>(all: [(&str, String); N]) -> Content {
    let known = all.into_iter().filter(|(_, value)| !value.is_empty());
    Content::Facts(known.map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Returns a table with headings.
fn table<const N: usize>(head: [&str; N], rows: Vec<Vec<String>>) -> Content {
    Content::Table(head.map(str::to_owned).to_vec(), rows)
}

/// Paper.
#[component]
pub fn Paper(
    /// Parts of the paper.
    #[prop(into)]
    parts: Signal<Vec<Part>>,
    /// Level of the headings of the parts: 2 for `<h2>`, otherwise `<h3>`.
    #[prop(default = 3)]
    level: u8,
) -> impl IntoView {
    move || {
        let parts = parts.get().into_iter();
        parts.map(|part| view! { <OnePart part=part level=level /> }).collect_view()
    }
}

/// View of one part.
#[component]
fn OnePart(part: Part, level: u8) -> impl IntoView {
    let content = match part.content {
        Content::Facts(facts) => {
            let fact = |(name, value)| {
                view! {
                    <div>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                }
            };
            let facts = facts.into_iter().map(fact).collect_view();
            view! { <dl class="facts">{facts}</dl> }.into_any()
        }
        Content::Text(text) => view! { <p class="said">{text}</p> }.into_any(),
        Content::Points(points) => {
            let point = |(text, is_done): (String, bool)| {
                view! { <li class:done=is_done>{text}</li> }
            };
            let points = points.into_iter().map(point).collect_view();
            view! { <ul class="points">{points}</ul> }.into_any()
        }
        Content::Table(head, rows) => view! { <Grid head=head rows=rows /> }.into_any(),
    };
    let title = (!part.title.is_empty()).then(|| match level {
        2 => view! { <h2>{part.title}</h2> }.into_any(),
        _ => view! { <h3>{part.title}</h3> }.into_any(),
    });
    view! { <section>{title} {content}</section> }
}

/// Table of a paper. On a narrow screen, each cell is placed below its own heading, so that no word is squeezed.
#[component]
fn Grid(head: Vec<String>, rows: Vec<Vec<String>>) -> impl IntoView {
    let names = head.clone();
    let row = move |row: Vec<String>| {
        let cell = |(text, name): (String, &String)| {
            let (name, is_empty) = (name.clone(), text.is_empty());
            view! { <td data-name=name class:empty-cell=is_empty>{text}</td> }
        };
        let cells = row.into_iter().zip(&names).map(cell).collect_view();
        view! { <tr>{cells}</tr> }
    };
    let rows = rows.into_iter().map(row).collect_view();
    let heading = |text: String| view! { <th scope="col">{text}</th> };
    let head = head.into_iter().map(heading).collect_view();
    view! {
        <table class="plain-table words stacks">
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// Returns a paper as plain text, for sharing with another app.
pub fn text(title: &str, parts: &[Part]) -> String {
    let mut text = title.to_owned();
    for part in parts {
        text.push('\n');
        let mut line = |line: &str| {
            text.push('\n');
            text.push_str(line);
        };
        if !part.title.is_empty() {
            line(&part.title);
        }
        match &part.content {
            Content::Facts(facts) => {
                for (name, value) in facts {
                    line(&format!("{name}: {value}"));
                }
            }
            Content::Text(said) => line(said),
            Content::Points(points) => {
                for (point, is_done) in points {
                    line(&format!("{} {point}", if *is_done { '☑' } else { '☐' }));
                }
            }
            Content::Table(_, rows) => {
                for (place, row) in rows.iter().enumerate() {
                    line(&format!("{}. {}", place + 1, joined(row.iter().cloned().map(Some))));
                }
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_as_text() {
        let part = |title: &str, content| Part { title: title.into(), content };
        let parts = [
            part("", Content::Facts(vec![("Customer".into(), "Mill".into())])),
            part("Talk", Content::Text("All well".into())),
            part("Agenda", Content::Points(vec![("Bills".into(), true), ("Plans".into(), false)])),
            part(
                "Findings",
                Content::Table(
                    vec!["Kind".into(), "What".into(), "By".into()],
                    vec![vec!["Safety".into(), "Blocked door".into(), String::new()]],
                ),
            ),
        ];
        assert_eq!(
            text("Visit", &parts),
            "Visit\n\nCustomer: Mill\n\nTalk\nAll well\n\nAgenda\n☑ Bills\n☐ Plans\n\nFindings\n1. Safety · Blocked door"
        );
    }
}
