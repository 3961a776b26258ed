//! Cells of a CSV file that a spreadsheet may open: none of them is taken for a formula.

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell as a file for spreadsheets holds it: what could be a formula begins with an apostrophe.
pub(crate) fn cell(text: &str) -> String {
    if begins_a_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A cell as it was before [`cell`].
pub(crate) fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| begins_a_formula(rest))
        .unwrap_or(cell)
}

/// A line of a file for spreadsheets, with its end.
pub(crate) fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    raw_line(&cells)
}

/// A line of cells that are no formulas as they are, with its end.
pub(crate) fn raw_line(cells: &[String]) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Memory takes everything, and what comes of texts is text.
    let _ = writer.write_record(cells);
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn begins_a_formula(text: &str) -> bool {
    // An apostrophe before a formula is kept apart from ours.
    text.trim_start_matches('\'').starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::{cell, plain};
    use proptest::prelude::*;

    #[test]
    fn what_could_be_a_formula_is_text() {
        for formula in ["=1+1", "+44 20 7946 0101", "-2", "@SUM(A1)", "\t=1", "\r=1"] {
            assert!(cell(formula).starts_with('\''), "{formula:?}");
        }
        for text in ["", "Ada", "o'Brien", "1-2", "'quoted'"] {
            assert_eq!(cell(text), text);
        }
    }

    proptest! {
        #[test]
        fn every_cell_comes_back_as_it_was(text in "['=+@a-]{0,5}") {
            let kept = cell(&text);
            prop_assert_eq!(plain(&kept), text.as_str());
        }
    }
}
