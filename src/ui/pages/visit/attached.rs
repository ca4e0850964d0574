//! Photos and files of a visit and its findings: adding them, and the list of those that failed.

use busbar_core::domain::{
    Link,
    attachment::{Attachment, AttachmentKind},
};
use leptos::{ev, prelude::*};

use crate::{
    state::{
        commands::attachment::{self, AttachError, FILE_BYTES, Place},
        files,
        preferences::Preferences,
        task,
        visit::Captured,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Button, Emphasis, FileButton, Icon, Message, Row, Rows, use_toasts},
        format,
        i18n::*,
        labels,
        shared::new_record::Remove,
    },
};

/// Files being added, in the page's context.
#[derive(Clone, Copy)]
pub struct Adding {
    /// Number of files in progress.
    under_way: RwSignal<usize>,
    /// Files that could not be added.
    failed: RwSignal<Vec<Failed>, LocalStorage>,
}

/// A file that could not be added.
#[derive(Clone)]
struct Failed {
    file: files::File,
    to: Place,
    why: AttachError,
}

impl Failed {
    /// Returns `true` if the file cannot be read as a photo but can be stored unchanged.
    fn can_be_kept(&self) -> bool {
        matches!(self.why, AttachError::Heic | AttachError::Unreadable)
            && self.file.size() <= FILE_BYTES as f64
    }
}

impl Adding {
    /// Provides itself as context.
    pub fn provide() {
        provide_context(Self {
            under_way: RwSignal::new(0),
            failed: RwSignal::new_local(Vec::new()),
        });
    }

    /// Adds the files one by one. With `wants_place`, photos get the tablet's position.
    fn take(self, workspace: Workspace, to: &Place, chosen: Vec<files::File>, wants_place: bool) {
        let to = to.clone();
        self.under_way.update(|count| *count += chosen.len());
        task::detach(async move {
            // Without a position, the photos are added all the same.
            let at = if wants_place { files::here().await } else { None };
            for file in chosen {
                let taken = if attachment::is_photo(&file) {
                    attachment::add_photo(workspace, to.clone(), &file, at).await
                } else {
                    attachment::add_file(workspace, to.clone(), &file).await
                };
                // The signals are gone if the user has left the page; the files are stored all the same.
                let _ = self.under_way.try_update(|count| *count = count.saturating_sub(1));
                if let Err(why) = taken {
                    let to = to.clone();
                    let failed = Failed { file, to, why };
                    let _ = self.failed.try_update(|all| all.push(failed));
                }
            }
        });
    }

    /// Stores a file unchanged that could not be added as a photo.
    fn keep(self, workspace: Workspace, place: usize) {
        let Some(failed) = self.failed.with_untracked(|all| all.get(place).cloned()) else {
            return;
        };
        self.failed.update(|all| drop(all.remove(place)));
        task::detach(async move {
            let kept = attachment::add_file(workspace, failed.to.clone(), &failed.file).await;
            if let Err(why) = kept {
                let failed = Failed { why, ..failed };
                let _ = self.failed.try_update(|all| all.push(failed));
            }
        });
    }
}

fn use_adding() -> Adding {
    expect_context()
}

/// Returns the reason why a file could not be added, and what to do about it.
pub fn reason(locale: Locale, error: &AttachError) -> String {
    let size = |bytes: u64| format::size(locale, bytes).to_string();
    match error {
        AttachError::TooLarge { bytes, limit } => {
            td_string!(locale, visit.too_large, size = size(*bytes), limit = size(*limit))
        }
        AttachError::Heic => td_string!(locale, visit.heic).to_owned(),
        AttachError::Unreadable => td_string!(locale, visit.unreadable).to_owned(),
        AttachError::Ledger(error) => labels::ledger_error(locale, error),
    }
}

