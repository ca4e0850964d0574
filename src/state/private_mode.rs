//! Private mode: the tablet is in the customer's hands and shows one questionnaire, nothing else. It
//! outlives a reload and the *back* button, until the manager takes the tablet back.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        Customer, Id,
        survey::{Answers, Questionnaire, Response},
        visit::Visit,
    },
    platform::{preferences, random},
};

/// What was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// The answers being given; a record of this id is made with the first of them.
    pub response: Id<Response>,
    /// What is asked.
    pub questionnaire: Id<Questionnaire>,
    /// Who is asked.
    pub customer: Option<Id<Customer>>,
    /// The visit on which; none where it is none.
    #[serde(default)]
    pub visit: Option<Id<Visit>>,
    /// The person or the role.
    pub respondent: String,
}

/// Private mode, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct PrivateMode(RwSignal<Option<Handed>>);

const REMEMBERED: &str = "handed";
/// What was typed since the last step. It lies beside what was handed over and not in the log: a step is
/// one change there, and a page that is reloaded or killed has no time left for a transaction.
const TYPED: &str = "typed";

impl PrivateMode {
    /// Goes on where the page was left; once, by the root.
    pub fn provide() -> Self {
        let left = preferences::load(REMEMBERED);
        let this = Self(RwSignal::new(
            left.and_then(|json| serde_json::from_str(&json).ok()),
        ));
        provide_context(this);
        this
    }

    /// What the customer has in hand; `None` while the manager has the tablet.
    pub fn handed(self) -> Option<Handed> {
        self.0.get()
    }

    /// Hands the tablet over with a fresh set of answers.
    pub fn hand_over(
        self,
        questionnaire: Id<Questionnaire>,
        customer: Option<Id<Customer>>,
        visit: Option<Id<Visit>>,
        respondent: String,
    ) {
        self.enter(Handed {
            response: Id::new(random::uuid()),
            questionnaire,
            customer,
            visit,
            respondent,
        });
    }

    /// Hands the tablet over to go on with answers that were begun.
    pub fn resume(self, response: &Response) {
        if let Some(questionnaire) = response.questionnaire {
            self.enter(Handed {
                response: response.id,
                questionnaire,
                customer: response.customer,
                visit: response.visit,
                respondent: response.respondent.clone(),
            });
        }
    }

    fn enter(self, handed: Handed) {
        preferences::save(
            REMEMBERED,
            &serde_json::to_string(&handed).unwrap_or_default(),
        );
        self.0.set(Some(handed));
    }

    /// Remembers the answers as they stand on the screen, until they are kept.
    pub fn remember(self, response: Id<Response>, answers: &Answers) {
        let typed = serde_json::to_string(&(response, answers));
        preferences::save(TYPED, &typed.unwrap_or_default());
    }

    /// The answers that stood on the screen and were not kept.
    pub fn remembered(self, response: Id<Response>) -> Option<Answers> {
        let typed = preferences::load(TYPED)?;
        let (of, answers): (Id<Response>, Answers) = serde_json::from_str(&typed).ok()?;
        (of == response).then_some(answers)
    }

    /// The answers that stood on the screen are kept.
    pub fn forget(self) {
        preferences::save(TYPED, "");
    }

    /// The manager has the tablet again.
    pub fn take_back(self) {
        preferences::save(REMEMBERED, "");
        self.0.set(None);
    }
}

/// Private mode.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_private_mode() -> PrivateMode {
    expect_context()
}
