//! A simulated fleet: devices with wrong clocks edit the same records, import, undo, and meet by batches and exchange
//! files in any order, with duplicates, cut files, full disks and crashes. An oracle outside the program knows every
//! edit that a device acknowledged: after all have met, each is in the history of every device, and all state hashes
//! are equal.
//!
//! `cargo xtask simulate --seeds N [--from S]` runs more seeds. A failure prints its seed and the shortest run of its
//! steps that fails.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    io::Cursor,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use busbar_core::{
    domain::{
        Customer, Id, Record, Value, WorkspaceSecret,
        draft::{Block, Draft, RecordBlock},
    },
    storage::{
        CommitFault, Ledger, LedgerError, Memory, StorageError,
        bundle::{self, Bundle, BundleError, BundleTerms},
        ledger::{Parcel, VersionVector},
        seal::Plain,
    },
    sync::{
        ChangeId, Writer,
        sealed::{KeyCost, Passphrase, SealRandom},
    },
};
use pollster::block_on;
use uuid::Uuid;

/// Number of seeds without a setting.
const SEEDS: u64 = 300;
const DEVICES: usize = 4;
const STEPS: usize = 60;
const RECORDS: u64 = 6;
const TEN_YEARS: u64 = 10 * 365 * 86_400_000;

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ word >> 31
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }
}

type Tablet = Ledger<Memory, Plain>;

struct Device {
    disk: Memory,
    ledger: Tablet,
    writer: Writer,
    /// Milliseconds by which its clock is wrong, and the direction.
    clock: i64,
}

impl Device {
    async fn new(place: usize, random: &mut Random) -> Self {
        let disk = Memory::default();
        let writer = Writer(Uuid::from_u128(place as u128 + 1));
        let ledger = Ledger::open(disk.clone(), Plain, writer).await.unwrap();
        let clock = random.below(2 * TEN_YEARS) as i64 - TEN_YEARS as i64;
        Self { disk, ledger, writer, clock }
    }

    fn now(&self, step: usize) -> u64 {
        (1_795_000_000_000 + self.clock + step as i64 * 1000).unsigned_abs()
    }

    /// Starts the program again on what is on the disk.
    async fn restart(&mut self) {
        self.disk.fail_next(None);
        self.ledger = Ledger::open(self.disk.clone(), Plain, self.writer).await.unwrap();
    }
}

/// An edit that a device acknowledged.
#[derive(Debug)]
struct Acknowledged {
    record: Uuid,
    field: &'static str,
    value: String,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    device: usize,
    kind: u64,
    seed: u64,
}

fn steps(seed: u64) -> Vec<Step> {
    let mut random = Random(seed);
    let mut step = || Step {
        device: random.below(DEVICES as u64) as usize,
        kind: random.below(10),
        seed: random.next(),
    };
    (0..STEPS).map(|_| step()).collect()
}

fn id(n: u64) -> Id<Customer> {
    Id::new(Uuid::from_u128(u128::from(n) + 1))
}

struct Fleet {
    devices: Vec<Device>,
    acknowledged: Vec<Acknowledged>,
}

impl Fleet {
    async fn new(seed: u64) -> Self {
        let mut random = Random(!seed);
        let mut devices = Vec::new();
        for place in 0..DEVICES {
            devices.push(Device::new(place, &mut random).await);
        }
        Self { devices, acknowledged: Vec::new() }
    }

    async fn step(&mut self, at: usize, Step { device, kind, seed }: Step) {
        let random = &mut Random(seed);
        let fault = match random.below(8) {
            0 => Some(CommitFault::Full),
            1 => Some(CommitFault::CrashBefore),
            2 => Some(CommitFault::CrashAfter),
            _ => None,
        };
        self.devices[device].disk.fail_next(fault);
        match kind {
            0..=3 => self.edit(at, device, random).await,
            4 => self.import(at, device, random).await,
            5 => self.undo(at, device, random).await,
            6 | 7 => self.meet(device, random).await,
            8 => self.hand_over(device, random).await,
            _ => {}
        }
        self.devices[device].restart().await;
    }

