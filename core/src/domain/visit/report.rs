//! 走访记录: the part of a visit that a customer reads and signs, and the check that it still matches the signature.
//!
//! [`VisitReport`] is the full record; [`CustomerReport`] is the part shared with the customer. Papers for signing are
//! drawn from [`CustomerReport`] alone, and only it is hashed, so that what is signed is what was read.

use super::{DevelopmentNeed, Finding, Visit};
use crate::domain::{
    Who,
    action::Action,
    people::{Naming, People},
    signed::{Parties, SECOND, add, add_words},
};

/// The full record of a visit. Later follow-up (an action done, a hazard rectified) is not part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitReport {
    /// The visit.
    pub visit: Visit,
    /// The parties.
    pub parties: Parties,
    /// Findings.
    pub findings: Vec<Finding>,
    /// Development needs.
    pub needs: Vec<DevelopmentNeed>,
    /// Promises.
    pub actions: Vec<Action>,
    /// Titles of the notices passed on to the customer.
    pub told: Vec<String>,
}

/// The part of a report that the customer sees: without internal agenda items, blank findings and needs, and the
/// likelihood of needs.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerReport(VisitReport);

/// Fields covered by the first form of the digest. Stored, and never changes.
mod first {
    pub(super) const OF_VISIT: &[&str] = &[
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
    pub(super) const OF_NEED: &[&str] =
        &["text", "capacity_kva", "load_kw", "from", "until", "likelihood"];
}

/// The time of departure is not covered: leaving after the signature changes nothing that was signed.
const OF_VISIT: &[&str] = &[
    "account_manager",
    "purpose",
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
const OF_NEED: &[&str] = &["text", "capacity_kva", "load_kw", "from", "until"];
const OF_ACTION: &[&str] = &["text", "owner", "department", "due_on"];

impl VisitReport {
    /// Returns the part that the customer sees.
    #[must_use]
    pub fn for_customer(self, people: &People) -> CustomerReport {
        let names = people.naming(&self.people());
        self.named(&names).shown()
    }

    /// Returns the people that it names.
    fn people(&self) -> Vec<&Who> {
        let owners = self.actions.iter().map(|action| &action.owner);
        std::iter::once(&self.visit.account_manager).chain(owners).collect()
    }

    fn named(mut self, names: &Naming) -> Self {
        self.visit.account_manager = names.of(&self.visit.account_manager);
        for action in &mut self.actions {
            action.owner = names.of(&action.owner);
        }
        self
    }

    fn shown(mut self) -> CustomerReport {
        self.findings.retain(|finding| !finding.is_blank());
        self.needs.retain(|need| !need.is_blank());
        self.with_blanks()
    }

    /// Returns the part that the customer saw before blank findings and needs were left out. Papers signed then
    /// keep their digest.
    fn with_blanks(mut self) -> CustomerReport {
        self.visit.agenda.0.retain(|item| !item.is_internal);
        // Clears the fields that no paper shows.
        let visit = &mut self.visit;
        (visit.left_at, visit.contact) = (None, None);
        (visit.latitude, visit.longitude, visit.accuracy_m) = (None, None, None);
        for need in &mut self.needs {
            need.likelihood = None;
        }
        CustomerReport(self)
    }

    /// Returns `true` if this report was signed with that digest, under any names its people have had.
    pub fn is_signed_as(&self, digest: &str, people: &People) -> bool {
        people.namings(&self.people()).iter().any(|names| {
            let report = self.clone().named(names);
            if digest.starts_with(SECOND) {
                let mut parts = [Self::shown, Self::with_blanks].iter();
                parts.any(|part| part(report.clone()).digest() == digest)
            } else {
                report.first_digest() == digest
            }
        })
    }

    /// Returns the first form of the digest, used before agenda items could be internal.
    fn first_digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        add(&mut hasher, &self.visit, first::OF_VISIT);
        for finding in &self.findings {
            add(&mut hasher, finding, OF_FINDING);
        }
        for need in &self.needs {
            add(&mut hasher, need, first::OF_NEED);
        }
        for action in &self.actions {
            add(&mut hasher, action, OF_ACTION);
        }
        hasher.finalize().to_hex().to_string()
    }
}

impl CustomerReport {
    /// Returns the content, for drawing.
    pub fn said(&self) -> &VisitReport {
        &self.0
    }

    /// Returns the digest of the signed text. Empty fields are skipped, so that a field added by a later version
    /// changes no digest.
    pub fn digest(&self) -> String {
        let VisitReport { visit, parties, findings, needs, actions, told } = &self.0;
        let mut hasher = blake3::Hasher::new();
        add(&mut hasher, visit, OF_VISIT);
        parties.add(&mut hasher);
        for finding in findings {
            add(&mut hasher, finding, OF_FINDING);
        }
        for need in needs {
            add(&mut hasher, need, OF_NEED);
        }
        for action in actions {
            add(&mut hasher, action, OF_ACTION);
        }
        for title in told {
            add_words(&mut hasher, "told", title);
        }
        format!("{SECOND}{}", hasher.finalize().to_hex())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        Id, Moment, Record,
        visit::{AgendaItem, FindingKind, Likelihood, Severity},
    };

