//! The worker's side: hears jobs from the page, does them, and answers. What the jobs are is the
//! worker room's.

use std::ops::ControlFlow;

use busbar_core::{
    jobs::compute::{Attachments, compute},
    messages::{
        Job, JobAnswer, JobError, JobProgress, JobRequest, Outcome, VERSION, decode, encode,
    },
};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent};

use super::{archive, bytes};

/// Serves the page that started this worker, as long as it lives.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let page = scope.clone();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        answer(&page, &message);
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    // It lives as long as the worker does.
    hear.forget();
    post(&scope, &JobAnswer::Ready { version: VERSION }, Vec::new());
}

fn answer(page: &DedicatedWorkerGlobalScope, message: &MessageEvent) {
    let parts: Array = message.data().unchecked_into();
    let head = parts.get(0).unchecked_into::<Uint8Array>().to_vec();
    // A head that does not read has no id to answer to: the page would wait for ever, so the error
    // is thrown to it.
    let request: JobRequest = match decode(&head) {
        Ok(request) => request,
        Err(error) => wasm_bindgen::throw_str(&error.to_string()),
    };
    let id = request.id;
    if let Job::Archive(_) | Job::Restore(_) = request.job {
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

/// Does a job that needs the store.
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
        _ => return,
    };
    let result = Ok(outcome);
    send(&page, &JobAnswer::Done { id, result }, Vec::new(), made.map(Into::into));
}

/// The parts of a message after its head.
struct Parts(Array);

impl Attachments for Parts {
    fn count(&self) -> usize {
        self.0.length().saturating_sub(1) as usize
    }

    fn read(&self, place: usize) -> Result<Vec<u8>, JobError> {
        let part = self.0.get(place as u32 + 1);
        match part.dyn_into::<Uint8Array>() {
            Ok(part) => Ok(bytes::take(part.into())),
            Err(other) => {
                let file: Blob = other.dyn_into().map_err(|_| JobError::Malformed)?;
                contents(&file).map_err(|error| JobError::File(told(&error)))
            }
        }
    }
}

/// Bytes of a file that the browser holds beside its copy here.
const SLICE: f64 = (4 << 20) as f64;

/// The bytes of a file, slice by slice, so that it is not in memory twice.
fn contents(file: &Blob) -> Result<Vec<u8>, JsValue> {
    let reader = FileReaderSync::new()?;
    let size = file.size();
    let mut contents = Vec::with_capacity(size as usize);
    let mut from = 0.0;
    while from < size {
        let to = size.min(from + SLICE);
        let slice = file.slice_with_f64_and_f64(from, to)?;
        let slice = bytes::take(reader.read_as_array_buffer(&slice)?.into());
        if slice.len() != (to - from) as usize {
            return Err(JsValue::from_str("the file was changed"));
        }
        contents.extend(slice);
        from = to;
    }
    Ok(contents)
}

/// The error in the browser's words.
pub(super) fn told(error: &JsValue) -> String {
    let message = js_sys::Reflect::get(error, &JsValue::from_str("message"));
    message.ok().and_then(|message| message.as_string()).unwrap_or_else(|| format!("{error:?}"))
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
        // The page hears it as the worker's failure, and ends the job with it.
        wasm_bindgen::throw_val(error);
    }
}
