//! Which of several columns, or series, has a parameter; and which links their names tell apart.

use super::LABELS;
use crate::parameter::Parameter;
use std::collections::BTreeSet;

/// A column, or a series, that may have a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Candidate {
    pub(in crate::read) index: usize,
    pub(in crate::read) parameter: Parameter,
    /// Whether the user picked it.
    pub(in crate::read) picked: bool,
    /// The other words of its name.
    pub(in crate::read) rest: Option<String>,
    /// Whether these are a link for certain.
    pub(in crate::read) is_link: bool,
    /// Whether it is called a mean or a value.
    pub(in crate::read) mean: bool,
    /// Whether other words say which kind of value it is.
    pub(in crate::read) qualified: bool,
}

/// What becomes of a candidate.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) enum Outcome {
    /// It is used, for this link or for that of the file.
    Used(Option<String>),
    /// The one of this index is used instead.
    Left(usize),
    /// It is one of these, of which only the user can choose one.
    Asked(Vec<usize>),
}

/// Chooses among candidates. Of those of one parameter and one link the one that is picked wins, then the one that is called exactly so,
/// then one that is called a mean or a value; among equals nobody can choose but the user. Different words in the names are different
/// links, unless one is called by the parameter alone.
pub(in crate::read) fn choose(candidates: &[Candidate]) -> Vec<Outcome> {
    let lower = |rest: &Option<String>| rest.as_ref().map(|rest| rest.to_lowercase());
    let link = |candidate: &Candidate| -> Option<String> {
        let rest = candidate.rest.as_ref()?;
        if candidate.is_link {
            return Some(rest.clone());
        }
        let same = || candidates.iter().filter(|other| other.parameter == candidate.parameter);
        let bare = same().any(|other| other.rest.is_none());
        let rests: BTreeSet<Option<String>> = same().map(|other| lower(&other.rest)).collect();
        let elsewhere = candidates
            .iter()
            .any(|other| other.parameter != candidate.parameter && lower(&other.rest) == lower(&candidate.rest));
        (!bare && (rests.len() > 1 || elsewhere)).then(|| rest.clone())
    };
    let links: Vec<Option<String>> = candidates.iter().map(link).collect();
    // A name with words that are no link contains the parameter, and no more.
    let exactness = |i: usize| {
        let candidate = &candidates[i];
        let other = candidate.rest.is_some() && links[i].is_none();
        match () {
            () if candidate.picked => 0,
            () if !other && !candidate.qualified && !candidate.mean => 1,
            () if !other && !candidate.qualified => 2,
            () if candidate.mean => 3,
            () => 4,
        }
    };
    let of = |i: usize| {
        let rival = |j: &usize| candidates[*j].parameter == candidates[i].parameter && links[*j] == links[i];
        let rivals: Vec<usize> = (0..candidates.len()).filter(rival).collect();
        let best = rivals.iter().map(|j| exactness(*j)).min().unwrap_or(0);
        let equals: Vec<usize> = rivals.into_iter().filter(|j| exactness(*j) == best).collect();
        match equals.as_slice() {
            [one] if *one == i => Outcome::Used(links[i].clone()),
            [one] => Outcome::Left(candidates[*one].index),
            several if several.contains(&i) => Outcome::Asked(several.iter().map(|j| candidates[*j].index).collect()),
            several => Outcome::Left(candidates[several[0]].index),
        }
    };
    (0..candidates.len()).map(of).collect()
}

/// The link that each set of labels names: by those that vary, the best known first, and as many as tell all sets apart.
pub(in crate::read) fn label_names(sets: &[Vec<(String, String)>]) -> Vec<Option<String>> {
    let value = |set: &[(String, String)], name: &str| {
        set.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in sets.iter().flatten() {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let labelled = || sets.iter().filter(|set| !set.is_empty());
    let varies = |name: &&str| labelled().map(|set| value(set, name)).collect::<BTreeSet<_>>().len() > 1;
    names.retain(varies);
    let rank = |name: &str| {
        let lower = name.to_lowercase().replace(' ', "_");
        LABELS.iter().position(|known| *known == lower).unwrap_or(LABELS.len())
    };
    names.sort_by_key(|name| rank(name));
    let different = labelled().collect::<BTreeSet<_>>().len();
    let joined = |set: &[(String, String)], names: &[&str]| {
        let parts: Vec<String> = names.iter().map(|name| value(set, name)).filter(|value| !value.is_empty()).collect();
        parts.join(" ")
    };
    let enough = (1..=names.len())
        .find(|count| labelled().map(|set| joined(set, &names[..*count])).collect::<BTreeSet<_>>().len() == different);
    let used = &names[..enough.unwrap_or(names.len())];
    let name = |set: &Vec<(String, String)>| Some(joined(set, used)).filter(|name| !name.is_empty());
    sets.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::named;

    fn of(names: &[&str]) -> Vec<Outcome> {
        let candidate = |(index, name): (usize, &&str)| {
            let named = named(name);
            let parameter = named.parameter.filter(|_| !named.otherwise)?;
            let (rest, is_link, mean) = (named.rest, named.is_link, named.mean);
            Some(Candidate { index, parameter, picked: false, rest, is_link, mean, qualified: named.qualified })
        };
        choose(&names.iter().enumerate().filter_map(candidate).collect::<Vec<_>>())
    }

    #[test]
    fn exact_names_win_and_words_are_links() {
        let link = |name: &str| Outcome::Used(Some(name.to_owned()));
        assert_eq!(
            of(&["qber", "qber_avg", "qber filtered"]),
            [Outcome::Used(None), Outcome::Left(0), Outcome::Left(0)]
        );
        assert_eq!(of(&["qber_avg", "qber filtered"]), [Outcome::Used(None), Outcome::Left(0)]);
        assert_eq!(of(&["Madrid-Alcala QBER", "Madrid-Getafe QBER"]), [link("Madrid-Alcala"), link("Madrid-Getafe")]);
        assert_eq!(of(&["Vienna QBER", "Vienna SKR"]), [link("Vienna"), link("Vienna")]);
        assert_eq!(of(&["strange qber"]), [Outcome::Used(None)]);
        assert_eq!(of(&["qber", "QBER"]), [Outcome::Asked(vec![0, 1]), Outcome::Asked(vec![0, 1])]);
        assert_eq!(of(&["qber_link1", "qber_link2"]), [link("1"), link("2")]);
    }

    #[test]
    fn labels_that_vary_name_links() {
        let set =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
        let names = |sets: &[Vec<(String, String)>]| {
            label_names(sets).into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>().join("|")
        };
        assert_eq!(
            names(&[set(&[("site", "Madrid"), ("node", "A")]), set(&[("site", "Toledo"), ("node", "B")])]),
            "Madrid|Toledo"
        );
        assert_eq!(names(&[set(&[("device", "a"), ("link", "x")]), set(&[("device", "a"), ("link", "y")])]), "x|y");
        let both = [
            set(&[("node", "A"), ("site", "M")]),
            set(&[("node", "B"), ("site", "M")]),
            set(&[("node", "A"), ("site", "T")]),
        ];
        assert_eq!(names(&both), "M A|M B|T A");
        assert_eq!(names(&[set(&[("link", "x")])]), "");
    }
}