    fn line(text: &str, is_internal: bool) -> AgendaItem {
        AgendaItem { text: text.into(), is_internal, ..AgendaItem::default() }
    }

    fn report() -> VisitReport {
        let id = Uuid::from_u128(1);
        let mut visit = Visit { summary: "谈了扩容".into(), ..Visit::empty(Id::new(id)) };
        visit.agenda.0 = vec![line("欠费 300 元", true), line("增容", false)];
        VisitReport {
            visit,
            parties: Parties { customer: "皖北建材".into(), ..Parties::default() },
            findings: vec![Finding { text: "油位偏低".into(), ..Finding::empty(Id::new(id)) }],
            needs: vec![DevelopmentNeed::empty(Id::new(id))],
            actions: vec![Action::empty(Id::new(id))],
            told: vec!["检修停电".into()],
        }
    }

    #[test]
    fn another_word_is_another_report_and_what_follows_later_is_none() {
        let signed = report().for_customer(&People::default()).digest();
        assert!(report().is_signed_as(&signed, &People::default()));
        let same: [fn(&mut VisitReport); 8] = [
            |report| report.visit.signed_at = Some(Moment(9)),
            |report| report.visit.left_at = Some(Moment(9)),
            |report| report.findings[0].rectified_on = Some(date(2026, 12, 1)),
            |report| report.needs[0].is_closed = true,
            |report| report.actions[0].done_on = Some(date(2026, 12, 1)),
            // The customer did not read these parts, so the signature does not cover them.
            |report| report.visit.agenda.0[0].text = "欠费 900 元".into(),
            |report| drop(report.visit.agenda.0.remove(0)),
            |report| report.needs[0].likelihood = Some(Likelihood::Likely),
        ];
        let other: [fn(&mut VisitReport); 9] = [
            |report| report.visit.summary = "谈了减容".into(),
            |report| report.findings[0].text = "油位正常".into(),
            |report| report.needs[0].capacity_kva = Some(2000.0),
            |report| report.actions[0].due_on = Some(date(2026, 12, 1)),
            |report| drop(report.findings.pop()),
            |report| report.visit.agenda.0[1].is_done = true,
            |report| report.visit.agenda.0[0].is_internal = false,
            |report| report.parties.customer = "另一户".into(),
            |report| report.told.clear(),
        ];
        for (changes, is_signed) in [(&same[..], true), (&other[..], false)] {
            for (place, change) in changes.iter().enumerate() {
                let mut changed = report();
                change(&mut changed);
                assert_eq!(
                    changed.is_signed_as(&signed, &People::default()),
                    is_signed,
                    "{is_signed} {place}"
                );
            }
        }
    }

    #[test]
    fn nothing_internal_is_there_to_be_drawn() {
        let report = report().for_customer(&People::default());
        let lines = &report.said().visit.agenda.0;
        assert_eq!(lines[..], [line("增容", false)]);
        assert!(!format!("{report:?}").contains("欠费"));
    }

    #[test]
    fn blank_findings_and_needs_are_neither_shown_nor_signed() {
        let id = Uuid::from_u128(2);
        let with_blanks = || {
            let mut report = report();
            report.findings.push(Finding {
                kind: Some(FindingKind::Safety),
                severity: Some(Severity::Minor),
                ..Finding::empty(Id::new(id))
            });
            report.needs = vec![DevelopmentNeed::empty(Id::new(id)); 2];
            report
        };
        let shown = with_blanks().for_customer(&People::default());
        assert_eq!((shown.said().findings.len(), shown.said().needs.len()), (1, 0));
        // Blank items added or removed after the signature change nothing that was read.
        assert_eq!(shown.digest(), report().for_customer(&People::default()).digest());
        // Signed while blank items were still printed: unchanged, it still matches the signature.
        let before = with_blanks().with_blanks().digest();
        assert_ne!(before, shown.digest());
        assert!(with_blanks().is_signed_as(&before, &People::default()));
        let mut changed = with_blanks();
        changed.visit.summary.clear();
        assert!(!changed.is_signed_as(&before, &People::default()));
    }

    #[test]
    fn what_was_signed_before_lines_could_be_internal_still_stands() {
        let id = Uuid::from_u128(1);
        let mut visit = Visit { summary: "谈了扩容".into(), ..Visit::empty(Id::new(id)) };
        visit.agenda.0 = vec![line("增容", false)];
        let old = VisitReport {
            visit,
            findings: Vec::new(),
            needs: Vec::new(),
            actions: Vec::new(),
            ..report()
        };
        const SIGNED: &str = "a9d1bd5909421f08d9e1530d3c322605d680da8f2010b17b22142b00ea645a54";
        assert_eq!(old.first_digest(), SIGNED);
        assert!(old.is_signed_as(SIGNED, &People::default()));
        let mut changed = old;
        changed.visit.summary.push('。');
        assert!(!changed.is_signed_as(SIGNED, &People::default()));
    }
}
