//! Commands for service plans: creating one from the template of a class, approving, agreeing, reviewing with the
//! customer, closing, and continuing in the next year; and changing the templates. Single fields of plans and lines
//! are changed like those of any record.

use std::collections::HashMap;

use busbar_core::{
    books::plans::PlanDetail,
    domain::{
        Customer, Id, Link, Moment, Record, Value, Who, Year,
        action::Action,
        attachment::{Attachment, AttachmentKind},
        dated::Dated,
        draft::Draft,
        id::IdSequence,
        plan::{
            Carry, Known, LinkedState, PlanItem, PlanLink, PlanReview, PlanTemplate, ServicePlan,
            TEMPLATES, TemplateHistory, next_item, next_plan,
        },
        standard::ServiceClass,
        visit::Visit,
    },
    storage::LedgerError,
};
use jiff::civil::{Date, date};
use leptos::prelude::*;

use super::{
    attachment::{Place, attach, handwriting},
    record::{change_as, fresh},
};
use crate::{platform::clock, state::workspace::Workspace};

/// Creates a plan for this customer and year from the template of its class, not yet approved or agreed.
/// `situation` is its initial description of the customer, and its goals start from the figures in `known`. A
/// customer has one plan a year: if one exists when the write's turn has come, it is returned.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn begin(
    workspace: Workspace,
    (customer, year): (Id<Customer>, i16),
    class: ServiceClass,
    (template, known): (PlanTemplate, Known),
    situation: String,
) -> Result<Id<ServicePlan>, LedgerError> {
    let own = workspace.tables.customers.with_untracked(|customers| {
        let customer = customers.get(customer)?;
        Some(customer.account_manager.clone()).filter(|who| !who.is_nobody())
    });
    let today = workspace.facts.today_untracked();
    let plan = ServicePlan {
        customer: Some(customer),
        year: Year::new(year),
        class: Some(class),
        situation,
        responsible: own.unwrap_or_else(|| workspace.me()),
        next_review_on: template.review_after(date(year, 1, 1).max(today)),
        ..ServicePlan::empty(fresh())
    };
    let id = plan.id;
    let draft = move || {
        let plans = workspace.tables.plans.read_untracked();
        match of_year(plans.iter(), customer, year) {
            Some(_) => Draft::default(),
            None => {
                let mut ids = IdSequence::after(plan.id.uuid());
                made(&plan, (&template, known), &mut ids)
            }
        }
    };
    workspace.act_in_turn(draft).await?;
    let plans = workspace.tables.plans.read_untracked();
    Ok(of_year(plans.iter(), customer, year).unwrap_or(id))
}

/// Returns the plan of this customer and year.
fn of_year<'a>(
    mut plans: impl Iterator<Item = &'a ServicePlan>,
    customer: Id<Customer>,
    year: i16,
) -> Option<Id<ServicePlan>> {
    let is_it = |plan: &&ServicePlan| {
        !plan.is_deleted && plan.customer == Some(customer) && plan.calendar_year() == Some(year)
    };
    plans.find(is_it).map(|plan| plan.id)
}

fn made(
    plan: &ServicePlan,
    (template, known): (&PlanTemplate, Known),
    ids: &mut IdSequence,
) -> Draft {
    let items = template.items(plan, || ids.next_id()).into_iter();
    let draft = Draft::new("service_plan.make").create(plan);
    items.fold(draft, |draft, item| draft.create(&known.begin(item)))
}

/// Adds a line at the end of a plan.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn add_line(
    workspace: Workspace,
    plan: Id<ServicePlan>,
    line: PlanItem,
) -> Result<(), LedgerError> {
    let draft = move || {
        let items = workspace.tables.plan_items.read_untracked();
        let places = items.iter().filter(|item| item.plan == Some(plan));
        let last = places.filter_map(|item| item.position).fold(-1.0, f64::max);
        let line = PlanItem { plan: Some(plan), position: Some(last + 1.0), ..line.clone() };
        Draft::new("plan_item.add").create(&line)
    };
    workspace.act_in_turn(draft).await.map(drop)
}

/// Records that a service was provided once more on this day.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn serve(workspace: Workspace, item: Id<PlanItem>, on: Date) -> Result<(), LedgerError> {
    change_as("plan_item.serve", workspace, item, move |item| {
        served(item, on);
    })
    .await
}

