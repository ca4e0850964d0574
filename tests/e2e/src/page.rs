//! Actions and observations of a user on a page. Every function waits until its action is possible, and names
//! what it waited for on failure.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use fantoccini::{Client, elements::Element, key::Key};
use serde_json::{Value, json};

use crate::{
    Failure, settings,
    words::{Language, Words},
};

/// Time after which a user would call it broken.
const PATIENCE: Duration = Duration::from_secs(20);
/// Polling interval.
const LOOK: Duration = Duration::from_millis(25);

/// Current user in every test that does not choose one; everybody's work is shown.
pub const WORKS_HERE: &str = "季长青";

const FIND: &str = include_str!("find.js");

/// A page in a browser, with its current language.
#[derive(Clone, Debug)]
pub struct Page {
    client: Client,
    /// Texts of the current language.
    pub words: Words,
    patience: Duration,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All themes.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// Returns the name used in the document.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Light => "shell.theme_light",
            Self::Dark => "shell.theme_dark",
        }
    }
}

impl Page {
    /// Creates the page of a session, which starts in Chinese.
    ///
    /// # Errors
    /// If the texts cannot be read.
    pub fn new(client: Client) -> Result<Self, Failure> {
        Ok(Self {
            client,
            words: Words::read(Language::Chinese)?,
            patience: PATIENCE * settings::slower(),
        })
    }

    /// Returns the same page with this timeout.
    #[must_use]
    pub fn patient(&self, seconds: u64) -> Self {
        Self { patience: Duration::from_secs(seconds), ..self.clone() }
    }

    /// Returns the same page with at least this timeout.
    #[must_use]
    pub fn at_least(&self, seconds: u64) -> Self {
        Self { patience: self.patience.max(Duration::from_secs(seconds)), ..self.clone() }
    }

    /// Returns the session.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Opens an address and waits until the app is ready.
    ///
    /// # Errors
    /// If it does not load.
    pub async fn open(&self, url: &str) -> Result<(), Failure> {
        self.client.goto(url).await?;
        self.stands().await
    }

    /// Stores on the device the current user and that everybody's work is shown, so that the app does not ask. `site`
    /// is the address of the app.
    ///
    /// # Errors
    /// If the browser does not store it.
    pub async fn work_here(&self, site: &str) -> Result<(), Failure> {
        // A file of the site that does not start the app.
        self.client.goto(&format!("{site}not-found.js")).await?;
        let remember = "localStorage.setItem('busbar.author', arguments[0]);
            localStorage.setItem('busbar.everybodys', 'yes')";
        self.script(remember, vec![json!(WORKS_HERE)]).await.map(drop)
    }

    /// Reloads the page and waits until the app is ready.
    ///
    /// # Errors
    /// If it does not load.
    pub async fn reload(&self) -> Result<(), Failure> {
        // A user's reload is answered by the service worker; that of a driver may bypass it.
        let reload = "window.isBefore = true; setTimeout(() => location.reload(), 0)";
        self.script(reload, vec![]).await?;
        self.until("the page to load anew", async || {
            let is_before = self.script("return !!window.isBefore", vec![]).await?;
            Ok((is_before == json!(false)).then_some(()))
        })
        .await?;
        self.stands().await
    }

    /// Waits until the app is ready, with its data loaded.
    ///
    /// # Errors
    /// If it does not load.
    pub async fn stands(&self) -> Result<(), Failure> {
        self.until("the app to stand", async || {
            let stands = "return !!document.querySelector('nav.rail, main.capture')
                && !!document.querySelector('main') && !document.querySelector('.opening')";
            Ok((self.script(stands, vec![]).await? == json!(true)).then_some(()))
        })
        .await
    }

