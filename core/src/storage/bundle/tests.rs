use std::io::Cursor;

use pollster::block_on;
use uuid::Uuid;

use super::*;
use crate::{
    domain::{
        Customer, Id, Record, Value, WorkspaceSecret,
        attachment::Attachment,
        draft::{Block, Draft, RecordBlock},
    },
    storage::{Ledger, Memory, Storage, StoreTable, ledger::VersionVector, seal::Plain},
    sync::{
        Writer,
        sealed::{KeyCost, Passphrase, SealRandom},
    },
};

type Tablet = Ledger<Memory, Plain>;

async fn tablet(writer: u128) -> Tablet {
    let writer = Writer(Uuid::from_u128(writer));
    Ledger::open(Memory::default(), Plain, writer).await.unwrap()
}

fn id(n: u128) -> Id<Customer> {
    Id::new(Uuid::from_u128(n))
}

async fn rename(tablet: &Tablet, n: u128, name: &str, now: u64) {
    let draft = Draft::new("customer.edit").edit(id(n), Customer::NAME, Value::Text(name.into()));
    tablet.write(draft, "王", now).await.unwrap().unwrap();
}

async fn import(tablet: &Tablet, numbers: &[u128], now: u64) {
    let customer = |n: &u128| Customer { name: format!("客户{n}"), ..Customer::empty(id(*n)) };
    let blocks = RecordBlock::pack(numbers.iter().map(customer).collect()).into_iter();
    let blocks = blocks.map(Block::Records).collect();
    tablet.write(Draft { blocks, ..Draft::new("import") }, "王", now).await.unwrap().unwrap();
}

async fn photograph(tablet: &Tablet, n: u128, bytes: &[u8], now: u64) -> String {
    let (draft, name) = Draft::new("attachment.add").with_blob(bytes.to_vec());
    let photo = Id::<Attachment>::new(Uuid::from_u128(n));
    let draft = draft.edit(photo, Attachment::BLOB, Value::Text(name.clone()));
    tablet.write(draft, "王", now).await.unwrap().unwrap();
    name
}

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.into())
}

async fn written_since(tablet: &Tablet, seen: &VersionVector) -> Vec<u8> {
    let terms = BundleTerms {
        app: "1.0.0".into(),
        author: "李".into(),
        made_at: 1_795_000_000_000,
        secret: WorkspaceSecret::new([u8::try_from(tablet.writer().0.as_u128()).unwrap(); 32]),
        passphrase: passphrase("口令口令"),
        cost: KeyCost { memory: 8, passes: 1, lanes: 1 },
        random: SealRandom { salt: [1; 16], nonce: [2; 19] },
    };
    let go_on = &mut |_, _| ControlFlow::Continue(());
    write(tablet, &terms, seen, Vec::new(), go_on).await.unwrap().0
}

async fn written(tablet: &Tablet) -> Vec<u8> {
    written_since(tablet, &VersionVector::new()).await
}

async fn take_in(tablet: &Tablet, file: &[u8]) -> Result<Received, BundleError> {
    let mut bundle = Bundle::open(Cursor::new(file), &passphrase("口令口令"))?;
    receive(tablet, &mut bundle, &mut |_, _| ControlFlow::Continue(())).await
}

#[test]
fn a_new_tablet_receives_everything() {
    block_on(async {
        let one = tablet(1).await;
        import(&one, &[1, 2, 3], 10).await;
        rename(&one, 2, "乙", 20).await;
        let photo = photograph(&one, 9, b"photo", 30).await;
        let file = written(&one).await;

        let other = tablet(2).await;
        let received = take_in(&other, &file).await.unwrap();
        assert_eq!((received.changes, received.known, received.in_conflict), (3, 0, 0));
        assert_eq!((received.author.as_str(), received.made_at), ("李", 1_795_000_000_000));
        assert_eq!(other.state_hash().await, one.state_hash().await);
        assert_eq!(other.snapshot().await, one.snapshot().await);
        assert_eq!(other.blob(&photo).await, Ok(Some(b"photo".to_vec())));
        assert_eq!(other.writer(), Writer(Uuid::from_u128(2)));
        // Received changes do not wait to be sent.
        assert_eq!(other.pending().await, Ok(0));

        let again = take_in(&other, &file).await.unwrap();
        assert_eq!((again.changes, again.known), (0, 3));
        assert_eq!(other.head(), 3);
    });
}

#[test]
fn two_tablets_meet_by_files_and_lose_nothing() {
    block_on(async {
        let (one, other) = (tablet(1).await, tablet(2).await);
        import(&one, &[1, 2], 10).await;
        take_in(&other, &written(&one).await).await.unwrap();
        rename(&one, 1, "甲", 20).await;
        rename(&other, 1, "乙", 30).await;
        rename(&other, 7, "丙", 40).await;
        let (left, right) = (written(&one).await, written(&other).await);
        let received = take_in(&one, &right).await.unwrap();
        assert_eq!((received.changes, received.known, received.in_conflict), (2, 1, 1));
        take_in(&other, &left).await.unwrap();
        assert_eq!(other.state_hash().await, one.state_hash().await);
        for tablet in [&one, &other] {
            let name = tablet.register("customer", id(1).uuid(), "name").await.unwrap();
            let values: Vec<&Value> = name.versions().iter().map(|one| &one.value).collect();
            assert_eq!(values, [&Value::Text("乙".into()), &Value::Text("甲".into())]);
        }
        // They share one secret from now on, so that a file imported on both makes the same customers.
        let fresh = WorkspaceSecret::new([99; 32]);
        assert_eq!(one.secret(fresh).await, Ok(WorkspaceSecret::new([1; 32])));
        assert_eq!(other.secret(fresh).await, one.secret(fresh).await);
    });
}

