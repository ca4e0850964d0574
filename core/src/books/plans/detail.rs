//! One service plan with everything that belongs to it, as assembled by [`plans`](super).

use crate::domain::{
    Id, Link, People,
    plan::{
        CustomerPlan, ItemProgress, LinkedState, PlanItem, PlanItemKind, PlanLink, PlanProgress,
        PlanReview, ServicePlan,
    },
    signed::Parties,
};

/// A record linked to a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// Link.
    pub id: Id<PlanLink>,
    /// Target of the link.
    pub of: Link,
    /// State of the target.
    pub state: LinkedState,
}

/// One line with its progress and links.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanLine {
    /// Line.
    pub item: PlanItem,
    /// Progress of the line.
    pub progress: ItemProgress,
    /// Records linked to the line.
    pub links: Vec<Linked>,
}

/// One plan with everything that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanDetail {
    /// Plan.
    pub plan: ServicePlan,
    /// Lines, in their order.
    pub lines: Vec<PlanLine>,
    /// Progress of the whole plan.
    pub progress: PlanProgress,
    /// Reviews with the customer, latest first.
    pub reviews: Vec<PlanReview>,
    /// Parties to the plan.
    pub parties: Parties,
    /// Parties before their customer was merged into another one; without a merge the same.
    pub written_parties: Parties,
}

impl PlanDetail {
    /// Returns the lines of one kind.
    pub fn of_kind(&self, kind: PlanItemKind) -> impl Iterator<Item = &PlanLine> {
        let lines = self.lines.iter();
        lines.filter(move |line| line.item.kind == Some(kind))
    }

    /// Returns the planned and the spent amount, CNY: the sums over the lines.
    pub fn money(&self) -> (f64, f64) {
        let sum = |of: fn(&PlanItem) -> Option<f64>| {
            self.lines.iter().filter_map(|line| of(&line.item)).sum()
        };
        (sum(|item| item.budget_cny), sum(|item| item.spent_cny))
    }

    /// Returns the part that the customer signs, in its current form.
    pub fn for_customer(&self, people: &People) -> CustomerPlan {
        self.paper(&self.parties, people)
    }

    fn paper(&self, parties: &Parties, people: &People) -> CustomerPlan {
        let items = self.lines.iter().map(|line| &line.item);
        CustomerPlan::new(&self.plan, parties.clone(), items, people)
    }

    /// Returns `true` if the plan differs from the signed one; `None` while it is not signed. A merge of the customer
    /// changes nothing that was signed.
    pub fn differs_from_signed(&self, people: &People) -> Option<bool> {
        self.plan.signed_at?;
        let is_signed = |parties: &Parties| {
            self.paper(parties, people).is_signed_as(&self.plan.signed_digest, people)
        };
        Some(![&self.parties, &self.written_parties].into_iter().any(is_signed))
    }
}
