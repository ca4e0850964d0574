//! What a program is given behind its name: options, each `--name value`.

use std::collections::BTreeMap;

use super::command_line::Failure;

/// The options given.
pub struct Options {
    usage: &'static str,
    given: BTreeMap<String, String>,
}

impl Options {
    /// Reads them all; `usage` is told with what is wrong.
    pub fn read(
        mut arguments: impl Iterator<Item = String>,
        usage: &'static str,
    ) -> Result<Self, Failure> {
        let mut given = BTreeMap::new();
        while let Some(name) = arguments.next() {
            if !name.starts_with("--") {
                return Err(format!("unexpected {name}\n{usage}").into());
            }
            let value = arguments
                .next()
                .ok_or_else(|| format!("{name} needs a value\n{usage}"))?;
            if given.insert(name.clone(), value).is_some() {
                return Err(format!("{name} is given twice").into());
            }
        }
        Ok(Self { usage, given })
    }

    /// The value of an option, which counts as used.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.given.remove(name)
    }

    /// The value of an option that there must be, which counts as used.
    pub fn needed(&mut self, name: &str) -> Result<String, Failure> {
        self.take(name).ok_or_else(|| self.lacks(name))
    }

    /// The whole number of an option, which counts as used.
    pub fn number<T: std::str::FromStr>(&mut self, name: &str) -> Result<Option<T>, Failure> {
        let number = |text: String| {
            text.parse()
                .map_err(|_| format!("{name}: {text} is not a whole number").into())
        };
        self.take(name).map(number).transpose()
    }

    /// The refusal where an option is not given that there must be.
    pub fn lacks(&self, name: &str) -> Failure {
        format!("{name} is needed\n{}", self.usage).into()
    }

    /// Refuses options that were not used.
    pub fn finish(self) -> Result<(), Failure> {
        match self.given.into_keys().next() {
            Some(name) => {
                Err(format!("{name} does not go with these options\n{}", self.usage).into())
            }
            None => Ok(()),
        }
    }
}
