//! 走访小结: what a customer signs, and whether it is still what was signed.

use super::{DevelopmentNeed, Finding, Visit};
use crate::domain::{action::Action, signed::add};

/// What a summary says. Follow-up that comes later (an action done, a hazard rectified) is no part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The visit.
    pub visit: Visit,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What will be needed.
    pub needs: Vec<DevelopmentNeed>,
    /// What was promised.
    pub actions: Vec<Action>,
}

/// Who leaves after the signature has not changed what was signed.
const OF_VISIT: &[&str] = &[
    "purpose",
    "contact",
    "attendees",
    "agenda",
    "arrived_at",
    "production",
    "orders",
    "shifts",
    "outlook",
    "summary",
];
const OF_FINDING: &[&str] = &["kind", "severity", "text", "rectify_by"];
const OF_NEED: &[&str] = &[
    "text",
    "capacity_kva",
    "load_kw",
    "from",
    "until",
    "likelihood",
];
const OF_ACTION: &[&str] = &["text", "owner", "department", "due_on"];

impl Report {
    /// Names the words that are signed: another word gives another name. Fields that are empty count for
    /// nothing, so that one which a later version adds changes no name.
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        add(&mut hasher, &self.visit, OF_VISIT);
        for finding in &self.findings {
            add(&mut hasher, finding, OF_FINDING);
        }
        for need in &self.needs {
            add(&mut hasher, need, OF_NEED);
        }
        for action in &self.actions {
            add(&mut hasher, action, OF_ACTION);
        }
        hasher.finalize().to_hex().to_string()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Id, Moment, Record};

    fn report() -> Report {
        let id = Uuid::from_u128(1);
        Report {
            visit: Visit {
                summary: "谈了扩容".into(),
                ..Visit::empty(Id::new(id))
            },
            findings: vec![Finding {
                text: "油位偏低".into(),
                ..Finding::empty(Id::new(id))
            }],
            needs: vec![DevelopmentNeed::empty(Id::new(id))],
            actions: vec![Action::empty(Id::new(id))],
        }
    }

    #[test]
    fn another_word_is_another_report_and_what_follows_later_is_none() {
        let signed = report().digest();
        let same: [fn(&mut Report); 5] = [
            |report| report.visit.signed_at = Some(Moment(9)),
            |report| report.visit.left_at = Some(Moment(9)),
            |report| report.findings[0].rectified_on = Some(date(2026, 12, 1)),
            |report| report.needs[0].is_closed = true,
            |report| report.actions[0].done_on = Some(date(2026, 12, 1)),
        ];
        let other: [fn(&mut Report); 5] = [
            |report| report.visit.summary = "谈了减容".into(),
            |report| report.findings[0].text = "油位正常".into(),
            |report| report.needs[0].capacity_kva = Some(2000.0),
            |report| report.actions[0].due_on = Some(date(2026, 12, 1)),
            |report| drop(report.findings.pop()),
        ];
        for (changes, is_signed) in [(&same[..], true), (&other[..], false)] {
            for (place, change) in changes.iter().enumerate() {
                let mut changed = report();
                change(&mut changed);
                assert_eq!(changed.digest() == signed, is_signed, "{is_signed} {place}");
            }
        }
    }
}
