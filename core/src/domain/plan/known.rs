//! Figures known about a customer when a plan is started, so that its goals start from the current situation. The
//! page supplies them.

use super::{Gauge, PlanItem, PlanItemKind, PlanTopic};

/// Known figures of a customer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Known {
    /// 功率因数 of the last twelve months.
    pub power_factor: Option<f64>,
    /// 满意度, 0 to 100.
    pub satisfaction: Option<f64>,
    /// Number of open hazards; `None` if none was ever found.
    pub hazards: Option<usize>,
}

impl Known {
    /// Returns the figure for a topic, rounded as in billing: cosφ to two decimals, others to whole numbers.
    pub fn of(self, topic: PlanTopic) -> Option<f64> {
        let rounded = |figure: f64, steps: f64| (figure * steps).round() / steps;
        match topic {
            PlanTopic::PowerFactor => self.power_factor.map(|figure| rounded(figure, 100.0)),
            PlanTopic::Satisfaction => self.satisfaction.map(|figure| rounded(figure, 1.0)),
            PlanTopic::Safety => self.hazards.map(|count| count as f64),
            PlanTopic::Reliability
            | PlanTopic::Growth
            | PlanTopic::Visits
            | PlanTopic::Promises
            | PlanTopic::Saving => None,
        }
    }

    /// Returns a goal that starts from the known figure. Goals with a computed figure or the company's own
    /// measure, and lines that are not goals, are unchanged.
    #[must_use]
    pub fn begin(self, item: PlanItem) -> PlanItem {
        let is_entered = item.gauge.is_none_or(|gauge| gauge == Gauge::Entered);
        let is_own = !item.measure.is_empty() || !item.unit.is_empty();
        let is_goal = item.kind == Some(PlanItemKind::Goal);
        let figure = item.topic.and_then(|topic| self.of(topic));
        PlanItem {
            reached: figure.filter(|_| is_goal && is_entered && !is_own).or(item.reached),
            ..item
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Id, Record};

    #[test]
    fn goals_begin_with_what_is_known() {
        let known =
            Known { power_factor: Some(0.8749), satisfaction: Some(72.4), hazards: Some(3) };
        let goal = |topic| PlanItem {
            kind: Some(PlanItemKind::Goal),
            topic: Some(topic),
            gauge: Some(Gauge::Entered),
            ..PlanItem::empty(Id::new(Uuid::from_u128(1)))
        };
        let counted = PlanItem { gauge: Some(Gauge::Done), ..goal(PlanTopic::Safety) };
        let own = PlanItem { measure: "平均功率因数".into(), ..goal(PlanTopic::PowerFactor) };
        let duty = PlanItem { kind: Some(PlanItemKind::Duty), ..goal(PlanTopic::PowerFactor) };
        let entered = PlanItem { reached: Some(0.91), ..goal(PlanTopic::Saving) };
        for (item, expected) in [
            (goal(PlanTopic::PowerFactor), Some(0.87)),
            (goal(PlanTopic::Satisfaction), Some(72.0)),
            (goal(PlanTopic::Safety), Some(3.0)),
            (goal(PlanTopic::Visits), None),
            (counted, None),
            (own, None),
            (duty, None),
            (entered, Some(0.91)),
        ] {
            let begun = known.begin(item.clone());
            assert_eq!(begun.reached, expected, "{item:?}");
        }
        let nothing = Known::default().begin(goal(PlanTopic::PowerFactor));
        assert_eq!(nothing.reached, None);
    }
}
