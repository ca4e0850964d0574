//! Drawing surface for a pen or a finger: strokes and their rendering. Their meaning and storage belong to the page.

use leptos::{ev, prelude::*, svg};
use serde::{Deserialize, Serialize};

use super::{
    button::{Button, Emphasis},
    icon::Icon,
};
use crate::ui::i18n::*;

/// Default width of a line drawn with a finger, in units of the surface.
const LINE: f32 = 3.0;
/// Minimum distance between two points of a stroke, in units of the surface; nearer points are dropped.
const STEP: f32 = 1.5;

/// Shape of a stroke.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Freehand line.
    #[default]
    Free,
    /// Arrow from the first point to the last.
    Arrow,
    /// Ellipse in the rectangle between the first point and the last.
    Circle,
}

/// Stroke, from pen down to pen up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stroke {
    points: Vec<(f32, f32)>,
    /// Sum of the pressure at the points; 0 if the device reports none.
    pressure: f32,
    shape: Shape,
    /// Width of a line drawn with a finger, in units of the surface.
    line: f32,
}

impl Default for Stroke {
    fn default() -> Self {
        Self::new(Shape::Free, LINE)
    }
}

impl Stroke {
    /// Creates a stroke without points.
    pub const fn new(shape: Shape, line: f32) -> Self {
        Self { points: Vec::new(), pressure: 0.0, shape, line }
    }

    /// Extends the stroke to a point, with a pressure of 0 to 1. Returns `true` if this changed the stroke.
    pub fn to(&mut self, x: f32, y: f32, pressure: f32) -> bool {
        if self.shape != Shape::Free {
            self.points.truncate(1);
            self.points.push((x, y));
            return true;
        }
        let is_near = self.points.last().is_some_and(|(last_x, last_y)| {
            let (dx, dy) = (x - last_x, y - last_y);
            dx * dx + dy * dy < STEP * STEP
        });
        if !is_near {
            self.points.push((x, y));
            self.pressure += pressure;
        }
        !is_near
    }

    /// Returns the width of the line, in units of the surface: with a pen it depends on the pressure, with a finger it
    /// is constant.
    pub fn width(&self) -> f32 {
        let mean = self.pressure / self.points.len().max(1) as f32;
        if mean > 0.0 { self.line * (0.6 + 0.8 * mean.min(1.0)) } else { self.line }
    }

    /// Returns the line as an SVG path. Curves pass through the midpoints between the points, so that the line has no
    /// corners.
    pub fn path(&self) -> String {
        let one = |(x, y): (f32, f32)| format!("{x:.1} {y:.1}");
        if let (Shape::Arrow | Shape::Circle, [from, to]) = (self.shape, &self.points[..]) {
            return match self.shape {
                Shape::Arrow => arrow(*from, *to, self.line),
                _ => ellipse(*from, *to),
            };
        }
        let Some(first) = self.points.first() else {
            return String::new();
        };
        let mut path = format!("M{}", one(*first));
        for pair in self.points.windows(2).skip(1) {
            let [(x, y), next] = pair else { continue };
            let middle = ((x + next.0) / 2.0, (y + next.1) / 2.0);
            path.push_str(&format!("Q{} {}", one((*x, *y)), one(middle)));
        }
        match self.points.last() {
            Some(last) if self.points.len() > 1 => path.push_str(&format!("L{}", one(*last))),
            // A dot is a line of nearly no length with round ends.
            _ => path.push_str("h.01"),
        }
        path
    }
}

/// Returns the path of an arrow with its tip at `to`; the head grows with the line width.
fn arrow(from: (f32, f32), to: (f32, f32), line: f32) -> String {
    const OPEN: f32 = 0.5;
    let head = line * 5.0;
    let back = (from.1 - to.1).atan2(from.0 - to.0);
    let end = |turn: f32| {
        let angle = back + turn;
        format!("{:.1} {:.1}", to.0 + head * angle.cos(), to.1 + head * angle.sin())
    };
    let [begin, point] = [from, to].map(|(x, y)| format!("{x:.1} {y:.1}"));
    format!("M{begin}L{point}M{}L{point}L{}", end(OPEN), end(-OPEN))
}

