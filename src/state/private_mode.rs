//! Private mode: the customer has the tablet, which shows only one item: a questionnaire, a document to sign, or a
//! request to confirm. The mode survives a reload and the *back* button, and ends when the manager takes the tablet
//! back, with the PIN if one is set.

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

/// Item handed to the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handed {
    /// A questionnaire to answer.
    Questions(Questions),
    /// A visit report to read and sign.
    Report(Id<Visit>),
    /// A service plan to read and sign.
    Plan(Agreement),
    /// The outcome of a plan review to read and sign.
    Review(Id<PlanReview>),
    /// A request to confirm.
    Request(Id<Request>),
}

/// A questionnaire handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questions {
    /// Response being given; its record is created with the first answer.
    pub response: Id<Response>,
    /// Questionnaire.
    pub questionnaire: Id<Questionnaire>,
    /// Customer, if known.
    pub customer: Option<Id<Customer>>,
    /// Visit during which it is answered, if any.
    #[serde(default)]
    pub visit: Option<Id<Visit>>,
    /// Name or role of the respondent.
    pub respondent: String,
}

/// A plan handed over, with the details of the agreement that the manager entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Plan.
    pub plan: Id<ServicePlan>,
    /// Person who agrees on behalf of the customer.
    pub with: String,
    /// Date of the agreement.
    #[serde(with = "busbar_core::domain::date::stored")]
    pub on: Date,
}

/// Item handed over, and the manager's page at that time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Hand {
    handed: Handed,
    /// `true` once the customer is done.
    #[serde(default)]
    is_done: bool,
    /// Address of the manager's page.
    #[serde(default)]
    at: String,
    /// Language of the manager's page, from the root element's `lang`.
    #[serde(default)]
    language: String,
}

impl Hand {
    /// Reads the stored form, including that of an earlier version.
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

/// Private mode, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct PrivateMode {
    hand: RwSignal<Option<Hand>>,
    handed: Memo<Option<Handed>>,
    /// Lock that keeps the customer from the manager's pages.
    lock: RwSignal<Lock>,
    address: Address,
}

const REMEMBERED: &str = "handed";
/// Name of the answers typed since the last step. They are stored beside the item handed over rather than in the
/// log: there a step is one change, and a page being reloaded or killed has no time for a transaction.
const TYPED: &str = "typed";

impl PrivateMode {
    /// Restores the mode as the page was left; called once, by the root.
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
        // Private mode applies to all tabs of this browser.
        preferences::listen(REMEMBERED, move |json| {
            this.lock.set(Lock::load());
            this.hand.set(json.and_then(|json| Hand::read(&json)));
        });
        this
    }

    /// Prevents navigation away from the item, by a typed address or by *back*.
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

    /// Returns the item handed over; `None` while the manager has the tablet. Subscribes to changes.
    pub fn handed(self) -> Option<Handed> {
        self.handed.get()
    }

    /// Returns `true` if the customer has the tablet. Does not subscribe.
    pub fn is_on(self) -> bool {
        self.hand.with_untracked(Option::is_some)
    }

    /// Returns `true` if the customer is done with the item handed over. Subscribes to changes.
    pub fn is_done(self) -> bool {
        self.hand.with(|hand| hand.as_ref().is_some_and(|hand| hand.is_done))
    }

    /// Returns the lock. Subscribes to changes.
    pub fn lock(self) -> Lock {
        self.lock.get()
    }

    /// Hands over a questionnaire with a new, empty response.
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

    /// Hands over a response to be continued.
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

    /// Hands over an item.
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

    /// Returns the code of the manager's language before the hand-over; the customer may have chosen another.
    pub fn managers_language(self) -> Option<String> {
        let language = self.hand.with_untracked(|hand| Some(hand.as_ref()?.language.clone()))?;
        let code = language.split('-').next().unwrap_or_default();
        Some(code.to_owned()).filter(|code| !code.is_empty())
    }

    /// Records that the customer is done and only has to return the tablet.
    pub fn done(self) {
        if let Some(mut hand) = self.hand.get_untracked() {
            hand.is_done = true;
            self.keep(hand);
        }
    }

    /// Stores the answers on the screen until they are saved.
    pub fn remember(self, response: Id<Response>, answers: &Answers) {
        let typed = serde_json::to_string(&(response, answers));
        preferences::save(TYPED, &typed.unwrap_or_default());
    }

    /// Returns the stored answers that were not saved.
    pub fn remembered(self, response: Id<Response>) -> Option<Answers> {
        let typed = preferences::load(TYPED)?;
        let (of, answers): (Id<Response>, Answers) = serde_json::from_str(&typed).ok()?;
        (of == response).then_some(answers)
    }

    /// Deletes the stored answers, once they are saved.
    pub fn forget(self) {
        preferences::save(TYPED, "");
    }

    /// Returns the tablet to the manager. The caller has checked the PIN.
    pub fn take_back(self) {
        preferences::save(REMEMBERED, "");
        self.hand.set(None);
    }

    /// Returns the current state of the PIN.
    pub fn pin_state(self) -> PinState {
        PinState::at(clock::now_millis())
    }

    /// Records that the PIN was reported as forgotten.
    pub fn forgot(self) {
        Tries::load().forgotten(clock::now_millis()).save();
    }

    /// Checks a PIN.
    pub async fn try_pin(self, typed: &str) -> Tried {
        let lock = self.lock.get_untracked();
        lock.try_pin(typed).await
    }

    /// Sets the PIN.
    ///
    /// # Errors
    /// [`PinError`]; the previous PIN remains valid.
    pub async fn set_pin(self, typed: &str) -> Result<(), PinError> {
        let lock = Lock::pin(typed).await?;
        self.lock.set(lock);
        Ok(())
    }

    /// Removes the PIN.
    pub fn go_without(self) {
        self.lock.set(Lock::without());
    }

    /// Deletes a forgotten PIN after the waiting period; the next hand-over asks for a new one.
    pub fn forget_pin(self) {
        self.lock.set(Lock::undecided());
    }
}

/// Returns the private mode.
///
/// # Panics
/// Outside the app, because nothing provides it.
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
        // The mode survives an update of the app.
        let old = serde_json::to_string(&questions).unwrap();
        assert_eq!(Hand::read(&old).unwrap().handed, Handed::Questions(questions));
        assert_eq!(Hand::read(""), None);
    }
}
