//! Starting point of a class's plans: goals, services, duties, budget and review interval. A setting with an
//! effective date. The page provides the texts of the standard lines.

use std::collections::BTreeMap;

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use serde::{Deserialize, Serialize};

use super::{Gauge, PlanItem, PlanItemKind, PlanTopic, ServicePlan};
use crate::domain::{
    Id, Record, Who,
    dated::DatedSetting,
    standard::{Offer, ServiceClass, Speciality},
};

/// Name of the setting that holds the [`TemplateHistory`].
pub const TEMPLATES: &str = "plan.templates";

/// All templates with their effective dates.
pub type TemplateHistory = DatedSetting<PlanTemplates>;

/// A line of a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TemplateLine {
    /// Goal, service, duty or budget.
    pub kind: PlanItemKind,
    /// Topic of a goal.
    #[serde(default)]
    pub topic: Option<PlanTopic>,
    /// Offer that a service belongs to.
    #[serde(default)]
    pub offer: Option<Offer>,
    /// Speciality that a duty belongs to.
    #[serde(default)]
    pub speciality: Option<Speciality>,
    /// Text, in the company's own words.
    #[serde(default)]
    pub text: String,
    /// Measure, in the company's own words.
    #[serde(default)]
    pub measure: String,
    /// Unit, in the company's own words.
    #[serde(default)]
    pub unit: String,
    /// Source of the figure.
    #[serde(default)]
    pub gauge: Option<Gauge>,
    /// Target value.
    #[serde(default)]
    pub target: Option<f64>,
    /// `true` if the target is an upper limit.
    #[serde(default)]
    pub is_at_most: bool,
    /// For a service, times per year.
    #[serde(default)]
    pub times: Option<f64>,
    /// 预算, CNY.
    #[serde(default)]
    pub budget_cny: Option<f64>,
}

impl TemplateLine {
    /// Creates an empty line of this kind.
    pub fn new(kind: PlanItemKind) -> Self {
        Self {
            kind,
            topic: None,
            offer: None,
            speciality: None,
            text: String::new(),
            measure: String::new(),
            unit: String::new(),
            gauge: None,
            target: None,
            is_at_most: false,
            times: None,
            budget_cny: None,
        }
    }

    /// Creates a goal of this topic with its usual target.
    pub fn goal(topic: PlanTopic) -> Self {
        let (gauge, target, is_at_most) = match topic {
            PlanTopic::Reliability => (Gauge::Outages, Some(1.0), true),
            PlanTopic::PowerFactor => (Gauge::Entered, Some(0.95), false),
            PlanTopic::Satisfaction => (Gauge::Satisfaction, Some(90.0), false),
            PlanTopic::Growth | PlanTopic::Promises => (Gauge::DonePercent, Some(100.0), false),
            PlanTopic::Visits => (Gauge::Visits, Some(4.0), false),
            PlanTopic::Safety => (Gauge::Entered, Some(0.0), true),
            PlanTopic::Saving => (Gauge::Entered, None, false),
        };
        Self {
            topic: Some(topic),
            gauge: Some(gauge),
            target,
            is_at_most,
            ..Self::new(PlanItemKind::Goal)
        }
    }

    /// Creates a service delivered the given number of times a year.
    pub fn service(offer: Offer, times: f64) -> Self {
        Self { offer: Some(offer), times: Some(times), ..Self::new(PlanItemKind::Service) }
    }

    /// Creates the duty of this speciality.
    pub fn duty(speciality: Speciality) -> Self {
        Self { speciality: Some(speciality), ..Self::new(PlanItemKind::Duty) }
    }

    /// Returns `true` if both lines have the same goal, service or duty.
    fn is_about(&self, other: &Self) -> bool {
        let about = |line: &Self| (line.kind, line.topic, line.offer, line.speciality);
        let is_known = self.topic.is_some() || self.offer.is_some() || self.speciality.is_some();
        is_known && about(self) == about(other)
    }

