//! Export of a table: a button that opens a menu of formats, and a report of the result. The content of the table
//! belongs to the page.

use busbar_core::exchange::export::{ExportFormat, Table};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    state::{commands::export::use_exporter, task},
    ui::{
        components::{Glyph, Icon, Message, Popover, Trigger, use_toasts},
        format,
        i18n::*,
        shared::reasons,
    },
};

/// Button that exports a table.
#[component]
pub fn TableExport(
    /// Returns the file name without its extension, and the table, in a language.
    #[prop(into)]
    table: Callback<Locale, (String, Table)>,
    /// True to show only the icon; the label is then the accessible name.
    #[prop(optional)]
    icon_only: bool,
    /// True while there is nothing to export.
    #[prop(into, optional)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let exporter = use_exporter();
    let toasts = use_toasts();
    let save = move |format: ExportFormat| {
        let locale = i18n.get_locale_untracked();
        let (name, table) = table.run(locale);
        let name = format!("{name}.{}", format.extension());
        let count = table.rows.len();
        task::detach(async move {
            match exporter.save_table(format, table, &name).await {
                Ok(()) => toasts.done(Message::of(move |locale| {
                    let count = format::count(locale, count);
                    td_string!(locale, labels.exported, count = count, file = name.clone())
                })),
                Err(error) => toasts.failed(Message::of(move |locale| {
                    let reason = reasons::job_error(locale, &error);
                    td_string!(locale, labels.not_exported, reason = reason)
                })),
            }
        });
    };
    let word = move |format| match format {
        ExportFormat::Csv => t_string!(i18n, labels.export_csv),
        ExportFormat::Xlsx => t_string!(i18n, labels.export_xlsx),
    };
    let choice = move |format: ExportFormat| {
        view! {
            <button type="button" class="menu-choice" on:click=move |_| save(format)>
                {move || word(format)}
            </button>
        }
    };
    let is_busy = Signal::derive(move || disabled.get() || exporter.under_way.read().is_some());
    view! {
        <Popover
            label=move || t_string!(i18n, labels.export)
            kind=if icon_only { Trigger::Icon } else { Trigger::Button }
            trigger=move || {
                view! {
                    <Glyph icon=Icon::Export />
                    {(!icon_only).then(|| view! { <span>{t!(i18n, labels.export)}</span> })}
                }
            }
            disabled=is_busy
            is_menu=true
        >
            <div class="menu">{ExportFormat::ALL.iter().copied().map(choice).collect_view()}</div>
        </Popover>
    }
}
