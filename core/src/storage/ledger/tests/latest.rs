//! Latest changes of the workspace: listing and undo.

use super::*;

/// Returns a summary of each change.
async fn told(page: &Tab, count: usize) -> Vec<(String, usize, bool)> {
    let latest = page.latest(count).await.unwrap();
    let changes = latest.changes.into_iter();
    changes.map(|change| (change.action, change.records, change.is_undone)).collect()
}

#[test]
fn the_latest_changes_are_told_newest_first() {
    block_on(async {
        let page = tab(&Memory::default()).await;
        assert_eq!(page.latest(10).await, Ok(Latest::default()));
        let draft = Draft { edits: rename(9, "丁").edits, ..import(&["甲", "乙"]) };
        let imported = page.write(draft, "王", 10).await.unwrap().unwrap();
        page.write(rename(1, "丙"), "李", 20).await.unwrap();

        let latest = page.latest(10).await.unwrap();
        let [edit, import] = &latest.changes[..] else { panic!("{latest:?}") };
        assert_eq!(
            (import.change, import.author.as_str(), import.made_at),
            (imported.change, "王", 10)
        );
        assert_eq!(import.bulk, [BlockContent::Records("customer".into())]);
        let record = Some(("customer".to_owned(), Uuid::from_u128(1)));
        assert_eq!(edit.record, record);
        assert_eq!((edit.author.as_str(), edit.records, &edit.bulk[..]), ("李", 1, &[][..]));
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
            let stamps: Vec<u64> = latest.changes.iter().map(|of| of.made_at).collect();
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
        // Readings alone: no record has a history with them.
        let draft = import_readings(vec![readings(10, [1.0, 2.0])]);
        page.write(draft, "王", 10).await.unwrap();
        let wrong = page.latest(1).await.unwrap().changes.remove(0);
        assert_eq!((wrong.records, wrong.record), (0, None));
        assert_eq!(wrong.bulk, [BlockContent::Readings]);

        let undone = page.undo(wrong.change, "王", 20).await.unwrap();
        assert!(page.facts(None).await.unwrap().readings.is_empty());
        let list = told(&page, 9).await;
        assert_eq!(list, [("undo".into(), 0, false), ("import".into(), 0, true)]);
        let undo = page.latest(1).await.unwrap().changes.remove(0);
        let what = undo.undoes.unwrap();
        assert_eq!((what.action.as_str(), what.made_at), ("import", 10));

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
        store.damage(StoreTable::Changes, &key, vec![1, 255]);
        let latest = page.latest(10).await.unwrap();
        assert_eq!(latest.changes.len(), 1);
        assert_eq!(latest.unreadable[0].key, key);
    });
}

#[test]
fn a_clock_that_was_ahead_dates_nothing_after_it() {
    const MONDAY: u64 = 1_795_000_000_000;
    const IN_2099: u64 = 4_083_000_000_000;
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        assert_eq!(page.clocks(), (None, Stamp::default()));
        let times = [MONDAY, IN_2099, MONDAY + 60_000, MONDAY + 120_000];
        for (name, now) in ["甲", "乙", "丙", "丁"].into_iter().zip(times) {
            page.write(rename(1, name), "王", now).await.unwrap();
        }
        // In the order in which they were made, each with the clock time.
        let latest = page.latest(9).await.unwrap().changes;
        let told: Vec<u64> = latest.iter().rev().map(|change| change.made_at).collect();
        assert_eq!(told, times);
        let history = page.history("customer", Uuid::from_u128(1)).await.unwrap();
        assert!(history.is_sorted_by_key(|entry| entry.stamp));
        assert_eq!(history.iter().map(|entry| entry.made_at).collect::<Vec<_>>(), times);
        assert_eq!(names(&page).await, ["丁"]);
        // A newly opened tab knows the clocks seen, and so does one that catches up.
        let seen = (Some(MONDAY + 120_000), page.clocks().1);
        assert!(seen.1.millis >= IN_2099);
        let other = tab(&store).await;
        assert_eq!((other.clocks(), page.clocks()), (seen, seen));
        page.write(rename(1, "戊"), "王", MONDAY + 180_000).await.unwrap();
        other.catch_up().await.unwrap();
        assert_eq!(other.clocks(), page.clocks());
        assert_eq!(other.clocks().0, Some(MONDAY + 180_000));
        // An undo is dated by the clock as well.
        page.undo(latest[0].change, "王", MONDAY + 240_000).await.unwrap_err();
        let last = page.latest(1).await.unwrap().changes.remove(0);
        let undone = page.undo(last.change, "王", MONDAY + 240_000).await.unwrap();
        let undone = page.change(undone.change).await.unwrap().unwrap();
        assert_eq!(undone.made_at, MONDAY + 240_000);
    });
}

#[test]
fn what_was_taken_back_is_marked_in_the_history_of_its_record() {
    block_on(async {
        let page = tab(&Memory::default()).await;
        page.write(import(&["甲", "乙"]), "王", 10).await.unwrap();
        let renamed = page.write(rename(1, "丙"), "李", 20).await.unwrap().unwrap();
        let marked = async || {
            let mut entries = page.history("customer", Uuid::from_u128(1)).await.unwrap();
            entries.reverse();
            let undone = taken_back(&entries);
            let marks = entries.iter().map(|entry| undone.contains(&entry.change));
            marks.collect::<Vec<_>>()
        };
        assert_eq!(marked().await, [false, false]);
        let undo = page.undo(renamed.change, "王", 30).await.unwrap();
        assert_eq!(marked().await, [false, true, false]);
        // The undo was undone: the change is in effect again, the first undo is not.
        page.undo(undo.change, "王", 40).await.unwrap();
        assert_eq!(marked().await, [false, true, false, false]);
    });
}
