//! Photos and handwriting of a visit and its findings: thumbnails with captions, which open in full size. There, a
//! photo can be captioned and marked.

use busbar_core::domain::{
    Id, Link,
    attachment::{Attachment, AttachmentKind, TakenBy},
};
use leptos::prelude::*;

use super::attached::reason;
use crate::{
    state::{
        commands::{
            attachment::mark,
            record::{fresh, remove},
        },
        task,
        visit::Captured,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Button, Choice, Dialog, Emphasis, Icon, Pen, Shape, Stroke},
        format,
        i18n::*,
        labels,
        shared::{field::OpenField, picture::AttachedPicture},
    },
};

/// Kinds of attachment shown as pictures.
pub const PICTURES: &[AttachmentKind] = &[AttachmentKind::Photo, AttachmentKind::Handwriting];

/// Thumbnails of the photos and handwriting of one record, which open in full size.
#[component]
pub fn Pictures(
    /// The visit.
    captured: Captured,
    /// Record that the pictures belong to.
    #[prop(into)]
    of: Link,
) -> impl IntoView {
    let i18n = use_i18n();
    let pictures = captured.attached(of, PICTURES);
    let opened = RwSignal::new(None::<Id<Attachment>>);
    let is_open = RwSignal::new(false);
    let marked = RwSignal::new(None::<Attachment>);
    let is_marking = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        let pictures = pictures.read();
        let opened = opened.get()?;
        pictures.iter().find(|one| one.id == opened).cloned()
    });
    let thumb = move |attachment: Attachment| {
        view! {
            <Thumb
                attachment=attachment
                on_open=move |id| {
                    opened.set(Some(id));
                    is_open.set(true);
                }
            />
        }
    };
    let on_mark = move |attachment: Attachment| {
        is_open.set(false);
        marked.set(Some(attachment));
        is_marking.set(true);
    };
    let full = move || {
        // Untracked, so that the view is not rebuilt while the caption is edited.
        let id = opened.get()?;
        let attachment =
            pictures.with_untracked(|all| all.iter().find(|one| one.id == id).cloned())?;
        Some(view! { <Full attachment=attachment open=is_open on_mark=on_mark /> })
    };
    let workspace = use_workspace();
    let title = move || {
        let attachment = shown.get();
        attachment.map(|one| caption(workspace, i18n.get_locale(), &one)).unwrap_or_default()
    };
    view! {
        <Show when=move || !pictures.read().is_empty()>
            <ul class="thumbs">
                <For
                    each=move || pictures.get()
                    key=|one| (one.id, one.caption.clone())
                    children=thumb
                />
            </ul>
        </Show>
        <Dialog title=title open=is_open wide=true shows=true>
            <div class="full-picture">{full}</div>
        </Dialog>
        <Dialog title=move || t_string!(i18n, visit.mark_title) open=is_marking wide=true>
            {move || {
                marked.get().map(|photo| view! { <Mark photo=photo open=is_marking /> })
            }}
        </Dialog>
    }
}

/// Thumbnail with its caption and time. Handwriting is for the account manager only and is not printed.
#[component]
fn Thumb(attachment: Attachment, #[prop(into)] on_open: Callback<Id<Attachment>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (id, named) = (attachment.id, attachment.clone());
    let is_own = attachment.kind == Some(AttachmentKind::Handwriting);
    let words = move || caption(workspace, i18n.get_locale(), &named);
    let below = words.clone();
    view! {
        <li class:no-print=is_own>
            <button type="button" class="thumb" on:click=move |_| on_open.run(id)>
                <AttachedPicture attachment=attachment label=words />
            </button>
            <small class="thumb-caption">{below}</small>
        </li>
    }
}

/// A picture in full size.
#[component]
fn Full(
    attachment: Attachment,
    open: RwSignal<bool>,
    #[prop(into)] on_mark: Callback<Attachment>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let id = attachment.id;
    let is_photo = attachment.kind == Some(AttachmentKind::Photo);
    let [shown, named, placed, original] = [(); 4].map(|()| attachment.clone());
    view! {
        <AttachedPicture
            attachment=shown
            label=move || caption(workspace, i18n.get_locale(), &named)
        />
        <p class="quiet-text">{move || taken_words(workspace, i18n.get_locale(), &placed)}</p>
        {is_photo
            .then(|| {
                view! {
                    <OpenField id field=Attachment::CAPTION />
                }
            })}
        <div class="dialog-foot">
            <Button
                label=move || t_string!(i18n, visit.take_out)
                icon=Icon::Delete
                emphasis=Emphasis::Danger
                on_press=move |()| {
                    open.set(false);
                    remove(workspace, id);
                }
            />
            {is_photo
                .then(|| {
                    view! {
                        <Button
                            label=move || t_string!(i18n, visit.mark)
                            icon=Icon::Pen
                            on_press=move |()| on_mark.run(original.clone())
                        />
                    }
                })}
        </div>
    }
}

