//! Panel that opens beside its button and closes on any action elsewhere. The browser's popover handles Escape, taps
//! outside and the focus; the panel is positioned here.

use leptos::{html, prelude::*};

use super::unique_id;

/// Appearance of the button of a popover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trigger {
    /// Without a border: a round icon button, or any content.
    #[default]
    Bare,
    /// Button with a border.
    Button,
    /// Icon alone, among other quiet buttons.
    Icon,
    /// Filter chip.
    Chip,
    /// Entry of the navigation rail.
    Rail,
    /// Whole figure.
    Figure,
    /// Number among others.
    Number,
    /// Word with an icon in a line of small text.
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

    /// Returns `true` if the button shows no text.
    const fn is_wordless(self) -> bool {
        matches!(self, Self::Bare | Self::Icon)
    }
}

/// Closes the enclosing popover; in context inside its panel.
#[derive(Clone, Copy, Debug)]
pub struct ClosePopover(Callback<()>);

impl ClosePopover {
    /// Closes the popover.
    pub fn run(self) {
        self.0.run(());
    }
}

/// Button with a panel that it opens. The content of the panel is created when it first opens.
#[component]
pub fn Popover(
    /// Accessible name of the panel, and of a button without text.
    #[prop(into)]
    label: TextProp,
    /// Content of the button.
    #[prop(into)]
    trigger: ViewFn,
    /// Appearance of the button.
    #[prop(optional)]
    kind: Trigger,
    /// True while the button represents an active state, such as a filter that is set.
    #[prop(into, optional)]
    pressed: Signal<bool>,
    /// True while the panel cannot be opened.
    #[prop(into, optional)]
    disabled: Signal<bool>,
    /// True for a menu: the panel closes after a choice.
    #[prop(optional)]
    is_menu: bool,
    /// Content of the panel.
    children: ChildrenFn,
) -> impl IntoView {
    let id = unique_id("popover");
    let button = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    let opened = RwSignal::new(false);

    // The position of the button is known only when it is pressed; the panel opens right after.
    let place = move |_| {
        opened.set(true);
        if let (Some(button), Some(panel)) = (button.get_untracked(), panel.get_untracked()) {
            let edge = button.get_bounding_client_rect();
            let page = document().document_element().map_or(0, |page| page.client_height());
            let below = f64::from(page) - edge.bottom();
            let opens_up = below < edge.top() && below < 280.0;
            let panel = (*panel).style();
            let pixels = |length: f64| format!("{length:.0}px");
            // If the browser does not support the property, the panel stays in its default place.
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
            // Fails only if the panel is already closed.
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