    /// Creates the plan line at this position. Goals and services are assigned to the person responsible for the
    /// plan, and due at the end of the year unless they are recurring.
    pub fn item(&self, plan: &ServicePlan, id: Id<PlanItem>, position: usize) -> PlanItem {
        let end = plan.calendar_year().map(|year| date(year, 12, 31));
        let is_once = self.times.is_none_or(|times| times <= 1.0);
        let has_day = match self.kind {
            PlanItemKind::Goal => true,
            PlanItemKind::Service => is_once,
            PlanItemKind::Duty | PlanItemKind::Budget => false,
        };
        let is_managers = self.kind == PlanItemKind::Goal
            || self.kind == PlanItemKind::Service
            || self.speciality == Some(Speciality::AccountManager);
        let owner = if is_managers { plan.responsible.clone() } else { Who::default() };
        PlanItem {
            plan: Some(plan.id),
            kind: Some(self.kind),
            topic: self.topic,
            offer: self.offer,
            speciality: self.speciality,
            text: self.text.clone(),
            measure: self.measure.clone(),
            gauge: self.gauge,
            target: self.target,
            is_at_most: self.is_at_most,
            unit: self.unit.clone(),
            times: self.times,
            owner,
            due_on: end.filter(|_| has_day),
            budget_cny: self.budget_cny,
            position: Some(position as f64),
            ..PlanItem::empty(id)
        }
    }
}

/// Template for the plans of a class.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanTemplate {
    /// Review interval, months; `None` for no regular review.
    pub review_every_months: Option<u32>,
    /// The lines, in order.
    pub lines: Vec<TemplateLine>,
}

impl PlanTemplate {
    /// Creates the lines of a plan, with ids from the iterator.
    pub fn items(
        &self,
        plan: &ServicePlan,
        mut fresh: impl FnMut() -> Id<PlanItem>,
    ) -> Vec<PlanItem> {
        let lines = self.lines.iter().enumerate();
        lines.map(|(place, line)| line.item(plan, fresh(), place)).collect()
    }

    /// Returns the date of the review after this one.
    pub fn review_after(&self, day: Date) -> Option<Date> {
        let months = self.review_every_months.filter(|months| *months > 0)?;
        day.checked_add(i64::from(months).months()).ok()
    }

    /// Adds a line unless it is already there.
    pub fn add(&mut self, line: TemplateLine) {
        if !self.lines.iter().any(|one| one.is_about(&line)) {
            self.lines.push(line);
        }
    }

    /// Returns the lines of this kind with their positions.
    pub fn of_kind(&self, kind: PlanItemKind) -> impl Iterator<Item = (usize, &TemplateLine)> {
        let lines = self.lines.iter().enumerate();
        lines.filter(move |(_, line)| line.kind == kind)
    }
}

/// Templates of all classes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanTemplates {
    templates: BTreeMap<ServiceClass, PlanTemplate>,
}

impl PlanTemplates {
    /// Returns the template of a class.
    pub fn of(&self, class: ServiceClass) -> PlanTemplate {
        self.templates.get(&class).cloned().unwrap_or_default()
    }

    /// Returns the templates with that of one class replaced.
    #[must_use]
    pub fn with(mut self, class: ServiceClass, template: PlanTemplate) -> Self {
        self.templates.insert(class, template);
        self
    }
}

/// Creates a goal of this topic with another target.
fn aimed(topic: PlanTopic, target: f64) -> TemplateLine {
    TemplateLine { target: Some(target), ..TemplateLine::goal(topic) }
}

