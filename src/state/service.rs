//! Service of customers: the current class of each, and the service standard of the classes on a date.

use std::{sync::Arc, time::Duration};

use busbar_core::{
    books::{
        segments::JudgingProgress,
        service::{ServiceClasses, classes, known},
    },
    domain::{
        Customer, Id,
        standard::{Offer, STANDARD, ServiceClass, ServiceLevel, StandardHistory},
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{segments::Segments, workspace::Workspace};
use crate::platform::clock;

/// Interval between two checks for a class that is not known yet, and their number.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const LOOKS: u32 = 150;

/// Service classes and standards, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    segments: Segments,
    classes: Memo<Arc<ServiceClasses>>,
    /// History of the service standards.
    pub standards: Memo<StandardHistory>,
}

impl Service {
    /// Follows the workspace and provides itself as context; called once, by the root.
    pub fn provide(workspace: Workspace, segments: Segments) -> Self {
        let this = Self {
            segments,
            classes: Memo::new(move |_| Arc::new(classes(&segments.judgement()))),
            standards: workspace.setting(STANDARD),
        };
        provide_context(this);
        this
    }

    /// Returns the class of every customer. Subscribes to changes.
    pub fn classes(self) -> Arc<ServiceClasses> {
        self.classes.get()
    }

    /// Returns the last judged class of every customer; `None` until all have been judged once. Subscribes to
    /// changes.
    pub fn known_classes(self) -> Option<Arc<ServiceClasses>> {
        let classes = self.classes();
        let are_known = match self.segments.progress() {
            JudgingProgress::Loading => false,
            JudgingProgress::Judging => !classes.is_empty(),
            JudgingProgress::Settled => true,
        };
        are_known.then_some(classes)
    }

    /// Returns the class of one customer as its own signal; `None` while [`Service::known_class`] is `None`.
    pub fn class(self, customer: Id<Customer>) -> Memo<Option<ServiceClass>> {
        Memo::new(move |_| self.known_class(customer))
    }

    /// Returns the class of one customer as last judged; `None` until it has been judged. Subscribes to changes.
    pub fn known_class(self, customer: Id<Customer>) -> Option<ServiceClass> {
        let progress = self.segments.progress();
        self.classes.with(|classes| known(classes.get(&customer).copied(), progress))
    }

    /// Waits until the class of a customer is known, with a time limit, because unreadable figures never give one.
    pub async fn wait_for_class(self, customer: Id<Customer>) {
        for _ in 0..LOOKS {
            if untrack(|| self.known_class(customer)).is_some() {
                return;
            }
            clock::sleep(LOOK_EVERY).await;
        }
    }

    /// Returns `true` if the class is known and is offered this on a date. Subscribes to changes.
    pub fn is_offered(self, class: Option<ServiceClass>, offer: Offer, on: Date) -> bool {
        class.is_some_and(|class| self.level(class, on).offers.contains(&offer))
    }

    /// Returns the service level of a class on a date. Subscribes to changes.
    pub fn level(self, class: ServiceClass, on: Date) -> ServiceLevel {
        self.standards.with(|standards| standards.on(on).level(class))
    }
}

/// Returns the service.
///
/// # Panics
/// Outside the app, because nothing provides it.
pub fn use_service() -> Service {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::world::World;

    #[test]
    fn no_class_is_told_before_the_figures_have_loaded() {
        let world = World::filled();
        let service = use_service();
        let class = service.class(World::customer());
        let loaded = world.workspace.facts.loaded;
        loaded.set(false);
        assert_eq!(untrack(|| (class.get(), service.known_classes())), (None, None));
        loaded.set(true);
        assert!(untrack(|| class.get()).is_some());
        assert_eq!(untrack(|| service.known_classes()).map(|classes| classes.len()), Some(3));
    }
}
