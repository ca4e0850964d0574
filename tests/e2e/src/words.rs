//! Texts of the app by key, from its own locale files, so that tests do not depend on their wording.

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use crate::{Failure, settings};

/// A language of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 中文.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// Both languages, Chinese first.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// Returns its folder.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }

    /// Returns the language tag of the document.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Chinese => "shell.language_zh",
            Self::English => "shell.language_en",
        }
    }
}

/// Texts of one language.
#[derive(Clone, Debug)]
pub struct Words {
    language: Language,
    texts: BTreeMap<String, String>,
}

impl Words {
    /// Reads the locale files of a language.
    ///
    /// # Errors
    /// If a file is missing or is not JSON.
    pub fn read(language: Language) -> Result<Self, Failure> {
        let folder = settings::root().join("src/ui/locales").join(language.code());
        let mut texts = BTreeMap::new();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let space = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let file: Value = serde_json::from_slice(&fs::read(&path)?)?;
            put(&mut texts, &space, &file);
        }
        Ok(Self { language, texts })
    }

    /// Returns the language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Returns the name of a language, as offered for selection.
    pub fn name_of(&self, language: Language) -> String {
        self.text(language.key())
    }

    /// Returns the text of a key, `namespace.key`, or the key itself if there is none, which no page shows.
    pub fn text(&self, key: &str) -> String {
        self.texts.get(key).cloned().unwrap_or_else(|| key.into())
    }

    /// Returns `true` if there is such a text.
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// Returns the text with its placeholders filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.text(key), |text, (name, value)| {
            text.replace(&format!("{{{{ {name} }}}}"), value)
        })
    }

    /// Returns the text before its first placeholder: enough to find a text with an unknown number.
    pub fn start(&self, key: &str) -> String {
        let text = self.text(key);
        text.split("{{").next().unwrap_or_default().trim().into()
    }
}

fn put(texts: &mut BTreeMap<String, String>, key: &str, value: &Value) {
    match value {
        Value::String(text) => {
            texts.insert(key.into(), text.clone());
        }
        Value::Object(entries) => {
            for (name, value) in entries {
                put(texts, &format!("{key}.{name}"), value);
            }
        }
        _ => {}
    }
}
