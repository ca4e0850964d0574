//! The text of a plan and of a review that a customer reads and signs, and the check that it still matches
//! the signature. A paper for signing is drawn from these types alone, and only they are hashed.

use blake3::Hasher;

use super::{OF_ITEM, OF_PLAN, PlanItem, PlanItemKind, PlanReview, ServicePlan};
use crate::domain::signed::{Parties, SECOND, add, add_words};

/// A plan as the customer signs it: goals, services and who does what. Neither its budget nor its notes
/// are in it, and not how far it is: that changes after the signature.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerPlan {
    plan: ServicePlan,
    parties: Parties,
    items: Vec<PlanItem>,
}

impl CustomerPlan {
    /// The part of a plan that the customer sees.
    pub fn new<'a>(
        plan: &ServicePlan,
        parties: Parties,
        items: impl IntoIterator<Item = &'a PlanItem>,
    ) -> Self {
        let is_theirs = |item: &&PlanItem| item.kind != Some(PlanItemKind::Budget);
        let item = |item: &PlanItem| PlanItem {
            reached: None,
            done_on: None,
            budget_cny: None,
            spent_cny: None,
            ..item.clone()
        };
        Self {
            plan: ServicePlan {
                note: String::new(),
                budget_cny: None,
                outcome: String::new(),
                ..plan.clone()
            },
            parties,
            items: items.into_iter().filter(is_theirs).map(item).collect(),
        }
    }

    /// The plan itself.
    pub const fn plan(&self) -> &ServicePlan {
        &self.plan
    }

    /// Whose it is.
    pub const fn parties(&self) -> &Parties {
        &self.parties
    }

    /// The lines of one kind.
    pub fn of_kind(&self, kind: PlanItemKind) -> impl Iterator<Item = &PlanItem> {
        let items = self.items.iter();
        items.filter(move |item| item.kind == Some(kind))
    }

    /// Names the words that are signed.
    pub fn digest(&self) -> String {
        let mut hasher = Hasher::new();
        add(&mut hasher, &self.plan, OF_PLAN);
        add_words(&mut hasher, "responsible", &self.plan.responsible);
        self.parties.add(&mut hasher);
        for item in &self.items {
            add(&mut hasher, item, OF_ITEM);
        }
        format!("{SECOND}{}", hasher.finalize().to_hex())
    }

    /// Returns `true` if this text was signed under that digest.
    pub fn is_signed_as(&self, digest: &str) -> bool {
        if digest.starts_with(SECOND) {
            self.digest() == digest
        } else {
            self.plan.digest(&self.items) == digest
        }
    }
}

impl PlanReview {
    /// Names the words of a review that are signed.
    pub fn digest(&self) -> String {
        let mut hasher = Hasher::new();
        add(&mut hasher, self, &["on", "theirs", "ours", "agreed"]);
        format!("{SECOND}{}", hasher.finalize().to_hex())
    }

    /// Returns `true` if it differs from the signed text; `None` if it is not signed, or was signed before
    /// digests were stored.
    pub fn differs_from_signed(&self) -> Option<bool> {
        self.signed_at?;
        (!self.signed_digest.is_empty()).then(|| self.signed_digest != self.digest())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Id, Moment, Record, Year};

    fn item(n: u128, kind: PlanItemKind) -> PlanItem {
        PlanItem {
            kind: Some(kind),
            text: "功率因数".into(),
            ..PlanItem::empty(Id::new(Uuid::from_u128(n)))
        }
    }

    fn plan() -> ServicePlan {
        ServicePlan {
            year: Year::new(2026),
            responsible: "王".into(),
            ..ServicePlan::empty(Id::new(Uuid::from_u128(1)))
        }
    }

    fn paper(plan: &ServicePlan, items: &[PlanItem]) -> CustomerPlan {
        let parties = Parties { customer: "皖北建材".into(), ..Parties::default() };
        CustomerPlan::new(plan, parties, items)
    }

    #[test]
    fn nothing_of_the_company_alone_is_there_to_be_drawn() {
        let noted =
            ServicePlan { note: "客户爱挑剔".into(), budget_cny: Some(77_777.0), ..plan() };
        let mut goal = item(2, PlanItemKind::Goal);
        goal.spent_cny = Some(77_777.0);
        let items = [goal.clone(), item(3, PlanItemKind::Budget)];
        let all = paper(&noted, &items);
        assert!(!format!("{all:?}").contains("客户爱挑剔"));
        assert!(!format!("{all:?}").contains("77777"));
        assert_eq!(all.of_kind(PlanItemKind::Budget).count(), 0);
        assert_eq!(all.digest(), paper(&plan(), &items[..1]).digest());
    }

    #[test]
    fn what_was_signed_is_told_from_what_was_changed() {
        let goal = item(2, PlanItemKind::Goal);
        let signed = paper(&plan(), std::slice::from_ref(&goal)).digest();
        let mut reached = goal.clone();
        reached.reached = Some(0.9);
        assert!(paper(&plan(), &[reached]).is_signed_as(&signed));
        let mut other = goal.clone();
        other.target = Some(0.96);
        assert!(!paper(&plan(), &[other]).is_signed_as(&signed));
        let others = ServicePlan { responsible: "李".into(), ..plan() };
        assert!(!paper(&others, std::slice::from_ref(&goal)).is_signed_as(&signed));
        // Signed before the names of the parties were a part of it.
        let first = plan().digest([&goal]);
        assert!(paper(&plan(), &[goal]).is_signed_as(&first));
    }

    #[test]
    fn a_review_is_signed_as_it_stands() {
        let mut review = PlanReview {
            agreed: "加装补偿".into(),
            ..PlanReview::empty(Id::new(Uuid::from_u128(1)))
        };
        assert_eq!(review.differs_from_signed(), None);
        review.signed_at = Some(Moment(5));
        assert_eq!(review.differs_from_signed(), None);
        review.signed_digest = review.digest();
        assert_eq!(review.differs_from_signed(), Some(false));
        review.agreed.push_str("，三月前");
        assert_eq!(review.differs_from_signed(), Some(true));
    }
}
