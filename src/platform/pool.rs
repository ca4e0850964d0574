//! The page's side of the compute workers: starts up to four, assigns jobs, and terminates a worker to cancel its
//! job. Jobs are defined in the worker room.

use std::{
    cell::RefCell,
    collections::VecDeque,
    future::Future,
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll},
};

use busbar_core::messages::{
    Job, JobAnswer, JobError, JobId, JobProgress, JobRequest, Outcome, VERSION, decode, encode,
};
use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Blob, ErrorEvent, MessageEvent, Worker};

use super::bytes;

/// Script that loads the worker, beside the page; written by `cargo xtask`.
const LOADER: &str = "./worker_loader.js";

/// More would compete with the page for the cores of a tablet.
const MOST_WORKERS: usize = 4;

/// Bytes of a job after which its worker is terminated, because the memory of a worker only grows: to judge a hundred
/// thousand customers takes it 90 MB for 6 MB of their accounts.
const LARGE: f64 = 2_000_000.0;

/// Attachment of a job.
#[derive(Clone, Debug)]
pub enum JobAttachment {
    /// Bytes, transferred without a copy on the worker's side.
    Bytes(Vec<u8>),
    /// Numbers, which the page keeps.
    Numbers(Rc<Vec<f64>>),
    /// A file that the worker reads itself, so that the page never holds it.
    File(Blob),
}

/// Attachment of an outcome. The browser holds it until it is requested.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Bytes.
    Bytes(Uint8Array),
    /// A file, which may be larger than memory.
    File(Blob),
}

impl Piece {
    /// Returns the bytes; empty for a file.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes::take(bytes.into()),
            Self::File(_) => Vec::new(),
        }
    }

    /// Returns the file, if it is one.
    pub fn into_file(self) -> Option<Blob> {
        match self {
            Self::Bytes(_) => None,
            Self::File(file) => Some(file),
        }
    }
}

impl JobAttachment {
    fn bytes(&self) -> f64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as f64,
            Self::Numbers(numbers) => size_of_val(numbers.as_slice()) as f64,
            Self::File(file) => file.size(),
        }
    }
}

/// Result of a job: outcome and attachments.
pub type JobFinished = Result<(Outcome, Vec<Piece>), JobError>;

type OnProgress = Rc<dyn Fn(JobProgress)>;

struct Task {
    id: JobId,
    job: Job,
    attachments: Vec<JobAttachment>,
    on_progress: OnProgress,
    finish: oneshot::Sender<JobFinished>,
}

struct Busy {
    id: JobId,
    is_large: bool,
    on_progress: OnProgress,
    finish: oneshot::Sender<JobFinished>,
}

struct Slot {
    key: u32,
    worker: Worker,
    is_ready: bool,
    busy: Option<Busy>,
    // The worker calls them as long as it lives.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

#[derive(Default)]
struct Workers {
    slots: Vec<Slot>,
    queue: VecDeque<Task>,
    last_id: u32,
    /// The files on the device are newer than this page: no worker may be started from them.
    is_outdated: bool,
}

/// Compute workers of this page.
#[derive(Clone, Default)]
pub struct Pool(Rc<RefCell<Workers>>);

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}

/// A running job: await it for its outcome; drop it to cancel.
#[derive(Debug)]
#[must_use = "a dropped job is cancelled"]
pub struct Running {
    id: JobId,
    pool: Pool,
    outcome: oneshot::Receiver<JobFinished>,
    is_finished: bool,
}

/// Cancels a job from elsewhere than where it is awaited: it ends with [`JobError::Cancelled`].
#[derive(Clone, Debug)]
pub struct Stop {
    id: JobId,
    pool: Pool,
}

impl Stop {
    /// Cancels the job if it is still running.
    pub fn stop(&self) {
        self.pool.cancel(self.id);
    }
}

impl Running {
    /// Returns a handle to cancel this job.
    pub fn stop(&self) -> Stop {
        Stop { id: self.id, pool: self.pool.clone() }
    }
}

