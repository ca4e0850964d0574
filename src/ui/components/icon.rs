//! Icons: single-stroke drawings on a 24-unit grid, in the colour of the surrounding text. An icon has no meaning of
//! its own; the text or label beside it has.

use leptos::prelude::*;

/// Icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Mark of the product: two busbars and their droppers.
    Mark,
    /// Calendar sheet with a check mark.
    Today,
    /// Factory.
    Customers,
    /// Calendar.
    Visits,
    /// Speech bubble.
    Requests,
    /// Target with an arrow.
    Plans,
    /// Closed padlock.
    Lock,
    /// Bar chart.
    Segments,
    /// Sheet of paper with lines.
    Surveys,
    /// Smiling face.
    Satisfaction,
    /// Arrow into a tray.
    Import,
    /// Arrow out of a tray.
    Export,
    /// Cogwheel.
    Settings,
    /// Database cylinder.
    Data,
    /// Three dots.
    More,
    /// Magnifying glass.
    Search,
    /// Hatched disc: light and dark.
    Appearance,
    /// Chevron to the right.
    Forward,
    /// Chevron to the left.
    Back,
    /// Chevron down.
    Down,
    /// Chevron up.
    Up,
    /// Cross.
    Close,
    /// Check mark.
    Check,
    /// Triangle with an exclamation mark.
    Warning,
    /// Circled i.
    Info,
    /// Arrow turning back.
    Undo,
    /// Plus sign.
    Add,
    /// Pencil.
    Edit,
    /// Waste bin.
    Delete,
    /// Printer.
    Print,
    /// Table grid.
    Table,
    /// Line chart.
    Chart,
    /// Funnel of lines.
    Filter,
    /// Table with columns.
    Columns,
    /// Circular arrows.
    Repeat,
    /// Person.
    Person,
    /// Electricity meter.
    Meter,
    /// Clock with an arrow turning back.
    History,
    /// Telephone receiver.
    Phone,
    /// Envelope.
    Mail,
    /// Triangle of a play button.
    Play,
    /// Square of a stop button.
    Stop,
    /// Two bars of a pause button.
    Pause,
    /// Double chevron to the right.
    Fast,
    /// Plug, for the sample portfolio.
    Plug,
    /// Map pin.
    Place,
    /// Camera.
    Camera,
    /// Microphone.
    Microphone,
    /// Pen with a line.
    Pen,
    /// Flag, for findings.
    Flag,
    /// Paper clip.
    Attach,
    /// Arrow out of a box.
    Share,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Mark => "M3 7h18M3 12h18M7 7v13M12 12v8M17 7v13",
            Self::Today => "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M9 15l2 2 4-4",
            Self::Customers => {
                "M4 20V9l6-4v15M10 20V11l10-2v11M3 20h18M14 13v.01M17 13v.01M14 16.5v.01M17 16.5v.01"
            }
            Self::Visits => {
                "M4 6h16v14H4zM4 10.500h16M8 3.500V8M16 3.500V8M8 14.500h.01M12 14.500h.01M16 14.500h.01"
            }
            Self::Requests => "M4 5h16v11H9l-5 4zM8 9h8M8 12h5",
            Self::Lock => "M6 11h12v10H6zM8.500 11V7.500a3.500 3.500 0 0 1 7 0V11M12 15v2.500",
            Self::Plans => {
                "M12 3a9 9 0 1 0 9 9M12 7.500a4.500 4.500 0 1 0 4.500 4.500M12 12l7-7M16 4.500V8h3.500L21 6.500h-3.500V3z"
            }
            Self::Segments => "M4 20h16M6 20V10M11 20V5M16 20v-7",
            Self::Surveys => "M6 3h12v18H6zM9.5 8h5M9.5 12h5M9.5 16h3",
            Self::Satisfaction => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 14.5c2 2 5 2 7 0M9 9.5v.5M15 9.5v.5"
            }
            Self::Import => "M12 4v11M7.5 10.5 12 15l4.5-4.5M4 15v5h16v-5",
            Self::Export => "M12 15V4M7.5 8.5 12 4l4.5 4.5M4 15v5h16v-5",
            Self::Settings => {
                "M12 8.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M18.400 5.600l-2.200 2.200M7.800 16.200l-2.200 2.200"
            }
            Self::Data => {
                "M5 6c0-1.7 3.1-3 7-3s7 1.3 7 3-3.1 3-7 3-7-1.3-7-3zM5 6v12c0 1.700 3.1 3 7 3s7-1.3 7-3V6M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3"
            }
            Self::More => {
                "M5.500 12a.500.500 0 1 0 1 0 .500.500 0 1 0-1 0zM11.500 12a.500.500 0 1 0 1 0 .500.500 0 1 0-1 0zM17.500 12a.500.500 0 1 0 1 0 .500.500 0 1 0-1 0z"
            }
            Self::Search => {
                "M10.5 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500 20 20"
            }
            Self::Appearance => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18M12 7h6.500M12 12h9M12 17h6.500"
            }
            Self::Forward => "m9 5 7 7-7 7",
            Self::Back => "m15 5-7 7 7 7",
            Self::Down => "m6 9 6 6 6-6",
            Self::Up => "m6 15 6-6 6 6",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Check => "m5 12.500 4.500 4.500L19 7.500",
            Self::Warning => "M12 4 2.500 20h19zM12 10v5M12 17.500v.01",
            Self::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.500M12 7.500v.01",
            Self::Undo => "M8 5 4 9l4 4M4 9h10a5.500 5.500 0 0 1 0 11h-4",
            Self::Add => "M12 5v14M5 12h14",
            Self::Edit => "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
            Self::Delete => "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
            Self::Print => "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z",
            Self::Table => "M4 5h16v14H4zM4 10h16M4 14.500h16M10 10v9",
            Self::Chart => "M4 4v16h16M7 15l4-5 3 3 5-7",
            Self::Filter => "M4 6h16M7 12h10M10 18h4",
            Self::Columns => "M4 5h16v14H4zM9.500 5v14M14.500 5v14",
            Self::Repeat => {
                "M20 11a8 8 0 0 0-14.500-3.500L4 9M4 4v5h5M4 13a8 8 0 0 0 14.500 3.500L20 15M20 20v-5h-5"
            }
            Self::Person => {
                "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.500 20.500c.5-4 3.500-6 7.500-6s7 2 7.500 6"
            }
            Self::Meter => "M5 3h14v18H5zM8 7h8v4H8zM9 16h.01M12 16h.01M15 16h.01",
            Self::History => "M4 12a8 8 0 1 0 2.500-5.800L4 8.500M4 4v4.500h4.500M12 8v4.500l3 2",
            Self::Phone => {
                "M6 3h3l1.500 5L8 9.500c1 2.700 3 4.700 5.700 5.700L15 13l5 1.500v3c0 1.500-1.500 2.500-3 2.300C9.500 19 4.500 14 3.700 6 3.500 4.500 4.500 3 6 3z"
            }
            Self::Mail => "M3 6h18v12H3zM3 7l9 6.500L21 7",
            Self::Play => "M7 4.500v15l12-7.500z",
            Self::Stop => "M6 6h12v12H6z",
            Self::Pause => "M8 5v14M16 5v14",
            Self::Fast => "m5 5 7 7-7 7M12 5l7 7-7 7",
            Self::Plug => "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4",
            Self::Place => {
                "M12 21c4-4.500 6.500-8 6.500-11a6.500 6.500 0 0 0-13 0c0 3 2.500 6.500 6.500 11zM12 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"
            }
            Self::Camera => {
                "M3 8h4l2-3h6l2 3h4v11H3zM12 10a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7z"
            }
            Self::Microphone => {
                "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0M12 17v4M9 21h6"
            }
            Self::Pen => "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3M13 20h7",
            Self::Flag => "M6 21V4M6 5h11l-2 3.500 2 3.500H6",
            Self::Attach => {
                "M8 12.500l6-6a2.500 2.500 0 0 1 3.500 3.500l-8 8a4 4 0 0 1-5.500-5.500l7.500-7.500"
            }
            Self::Share => "M12 15V4M8 7.500 12 4l4 3.500M6 11H4v9h16v-9h-2",
        }
    }
}

/// Draws an icon, hidden from screen readers.
#[component]
pub fn Glyph(
    /// Icon to draw.
    #[prop(into)]
    icon: Signal<Icon>,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || icon.get().path() />
        </svg>
    }
}
