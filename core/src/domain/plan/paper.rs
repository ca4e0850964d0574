//! The text of a plan or review that a customer reads and signs, and the check that it still matches the
//! signature. Papers for signing are drawn from these types alone, and only they are hashed.

use blake3::Hasher;

use super::{OF_ITEM, OF_PLAN, PlanItem, PlanItemKind, PlanReview, ServicePlan};
use crate::domain::{
    Who,
    people::{Naming, People},
    signed::{Parties, SECOND, add, add_words},
};

/// A plan as signed by the customer: goals, services and duties. It excludes budget, notes and progress, because
/// progress changes after the signature.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerPlan {
    plan: ServicePlan,
    parties: Parties,
    items: Vec<PlanItem>,
    names: Naming,
}

impl CustomerPlan {
    /// Takes the part of a plan that the customer sees.
    pub fn new<'a>(
        plan: &ServicePlan,
        parties: Parties,
        items: impl IntoIterator<Item = &'a PlanItem>,
        people: &People,
    ) -> Self {
        let is_theirs = |item: &&PlanItem| item.kind != Some(PlanItemKind::Budget);
        let item = |item: &PlanItem| PlanItem {
            reached: None,
            done_on: None,
            budget_cny: None,
            spent_cny: None,
            ..item.clone()
        };
        let mut paper = Self {
            plan: ServicePlan {
                note: String::new(),
                budget_cny: None,
                outcome: String::new(),
                ..plan.clone()
            },
            parties,
            items: items.into_iter().filter(is_theirs).map(item).collect(),
            names: Naming::default(),
        };
        paper.names = people.naming(&paper.people());
        paper
    }

    /// Returns the people that it names.
    fn people(&self) -> Vec<&Who> {
        let owners = self.items.iter().map(|item| &item.owner);
        std::iter::once(&self.plan.responsible).chain(owners).collect()
    }

    /// Returns the name of a person on this paper.
    pub fn name(&self, who: &Who) -> String {
        self.names.of(who).written().to_owned()
    }

    /// Returns the plan record.
    pub const fn plan(&self) -> &ServicePlan {
        &self.plan
    }

    /// Returns the parties.
    pub const fn parties(&self) -> &Parties {
        &self.parties
    }

    /// Returns the lines of one kind.
    pub fn of_kind(&self, kind: PlanItemKind) -> impl Iterator<Item = &PlanItem> {
        let items = self.items.iter();
        items.filter(move |item| item.kind == Some(kind))
    }

    /// Returns the digest of the signed text.
    pub fn digest(&self) -> String {
        self.digest_by(&self.names)
    }

    fn digest_by(&self, names: &Naming) -> String {
        let mut hasher = Hasher::new();
        add(&mut hasher, &self.plan, OF_PLAN);
        add_words(&mut hasher, "responsible", names.of(&self.plan.responsible).written());
        self.parties.add(&mut hasher);
        for item in self.named_items(names) {
            add(&mut hasher, &item, OF_ITEM);
        }
        format!("{SECOND}{}", hasher.finalize().to_hex())
    }

    fn named_items(&self, names: &Naming) -> Vec<PlanItem> {
        let named = |item: &PlanItem| PlanItem { owner: names.of(&item.owner), ..item.clone() };
        self.items.iter().map(named).collect()
    }

    /// Returns `true` if this text was signed with that digest, under any names its people have had.
    pub fn is_signed_as(&self, digest: &str, people: &People) -> bool {
        let is_signed = |names: &Naming| {
            if digest.starts_with(SECOND) {
                self.digest_by(names) == digest
            } else {
                self.plan.digest(&self.named_items(names)) == digest
            }
        };
        people.namings(&self.people()).iter().any(is_signed)
    }
}

impl PlanReview {
    /// Returns the digest of the signed text of a review.
    pub fn digest(&self) -> String {
        let mut hasher = Hasher::new();
        add(&mut hasher, self, &["on", "theirs", "ours", "agreed"]);
        format!("{SECOND}{}", hasher.finalize().to_hex())
    }

    /// Returns `true` if the review differs from its signed text; `None` if it is unsigned, or was signed before
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
    use crate::domain::{Id, Moment, Person, Record, Year};

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
        CustomerPlan::new(plan, parties, items, &People::default())
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
        assert!(paper(&plan(), &[reached]).is_signed_as(&signed, &People::default()));
        let mut other = goal.clone();
        other.target = Some(0.96);
        assert!(!paper(&plan(), &[other]).is_signed_as(&signed, &People::default()));
        let others = ServicePlan { responsible: "李".into(), ..plan() };
        assert!(
            !paper(&others, std::slice::from_ref(&goal)).is_signed_as(&signed, &People::default())
        );
        // Signed before the digest covered the names of the parties.
        let first = plan().digest([&goal]);
        assert!(paper(&plan(), &[goal]).is_signed_as(&first, &People::default()));
    }

    #[test]
    fn a_signature_outlives_a_new_name_and_a_merge() {
        let mut goal = item(2, PlanItemKind::Goal);
        goal.owner = "张伟".into();
        let parties = Parties::default;
        let paper = |plan: &ServicePlan, people: &People| {
            CustomerPlan::new(plan, parties(), [&goal], people)
        };
        let signed = paper(&plan(), &People::default()).digest();
        let mut persons = ["王", "张伟", "李"].map(Person::named);
        persons[0].rename("王一");
        persons[1].merged_into = Some(persons[2].id);
        let people = People::of(&persons);
        // The same people, one of them by id.
        let mut now = plan();
        now.responsible = persons[0].id.into();
        let renamed = paper(&now, &people);
        assert_eq!(renamed.name(&now.responsible), "王一");
        assert_ne!(renamed.digest(), signed);
        assert!(renamed.is_signed_as(&signed, &people));
        assert!(renamed.is_signed_as(&renamed.digest(), &people));
        now.responsible = persons[2].id.into();
        assert!(!paper(&now, &people).is_signed_as(&signed, &people));
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
