//! A portfolio that is read from files alone, for the command line: an import into an empty one.

use uuid::Uuid;

use super::{
    ImportInput, Mapping, Options, PortfolioRecords, Problems, Reason, Source, inspect, plan,
    problem::Problem,
    source::{FileOpening, open},
};
use crate::domain::id::IdSequence;

/// Why no portfolio could be read: the file, by its place, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("file {file}: {}", reason.name())]
pub struct UnreadableFile {
    /// Which of the files, from 0.
    pub file: usize,
    /// What is wrong.
    pub reason: Reason,
}

impl PortfolioRecords {
    /// Reads a portfolio from the bytes of files of any kinds, in any order, and tells what in them
    /// was wrong. Ids are counted up from `first_id`.
    ///
    /// # Errors
    /// [`UnreadableFile`] for a file that cannot be read at all.
    pub fn read(files: &[&[u8]], first_id: Uuid) -> Result<(Self, Problems), UnreadableFile> {
        let opening = FileOpening::default();
        let mut sources: Vec<(Source<'_>, Mapping)> = Vec::new();
        for (file, bytes) in files.iter().enumerate() {
            let failed = |reason| UnreadableFile { file, reason };
            let seen = inspect(bytes, &opening, None, |_| Default::default()).map_err(failed)?;
            sources.push((open(bytes, &opening).map_err(failed)?, seen.mapping));
        }
        let inputs: Vec<_> =
            sources.iter().map(|(source, mapping)| ImportInput::opened(source, mapping)).collect();
        let mut portfolio = Self::default();
        let mut ids = IdSequence::after(first_id);
        let planned = plan(&inputs, &portfolio, Options::default(), &mut ids, &mut |_, _| {
            std::ops::ControlFlow::Continue(())
        });
        let Ok(planned) = planned else {
            // Nobody asked to stop.
            return Ok((portfolio, Problems::default()));
        };
        let mut problems = planned.problems;
        if portfolio.apply(&planned.draft).is_err() {
            problems.push(Problem {
                file: 0,
                line: 0,
                column: String::new(),
                value: String::new(),
                reason: Reason::Unreadable,
            });
        }
        Ok((portfolio, problems))
    }
}
