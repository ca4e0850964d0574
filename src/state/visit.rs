//! One visit: its record and everything recorded at it, kind by kind, as signals.

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

/// Records of one visit, in the order of their ids, which is the order in which they were created.
#[derive(Clone, Copy, Debug)]
pub struct Captured {
    /// Visit.
    pub id: Id<Visit>,
    /// Customer visited.
    pub customer: Id<Customer>,
    /// Record of the visit.
    pub visit: Memo<Visit>,
    /// Findings.
    pub findings: Memo<Vec<Finding>>,
    /// Development needs.
    pub needs: Memo<Vec<DevelopmentNeed>>,
    /// Actions that follow from the visit or from its findings and needs.
    pub actions: Memo<Vec<Action>>,
    /// Photos, files, handwriting and signatures of the visit, its findings and needs.
    pub attachments: Memo<Vec<Attachment>>,
    /// Responses given at the visit.
    pub responses: Memo<Vec<Response>>,
    /// Receipts of notices read at the visit.
    pub receipts: Memo<Vec<NoticeReceipt>>,
}

impl Captured {
    /// Collects the records of this visit.
    pub fn new(id: Id<Visit>, customer: Id<Customer>) -> Self {
        let tables = use_workspace().tables;
        let findings = those_of(tables.findings, customer, move |finding| {
            finding.visit == Some(id) && !finding.is_deleted
        });
        let needs = those_of(tables.needs, customer, move |need| {
            need.visit == Some(id) && !need.is_deleted
        });
        // Deleted findings and needs are included: their photos still belong to the visit.
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

    /// Returns the actions that follow from a record.
    pub fn following(self, from: Link) -> Memo<Vec<Id<Action>>> {
        Memo::new(move |_| {
            let actions = self.actions.read();
            let follow = actions.iter().filter(|one| one.source.as_ref() == Some(&from));
            follow.map(|action| action.id).collect()
        })
    }

    /// Returns the attachments of a record, of these kinds.
    pub fn attached(self, to: Link, kinds: &'static [AttachmentKind]) -> Memo<Vec<Attachment>> {
        Memo::new(move |_| {
            let attachments = self.attachments.read();
            let are_such = |one: &&Attachment| {
                one.of.as_ref() == Some(&to) && one.kind.is_some_and(|kind| kinds.contains(&kind))
            };
            attachments.iter().filter(are_such).cloned().collect()
        })
    }

    /// Returns the valid signature, which is the last one.
    pub fn signature(self) -> Memo<Option<Attachment>> {
        let signatures = self.attached(Link::to(self.id), &[AttachmentKind::Signature]);
        Memo::new(move |_| signatures.read().last().cloned())
    }

    /// Returns the report as it is now, with this customer as the party. Subscribes to changes.
    fn report(self, tables: Tables, customer: Id<Customer>) -> VisitReport {
        let visit = self.visit.get();
        let mut parties = tables.customers.with(|customers| {
            let customer = customers.get(customer);
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

    /// Returns the part of the current report that the customer reads and signs.
    pub fn for_customer(self) -> Memo<CustomerReport> {
        let workspace = use_workspace();
        Memo::new(move |_| {
            let report = self.report(workspace.tables, self.customer);
            report.for_customer(&workspace.people.read())
        })
    }

    /// Returns `true` if the report differs from the signed one; `None` if it is not signed. A merge of the customer
    /// changes nothing that was signed.
    pub fn differs_from_signed(self) -> Memo<Option<bool>> {
        let workspace = use_workspace();
        Memo::new(move |_| {
            let visit = self.visit.read();
            visit.signed_at?;
            let (tables, people) = (workspace.tables, workspace.people.read());
            let written = tables.visits.with(|visits| visits.written_customer(self.id));
            let mut parties = std::iter::once(self.customer).chain(written);
            let is_signed = parties.any(|customer| {
                self.report(tables, customer).is_signed_as(&visit.signed_digest, &people)
            });
            Some(!is_signed)
        })
    }
}
