//! How much the states of visits and findings press, wherever they are shown; those of promises are
//! `promise`'s, those of requests `request_status`'s.

use busbar_core::domain::visit::{FindingState, VisitState};

use super::components::Tone;

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
