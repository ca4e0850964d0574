//! The worker's side: receives jobs from the page, runs them, and answers. Jobs are defined in the worker room.

use std::ops::{ControlFlow, Range};

use busbar_core::{
    jobs::compute::{Attachments, compute},
    messages::{
        Job, JobAnswer, JobError, JobProgress, JobRequest, Outcome, VERSION, decode, encode,
    },
};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

use super::{archive, bundle, bytes, error::told};

/// Serves the page that started this worker, for the lifetime of the worker.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let page = scope.clone();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        answer(&page, &message);
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // Lives as long as the worker.
    hear.forget();
    post(&scope, &JobAnswer::Ready { version: VERSION }, Vec::new());
}

fn answer(page: &DedicatedWorkerGlobalScope, message: &MessageEvent) {
    let parts: Array = message.data().unchecked_into();
    let head = parts.get(0).unchecked_into::<Uint8Array>().to_vec();
    // A head that cannot be decoded has no id to answer to, and the page would wait forever, so the error is
    // thrown to the page.
    let request: JobRequest = match decode(&head) {
        Ok(request) => request,
        Err(error) => wasm_bindgen::throw_str(&error.to_string()),
    };
    let id = request.id;
    if let Job::Archive(_) | Job::Restore(_) | Job::Bundle(_) | Job::Receive(_) = request.job {
        // The store answers later.
        return spawn_local(stored(page.clone(), request, parts.get(1)));
    }
    let computed = compute(&request.job, &Parts(parts), &mut |progress| {
        post(page, &JobAnswer::Progress { id, progress }, Vec::new());
        ControlFlow::Continue(())
    });
    let (result, attachments) = match computed {
        Ok((outcome, attachments)) => (Ok(outcome), attachments),
        Err(error) => (Err(error), Vec::new()),
    };
    post(page, &JobAnswer::Done { id, result }, attachments);
}

/// Runs a job that needs the store.
async fn stored(page: DedicatedWorkerGlobalScope, request: JobRequest, file: JsValue) {
    let id = request.id;
    let mut observe = |done, of| {
        let progress = JobProgress { done, of };
        post(&page, &JobAnswer::Progress { id, progress }, Vec::new());
        ControlFlow::Continue(())
    };
    let (outcome, made) = match request.job {
        Job::Archive(job) => match archive::write(&job.database, &mut observe).await {
            Ok((archived, file)) => (Outcome::Archived(Ok(archived)), Some(file)),
            Err(error) => (Outcome::Archived(Err(error)), None),
        },
        Job::Restore(job) => {
            let restored = archive::restore(job, file, &mut observe).await;
            (Outcome::Restored(restored), None)
        }
        Job::Bundle(job) => match bundle::write(job, &mut observe).await {
            Ok((bundled, file)) => (Outcome::Bundled(Ok(bundled)), Some(file)),
            Err(error) => (Outcome::Bundled(Err(error)), None),
        },
        Job::Receive(job) => {
            let received = bundle::receive(job, file, &mut observe).await;
            (Outcome::Received(received), None)
        }
        _ => return,
    };
    let result = Ok(outcome);
    send(&page, &JobAnswer::Done { id, result }, Vec::new(), made.map(Into::into));
}

/// Parts of a message after its head.
struct Parts(Array);

impl Attachments for Parts {
    fn count(&self) -> usize {
        self.0.length().saturating_sub(1) as usize
    }

    fn read(&self, place: usize) -> Result<Vec<u8>, JobError> {
        match self.part(place)? {
            Part::Bytes(bytes) => Ok(bytes::take(bytes.into())),
            Part::File(file) => part_of(&file, 0..file.size() as u64),
        }
    }

    fn length(&self, place: usize) -> Result<u64, JobError> {
        Ok(match self.part(place)? {
            Part::Bytes(bytes) => bytes.length().into(),
            Part::File(file) => file.size() as u64,
        })
    }

    fn read_range(&self, place: usize, range: Range<u64>) -> Result<Vec<u8>, JobError> {
        match self.part(place)? {
            Part::Bytes(bytes) => Ok(bytes.subarray(range.start as u32, range.end as u32).to_vec()),
            Part::File(file) => part_of(&file, range),
        }
    }
}

/// A part of a message: bytes, or a file whose bytes are read on demand.
enum Part {
    Bytes(Uint8Array),
    File(Blob),
}

impl Parts {
    fn part(&self, place: usize) -> Result<Part, JobError> {
        match self.0.get(place as u32 + 1).dyn_into() {
            Ok(bytes) => Ok(Part::Bytes(bytes)),
            Err(other) => other.dyn_into().map(Part::File).map_err(|_| JobError::Malformed),
        }
    }
}

fn part_of(file: &Blob, range: Range<u64>) -> Result<Vec<u8>, JobError> {
    bytes::of_file(file, range).map_err(|error| JobError::File(told(&error)))
}

fn post(page: &DedicatedWorkerGlobalScope, answer: &JobAnswer, attachments: Vec<Vec<u8>>) {
    send(page, answer, attachments, None);
}

fn send(
    page: &DedicatedWorkerGlobalScope,
    answer: &JobAnswer,
    attachments: Vec<Vec<u8>>,
    file: Option<JsValue>,
) {
    let sent = encode(answer).map_err(|_| JsValue::NULL).and_then(|head| {
        let (message, transfer) = (Array::new(), Array::new());
        message.push(&Uint8Array::from(head.as_slice()));
        for attachment in attachments {
            let bytes = Uint8Array::from(attachment.as_slice());
            transfer.push(&bytes.buffer());
            message.push(&bytes);
        }
        if let Some(file) = file {
            message.push(&file);
        }
        page.post_message_with_transfer(&message, &transfer)
    });
    if let Err(error) = sent {
        // The page receives it as a failure of the worker, and ends the job with it.
        wasm_bindgen::throw_val(error);
    }
}