/// Button to take a photo with the camera or choose existing ones.
#[component]
pub fn AddPhoto(
    /// The visit.
    captured: Captured,
    /// Record that the photos belong to.
    #[prop(into)]
    of: Link,
    /// Emphasis of the button.
    #[prop(optional)]
    emphasis: Emphasis,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let adding = use_adding();
    let wants_place = expect_context::<Preferences>().photo_place;
    let to = Place { customer: captured.customer, of };
    let chosen = move |event: ev::Event| {
        adding.take(workspace, &to, files::chosen(&event), wants_place.get_untracked());
    };
    view! {
        <FileButton
            label=move || t_string!(i18n, visit.take_photo)
            accept="image/*"
            camera=true
            icon=Icon::Camera
            emphasis=emphasis
            on_choose=chosen
        />
    }
}

/// Button to attach files.
#[component]
pub fn AddFile(
    /// The visit.
    captured: Captured,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let adding = use_adding();
    let to = Place { customer: captured.customer, of: Link::to(captured.id) };
    view! {
        <FileButton
            label=move || t_string!(i18n, visit.add_file)
            accept=""
            multiple=true
            icon=Icon::Attach
            on_choose=move |event: ev::Event| {
                adding.take(workspace, &to, files::chosen(&event), false);
            }
        />
        <small>
            {move || {
                let limit = format::size(i18n.get_locale(), FILE_BYTES).to_string();
                t_string!(i18n, visit.file_limit, limit = limit)
            }}
        </small>
    }
}

/// Status of the files being added, and the list of those that failed.
#[component]
pub fn Taking() -> impl IntoView {
    let i18n = use_i18n();
    let adding = use_adding();
    let Adding { under_way, failed } = adding;
    let workspace = use_workspace();
    let said = move || match under_way.get() {
        0 => String::new(),
        count => t_string!(i18n, visit.taking, count = count),
    };
    let lines = move || {
        let locale = i18n.get_locale();
        let failed = failed.get().into_iter().enumerate();
        failed
            .map(|(place, one)| {
                let (name, reason) = (one.file.name(), reason(locale, &one.why));
                view! {
                    <p>{t_string!(i18n, visit.not_taken, name = name, reason = reason)}</p>
                    {one
                        .can_be_kept()
                        .then(|| {
                            view! {
                                <Button
                                    label=move || t_string!(i18n, visit.keep_as_file)
                                    icon=Icon::Attach
                                    on_press=move |()| adding.keep(workspace, place)
                                />
                            }
                        })}
                }
            })
            .collect_view()
    };
    view! {
        <p class="quiet-text" role="status">
            {said}
        </p>
        <Show when=move || !failed.read().is_empty()>
            <div class="notice on-bad" role="alert">
                <div class="grow">{lines}</div>
                <Button
                    label=move || t_string!(i18n, labels.close)
                    icon=Icon::Close
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| failed.set(Vec::new())
                />
            </div>
        </Show>
    }
}

/// List of the visit's files, with buttons to save each outside the app.
#[component]
pub fn Files(
    /// The visit.
    captured: Captured,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let attached = captured.attached(Link::to(captured.id), &[AttachmentKind::File]);
    let row = move |attachment: Attachment| {
        let (name, id) = (attachment.name.clone(), attachment.id);
        let size = attachment.bytes.unwrap_or_default() as u64;
        let note = move || format::size(i18n.get_locale(), size).to_string();
        let save = move |()| {
            let attachment = attachment.clone();
            task::detach(async move {
                if let Err(error) = attachment::save(workspace, &attachment).await {
                    toasts.failed(Message::of(move |locale| reason(locale, &error)));
                }
            });
        };
        view! {
            <Row
                title=move || view! { {name} }
                note=move || view! { {note} }
                end=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, visit.save_file)
                            icon=Icon::Export
                            icon_only=true
                            emphasis=Emphasis::Quiet
                            on_press=save
                        />
                        <Remove id label=move || t_string!(i18n, visit.take_out) />
                    }
                }
            />
        }
    };
    view! {
        <Show when=move || !attached.read().is_empty()>
            <Rows>
                <For each=move || attached.get() key=|one| one.id children=row />
            </Rows>
        </Show>
    }
}