/// Editor to draw on a photo. Saves a marked copy; the photo stays unchanged.
#[component]
fn Mark(photo: Attachment, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let size = RwSignal::new(None::<(u32, u32)>);
    let strokes = RwSignal::new(Vec::<Stroke>::new());
    let shape = RwSignal::new(Shape::Arrow);
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    // The id is created when the editor opens, so that pressing twice saves one copy.
    let id: Id<Attachment> = fresh();
    let shown = photo.clone();
    let keep = move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let lines = strokes.with_untracked(|strokes| {
            let line = |stroke: &Stroke| (stroke.path(), stroke.width());
            strokes.iter().map(line).collect()
        });
        let photo = photo.clone();
        task::detach(async move {
            let kept = mark(workspace, id, &photo, lines).await;
            let _ = busy.try_set(false);
            match kept {
                Ok(()) => drop(open.try_set(false)),
                Err(why) => {
                    let words = reason(i18n.get_locale_untracked(), &why);
                    let _ = error.try_set(Some(words));
                }
            }
        });
    };
    let shapes = Signal::derive(move || {
        vec![
            (Shape::Arrow, t_string!(i18n, visit.mark_arrow).to_owned()),
            (Shape::Circle, t_string!(i18n, visit.mark_circle).to_owned()),
            (Shape::Free, t_string!(i18n, visit.mark_free).to_owned()),
        ]
    });
    let surface = move || {
        size.get().map(|size| {
            // The line width is relative to the size of the photo.
            let line = size.0.max(size.1) as f32 / 160.0;
            view! {
                <Pen
                    label=move || t_string!(i18n, visit.mark)
                    size=size
                    strokes=strokes
                    shape=shape
                    line=line
                    over=true
                />
            }
        })
    };
    view! {
        <Choice
            label=move || t_string!(i18n, visit.mark)
            options=shapes
            value=shape
            on_choose=move |chosen| shape.set(chosen)
        />
        <div class="mark-surface">
            <AttachedPicture
                attachment=shown
                label=move || t_string!(i18n, visit.mark_title)
                on_size=move |now| size.set(Some(now))
            />
            {surface}
        </div>
        <p class="field-error" role="alert">
            {move || error.get()}
        </p>
        <div class="dialog-foot">
            <Button
                label=move || t_string!(i18n, visit.mark_keep)
                emphasis=Emphasis::First
                disabled=Signal::derive(move || busy.get() || strokes.read().is_empty())
                on_press=keep
            />
        </div>
    }
}

/// Returns the description of a picture: its caption or kind, any marks, and the time it was taken. Subscribes to
/// changes.
fn caption(workspace: Workspace, locale: Locale, attachment: &Attachment) -> String {
    let kind = || attachment.kind.map(|kind| labels::attachment_kind(locale, kind).to_owned());
    let said = Some(attachment.caption.clone()).filter(|text| !text.is_empty());
    let marked = attachment.marks.map(|_| td_string!(locale, visit.marked).to_owned());
    let taken = attachment.taken_at;
    let taken = taken.map(|at| format::moment(locale, workspace.wall_clock(at.0)));
    let words = [said.or_else(kind), marked, taken];
    words.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Returns the time a photo was taken, the source of that time, and the position if it was stored.
fn taken_words(workspace: Workspace, locale: Locale, attachment: &Attachment) -> String {
    let at = attachment.taken_at;
    let at = at.map(|at| format::moment(locale, workspace.wall_clock(at.0)));
    let taken = at.map(|time| match attachment.taken_by {
        Some(TakenBy::Camera) => td_string!(locale, visit.taken_by_camera, time = time),
        Some(TakenBy::File) => td_string!(locale, visit.taken_by_file, time = time),
        Some(TakenBy::Attached) | None => td_string!(locale, visit.taken_by_attached, time = time),
    });
    let place = attachment.latitude.zip(attachment.longitude);
    let place = place.map(|(north, east)| format::position(locale, north, east));
    taken.into_iter().chain(place).collect::<Vec<_>>().join(" · ")
}