fn served(item: &mut PlanItem, on: Date) {
    let before = if item.done_on.is_some() { 1.0 } else { 0.0 };
    item.reached = Some(item.reached.unwrap_or(before) + 1.0);
    item.done_on = Some(item.done_on.map_or(on, |last| last.max(on)));
}

/// Records that a goal was reached on this day, regardless of its figure; `None` reverts this.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn reach(
    workspace: Workspace,
    item: Id<PlanItem>,
    on: Option<Date>,
) -> Result<(), LedgerError> {
    change_as("plan_item.reach", workspace, item, move |item| {
        item.done_on = on;
    })
    .await
}

/// Records the company's approval of a plan.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn approve(
    workspace: Workspace,
    plan: Id<ServicePlan>,
    on: Date,
    by: String,
) -> Result<(), LedgerError> {
    let by = workspace.typed(&by);
    change_as("service_plan.approve", workspace, plan, move |plan| {
        plan.approved_on = Some(on);
        plan.approved_by.clone_from(&by);
    })
    .await
}

/// A handwritten signature of the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Id of its attachment.
    pub id: Id<Attachment>,
    /// Strokes, as SVG.
    pub svg: String,
    /// Digest of the text that is signed.
    pub digest: String,
}

/// Records the agreement with the customer on this day, which starts the plan, and the signature under its current
/// text, if there is one.
///
/// # Errors
/// Same as [`Workspace::act`]; the plan is not agreed.
pub async fn agree(
    workspace: Workspace,
    plan: &ServicePlan,
    on: Date,
    with: String,
    signature: Option<Signature>,
) -> Result<(), LedgerError> {
    let now = Moment(clock::now_millis());
    workspace.act(agreed(plan, on, &with, signature, now)).await.map(drop)
}

fn agreed(
    before: &ServicePlan,
    on: Date,
    with: &str,
    signature: Option<Signature>,
    now: Moment,
) -> Draft {
    let mut after = before.clone();
    after.agreed_on = Some(on);
    after.agreed_with = with.to_owned();
    if let Some(signature) = &signature {
        after.signed_at = Some(now);
        after.signed_digest.clone_from(&signature.digest);
    }
    let draft = Draft::new("service_plan.agree").change(before, &after);
    signed(draft, before.customer, Link::to(before.id), with, signature, now)
}

fn signed(
    draft: Draft,
    customer: Option<Id<Customer>>,
    of: Link,
    by: &str,
    signature: Option<Signature>,
    now: Moment,
) -> Draft {
    let Some((Signature { id, svg, .. }, customer)) = signature.zip(customer) else {
        return draft;
    };
    let written = Attachment {
        taken_at: Some(now),
        ..handwriting(id, AttachmentKind::Signature, by.to_owned())
    };
    attach(draft, Place { customer, of }, written, svg.into_bytes())
}

/// Adds a review with the customer, and sets the date of the next one.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn review(
    workspace: Workspace,
    plan: &ServicePlan,
    review: PlanReview,
    next_on: Option<Date>,
) -> Result<(), LedgerError> {
    workspace.act(reviewed(plan, review, next_on)).await.map(drop)
}

/// Adds the customer's signature under the current text of a review.
///
/// # Errors
/// Same as [`Workspace::act`]; nothing is signed.
pub async fn sign_review(
    workspace: Workspace,
    before: &PlanReview,
    by: String,
    signature: Signature,
) -> Result<(), LedgerError> {
    let now = Moment(clock::now_millis());
    workspace.act(review_signed(before, by, signature, now)).await.map(drop)
}

fn review_signed(before: &PlanReview, by: String, signature: Signature, now: Moment) -> Draft {
    let after = PlanReview {
        signed_by: by,
        signed_at: Some(now),
        signed_digest: signature.digest.clone(),
        ..before.clone()
    };
    let draft = Draft::new("plan_review.sign").change(before, &after);
    let (of, by) = (Link::to(before.id), after.signed_by.as_str());
    signed(draft, before.customer, of, by, Some(signature), now)
}

fn reviewed(plan: &ServicePlan, review: PlanReview, next_on: Option<Date>) -> Draft {
    let review = PlanReview { plan: Some(plan.id), customer: plan.customer, ..review };
    let after = ServicePlan { next_review_on: next_on, ..plan.clone() };
    Draft::new("service_plan.review").create(&review).change(plan, &after)
}

