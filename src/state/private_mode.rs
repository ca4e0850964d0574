//! Private mode: the tablet is in the customer's hands and shows one thing that is the customer's, and
//! nothing else: a questionnaire, a paper to be signed, a request to be confirmed. It outlives a reload and
//! the *back* button, until the manager takes the tablet back, by the PIN where there is one.

use busbar_core::domain::{
    Customer, Id,
    plan::{PlanReview, ServicePlan},
    request::Request,
    survey::{Answers, Questionnaire, Response},
    visit::Visit,
};
use jiff::civil::Date;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    address::Address,
    pin::{Lock, PinError, PinState, Tried, Tries},
};
use crate::platform::{address, clock, preferences, random};

/// What was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handed {
    /// A questionnaire.
    Questions(Questions),
    /// The report of a visit, to be read and signed.
    Report(Id<Visit>),
    /// A plan, to be read and signed.
    Plan(Agreement),
    /// The outcome of a review, to be read and signed.
    Review(Id<PlanReview>),
    /// A request, to be confirmed.
    Request(Id<Request>),
}

/// A questionnaire that was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questions {
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

/// A plan that was handed over, with what the manager entered of the agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The plan.
    pub plan: Id<ServicePlan>,
    /// The person who agrees on behalf of the customer.
    pub with: String,
    /// The day of the agreement.
    #[serde(with = "busbar_core::domain::date::stored")]
    pub on: Date,
}

/// The item handed over, and the page the manager was on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Hand {
    handed: Handed,
    /// The customer is done.
    #[serde(default)]
    is_done: bool,
    /// The address at which it was handed over.
    #[serde(default)]
    at: String,
    /// The language the manager read, as the document told it.
    #[serde(default)]
    language: String,
}

impl Hand {
    /// Reads what was remembered, in the form of an earlier version too.
    fn read(json: &str) -> Option<Self> {
        let now = serde_json::from_str(json);
        now.or_else(|_| {
            serde_json::from_str(json).map(|asked| Self {
                handed: Handed::Questions(asked),
                is_done: false,
                at: String::new(),
                language: String::new(),
            })
        })
        .ok()
    }
}

/// Private mode, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct PrivateMode {
    hand: RwSignal<Option<Hand>>,
    handed: Memo<Option<Handed>>,
    /// The lock on the way back to the manager's pages.
    lock: RwSignal<Lock>,
    address: Address,
}

const REMEMBERED: &str = "handed";
/// What was typed since the last step. It lies beside what was handed over and not in the log: a step is
/// one change there, and a page that is reloaded or killed has no time left for a transaction.
const TYPED: &str = "typed";

impl PrivateMode {
    /// Goes on where the page was left; once, by the root.
    pub fn provide(address: Address) -> Self {
        let left = preferences::load(REMEMBERED);
        let hand = RwSignal::new(left.and_then(|json| Hand::read(&json)));
        let this = Self {
            hand,
            handed: Memo::new(move |_| hand.with(|hand| Some(hand.as_ref()?.handed.clone()))),
            lock: RwSignal::new(Lock::load()),
            address,
        };
        provide_context(this);
        this.stay();
        // Every tab of this browser is in the customer's hands.
        preferences::listen(REMEMBERED, move |json| {
            this.lock.set(Lock::load());
            this.hand.set(json.and_then(|json| Hand::read(&json)));
        });
        this
    }

    /// No address leads out, neither one that is typed nor *back*.
    fn stay(self) {
        let held = Memo::new(move |_| self.hand.with(|hand| Some(hand.as_ref()?.at.clone())));
        Effect::new(move |_| {
            let now = self.address.get();
            if let Some(at) = held.get().filter(|at| *at != now) {
                self.address.replace(&at);
            }
        });
        address::hold(move || self.is_on());
    }

    /// What the customer has in hand; `None` while the manager has the tablet.
    pub fn handed(self) -> Option<Handed> {
        self.handed.get()
    }

    /// Returns `true` if the customer has the tablet now.
    pub fn is_on(self) -> bool {
        self.hand.with_untracked(Option::is_some)
    }

    /// Returns `true` if the customer is done with the item handed over.
    pub fn is_done(self) -> bool {
        self.hand.with(|hand| hand.as_ref().is_some_and(|hand| hand.is_done))
    }

