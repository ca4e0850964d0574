//! How customers are served: the class of each as things stand now, and what its class was promised on a
//! day.

use std::{sync::Arc, time::Duration};

use busbar_core::{
    books::service::{ServiceClasses, classes, known},
    domain::{
        Customer, Id,
        standard::{STANDARD, ServiceClass, ServiceLevel, StandardHistory},
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{segments::Segments, workspace::Workspace};
use crate::platform::clock;

/// The time between two looks at a class that is not known yet, and how many there are.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const LOOKS: u32 = 150;

/// How customers are served, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    segments: Segments,
    classes: Memo<Arc<ServiceClasses>>,
    /// The standards there were, and from when each held.
    pub standards: Memo<StandardHistory>,
}

impl Service {
    /// Follows the workspace, and offers itself to everything below; once, by the root.
    pub fn provide(workspace: Workspace, segments: Segments) -> Self {
        let this = Self {
            segments,
            classes: Memo::new(move |_| Arc::new(classes(&segments.standings()))),
            standards: workspace.setting(STANDARD),
        };
        provide_context(this);
        this
    }

    /// The class of every customer, and hears of its changes.
    pub fn classes(self) -> Arc<ServiceClasses> {
        self.classes.get()
    }

    /// The class of one customer, as a signal of its own.
    pub fn class(self, customer: Id<Customer>) -> Memo<ServiceClass> {
        Memo::new(move |_| {
            self.classes.with(|classes| classes.get(&customer).copied()).unwrap_or(ServiceClass::C)
        })
    }

    /// The class of one customer as it was last judged; `None` until it has been judged.
    pub fn known_class(self, customer: Id<Customer>) -> Option<ServiceClass> {
        let progress = self.segments.progress();
        self.classes.with(|classes| known(classes.get(&customer).copied(), progress))
    }

    /// Waits until the class of a customer is known, but not for ever: figures that cannot be read never are.
    pub async fn wait_for_class(self, customer: Id<Customer>) {
        for _ in 0..LOOKS {
            if untrack(|| self.known_class(customer)).is_some() {
                return;
            }
            clock::sleep(LOOK_EVERY).await;
        }
    }

    /// What a class was promised on a day.
    pub fn level(self, class: ServiceClass, on: Date) -> ServiceLevel {
        self.standards.with(|standards| standards.on(on).level(class))
    }
}

/// How customers are served.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_service() -> Service {
    expect_context()
}