    /// Runs a script on the page.
    ///
    /// # Errors
    /// If it throws.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value, Failure> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Runs a script that finishes by calling its last argument.
    ///
    /// # Errors
    /// If it throws or takes too long.
    pub async fn script_later(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, Failure> {
        Ok(self.client.execute_async(script, arguments).await?)
    }

    /// Polls until there is a result. Errors in between are only reported on timeout: a page that is being drawn
    /// is not a failure.
    ///
    /// # Errors
    /// The condition waited for, and the last error.
    pub async fn until<T>(
        &self,
        what: &str,
        mut look: impl AsyncFnMut() -> Result<Option<T>, Failure>,
    ) -> Result<T, Failure> {
        let deadline = Instant::now() + self.patience;
        loop {
            let seen = look().await;
            if let Ok(Some(answer)) = seen {
                return Ok(answer);
            }
            if Instant::now() > deadline {
                let last = seen.err().map_or(String::new(), |error| format!(" ({error})"));
                let seconds = self.patience.as_secs();
                return Err(format!("waited {seconds} s for {what}{last}").into());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Finds an element by role and name, if it is there now.
    ///
    /// # Errors
    /// If the page cannot be queried.
    pub async fn look(
        &self,
        role: &str,
        name: &str,
        whole: bool,
    ) -> Result<Option<Element>, Failure> {
        self.look_beside("", role, name, whole).await
    }

    async fn look_beside(
        &self,
        beside: &str,
        role: &str,
        name: &str,
        whole: bool,
    ) -> Result<Option<Element>, Failure> {
        let wanted = vec![json!(role), json!(name), json!(whole), json!(beside)];
        self.element(self.script(FIND, wanted).await?)
    }

    fn element(&self, found: Value) -> Result<Option<Element>, Failure> {
        if found.is_null() {
            return Ok(None);
        }
        let reference = found.as_object().and_then(|found| found.values().next());
        let reference = reference.and_then(Value::as_str).ok_or("no element")?;
        let element = fantoccini::elements::ElementRef::from(reference.to_owned());
        Ok(Some(Element::from_element_id(self.client.clone(), element)))
    }

    /// Waits for an element by role and name.
    ///
    /// # Errors
    /// If it does not appear.
    pub async fn find(&self, role: &str, name: &str) -> Result<Element, Failure> {
        self.until(&format!("{role} “{name}”"), async || self.look(role, name, false).await).await
    }

    /// Presses the element with this role and name.
    ///
    /// # Errors
    /// If it does not appear or cannot be pressed.
    pub async fn press(&self, role: &str, name: &str) -> Result<(), Failure> {
        self.until(&format!("{role} “{name}” to press"), async || {
            self.press_if_still(async || self.look(role, name, false).await).await
        })
        .await
    }

    /// Presses the element with this role and name in the row or note that also contains another text.
    ///
    /// # Errors
    /// As [`Page::press`].
    pub async fn press_beside(&self, beside: &str, role: &str, name: &str) -> Result<(), Failure> {
        self.until(&format!("{role} “{name}” beside “{beside}”"), async || {
            self.press_if_still(async || self.look_beside(beside, role, name, true).await).await
        })
        .await
    }

    /// Presses an element only if it is found twice at the same position: a press on a moving page hits the wrong
    /// element, or none.
    async fn press_if_still(
        &self,
        look: impl AsyncFn() -> Result<Option<Element>, Failure>,
    ) -> Result<Option<()>, Failure> {
        let Some(before) = look().await? else {
            return Ok(None);
        };
        let place = before.rectangle().await?;
        tokio::time::sleep(LOOK).await;
        let Some(now) = look().await? else {
            return Ok(None);
        };
        if now.element_id() != before.element_id() || now.rectangle().await? != place {
            return Ok(None);
        }
        // A busy button accepts no press.
        if now.attr("aria-busy").await?.as_deref() == Some("true") {
            return Ok(None);
        }
        let dropped = "return document.documentElement.dataset.dropped || ''";
        let before = self.script(dropped, vec![]).await?;
        let clicked = self.click(now).await?;
        // A press too soon after another in the same place was dropped as a repetition.
        let is_dropped = self.script(dropped, vec![]).await? != before;
        Ok(clicked.filter(|()| !is_dropped))
    }

    /// Presses an element; if something covers it, scrolls it into view for the next attempt.
    async fn click(&self, element: Element) -> Result<Option<()>, Failure> {
        if let Err(error) = element.click().await {
            let into_sight = "arguments[0].scrollIntoView({ block: 'center' })";
            self.script(into_sight, vec![serde_json::to_value(&element)?]).await?;
            return Err(error.into());
        }
        Ok(Some(()))
    }

    /// Presses the button with this text.
    ///
    /// # Errors
    /// As [`Page::press`].
    pub async fn press_button(&self, key: &str) -> Result<(), Failure> {
        self.press("button", &self.words.text(key)).await
    }

    /// Follows the link with this text.
    ///
    /// # Errors
    /// As [`Page::press`].
    pub async fn follow(&self, key: &str) -> Result<(), Failure> {
        self.press("link", &self.words.text(key)).await
    }

    /// Navigates to an address of the app, `#/customers`.
    ///
    /// # Errors
    /// If the page cannot be reached.
    pub async fn go(&self, fragment: &str) -> Result<(), Failure> {
        let go = "location.hash = arguments[0]";
        self.script(go, vec![json!(fragment)]).await.map(drop)
    }

    /// Replaces the content of the field of this name.
    ///
    /// # Errors
    /// If there is no such field.
    pub async fn write(&self, name: &str, text: &str) -> Result<(), Failure> {
        let field = self.find("field", name).await?;
        let now = field.prop("value").await?.unwrap_or_default();
        // Character by character, because clearing a field at once would also leave it.
        let mut keys = String::from(char::from(Key::End));
        keys.extend(now.chars().map(|_| char::from(Key::Backspace)));
        keys.push_str(text);
        Ok(field.send_keys(&keys).await?)
    }

    /// Presses a key on the focused element.
    ///
    /// # Errors
    /// If the page accepts no keys.
    pub async fn key(&self, key: Key) -> Result<(), Failure> {
        let key: char = key.into();
        let active = self.client.active_element().await?;
        Ok(active.send_keys(&key.to_string()).await?)
    }

    /// Passes files to the page, as if chosen from the disk.
    ///
    /// # Errors
    /// If the page has no file input.
    pub async fn choose_files(&self, files: &[&Path]) -> Result<(), Failure> {
        let field = self.find("file", "").await?;
        let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        Ok(field.send_keys(&names.join("\n")).await?)
    }

    /// Returns the visible text.
    ///
    /// # Errors
    /// If the page cannot be queried.
    pub async fn text(&self) -> Result<String, Failure> {
        let text = self.script("return document.body.innerText", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().into())
    }

    /// Waits until this text is visible.
    ///
    /// # Errors
    /// If it does not appear.
    pub async fn sees(&self, text: &str) -> Result<(), Failure> {
        let wanted = spaced(text);
        self.until(&format!("“{text}” to be seen"), async || {
            Ok(spaced(&self.text().await?).contains(&wanted).then_some(()))
        })
        .await
    }

    /// Waits until this text is no longer visible.
    ///
    /// # Errors
    /// If it stays.
    pub async fn sees_no(&self, text: &str) -> Result<(), Failure> {
        let wanted = spaced(text);
        self.until(&format!("“{text}” to go"), async || {
            Ok((!spaced(&self.text().await?).contains(&wanted)).then_some(()))
        })
        .await
    }

    /// Waits until everything is saved.
    ///
    /// # Errors
    /// If the app does not report it.
    pub async fn is_saved(&self) -> Result<(), Failure> {
        let saved = self.words.text("shell.saved");
        self.until("everything to be saved", async || {
            let state = "return document.querySelector('.save-state')?.textContent ?? ''";
            let state = self.script(state, vec![]).await?;
            Ok((state.as_str().map(str::trim) == Some(&saved)).then_some(()))
        })
        .await
    }

    /// Changes the language in the settings.
    ///
    /// # Errors
    /// If it is not offered or nothing changes.
    pub async fn choose_language(&mut self, language: Language) -> Result<(), Failure> {
        let name = self.words.name_of(language);
        self.choose_appearance(&name).await?;
        self.words = Words::read(language)?;
        self.is_in(language).await?;
        self.key(Key::Escape).await
    }

    /// Changes the theme in the settings.
    ///
    /// # Errors
    /// If it is not offered or nothing changes.
    pub async fn choose_theme(&self, theme: Theme) -> Result<(), Failure> {
        self.choose_appearance(&self.words.text(theme.key())).await?;
        self.until("the theme to change", async || {
            let now = "return document.documentElement.dataset.theme ?? ''";
            Ok((self.script(now, vec![]).await? == json!(theme.name())).then_some(()))
        })
        .await?;
        self.key(Key::Escape).await
    }

    async fn choose_appearance(&self, name: &str) -> Result<(), Failure> {
        if self.look("radio", name, true).await?.is_none() {
            self.press_button("shell.appearance").await?;
        }
        self.press("radio", name).await
    }

    /// Waits until the page is in a language.
    ///
    /// # Errors
    /// If it stays in another one.
    pub async fn is_in(&self, language: Language) -> Result<(), Failure> {
        self.until(&format!("the page to be in {}", language.tag()), async || {
            let now = self.script("return document.documentElement.lang", vec![]).await?;
            Ok((now == json!(language.tag())).then_some(()))
        })
        .await
    }
}

/// Collapses white space, as when read.
pub fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
