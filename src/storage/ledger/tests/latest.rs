//! The latest changes of the workspace, as they are listed and taken back.

use super::*;

/// What is told of each, in short.
async fn told(page: &Tab, count: usize) -> Vec<(String, usize, bool)> {
    let latest = page.latest(count).await.unwrap();
    let changes = latest.changes.into_iter();
    changes
        .map(|change| (change.action, change.records, change.is_undone))
        .collect()
}

#[test]
fn the_latest_changes_are_told_newest_first() {
    block_on(async {
        let page = tab(&Memory::default()).await;
        assert_eq!(page.latest(10).await, Ok(Latest::default()));
        let draft = Draft {
            edits: rename(9, "丁").edits,
            ..import(&["甲", "乙"])
        };
        let imported = page.write(draft, "王", 10).await.unwrap().unwrap();
        page.write(rename(1, "丙"), "李", 20).await.unwrap();

        let latest = page.latest(10).await.unwrap();
        let [edit, import] = &latest.changes[..] else {
            panic!("{latest:?}")
        };
        assert_eq!(
            (import.change, import.author.as_str(), import.stamp.millis),
            (imported.change, "王", 10)
        );
        assert_eq!(import.bulk, [BlockContent::Records("customer".into())]);
        let record = Some(("customer".to_owned(), Uuid::from_u128(1)));
        assert_eq!(edit.record, record);
        assert_eq!(
            (edit.author.as_str(), edit.records, &edit.bulk[..]),
            ("李", 1, &[][..])
        );
        assert_eq!((latest.has_more, latest.unreadable.len()), (false, 0));
    });
}

#[test]
fn a_page_of_them_ends_where_it_is_asked_to() {
    block_on(async {
        let page = tab(&Memory::default()).await;
        for n in 1..=5 {
            let name = n.to_string();
            page.write(rename(1, &name), "王", n).await.unwrap();
        }
        for (count, shown, has_more) in [(0, 0, true), (1, 1, true), (4, 4, true), (5, 5, false)] {
            let latest = page.latest(count).await.unwrap();
            let stamps: Vec<u64> = latest.changes.iter().map(|of| of.stamp.millis).collect();
            let newest_first: Vec<u64> = (1..=5).rev().take(shown).collect();
            assert_eq!(stamps, newest_first);
            assert_eq!(latest.has_more, has_more, "{count}");
        }
    });
}

#[test]
fn what_was_taken_back_says_so_until_it_is_brought_again() {
    block_on(async {
        let page = tab(&Memory::default()).await;
        // Readings alone: no record has a history that would tell of them.
        let draft = import_readings(vec![readings(10, [1.0, 2.0])]);
        page.write(draft, "王", 10).await.unwrap();
        let wrong = page.latest(1).await.unwrap().changes.remove(0);
        assert_eq!((wrong.records, wrong.record), (0, None));
        assert_eq!(wrong.bulk, [BlockContent::Readings]);

        let undone = page.undo(wrong.change, "王", 20).await.unwrap();
        assert!(page.facts(None).await.unwrap().readings.is_empty());
        let list = told(&page, 9).await;
        assert_eq!(
            list,
            [("undo".into(), 0, false), ("import".into(), 0, true)]
        );
        let undo = page.latest(1).await.unwrap().changes.remove(0);
        let what = undo.undoes.unwrap();
        assert_eq!((what.action.as_str(), what.stamp.millis), ("import", 10));

        page.undo(undone.change, "王", 30).await.unwrap();
        assert_eq!(page.facts(None).await.unwrap().readings.len(), 1);
        let is_undone: Vec<bool> = told(&page, 9).await.iter().map(|told| told.2).collect();
        assert_eq!(is_undone, [false, true, false]);
    });
}

#[test]
fn a_change_that_does_not_read_keeps_no_other_back() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        let first = page.write(rename(1, "甲"), "王", 10).await.unwrap();
        page.write(rename(1, "乙"), "王", 20).await.unwrap();
        let key = change_key(first.unwrap().change);
        store.damage(Table::Changes, &key, vec![1, 255]);
        let latest = page.latest(10).await.unwrap();
        assert_eq!(latest.changes.len(), 1);
        assert_eq!(latest.unreadable[0].key, key);
    });
}
