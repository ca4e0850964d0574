//! The law of the ledger: what a tablet shows follows from the set of changes that it holds, never from the order in
//! which they came.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::storage::ledger::StoredRecord;

const TABLETS: usize = 3;
const KIND: &str = Customer::RECORD_KIND;

/// An action on one of the tablets.
#[derive(Clone, Debug)]
enum Act {
    /// Imports customers; equal numbers have equal ids on every tablet.
    Import(Vec<u128>, u8),
    Measure(u128, u8),
    Rename(u128, u8),
    Move(u128, u8),
    Remove(u128),
    Photograph(u8),
    /// Undoes one of the changes known.
    Undo(usize),
    /// Receives what another tablet has, up to a number of changes.
    Meet(usize, usize),
}

fn acts() -> impl Strategy<Value = (usize, Act, u64)> {
    let number = 0_u128..5;
    let act = prop_oneof![
        2 => (prop::collection::btree_set(number.clone(), 1..4), 0_u8..3)
            .prop_map(|(of, tag)| Act::Import(of.into_iter().collect(), tag)),
        1 => (10_u128..13, 0_u8..3).prop_map(|(of, value)| Act::Measure(of, value)),
        3 => (number.clone(), 0_u8..4).prop_map(|(of, name)| Act::Rename(of, name)),
        1 => (number.clone(), 0_u8..2).prop_map(|(of, to)| Act::Move(of, to)),
        1 => number.prop_map(Act::Remove),
        1 => any::<u8>().prop_map(Act::Photograph),
        3 => (0_usize..40).prop_map(Act::Undo),
        3 => (0..TABLETS, 1_usize..9).prop_map(|(other, count)| Act::Meet(other, count)),
    ];
    // Clocks differ by far more than the time between two actions.
    (0..TABLETS, act, 0_u64..1000)
}

fn id(n: u128) -> Id<Customer> {
    Id::new(Uuid::from_u128(n))
}

fn draft(act: &Act) -> Option<Draft> {
    let edit = |n: u128, field, text: String| {
        Draft::new("customer.edit").edit(id(n), field, Value::Text(text))
    };
    Some(match act {
        Act::Import(numbers, tag) => {
            let of = |n: &u128| Customer {
                region: if tag % 2 == 0 { "宿州".into() } else { String::new() },
                ..customer(*n, &format!("{n}/{tag}"))
            };
            let blocks = RecordBlock::pack(numbers.iter().map(of).collect()).into_iter();
            Draft { blocks: blocks.map(Block::Records).collect(), ..Draft::new("import") }
        }
        Act::Measure(first, value) => {
            import_readings(vec![readings(*first, [f64::from(*value), 1.0])])
        }
        Act::Rename(n, name) => edit(*n, Customer::NAME, name.to_string()),
        Act::Move(n, to) => edit(*n, Customer::REGION, to.to_string()),
        Act::Remove(n) => {
            Draft::new("customer.remove").edit(id(*n), Customer::IS_DELETED, Value::Bool(true))
        }
        Act::Photograph(byte) => {
            let photo = Id::<Attachment>::new(Uuid::from_u128(u128::from(*byte)));
            let (draft, name) = Draft::new("attachment.add").with_blob(vec![*byte]);
            draft.edit(photo, Attachment::BLOB, Value::Text(name))
        }
        Act::Undo(_) | Act::Meet(..) => return None,
    })
}

/// Content of a page: built at the start, and kept up to date by every update.
#[derive(Clone, Debug, Default, PartialEq)]
struct Page {
    records: BTreeMap<(String, Uuid), BTreeMap<String, Value>>,
    readings: Vec<ReadingBlock>,
    in_conflict: Vec<(String, Uuid)>,
}

impl Page {
    async fn open(tab: &Tab) -> Self {
        let snapshot = tab.snapshot().await.unwrap();
        let mut page = Self::default();
        snapshot.blocks.into_iter().for_each(|block| page.take(block));
        snapshot.records.into_iter().for_each(|record| page.apply(record));
        page.in_conflict = snapshot.in_conflict;
        page.readings = tab.facts(None).await.unwrap().readings;
        page.tidied()
    }

    fn take(&mut self, block: RecordBlock) {
        for (row, id) in block.ids.iter().enumerate() {
            let record = self.records.entry((block.kind.clone(), *id)).or_default();
            for (field, column) in &block.fields {
                if column.value(row) != Value::Empty {
                    record.insert(field.clone(), column.value(row));
                }
            }
        }
    }

    fn apply(&mut self, record: StoredRecord) {
        self.records.entry((record.kind, record.id)).or_default().extend(record.fields);
    }

