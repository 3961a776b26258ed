//! Names in addresses.

/// The longest name in an address, before a number is added.
const CHARACTERS: usize = 60;

/// Words that pages use where a slug stands.
const RESERVED: [&str; 3] = ["new", "import", "edit"];

/// `name` in lower-case ASCII letters, digits and single hyphens, with `-2`, `-3`, … when it is `taken`.
///
/// Letters of Latin alphabets lose their accents; a name without any Latin letter or digit becomes `kind`, so that a
/// slug is never empty.
pub(crate) fn slug(name: &str, kind: &str, taken: impl Fn(&str) -> bool) -> String {
    let plain = plain(name);
    let base = if plain.is_empty() { kind.to_owned() } else { plain };
    let free = |candidate: &String| !taken(candidate) && !RESERVED.contains(&candidate.as_str());
    std::iter::once(base.clone())
        .chain((2_u64..).map(|number| format!("{base}-{number}")))
        .find(free)
        .unwrap_or(base)
}

fn plain(name: &str) -> String {
    let mut plain = String::new();
    for letter in name.chars().flat_map(char::to_lowercase).map(unaccented) {
        let hyphen_before = plain.is_empty() || plain.ends_with('-');
        match letter {
            "" if hyphen_before => {}
            "" => plain.push('-'),
            letter => plain.push_str(letter),
        }
        if plain.len() >= CHARACTERS {
            break;
        }
    }
    plain.trim_end_matches('-').to_owned()
}

/// The ASCII letters or digit a lower-case letter is written with; nothing for every other character.
fn unaccented(letter: char) -> &'static str {
    const ASCII: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    if let Some(index) = ASCII.find(letter) {
        return ASCII.get(index..=index).unwrap_or_default();
    }
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_is_lower_case_ascii_with_single_hyphens() {
        let free = |name: &str| slug(name, "team", |_| false);
        assert_eq!(free("Payments"), "payments");
        assert_eq!(free("  Card & Ledger -- 24/7! "), "card-ledger-24-7");
        assert_eq!(free("Łódź Straße Ærø"), "lodz-strasse-aero");
        assert_eq!(free(&"x".repeat(500)).len(), 60);
    }

    #[test]
    fn a_name_without_latin_letters_still_has_a_slug() {
        assert_eq!(slug("支払い", "team", |_| false), "team");
        assert_eq!(slug("支払い", "team", |taken| taken == "team"), "team-2");
        assert_eq!(slug("🦀", "rota", |_| false), "rota");
    }

    #[test]
    fn taken_and_reserved_names_get_a_number() {
        let taken = ["payments", "payments-2"];
        assert_eq!(slug("Payments", "team", |name| taken.contains(&name)), "payments-3");
        assert_eq!(slug("New", "team", |_| false), "new-2");
    }
}