/// Closes a plan with its outcome, or reopens it if `on` is `None`.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn close(
    workspace: Workspace,
    plan: Id<ServicePlan>,
    on: Option<Date>,
    outcome: String,
) -> Result<(), LedgerError> {
    let action = if on.is_some() { "service_plan.close" } else { "service_plan.reopen" };
    change_as(action, workspace, plan, move |plan| {
        plan.closed_on = on;
        if on.is_some() {
            plan.outcome.clone_from(&outcome);
        }
    })
    .await
}

/// Links visits, actions and requests to a line, and removes links. The linked records do not change.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn relink(
    workspace: Workspace,
    item: Id<PlanItem>,
    customer: Option<Id<Customer>>,
    new: Vec<Link>,
    gone: Vec<Id<PlanLink>>,
) -> Result<(), LedgerError> {
    let draft = relinked(item, customer, new, gone);
    workspace.act(draft).await.map(drop)
}

fn relinked(
    item: Id<PlanItem>,
    customer: Option<Id<Customer>>,
    new: Vec<Link>,
    gone: Vec<Id<PlanLink>>,
) -> Draft {
    let action = if new.is_empty() { "plan_link.delete" } else { "plan_link.add" };
    let mut draft = Draft::new(action);
    for of in new {
        // A removed link is restored, because `is_deleted` is written as well.
        draft = draft.create(&PlanLink::between(item, of, customer));
    }
    for link in gone {
        draft = draft.edit(link, PlanLink::IS_DELETED, Value::Bool(true));
    }
    draft
}

/// Plans a visit about this line, under the id created by its form.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn plan_visit(
    workspace: Workspace,
    plan: &ServicePlan,
    (id, item): (Id<Visit>, Id<PlanItem>),
    purpose: String,
    on: Date,
) -> Result<(), LedgerError> {
    let visit = Visit {
        customer: plan.customer,
        account_manager: plan.responsible.clone(),
        purpose,
        planned_on: Some(on),
        ..Visit::empty(id)
    };
    let link = PlanLink::between(item, Link::to(visit.id), plan.customer);
    let draft = Draft::new("visit.plan").create(&visit).create(&link);
    workspace.act(draft).await.map(drop)
}

/// Adds an action that serves a line, under the id created by its form.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn promise(
    workspace: Workspace,
    plan: &ServicePlan,
    (id, item): (Id<Action>, Id<PlanItem>),
    (text, owner): (String, Who),
    due_on: Option<Date>,
) -> Result<(), LedgerError> {
    let action = Action {
        customer: plan.customer,
        source: Some(Link::to(item)),
        text,
        owner,
        opened_on: Some(workspace.facts.today_untracked()),
        due_on,
        ..Action::empty(id)
    };
    let link = PlanLink::between(item, Link::to(action.id), plan.customer);
    let draft = Draft::new("action.add").create(&action).create(&link);
    workspace.act(draft).await.map(drop)
}

/// Continues a plan in the next year with these lines. Lines carried over keep their links to open records. The ids
/// of the new records follow `first`, which the form created. Returns the new plan; `None` if there is no next
/// year.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn copy_forward(
    workspace: Workspace,
    (first, detail): (Id<ServicePlan>, &PlanDetail),
    class: ServiceClass,
    (template, known): (&PlanTemplate, Known),
    lines: &[(Id<PlanItem>, Carry)],
) -> Result<Option<Id<ServicePlan>>, LedgerError> {
    let mut ids = IdSequence::after(first.uuid());
    let Some((draft, id)) = copied(detail, (class, template, known), lines, &mut ids) else {
        return Ok(None);
    };
    workspace.act(draft).await?;
    Ok(Some(id))
}

fn copied(
    detail: &PlanDetail,
    (class, template, known): (ServiceClass, &PlanTemplate, Known),
    lines: &[(Id<PlanItem>, Carry)],
    ids: &mut IdSequence,
) -> Option<(Draft, Id<ServicePlan>)> {
    let mut plan = next_plan(&detail.plan, ids.next_id(), Some(class))?;
    let first = plan.calendar_year().map(|year| date(year, 1, 1));
    plan.next_review_on = first.and_then(|first| template.review_after(first));
    let chosen: HashMap<_, _> = lines.iter().copied().collect();
    let mut draft = Draft::new("service_plan.copy").create(&plan);
    for line in &detail.lines {
        let Some(carry) = chosen.get(&line.item.id) else {
            continue;
        };
        let next = known.begin(next_item(&line.item, *carry, plan.id, ids.next_id()));
        draft = draft.create(&next);
        let is_open = |state| matches!(state, LinkedState::Open | LinkedState::Late);
        let open = line.links.iter().filter(|link| is_open(link.state));
        for link in open.filter(|_| *carry == Carry::Over) {
            draft = draft.create(&PlanLink::between(next.id, link.of.clone(), plan.customer));
        }
    }
    Some((draft, plan.id))
}