    async fn edit(&mut self, at: usize, device: usize, random: &mut Random) {
        let record = id(random.below(RECORDS));
        let field = match random.below(3) {
            0 => Customer::NAME,
            1 => Customer::REGION,
            _ => Customer::ADDRESS,
        };
        let value = format!("{device}-{at}");
        let draft = Draft::new("customer.edit").edit(record, field, Value::Text(value.clone()));
        let tablet = &self.devices[device];
        if tablet.ledger.write(draft, "", tablet.now(at)).await.is_ok() {
            let (record, field) = (record.uuid(), field.name());
            self.acknowledged.push(Acknowledged { record, field, value });
        }
    }

    async fn import(&mut self, at: usize, device: usize, random: &mut Random) {
        let first = random.below(RECORDS);
        // Two devices import the same file now and then.
        let tag = random.below(3);
        let records: BTreeSet<u64> = (0..2).map(|n| (first + n) % RECORDS).collect();
        let customers = records
            .iter()
            .map(|n| Customer { name: format!("file {tag}, {n}"), ..Customer::empty(id(*n)) });
        let blocks = RecordBlock::pack(customers.collect()).into_iter().map(Block::Records);
        let draft = Draft { blocks: blocks.collect(), ..Draft::new("import") };
        let tablet = &self.devices[device];
        if tablet.ledger.write(draft, "", tablet.now(at)).await.is_ok() {
            self.acknowledged.extend(records.into_iter().map(|n| Acknowledged {
                record: id(n).uuid(),
                field: Customer::NAME.name(),
                value: format!("file {tag}, {n}"),
            }));
        }
    }

    async fn undo(&mut self, at: usize, device: usize, random: &mut Random) {
        let tablet = &self.devices[device];
        let known = tablet.ledger.unseen(&VersionVector::new()).await.unwrap();
        if let Some(change) = known.get(random.below(known.len() as u64) as usize) {
            // There may be nothing left to undo.
            let _ = tablet.ledger.undo(*change, "", tablet.now(at)).await;
        }
    }

    /// Receives some of what another device has, shuffled, with duplicates, in one or two batches.
    async fn meet(&mut self, device: usize, random: &mut Random) {
        let other = &self.devices[random.below(DEVICES as u64) as usize];
        let mut ids = other.ledger.unseen(&VersionVector::new()).await.unwrap();
        ids.truncate(random.below(ids.len() as u64 + 1) as usize);
        let parcels = parcels(&other.ledger, shuffled(ids, random)).await;
        let (first, second) = parcels.split_at(random.below(parcels.len() as u64 + 1) as usize);
        for batch in [first, second] {
            match self.devices[device].ledger.receive(batch.to_vec()).await {
                // The disk was full, or the process died.
                Err(LedgerError::Storage(StorageError::Full | StorageError::Closed)) => return,
                received => drop(received.unwrap()),
            }
        }
    }

    /// Takes in an exchange file of another device, which may be cut or changed on the way.
    async fn hand_over(&mut self, device: usize, random: &mut Random) {
        let other = (device + 1 + random.below(DEVICES as u64 - 1) as usize) % DEVICES;
        let mut file = written(&self.devices[other].ledger, random).await;
        let whole = file.clone();
        match random.below(3) {
            0 => file.truncate(random.below(file.len() as u64) as usize),
            1 => {
                let place = random.below(file.len() as u64) as usize;
                file[place] ^= 1 << random.below(8);
            }
            _ => {}
        }
        let tablet = &self.devices[device].ledger;
        let before = tablet.head();
        let received = take_in(tablet, &file).await;
        if file != whole {
            assert!(received.is_err() && tablet.head() == before, "{received:?}");
        } else if let Err(error) = received {
            let is_of_the_disk =
                matches!(error, BundleError::Store(StorageError::Full | StorageError::Closed));
            assert!(is_of_the_disk, "{error:?}");
        }
    }

