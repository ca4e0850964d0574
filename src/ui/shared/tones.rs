//! Urgency of the states of visits and findings, wherever they are shown; `promise` has that of promises,
//! `request_status` that of requests.

use busbar_core::domain::visit::{FindingState, VisitState};

use crate::ui::components::Tone;

/// How far a visit is.
pub const fn visit_state(state: VisitState) -> Tone {
    match state {
        VisitState::Underway => Tone::Accent,
        VisitState::Missed => Tone::Bad,
        VisitState::Done => Tone::Good,
        VisitState::Planned | VisitState::Cancelled => Tone::Plain,
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
