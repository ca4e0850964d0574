//! Supply sources against the importance grade, and backup against the security load.

use busbar_core::{
    analysis::supply_security::{BACKUP_SHARE, Sources, SourcesAsked, backup_share},
    domain::{Customer, Id},
};
use leptos::prelude::*;

use crate::{
    state::workspace::use_workspace,
    ui::{
        components::{Card, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
    },
};

/// Card with both verdicts; hidden if neither can be given.
#[component]
pub fn Verdict(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let customer = use_workspace().tables.record(id);
    let judged = move || customer.with(|customer| customer.as_ref().and_then(Sources::of));
    let share = move || customer.with(|customer| customer.as_ref().and_then(backup_share));
    let sources = move || {
        let locale = i18n.get_locale();
        let sources = judged()?;
        let (text, tone) = match sources.are_enough() {
            Some(true) => (t_string!(i18n, supply.enough), Tone::Good),
            Some(false) => (t_string!(i18n, supply.too_few), Tone::Bad),
            None => (t_string!(i18n, supply.unknown), Tone::Warn),
        };
        let asked = match sources.asked {
            SourcesAsked::Three => t_string!(i18n, supply.asks_three),
            SourcesAsked::Two => t_string!(i18n, supply.asks_two),
            SourcesAsked::TwoCircuits => t_string!(i18n, supply.asks_two_circuits),
        };
        let has = sources.has.map_or_else(
            || t_string!(i18n, labels.empty_field),
            |kind| labels::source_kind(locale, kind),
        );
        let note = t_string!(i18n, supply.sources_note, asked = asked, has = has);
        Some(view! {
            <Row
                lead=move || view! { <Tag text=text tone=tone /> }
                title=move || t_string!(i18n, supply.sources)
                note=move || note
            />
        })
    };
    let backup = move || {
        let locale = i18n.get_locale();
        let share = share()?;
        let (text, tone) = if share >= BACKUP_SHARE {
            (t_string!(i18n, supply.enough), Tone::Good)
        } else {
            (t_string!(i18n, supply.too_little), Tone::Bad)
        };
        let note = t_string!(
            i18n,
            supply.backup_note,
            share = format::percent(locale, share, 0),
            least = format::percent(locale, BACKUP_SHARE, 0)
        );
        Some(view! {
            <Row
                lead=move || view! { <Tag text=text tone=tone /> }
                title=move || t_string!(i18n, supply.backup)
                note=move || note
            />
        })
    };
    view! {
        <Show when=move || judged().is_some() || share().is_some()>
            <Card
                title=move || t_string!(i18n, supply.safety)
                note=move || t_string!(i18n, supply.source)
            >
                <Rows>{sources} {backup}</Rows>
            </Card>
        </Show>
    }
}
