//! All questionnaires, both built in and the workspace's own, and the number of responses to each.

use std::collections::HashMap;

use crate::domain::{
    Count, Id,
    survey::{Questionnaire, Response},
};

/// All questionnaires, with the number of responses to each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Questionnaires {
    all: Vec<Questionnaire>,
    /// Number of built-in questionnaires; they come first.
    built_in: usize,
    answered: HashMap<Id<Questionnaire>, usize>,
}

impl Questionnaires {
    /// Combines the built-in questionnaires with the workspace's own.
    pub fn of<'a>(
        built_in: Vec<Questionnaire>,
        own: impl Iterator<Item = &'a Questionnaire>,
        responses: impl Iterator<Item = &'a Response>,
    ) -> Self {
        let (count, mut all) = (built_in.len(), built_in);
        all.extend(own.cloned());
        let mut answered = HashMap::new();
        for response in responses.filter(|response| !response.is_deleted) {
            if let Some(questionnaire) = response.questionnaire {
                *answered.entry(questionnaire).or_default() += 1;
            }
        }
        Self { all, built_in: count, answered }
    }

    /// Returns every version of every questionnaire, including deleted ones, since responses may refer to them.
    pub fn all(&self) -> &[Questionnaire] {
        &self.all
    }

    /// Returns the questionnaire with the given id.
    pub fn get(&self, id: Id<Questionnaire>) -> Option<&Questionnaire> {
        self.all.iter().find(|questionnaire| questionnaire.id == id)
    }

    /// Returns the latest version of each questionnaire, used for new responses. A questionnaire whose latest
    /// version is deleted is left out; if it is built in, the built-in version applies again.
    pub fn current(&self) -> Vec<&Questionnaire> {
        let mut latest: Vec<&Questionnaire> = Vec::new();
        for questionnaire in &self.all {
            let family = questionnaire.family_id();
            match latest.iter_mut().find(|one| one.family_id() == family) {
                Some(older) if older.number() <= questionnaire.number() => *older = questionnaire,
                Some(_) => {}
                None => latest.push(questionnaire),
            }
        }
        latest
            .into_iter()
            .filter_map(|latest| match latest.family_id() {
                _ if !latest.is_deleted => Some(latest),
                family => self.all[..self.built_in].iter().find(|one| one.id == family),
            })
            .collect()
    }

    /// Classifies a questionnaire from a file against those present.
    pub fn place(&self, read: Questionnaire) -> Incoming {
        let family = read.family_id();
        let current = self.current();
        let current = current.iter().find(|one| one.family_id() == family);
        let is_same = |one: &&&Questionnaire| {
            one.title == read.title
                && one.consent == read.consent
                && one.questions == read.questions
        };
        if let Some(known) = current.filter(is_same) {
            return Incoming::Known(known.id);
        }
        match read.last_version(&self.all) {
            0 => Incoming::New(read),
            // A later version keeps its number, so that responses to it can find it.
            last => Incoming::Next(Questionnaire {
                family: Some(family),
                version: Some(Count(read.number().max(last + 1))),
                ..read
            }),
        }
    }

    /// Returns the number of responses to this version, including incomplete ones.
    pub fn answered(&self, id: Id<Questionnaire>) -> usize {
        self.answered.get(&id).copied().unwrap_or_default()
    }

    /// Returns the number of responses to all versions of this questionnaire.
    pub fn answered_in_all(&self, questionnaire: &Questionnaire) -> usize {
        self.all
            .iter()
            .filter(|version| version.family_id() == questionnaire.family_id())
            .map(|version| self.answered(version.id))
            .sum()
    }
}

/// Relation of a questionnaire from a file to those present.
#[derive(Clone, Debug, PartialEq)]
pub enum Incoming {
    /// Not present in any version.
    New(Questionnaire),
    /// Next version of a questionnaire that is present.
    Next(Questionnaire),
    /// Identical, word for word, to the version in use.
    Known(Id<Questionnaire>),
}

