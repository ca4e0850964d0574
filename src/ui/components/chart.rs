//! Chart on a page: its conclusion as the heading, the picture drawn at its actual width, the value under the pointer
//! or selected with the arrow keys, and the same data as a table.

use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    html,
    prelude::*,
};
use leptos_use::{UseElementSizeReturn, use_element_size};
use uuid::Uuid;

use super::{
    button::{Button, Emphasis},
    card::note_of,
    icon::{Glyph, Icon},
    popover::{Popover, Trigger},
    unique_id,
};
use crate::{
    chart::{self, Drawing},
    ui::i18n::*,
};

/// Maximum horizontal distance between the pointer and the point it shows, in pixels.
const REACH: f64 = 64.0;

/// Returns the place of the point nearest to a position. The horizontal distance weighs more than the vertical one,
/// because a finger covers the point.
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

/// Maximum distance between a tap and the point it opens, in pixels: half the width of a fingertip.
const OPENS: f64 = 22.0;

/// Returns the record of the point nearest to a position, if it is within reach of a tap.
fn tapped(drawing: &Drawing, x: f64, y: f64) -> Option<Uuid> {
    let near = drawing.hits.iter().map(|hit| (hit, (hit.x - x).hypot(hit.y - y)));
    let near = near.filter(|(hit, distance)| hit.record.is_some() && *distance <= OPENS);
    near.min_by(|a, b| a.1.total_cmp(&b.1)).and_then(|(hit, _)| hit.record)
}

/// Returns the width to draw at, in steps of 4 pixels, so that a change of one pixel redraws nothing. A hidden chart
/// has no width and keeps its previous one.
fn drawn_width(now: f64, before: Option<f64>) -> f64 {
    let step = (now / 4.0).floor() * 4.0;
    if step > 0.0 { step } else { before.unwrap_or_default() }
}

/// File format of a saved chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartFormat {
    /// For documents; sharp at any size.
    Svg,
    /// For messages and slides.
    Png,
}

/// Chart to save.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedChart {
    /// Picture.
    pub drawing: Drawing,
    /// Subject, if the title does not name it; otherwise empty.
    pub subject: String,
    /// Title of the chart.
    pub title: String,
    /// Unit or period; may be empty.
    pub note: String,
    /// File format.
    pub format: ChartFormat,
}

/// Saves charts. Provided as context below the root, because components access neither the browser nor the state.
#[derive(Clone, Copy, Debug)]
pub struct ChartSaver(pub Callback<SavedChart>);

/// Chart with its heading, its tools and its table.
#[component]
pub fn ChartFrame(
    /// Heading: the conclusion of the chart.
    #[prop(into)]
    title: TextProp,
    /// Subject, if only the page names it; needed for a saved chart.
    #[prop(into, optional)]
    subject: Option<TextProp>,
    /// Note beside the heading: unit, period or uncertainty.
    #[prop(into, optional)]
    note: Option<TextProp>,
    /// Draws the chart at a width in pixels. May read signals; the chart is redrawn when they change.
    #[prop(into)]
    draw: Callback<f64, Drawing>,
    /// Called with the record of a tapped point, or of the selected one on Enter.
    #[prop(into, optional)]
    on_open: Option<Callback<Uuid>>,
    /// Additional tools, before the table button.
    #[prop(into, optional)]
    tools: Option<ViewFn>,
    /// Controls below the picture that select the data shown.
    #[prop(into, optional)]
    choices: Option<ViewFn>,
) -> impl IntoView {
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
    let (name, shown_note) = (title.clone(), note.clone());
    let saved = {
        let title = title.clone();
        let text =
            |text: Option<&TextProp>| text.map(|text| text.get().to_string()).unwrap_or_default();
        Callback::new(move |format: ChartFormat| SavedChart {
            drawing: drawing.get_untracked(),
            subject: text(subject.as_ref()),
            title: title.get().to_string(),
            note: text(note.as_ref()),
            format,
        })
    };
    view! {
        <section class="card chart" aria-labelledby=id>
            <header>
                <h2 id=heading>{move || title.get()}</h2>
                {shown_note.map(note_of)}
                <div class="tools chart-tools">
                    {tools.map(|tools| tools.run())} <Tools as_table=as_table saved=saved />
                </div>
            </header>
            <Picture place=place drawing=drawing name=name is_hidden=as_table on_open=on_open />
            <Show when=move || as_table.get()>
                <div class="table-scroll" tabindex="0" role="group">
                    {move || drawing.with(|drawing| table(&drawing.table))}
                </div>
            </Show>
            {choices.map(|choices| view! { <div class="chart-choices no-print">{choices.run()}</div> })}
        </section>
    }
}