    /// Returns the lock on the way back.
    pub fn lock(self) -> Lock {
        self.lock.get()
    }

    /// Hands a questionnaire over with a fresh set of answers.
    pub fn hand_over(
        self,
        questionnaire: Id<Questionnaire>,
        customer: Option<Id<Customer>>,
        visit: Option<Id<Visit>>,
        respondent: String,
    ) {
        self.enter(Handed::Questions(Questions {
            response: Id::new(random::uuid()),
            questionnaire,
            customer,
            visit,
            respondent,
        }));
    }

    /// Hands the tablet over to go on with answers that were begun.
    pub fn resume(self, response: &Response) {
        if let Some(questionnaire) = response.questionnaire {
            self.enter(Handed::Questions(Questions {
                response: response.id,
                questionnaire,
                customer: response.customer,
                visit: response.visit,
                respondent: response.respondent.clone(),
            }));
        }
    }

    /// Hands this over.
    pub fn enter(self, handed: Handed) {
        self.keep(Hand {
            handed,
            is_done: false,
            at: self.address.now(),
            language: preferences::root_attribute("lang").unwrap_or_default(),
        });
        address::step();
    }

    fn keep(self, hand: Hand) {
        preferences::save(REMEMBERED, &serde_json::to_string(&hand).unwrap_or_default());
        self.hand.set(Some(hand));
    }

    /// The language that the manager read before, as a code; the customer may have chosen another.
    pub fn managers_language(self) -> Option<String> {
        let language = self.hand.with_untracked(|hand| Some(hand.as_ref()?.language.clone()))?;
        let code = language.split('-').next().unwrap_or_default();
        Some(code.to_owned()).filter(|code| !code.is_empty())
    }

    /// The customer is done; what is left is to give the tablet back.
    pub fn done(self) {
        if let Some(mut hand) = self.hand.get_untracked() {
            hand.is_done = true;
            self.keep(hand);
        }
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

    /// The manager has the tablet again. Whoever calls it has asked for the PIN.
    pub fn take_back(self) {
        preferences::save(REMEMBERED, "");
        self.hand.set(None);
    }

    /// Returns the state of the PIN now.
    pub fn pin_state(self) -> PinState {
        PinState::at(clock::now_millis())
    }

    /// The PIN is said to be forgotten.
    pub fn forgot(self) {
        Tries::load().forgotten(clock::now_millis()).save();
    }

    /// Tries a PIN.
    pub async fn try_pin(self, typed: &str) -> Tried {
        let lock = self.lock.get_untracked();
        lock.try_pin(typed).await
    }

    /// Keeps this PIN from now on.
    ///
    /// # Errors
    /// [`PinError`]; the one before holds then.
    pub async fn set_pin(self, typed: &str) -> Result<(), PinError> {
        let lock = Lock::pin(typed).await?;
        self.lock.set(lock);
        Ok(())
    }

    /// Goes without a PIN from now on.
    pub fn go_without(self) {
        self.lock.set(Lock::without());
    }

    /// The PIN was forgotten, and the wait is over: the next hand-over asks for a new one.
    pub fn forget_pin(self) {
        self.lock.set(Lock::undecided());
    }
}

/// Private mode.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_private_mode() -> PrivateMode {
    expect_context()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_was_handed_over_is_read_again() {
        let id = Uuid::from_u128(7);
        let questions = Questions {
            response: Id::new(id),
            questionnaire: Id::new(id),
            customer: None,
            visit: None,
            respondent: "陆".into(),
        };
        for handed in [
            Handed::Questions(questions.clone()),
            Handed::Report(Id::new(id)),
            Handed::Plan(Agreement {
                plan: Id::new(id), with: "李".into(), on: date(2026, 1, 20)
            }),
            Handed::Review(Id::new(id)),
            Handed::Request(Id::new(id)),
        ] {
            let hand =
                Hand { handed, is_done: true, at: "#/visits".into(), language: "zh-CN".into() };
            let json = serde_json::to_string(&hand).unwrap();
            assert_eq!(Hand::read(&json), Some(hand));
        }
        // A tablet that was in a customer's hands when the app was updated stays there.
        let old = serde_json::to_string(&questions).unwrap();
        assert_eq!(Hand::read(&old).unwrap().handed, Handed::Questions(questions));
        assert_eq!(Hand::read(""), None);
    }
}