/// Returns the path of the ellipse that fills the rectangle between two corners.
fn ellipse(from: (f32, f32), to: (f32, f32)) -> String {
    let (across, down) = ((to.0 - from.0).abs() / 2.0, (to.1 - from.1).abs() / 2.0);
    let (left, right) = (from.0.min(to.0), from.0.max(to.0));
    let middle = (from.1 + to.1) / 2.0;
    let half = |x: f32| format!("A{across:.1} {down:.1} 0 0 1 {x:.1} {middle:.1}");
    format!("M{left:.1} {middle:.1}{}{}", half(right), half(left))
}

/// Returns the strokes as a standalone SVG file.
pub fn drawing(strokes: &[Stroke], (width, height): (u32, u32)) -> String {
    let lines: String = strokes
        .iter()
        .map(|stroke| {
            let (width, path) = (stroke.width(), stroke.path());
            format!(r#"<path stroke-width="{width:.1}" d="{path}"/>"#)
        })
        .collect();
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">{lines}</svg>"#
    )
}

/// Drawing surface with buttons to undo the last stroke and to clear it.
#[component]
pub fn Pen(
    /// Accessible name of the surface.
    #[prop(into)]
    label: TextProp,
    /// Width and height, in units of the surface.
    size: (u32, u32),
    /// Strokes on the surface.
    strokes: RwSignal<Vec<Stroke>>,
    /// Shape of the next stroke.
    #[prop(into, optional)]
    shape: Signal<Shape>,
    /// Width of a line drawn with a finger, in units of the surface.
    #[prop(default = LINE)]
    line: f32,
    /// True for a surface over a picture instead of blank paper.
    #[prop(optional)]
    over: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let (width, height) = size;
    let surface = NodeRef::<svg::Svg>::new();
    // Pointer that is drawing. Once a pen was used, touches are ignored, because they may come from the palm.
    let writing = StoredValue::new(None::<i32>);
    let has_pen = StoredValue::new(false);

    let to = move |event: &ev::PointerEvent| {
        let Some(surface) = surface.get_untracked() else {
            return;
        };
        let edge = surface.get_bounding_client_rect();
        let across = |at: i32, from: f64, of: f64, units: u32| {
            ((f64::from(at) - from) / of.max(1.0) * f64::from(units)) as f32
        };
        let x = across(event.client_x(), edge.left(), edge.width(), width);
        let y = across(event.client_y(), edge.top(), edge.height(), height);
        let pressure = match event.pointer_type().as_str() {
            "pen" => event.pressure(),
            _ => 0.0,
        };
        strokes.maybe_update(|strokes| {
            strokes.last_mut().is_some_and(|stroke| stroke.to(x, y, pressure))
        });
    };
    let down = move |event: ev::PointerEvent| {
        let is_pen = event.pointer_type() == "pen";
        if is_pen {
            has_pen.set_value(true);
        }
        let is_palm = has_pen.get_value() && !is_pen && event.pointer_type() == "touch";
        if is_palm || !event.is_primary() || event.button() != 0 {
            return;
        }
        event.prevent_default();
        if let Some(surface) = surface.get_untracked() {
            // Without pointer capture, a stroke ends at the edge.
            let _ = surface.set_pointer_capture(event.pointer_id());
        }
        writing.set_value(Some(event.pointer_id()));
        strokes.update(|strokes| strokes.push(Stroke::new(shape.get_untracked(), line)));
        to(&event);
    };
    let moved = move |event: ev::PointerEvent| {
        if writing.get_value() == Some(event.pointer_id()) {
            to(&event);
        }
    };
    let up = move |event: ev::PointerEvent| {
        if writing.get_value() == Some(event.pointer_id()) {
            writing.set_value(None);
        }
    };
    let lines = move || {
        strokes
            .read()
            .iter()
            .map(|stroke| view! { <path d=stroke.path() stroke-width=stroke.width() /> })
            .collect_view()
    };
    let is_empty = Signal::derive(move || strokes.read().is_empty());
    view! {
        <div class="pen" class:over=over>
            <svg
                node_ref=surface
                class="pen-surface"
                viewBox=format!("0 0 {width} {height}")
                role="img"
                aria-label=move || label.get()
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=up
                on:pointercancel=up
            >
                {lines}
            </svg>
            <div class="line">
                <Button
                    label=move || t_string!(i18n, labels.pen_back)
                    icon=Icon::Undo
                    emphasis=Emphasis::Quiet
                    disabled=is_empty
                    on_press=move |()| strokes.update(|strokes| drop(strokes.pop()))
                />
                <Button
                    label=move || t_string!(i18n, labels.pen_clear)
                    icon=Icon::Delete
                    emphasis=Emphasis::Quiet
                    disabled=is_empty
                    on_press=move |()| strokes.set(Vec::new())
                />
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stroke(points: &[(f32, f32)], pressure: f32) -> Stroke {
        let mut stroke = Stroke::default();
        for (x, y) in points {
            stroke.to(*x, *y, pressure);
        }
        stroke
    }

    #[test]
    fn strokes_become_a_small_picture() {
        let cases: [(&[(f32, f32)], &str); 4] = [
            (&[(5.0, 5.0)], "M5.0 5.0h.01"),
            // Nearer than the minimum distance: still a dot.
            (&[(5.0, 5.0), (5.5, 5.5)], "M5.0 5.0h.01"),
            (&[(0.0, 0.0), (10.0, 0.0)], "M0.0 0.0L10.0 0.0"),
            (&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)], "M0.0 0.0Q10.0 0.0 10.0 5.0L10.0 10.0"),
        ];
        for (points, path) in cases {
            assert_eq!(stroke(points, 0.0).path(), path, "{points:?}");
        }
        assert_eq!(
            drawing(&[stroke(&[(1.0, 2.0)], 0.0)], (600, 200)),
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" width="600" height="200" "#,
                r#"fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">"#,
                r#"<path stroke-width="3.0" d="M1.0 2.0h.01"/></svg>"#
            )
        );
    }

    #[test]
    fn arrows_and_circles_go_from_where_the_pen_came_down_to_where_it_is() {
        let drawn = |shape| {
            let mut stroke = Stroke::new(shape, 2.0);
            for (x, y) in [(0.0, 10.0), (3.0, 3.0), (20.0, 10.0)] {
                stroke.to(x, y, 0.0);
            }
            stroke.path()
        };
        assert_eq!(
            drawn(Shape::Circle),
            "M0.0 10.0A10.0 0.0 0 0 1 20.0 10.0A10.0 0.0 0 0 1 0.0 10.0"
        );
        assert_eq!(drawn(Shape::Arrow), "M0.0 10.0L20.0 10.0M11.2 5.2L20.0 10.0L11.2 14.8");
        // A stroke stored by a version without shapes.
        let old: Stroke = serde_json::from_str(r#"{"points":[[1.0,2.0]],"pressure":0.0}"#).unwrap();
        assert_eq!(old, stroke(&[(1.0, 2.0)], 0.0));
    }

    #[test]
    fn a_pressed_pen_draws_a_wider_line() {
        let width = |pressure| stroke(&[(0.0, 0.0), (9.0, 9.0)], pressure).width();
        assert!((width(0.0) - LINE).abs() < 1e-6, "a finger tells none");
        assert!(width(0.2) < width(0.5) && width(0.5) < width(1.0));
        assert!((width(1.0) - width(7.0)).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn every_point_of_a_path_is_on_the_surface(
            points in prop::collection::vec((0.0_f32..600.0, 0.0_f32..200.0), 1..60)
        ) {
            let path = stroke(&points, 0.5).path();
            let numbers: Vec<f32> = path
                .trim_end_matches("h.01")
                .split(|sign: char| !sign.is_ascii_digit() && sign != '.')
                .filter(|text| !text.is_empty())
                .map(|text| text.parse().unwrap())
                .collect();
            prop_assert!(numbers.len().is_multiple_of(2) && !numbers.is_empty());
            prop_assert!(numbers.chunks(2).all(|at| at[0] <= 600.0 && at[1] <= 200.0));
        }
    }
}