/// Picture: shows a tooltip for the point under the pointer or selected with the keys; a tap or Enter opens its record.
#[component]
fn Picture(
    place: NodeRef<html::Div>,
    drawing: Memo<Drawing>,
    name: TextProp,
    is_hidden: RwSignal<bool>,
    #[prop(optional_no_strip)] on_open: Option<Callback<Uuid>>,
) -> impl IntoView {
    let shown = RwSignal::new(None::<usize>);
    // Position within the picture, in pixels.
    let at = move |x: i32, y: i32| {
        let edge = place.get_untracked()?.get_bounding_client_rect();
        Some((f64::from(x) - edge.left(), f64::from(y) - edge.top()))
    };
    let point = move |event: PointerEvent| {
        if let Some((x, y)) = at(event.client_x(), event.client_y()) {
            shown.set(drawing.with_untracked(|drawing| nearest(drawing, x, y)));
        }
    };
    let open = move |record: Option<Uuid>| {
        if let (Some(on_open), Some(record)) = (on_open, record) {
            on_open.run(record);
        }
    };
    let tap = move |event: MouseEvent| {
        if let Some((x, y)) = at(event.client_x(), event.client_y()) {
            open(drawing.with_untracked(|drawing| tapped(drawing, x, y)));
        }
    };
    let key = move |event: KeyboardEvent| {
        let count = drawing.with_untracked(|drawing| drawing.hits.len());
        let last = count.saturating_sub(1);
        let next = match (event.key().as_str(), shown.get_untracked()) {
            ("ArrowRight", now) => now.map_or(0, |now| (now + 1).min(last)),
            ("ArrowLeft", now) => now.map_or(last, |now| now.saturating_sub(1)),
            ("Home", _) => 0,
            ("End", _) => last,
            ("Escape", Some(_)) => return shown.set(None),
            ("Enter", Some(now)) => {
                return open(drawing.with_untracked(|drawing| drawing.hits.get(now)?.record));
            }
            _ => return,
        };
        event.prevent_default();
        shown.set((count > 0).then_some(next));
    };
    // Announced by screen readers: the selected point.
    let said = move || {
        drawing.with(|drawing| {
            let hit = drawing.hits.get(shown.get()?)?;
            Some(format!("{}: {}", hit.title, hit.lines.join(", ")))
        })
    };
    view! {
        <div
            node_ref=place
            class="chart-place"
            hidden=move || is_hidden.get()
            tabindex="0"
            role="img"
            aria-label=move || name.get()
            on:pointermove=point
            on:pointerdown=point
            on:click=tap
            on:pointerleave=move |_| shown.set(None)
            on:blur=move |_| shown.set(None)
            on:keydown=key
        >
            <div inner_html=move || drawing.with(|drawing| drawing.svg.clone()) />
            {move || drawing.with(|drawing| tip(drawing, shown.get()?))}
        </div>
        <p class="visually-hidden" aria-live="polite">
            {said}
        </p>
    }
}

/// Returns the marker of the selected point and its tooltip.
fn tip(drawing: &Drawing, shown: usize) -> Option<impl IntoView + use<>> {
    let hit = drawing.hits.get(shown)?.clone();
    let is_late = hit.x > drawing.width * 0.6;
    let [left, top] = [hit.x, hit.y].map(|at| format!("{at}px"));
    Some(view! {
        <div class="chart-point" style=("left", left.clone()) style=("top", top.clone()) />
        <div class="chart-tip" class:at-end=is_late style=("left", left) style=("top", top)>
            <strong>{hit.title}</strong>
            {hit.lines.into_iter().map(|line| view! { <span>{line}</span> }).collect_view()}
        </div>
    })
}

/// Returns the data of the chart as a table.
fn table(table: &chart::ChartTable) -> impl IntoView + use<> {
    let head = |cell: &String| view! { <th scope="col">{cell.clone()}</th> };
    let row = |row: &Vec<String>| {
        let mut cells = row.clone().into_iter();
        view! {
            <tr>
                <th scope="row">{cells.next()}</th>
                {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <table class="plain-table">
            <thead>
                <tr>{table.head.iter().map(head).collect_view()}</tr>
            </thead>
            <tbody>{table.body.iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// Buttons that switch between picture and table, and save the chart as a file.
#[component]
fn Tools(as_table: RwSignal<bool>, saved: Callback<ChartFormat, SavedChart>) -> impl IntoView {
    let i18n = use_i18n();
    let saver = use_context::<ChartSaver>();
    let toggle = move || {
        if as_table.get() {
            t_string!(i18n, labels.as_chart)
        } else {
            t_string!(i18n, labels.as_table)
        }
    };
    let choice = move |format: ChartFormat| {
        let word = move || match format {
            ChartFormat::Svg => t_string!(i18n, labels.save_svg),
            ChartFormat::Png => t_string!(i18n, labels.save_png),
        };
        let save = move |_| {
            if let Some(ChartSaver(saver)) = saver {
                saver.run(saved.run(format));
            }
        };
        view! {
            <button type="button" class="menu-choice" on:click=save>
                {word}
            </button>
        }
    };
    view! {
        <Button
            label=toggle
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
