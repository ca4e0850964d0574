//! Tones of the states of visits and findings; those of actions are in `promise`, those of requests in
//! `request_status`.

use busbar_core::domain::visit::{FindingState, VisitState};

use crate::ui::components::Tone;

/// Returns the tone of a visit's state.
pub const fn visit_state(state: VisitState) -> Tone {
    match state {
        VisitState::Underway => Tone::Accent,
        VisitState::Missed => Tone::Bad,
        VisitState::Done => Tone::Good,
        VisitState::Planned | VisitState::Cancelled => Tone::Plain,
    }
}

/// Returns the tone of a finding's state.
pub const fn finding_state(state: FindingState) -> Tone {
    match state {
        FindingState::Overdue => Tone::Bad,
        FindingState::Open | FindingState::Recheck => Tone::Warn,
        FindingState::Closed => Tone::Good,
    }
}