/// Returns the incomplete responses, which can be resumed, latest first.
pub fn begun(responses: &[Response]) -> impl Iterator<Item = &Response> {
    let is_open = |one: &&Response| !one.is_deleted && !one.is_complete;
    responses.iter().rev().filter(is_open)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{domain::Record, exchange::questionnaire::built_in};

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    fn all(own: &[Questionnaire]) -> Questionnaires {
        Questionnaires::of(built_in(), own.iter(), std::iter::empty())
    }

    #[test]
    fn the_latest_version_stands_for_all() {
        let built_in = built_in();
        let second = built_in[0].next_version(id(2), &[]);
        let own = Questionnaire::empty(id(3));
        let gone = Questionnaire { is_deleted: true, ..Questionnaire::empty(id(4)) };
        let answers = |n: u128, to: Id<Questionnaire>, is_deleted| Response {
            questionnaire: Some(to),
            is_deleted,
            ..Response::empty(id(n))
        };
        let responses = [
            answers(10, built_in[0].id, false),
            answers(11, second.id, false),
            answers(12, second.id, true),
        ];
        let all = Questionnaires::of(
            built_in.clone(),
            [&second, &own, &gone].into_iter(),
            responses.iter(),
        );
        let ids: Vec<_> = all.current().iter().map(|one| one.id).collect();
        assert_eq!(ids, [second.id, built_in[1].id, own.id]);
        assert_eq!(all.answered(second.id), 1);
        assert_eq!(all.answered_in_all(&second), 2);
        assert!(all.get(gone.id).is_some());
    }

    #[test]
    fn what_is_taken_out_does_not_come_back_as_it_was_before() {
        let [visit, yearly] = [0, 1].map(|place: usize| built_in()[place].clone());
        let own = Questionnaire::empty(id(3));
        let versions = |first: &Questionnaire, gone: bool| {
            let second = first.next_version(id(first.id.uuid().as_u128() + 100), &[]);
            let third = first.next_version(
                id(first.id.uuid().as_u128() + 200),
                &[first.clone(), second.clone()],
            );
            let third = Questionnaire { is_deleted: gone, ..third };
            [second, third]
        };
        for gone in [true, false] {
            let [own_second, own_third] = versions(&own, gone);
            let [second, third] = versions(&visit, gone);
            let here = [&own, &own_second, &own_third, &second, &third].map(Clone::clone);
            let ids: Vec<_> = all(&here).current().iter().map(|one| one.id).collect();
            if gone {
                assert_eq!(ids, [visit.id, yearly.id]);
            } else {
                assert_eq!(ids, [third.id, yearly.id, own_third.id]);
            }
        }
    }

    #[test]
    fn a_file_becomes_a_new_questionnaire_or_the_next_version_of_a_known_one() {
        let titled = |title: &str, of: &Questionnaire| {
            let mut other = of.clone();
            other.title.0.zh = title.into();
            other
        };
        let first = titled("甲", &Questionnaire::empty(id(3)));
        let second = titled("乙", &first.next_version(id(4), &[]));
        let here = all(&[first.clone(), second.clone()]);
        let read = |number: u32, title: &str| Questionnaire {
            id: id(9),
            version: Some(Count(number)),
            ..titled(title, &second)
        };
        let becomes = |read: Questionnaire| match here.place(read) {
            Incoming::New(new) => format!("new {} of {}", new.number(), new.family_id()),
            Incoming::Next(next) => format!("{} of {}", next.number(), next.family_id()),
            Incoming::Known(known) => format!("known {known}"),
        };
        for (file, expected) in [
            (read(2, "乙"), format!("known {}", second.id)),
            (read(7, "乙"), format!("known {}", second.id)),
            // An older version, or the same number with other words, becomes the version after the present ones.
            (read(1, "甲"), format!("3 of {}", first.id)),
            (read(2, "丙"), format!("3 of {}", first.id)),
            (read(3, "丙"), format!("3 of {}", first.id)),
            (read(7, "丙"), format!("7 of {}", first.id)),
            (
                Questionnaire { family: Some(id(8)), ..read(5, "乙") },
                format!("new 5 of {}", id::<Questionnaire>(8)),
            ),
            (
                Questionnaire { family: None, ..read(1, "乙") },
                format!("new 1 of {}", id::<Questionnaire>(9)),
            ),
        ] {
            assert_eq!(becomes(file.clone()), expected, "{} {}", file.number(), file.title.0.zh);
        }
        // A deleted version is added again as the next version.
        let gone = Questionnaire { is_deleted: true, ..second.clone() };
        let here = all(&[first, gone]);
        assert!(matches!(here.place(read(2, "乙")), Incoming::Next(next) if next.number() == 3));
    }

    #[test]
    fn what_was_begun_is_offered_the_latest_first() {
        let response = |n, is_complete, is_deleted| Response {
            is_complete,
            is_deleted,
            ..Response::empty(id(n))
        };
        let all = [
            response(1, false, false),
            response(2, true, false),
            response(3, false, true),
            response(4, false, false),
        ];
        let open: Vec<_> = begun(&all).map(|one| one.id.uuid().as_u128()).collect();
        assert_eq!(open, [4, 1]);
    }
}
