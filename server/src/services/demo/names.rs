//! Names of people who do not exist.

use super::chance::Chance;
use std::collections::HashSet;

const GIVEN: [&str; 64] = [
    "Amara", "Priya", "Ben", "Chiara", "Tomás", "Zoë", "Siobhán", "Kwame", "Mei", "Lars", "Ingrid", "Yusuf", "Elena",
    "Ravi", "Hana", "Oscar", "Fatima", "Liam", "Sofia", "Noah", "Aisha", "Mateo", "Freya", "Dmitri", "Leila", "Hugo",
    "Nadia", "Callum", "Yuki", "Rosa", "Idris", "Astrid", "Omar", "Grace", "Piotr", "Anika", "Sam", "Lucía", "Arjun",
    "Maeve", "Kofi", "Signe", "Tariq", "Bianca", "Ewan", "Chloe", "Rohan", "Marta", "Jonas", "Ayodele", "Clara",
    "Viktor", "Nour", "Daniel", "Esther", "Kenji", "Alma", "Farid", "Iris", "Owen", "Thandi", "Milan", "Greta",
    "Joaquín",
];
const FAMILY: [&str; 64] = [
    "Okafor",
    "Raghunathan",
    "Moretti",
    "Oliveira",
    "Müller",
    "O’Brien",
    "Mensah",
    "Chen",
    "Lindqvist",
    "Haddad",
    "Petrova",
    "Iyer",
    "Nakamura",
    "Ferreira",
    "Rossi",
    "Campbell",
    "García",
    "Novak",
    "Kaya",
    "Dubois",
    "Weiss",
    "Larsen",
    "Abebe",
    "Fraser",
    "Tanaka",
    "Santos",
    "Bianchi",
    "Ahmed",
    "Kowalski",
    "Murphy",
    "Singh",
    "Adeyemi",
    "Virtanen",
    "Horvat",
    "Costa",
    "Bauer",
    "Desai",
    "Nguyen",
    "Evans",
    "Sørensen",
    "Popescu",
    "Rahman",
    "Kim",
    "Walsh",
    "Fischer",
    "Alvarez",
    "Jansen",
    "Boateng",
    "Marino",
    "Hughes",
    "Sato",
    "Lopez",
    "Dvořák",
    "Khan",
    "Berg",
    "Silva",
    "Reid",
    "Mbeki",
    "Laurent",
    "Papadakis",
    "Grant",
    "Yilmaz",
    "Vargas",
    "Thomsen",
];

/// Hands out names, none twice.
pub(super) struct Names {
    given: HashSet<String>,
}

impl Names {
    pub(super) fn new() -> Self {
        Self { given: HashSet::new() }
    }

    /// A name nobody has yet; once they run out, with a middle initial.
    pub(super) fn next(&mut self, chance: &mut Chance) -> String {
        let (first, last) = (chance.below(GIVEN.len()), chance.below(FAMILY.len()));
        for step in 0..GIVEN.len() * FAMILY.len() {
            let name = format!(
                "{} {}",
                GIVEN[(first + step / FAMILY.len()) % GIVEN.len()],
                FAMILY[(last + step) % FAMILY.len()]
            );
            if self.given.insert(name.clone()) {
                return name;
            }
        }
        let number = self.given.len();
        let initial = char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
        let name = format!(
            "{} {initial}. {} {}",
            GIVEN[first],
            FAMILY[last],
            number / (GIVEN.len() * FAMILY.len()) + 1
        );
        if self.given.insert(name.clone()) {
            name
        } else {
            format!("{name} {number}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_people_have_one_name() {
        let (mut names, mut chance) = (Names::new(), Chance::new(7));
        let all: HashSet<String> = (0..2000).map(|_| names.next(&mut chance)).collect();
        assert_eq!(all.len(), 2000);
    }
}