    /// Has every device meet every other, and asks the oracle.
    async fn settle(&self) {
        for _ in 0..2 {
            for on in 0..DEVICES {
                let (from, to) = (&self.devices[on], &self.devices[(on + 1) % DEVICES]);
                let unseen = from.ledger.unseen(&to.ledger.version_vector()).await.unwrap();
                to.ledger.receive(parcels(&from.ledger, unseen).await).await.unwrap();
            }
        }
        let hash = self.devices[0].ledger.state_hash().await.unwrap();
        for device in &self.devices {
            assert_eq!(device.ledger.state_hash().await.unwrap(), hash);
            let mut written: BTreeMap<Uuid, BTreeSet<(String, String)>> = BTreeMap::new();
            for record in (0..RECORDS).map(|n| id(n).uuid()) {
                let history = device.ledger.history(Customer::RECORD_KIND, record).await.unwrap();
                let written = written.entry(record).or_default();
                for (field, value) in history.iter().flat_map(|entry| entry.written()) {
                    if let Value::Text(text) = value {
                        written.insert((field.to_owned(), text.clone()));
                    }
                }
            }
            for one in &self.acknowledged {
                let is_there =
                    written[&one.record].contains(&(one.field.to_owned(), one.value.clone()));
                assert!(is_there, "lost on {:?}: {one:?}", device.writer);
            }
        }
    }
}

async fn parcels(ledger: &Tablet, ids: Vec<ChangeId>) -> Vec<Parcel> {
    let mut parcels = Vec::new();
    for id in ids {
        parcels.push(ledger.parcel(id).await.unwrap());
    }
    parcels
}

/// Shuffles the changes, keeping each writer's in order, and repeats some.
fn shuffled(mut ids: Vec<ChangeId>, random: &mut Random) -> Vec<ChangeId> {
    let mut shuffled = Vec::new();
    while !ids.is_empty() {
        let writer = ids[random.below(ids.len() as u64) as usize].writer;
        let next = ids.iter().position(|id| id.writer == writer).unwrap();
        let id = ids.remove(next);
        shuffled.extend((0..=random.below(4) / 3).map(|_| id));
    }
    shuffled
}

async fn written(ledger: &Tablet, random: &mut Random) -> Vec<u8> {
    let byte = |random: &mut Random| random.below(256) as u8;
    let terms = BundleTerms {
        app: String::new(),
        author: String::new(),
        made_at: 0,
        secret: WorkspaceSecret::new([byte(random); 32]),
        passphrase: passphrase(),
        cost: KeyCost { memory: 8, passes: 1, lanes: 1 },
        random: SealRandom { salt: [byte(random); 16], nonce: [byte(random); 19] },
    };
    let go_on = &mut |_, _| ControlFlow::Continue(());
    bundle::write(ledger, &terms, &VersionVector::new(), Vec::new(), go_on).await.unwrap().0
}

async fn take_in(ledger: &Tablet, file: &[u8]) -> Result<(), BundleError> {
    let mut bundle = Bundle::open(Cursor::new(file), &passphrase())?;
    let go_on = &mut |_, _| ControlFlow::Continue(());
    bundle::receive(ledger, &mut bundle, go_on).await.map(drop)
}

fn passphrase() -> Passphrase {
    Passphrase::new("口令".into())
}

/// Runs steps; returns the number of acknowledged edits.
fn run(seed: u64, steps: &[Step]) -> usize {
    block_on(async {
        let mut fleet = Fleet::new(seed).await;
        for (at, step) in steps.iter().enumerate() {
            fleet.step(at, *step).await;
        }
        fleet.settle().await;
        fleet.acknowledged.len()
    })
}

/// Returns a shorter run that fails as well: steps are left out while it does.
fn shortest(seed: u64, mut steps: Vec<Step>) -> Vec<Step> {
    let mut at = 0;
    while at < steps.len() {
        let mut fewer = steps.clone();
        fewer.remove(at);
        match catch_unwind(AssertUnwindSafe(|| run(seed, &fewer))) {
            Ok(_) => at += 1,
            Err(_) => steps = fewer,
        }
    }
    steps
}

fn setting(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn nothing_acknowledged_is_lost() {
    let (from, count) = (setting("BUSBAR_FROM_SEED", 0), setting("BUSBAR_SEEDS", SEEDS));
    let mut acknowledged = 0;
    for seed in from..from + count {
        match catch_unwind(|| run(seed, &steps(seed))) {
            Ok(edits) => acknowledged += edits,
            Err(_) => panic!("seed {seed} fails: {:#?}", shortest(seed, steps(seed))),
        }
    }
    println!("{count} seeds, {acknowledged} acknowledged edits, 0 lost");
}
