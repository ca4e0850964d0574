//! One service plan with everything that belongs to it, as [`plans`](super) puts it together.

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
    /// The link.
    pub id: Id<PlanLink>,
    /// The target of the link.
    pub of: Link,
    /// The state of the target.
    pub state: LinkedState,
}

/// One line with what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanLine {
    /// The line.
    pub item: PlanItem,
    /// The line's progress.
    pub progress: ItemProgress,
    /// The records linked to it.
    pub links: Vec<Linked>,
}

/// One plan with everything that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanDetail {
    /// The plan.
    pub plan: ServicePlan,
    /// Its lines, in their order.
    pub lines: Vec<PlanLine>,
    /// The progress of the whole plan.
    pub progress: PlanProgress,
    /// The reviews with the customer, the latest first.
    pub reviews: Vec<PlanReview>,
    /// Whose it is.
    pub parties: Parties,
}

impl PlanDetail {
    /// The lines of one kind.
    pub fn of_kind(&self, kind: PlanItemKind) -> impl Iterator<Item = &PlanLine> {
        let lines = self.lines.iter();
        lines.filter(move |line| line.item.kind == Some(kind))
    }

    /// Returns the planned and the spent amount, CNY: the sums of the lines.
    pub fn money(&self) -> (f64, f64) {
        let sum = |of: fn(&PlanItem) -> Option<f64>| {
            self.lines.iter().filter_map(|line| of(&line.item)).sum()
        };
        (sum(|item| item.budget_cny), sum(|item| item.spent_cny))
    }

    /// The part that the customer signs, as it is now.
    pub fn for_customer(&self, people: &People) -> CustomerPlan {
        let items = self.lines.iter().map(|line| &line.item);
        CustomerPlan::new(&self.plan, self.parties.clone(), items, people)
    }

    /// Returns `true` if the plan differs from the signed one; `None` while it is not signed.
    pub fn differs_from_signed(&self, people: &People) -> Option<bool> {
        self.plan.signed_at?;
        Some(!self.for_customer(people).is_signed_as(&self.plan.signed_digest, people))
    }
}
