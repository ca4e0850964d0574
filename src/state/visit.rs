//! One visit: its record and what was captured at it, kind by kind, as signals.

use busbar_core::domain::{
    Customer, Id, Link, Record,
    action::Action,
    attachment::{Attachment, AttachmentKind},
    notice::NoticeReceipt,
    signed::Parties,
    survey::Response,
    visit::{CustomerReport, DevelopmentNeed, Finding, Visit, VisitReport},
};
use leptos::prelude::*;

use super::{
    tables::{Tables, those, those_of},
    workspace::use_workspace,
};

/// One visit. What is captured holds its id, so the order is that in which it was captured.
#[derive(Clone, Copy, Debug)]
pub struct Captured {
    /// Which.
    pub id: Id<Visit>,
    /// At whose.
    pub customer: Id<Customer>,
    /// Its record.
    pub visit: Memo<Visit>,
    /// What was found.
    pub findings: Memo<Vec<Finding>>,
    /// What will be needed.
    pub needs: Memo<Vec<DevelopmentNeed>>,
    /// What was promised, of itself or because of what was found and will be needed.
    pub actions: Memo<Vec<Action>>,
    /// Photos, files, handwriting and signatures of the visit and of what was found.
    pub attachments: Memo<Vec<Attachment>>,
    /// Answers given at the visit.
    pub responses: Memo<Vec<Response>>,
    /// Notices that were read at the visit.
    pub receipts: Memo<Vec<NoticeReceipt>>,
}

impl Captured {
    /// What was captured at this visit.
    pub fn new(id: Id<Visit>, customer: Id<Customer>) -> Self {
        let tables = use_workspace().tables;
        let findings = those_of(tables.findings, customer, move |finding| {
            finding.visit == Some(id) && !finding.is_deleted
        });
        let needs = those_of(tables.needs, customer, move |need| {
            need.visit == Some(id) && !need.is_deleted
        });
        // What was taken out takes nothing else with it: a photo of a finding stays the visit's.
        let is_of_it = move |link: &Link| {
            let of_finding = |id| tables.findings.read().get(id).and_then(|one| one.visit);
            let of_need = |id| tables.needs.read().get(id).and_then(|one| one.visit);
            let visit = link.of::<Visit>();
            let visit = visit.or_else(|| link.of().and_then(of_finding));
            visit.or_else(|| link.of().and_then(of_need)) == Some(id)
        };
        Self {
            id,
            customer,
            visit: Memo::new(move |_| {
                let visits = tables.visits.read();
                visits.get(id).cloned().unwrap_or_else(|| Visit::empty(id))
            }),
            findings,
            needs,
            actions: those_of(tables.actions, customer, move |action| {
                !action.is_deleted && action.source.as_ref().is_some_and(is_of_it)
            }),
            attachments: those_of(tables.attachments, customer, move |attachment| {
                !attachment.is_deleted && attachment.of.as_ref().is_some_and(is_of_it)
            }),
            responses: those(tables.responses, move |response| {
                response.visit == Some(id) && !response.is_deleted
            }),
            receipts: those(tables.receipts, move |receipt| {
                receipt.visit == Some(id) && !receipt.is_deleted
            }),
        }
    }

    /// The actions that follow from a record.
    pub fn following(self, from: Link) -> Memo<Vec<Id<Action>>> {
        Memo::new(move |_| {
            let actions = self.actions.read();
            let follow = actions.iter().filter(|one| one.source.as_ref() == Some(&from));
            follow.map(|action| action.id).collect()
        })
    }

    /// What is attached to a record, of these kinds.
    pub fn attached(self, to: Link, kinds: &'static [AttachmentKind]) -> Memo<Vec<Attachment>> {
        Memo::new(move |_| {
            let attachments = self.attachments.read();
            let are_such = |one: &&Attachment| {
                one.of.as_ref() == Some(&to) && one.kind.is_some_and(|kind| kinds.contains(&kind))
            };
            attachments.iter().filter(are_such).cloned().collect()
        })
    }

    /// The signature that counts: the last one.
    pub fn signature(self) -> Memo<Option<Attachment>> {
        let signatures = self.attached(Link::to(self.id), &[AttachmentKind::Signature]);
        Memo::new(move |_| signatures.read().last().cloned())
    }

    /// Everything that was taken down, as it is now.
    fn report(self, tables: Tables) -> VisitReport {
        let visit = self.visit.get();
        let mut parties = tables.customers.with(|customers| {
            let customer = customers.get(self.customer);
            customer.map_or_else(Parties::default, |one| Parties {
                customer: one.name.clone(),
                account_number: one.account_number.clone(),
                address: one.address.clone(),
                ..Parties::default()
            })
        });
        if let Some(met) = visit.contact {
            tables.contacts.with(|contacts| {
                if let Some(met) = contacts.get(met) {
                    parties.met.clone_from(&met.name);
                    parties.role.clone_from(&met.role);
                }
            });
        }
        let notices = tables.notices.read();
        let receipts = self.receipts.read();
        let told = receipts
            .iter()
            .filter_map(|receipt| notices.get(receipt.notice?))
            .map(|notice| notice.title.clone())
            .collect();
        VisitReport {
            visit,
            parties,
            findings: self.findings.get(),
            needs: self.needs.get(),
            actions: self.actions.get(),
            told,
        }
    }

    /// The part that the customer reads and signs, as it is now.
    pub fn for_customer(self) -> Memo<CustomerReport> {
        let workspace = use_workspace();
        Memo::new(move |_| self.report(workspace.tables).for_customer(&workspace.people.read()))
    }

    /// Returns `true` if the report differs from the signed one; `None` while it is not signed.
    pub fn differs_from_signed(self) -> Memo<Option<bool>> {
        let workspace = use_workspace();
        Memo::new(move |_| {
            let visit = self.visit.read();
            visit.signed_at?;
            let (report, people) = (self.report(workspace.tables), workspace.people.read());
            Some(!report.is_signed_as(&visit.signed_digest, &people))
        })
    }
}
