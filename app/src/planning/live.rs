//! Following a plan in the making: events that the server sends, while the page is open.

/// Runs `news` with how far it has come, in thousandths, and what is said of it; `ended` once it has come to its end.
#[cfg(feature = "hydrate")]
pub(super) fn follow(address: &str, news: impl Fn((u32, String)) + 'static, ended: impl Fn() + 'static) {
    use leptos::{
        prelude::{StoredValue, WithValue as _, on_cleanup},
        wasm_bindgen::{JsCast as _, closure::Closure},
    };
    use web_sys::{EventSource, MessageEvent};

    // A browser that cannot listen shows the page as it was sent.
    let Ok(source) = EventSource::new(address) else { return };
    let on_news = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(read) = event.data().as_string().and_then(|text| read(&text)) {
            news(read);
        }
    });
    let closing = source.clone();
    let on_end = Closure::<dyn Fn(MessageEvent)>::new(move |_| {
        closing.close();
        ended();
    });
    let listening = [("news", &on_news), ("end", &on_end)]
        .map(|(kind, closure)| source.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref()));
    if listening.iter().any(Result::is_err) {
        source.close();
    }
    let kept = StoredValue::new_local((source, on_news, on_end));
    on_cleanup(move || {
        kept.try_with_value(|(source, ..)| source.close());
    });
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn follow(_address: &str, _news: impl Fn((u32, String)) + 'static, _ended: impl Fn() + 'static) {}

/// Thousandths in the first line, words in the second.
#[cfg(any(feature = "hydrate", test))]
fn read(text: &str) -> Option<(u32, String)> {
    let (reached, words) = text.split_once('\n')?;
    Some((reached.trim().parse().ok()?, words.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn an_event_is_thousandths_and_words() {
        assert_eq!(read("420\nBest so far"), Some((420, "Best so far".to_owned())));
        assert_eq!(read("Best so far"), None);
    }
}
