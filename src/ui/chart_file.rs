//! Saves a chart as a file: its colours as they are on paper, its title above. What the file looks like
//! is `chart::File`'s.

use leptos::prelude::*;

use super::{
    components::{ChartFormat, ChartSaver, Message, SavedChart, Toasts},
    i18n::*,
};
use crate::{
    chart::{self, File},
    platform::{files, picture},
    state::task,
};

/// Pixels of a PNG to one of the page: sharp on slides and on paper.
const SCALE: f64 = 2.0;

/// Lets every chart below be saved; once, by the root.
pub fn provide(toasts: Toasts) {
    let save = move |chart: SavedChart| task::detach(save(toasts, chart));
    provide_context(ChartSaver(Callback::new(save)));
}

async fn save(toasts: Toasts, chart: SavedChart) {
    let SavedChart {
        drawing,
        title,
        note,
        format,
    } = chart;
    let colours = picture::colours(&chart::colours(&drawing));
    let file = File::new(&drawing, &title, &note, &colours);
    match format {
        ChartFormat::Svg => {
            files::save(&format!("{title}.svg"), picture::SVG, file.svg.as_bytes());
        }
        ChartFormat::Png => match picture::png(&file.svg, (file.width, file.height), SCALE).await {
            Some(png) => files::save(&format!("{title}.png"), picture::PNG, &png),
            None => toasts.failed(Message::of(|locale| {
                td_string!(locale, labels.chart_not_saved)
            })),
        },
    }
}