#[test]
fn a_part_that_goes_on_from_what_is_missing_is_refused() {
    block_on(async {
        let (one, other) = (tablet(1).await, tablet(2).await);
        rename(&one, 1, "甲", 10).await;
        let before = one.version_vector();
        rename(&one, 1, "乙", 20).await;
        let later = written_since(&one, &before).await;
        assert_eq!(take_in(&other, &later).await, Err(BundleError::Gap));
        assert_eq!(other.head(), 0);
        take_in(&other, &written(&one).await).await.unwrap();
        rename(&one, 1, "丙", 30).await;
        let latest = written_since(&one, &other.version_vector()).await;
        assert!(latest.len() < written(&one).await.len());
        assert_eq!(take_in(&other, &latest).await.unwrap().changes, 1);
    });
}

#[test]
fn a_damaged_file_changes_nothing() {
    block_on(async {
        let (one, other) = (tablet(1).await, tablet(2).await);
        import(&one, &[1, 2], 10).await;
        // More than one piece, hardly compressible.
        let mut noise = blake3::Hasher::new().finalize_xof();
        let mut bytes = vec![0; 200_000];
        noise.fill(&mut bytes);
        photograph(&one, 9, &bytes, 20).await;
        rename(&one, 1, "甲", 30).await;
        let file = written(&one).await;
        for place in (60..file.len()).step_by(9973).chain([file.len() - 1]) {
            let mut damaged = file.clone();
            damaged[place] ^= 4;
            let refused = take_in(&other, &damaged).await;
            let is_named = matches!(refused, Err(BundleError::Damaged | BundleError::Passphrase));
            assert!(is_named, "{place}: {refused:?}");
        }
        for length in (0..file.len()).step_by(9973).chain([file.len() - 1]) {
            let refused = take_in(&other, &file[..length]).await;
            assert!(
                matches!(refused, Err(BundleError::Damaged | BundleError::Foreign)),
                "{length}"
            );
        }
        assert_eq!(other.head(), 0);
        let store = other.into_store();
        assert_eq!(store.keys(StoreTable::Meta, "", "\u{10ffff}").await, Ok(Vec::new()));
    });
}

#[test]
fn another_passphrase_and_other_files_are_named() {
    block_on(async {
        let one = tablet(1).await;
        rename(&one, 1, "甲", 10).await;
        let file = written(&one).await;
        let wrong = Bundle::open(Cursor::new(&file), &passphrase("口令")).err();
        assert_eq!(wrong, Some(BundleError::Passphrase));
        let zip = Bundle::open(Cursor::new(b"PK\x03\x04"), &passphrase("口令")).err();
        assert_eq!(zip, Some(BundleError::Foreign));
    });
}

#[test]
fn stopping_leaves_whole_changes_and_the_rest_comes_later() {
    block_on(async {
        let (one, other) = (tablet(1).await, tablet(2).await);
        for n in 0..600 {
            rename(&one, n % 7, &n.to_string(), n as u64 + 1).await;
        }
        let file = written(&one).await;
        let mut bundle = Bundle::open(Cursor::new(&file), &passphrase("口令口令")).unwrap();
        let mut stop = |done, _| match done < 900 {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        };
        let stopped = receive(&other, &mut bundle, &mut stop).await;
        assert_eq!(stopped, Err(BundleError::Cancelled));
        assert_eq!(other.head(), 512);
        let rest = take_in(&other, &file).await.unwrap();
        assert_eq!((rest.changes, rest.known), (88, 512));
        assert_eq!(other.state_hash().await, one.state_hash().await);
    });
}

#[test]
fn a_conflict_of_several_batches_is_counted_once() {
    block_on(async {
        let (one, other) = (tablet(1).await, tablet(2).await);
        rename(&other, 1, "乙", 1).await;
        for n in 0..600 {
            rename(&one, 1, &n.to_string(), n + 1).await;
        }
        let received = take_in(&other, &written(&one).await).await.unwrap();
        assert_eq!((received.changes, received.in_conflict), (600, 1));
    });
}

/// A file as written by version 1. Never replaced: it must stay readable forever.
const VERSION_1: &[u8] = include_bytes!("../../../tests/bundle/version-1.busbar");

#[test]
fn a_file_of_version_1_is_received_for_ever() {
    block_on(async {
        let one = tablet(1).await;
        import(&one, &[1, 2], 10).await;
        rename(&one, 1, "甲", 20).await;
        photograph(&one, 9, b"photo", 30).await;
        let other = tablet(2).await;
        assert_eq!(take_in(&other, VERSION_1).await.unwrap().changes, 3);
        assert_eq!(other.state_hash().await, one.state_hash().await);
    });
}
