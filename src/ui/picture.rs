//! A photo or handwriting that was attached, shown from the bytes on this device.

use busbar_core::domain::attachment::Attachment;
use leptos::prelude::*;

use crate::{
    platform::files::{Shown, loaded_size},
    state::{task, workspace::use_workspace},
    ui::i18n::*,
};

/// How far it is.
#[derive(Debug)]
enum Picture {
    /// Being read.
    Reading,
    /// Here.
    Here(Shown),
    /// Its bytes are not on this device, or do not read.
    Missing,
}

/// The picture of an attachment.
#[component]
pub fn AttachedPicture(
    /// Which.
    attachment: Attachment,
    /// What it shows.
    #[prop(into)]
    label: TextProp,
    /// It is here, and so many pixels wide and high.
    #[prop(into, optional)]
    on_size: Option<Callback<(u32, u32)>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let picture = RwSignal::new_local(Picture::Reading);
    task::spawn(async move {
        let bytes = match workspace.ledger() {
            Ok(ledger) => ledger.blob(&attachment.blob).await.ok().flatten(),
            Err(_) => None,
        };
        let shown = bytes.and_then(|bytes| Shown::new(&attachment.media_type, &bytes));
        // Nobody looks at it any more where the page was left meanwhile.
        let _ = picture.try_set(shown.map_or(Picture::Missing, Picture::Here));
    });
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
