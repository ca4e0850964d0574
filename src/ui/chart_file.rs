//! Saves a chart as a file, in print colours and with its title. The layout of the file is in `chart::File`.

use leptos::prelude::*;

use super::{
    components::{ChartFormat, ChartSaver, Message, SavedChart, Toasts},
    i18n::*,
};
use crate::{
    chart::{self, ChartHeading, File},
    platform::{files, picture},
    state::task,
};

/// PNG pixels per pixel of the page; sharp on slides and on paper.
const SCALE: f64 = 2.0;

/// Provides [`ChartSaver`] as context; called once, by the root.
pub fn provide(toasts: Toasts) {
    let save = move |chart: SavedChart| task::detach(save(toasts, chart));
    provide_context(ChartSaver(Callback::new(save)));
}

async fn save(toasts: Toasts, chart: SavedChart) {
    let SavedChart { drawing, subject, title, note, format } = chart;
    let colours = picture::colours(&chart::colours(&drawing));
    let heading = ChartHeading { subject: &subject, title: &title, note: &note };
    let file = File::new(&drawing, heading, &colours);
    let name = file_name(&subject, &title);
    match format {
        ChartFormat::Svg => {
            files::save(&format!("{name}.svg"), picture::SVG, file.svg.as_bytes());
        }
        ChartFormat::Png => match picture::png(&file.svg, (file.width, file.height), SCALE).await {
            Some(png) => files::save(&format!("{name}.png"), picture::PNG, &png),
            None => toasts.failed(Message::of(|locale| td_string!(locale, labels.chart_not_saved))),
        },
    }
}

/// Returns the file name without its extension.
fn file_name(subject: &str, title: &str) -> String {
    if subject.is_empty() { title.to_owned() } else { format!("{subject} · {title}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_customer() {
        let cases = [
            ("临江钢铁", "近十二个月用电 83 万千瓦时", "临江钢铁 · 近十二个月用电 83 万千瓦时"),
            ("", "20% of customers, 81% of energy", "20% of customers, 81% of energy"),
        ];
        for (subject, title, expected) in cases {
            assert_eq!(file_name(subject, title), expected);
        }
    }
}
