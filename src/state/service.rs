//! How customers are served: the class of each as things stand now, and what its class was promised on a
//! day.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use rustc_hash::FxHashMap;

use super::{segments::Segments, workspace::Workspace};
use crate::domain::{
    Customer, Id,
    standard::{STANDARD, ServiceClass, ServiceLevel, StandardHistory},
};

/// The class of every customer.
pub type ServiceClasses = FxHashMap<Id<Customer>, ServiceClass>;

/// How customers are served, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    classes: Memo<Arc<ServiceClasses>>,
    /// The standards there were, and from when each held.
    pub standards: Memo<StandardHistory>,
}

impl Service {
    /// Follows the workspace, and offers itself to everything below; once, by the root.
    pub fn provide(workspace: Workspace, segments: Segments) -> Self {
        let this = Self {
            classes: Memo::new(move |_| {
                let standings = segments.standings();
                let judged = standings
                    .judged
                    .accounts
                    .iter()
                    .zip(&standings.judged.classes);
                let subjects = standings.subjects.iter();
                Arc::new(
                    subjects
                        .zip(judged)
                        .map(|(subject, (account, class))| {
                            let class = ServiceClass::of(account.is_key(), *class);
                            (Id::new(subject.customer), class)
                        })
                        .collect(),
                )
            }),
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
            self.classes
                .with(|classes| classes.get(&customer).copied())
                .unwrap_or(ServiceClass::C)
        })
    }

    /// What a class was promised on a day.
    pub fn level(self, class: ServiceClass, on: Date) -> ServiceLevel {
        self.standards
            .with(|standards| standards.on(on).level(class))
    }
}

/// How customers are served.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_service() -> Service {
    expect_context()
}
