//! Attached photo or handwriting, shown from the content on this device.

use std::future::Future;

use busbar_core::domain::attachment::Attachment;
use leptos::prelude::*;

use crate::{
    platform::files::{Shown, loaded_size},
    state::{turns::follow, workspace::use_workspace},
    ui::i18n::*,
};

/// State of loading a picture.
#[derive(Debug, PartialEq, Eq)]
enum Picture<T> {
    /// Being read from the storage.
    Reading,
    /// Loaded.
    Here(T),
    /// Not on this device, or unreadable.
    Missing,
}

/// Reads the picture of the attachment whenever the attachment changes.
fn follow_picture<T: 'static, F>(
    attachment: impl Fn() -> Attachment + 'static,
    read: impl Fn(Attachment) -> F + 'static,
) -> RwSignal<Picture<T>, LocalStorage>
where
    F: Future<Output = Option<T>> + 'static,
{
    let picture = RwSignal::new_local(Picture::Reading);
    follow(
        attachment,
        move |attachment| {
            // Otherwise the previous picture would be shown with the caption of this one.
            picture.set(Picture::Reading);
            let reading = read(attachment);
            async { Some(reading.await.map_or(Picture::Missing, Picture::Here)) }
        },
        move |read| picture.set(read),
    );
    picture
}

/// Picture of an attachment.
#[component]
pub fn AttachedPicture(
    /// Attachment.
    #[prop(into)]
    attachment: Signal<Attachment>,
    /// Alternative text.
    #[prop(into)]
    label: TextProp,
    /// Called with width and height in pixels once the picture is loaded.
    #[prop(into, optional)]
    on_size: Option<Callback<(u32, u32)>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let read = move |attachment: Attachment| async move {
        let ledger = workspace.ledger().ok()?;
        let bytes = ledger.blob(&attachment.blob).await.ok()??;
        Shown::new(&attachment.media_type, &bytes)
    };
    let picture = follow_picture(move || attachment.get(), read);
    move || match &*picture.read() {
        Picture::Reading => view! { <span class="picture" /> }.into_any(),
        Picture::Here(shown) => {
            let label = label.clone();
            view! {
                <img
                    class="picture"
                    src=shown.address().to_owned()
                    alt=move || label.get().to_string()
                    on:load=move |event| {
                        if let Some((on_size, size)) = on_size.zip(loaded_size(&event)) {
                            on_size.run(size);
                        }
                    }
                    on:error=move |_| picture.set(Picture::Missing)
                />
            }
            .into_any()
        }
        Picture::Missing => view! {
            <span class="picture missing" role="note">
                {t!(i18n, labels.picture_missing)}
            </span>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use busbar_core::domain::{Id, Record};
    use uuid::Uuid;

    use super::*;
    use crate::state::turns::by_hand::{Asked, page, settle};

    #[test]
    fn a_picture_that_is_read_late_does_not_take_the_place_of_the_next() {
        let _page = page();
        let [one, other] = [1, 2].map(|n| Attachment::empty(Id::new(Uuid::from_u128(n))));
        let (attachment, store) = (RwSignal::new(one.clone()), Asked::new());
        let picture = follow_picture(move || attachment.get(), {
            let store = store.clone();
            move |attachment| store.ask(attachment.id)
        });
        settle();
        attachment.set(other.clone());
        settle();
        store.answer(&other.id, Some("other"));
        store.answer(&one.id, Some("one"));
        assert_eq!(*picture.read_untracked(), Picture::Here("other"));

        attachment.set(one.clone());
        settle();
        assert_eq!(*picture.read_untracked(), Picture::Reading);
        store.answer(&one.id, None);
        assert_eq!(*picture.read_untracked(), Picture::Missing);
    }
}
