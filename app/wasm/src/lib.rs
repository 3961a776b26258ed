//! What the browser loads: makes the pages that the server sent interactive.

/// Takes over the page the server rendered, once the piece of wasm that the page is made of has arrived, and then says
/// so: `body[data-hydrated]` is what a script or a test can wait for.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let Some(body) = leptos::prelude::document().body() else {
        return;
    };
    wasm_bindgen_futures::spawn_local(async move {
        leptos::mount::hydrate_from_async(body.clone(), app::App).await.forget();
        // An attribute that cannot be set leaves the page as usable as it was.
        let _ = body.set_attribute("data-hydrated", "");
    });
}
