//! Names in addresses.

/// The longest slug.
const CHARACTERS: usize = 60;

/// A name for addresses: `Payments – nights` becomes `payments-nights`, with a number when that is `taken`.
///
/// A name without a single Latin letter or digit becomes a number.
pub(crate) fn slug(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let base = plain(name);
    if !base.is_empty() && base != "new" && !taken(&base) {
        return base;
    }
    let numbered = |number: u32| if base.is_empty() { number.to_string() } else { format!("{base}-{number}") };
    (1..=u32::MAX)
        .skip(usize::from(!base.is_empty()))
        .map(numbered)
        .find(|slug| !taken(slug))
        .unwrap_or(base.clone())
}

/// Lower-case Latin letters and digits, joined by hyphens; common accents fall away.
fn plain(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        let ascii = unaccented(letter);
        if ascii.is_empty() {
            if !slug.is_empty() && !slug.ends_with('-') && !matches!(letter, '\'' | '’') {
                slug.push('-');
            }
        } else if slug.len() + ascii.len() <= CHARACTERS {
            slug.push_str(&ascii);
        }
    }
    slug.trim_end_matches('-').to_owned()
}

fn unaccented(letter: char) -> String {
    match letter {
        'a'..='z' | '0'..='9' => letter.to_string(),
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a".into(),
        'ä' | 'æ' => "ae".into(),
        'ç' | 'ć' | 'č' => "c".into(),
        'è'..='ë' | 'ē' | 'ę' | 'ě' => "e".into(),
        'ì'..='ï' | 'ī' => "i".into(),
        'ł' => "l".into(),
        'ñ' | 'ń' | 'ň' => "n".into(),
        'ò'..='õ' | 'ō' | 'ő' => "o".into(),
        'ö' | 'ø' | 'œ' => "oe".into(),
        'ř' => "r".into(),
        'ś' | 'š' | 'ş' => "s".into(),
        'ß' => "ss".into(),
        'ù'..='û' | 'ū' | 'ů' => "u".into(),
        'ü' => "ue".into(),
        'ý' | 'ÿ' => "y".into(),
        'ź' | 'ż' | 'ž' => "z".into(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_is_readable_and_not_taken() {
        assert_eq!(slug("Payments – nights & weekends", |_| false), "payments-nights-weekends");
        assert_eq!(slug("  Zoë's Ümläut ", |_| false), "zoes-uemlaeut");
        assert_eq!(slug("Payments", |slug| slug == "payments"), "payments-2");
        assert_eq!(slug("支付", |_| false), "1");
        assert_eq!(slug("支付", |slug| slug == "1"), "2");
        assert_eq!(slug("New", |_| false), "new-2");
        assert!(slug(&"long name ".repeat(40), |_| false).len() <= 60);
    }
}