    async fn follow(&mut self, tab: &Tab, update: LedgerUpdate) {
        if update.rereads_records || update.rereads_facts {
            *self = Self::open(tab).await;
            return;
        }
        for block in update.withdrawn {
            let is_gone =
                |(kind, id): &(String, Uuid)| *kind == block.kind && block.ids.contains(id);
            self.records.retain(|name, _| !is_gone(name));
            self.in_conflict.retain(|name| !is_gone(name));
        }
        for block in update.blocks {
            match block {
                Block::Records(block) => self.take(block),
                Block::Readings(block) => self.readings.push(block),
                Block::Bills(_) => {}
            }
        }
        for record in &update.records {
            self.in_conflict.retain(|(kind, id)| (kind, id) != (&record.kind, &record.id));
        }
        self.in_conflict.extend(update.in_conflict);
        self.in_conflict.sort();
        update.records.into_iter().for_each(|record| self.apply(record));
        *self = std::mem::take(self).tidied();
    }

    /// An empty field is as good as none.
    fn tidied(mut self) -> Self {
        for record in self.records.values_mut() {
            record.retain(|_, value| *value != Value::Empty);
        }
        self.in_conflict.sort();
        self
    }
}

struct Tablet {
    store: Memory,
    tab: Tab,
    page: Page,
}

impl Tablet {
    async fn new(writer: usize) -> Self {
        let store = Memory::default();
        let fresh = Writer(Uuid::from_u128(writer as u128 + 1));
        let tab = Ledger::open(store.clone(), Plain, fresh).await.unwrap();
        Self { store, tab, page: Page::default() }
    }

    async fn act(&mut self, act: &Act, now: u64) {
        if let Act::Undo(place) = act {
            let known = self.tab.unseen(&VersionVector::new()).await.unwrap();
            if let Some(change) = known.get(place % known.len().max(1)) {
                // There may be nothing left to undo.
                if let Ok(undone) = self.tab.undo(*change, "王", now).await {
                    self.page.follow(&self.tab, undone.update).await;
                }
            }
        } else if let Some(draft) = draft(act)
            && let Some(applied) = self.tab.write(draft, "王", now).await.unwrap()
        {
            self.page.follow(&self.tab, applied.update).await;
        }
    }

    async fn receive(&mut self, parcels: Vec<Parcel>) {
        if let Some(update) = self.tab.receive(parcels).await.unwrap() {
            self.page.follow(&self.tab, update).await;
        }
    }

    async fn unseen_by(&self, other: &Self) -> Vec<Parcel> {
        let mut parcels = Vec::new();
        for change in self.tab.unseen(&other.tab.version_vector()).await.unwrap() {
            parcels.push(self.tab.parcel(change).await.unwrap());
        }
        parcels
    }
}

/// Shuffles the parcels, keeping each writer's in order, and repeats some of them.
fn shuffled(mut parcels: Vec<Parcel>, mut seed: u64) -> Vec<Vec<Parcel>> {
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    let mut batches: Vec<Vec<Parcel>> = vec![Vec::new()];
    while !parcels.is_empty() {
        let writer = parcels[next(parcels.len())].change.id.writer;
        let first = parcels.iter().position(|parcel| parcel.change.id.writer == writer);
        let parcel = parcels.remove(first.unwrap_or_default());
        if next(3) == 0 {
            batches.push(Vec::new());
        }
        if next(4) == 0 {
            batches.last_mut().unwrap().push(parcel.clone());
        }
        batches.last_mut().unwrap().push(parcel);
    }
    batches
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_same_changes_amount_to_the_same_in_any_order(
        acts in prop::collection::vec(acts(), 1..28), seed in any::<u64>(),
    ) {
        block_on(async {
            let mut tablets = Vec::new();
            for writer in 0..TABLETS {
                tablets.push(Tablet::new(writer).await);
            }
            for (on, act, now) in &acts {
                if let Act::Meet(other, count) = act {
                    let mut parcels = tablets[*other].unseen_by(&tablets[*on]).await;
                    parcels.truncate(*count);
                    tablets[*on].receive(parcels).await;
                } else {
                    tablets[*on].act(act, *now).await;
                }
            }
            for on in (0..TABLETS).chain(0..TABLETS) {
                let parcels = tablets[on].unseen_by(&tablets[(on + 1) % TABLETS]).await;
                tablets[(on + 1) % TABLETS].receive(parcels).await;
            }
            let mut late = Tablet::new(TABLETS).await;
            for batch in shuffled(tablets[0].unseen_by(&late).await, seed) {
                late.receive(batch).await;
            }
            tablets.push(late);

            let first = &tablets[0];
            for other in &tablets {
                assert_eq!(other.tab.version_vector(), first.tab.version_vector());
                assert_eq!(other.tab.state_hash().await, first.tab.state_hash().await);
                assert_eq!(other.page, first.page);
                assert_eq!(other.page, Page::open(&other.tab).await);
                let again = Ledger::open(other.store.clone(), Plain, Writer(Uuid::nil())).await;
                assert_eq!(other.page, Page::open(&again.unwrap()).await);
                for n in 0..5 {
                    let of = async |tablet: &Tablet| {
                        let id = Uuid::from_u128(n);
                        let history = tablet.tab.history(KIND, id).await.unwrap();
                        (history, tablet.tab.contested(KIND, id).await.unwrap())
                    };
                    assert_eq!(of(other).await, of(first).await);
                }
            }
        });
    }
}

