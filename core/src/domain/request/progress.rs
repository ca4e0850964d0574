//! State of a request: received, answered, stages completed, resolved, confirmed by the customer.

use jiff::civil::Date;
use uuid::Uuid;

use super::{Party, Request, RequestStep, Stage, StepKind};
use crate::domain::{Id, InOrder, Record, clock::Pause};

/// Reason why a step is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// Kind or date is missing.
    #[error("a step needs a kind and a date")]
    Incomplete,
    /// Dated before the previous step.
    #[error("the last step was on {0}")]
    BeforeLast(Date),
    /// The customer has already confirmed the resolution.
    #[error("the request is closed")]
    Closed,
    /// The customer has not been answered yet.
    #[error("the customer has not been answered yet")]
    NotResponded,
    /// The customer has already been answered.
    #[error("the customer has already been answered")]
    Responded,
    /// Already waiting for the customer.
    #[error("the request is already waiting for the customer")]
    Paused,
    /// Not waiting for the customer.
    #[error("the request is not waiting for the customer")]
    NotPaused,
    /// Another stage is next, or none.
    #[error("another stage is next")]
    OtherStage(Option<Stage>),
    /// Already resolved.
    #[error("the request is already resolved")]
    Resolved,
    /// Not resolved yet.
    #[error("the request is not resolved yet")]
    NotResolved,
    /// Pausing and reopening need a reason.
    #[error("a reason is missing")]
    NoReason,
    /// No department is named.
    #[error("a department is missing")]
    NoDepartment,
    /// The score is not between 1 and 5.
    #[error("the score must be between 1 and 5")]
    BadScore,
}

/// Phase of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// 待首次答复
    Unanswered,
    /// 处理中
    InWork,
    /// In a stage of a connection.
    Stage(Stage),
    /// 待客户确认
    Unconfirmed,
    /// 已关闭
    Closed,
}

impl Phase {
    /// Open phases, in order.
    pub const OPEN: [Self; 8] = [
        Self::Unanswered,
        Self::InWork,
        Self::Stage(Stage::SupplyPlan),
        Self::Stage(Stage::DesignReview),
        Self::Stage(Stage::MidCheck),
        Self::Stage(Stage::FinalCheck),
        Self::Stage(Stage::Connection),
        Self::Unconfirmed,
    ];
}

/// State of a request after its steps.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestProgress {
    /// Date of receipt.
    pub received_on: Date,
    /// Date of the first answer.
    pub responded_on: Option<Date>,
    /// Completed stages with their dates.
    pub done: Vec<(Stage, Date)>,
    /// Periods of waiting for the customer; the last is open while it lasts.
    pub pauses: Vec<Pause>,
    /// Reason for waiting for the customer.
    pub waits_because: Option<String>,
    /// Date of resolution.
    pub resolved_on: Option<Date>,
    /// Date of the customer's confirmation.
    pub confirmed_on: Option<Date>,
    /// Satisfaction given by the customer, 1 to 5.
    pub score: Option<f64>,
    /// Current department, and since when.
    pub department: (String, Date),
    /// Steps that do not fit, as two tablets may produce; they have no effect and are shown.
    pub misfits: Vec<(Id<RequestStep>, StepError)>,
    stages: &'static [Stage],
    paused_on: Option<Date>,
    last: Date,
}

