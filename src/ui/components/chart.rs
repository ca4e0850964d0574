//! A chart on a page: the point it makes as its heading, the picture drawn at its true width, the value
//! under the finger or under the arrow keys, and the same as a table.

use leptos::{html, prelude::*};
use leptos_use::{UseElementSizeReturn, use_element_size};
use uuid::Uuid;

use super::{
    button::{Button, Emphasis},
    card::note_of,
    icon::{Glyph, Icon},
    popover::{Popover, Trigger},
    unique_id,
};
use crate::{chart::Drawing, ui::i18n::*};

/// How near a finger has to come to a point, in pixels.
const REACH: f64 = 64.0;

/// Which point of a drawing is nearest to a place: along the axis first, because a finger covers
/// what it points at.
fn nearest(drawing: &Drawing, x: f64, y: f64) -> Option<usize> {
    drawing
        .hits
        .iter()
        .enumerate()
        .map(|(place, hit)| (place, (hit.x - x).abs(), (hit.y - y).abs() * 0.35))
        .filter(|(_, dx, _)| *dx < REACH)
        .min_by(|a, b| (a.1 + a.2).total_cmp(&(b.1 + b.2)))
        .map(|(place, ..)| place)
}

/// Maximum distance between a tap and the point it opens, in pixels: half a finger.
const OPENS: f64 = 22.0;

/// The record of the point at a place, if one is near enough to be meant.
fn tapped(drawing: &Drawing, x: f64, y: f64) -> Option<Uuid> {
    let near = drawing.hits.iter().map(|hit| (hit, (hit.x - x).hypot(hit.y - y)));
    let near = near.filter(|(hit, distance)| hit.record.is_some() && *distance <= OPENS);
    near.min_by(|a, b| a.1.total_cmp(&b.1)).and_then(|(hit, _)| hit.record)
}

/// The width to draw at: in steps, so that a pixel more draws nothing anew. A chart that is hidden has no
/// width, and keeps the one it had.
fn drawn_width(now: f64, before: Option<f64>) -> f64 {
    let step = (now / 4.0).floor() * 4.0;
    if step > 0.0 { step } else { before.unwrap_or_default() }
}

/// The file that a chart is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartFormat {
    /// For documents: stays sharp at any size.
    Svg,
    /// For messages and slides.
    Png,
}

/// A chart to be saved.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedChart {
    /// The picture.
    pub drawing: Drawing,
    /// The subject, if the title does not name it; else empty.
    pub subject: String,
    /// The point it makes.
    pub title: String,
    /// The unit, the period; empty if there is none.
    pub note: String,
    /// The file format.
    pub format: ChartFormat,
}

/// Saves charts, in context below the root: a component knows neither the browser nor the state.
#[derive(Clone, Copy, Debug)]
pub struct ChartSaver(pub Callback<SavedChart>);

