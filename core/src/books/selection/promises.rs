//! Filter of the list of promises, in the order of their book.

use std::collections::HashSet;

use crate::{
    books::actions::ActionBook,
    domain::{
        Id,
        action::{Action, ActionState},
    },
};

/// Returns the open promises to list, in order: those in a state, from those that a search returned.
pub fn select(
    promises: &ActionBook,
    wanted: Option<ActionState>,
    found: Option<&HashSet<Id<Action>>>,
) -> Vec<Id<Action>> {
    let open = promises.open();
    open.filter(|(state, _)| wanted.is_none_or(|wanted| wanted == *state))
        .filter(|(_, id)| found.is_none_or(|found| found.contains(id)))
        .map(|(_, id)| id)
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        books::{
            search::{SearchTexts, SearchWords, lists::samples},
            table::Table,
        },
        domain::{People, Record},
    };

    #[test]
    fn promises_are_shown_by_state_and_by_search() {
        let today = date(2026, 11, 24);
        let action = |n: u128, customer, text: &str, owner: &str, due| Action {
            customer: Some(Id::new(Uuid::from_u128(customer))),
            text: text.into(),
            owner: owner.into(),
            due_on: Some(date(2026, 11, due)),
            ..Action::empty(Id::new(Uuid::from_u128(n)))
        };
        let mut actions = Table::default();
        actions.extend([
            action(11, 1, "無功補償", "曾国强", 30),
            action(12, 1, "", "", 20),
            action(13, 2, "改造报价", "单雪梅", 25),
        ]);
        let pinyin = samples::pinyin();
        let pinyin = Some(&pinyin);
        let customers = samples::customers([1, 2].map(|n| Id::new(Uuid::from_u128(n))));
        let texts = SearchTexts::of_promises(&actions, (&customers, &People::default()), pinyin);
        let promises = ActionBook::default().follow(&actions, today);
        let shown = |state, search: &str| -> Vec<u128> {
            let found = texts.ids(&SearchWords::of(search, pinyin), pinyin);
            let ids = select(&promises, state, found.as_ref()).into_iter();
            ids.map(|id| id.uuid().as_u128()).collect()
        };
        for search in samples::FIND {
            assert_eq!(shown(None, search), [12, 11], "{search}");
        }
        for search in samples::MISS {
            assert_eq!(shown(None, search), [0; 0], "{search}");
        }
        assert_eq!(shown(None, ""), [12, 13, 11]);
        assert_eq!(shown(Some(ActionState::Overdue), "恒泰"), [12]);
        // By its own text, and by its owner.
        assert_eq!(shown(None, "无功"), [11]);
        assert_eq!(shown(None, "zgq"), [11]);
        assert_eq!(shown(None, "shanxuemei"), [13]);
    }
}
