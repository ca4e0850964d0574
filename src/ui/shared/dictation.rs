//! Dictation button, shown only if the system supports speech recognition.

use leptos::prelude::*;

use crate::{
    platform::speech::{self, Ended, Listening},
    ui::{
        components::{Button, Emphasis, Icon},
        i18n::*,
    },
};

/// Button that starts dictation, and stops it on the second press. Silence stops it as well.
#[component]
pub fn Dictation(
    /// Called with each recognized phrase.
    #[prop(into)]
    on_phrase: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let listening = RwSignal::new_local(None::<Listening>);
    let is_listening = move || listening.read().is_some();
    let problem = RwSignal::new(None::<Ended>);
    let press = move |()| {
        if let Some(listening) = &*listening.read_untracked() {
            return listening.stop();
        }
        let language = match i18n.get_locale_untracked() {
            Locale::zh => "zh-CN",
            Locale::en => "en-US",
        };
        let ended = move |why| {
            // May be called shortly after the page was left during dictation.
            let _ = listening.try_set(None);
            let _ = problem.try_set((why != Ended::Stopped).then_some(why));
        };
        problem.set(None);
        let heard = move |phrase: String| on_phrase.run(phrase);
        listening.set(speech::listen(language, heard, ended));
    };
    let problem = move || {
        problem.get().map(|why| match why {
            Ended::Refused => t_string!(i18n, labels.dictation_refused),
            Ended::Unreachable | Ended::Stopped => t_string!(i18n, labels.dictation_unreachable),
        })
    };
    speech::is_offered().then(|| {
        view! {
            <div class="line">
                <Button
                    label=move || {
                        if is_listening() {
                            t_string!(i18n, labels.dictation_stop)
                        } else {
                            t_string!(i18n, labels.dictation)
                        }
                    }
                    icon=Icon::Microphone
                    emphasis=Emphasis::Quiet
                    on_press=press
                />
                <small role="status">{problem}</small>
            </div>
        }
    })
}
