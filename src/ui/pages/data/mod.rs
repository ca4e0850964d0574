//! 数据与存储: contents and storage of this device, exchange files, archives and exports, latest changes, and settings of
//! the device. Imports are on a page of their own.

mod archive;
mod changes;
mod checks;
mod contents;
mod device;
mod exchange;
mod passphrase;
mod setting_name;
mod storage;
mod subject;
mod unsaved;
mod version;

use leptos::prelude::*;

use self::{
    archive::ArchiveCard, changes::Changes, checks::Checks, contents::Contents, device::DeviceCard,
    exchange::ExchangeCard, storage::Storage, unsaved::Unsaved, version::VersionCard,
};
use crate::{
    state::{device::use_device, portfolio::use_portfolio},
    ui::{
        components::{ButtonLink, Icon, PageHead},
        i18n::*,
        routes::Page,
        shared::clock_doubt::ClockNotice,
    },
};

/// Page of data and storage.
#[component]
pub fn DataPage() -> impl IntoView {
    let i18n = use_i18n();
    let portfolio = use_portfolio();
    use_device().look();
    let title = move || match portfolio.get().customers {
        0 => t_string!(i18n, data.title_empty).to_owned(),
        customers => {
            say!(i18n, data.title, count = customers)
        }
    };
    view! {
        <div class="page data">
            <PageHead over=move || t_string!(i18n, data.over) title=title>
                <ButtonLink
                    label=move || t_string!(i18n, data.import)
                    href=Page::Import.href()
                    icon=Icon::Import
                />
            </PageHead>
            <Unsaved />
            <ClockNotice also_past=true />
            <Storage />
            <div class="columns wide-first">
                <div class="stack">
                    <ExchangeCard />
                    <ArchiveCard />
                    <Contents />
                    <div id=exchange::CHECKS>
                        <Checks />
                    </div>
                    <Changes />
                </div>
                <div class="stack">
                    <DeviceCard />
                    <VersionCard />
                </div>
            </div>
        </div>
    }
}
