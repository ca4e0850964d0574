//! A portfolio that is read from files alone, for the command line: an import into an empty one.

use super::{
    ImportInput, Mapping, Options, PortfolioRecords, Problems, Reason, Source, inspect,
    opening::open, plan, problem::Problem, source::FileOpening,
};
use crate::domain::WorkspaceSecret;

/// A file that could not be read, with the reason.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("file {file}: {}", reason.name())]
pub struct UnreadableFile {
    /// Index of the file, from 0.
    pub file: usize,
    /// Reason.
    pub reason: Reason,
}

impl PortfolioRecords {
    /// Reads a portfolio from the bytes of files of any kind, in any order, with the problems found. Records
    /// get their ids from `secret`.
    ///
    /// # Errors
    /// [`UnreadableFile`] for a file that cannot be read at all.
    pub fn read(
        files: &[&[u8]],
        secret: WorkspaceSecret,
    ) -> Result<(Self, Problems), UnreadableFile> {
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
        let planned = plan(&inputs, &portfolio, Options::default(), secret, &mut |_, _| {
            std::ops::ControlFlow::Continue(())
        });
        let Ok(planned) = planned else {
            // Nothing requested cancellation.
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