/// Changes the template of a class, from this date on.
pub fn change_template(
    workspace: Workspace,
    from: Date,
    class: ServiceClass,
    change: impl Fn(&mut PlanTemplate) + 'static,
) {
    workspace.change_setting(TEMPLATES, move |history: &mut TemplateHistory| {
        let templates = history.on(from).clone();
        let mut template = templates.of(class);
        change(&mut template);
        let value = templates.with(class, template);
        *history = std::mem::take(history).with(Dated { from, value });
    });
}

/// Removes the templates set for this date.
pub fn forget_templates(workspace: Workspace, from: Date) {
    workspace.change_setting(TEMPLATES, move |history: &mut TemplateHistory| {
        *history = std::mem::take(history).without(from);
    });
}

/// Deletes a plan; undo restores it.
pub fn remove(workspace: Workspace, plan: Id<ServicePlan>) {
    let draft =
        Draft::new("service_plan.delete").edit(plan, ServicePlan::IS_DELETED, Value::Bool(true));
    workspace.act_detached(draft);
}

#[cfg(test)]
mod tests {
    use pollster::block_on;
    use uuid::Uuid;

    use super::*;
    use busbar_core::{
        books::{
            plans::{Linked, PlanLine},
            table::Table,
        },
        domain::{
            draft::RecordBlock,
            plan::{Gauge, PlanProgress, PlanState, PlanTemplates, PlanTopic, TemplateLine},
            signed::Parties,
        },
        storage::{Ledger, Memory, seal::Plain},
        sync::{ChangeId, Writer},
    };

    type Tab = Ledger<Memory, Plain>;

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    async fn tab() -> Tab {
        let writer = Writer(Uuid::from_u128(77));
        Ledger::open(Memory::default(), Plain, writer).await.unwrap()
    }

    async fn write(tab: &Tab, draft: Draft, now: u64) -> ChangeId {
        let written = tab.write(draft, "王", now).await.unwrap();
        written.unwrap().change
    }

    /// Returns the records of one kind, as a page opened now would load them.
    async fn table<T: Record>(tab: &Tab) -> Table<T> {
        let snapshot = tab.snapshot().await.unwrap();
        let mut table = Table::default();
        let blocks = snapshot.blocks.into_iter();
        let blocks = blocks.filter(|block| block.kind == T::RECORD_KIND);
        table.extend(blocks.flat_map(RecordBlock::unpack));
        for record in snapshot.records.iter().filter(|one| one.kind == T::RECORD_KIND) {
            let fields = record.fields.iter();
            let fields = fields.map(|(name, value)| (name.as_str(), value));
            table.apply(record.id, fields);
        }
        table
    }

    fn plan() -> ServicePlan {
        ServicePlan {
            customer: Some(id(9)),
            year: Year::new(2026),
            responsible: "王".into(),
            ..ServicePlan::empty(id(1))
        }
    }

    fn template() -> PlanTemplate {
        PlanTemplates::default().of(ServiceClass::B)
    }

    /// Returns the stored plan with its lines, and `links` to the first line.
    async fn detail(tab: &Tab, links: Vec<Linked>) -> PlanDetail {
        let plans: Table<ServicePlan> = table(tab).await;
        let items: Table<PlanItem> = table(tab).await;
        let own = items.iter().filter(|item| item.plan == Some(id(1)));
        let lines = own.filter(|item| item.is_here()).enumerate();
        PlanDetail {
            parties: Parties::default(),
            written_parties: Parties::default(),
            plan: plans.get(id(1)).unwrap().clone(),
            lines: lines
                .map(|(place, item)| PlanLine {
                    item: item.clone(),
                    progress: Default::default(),
                    links: if place == 0 { links.clone() } else { Vec::new() },
                })
                .collect(),
            progress: PlanProgress::default(),
            reviews: Vec::new(),
        }
    }

