//! A panel that opens beside its button and closes when the person does anything else: the browser's
//! own popover, so that Escape, tapping elsewhere and the focus are its work. Placing it is ours.

use leptos::{html, prelude::*};

use super::unique_id;

/// How the button of a popover looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trigger {
    /// A round icon button or whatever the trigger shows, without a border.
    #[default]
    Bare,
    /// A button with a border.
    Button,
    /// An icon alone among other quiet buttons.
    Icon,
    /// A filter chip.
    Chip,
    /// An entry of the rail.
    Rail,
    /// A figure: the whole of it.
    Figure,
    /// A number among others.
    Number,
    /// A word with an icon in a line of small text.
    Line,
}

impl Trigger {
    const fn class(self) -> &'static str {
        match self {
            Self::Bare => "popover-trigger",
            Self::Button => "button",
            Self::Icon => "button quiet icon-only",
            Self::Chip => "chip",
            Self::Rail => "rail-item",
            Self::Figure => "figure opens",
            Self::Number => "number-opens",
            Self::Line => "line-opens",
        }
    }

    /// Whether the button shows no words.
    const fn is_wordless(self) -> bool {
        matches!(self, Self::Bare | Self::Icon)
    }
}

/// Closes the popover around it, in context inside its panel.
#[derive(Clone, Copy, Debug)]
pub struct ClosePopover(Callback<()>);

impl ClosePopover {
    /// Closes it.
    pub fn run(self) {
        self.0.run(());
    }
}

/// A button and the panel that it opens. The panel's content is made when it first opens.
#[component]
pub fn Popover(
    /// What the panel is about; where the button shows no words, its name too.
    #[prop(into)]
    label: TextProp,
    /// What the button shows.
    #[prop(into)]
    trigger: ViewFn,
    /// How the button looks.
    #[prop(optional)]
    kind: Trigger,
    /// Whether what the button stands for is in force: a filter that is set.
    #[prop(into, optional)]
    pressed: Signal<bool>,
    /// Cannot be opened now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// The panel is one of things to do: it closes once one was chosen.
    #[prop(optional)]
    is_menu: bool,
    /// The panel.
    children: ChildrenFn,
) -> impl IntoView {
    let id = unique_id("popover");
    let button = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    let opened = RwSignal::new(false);

    // The button's place is only known when it is pressed; the panel opens right after.
    let place = move |_| {
        opened.set(true);
        if let (Some(button), Some(panel)) = (button.get_untracked(), panel.get_untracked()) {
            let edge = button.get_bounding_client_rect();
            let page = document().document_element().map_or(0, |page| page.client_height());
            let below = f64::from(page) - edge.bottom();
            let opens_up = below < edge.top() && below < 280.0;
            let panel = (*panel).style();
            let pixels = |length: f64| format!("{length:.0}px");
            // A style that a browser does not know leaves the panel in its default place.
            let _ = panel.set_property("--left", &pixels(edge.left()));
            let _ = panel.set_property(
                "--top",
                &if opens_up { "auto".into() } else { pixels(edge.bottom() + 6.0) },
            );
            let _ = panel.set_property(
                "--bottom",
                &if opens_up { pixels(f64::from(page) - edge.top() + 6.0) } else { "auto".into() },
            );
            let _ = panel
                .set_property("--room", &pixels(if opens_up { edge.top() } else { below } - 18.0));
        }
    };

    let close = move || {
        // The choice may have navigated away from the page of the panel.
        if let Some(panel) = panel.try_get_untracked().flatten() {
            // Refused only when it is closed already.
            let _ = panel.hide_popover();
        }
    };
    let chosen = move |_| {
        if is_menu {
            close();
        }
    };
    let [name, title] = [label.clone(), label.clone()];
    view! {
        <button
            node_ref=button
            type="button"
            class=kind.class()
            class:pressed=pressed
            disabled=disabled
            popovertarget=id.clone()
            aria-label=move || kind.is_wordless().then(|| label.get().to_string())
            title=move || kind.is_wordless().then(|| title.get().to_string())
            on:click=place
        >
            {move || trigger.run()}
        </button>
        <div
            node_ref=panel
            id=id
            class="popover"
            popover="auto"
            role="group"
            aria-label=move || name.get()
            on:click=chosen
        >
            <Show when=move || opened.get()>
                {provide_context(ClosePopover(Callback::new(move |()| close())))}
                {children()}
            </Show>
        </div>
    }
}