/// A chart with its heading.
#[component]
pub fn ChartFrame(
    /// The point it makes.
    #[prop(into)]
    title: TextProp,
    /// The subject, if only the page names it; a saved chart needs it.
    #[prop(into, optional)]
    subject: Option<TextProp>,
    /// The unit, the period, how sure it is.
    #[prop(into, optional)]
    note: Option<TextProp>,
    /// Draws it for a width in pixels; it may read signals.
    #[prop(into)]
    draw: Callback<f64, Drawing>,
    /// A tap on a point that stands for a record opens it.
    #[prop(into, optional)]
    on_open: Option<Callback<Uuid>>,
    /// More tools, before the table's.
    #[prop(into, optional)]
    tools: Option<ViewFn>,
    /// What is chosen to be drawn, below the picture.
    #[prop(into, optional)]
    choices: Option<ViewFn>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = unique_id("chart");
    let heading = id.clone();
    let place = NodeRef::<html::Div>::new();
    let UseElementSizeReturn { width, .. } = use_element_size(place);
    let drawn_width =
        Memo::new(move |before: Option<&f64>| drawn_width(width.get(), before.copied()));
    let drawing = Memo::new(move |_| match drawn_width.get() {
        width if width > 0.0 => draw.run(width),
        _ => Drawing::default(),
    });
    let as_table = RwSignal::new(false);
    let shown = RwSignal::new(None::<usize>);

    let point = move |event: leptos::ev::PointerEvent| {
        if let Some(place) = place.get_untracked() {
            let edge = place.get_bounding_client_rect();
            let x = f64::from(event.client_x()) - edge.left();
            let y = f64::from(event.client_y()) - edge.top();
            shown.set(drawing.with_untracked(|drawing| nearest(drawing, x, y)));
        }
    };
    let open = move |record: Uuid| {
        if let Some(on_open) = on_open {
            on_open.run(record);
        }
    };
    let tap = move |event: leptos::ev::MouseEvent| {
        if let Some(place) = place.get_untracked() {
            let edge = place.get_bounding_client_rect();
            let x = f64::from(event.client_x()) - edge.left();
            let y = f64::from(event.client_y()) - edge.top();
            let record = drawing.with_untracked(|drawing| tapped(drawing, x, y));
            record.into_iter().for_each(open);
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let count = drawing.with_untracked(|drawing| drawing.hits.len());
        let last = count.saturating_sub(1);
        let next = match (event.key().as_str(), shown.get_untracked()) {
            ("ArrowRight", now) => now.map_or(0, |now| (now + 1).min(last)),
            ("ArrowLeft", now) => now.map_or(last, |now| now.saturating_sub(1)),
            ("Home", _) => 0,
            ("End", _) => last,
            ("Escape", Some(_)) => return shown.set(None),
            ("Enter", Some(now)) => {
                let record = drawing.with_untracked(|drawing| drawing.hits.get(now)?.record);
                return record.into_iter().for_each(open);
            }
            _ => return,
        };
        event.prevent_default();
        shown.set((count > 0).then_some(next));
    };

    let tip = move || {
        let hit = drawing.with(|drawing| {
            let hit = drawing.hits.get(shown.get()?)?;
            Some((hit.clone(), drawing.width))
        });
        hit.map(|(hit, width)| {
            let is_late = hit.x > width * 0.6;
            view! {
                <div
                    class="chart-point"
                    style=("left", format!("{}px", hit.x))
                    style=("top", format!("{}px", hit.y))
                />
                <div
                    class="chart-tip"
                    class:at-end=is_late
                    style=("left", format!("{}px", hit.x))
                    style=("top", format!("{}px", hit.y))
                >
                    <strong>{hit.title}</strong>
                    {hit.lines.into_iter().map(|line| view! { <span>{line}</span> }).collect_view()}
                </div>
            }
        })
    };
    // What the picture says to those who hear it: the point under the keys.
    let said = move || {
        drawing.with(|drawing| {
            let hit = drawing.hits.get(shown.get()?)?;
            Some(format!("{}: {}", hit.title, hit.lines.join(", ")))
        })
    };
    let table = move || {
        let table = drawing.with(|drawing| drawing.table.clone());
        view! {
            <table class="plain-table">
                <thead>
                    <tr>
                        {table
                            .head
                            .into_iter()
                            .map(|cell| view! { <th scope="col">{cell}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {table
                        .body
                        .into_iter()
                        .map(|row| {
                            let mut cells = row.into_iter();
                            view! {
                                <tr>
                                    <th scope="row">{cells.next()}</th>
                                    {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        }
    };

    let picture_name = title.clone();
    let saver = use_context::<ChartSaver>();
    let save = {
        let (title, note) = (title.clone(), note.clone());
        let text =
            |text: Option<&TextProp>| text.map(|text| text.get().to_string()).unwrap_or_default();
        move |format: ChartFormat| {
            let Some(ChartSaver(saver)) = saver else {
                return;
            };
            saver.run(SavedChart {
                drawing: drawing.get_untracked(),
                subject: text(subject.as_ref()),
                title: title.get().to_string(),
                note: text(note.as_ref()),
                format,
            });
        }
    };
    let save = StoredValue::new(save);
    let choice = move |format: ChartFormat| {
        let word = move || match format {
            ChartFormat::Svg => t_string!(i18n, labels.save_svg),
            ChartFormat::Png => t_string!(i18n, labels.save_png),
        };
        let save = move |_| save.with_value(|save| save(format));
        view! {
            <button type="button" class="menu-choice" on:click=save>
                {word}
            </button>
        }
    };
    view! {
        <section class="card chart" aria-labelledby=id>
            <header>
                <h2 id=heading>{move || title.get()}</h2>
                {note.map(note_of)}
                <div class="tools chart-tools">
                    {tools.map(|tools| tools.run())}
                    <Button
                        label=move || {
                            if as_table.get() {
                                t_string!(i18n, labels.as_chart)
                            } else {
                                t_string!(i18n, labels.as_table)
                            }
                        }
                        icon=Icon::Table
                        emphasis=Emphasis::Quiet
                        on_press=move |()| as_table.update(|as_table| *as_table = !*as_table)
                    />
                    <Popover
                        label=move || t_string!(i18n, labels.save_chart)
                        kind=Trigger::Icon
                        trigger=move || view! { <Glyph icon=Icon::Export /> }
                        is_menu=true
                    >
                        <div class="menu">
                            {[ChartFormat::Svg, ChartFormat::Png].map(choice).collect_view()}
                        </div>
                    </Popover>
                </div>
            </header>
            <div
                node_ref=place
                class="chart-place"
                hidden=move || as_table.get()
                tabindex="0"
                role="img"
                aria-label=move || picture_name.get()
                on:pointermove=point
                on:pointerdown=point
                on:click=tap
                on:pointerleave=move |_| shown.set(None)
                on:blur=move |_| shown.set(None)
                on:keydown=key
            >
                <div inner_html=move || drawing.with(|drawing| drawing.svg.clone()) />
                {tip}
            </div>
            <p class="visually-hidden" aria-live="polite">
                {said}
            </p>
            <Show when=move || as_table.get()>
                <div class="table-scroll" tabindex="0" role="group">
                    {table}
                </div>
            </Show>
            {choices.map(|choices| view! { <div class="chart-choices no-print">{choices.run()}</div> })}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::ChartHit;

    fn hit(x: f64, y: f64) -> ChartHit {
        ChartHit { x, y, ..ChartHit::default() }
    }

    #[test]
    fn the_point_under_the_finger() {
        let drawing = Drawing {
            hits: vec![hit(10.0, 10.0), hit(100.0, 10.0), hit(100.0, 90.0)],
            ..Drawing::default()
        };
        let cases = [
            (12.0, 80.0, Some(0)),
            (95.0, 20.0, Some(1)),
            (95.0, 80.0, Some(2)),
            (300.0, 10.0, None),
        ];
        for (x, y, place) in cases {
            assert_eq!(nearest(&drawing, x, y), place, "{x},{y}");
        }
    }

    #[test]
    fn a_hidden_chart_keeps_its_width() {
        let cases = [
            (0.0, None, 0.0),
            (401.9, None, 400.0),
            (0.0, Some(400.0), 400.0),
            (322.0, Some(400.0), 320.0),
        ];
        for (now, before, width) in cases {
            assert_eq!(drawn_width(now, before), width, "{now} after {before:?}");
        }
    }

    #[test]
    fn a_tap_opens_the_nearest_record_within_half_a_finger() {
        let of =
            |record: u128, x, y| ChartHit { record: Some(Uuid::from_u128(record)), ..hit(x, y) };
        let drawing = Drawing {
            hits: vec![of(1, 10.0, 10.0), of(2, 30.0, 10.0), hit(60.0, 10.0)],
            ..Drawing::default()
        };
        let cases =
            [(12.0, 12.0, Some(1)), (21.0, 10.0, Some(2)), (30.0, 80.0, None), (60.0, 10.0, None)];
        for (x, y, record) in cases {
            assert_eq!(tapped(&drawing, x, y), record.map(Uuid::from_u128), "{x},{y}");
        }
    }
}
