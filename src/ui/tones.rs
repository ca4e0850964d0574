//! How much the states of the field work press, wherever they are shown.

use super::components::Tone;
use crate::domain::{
    action::ActionState,
    request::Urgency,
    visit::{FindingState, VisitState},
};

/// How far a visit is.
pub const fn visit_state(state: VisitState) -> Tone {
    match state {
        VisitState::Underway => Tone::Accent,
        VisitState::Missed => Tone::Warn,
        VisitState::Done => Tone::Good,
        VisitState::Planned | VisitState::Cancelled => Tone::Plain,
    }
}

/// How far a promise is.
pub const fn action_state(state: ActionState) -> Tone {
    match state {
        ActionState::Overdue => Tone::Bad,
        ActionState::Open => Tone::Accent,
        ActionState::Unconfirmed => Tone::Plain,
        ActionState::Closed => Tone::Good,
    }
}

/// How far a finding is.
pub const fn finding_state(state: FindingState) -> Tone {
    match state {
        FindingState::Overdue => Tone::Bad,
        FindingState::Open | FindingState::Recheck => Tone::Warn,
        FindingState::Closed => Tone::Good,
    }
}

/// How pressing a promise of a request is.
pub const fn urgency(urgency: Urgency) -> Tone {
    match urgency {
        Urgency::Late => Tone::Bad,
        Urgency::Soon => Tone::Warn,
        Urgency::InTime => Tone::Plain,
        Urgency::Kept => Tone::Good,
    }
}