impl Default for PlanTemplates {
    /// Starting values for the company to adjust. Key accounts are reviewed every quarter, class A twice a year,
    /// others once; the visits are those of the service standard.
    fn default() -> Self {
        use Offer::{
            BillAdvice, EquipmentCheck, OutageNotice, SafetyCheck, SatisfactionCall, UseReport,
        };
        use PlanTopic::{Growth, PowerFactor, Promises, Reliability, Safety, Satisfaction, Visits};
        use Speciality::{AccountManager, DepartmentHead, Finance, Inspection, Market, Technical};
        use TemplateLine as Line;
        let template = |months, lines: &[Line]| PlanTemplate {
            review_every_months: Some(months),
            lines: lines.to_vec(),
        };
        let key = [
            Line::goal(Reliability),
            Line::goal(PowerFactor),
            Line::goal(Satisfaction),
            Line::goal(Growth),
            Line::goal(Promises),
            aimed(Visits, 12.0),
            Line::service(UseReport, 12.0),
            Line::service(BillAdvice, 4.0),
            Line::service(EquipmentCheck, 2.0),
            Line::service(SafetyCheck, 2.0),
            Line::service(SatisfactionCall, 4.0),
            Line::duty(AccountManager),
            Line::duty(DepartmentHead),
            Line::duty(Market),
            Line::duty(Finance),
            Line::duty(Technical),
        ];
        let a = [
            Line::goal(PowerFactor),
            aimed(Satisfaction, 85.0),
            Line::goal(Promises),
            Line::goal(Visits),
            Line::service(UseReport, 4.0),
            Line::service(BillAdvice, 2.0),
            Line::service(EquipmentCheck, 1.0),
            Line::service(SatisfactionCall, 2.0),
            Line::duty(AccountManager),
            Line::duty(Technical),
        ];
        let b = [
            aimed(Satisfaction, 80.0),
            Line::goal(Promises),
            aimed(Visits, 2.0),
            Line::service(BillAdvice, 1.0),
            Line::service(SafetyCheck, 1.0),
            Line::duty(AccountManager),
            Line::duty(Inspection),
        ];
        let c = [
            Line::goal(Safety),
            aimed(Visits, 1.0),
            Line::service(SafetyCheck, 1.0),
            Line::service(OutageNotice, 1.0),
            Line::duty(Inspection),
        ];
        Self {
            templates: BTreeMap::from([
                (ServiceClass::Key, template(3, &key)),
                (ServiceClass::A, template(6, &a)),
                (ServiceClass::B, template(12, &b)),
                (ServiceClass::C, template(12, &c)),
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::Year;

    fn plan() -> ServicePlan {
        ServicePlan {
            year: Year::new(2027),
            responsible: "王".into(),
            ..ServicePlan::empty(Id::new(Uuid::from_u128(1)))
        }
    }

    #[test]
    fn a_plan_begins_with_the_lines_of_its_class() {
        let mut next = 100;
        let template = PlanTemplates::default().of(ServiceClass::A);
        let items = template.items(&plan(), || {
            next += 1;
            Id::new(Uuid::from_u128(next))
        });
        assert_eq!(items.len(), template.lines.len());
        let places: Vec<_> = items.iter().filter_map(|item| item.position).collect();
        assert!(places.is_sorted() && places.len() == items.len());
        let of = |kind| items.iter().find(|item| item.kind == Some(kind)).unwrap();
        let goal = of(PlanItemKind::Goal);
        assert_eq!(goal.topic, Some(PlanTopic::PowerFactor));
        assert_eq!(goal.due_on, Some(date(2027, 12, 31)));
        assert_eq!(goal.owner, "王".into());
        // A recurring service has no due date.
        assert_eq!(of(PlanItemKind::Service).due_on, None);
        let duties: Vec<_> = items
            .iter()
            .filter(|item| item.kind == Some(PlanItemKind::Duty))
            .map(|item| item.owner.written())
            .collect();
        assert_eq!(duties, ["王", ""]);
    }

    #[test]
    fn every_class_has_goals_services_and_duties() {
        for class in ServiceClass::ALL {
            let template = PlanTemplates::default().of(*class);
            for kind in [PlanItemKind::Goal, PlanItemKind::Service, PlanItemKind::Duty] {
                assert!(template.of_kind(kind).count() > 0, "{class:?} {kind:?}");
            }
        }
    }

    #[test]
    fn a_known_line_is_there_once_and_own_words_as_often_as_wanted() {
        let mut template = PlanTemplate::default();
        let own = |text: &str| TemplateLine {
            text: text.into(),
            ..TemplateLine::new(PlanItemKind::Goal)
        };
        for line in [
            TemplateLine::goal(PlanTopic::Safety),
            aimed(PlanTopic::Safety, 3.0),
            own("甲"),
            own("乙"),
        ] {
            template.add(line);
        }
        assert_eq!(template.lines.len(), 3);
        assert_eq!(template.lines[0].target, Some(0.0));
    }

    #[test]
    fn reviews_follow_in_months() {
        let every =
            |review_every_months| PlanTemplate { review_every_months, ..PlanTemplate::default() };
        let day = date(2026, 11, 30);
        for (months, next) in [
            (Some(3), Some(date(2027, 2, 28))),
            (Some(12), Some(date(2027, 11, 30))),
            (Some(0), None),
            (None, None),
        ] {
            assert_eq!(every(months).review_after(day), next, "{months:?}");
        }
    }

    #[test]
    fn templates_are_stored_by_stable_names() {
        let template = PlanTemplate {
            review_every_months: Some(2),
            lines: vec![TemplateLine::goal(PlanTopic::Reliability)],
        };
        let templates = PlanTemplates::default().with(ServiceClass::Key, template.clone());
        let json = serde_json::to_string(&templates).unwrap();
        assert!(json.contains(r#""key":{"review_every_months":2"#), "{json}");
        assert!(json.contains(r#""topic":"reliability""#), "{json}");
        let read: PlanTemplates = serde_json::from_str(&json).unwrap();
        assert_eq!(read, templates);
        // Missing fields have their defaults.
        let line: TemplateLine = serde_json::from_str(r#"{"kind":"budget"}"#).unwrap();
        assert_eq!(line, TemplateLine::new(PlanItemKind::Budget));
    }
}