impl Future for Running {
    type Output = JobFinished;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<JobFinished> {
        let outcome = Pin::new(&mut self.outcome).poll(context);
        outcome.map(|outcome| {
            self.is_finished = true;
            outcome.unwrap_or(Err(JobError::Cancelled))
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.is_finished {
            self.pool.cancel(self.id);
        }
    }
}

impl Pool {
    /// Returns the number of jobs that can run at once.
    pub fn width() -> usize {
        let cores =
            web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
        (cores as usize).clamp(1, MOST_WORKERS)
    }

    /// Queues a job; it starts when a worker is free.
    pub fn run(
        &self,
        job: Job,
        attachments: Vec<JobAttachment>,
        on_progress: impl Fn(JobProgress) + 'static,
    ) -> Running {
        let (finish, outcome) = oneshot::channel();
        let id = {
            let mut workers = self.0.borrow_mut();
            workers.last_id += 1;
            let id = workers.last_id;
            let on_progress = Rc::new(on_progress);
            workers.queue.push_back(Task { id, job, attachments, on_progress, finish });
            id
        };
        self.next();
        Running { id, pool: self.clone(), outcome, is_finished: false }
    }

    /// Starts no more workers, because the files on the device are from now on newer than this page. Existing
    /// ones continue.
    pub fn start_no_more(&self) {
        self.0.borrow_mut().is_outdated = true;
    }

    /// Removes a job from the queue, or terminates its worker; the next job gets a new one.
    fn cancel(&self, id: JobId) {
        {
            let mut workers = self.0.borrow_mut();
            workers.queue.retain(|task| task.id != id);
            workers.slots.retain(|slot| slot.busy.as_ref().is_none_or(|busy| busy.id != id));
        }
        self.next();
    }

    /// Assigns waiting jobs to free workers, and starts workers while there are jobs for them.
    fn next(&self) {
        let mut failed = None;
        {
            let mut workers = self.0.borrow_mut();
            let Workers { slots, queue, .. } = &mut *workers;
            for slot in slots.iter_mut().filter(|slot| slot.is_ready && slot.busy.is_none()) {
                let Some(task) = queue.pop_front() else { break };
                let Task { id, job, attachments, on_progress, finish } = task;
                let bytes: f64 = attachments.iter().map(JobAttachment::bytes).sum();
                match post(&slot.worker, id, job, attachments) {
                    Ok(()) => {
                        slot.busy = Some(Busy { id, is_large: bytes > LARGE, on_progress, finish })
                    }
                    Err(error) => drop(finish.send(Err(error))),
                }
            }
            let loading = workers.slots.iter().filter(|slot| !slot.is_ready).count();
            let room = Self::width().saturating_sub(workers.slots.len());
            for _ in 0..workers.queue.len().saturating_sub(loading).min(room) {
                if workers.is_outdated {
                    failed = Some(JobError::OtherVersion(VERSION));
                    break;
                }
                workers.last_id += 1;
                let key = workers.last_id;
                match start(Rc::downgrade(&self.0), key) {
                    Ok(slot) => workers.slots.push(slot),
                    Err(error) => failed = Some(error),
                }
            }
        }
        if let Some(error) = failed {
            self.give_up(&error);
        }
    }

    /// Nothing can be computed here: ends every waiting job with the error.
    fn give_up(&self, error: &JobError) {
        let waiting: Vec<Task> = {
            let mut workers = self.0.borrow_mut();
            if !workers.slots.is_empty() {
                return;
            }
            workers.queue.drain(..).collect()
        };
        for task in waiting {
            drop(task.finish.send(Err(error.clone())));
        }
    }

    fn hear(&self, key: u32, message: &MessageEvent) {
        let Some((answer, attachments)) = read(message) else {
            return self.lose(key, JobError::Malformed);
        };
        match answer {
            JobAnswer::Ready { version } if version == VERSION => {
                if let Some(slot) = self.0.borrow_mut().slots.iter_mut().find(|s| s.key == key) {
                    slot.is_ready = true;
                }
                self.next();
            }
            JobAnswer::Ready { version } => self.lose(key, JobError::OtherVersion(version)),
            JobAnswer::Progress { id, progress } => {
                let on_progress = self.0.borrow().slots.iter().find_map(|slot| {
                    slot.busy.as_ref().filter(|busy| busy.id == id).map(|b| b.on_progress.clone())
                });
                if let Some(on_progress) = on_progress {
                    on_progress(progress);
                }
            }
            JobAnswer::Done { id, result } => {
                let busy = {
                    let mut workers = self.0.borrow_mut();
                    let slot = workers.slots.iter_mut().find(|slot| slot.key == key);
                    slot.and_then(|slot| slot.busy.take_if(|busy| busy.id == id))
                };
                if let Some(busy) = busy {
                    if busy.is_large && !self.0.borrow().is_outdated {
                        let mut workers = self.0.borrow_mut();
                        workers.slots.retain(|slot| slot.key != key);
                    }
                    drop(busy.finish.send(result.map(|outcome| (outcome, attachments))));
                }
                self.next();
            }
        }
    }

    /// Handles a lost worker: its job ends with the error, and a worker that was never ready is not tried again
    /// for the waiting jobs.
    fn lose(&self, key: u32, error: JobError) {
        let slot = {
            let mut workers = self.0.borrow_mut();
            let place = workers.slots.iter().position(|slot| slot.key == key);
            place.map(|place| workers.slots.swap_remove(place))
        };
        let Some(mut slot) = slot else { return };
        if let Some(busy) = slot.busy.take() {
            drop(busy.finish.send(Err(error.clone())));
        }
        if slot.is_ready {
            self.next();
        } else {
            self.give_up(&error);
        }
    }
}

fn lost(error: &JsValue) -> JobError {
    JobError::Lost(format!("{error:?}"))
}

fn start(pool: Weak<RefCell<Workers>>, key: u32) -> Result<Slot, JobError> {
    let worker = Worker::new(LOADER).map_err(|error| lost(&error))?;
    let page = pool.clone();
    let on_message = Closure::new(move |message: MessageEvent| {
        if let Some(workers) = page.upgrade() {
            Pool(workers).hear(key, &message);
        }
    });
    let on_error = Closure::new(move |error: ErrorEvent| {
        if let Some(workers) = pool.upgrade() {
            Pool(workers).lose(key, JobError::Lost(error.message()));
        }
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    Ok(Slot {
        key,
        worker,
        is_ready: false,
        busy: None,
        _on_message: on_message,
        _on_error: on_error,
    })
}

fn post(
    worker: &Worker,
    id: JobId,
    job: Job,
    attachments: Vec<JobAttachment>,
) -> Result<(), JobError> {
    let head = encode(&JobRequest { id, job })?;
    let (message, transfer) = (Array::new(), Array::new());
    message.push(&Uint8Array::from(head.as_slice()));
    for attachment in attachments {
        let bytes = match &attachment {
            JobAttachment::Bytes(bytes) => bytes,
            JobAttachment::Numbers(numbers) => bytemuck::cast_slice(numbers),
            JobAttachment::File(file) => {
                message.push(file);
                continue;
            }
        };
        let bytes = Uint8Array::from(bytes);
        transfer.push(&bytes.buffer());
        message.push(&bytes);
    }
    worker.post_message_with_transfer(&message, &transfer).map_err(|error| lost(&error))
}

fn read(message: &MessageEvent) -> Option<(JobAnswer, Vec<Piece>)> {
    let parts: Array = message.data().dyn_into().ok()?;
    let mut parts = parts.iter();
    let head: Uint8Array = parts.next()?.dyn_into().ok()?;
    let answer = decode(&head.to_vec()).ok()?;
    let piece = |part: JsValue| match part.dyn_into::<Uint8Array>() {
        Ok(bytes) => Some(Piece::Bytes(bytes)),
        Err(part) => part.dyn_into().ok().map(Piece::File),
    };
    Some((answer, parts.map(piece).collect::<Option<_>>()?))
}