    #[test]
    fn a_plan_is_made_whole_and_taken_back_whole() {
        block_on(async {
            let tab = tab().await;
            let mut ids = IdSequence::after(Uuid::from_u128(100));
            let change =
                write(&tab, made(&plan(), (&template(), Known::default()), &mut ids), 10).await;
            let items: Table<PlanItem> = table(&tab).await;
            assert_eq!(items.len(), template().lines.len());
            assert!(items.iter().all(PlanItem::is_here));

            let undone = tab.undo(change, "王", 20).await.unwrap().change;
            let (plans, items): (Table<ServicePlan>, Table<PlanItem>) =
                (table(&tab).await, table(&tab).await);
            assert!(!plans.iter().any(ServicePlan::is_here));
            assert!(!items.iter().any(PlanItem::is_here));

            // The undo is undone.
            tab.undo(undone, "王", 30).await.unwrap();
            let plans: Table<ServicePlan> = table(&tab).await;
            assert_eq!(plans.get(id(1)).unwrap().responsible, "王".into());
        });
    }

    #[test]
    fn a_plan_begins_where_its_customer_is() {
        block_on(async {
            let tab = tab().await;
            let mut ids = IdSequence::after(Uuid::from_u128(100));
            let known = Known { power_factor: Some(0.87), satisfaction: Some(72.0), hazards: None };
            let mut template = PlanTemplate::default();
            template.add(TemplateLine::goal(PlanTopic::PowerFactor));
            // A template line of a company whose staff enter the figure.
            template.add(TemplateLine {
                gauge: Some(Gauge::Entered),
                ..TemplateLine::goal(PlanTopic::Satisfaction)
            });
            let draft = made(&plan(), (&template, known), &mut ids);
            write(&tab, draft, 10).await;
            let reached = async |plan| {
                let items: Table<PlanItem> = table(&tab).await;
                let of = |topic| {
                    let mut own = items.iter().filter(|item| item.plan == Some(plan));
                    own.find(|item| item.topic == Some(topic))?.reached
                };
                (of(PlanTopic::PowerFactor), of(PlanTopic::Satisfaction))
            };
            assert_eq!(reached(id(1)).await, (Some(0.87), Some(72.0)));

            // The next plan starts from the figures at its beginning.
            let before = detail(&tab, Vec::new()).await;
            let all: Vec<_> = before.lines.iter().map(|line| line.item.id).collect();
            let all: Vec<_> = all.into_iter().map(|id| (id, Carry::Over)).collect();
            let by_then = Known { power_factor: Some(0.93), satisfaction: None, hazards: None };
            let with = (ServiceClass::A, &template, by_then);
            let (draft, next) = copied(&before, with, &all, &mut ids).unwrap();
            write(&tab, draft, 20).await;
            assert_eq!(reached(next).await, (Some(0.93), Some(72.0)));
        });
    }

    #[test]
    fn agreeing_and_reviewing_are_each_one_action() {
        block_on(async {
            let tab = tab().await;
            let mut ids = IdSequence::after(Uuid::from_u128(100));
            write(&tab, made(&plan(), (&template(), Known::default()), &mut ids), 10).await;
            let state = async || {
                let plans: Table<ServicePlan> = table(&tab).await;
                let plan = plans.get(id(1)).unwrap();
                (plan.state(), plan.next_review_on)
            };
            let before = detail(&tab, Vec::new()).await;
            let draft = agreed(&before.plan, date(2026, 1, 20), "李", None, Moment(5));
            assert!(draft.blobs.is_empty(), "nobody signed");
            let agreement = write(&tab, draft, 20).await;
            assert_eq!(state().await, (PlanState::Running, None));

            let kept = PlanReview {
                on: Some(date(2026, 4, 20)),
                agreed: "加装补偿".into(),
                ..PlanReview::empty(id(50))
            };
            let now = detail(&tab, Vec::new()).await.plan;
            let next = Some(date(2026, 7, 20));
            let review = write(&tab, reviewed(&now, kept, next), 30).await;
            assert_eq!(state().await, (PlanState::Running, next));
            let reviews: Table<PlanReview> = table(&tab).await;
            let told = reviews.get(id(50)).unwrap();
            assert_eq!((told.plan, told.customer), (Some(id(1)), Some(id(9))));
            assert_eq!(told.signed_at, None);
            let signature = Signature { id: id(60), svg: "<svg/>".into(), digest: told.digest() };
            let draft = review_signed(told, "李".into(), signature, Moment(6));
            assert_eq!(draft.blobs.len(), 1);
            let signing = write(&tab, draft, 35).await;
            let reviews: Table<PlanReview> = table(&tab).await;
            let told = reviews.get(id(50)).unwrap();
            assert_eq!(told.differs_from_signed(), Some(false));
            tab.undo(signing, "王", 36).await.unwrap();

            tab.undo(review, "王", 40).await.unwrap();
            assert_eq!(state().await, (PlanState::Running, None));
            let reviews: Table<PlanReview> = table(&tab).await;
            assert!(!reviews.iter().any(PlanReview::is_here));
            tab.undo(agreement, "王", 50).await.unwrap();
            assert_eq!(state().await, (PlanState::Drafted, None));
        });
    }