impl RequestProgress {
    /// Computes the state from the steps, which may come in any order; `None` if the date of receipt is missing.
    pub fn of<'a>(
        request: &Request,
        steps: impl IntoIterator<Item = &'a RequestStep>,
    ) -> Option<Self> {
        let received_on = request.received_on?;
        let mut progress = Self {
            received_on,
            responded_on: None,
            done: Vec::new(),
            pauses: Vec::new(),
            waits_because: None,
            resolved_on: None,
            confirmed_on: None,
            score: None,
            department: (request.department.clone(), received_on),
            misfits: Vec::new(),
            stages: request.connection.map_or(&[], |kind| kind.stages()),
            paused_on: None,
            last: received_on,
        };
        let is_of_it = |step: &&RequestStep| step.request == Some(request.id) && !step.is_deleted;
        let mut steps: Vec<&RequestStep> = steps.into_iter().filter(is_of_it).collect();
        // Ids are in order of creation, and so are the steps, except for those of other tablets.
        if !steps.is_sorted_by_key(|step| (step.on, step.id)) {
            steps.order_by_key(|step| (step.on, step.id));
        }
        for step in steps {
            if let Err(error) = progress.take(step) {
                progress.misfits.push((step.id, error));
            }
        }
        Some(progress)
    }

    /// Applies one more step.
    ///
    /// # Errors
    /// [`StepError`]; the state is then unchanged.
    pub fn take(&mut self, step: &RequestStep) -> Result<(), StepError> {
        let (kind, on) = step.kind.zip(step.on).ok_or(StepError::Incomplete)?;
        self.check(kind, on, step)?;
        match kind {
            StepKind::Responded => self.responded_on = Some(on),
            StepKind::Routed => self.department = (step.department.clone(), on),
            StepKind::Paused => {
                self.paused_on = Some(on);
                self.waits_because = Some(step.reason.clone());
                self.wait(on, None);
            }
            StepKind::Resumed => {
                if let Some(from) = self.paused_on.take() {
                    self.pauses.retain(|pause| pause.to.is_some());
                    self.wait(from, Some(on));
                }
                self.waits_because = None;
            }
            StepKind::StageDone => self.done.extend(step.stage.map(|stage| (stage, on))),
            StepKind::Resolved => self.resolved_on = Some(on),
            StepKind::Reopened => {
                // From resolution to reopening, the request waited for the customer's confirmation.
                if let Some(resolved) = self.resolved_on.take() {
                    self.wait(resolved, Some(on));
                }
            }
            StepKind::Confirmed => {
                self.confirmed_on = Some(on);
                self.score = step.score;
            }
        }
        self.last = on;
        Ok(())
    }

    fn check(&self, kind: StepKind, on: Date, step: &RequestStep) -> Result<(), StepError> {
        let holds = |holds: bool, error| if holds { Ok(()) } else { Err(error) };
        holds(on >= self.last, StepError::BeforeLast(self.last))?;
        holds(self.confirmed_on.is_none(), StepError::Closed)?;
        let runs = || {
            holds(self.responded_on.is_some(), StepError::NotResponded)?;
            holds(self.resolved_on.is_none(), StepError::Resolved)?;
            holds(self.paused_on.is_none(), StepError::Paused)
        };
        let has_reason = || holds(!step.reason.trim().is_empty(), StepError::NoReason);
        let is_resolved = || holds(self.resolved_on.is_some(), StepError::NotResolved);
        let next = self.stage();
        match kind {
            StepKind::Responded => holds(self.responded_on.is_none(), StepError::Responded),
            StepKind::Routed => holds(!step.department.trim().is_empty(), StepError::NoDepartment),
            StepKind::Paused => runs().and_then(|()| has_reason()),
            StepKind::Resumed => holds(self.paused_on.is_some(), StepError::NotPaused),
            StepKind::StageDone => {
                runs()?;
                holds(step.stage.is_some() && step.stage == next, StepError::OtherStage(next))
            }
            StepKind::Resolved => {
                runs()?;
                holds(next.is_none(), StepError::OtherStage(next))
            }
            StepKind::Reopened => is_resolved().and_then(|()| has_reason()),
            StepKind::Confirmed => {
                is_resolved()?;
                let is_good = step.score.is_none_or(|score| (1.0..=5.0).contains(&score));
                holds(is_good, StepError::BadScore)
            }
        }
    }

    /// Marks the days after `day`, up to and including `to`, as waiting for the customer.
    fn wait(&mut self, day: Date, to: Option<Date>) {
        if let Ok(from) = day.tomorrow()
            && to.is_none_or(|to| to >= from)
        {
            self.pauses.push(Pause { from, to });
        }
    }

    /// Returns the current stage; `None` for other requests, or if all stages are complete.
    pub fn stage(&self) -> Option<Stage> {
        self.stages.get(self.done.len()).copied()
    }

    /// Returns the phase.
    pub fn phase(&self) -> Phase {
        match (self.confirmed_on, self.resolved_on, self.responded_on) {
            (Some(_), ..) => Phase::Closed,
            (None, Some(_), _) => Phase::Unconfirmed,
            (None, None, None) => Phase::Unanswered,
            (None, None, Some(_)) => self.stage().map_or(Phase::InWork, Phase::Stage),
        }
    }

    /// Returns the date of the last step; no step can be dated before it.
    pub const fn last(&self) -> Date {
        self.last
    }

    /// Returns the possible steps, the most likely first; assigning a department is possible unless closed.
    pub fn possible(&self) -> Vec<StepKind> {
        const LIKELY: [StepKind; 8] = [
            StepKind::Responded,
            StepKind::Resumed,
            StepKind::StageDone,
            StepKind::Resolved,
            StepKind::Confirmed,
            StepKind::Paused,
            StepKind::Reopened,
            StepKind::Routed,
        ];
        // Everything it needs will be entered.
        let step = RequestStep {
            stage: self.stage(),
            department: "?".into(),
            reason: "?".into(),
            ..RequestStep::empty(Id::new(Uuid::nil()))
        };
        let can = |kind: &StepKind| self.check(*kind, self.last, &step).is_ok();
        LIKELY.into_iter().filter(can).collect()
    }

    /// Returns the party whose turn it is; `None` once closed. A resolved request waits for the customer's
    /// confirmation.
    pub fn waits_for(&self) -> Option<Party> {
        match (self.confirmed_on, self.resolved_on, self.paused_on) {
            (Some(_), ..) => None,
            (None, None, None) => Some(Party::Utility),
            (None, ..) => Some(Party::Customer),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::request::{ConnectionKind, made::steps};

    fn request(connection: Option<ConnectionKind>) -> Request {
        Request {
            received_on: Some(date(2026, 7, 1)),
            connection,
            department: "营销部".into(),
            ..Request::empty(Id::new(Uuid::from_u128(1)))
        }
    }

    fn after(connection: Option<ConnectionKind>, told: &str) -> RequestProgress {
        RequestProgress::of(&request(connection), &steps(told)).unwrap()
    }

    #[test]
    fn from_received_to_confirmed() {
        let low = Some(ConnectionKind::LowVoltage);
        let whole = "02 responded, 02 routed, 03 paused, 07 resumed, 08 stage supply_plan, \
                     09 stage connection, 09 resolved, 10 confirmed 5";
        use StepKind::{
            Confirmed, Paused, Reopened, Resolved, Responded, Resumed, Routed, StageDone,
        };
        let utility = Some(Party::Utility);
        let customer = Some(Party::Customer);
        let [plan, connection] = [Stage::SupplyPlan, Stage::Connection].map(Phase::Stage);
        let cases: [(_, _, _, &[StepKind]); 8] = [
            (0, utility, Phase::Unanswered, &[Responded, Routed]),
            (2, utility, plan, &[StageDone, Paused, Routed]),
            (3, customer, plan, &[Resumed, Routed]),
            (4, utility, plan, &[StageDone, Paused, Routed]),
            (5, utility, connection, &[StageDone, Paused, Routed]),
            (6, utility, Phase::InWork, &[Resolved, Paused, Routed]),
            (7, customer, Phase::Unconfirmed, &[Confirmed, Reopened, Routed]),
            (8, None, Phase::Closed, &[]),
        ];
        for (taken, waits_for, phase, possible) in cases {
            let told: Vec<&str> = whole.split(", ").take(taken).collect();
            let progress = after(low, &told.join(", "));
            assert_eq!(progress.misfits, [], "{taken}");
            assert_eq!((progress.waits_for(), progress.phase()), (waits_for, phase), "{taken}");
            assert_eq!(progress.possible(), possible, "{taken}");
        }
        let end = after(low, whole);
        assert_eq!(end.department, ("运检部".into(), date(2026, 7, 2)));
        assert_eq!((end.score, end.confirmed_on), (Some(5.0), Some(date(2026, 7, 10))));
        let waited = Pause { from: date(2026, 7, 4), to: Some(date(2026, 7, 7)) };
        assert_eq!((end.pauses, end.waits_because), (vec![waited], None));
    }

    #[test]
    fn steps_that_do_not_fit() {
        let last = |day| StepError::BeforeLast(date(2026, 7, day));
        let plan = StepError::OtherStage(Some(Stage::SupplyPlan));
        let cases = [
            ("", "02 paused", StepError::NotResponded),
            ("02 responded", "02 responded", StepError::Responded),
            ("02 responded", "01 routed", last(2)),
            ("02 responded, 03 paused", "04 paused", StepError::Paused),
            ("02 responded, 03 paused", "04 stage supply_plan", StepError::Paused),
            ("02 responded", "03 paused because", StepError::NoReason),
            ("02 responded", "03 resumed", StepError::NotPaused),
            ("02 responded", "03 stage connection", plan),
            ("02 responded", "03 resolved", plan),
            ("02 responded", "03 confirmed", StepError::NotResolved),
            (
                "02 responded, 03 stage supply_plan, 04 stage connection",
                "05 stage connection",
                StepError::OtherStage(None),
            ),
            (
                "02 responded, 03 stage supply_plan, 04 stage connection, 05 resolved",
                "06 confirmed 6",
                StepError::BadScore,
            ),
            (
                "02 responded, 03 stage supply_plan, 04 stage connection, 05 resolved, 06 confirmed",
                "07 reopened",
                StepError::Closed,
            ),
        ];
        for (before, wrong, error) in cases {
            let mut progress = after(Some(ConnectionKind::LowVoltage), before);
            let unchanged = progress.clone();
            assert_eq!(unchanged.misfits, [], "{before}");
            assert_eq!(progress.take(&steps(wrong)[0]), Err(error), "{wrong}");
            assert_eq!(progress, unchanged, "{wrong}");
        }
    }

    #[test]
    fn two_tablets_take_the_same_step() {
        let told = "02 responded, 03 paused, 03 paused, 06 resumed";
        let progress = after(None, told);
        assert_eq!(progress.pauses.len(), 1);
        let misfit = progress.misfits.first().copied();
        assert_eq!(misfit, Some((steps(told)[2].id, StepError::Paused)));
        // The dates decide, whatever the order of the steps.
        let mut turned = steps(told);
        turned.reverse();
        assert_eq!(RequestProgress::of(&request(None), &turned), Some(progress));
    }

    #[test]
    fn what_was_settled_too_early_is_opened_again() {
        let progress = after(None, "02 responded, 03 resolved, 08 reopened, 09 paused, 09 resumed");
        assert_eq!((progress.resolved_on, progress.waits_for()), (None, Some(Party::Utility)));
        let unheard = Pause { from: date(2026, 7, 4), to: Some(date(2026, 7, 8)) };
        // Resumed on the day it was paused: no day counts as the customer's.
        assert_eq!(progress.pauses, [unheard]);
    }

    #[test]
    fn other_requests_and_what_was_taken_out_do_not_count() {
        let mut taken = steps("02 responded, 03 resolved");
        taken[0].request = Some(Id::new(Uuid::from_u128(9)));
        taken[1].is_deleted = true;
        let progress = RequestProgress::of(&request(None), &taken).unwrap();
        assert_eq!(progress, after(None, ""));
        let unsaid = Request { received_on: None, ..request(None) };
        assert_eq!(RequestProgress::of(&unsaid, &taken), None);
    }
}
