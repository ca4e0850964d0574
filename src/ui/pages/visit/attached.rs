//! Photos and files of a visit and of its findings: taking them, and those that could not be taken.

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

/// What is being taken, in context below the page.
#[derive(Clone, Copy)]
pub struct Adding {
    /// How many are under way.
    under_way: RwSignal<usize>,
    /// The files that could not be taken.
    failed: RwSignal<Vec<Failed>, LocalStorage>,
}

/// A file that could not be taken.
#[derive(Clone)]
struct Failed {
    file: files::File,
    to: Place,
    why: AttachError,
}

impl Failed {
    /// Returns `true` if the file can be kept as it is although it cannot be read.
    fn can_be_kept(&self) -> bool {
        matches!(self.why, AttachError::Heic | AttachError::Unreadable)
            && self.file.size() <= FILE_BYTES as f64
    }
}

impl Adding {
    /// Offers itself to everything below.
    pub fn provide() {
        provide_context(Self {
            under_way: RwSignal::new(0),
            failed: RwSignal::new_local(Vec::new()),
        });
    }

    /// Takes these, one after the other: a photo taken just now with the place where the tablet is,
    /// where the person wants that.
    fn take(self, workspace: Workspace, to: &Place, chosen: Vec<files::File>, wants_place: bool) {
        let to = to.clone();
        self.under_way.update(|count| *count += chosen.len());
        task::detach(async move {
            // The picture is kept whatever comes of the place.
            let at = if wants_place { files::here().await } else { None };
            for file in chosen {
                let taken = if attachment::is_photo(&file) {
                    attachment::add_photo(workspace, to.clone(), &file, at).await
                } else {
                    attachment::add_file(workspace, to.clone(), &file).await
                };
                // The page may have been left meanwhile; what was taken is kept all the same.
                let _ = self.under_way.try_update(|count| *count = count.saturating_sub(1));
                if let Err(why) = taken {
                    let to = to.clone();
                    let failed = Failed { file, to, why };
                    let _ = self.failed.try_update(|all| all.push(failed));
                }
            }
        });
    }

    /// Keeps a file as it is that could not be taken as a photo.
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

/// Why something was not taken, and what to do.
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

/// Takes photos with the camera, or from those that are there.
#[component]
pub fn AddPhoto(
    /// The visit.
    captured: Captured,
    /// What they show.
    #[prop(into)]
    of: Link,
    /// How much attention it asks for.
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

/// Attaches files.
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

/// What is being taken, and what could not be.
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

/// The files of the visit, each to be saved outside the app.
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
