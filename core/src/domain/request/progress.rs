//! How a request stands: received, answered, its stages passed, settled, confirmed by the customer.

use jiff::civil::Date;
use uuid::Uuid;

use super::{Party, Request, RequestStep, Stage, StepKind};
use crate::domain::{Id, InOrder, Record, clock::Pause};

/// Why a step cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// It does not say what was done, or on which day.
    #[error("a step needs a kind and a day")]
    Incomplete,
    /// It lies before what was done already.
    #[error("the last step was on {0}")]
    BeforeLast(Date),
    /// The customer has confirmed that all is settled.
    #[error("the request is closed")]
    Closed,
    /// The customer was not answered yet.
    #[error("the customer was not answered yet")]
    NotResponded,
    /// The customer was answered before.
    #[error("the customer was answered before")]
    Responded,
    /// It waits for the customer already.
    #[error("it waits for the customer")]
    Paused,
    /// It does not wait for the customer.
    #[error("it does not wait for the customer")]
    NotPaused,
    /// Another stage comes next, or none.
    #[error("another stage comes next")]
    OtherStage(Option<Stage>),
    /// It is settled already.
    #[error("it is settled")]
    Resolved,
    /// It is not settled yet.
    #[error("it is not settled")]
    NotResolved,
    /// A pause and a reopening need a reason.
    #[error("a reason is missing")]
    NoReason,
    /// No department is named.
    #[error("a department is missing")]
    NoDepartment,
    /// Scores go from 1 to 5.
    #[error("a score goes from 1 to 5")]
    BadScore,
}

/// Where a request is on its way.
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
    /// Those that are to be done, in order.
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

/// How a request stands after its steps.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestProgress {
    /// The day it was received.
    pub received_on: Date,
    /// The day the customer was first answered.
    pub responded_on: Option<Date>,
    /// The finished stages and their days.
    pub done: Vec<(Stage, Date)>,
    /// The days that waited for the customer; the last is open while it still waits.
    pub pauses: Vec<Pause>,
    /// Why it waits for the customer.
    pub waits_because: Option<String>,
    /// The day it was settled.
    pub resolved_on: Option<Date>,
    /// The day the customer confirmed it.
    pub confirmed_on: Option<Date>,
    /// How satisfied the customer was, 1 to 5.
    pub score: Option<f64>,
    /// The department that has it, and since when.
    pub department: (String, Date),
    /// Steps that fit nowhere, as two tablets may make them; they change nothing, and are to be shown.
    pub misfits: Vec<(Id<RequestStep>, StepError)>,
    stages: &'static [Stage],
    paused_on: Option<Date>,
    last: Date,
}

impl RequestProgress {
    /// How a request stands after these steps, which may come in any order; `None` while it is not said
    /// when it was received.
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
        // Ids are in the order they were made, and so are the steps, but for those of other tablets.
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

    /// Takes one more step.
    ///
    /// # Errors
    /// [`StepError`], and then nothing has changed.
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
                // Until the customer said so, it was for the customer to say.
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

    /// The days after `day`, up to and with `to`, wait for the customer.
    fn wait(&mut self, day: Date, to: Option<Date>) {
        if let Ok(from) = day.tomorrow()
            && to.is_none_or(|to| to >= from)
        {
            self.pauses.push(Pause { from, to });
        }
    }

    /// The stage it is in; `None` where there is none, or none is left.
    pub fn stage(&self) -> Option<Stage> {
        self.stages.get(self.done.len()).copied()
    }

    /// Where it is on its way.
    pub fn phase(&self) -> Phase {
        match (self.confirmed_on, self.resolved_on, self.responded_on) {
            (Some(_), ..) => Phase::Closed,
            (None, Some(_), _) => Phase::Unconfirmed,
            (None, None, None) => Phase::Unanswered,
            (None, None, Some(_)) => self.stage().map_or(Phase::InWork, Phase::Stage),
        }
    }

    /// The day of the last step, before which none can be taken.
    pub const fn last(&self) -> Date {
        self.last
    }

    /// What can be done next, the likeliest first; giving it to a department always but when closed.
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
        // Whatever it needs will be entered.
        let step = RequestStep {
            stage: self.stage(),
            department: "?".into(),
            reason: "?".into(),
            ..RequestStep::empty(Id::new(Uuid::nil()))
        };
        let can = |kind: &StepKind| self.check(*kind, self.last, &step).is_ok();
        LIKELY.into_iter().filter(can).collect()
    }

    /// Who is waited for; nobody once it is closed. What is settled waits for the customer to confirm
    /// it.
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
        // In whatever order they come, the days decide.
        let mut turned = steps(told);
        turned.reverse();
        assert_eq!(RequestProgress::of(&request(None), &turned), Some(progress));
    }

    #[test]
    fn what_was_settled_too_early_is_opened_again() {
        let progress = after(None, "02 responded, 03 resolved, 08 reopened, 09 paused, 09 resumed");
        assert_eq!((progress.resolved_on, progress.waits_for()), (None, Some(Party::Utility)));
        let unheard = Pause { from: date(2026, 7, 4), to: Some(date(2026, 7, 8)) };
        // Resumed on the day it was paused: no day is the customer's.
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
