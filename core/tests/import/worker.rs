//! Import through the messages between the page and its worker.

use std::ops::ControlFlow;

use busbar_core::{
    domain::{
        Customer, Id, Record,
        draft::{Block, RecordBlock},
    },
    exchange::{FileOpening, PortfolioRecords, Reason, problem::FileType},
    jobs::compute::compute,
    messages::{
        Job, JobAnswer, JobRequest, Outcome, decode, encode,
        import::{InspectJob, PlanJob, decode_block, encode_block},
    },
};
use uuid::Uuid;

use crate::{CREATE, SECRET, plan_of, same_blocks};

/// Runs a job through encoded messages, without page or worker.
fn through_a_worker(job: Job, attachments: &[Vec<u8>]) -> (Outcome, Vec<Vec<u8>>) {
    let head = encode(&JobRequest { id: 1, job }).unwrap();
    let request: JobRequest = decode(&head).unwrap();
    let (outcome, attached) =
        compute(&request.job, &attachments.to_vec(), &mut |_| ControlFlow::Continue(())).unwrap();
    let head = encode(&JobAnswer::Done { id: 1, result: Ok(outcome) });
    match decode(&head.unwrap()).unwrap() {
        JobAnswer::Done { result: Ok(outcome), .. } => (outcome, attached),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_worker_brings_the_same_draft() {
    let files = [
        "客户编号,客户名称\nA1,甲\nA2,乙\nA2,丙\n".as_bytes().to_vec(),
        "户号,2026年1月,2026年2月\nA1,10,\nA2,x,\n".as_bytes().to_vec(),
        "户号,年月,电费\nA3,2026-01,5.5\n".as_bytes().to_vec(),
    ];
    let mut job = PlanJob { files: Vec::new(), options: CREATE, secret: SECRET };
    for file in &files {
        let look = Job::Inspect(InspectJob::default());
        let (outcome, _) = through_a_worker(look, std::slice::from_ref(file));
        let Outcome::Inspected(Ok(seen)) = outcome else {
            panic!("{outcome:?}");
        };
        job.files.push((FileOpening::default(), seen.mapping));
    }
    let known = PortfolioRecords {
        customers: vec![Customer {
            account_number: "A1".into(),
            name: "旧名".into(),
            ..Customer::empty(Id::new(Uuid::from_u128(3)))
        }],
        ..PortfolioRecords::default()
    };
    let here = plan_of(&files.each_ref().map(Vec::as_slice), &known, CREATE);
    let blocks = RecordBlock::pack(known.customers.clone());
    let mut attachments = files.to_vec();
    attachments
        .extend(blocks.into_iter().map(|block| encode_block(&Block::Records(block)).unwrap()));
    let (outcome, blocks) = through_a_worker(Job::Plan(job.clone()), &attachments);
    let Outcome::Planned(Ok(planned)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(planned.counts, here.counts);
    assert_eq!(planned.problems, here.problems);
    assert_eq!(planned.problems.total(), 2);
    assert_eq!(planned.differences, here.differences);
    assert_eq!(planned.differences.total(), 1);
    assert_eq!(planned.new_records, [("customer".to_owned(), 2)]);
    let mut draft = planned.draft().unwrap();
    assert_eq!(draft.edits.len(), 1);
    draft.blocks = blocks.iter().map(|block| decode_block(block).unwrap()).collect();
    assert_eq!(draft.edits, here.draft.edits);
    assert!(same_blocks(&draft.blocks, &here.draft.blocks));
    // A file that was changed after the first look.
    attachments[1] = b"%PDF-1.7".to_vec();
    let (outcome, _) = through_a_worker(Job::Plan(job), &attachments);
    let Outcome::Planned(Err(refused)) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!((refused.file, refused.reason), (1, Reason::WrongType(FileType::Pdf)));
}