#[test]
fn two_tablets_that_import_the_same_file_do_not_disagree() {
    block_on(async {
        let (mut one, mut other) = (Tablet::new(0).await, Tablet::new(1).await);
        one.act(&Act::Import(vec![1, 2], 0), 10).await;
        one.act(&Act::Rename(1, 7), 20).await;
        other.act(&Act::Import(vec![1, 2], 0), 500).await;
        other.receive(one.unseen_by(&other).await).await;
        one.receive(other.unseen_by(&one).await).await;
        for tablet in [&one, &other] {
            let name = tablet.tab.register(KIND, id(1).uuid(), "name").await.unwrap();
            let values: Vec<&Value> = name.versions().iter().map(|one| &one.value).collect();
            assert_eq!(values, [&Value::Text("7".into())]);
            assert_eq!(tablet.page.in_conflict, []);
        }
        // Another import that knows better is concurrent with the edit.
        other.act(&Act::Import(vec![1], 2), 600).await;
        assert_eq!(other.page.in_conflict, [(KIND.to_owned(), id(1).uuid())]);
    });
}

#[test]
fn of_two_who_undo_and_bring_back_nobody_is_overruled_silently() {
    block_on(async {
        let (mut one, mut other) = (Tablet::new(0).await, Tablet::new(1).await);
        one.act(&Act::Import(vec![1, 2], 0), 10).await;
        let import = one.tab.unseen(&VersionVector::new()).await.unwrap()[0];
        other.receive(one.unseen_by(&other).await).await;
        let mine = one.tab.undo(import, "王", 20).await.unwrap();
        other.tab.undo(import, "李", 900).await.unwrap();
        one.receive(other.unseen_by(&one).await).await;
        other.receive(one.unseen_by(&other).await).await;
        for tablet in [&one, &other] {
            assert_eq!(tablet.tab.snapshot().await.unwrap().blocks, []);
        }
        // Whoever brings it back has seen that both withdrew it.
        one.tab.undo(mine.change, "王", 30).await.unwrap();
        other.receive(one.unseen_by(&other).await).await;
        for tablet in [&one, &other] {
            assert_eq!(tablet.tab.snapshot().await.unwrap().blocks.len(), 1);
        }
    });
}

#[test]
fn a_missing_change_is_named_and_nothing_is_written() {
    block_on(async {
        let (mut one, other) = (Tablet::new(0).await, Tablet::new(1).await);
        one.act(&Act::Rename(1, 1), 10).await;
        one.act(&Act::Rename(1, 2), 20).await;
        let parcels = one.unseen_by(&other).await;
        let gap = other.tab.receive(parcels[1..].to_vec()).await;
        assert_eq!(gap, Err(LedgerError::Gap(parcels[1].change.id)));
        assert_eq!(other.tab.head(), 0);
        // One of the two refused stops the whole batch.
        let mut holed = one.unseen_by(&other).await;
        holed.swap(0, 1);
        assert!(other.tab.receive(holed).await.is_err());
        assert_eq!((other.tab.head(), other.tab.version_vector()), (0, VersionVector::new()));
    });
}

#[test]
fn registers_forget_what_cannot_come_again() {
    block_on(async {
        let mut one = Tablet::new(0).await;
        one.act(&Act::Import(vec![1], 0), 1).await;
        for turn in 0..40 {
            one.act(&Act::Rename(1, turn), u64::from(turn) + 2).await;
        }
        let key = record_key(KIND, id(1).uuid());
        let rows = one.store.get_many(StoreTable::Records, &[key]).await.unwrap();
        let size = rows[0].as_ref().map(Vec::len);
        assert!(size.is_some_and(|size| size < 250), "{size:?}");
    });
}
