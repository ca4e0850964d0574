//! Page before a file is chosen: the drop area, the kinds of files, and the sample portfolio.

use busbar_core::exchange::FileKind;
use leptos::{ev, prelude::*};

use super::{ACCEPT, words};
use crate::{
    state::{commands::sample, portfolio::use_portfolio, workspace::use_workspace},
    ui::{
        components::{Card, Emphasis, FileButton, Glyph, Icon, Row, Rows, Tag, Tone},
        i18n::*,
        shared::sample::{LoadSample, RemoveSample},
    },
};

/// Area in which files are dropped or chosen.
#[component]
pub fn Drop(
    /// Called when files are chosen.
    #[prop(into)]
    on_choose: Callback<ev::Event>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="drop">
            <Glyph icon=Icon::Import />
            <div class="line">
                <FileButton
                    label=move || t_string!(i18n, import.choose)
                    accept=ACCEPT
                    multiple=true
                    emphasis=Emphasis::First
                    on_choose=on_choose
                />
                <span>{t!(i18n, import.drop)}</span>
            </div>
            <p class="quiet-text">{t!(i18n, import.drop_hint)}</p>
        </section>
    }
}

/// Kinds of files, each with a template.
#[component]
pub fn Kinds() -> impl IntoView {
    let i18n = use_i18n();
    let kind = move |kind: FileKind| {
        view! {
            <Row
                title=move || move || words::kind(i18n.get_locale(), kind)
                note=move || move || words::kind_text(i18n.get_locale(), kind)
                end=move || move || template(i18n, kind)
            />
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, import.kinds_title)
            note=move || t_string!(i18n, import.kinds_note)
        >
            <Rows>{FileKind::ALL.iter().copied().map(kind).collect_view()}</Rows>
        </Card>
    }
}

/// Returns the link to the template of a kind, in the language of the page.
fn template(i18n: leptos_i18n::I18nContext<Locale>, kind: FileKind) -> impl IntoView {
    let locale = i18n.get_locale();
    let folder = match locale {
        Locale::zh => "zh",
        Locale::en => "en",
    };
    let name = words::kind(locale, kind);
    view! {
        <a
            class="button quiet"
            href=format!("./samples/{folder}/{}.csv", kind.name())
            download=format!("{name}.csv")
            aria-label=t_string!(i18n, import.template_of, kind = name)
        >
            {t_string!(i18n, import.template)}
        </a>
    }
}

/// Card that loads or removes the sample portfolio.
#[component]
pub fn Sample() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let portfolio = use_portfolio();
    let is_here = Memo::new(move |_| sample::is_here(workspace));
    // Sample customers are not offered once there are real ones.
    let is_offered = Memo::new(move |_| is_here.get() || portfolio.get().customers == 0);
    view! {
        <Show when=move || is_offered.get()>
        <Card
            title=move || t_string!(i18n, import.sample_title)
            tools=move || view! { <Tag text=move || t_string!(i18n, labels.made_up) tone=Tone::Warn /> }
        >
            <Show
                when=move || is_here.get()
                fallback=move || {
                    view! {
                        <div class="stack">
                            <p class="quiet-text">{t!(i18n, import.sample_text)}</p>
                            <div>
                                <LoadSample label=move || t_string!(i18n, import.sample_load) />
                            </div>
                        </div>
                    }
                }
            >
                <div class="stack">
                    <p class="quiet-text">{t!(i18n, import.sample_here)}</p>
                    <div>
                        <RemoveSample label=move || t_string!(i18n, import.sample_remove) />
                    </div>
                </div>
            </Show>
        </Card>
        </Show>
    }
}
