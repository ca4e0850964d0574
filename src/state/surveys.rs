//! The questionnaires there are, built-in and own, and the answers to each.

use std::{collections::HashMap, sync::Arc};

use leptos::prelude::*;

use super::workspace::Workspace;
use crate::{
    domain::{
        Id,
        survey::{Questionnaire, Response},
    },
    exchange::questionnaire::built_in,
};

/// Every questionnaire, and how often each was answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Questionnaires {
    all: Vec<Questionnaire>,
    answered: HashMap<Id<Questionnaire>, usize>,
}

impl Questionnaires {
    /// Puts the built-in ones and the workspace's together.
    fn of<'a>(
        own: impl Iterator<Item = &'a Questionnaire>,
        responses: impl Iterator<Item = &'a Response>,
    ) -> Self {
        let mut all = built_in();
        all.extend(own.cloned());
        let mut answered = HashMap::new();
        for response in responses.filter(|response| !response.is_deleted) {
            if let Some(questionnaire) = response.questionnaire {
                *answered.entry(questionnaire).or_default() += 1;
            }
        }
        Self { all, answered }
    }

    /// Every version of every questionnaire, those taken out as well: answers may name them.
    pub fn all(&self) -> &[Questionnaire] {
        &self.all
    }

    /// The questionnaire with this id.
    pub fn get(&self, id: Id<Questionnaire>) -> Option<&Questionnaire> {
        self.all.iter().find(|questionnaire| questionnaire.id == id)
    }

    /// The latest version of each, which new answers are for.
    pub fn current(&self) -> Vec<&Questionnaire> {
        let mut current: Vec<&Questionnaire> = Vec::new();
        for questionnaire in self.all.iter().filter(|one| !one.is_deleted) {
            let family = questionnaire.family_id();
            match current.iter_mut().find(|one| one.family_id() == family) {
                Some(older) if older.number() <= questionnaire.number() => *older = questionnaire,
                Some(_) => {}
                None => current.push(questionnaire),
            }
        }
        current
    }

    /// How many sets of answers this version has, those that were begun as well.
    pub fn answered(&self, id: Id<Questionnaire>) -> usize {
        self.answered.get(&id).copied().unwrap_or_default()
    }

    /// How many sets of answers all versions of this one have.
    pub fn answered_in_all(&self, questionnaire: &Questionnaire) -> usize {
        self.all
            .iter()
            .filter(|version| version.family_id() == questionnaire.family_id())
            .map(|version| self.answered(version.id))
            .sum()
    }
}

/// The questionnaires as a signal, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Surveys(Memo<Arc<Questionnaires>>);

impl Surveys {
    /// Follows the workspace, and offers itself to everything below.
    pub fn provide(workspace: Workspace) -> Self {
        let tables = workspace.tables;
        let this = Self(Memo::new(move |_| {
            Arc::new(Questionnaires::of(
                tables.questionnaires.read().iter(),
                tables.responses.read().iter(),
            ))
        }));
        provide_context(this);
        this
    }

    /// The questionnaires, and hears of their changes.
    pub fn get(self) -> Arc<Questionnaires> {
        self.0.get()
    }

    /// The questionnaires as they are now.
    pub fn now(self) -> Arc<Questionnaires> {
        self.0.get_untracked()
    }
}

/// The questionnaires.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_surveys() -> Surveys {
    expect_context()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    #[test]
    fn the_latest_version_stands_for_all() {
        let built_in = built_in();
        let second = built_in[0].next_version(Id::new(Uuid::from_u128(2)));
        let own = Questionnaire::empty(Id::new(Uuid::from_u128(3)));
        let gone = Questionnaire {
            is_deleted: true,
            ..Questionnaire::empty(Id::new(Uuid::from_u128(4)))
        };
        let answers = |n: u128, to: Id<Questionnaire>, is_deleted| Response {
            questionnaire: Some(to),
            is_deleted,
            ..Response::empty(Id::new(Uuid::from_u128(n)))
        };
        let responses = [
            answers(10, built_in[0].id, false),
            answers(11, second.id, false),
            answers(12, second.id, true),
        ];
        let all = Questionnaires::of([&second, &own, &gone].into_iter(), responses.iter());
        let ids: Vec<_> = all.current().iter().map(|one| one.id).collect();
        assert_eq!(ids, [second.id, built_in[1].id, own.id]);
        assert_eq!(all.answered(second.id), 1);
        assert_eq!(all.answered_in_all(&second), 2);
        assert!(all.get(gone.id).is_some());
    }
}
