//! The words of the app, by their keys, from its own locale files: a test says what is pressed, not
//! how it is worded today.

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
    /// Both, the first one first.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// Its folder.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }

    /// What the document says it is in.
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

/// The words of one language.
#[derive(Clone, Debug)]
pub struct Words {
    language: Language,
    texts: BTreeMap<String, String>,
}

impl Words {
    /// Reads the locale files of a language.
    ///
    /// # Errors
    /// When a file is not there or is no JSON.
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

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The name of a language, as it is offered.
    pub fn name_of(&self, language: Language) -> String {
        self.text(language.key())
    }

    /// The text of a key, `namespace.key`; the key itself where there is none, which no page shows.
    pub fn text(&self, key: &str) -> String {
        self.texts.get(key).cloned().unwrap_or_else(|| key.into())
    }

    /// Whether there is such a text.
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// The text with its places filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.text(key), |text, (name, value)| {
            text.replace(&format!("{{{{ {name} }}}}"), value)
        })
    }

    /// What stands before the first place to fill: enough to find a text whose number is not known.
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
