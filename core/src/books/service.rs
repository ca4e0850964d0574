//! Service classes: the class of each customer by the last judgement.

use rustc_hash::FxHashMap;

use super::segments::{Judgement, JudgingProgress};
use crate::domain::{Customer, Id, standard::ServiceClass};

/// Service class of every customer.
pub type ServiceClasses = FxHashMap<Id<Customer>, ServiceClass>;

/// Returns the service class of every judged customer.
pub fn classes(judgement: &Judgement) -> ServiceClasses {
    let judged = judgement.judged.verdicts.iter().zip(&judgement.judged.classes);
    let subjects = judgement.subjects.iter();
    subjects
        .zip(judged)
        .map(|(subject, (account, class))| {
            let class = ServiceClass::of(account.is_key(), *class);
            (subject.customer, class)
        })
        .collect()
}

/// Returns the class of a customer by the last judgement. A customer missing from a settled judgement, for example
/// one just removed, is in class C.
pub fn known(judged: Option<ServiceClass>, progress: JudgingProgress) -> Option<ServiceClass> {
    match progress {
        JudgingProgress::Loading => None,
        JudgingProgress::Judging => judged,
        JudgingProgress::Settled => Some(judged.unwrap_or(ServiceClass::C)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_not_known_before_it_was_judged() {
        let a = Some(ServiceClass::A);
        for (judged, progress, expected) in [
            // Judged without the figures, any customer would be in class C.
            (Some(ServiceClass::C), JudgingProgress::Loading, None),
            (None, JudgingProgress::Judging, None),
            // The last known class remains.
            (a, JudgingProgress::Judging, a),
            (a, JudgingProgress::Settled, a),
            (None, JudgingProgress::Settled, Some(ServiceClass::C)),
        ] {
            assert_eq!(known(judged, progress), expected, "{judged:?} {progress:?}");
        }
    }
}
