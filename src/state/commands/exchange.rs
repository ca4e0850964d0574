//! Commands to save an exchange file and to receive one. A worker reads and writes the database; the format is in the
//! storage room.

use busbar_core::{
    messages::{BundleJob, Job, JobError, JobProgress, Outcome, ReceiveJob},
    storage::bundle::{BundleError, Bundled, Received},
    sync::sealed::Passphrase,
};
use leptos::prelude::*;

use super::archive::{Archiver, Doing};
use crate::{
    platform::{
        clock, crypto,
        files::{self, File},
        random,
    },
    state::{
        workers::{JobAttachment, Piece, WorkError},
        workspace::DATABASE,
    },
};

/// Minimum number of characters of a new passphrase.
pub const SHORTEST: usize = Passphrase::SHORTEST;

/// Reason why an exchange file was not saved, or not received.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoExchange {
    /// Error of the file or of the store.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The worker failed or was cancelled.
    #[error(transparent)]
    Work(#[from] WorkError),
}

impl From<JobError> for NoExchange {
    fn from(error: JobError) -> Self {
        Self::Work(error.into())
    }
}

/// A receipt that failed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{why}")]
pub struct NotReceived {
    /// Reason.
    pub why: NoExchange,
    /// `true` if some changes of the file were written before the failure; they stay.
    pub is_partial: bool,
}

/// Returns `true` if a new passphrase has enough characters.
pub fn is_long_enough(entered: &str) -> bool {
    trimmed(entered).chars().count() >= SHORTEST
}

/// Returns the passphrase without the spaces that on-screen keyboards add after a word.
pub fn trimmed(entered: &str) -> &str {
    entered.trim()
}

/// Full-width characters and others that look alike are the same passphrase.
fn passphrase(entered: &str) -> Passphrase {
    Passphrase::new(crypto::in_compatible_form(trimmed(entered)))
}

impl Archiver {
    /// Saves an exchange file of the workspace under this name, sealed by a passphrase.
    ///
    /// # Errors
    /// [`NoExchange`]; nothing is saved.
    pub async fn bundle(self, name: &str, entered: &str) -> Result<Bundled, NoExchange> {
        self.workspace.quiet().await;
        let head = self.workspace.head.get_untracked();
        let job = Job::Bundle(BundleJob {
            database: DATABASE.into(),
            passphrase: passphrase(entered),
            author: self.workspace.author_stored(),
            made_at: clock::now_millis(),
            random: random::seal(),
            secret: random::secret(),
        });
        let (outcome, mut pieces) = self.run(job, Vec::new(), Doing::Bundling).await?;
        let Outcome::Bundled(bundled) = outcome else {
            return Err(JobError::Malformed.into());
        };
        let bundled = bundled?;
        let file = pieces.pop().and_then(Piece::into_file);
        files::save_file(name, &file.ok_or(JobError::Malformed)?);
        self.remember(head);
        Ok(bundled)
    }

    /// Receives an exchange file: merges its changes with those of the workspace, and shows them.
    ///
    /// # Errors
    /// [`NotReceived`]. A file that is damaged changes nothing.
    pub async fn receive(self, file: File, entered: &str) -> Result<Received, NotReceived> {
        self.received.set(None);
        self.workspace.quiet().await;
        let alone = self.workspace.alone().await;
        let before = self.workspace.head.get_untracked();
        let job = Job::Receive(ReceiveJob {
            database: DATABASE.into(),
            passphrase: passphrase(entered),
            writer: random::uuid(),
        });
        let attachments = vec![JobAttachment::File(file.into())];
        let finished = self.run(job, attachments, Doing::Receiving).await;
        // A write of this page may hold back its catching up while it waits for this lock.
        drop(alone);
        self.doing.set(Some(Doing::Receiving(JobProgress { done: 0, of: 0 })));
        self.workspace.tell();
        // The changes are on disk, even those before a failure; the workspace reports it if they cannot be shown.
        let _ = self.workspace.catch_up_now().await;
        self.doing.set(None);
        let head = self.workspace.head.get_untracked();
        let received = match finished {
            Ok((Outcome::Received(received), _)) => received.map_err(NoExchange::from),
            Ok(_) => Err(JobError::Malformed.into()),
            Err(error) => Err(error.into()),
        };
        let received = received.map_err(|why| NotReceived { why, is_partial: head != before })?;
        // All of this workspace is in the file.
        if before == 0 && head > 0 {
            self.remember(head);
        }
        self.received.set(Some(received.clone()));
        Ok(received)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_has_eight_characters_besides_the_spaces_around_it() {
        for (entered, expected) in
            [("一二三四五六七八", true), ("1234567 ", false), ("  ", false), ("12 45 78", true)]
        {
            assert_eq!(is_long_enough(entered), expected, "{entered}");
        }
        assert_eq!(trimmed(" 三座蓝塔 2026 "), "三座蓝塔 2026");
    }
}
