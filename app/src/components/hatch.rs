//! Drawings that other drawings refer to.

use leptos::prelude::*;

/// The patterns of gaps and leave, once in every document.
#[component]
pub fn HatchPatterns() -> impl IntoView {
    view! {
        <svg class="defs" aria-hidden="true">
            <defs>
                <pattern id="hatch-gap" class="hatch" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="hatch__ground" width="10" height="10"></rect>
                    <path class="hatch__line" d="M0 0v10"></path>
                </pattern>
                <pattern id="hatch-leave" class="hatch hatch--leave" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="hatch__ground" width="7" height="7"></rect>
                    <path class="hatch__line" d="M0 0v7"></path>
                </pattern>
            </defs>
        </svg>
    }
}

/// Tandem's mark: two discs that overlap.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark__logo" viewBox="0 0 28 20" aria-hidden="true">
            <circle class="mark__lead" cx="9.5" cy="10" r="8.5"></circle>
            <circle class="mark__engineer" cx="18.5" cy="10" r="8.5"></circle>
            <path class="mark__both" d="M14 2.8a8.5 8.5 0 0 1 0 14.4 8.5 8.5 0 0 1 0-14.4Z"></path>
        </svg>
    }
}