    #[test]
    fn a_link_that_was_taken_off_comes_back() {
        block_on(async {
            let tab = tab().await;
            let (item, of) = (id::<PlanItem>(2), Link::to(id::<Action>(3)));
            let link = PlanLink::id_of(item, &of);
            let new = || vec![of.clone()];
            let is_here = async || {
                let links: Table<PlanLink> = table(&tab).await;
                links.get(link).is_some_and(PlanLink::is_here)
            };
            write(&tab, relinked(item, Some(id(9)), new(), vec![]), 10).await;
            assert!(is_here().await);
            let taken_off = write(&tab, relinked(item, Some(id(9)), vec![], vec![link]), 20).await;
            assert!(!is_here().await);
            tab.undo(taken_off, "王", 30).await.unwrap();
            assert!(is_here().await);
            write(&tab, relinked(item, Some(id(9)), vec![], vec![link]), 40).await;
            write(&tab, relinked(item, Some(id(9)), new(), vec![]), 50).await;
            assert!(is_here().await);
        });
    }

    #[test]
    fn the_next_year_has_what_was_chosen_and_what_is_open() {
        block_on(async {
            let tab = tab().await;
            let mut ids = IdSequence::after(Uuid::from_u128(100));
            write(&tab, made(&plan(), (&template(), Known::default()), &mut ids), 10).await;
            let linked =
                |n: u128, state| Linked { id: id(n), of: Link::to(id::<Action>(n)), state };
            let links = vec![
                linked(70, LinkedState::Open),
                linked(71, LinkedState::Done),
                linked(72, LinkedState::Late),
            ];
            let before = detail(&tab, links).await;
            let chosen =
                [(before.lines[0].item.id, Carry::Over), (before.lines[1].item.id, Carry::Anew)];
            let with = (ServiceClass::A, &template(), Known::default());
            let (draft, next) = copied(&before, with, &chosen, &mut ids).unwrap();
            let change = write(&tab, draft, 20).await;

            let plans: Table<ServicePlan> = table(&tab).await;
            let plan = plans.get(next).unwrap();
            assert_eq!((plan.year, plan.class), (Year::new(2027), Some(ServiceClass::A)));
            assert_eq!(plan.copied_from, Some(id(1)));
            assert_eq!(plan.next_review_on, Some(date(2028, 1, 1)));
            let items: Table<PlanItem> = table(&tab).await;
            let own: Vec<_> = items.iter().filter(|item| item.plan == Some(next)).collect();
            let carried: Vec<_> = own.iter().map(|item| item.carried_from).collect();
            assert_eq!(carried, [Some(chosen[0].0), None]);
            let links: Table<PlanLink> = table(&tab).await;
            let leads: Vec<_> = links.iter().filter_map(|link| link.of.clone()).collect();
            assert_eq!(leads, [70, 72].map(|n| Link::to(id::<Action>(n))));

            tab.undo(change, "王", 30).await.unwrap();
            let plans: Table<ServicePlan> = table(&tab).await;
            let here: Vec<_> = plans.iter().filter(|plan| plan.is_here()).collect();
            assert_eq!(here.len(), 1);
        });
    }

    #[test]
    fn a_service_is_counted_from_what_was_said_before() {
        let item = |reached, done_on| PlanItem { reached, done_on, ..PlanItem::empty(id(1)) };
        let (march, may) = (date(2026, 3, 1), date(2026, 5, 1));
        for (before, on, reached, done_on) in [
            (item(None, None), march, 1.0, march),
            (item(None, Some(march)), may, 2.0, may),
            (item(Some(3.0), Some(may)), march, 4.0, may),
            (item(Some(0.0), None), may, 1.0, may),
        ] {
            let mut after = before.clone();
            served(&mut after, on);
            assert_eq!((after.reached, after.done_on), (Some(reached), Some(done_on)));
        }
    }
}
